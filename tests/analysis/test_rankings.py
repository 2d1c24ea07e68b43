"""The ranking tables of a whole study, votes beside interviews, and the words for them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.analysis.joint_display import unprompted
from lmep_consult.analysis.rankings import asked
from lmep_consult.codebook import Codebook
from lmep_consult.importing import read_study_data
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study


@pytest.fixture(scope="module")
def tables(demo_reports: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (demo_reports / "tables").glob("*.csv")}


def test_no_rank_stands_without_the_places_left_open(tables: dict[str, pd.DataFrame]) -> None:
    ranked = tables["priorities"]
    assert (ranked["rank_lower"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_upper"]).all()
    told = ranked[ranked["base"] >= 10]  # of fewer voters only who could be first is told
    assert told["tier"].notna().all()


def test_what_only_one_group_puts_first_is_told_from_the_rest(tables: dict[str, pd.DataFrame]) -> None:
    """Most of eleven board voters put non-employment interventions first, so the votes leave it no low place."""
    icb = tables["priorities"].query("question == 'themes' and group == 'ICB'").set_index("option")
    assert icb.loc["Non-employment interventions", "rank_upper"] <= 3
    differences = tables["group_differences"].query("option == 'Non-employment interventions'")
    with_boards = differences[(differences["group_a"] == "ICB") | (differences["group_b"] == "ICB")]
    # No workshop had voters of two groups, so there is no p; workshops would have to differ much to bring this about.
    assert with_boards["p_adjusted"].isna().all()
    assert (with_boards["needed_effect"] > 0.5).all()
    assert (with_boards["holds_a"] == with_boards["workshops_a"]).all()
    assert (with_boards["holds_b"] == with_boards["workshops_b"]).all()


def test_groups_that_meet_in_no_workshop_are_said_not_to(tables: dict[str, pd.DataFrame], demo_reports: Path) -> None:
    assert set(tables["group_differences"]["apart"]) == {"yes"}
    page = (demo_reports / "scoping_report.html").read_text(encoding="utf-8")
    assert "These groups never met in the same workshop, so workshops may be the reason." in page
    assert "1 of 1 MSA, 1 of 1 ICB" in page
    assert "no test possible; events that differ by 0.7 places would undo it" in page
    assert "Adjusted p" not in page


def test_a_write_in_counts_where_the_study_says_so_and_the_report_prints_it(
    tables: dict[str, pd.DataFrame], demo_run: Outcome
) -> None:
    written = tables["write_ins"].set_index("text")["counted_as"]
    assert written["Transport and travel to work"] == "Delivery mechanisms"
    assert written["Digital exclusion"] == "[z]"
    ballots = demo_run.data.ballots
    mapped = ballots[ballots["counted_as"] == "Delivery mechanisms"]
    assert len(mapped) == 1
    same = ballots[(ballots["voter"] == mapped["voter"].iloc[0]) & (ballots["question"] == "themes")]
    counted = same.loc[(same["option"] == "Delivery mechanisms") & ~same["written_in"], "rank"].iloc[0]
    assert counted <= mapped["rank"].iloc[0]


def test_a_group_too_small_to_be_shown_alone_is_in_no_table_but_the_total(study_folder: Path) -> None:
    plan = study_folder / "study.toml"
    text = plan.read_text(encoding="utf-8").replace("minimum_base = 3", "minimum_base = 12")
    plan.write_text(text, encoding="utf-8")
    study = Study.open(study_folder)
    here = next(iter(asked(read_study_data(study), study.plan)))
    assert here.shown == ["CtW"]
    assert len(here.ranks) == 43


def test_what_the_interviewer_brought_up_is_not_unprompted(tmp_path: Path) -> None:
    from lmep_consult import read_transcript
    from lmep_consult.study_data import StudyData
    from lmep_consult.transcripts import identify_speakers

    (tmp_path / "P1.txt").write_text(
        "Interviewer: Is a paywall a problem?\nP1: The paywall is. So are deadlines.\n"
        "Interviewer: And employers?\nP1: A paywall stops us reading about them.\n",
        encoding="utf-8",
    )
    (tmp_path / "codes.yaml").write_text(
        "codes:\n- {id: access, name: Access, definition: d, terms: [paywall]}\n"
        "- {id: time, name: Time, definition: d, terms: [deadline]}\n",
        encoding="utf-8",
    )
    codebook = Codebook.load(tmp_path / "codes.yaml")
    transcript = identify_speakers(read_transcript(tmp_path / "P1.txt"), "P1", {"P1": "Ada Quill"}, [])
    nothing = pd.DataFrame()
    parts = dict.fromkeys((field.name for field in fields(StudyData)), nothing)
    data = StudyData(**parts | {"transcripts": {"P1": transcript}, "ordinary": frozenset()})
    suggestions = codebook.apply(transcript).assign(participant="P1", source="P1")
    assert sorted(zip(suggestions["turn"], suggestions["code"], strict=True)) == [
        (2, "access"),
        (2, "time"),
        (4, "access"),
    ]
    freely = unprompted(suggestions, data, codebook)
    assert sorted(zip(freely["turn"], freely["code"], strict=True)) == [(2, "time"), (4, "access")]


def test_votes_stand_next_to_interviews_by_a_stated_rule(tables: dict[str, pd.DataFrame], demo_run: Outcome) -> None:
    joint = demo_run.analysis.frames["joint_display"]
    options = demo_run.analysis.frames["priorities"].groupby("question")["option"].nunique()
    for row in joint.to_dict("records"):
        share = row["unprompted"] / row["interviewees"]
        first = 3 if options[row["question"]] > 3 else 1
        high, low = row["rank_upper"] <= first, row["rank_lower"] > first
        expected = "not settled"
        if (high and share >= 0.5) or (low and share < 0.25):
            expected = "agreement"
        elif (high and share < 0.25) or (low and share >= 0.5):
            expected = "tension"
        assert row["reading"] == expected, row
    assert {"agreement", "not settled"} <= set(joint["reading"])
    chosen = demo_run.tables["quotes"].table.frame
    first = chosen.drop_duplicates(["code", "group"]).set_index(["code", "group"])["quote"].to_dict()
    for row in tables["joint_display"].to_dict("records"):
        assert row["quote"] == first.get((row["code"], row["group"]), "[z]")
    released = demo_run.tables["joint_display"].table.frame.set_index(["option", "group"])
    assert ("Non-employment interventions", "ICB") not in released.index  # three interviewees
    readings = joint.set_index(["option", "group"])["reading"]
    shown = released["reading"][released["reading"] != "not settled"]
    assert (shown == readings[shown.index]).all()
