"""Decisions about some sources told from those about others."""

from __future__ import annotations

from dataclasses import replace

from lmep_consult.coding import Coder, Decision, Passage, apart
from lmep_consult.plan.responses import is_batch

IF = Coder("IF", "1")


def of(source: str) -> Decision:
    return IF.add(Passage(source, "P1", "0" * 64, 0, 4, "Fare", "", ""), "fares")


def test_an_undo_is_about_what_it_undoes_and_the_codebook_about_everything() -> None:
    batch, interview = of("responses:views:1"), of("P1")
    undone = replace(IF.undo(batch), source="")  # as older logs have it
    again = replace(IF.undo(undone), source="")
    migrated = IF.migrate({"fares": ["money"]}, "1", "2")
    there, others = apart([batch, interview, undone, again, migrated], is_batch)
    assert there == [batch, undone, again, migrated]
    assert others == [interview, migrated]


def test_what_undoes_itself_or_something_unknown_is_about_none_and_comes_to_an_end() -> None:
    one, other = (replace(IF.undo(of("P1")), source="") for _ in range(2))
    one, other = replace(one, supersedes=(other.id,)), replace(other, supersedes=(one.id,))
    unknown = replace(IF.undo(of("responses:views:1")), source="")
    assert apart([one, other, unknown], is_batch) == ([], [one, other, unknown])


def test_only_a_batch_of_written_responses_is_one() -> None:
    named = ["responses:views:1", "responses:views:letters", "responses:views", "responses", "P1", "feedback:more"]
    assert [is_batch(each) for each in named] == [True, True, False, False, False, False]
