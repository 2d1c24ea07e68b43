"""A decision as a record, as a line of JSON, and made from a passage."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding import Coder, Decision, as_line, from_line, passage, text_hash
from lmep_consult.errors import CodingError
from lmep_consult.transcripts import Transcript

TIME = "2026-02-10T09:30:00.000Z"
WHOLE = {
    "id": "a1", "time": TIME, "coder": "IF", "action": "add", "source": "P07", "participant": "P07",
    "transcript": "0" * 64, "start": 0, "end": 4, "quote": "time", "code": "barriers.time", "codebook": "1.2",
    "origin": "person", "round": 1,
}  # fmt: skip


def test_a_line_holds_only_the_keys_that_apply_in_a_fixed_order() -> None:
    assert as_line(Decision(**WHOLE)) == json.dumps(WHOLE)
    assert from_line(json.dumps(WHOLE)) == Decision(**WHOLE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a1", "ti', "not JSON"),
        ("[]", "object"),
        ("null", "object"),
        (json.dumps(WHOLE | {"action": "guess"}), "action"),
        (json.dumps(WHOLE | {"time": "10/02/2026 09:30"}), "time"),
        (json.dumps(WHOLE | {"time": "2026-02-10T09:30:00.000+01:00"}), "time"),
        (json.dumps(WHOLE | {"start": "0"}), "start"),
        (json.dumps(WHOLE | {"start": True}), "start"),
        (json.dumps(WHOLE | {"start": -1}), "start"),
        (json.dumps(WHOLE | {"end": 5}), "quote of 4 characters cannot be at 0 to 5"),
        (json.dumps(WHOLE | {"code": ""}), "needs code"),
        (json.dumps(WHOLE | {"transcript": "latest"}), "transcript"),
        (json.dumps(WHOLE | {"supersedes": "a0"}), "supersedes"),
        (json.dumps(WHOLE | {"action": "undo"}), "needs supersedes"),
        (json.dumps({key: value for key, value in WHOLE.items() if key != "end"}), "needs start, end and quote"),
        (json.dumps({key: value for key, value in WHOLE.items() if key != "id"}), "id"),
    ],
)
def test_a_line_that_is_no_decision_says_why(line: str, said: str) -> None:
    with pytest.raises(CodingError, match=said):
        from_line(line)


def test_a_key_of_a_later_version_is_passed_over() -> None:
    assert from_line(json.dumps(WHOLE | {"mood": "sunny"})) == Decision(**WHOLE)


text = st.text(st.characters(codec="utf-8"))
name = st.text(st.characters(codec="utf-8"), min_size=1)


@settings(deadline=None)
@given(
    quote=name, start=st.integers(0, 10**6), memo=text, before=text, coder=name, supersedes=st.lists(name),
    about=st.lists(name), mapping=st.dictionaries(name, st.lists(name).map(tuple)), number=st.integers(1, 99),
)  # fmt: skip
def test_any_decision_comes_back_from_its_line(
    quote: str, start: int, memo: str, before: str, coder: str, supersedes: list[str], about: list[str],
    mapping: dict[str, tuple[str, ...]], number: int,
) -> None:  # fmt: skip
    decision = Decision(
        "a1", TIME, coder, "change", "P07", "P07", "0" * 64, start, start + len(quote), quote, before, code="time",
        memo=memo, supersedes=tuple(supersedes), about=tuple(about), mapping=mapping, round=number,
    )  # fmt: skip
    line = as_line(decision)
    assert "\n" not in line
    assert from_line(line.encode()) == decision


def talk(spoken: Callable[..., Transcript]) -> Transcript:
    return spoken(("", "What stops you?"), ("P07", "Time. And 🙂 skills."), ("P08", "Money!"))


def test_a_passage_is_what_stands_there_and_its_context_stays_with_its_speaker(
    spoken: Callable[..., Transcript],
) -> None:
    transcript = talk(spoken)
    found = passage("W1", transcript, 22, 34, "And 🙂 skills")
    assert (found.participant, found.quote, found.before, found.after) == ("P07", "And 🙂 skills", "Time. ", ".")
    assert found.transcript == text_hash(transcript.text)
    whole = passage("W1", transcript, 16, 35)
    assert (whole.before, whole.after) == ("", "")


@pytest.mark.parametrize(
    ("start", "end", "quote", "said"),
    [
        (22, 34, "And 🙂 skill", "says 'And 🙂 skills' there"),
        (23, 35, "And 🙂 skills", "load the page again"),
        (22, 22, "", "no words"),
        (15, 16, "\n", "no words"),
        (30, 99, None, "has 42 characters"),
        (-3, 42, None, "no words"),
        (22, 42, None, "words of P07 and P08"),
    ],
)
def test_a_passage_that_is_not_what_somebody_saw_is_refused(
    spoken: Callable[..., Transcript], start: int, end: int, quote: str | None, said: str
) -> None:
    with pytest.raises(CodingError, match=f"W1, {start} to {end}: .*{said}"):
        passage("W1", talk(spoken), start, end, quote)


def test_a_question_and_its_answer_may_be_one_passage(spoken: Callable[..., Transcript]) -> None:
    assert passage("W1", talk(spoken), 0, 21).participant == "P07"


def test_each_way_to_decide_leaves_a_line_that_can_be_read(
    spoken: Callable[..., Transcript], coder: Callable[..., Coder]
) -> None:
    who = coder("IF", "1.2")
    here = passage("W1", talk(spoken), 22, 34)
    added, taken = who.add(here, "skills", "at last"), who.accept(here, "skills", "rule", "term “skills”")
    decisions = [
        added,
        taken,
        who.reject(here, "time", "model wordllama 1.0"),
        who.change(added, here, "training"),
        who.accept_changed(here, "training", was="skills"),
        who.merge([added, taken], here, "skills"),
        who.undo(added),
        who.memo("ask again", here),
        who.memo("long interview", source="P07"),
        who.memo("overlaps with time", code="skills"),
        who.done("W1", "0" * 64),
        who.adjudicate([added.id, taken.id], here, "skills", "keep", "both mean training"),
        who.migrate({"skills": ["training", "staff"]}, "1.2", "1.3"),
        who.summarise("P07", "skills", "Says the team is too small."),
    ]
    assert [from_line(as_line(decision)) for decision in decisions] == decisions
    assert [decision.action for decision in decisions] == [
        "add", "accept", "reject", "change", "change", "merge", "undo", "memo", "memo", "memo", "done", "adjudicate",
        "migrate", "summarise",
    ]  # fmt: skip
    assert {decision.codebook for decision in decisions if decision.code} == {"1.2"}
    assert (decisions[6].source, decisions[6].participant) == ("W1", "P07")


def test_numpys_whole_numbers_are_places_like_any_other(
    spoken: Callable[..., Transcript], coder: Callable[..., Coder]
) -> None:
    found = pd.DataFrame({"start": [22], "end": [34]}).iloc[0]  # as a frame of suggestions has them
    decision = coder("IF", "1", np.int64(2)).add(passage("W1", talk(spoken), found["start"], found["end"]), "skills")
    assert from_line(as_line(decision)) == decision
    assert (decision.start, decision.end, decision.round) == (22, 34, 2)


def test_an_id_is_nobody_elses_and_the_time_is_utc_to_the_millisecond() -> None:
    one, two = Coder("IF").done("P07", "0" * 64), Coder("IF").done("P07", "0" * 64)
    assert one.id != two.id
    assert len(one.id) == 32
    assert one.time[-5] == "." and one.time.endswith("Z")


def test_a_change_stays_of_the_round_of_what_it_changes(
    spoken: Callable[..., Transcript], coder: Callable[..., Coder]
) -> None:
    here = passage("W1", talk(spoken), 22, 34)
    added = coder("IF", "1", 1).add(here, "skills")
    assert coder("IF", "1", 2).change(added, here, "time").round == 1
