"""Blind double coding: nobody sees another's decisions before all are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lmep_consult.coding import Coder, Decision, Passage, visible

Coders = Callable[..., Coder]

HERE = Passage("P07", "P07", "0" * 64, 10, 14, "time", "", "")
ELSEWHERE = replace(HERE, source="P08", participant="P08")
ASSIGNED = {("P07", 1): ["IF", "AB"]}


def seen(decisions: list[Decision], who: str, assigned: dict[tuple[str, int], list[str]] | None = None) -> list[str]:
    return [decision.id for decision in visible(decisions, who, assigned)]


def test_ones_own_are_always_seen_and_anothers_once_all_assigned_are_done(coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    mine, theirs = one.add(HERE, "time"), two.reject(HERE, "time")
    log = [mine, theirs]
    for who, own in (("IF", mine), ("AB", theirs)):
        assert seen(log, who, ASSIGNED) == [own.id]
    log.append(one.done("P07", "0" * 64))
    assert seen(log, "IF", ASSIGNED) == [mine.id, log[2].id]
    assert seen(log, "AB", ASSIGNED) == [theirs.id]
    log.append(two.done("P07", "0" * 64))
    everything = [decision.id for decision in log]
    assert seen(log, "IF", ASSIGNED) == seen(log, "AB", ASSIGNED) == everything
    assert seen(log, "CD", ASSIGNED) == everything  # who adjudicates


def test_a_mark_that_is_taken_back_closes_it_again(coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    log = [one.add(HERE, "time"), one.done("P07", "0" * 64), two.done("P07", "0" * 64)]
    log.append(one.undo(log[1]))
    assert log[0].id not in seen(log, "AB", ASSIGNED)


def test_each_source_and_each_round_is_by_itself(coder: Coders) -> None:
    one, two, again = coder("IF"), coder("AB"), coder("IF", "1", 2)
    log = [
        one.add(HERE, "time"),
        one.done("P07", "0" * 64),
        two.done("P07", "0" * 64),
        one.add(ELSEWHERE, "time"),
        again.add(HERE, "pace"),
    ]
    plan = {(source, number): ["IF", "AB"] for source in ("P07", "P08") for number in (1, 2)}
    assert seen(log, "AB", plan) == [decision.id for decision in log[:3]]


def test_without_a_plan_all_who_coded_it_and_whoever_looks_must_be_done(coder: Coders) -> None:
    one, two, three = coder("IF"), coder("AB"), coder("CD")
    log = [one.add(HERE, "time"), one.done("P07", "0" * 64)]
    assert seen(log, "AB") == []
    log += [two.add(HERE, "time"), two.done("P07", "0" * 64), three.adjudicate(["x"], HERE, "time", "keep", "")]
    assert len(seen(log, "AB")) == len(seen(log, "IF")) == 5
    assert seen(log, "CD") == [log[4].id]
    log.append(three.done("P07", "0" * 64))
    assert len(seen(log, "CD")) == 6


def test_what_points_at_a_decision_is_hidden_with_it(coder: Coders) -> None:
    one = coder("IF")
    coded = one.add(HERE, "time")
    bare = replace(one.undo(coded), source="", participant="", memo="no, it was money")
    assert seen([coded, bare], "AB", ASSIGNED) == []


def test_summaries_are_of_the_interview_and_codes_are_everybodys(coder: Coders) -> None:
    one = coder("IF")
    log = [
        one.summarise("P07", "time", "Short of time."),
        one.memo("ask again", HERE),
        one.memo("long", source="P07"),
        one.memo("not for notice periods", code="time"),
        one.migrate({"time": ["hours"]}, "1", "2"),
    ]
    assert seen(log, "AB", ASSIGNED) == [log[3].id, log[4].id]
