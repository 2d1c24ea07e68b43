"""Agreement round by round, and the order in which new codes are counted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pandas as pd
import pytest

from lmep_consult.analysis.coded import Coded, coded
from lmep_consult.analysis.reliability import coder_agreement, in_order_held, saturation
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, Passage, passage, text_hash
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData

Coders = Callable[..., Coder]
Made = Callable[..., StudyData]
Plans = Callable[..., Plan]


class Study:
    """P1 and P2, coded by IF and AB."""

    def __init__(self, data: StudyData, plan: Plan, codebook: Codebook) -> None:
        self.data, self.plan, self.codebook = data, plan, codebook

    def add(self, who: Coder, source: str, code: str) -> Decision:
        talk = self.data.transcripts[source]
        start = int(talk.turns["start_char"].iloc[1])
        return who.add(passage(source, talk, start, start + 4), code)

    def done(self, who: Coder, source: str) -> Decision:
        return who.done(source, text_hash(self.data.transcripts[source].text))

    def coded(self, *log: Decision) -> Coded:
        return coded(self.data, self.plan, self.codebook, log)

    def agreement(self, *log: Decision) -> list[tuple[int, str, int, float]]:
        """Of all codes: round, blind, sources, alpha."""
        table = coder_agreement(self.data, self.plan, self.codebook, self.coded(*log))
        assert not any("IF" in str(column) for column in table.columns)
        overall = table[table["code"] == "All codes"]
        columns = ["round", "blind", "sources", "krippendorff_alpha"]
        return [tuple(row) for row in overall[columns].itertuples(index=False)]


@pytest.fixture
def study(study_data: Made, plan: Plans, codebook: Codebook) -> Study:
    return Study(study_data(), plan(), codebook)


def test_a_second_round_does_not_touch_what_the_blind_one_came_to(study: Study, coder: Coders) -> None:
    one, two, later = coder("IF"), coder("AB"), coder("AB", 2)
    log = [study.add(one, "P1", "time"), study.add(two, "P1", "money")]
    log += [study.add(who, "P2", "time") for who in (one, two)]
    log += [study.done(who, source) for source in ("P1", "P2") for who in (one, two)]
    (blind,) = study.agreement(*log)
    assert blind[:3] == (1, "yes", 2)
    assert blind[3] < 0.5
    after = [later.change(log[1], passage_of(log[1]), "time")]
    assert study.agreement(*log, *after) == [blind]  # agreed on later: still no claim
    after += [study.done(coder(name, 2), source) for name in ("IF", "AB") for source in ("P1", "P2")]
    first, second = study.agreement(*log, *after)
    assert first == blind
    assert second == (2, "no", 2, 1.0)


def passage_of(decision: Decision) -> Passage:
    assert decision.start is not None
    assert decision.end is not None
    whole = (decision.start, decision.end, decision.quote, decision.before, decision.after)
    return Passage(decision.source, decision.participant, decision.transcript, *whole)


def test_what_is_revised_in_the_same_round_after_all_are_done_is_not_blind(study: Study, coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    log = [study.add(one, "P1", "time"), study.add(two, "P1", "money"), study.done(one, "P1"), study.done(two, "P1")]
    blind = study.agreement(*log)
    undone, again = two.undo(log[1]), study.add(two, "P1", "time")
    taken_back = two.undo(log[3])
    assert study.agreement(*log, undone, again) == blind
    assert study.agreement(*log, taken_back, undone, again) == []
    assert study.agreement(*log, taken_back, undone, again, study.done(two, "P1")) == blind


def test_a_mark_taken_back_before_the_other_was_done_leaves_the_round_blind(study: Study, coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    early = study.done(one, "P1")
    log = [early, one.undo(early), study.add(one, "P1", "time"), study.add(two, "P1", "time")]
    log += [study.done(two, "P1"), study.done(one, "P1")]
    assert study.agreement(*log) == [(1, "yes", 1, 1.0)]


def test_a_later_round_of_other_interviews_is_blind_too(study: Study, coder: Coders) -> None:
    log = []
    for number, source in ((1, "P1"), (2, "P2")):
        for name in ("IF", "AB"):
            who = coder(name, number)
            log += [study.add(who, source, "time"), study.done(who, source)]
    assert [row[:3] for row in study.agreement(*log)] == [(1, "yes", 1), (2, "yes", 1)]


def test_no_order_of_lines_or_of_files_changes_it(study: Study, coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    log = [study.add(one, "P1", "time"), study.add(two, "P1", "money"), study.done(one, "P1"), study.done(two, "P1")]
    wanted = study.agreement(*log)
    for order in permutations(log):
        assert study.agreement(*order) == wanted


def test_a_round_that_one_finished_alone_is_none(study: Study, coder: Coders) -> None:
    one, two = coder("IF"), coder("AB", 2)
    log = [study.add(one, "P1", "time"), study.done(one, "P1"), study.add(two, "P1", "time"), study.done(two, "P1")]
    assert study.agreement(*log) == []


IDS = ["P1", "P10", "P2"]


def register(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"participant": IDS, **columns})


@pytest.mark.parametrize(
    ("columns", "order"),
    [
        ({}, ["P1", "P2", "P10"]),
        ({"interviewed_on": ["2026-01-03", "2026-01-01", "2026-01-02 00:00:00"]}, ["P10", "P2", "P1"]),
        ({"interviewed_on": ["2026-01-01", "2026-01-01", "2026-01-01"]}, ["P1", "P2", "P10"]),
        ({"interviewed_on": ["2026-01-03", "", "2026-01-02"]}, ["P1", "P2", "P10"]),
        ({"interviewed_on": ["2026-01-03", "soon", "2026-01-02"]}, ["P1", "P2", "P10"]),
    ],
)
def test_interviews_are_in_the_order_held_or_else_of_their_numbers(
    columns: dict[str, list[str]], order: list[str]
) -> None:
    for ids in permutations(IDS):
        assert in_order_held(ids, register(**columns)) == order


def test_new_codes_are_counted_in_that_order(study_data: Made, plan: Plans, codebook: Codebook) -> None:
    said = {"P10": "Money. Skills.", "P2": "Time.", "P1": "Time. Money."}
    days = ["2026-01-01", "2026-01-03", "2026-01-02"]
    for held, new in (({}, [2, 0, 1]), ({"interviewed_on": days}, [2, 1, 0])):
        data = study_data(said, **held)
        curve = saturation(data, plan(), codebook, coded(data, plan(), codebook))["saturation_curve"]
        assert curve.loc[curve["group"] == "All groups", "new"].tolist() == new
