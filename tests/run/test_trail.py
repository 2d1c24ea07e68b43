"""From any cell back to the ballots, codings or people behind it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms import outline
from lmep_consult.run.chain import Outcome
from lmep_consult.run.trail import TABLES, Trail, published_row, trail


def followed(outcome: Outcome, table: str, row: str, column: str) -> Trail:
    found = published_row(outcome.study.reports / "tables", table, row)
    assert list(found.index) == [row]
    cells = {str(name): cell for name, cell in found.iloc[0].items()}
    return trail(table, cells, column, outcome.data, outcome.analysis.coded, loaded(outcome.study.codebook))


loaded = cache(Codebook.load)


def test_every_table_of_the_reports_can_be_followed(demo_run: Outcome) -> None:
    made = {path.stem for path in (demo_run.study.reports / "tables").glob("*.csv")}
    assert made <= TABLES.keys()
    assert TABLES.keys() - made <= {  # of other studies
        "monitoring", "ordered_codes", "case_studies", "case_quotes", "comparisons", "answers_and_interviews",
        "recommendation_evidence", "answers", "responses_received", "campaigns", "closed_answers", "response_themes",
        "response_themes_by_answer", "machine_accuracy", "response_quotes",
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_what_made_a_table_is_a_function_that_there_is(table: str) -> None:
    module, _, name = TABLES[table][1].rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_a_rank_rests_on_as_many_ballots_as_its_base_says(demo_run: Outcome) -> None:
    priorities = demo_run.analysis.frames["priorities"]
    for row in priorities[priorities["question"] == "themes"].to_dict("records"):
        found = followed(demo_run, "priorities", f"themes, themes, {row['option']}, {row['group']}", "rank")
        ranked = demo_run.data.ballots
        voted = ranked[(ranked["question"] == "themes") & ranked["rank"].notna()]["voter"].unique()
        assert found.rows["voter"].isin(voted).sum() == row["base"]
        assert found.rows["rank"].notna().sum() == row["ranked_by"]


def test_a_count_of_interviewees_rests_on_as_many_peoples_codings(demo_run: Outcome) -> None:
    themes = demo_run.analysis.frames["themes_by_group"]
    shown = set(demo_run.tables["themes_by_group"].table.frame["group"])  # not a group too small to have a row
    for row in themes[themes["group"].isin(shown)].to_dict("records"):
        found = followed(demo_run, "themes_by_group", f"{row['code']}, {row['group']}", "participants")
        assert found.rows["participant"].nunique() == row["participants"], row


def test_a_quotation_leads_to_its_turn(demo_run: Outcome) -> None:
    quotes = published_row(demo_run.study.reports / "tables", "quotes", "")
    for name, quote in list(quotes["quote"].items())[:5]:
        found = followed(demo_run, "quotes", str(name), "quote")
        (said,) = found.rows["quote"]
        assert outline(said) == outline(quote)
        (source,) = found.sources
        assert said in demo_run.data.transcripts[source].text


def test_the_team_alone_learns_ids_and_nobody_names(demo_run: Outcome) -> None:
    found = followed(demo_run, "sample_interviews", "MSA", "achieved")
    assert not {"name", "email"} & set(found.rows.columns)
    assert set(found.rows["group"]) == {"MSA"}


@pytest.mark.parametrize(("table", "column"), [("nothing", "rank"), ("priorities", "colour")])
def test_what_is_not_there_is_said(demo_run: Outcome, table: str, column: str) -> None:
    with pytest.raises(StudyError, match="priorities"):
        followed(demo_run, table, "themes, themes, Skills, ICB", column)


def test_agreement_of_two_rounds_has_a_row_of_each_that_can_be_followed(demo_run: Outcome, tmp_path: Path) -> None:
    frame = demo_run.analysis.frames["coder_agreement"].head(2)
    rounds = [frame, frame.assign(round=2, blind="no"), frame.assign(round=2)]
    pd.concat(rounds).to_csv(tmp_path / "coder_agreement.csv", index=False)
    code = frame["code"].iloc[1]
    first, second = (published_row(tmp_path, "coder_agreement", f"{code}, {which}") for which in ("1, yes", "2, no"))
    assert [len(first), len(second)] == [1, 1]
    assert [first["round"].item(), second["round"].item()] == [1, 2]
    row = {str(name): cell for name, cell in first.iloc[0].items()}
    codebook = loaded(demo_run.study.codebook)
    found = trail("coder_agreement", row, "agreement", demo_run.data, demo_run.analysis.coded, codebook)
    assert {codebook.code(each).parent for each in found.rows["code"]} == {code}  # a family, with the codes in it


def test_without_a_row_all_rows_are_named(tmp_path: Path) -> None:
    frame = pd.DataFrame({"question": ["a", "a"], "option": ["x", "y"], "rank": [1, 2]})
    frame.to_csv(tmp_path / "priorities.csv", index=False)
    assert list(published_row(tmp_path, "priorities", "").index) == ["a, x", "a, y"]
    assert list(published_row(tmp_path, "priorities", "A, X").index) == ["a, x"]
