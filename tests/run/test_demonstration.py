"""The demonstration study from raw files to tables: the published sample, and numbers worked out by another way."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from statistics import mean

import pandas as pd
import pytest
from openpyxl import load_workbook

from lmep_consult import read_transcript
from lmep_consult.run.chain import Outcome
from lmep_consult.table import Range


@pytest.fixture(scope="module")
def tables(demo_reports: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (demo_reports / "tables").glob("*.csv")}


def test_the_sample_is_the_published_one(tables: dict[str, pd.DataFrame]) -> None:
    sample = tables["sample_interviews"].set_index("group")
    assert sample[["achieved", "intended"]].to_dict("index") == {
        "MSA": {"achieved": 10, "intended": 12},
        "ICB": {"achieved": 3, "intended": 14},
        "CtW": {"achieved": 7, "intended": 14},
        "All groups": {"achieved": 20, "intended": 40},
    }


def test_the_workshops_are_the_published_ones(tables: dict[str, pd.DataFrame]) -> None:
    workshops = tables["workshops"].set_index("event")
    assert workshops.loc["All", "people"] == 43
    assert list(workshops["date"])[:5] == [f"{day} February 2026" for day in (10, 11, 12, 24, 26)]
    reached = tables["organisations_reached"].set_index(["among", "group"])["organisations"]
    assert reached["workshops"].to_dict() == {"MSA": 9, "ICB": 8, "CtW": 19, "CJC": 0}


def test_criteria_not_met_are_named(tables: dict[str, pd.DataFrame]) -> None:
    criteria = tables["criteria"].set_index("criterion")["met"]
    assert criteria["Connect to Work cluster in Wales"] == "no"
    assert criteria["Interviews across at least four ICBs"] == "no"
    assert criteria["At least one WorkWell area"] == "yes"
    assert set(criteria) == {"yes", "no"}


def test_every_table_has_base_sizes(tables: dict[str, pd.DataFrame]) -> None:
    for name in ("priorities", "themes_by_group", "quotes", "criteria", "write_ins"):
        assert tables[name]["base"].notna().all(), name
    assert tables["sample_interviews"]["intended"].notna().all()  # tables of people are their own base
    assert tables["workshops"]["people"].notna().all()
    assert tables["organisations_reached"]["exist"].notna().all()


TEAM = "pennington-research.example"
OPTIONS = 8


def ballots_by_hand(raw: Path, poll: str) -> dict[str, dict[str, list[str]]]:
    """group -> voter -> options in order, read with openpyxl and csv alone; one voter one ballot, the latest."""
    groups = {"W1": "CtW", "W2": "CtW", "W3": "ICB", "W4": "MSA", "W5": "ICB"}
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for event, group in groups.items():
        path = next((raw / "polls").glob(f"{event}_{poll}.*"))
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
        else:
            rows = [[str(cell or "") for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)]
        header = rows[0]
        question = next(at for at, heading in enumerate(header) if heading.lower().find("rank") >= 0)
        for row in sorted(rows[1:], key=lambda row: row[header.index("Completion time")]):
            email = row[header.index("Email")]
            voter = f"{event} {row[0]}" if email == "anonymous" else email
            if not email.endswith(TEAM):
                found[group][voter] = [option.strip() for option in row[question].split(";") if option.strip()]
    return found


def test_each_number_of_the_formats_poll_follows_from_the_exports(
    tables: dict[str, pd.DataFrame], demo_run: Outcome
) -> None:
    by_group = ballots_by_hand(demo_run.study.folder / "raw", "formats")
    by_group["All groups"] = {voter: order for ballots in by_group.values() for voter, order in ballots.items()}
    shown = tables["priorities"].query("poll == 'formats'")
    top = demo_run.tables["top_three"].table.frame.query("poll == 'formats'")
    assert set(shown["group"]) == set(top["group"]) == by_group.keys()
    reckoned = demo_run.analysis.frames["priorities"].query("poll == 'formats'")
    for group, ballots in by_group.items():
        rows, full, three = (each[each["group"] == group].set_index("option") for each in (shown, reckoned, top))
        assert len(rows) == OPTIONS
        for option, row in rows.iterrows():
            points = []
            for order in ballots.values():
                left = OPTIONS - len(order)
                points.append(OPTIONS - order.index(option) if option in order else (left + 1) / 2)
            places = [order.index(option) + 1 for order in ballots.values() if option in order]
            assert row["base"] == len(ballots)
            assert full.loc[option, "ranked_by"] == len(places)
            assert full.loc[option, "borda"] == pytest.approx(mean(points))
            assert full.loc[option, "mean_rank"] == pytest.approx(mean(places))
            cell, among = three.loc[option, "voters"], sum(place <= 3 for place in places)
            assert cell.low <= among <= cell.high if isinstance(cell, Range) else cell == among
        by_points = full["borda"].rank(ascending=False, method="min")
        assert (by_points[rows.index] == rows["rank"].astype(int)).all()


def test_groups_differ_as_an_analyst_would_find(tables: dict[str, pd.DataFrame]) -> None:
    themes = tables["priorities"].query("question == 'themes'").set_index(["group", "option"])["rank"]
    assert themes["ICB", "Non-employment interventions"] == 1
    assert themes["CtW", "Employers"] < themes["ICB", "Employers"]
    assert themes["MSA", "Local implementation"] < themes["CtW", "Local implementation"]


def test_test_votes_and_second_thoughts_do_not_count(demo_run: Outcome) -> None:
    problems = demo_run.data.problems
    assert problems["what"].str.contains("test vote by the team").sum() == 2
    assert problems["what"].str.contains("answered again").sum() == 2
    voters = demo_run.data.ballots.query("event == 'W1' and poll == 'themes'")["voter"].nunique()
    assert voters == 12


def test_write_ins_are_listed_verbatim_and_not_ranked(tables: dict[str, pd.DataFrame], demo_run: Outcome) -> None:
    assert set(tables["write_ins"]["text"]) == {
        "Transport and travel to work",
        "Digital exclusion",
        "Housing supply",
    }
    assert "Childcare" in set(demo_run.data.write_ins["text"])  # an anonymous voter's
    assert not set(tables["priorities"]["option"]) & set(tables["write_ins"]["text"])


def test_nothing_of_the_demonstrations_transcripts_is_left_over(demo_run: Outcome) -> None:
    problems = demo_run.data.problems
    assert problems[problems["file"].str.startswith("P")].empty
    layouts = demo_run.data.files.query("kind == 'transcript'")["layout"]
    assert set(layouts) == {"teams-vtt", "teams-docx", "teams-docx-older", "labelled-docx", "labelled-txt"}


STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def test_every_word_of_the_source_is_spoken_in_the_transcript(demo_run: Outcome, demo_source: Path) -> None:
    for path in sorted((demo_run.study.folder / "raw" / "transcripts").iterdir()):
        lines = (demo_source / "transcripts" / f"{path.name[:3]}.txt").read_text(encoding="utf-8").splitlines()
        said = " ".join(line.split(" | ", 2)[2] for line in lines if " | " in line)
        heard = read_transcript(path).text.translate(STRAIGHT)
        assert sorted(heard.split()) == sorted(said.translate(STRAIGHT).split()), path.name


def test_quotes_are_the_participants_own_words_pseudonymised(demo_run: Outcome) -> None:
    shown = demo_run.tables["quotes"].table.frame
    quotes = demo_run.quotations.quotes
    assert set(shown["quote"]) <= set(quotes["words"])
    assert "participant" not in shown
    assert len(shown) > 40
    assert {"All groups", "MSA", "CtW"} <= set(quotes["group"])
    for row in quotes.to_dict("records"):
        transcript = demo_run.data.transcripts[row["participant"]]
        turns = transcript.turns
        own = turns.loc[turns["participant"] == row["participant"], "text"]
        assert own.str.contains(row["quote"], regex=False).any()


def test_offsets_hold_in_the_pseudonymised_text(demo_run: Outcome) -> None:
    for row in demo_run.analysis.coded.suggestions.to_dict("records"):
        assert demo_run.data.transcripts[row["participant"]].text[row["start"] : row["end"]] == row["quote"]


def test_run_json_tells_inputs_versions_seed_and_time(demo_run: Outcome) -> None:
    record = json.loads((demo_run.study.reports / "run.json").read_text(encoding="utf-8"))
    assert record["seed"] == 20260210
    assert record["fictional"] is True
    assert {"python", "lmep-consult", "pandas", "spacy"} <= record["versions"].keys()
    assert record["started"] <= record["finished"]
    inputs = {entry["sha256"] for entry in record["inputs"]}
    files = [path for path in (demo_run.study.folder / "raw").rglob("*") if path.is_file()]
    assert len(files) == 40
    assert {sha256(path.read_bytes()).hexdigest() for path in files} <= inputs
