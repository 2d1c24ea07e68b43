"""Batches of written responses as several coders coded them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import tiny

from lmep_consult.analysis.coded import Coded, coded_sample
from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import Coder, passage, text_hash
from lmep_consult.plan import Plan
from lmep_consult.plan.reading import read_plan
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import written_down

BOOK = Codebook("buses", "1", "", (Code("fares", "Fares", definition="Of fares.", terms=("fare",)),))
WHO = ["response 1", "response 2"]
FIRST, SECOND = (
    written_down(f"responses:views:{n}", "Your views?", ["The fare is high.", f"No fare in {n}."], WHO) for n in (1, 2)
)
TEXTS = {"responses:views:1": FIRST, "responses:views:2": SECOND}
IF, AB, CE = Coder("IF", "1"), Coder("AB", "1"), Coder("CE", "1")
SAID = passage("responses:views:1", FIRST, 12, 29)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("plan") / "study.toml"
    rounds = '\n[coding]\nrounds = [{ sources = ["responses:views:1", "responses:views:9"], coders = ["IF", "AB"] }]\n'
    path.write_text(tiny.PLAN + rounds, encoding="utf-8")
    return read_plan(path)


def read(plan: Plan, *decisions: Any) -> Coded:
    empty = pd.DataFrame()
    people = pd.DataFrame({"participant": ["P1"], "group": ["A"]})
    data = StudyData(people, {}, {}, empty, empty, empty, empty, frozenset(), empty, empty, empty)
    return coded_sample(data, TEXTS, plan, BOOK, decisions)


def done(coder: Coder, source: str = "responses:views:1") -> Any:
    return coder.done(source, text_hash(TEXTS[source].text))


def test_a_batch_counts_when_all_whom_a_round_names_are_done(plan: Plan) -> None:
    assert read(plan, done(IF)).finished == frozenset()
    assert read(plan, done(IF), done(AB)).finished == {"responses:views:1"}
    assert read(plan, done(CE, "responses:views:2")).finished == {"responses:views:2"}  # which no round names


def test_a_batch_waits_until_what_coders_differ_on_is_settled(plan: Plan) -> None:
    given = IF.add(SAID, "fares")
    differing = read(plan, given, done(IF), done(AB))
    assert (differing.finished, differing.waiting) == (frozenset(), {"responses:views:1"})
    (row,) = differing.open.to_dict("records")
    assert (row["quote"], row["participant"]) == ("The fare is high.", "response 1")
    settled = read(plan, given, done(IF), done(AB), CE.adjudicate([given.id], SAID, "fares", "keep", "clear"))
    assert settled.finished == {"responses:views:1"}
    assert settled.final["code"].tolist() == ["fares"]


def test_two_coders_of_a_batch_are_compared_answer_by_answer(plan: Plan) -> None:
    (together,) = read(plan, IF.add(SAID, "fares"), done(IF), done(AB)).together
    assert (together.coders, together.sources, together.blind) == (("AB", "IF"), ("responses:views:1",), True)


def test_a_round_that_names_a_batch_that_was_not_drawn_is_a_problem(plan: Plan) -> None:
    said = [str(problem) for problem in read(plan).problems]
    assert "study.toml, coding round 1: there is no batch 'responses:views:9' to code" in said
