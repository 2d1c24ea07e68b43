"""What codings come to: assistance by machines, assumptions, what is out of scope."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lmep_consult.analysis.analyse import interviewees
from lmep_consult.analysis.coded import Coded, coded
from lmep_consult.analysis.themes import assistance, assumption_codes, assumptions_by_group, set_aside
from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import Coder, Decision, passage
from lmep_consult.plan import Plan
from lmep_consult.run.chain import Outcome

Decide = Callable[..., Coded]


@pytest.fixture(scope="module")
def codebook(demo_run: Outcome) -> Codebook:
    return Codebook.load(demo_run.study.codebook)


@pytest.fixture(scope="module")
def plan(demo_run: Outcome) -> Plan:
    """The demonstration's, with P04 alone to be coded twice."""
    whole = demo_run.study.plan
    two = whole.coding.rounds[0].model_copy(update={"sources": ["P04"], "coders": ["IF", "TLH"]})
    return whole.model_copy(update={"coding": whole.coding.model_copy(update={"rounds": [two]})})


@pytest.fixture
def decided(demo_run: Outcome, plan: Plan, codebook: Codebook) -> Decide:
    return lambda *decisions: coded(demo_run.data, plan, codebook, decisions)


def words(outcome: Outcome, source: str, turn: int = 0) -> tuple[int, int]:
    """Where a participant's turn stands."""
    turns = outcome.data.transcripts[source].turns
    row = turns[turns["participant"] == source].iloc[turn]
    return int(row["start_char"]), int(row["end_char"])


def add(outcome: Outcome, coder: str, source: str, code: str, turn: int = 0) -> Decision:
    transcript = outcome.data.transcripts[source]
    return Coder(coder, "3").add(passage(source, transcript, *words(outcome, source, turn)), code)


def test_a_coding_whose_words_are_gone_is_told(demo_run: Outcome, decided: Decide) -> None:
    gone = add(demo_run, "IF", "P01", "barrier-time")
    elsewhere = Decision(**{**vars_of(gone), "source": "P99", "transcript": "0" * 64})
    (problem,) = decided(elsewhere).problems
    assert "barrier-time counts nowhere" in problem.what
    assert "P99" in problem.where


def vars_of(decision: Decision) -> dict[str, object]:
    return {name: getattr(decision, name) for name in decision.__dataclass_fields__}


def test_what_machines_suggested_and_people_did_with_it_is_counted(demo_run: Outcome, decided: Decide) -> None:
    suggestions = decided().suggestions
    rows = suggestions[suggestions["source"] == "P01"].head(3).to_dict("records")
    coder = Coder("IF", "3")
    here = [passage("P01", demo_run.data.transcripts["P01"], row["start"], row["end"]) for row in rows]
    now = decided(
        coder.accept(here[0], rows[0]["code"]),
        coder.reject(here[1], rows[1]["code"]),
        coder.accept_changed(here[2], "barrier-culture", rows[2]["code"]),
        add(demo_run, "IF", "P01", "barrier-time"),
    )
    table = assistance(now).set_index("origin")
    assert table.loc["rule", ["accepted", "changed", "rejected", "added"]].tolist() == [1, 1, 1, 0]
    assert table.loc["person", ["accepted", "changed", "rejected", "added"]].tolist() == [0, 0, 0, 1]
    assert set(table["coder"]) == {"Coder 1"}


def test_assumptions_and_what_is_out_of_scope_count_people(
    demo_run: Outcome, decided: Decide, plan: Plan, codebook: Codebook
) -> None:
    now = decided(
        add(demo_run, "IF", "P01", "assumption-8-against"),
        add(demo_run, "IF", "P01", "barrier-expertise", 1),
        add(demo_run, "IF", "P11", "assumption-8-for"),
        add(demo_run, "IF", "P11", "scope-social-security", 1),
    )
    people = interviewees(demo_run.data, plan, ["P01", "P11"])
    table = assumptions_by_group(now.by_coder, people, plan, codebook).set_index(["assumption", "direction", "group"])
    assert table.loc[("8", "against", "All groups"), ["participants", "base"]].tolist() == [1, 2]
    assert table.loc[("8", "for", "ICB"), ["participants", "base"]].tolist() == [1, 1]
    aside = set_aside(now.by_coder, people, codebook)
    assert set(aside["code"]) == {"scope-social-security"}
    assert aside.set_index("group")["participants"].to_dict() == {"All groups": 1, "MSA": 0, "ICB": 1}


def test_codes_that_are_only_linked_to_an_assumption_speak_neither_for_nor_against_it(codebook: Codebook) -> None:
    assert assumption_codes(codebook, "8", "against") == ["assumption-8-against"]
    assert assumption_codes(codebook, "2", "for") == ["assumption-2-for"]
    linked = Codebook("b", "1", "", (Code("fares", "Fares", assumptions={"1": "for"}),))
    assert assumption_codes(linked, "1", "for") == ["fares"]  # where no code states a direction
    assert assumption_codes(linked, "1", "against") == []
