"""Codings on transcripts that have changed, and offsets as a browser counts them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding import Coder, anchor, fold, from_utf16, passage, to_utf16
from lmep_consult.errors import CodingError
from lmep_consult.transcripts import Transcript

Spoken = Callable[..., Transcript]


def coded(transcript: Transcript, *quotes: str, source: str = "W1", at: int = 0) -> pd.DataFrame:
    """A coding of each quote where it first stands, at or after `at`."""
    who = Coder("IF", "1")
    starts = [transcript.text.index(quote, at) for quote in quotes]
    passages = [
        passage(source, transcript, start, start + len(quote), quote)
        for start, quote in zip(starts, quotes, strict=True)
    ]
    return fold([who.add(here, "time") for here in passages]).codings


def test_on_the_same_text_nothing_moves_and_the_turn_is_added(spoken: Spoken) -> None:
    talk = spoken(("", "What stops you?"), ("P07", "Time. And skills."), ("P08", "Money!"))
    placed, lost = anchor(coded(talk, "And skills", "Money"), {"W1": talk})
    assert placed[["participant", "start", "end", "quote", "turn", "said"]].values.tolist() == [
        ["P07", 22, 32, "And skills", 2, "Time. And skills."],
        ["P08", 34, 39, "Money", 3, "Money!"],
    ]
    assert list(placed.columns) == [
        "id", "source", "participant", "coder", "code", "start", "end", "quote", "turn", "said", "origin", "memo",
        "round", "time", "codebook", "rule",
    ]  # fmt: skip
    assert lost.empty


def test_a_passage_of_several_turns_is_said_in_all_of_them(spoken: Spoken) -> None:
    talk = spoken(("", "What stops you?"), ("P07", "Time."), ("P08", "Money!"))
    placed, _ = anchor(coded(talk, "you?\nTime"), {"W1": talk})
    assert placed[["turn", "said", "participant"]].values.tolist() == [[1, "What stops you?\nTime.", "P07"]]


@pytest.mark.parametrize(("start", "end", "turn", "said"), [(15, 20, 2, "Time."), (16, 22, 2, "Time.")])
def test_a_line_feed_at_its_edge_belongs_to_no_turn(spoken: Spoken, start: int, end: int, turn: int, said: str) -> None:
    talk = spoken(("", "What stops you?"), ("P07", "Time."), ("P08", "Money!"))
    rows = fold([Coder("IF").add(passage("W1", talk, start, end), "time")]).codings
    assert anchor(rows, {"W1": talk})[0][["turn", "said"]].values.tolist() == [[turn, said]]


def test_what_moved_is_found_by_its_words_and_their_context(spoken: Spoken) -> None:
    before = spoken(("P07", "Time is short. Often."), ("P08", "I agree."), ("P07", "In winter time is short too."))
    after = spoken(("P07", "Good morning."), ("P08", "I agree."), ("P07", "In winter time is short too."))
    rows = coded(before, "time is short", "I agree", at=10)
    placed, lost = anchor(rows, {"W1": after})
    assert placed[["participant", "turn", "start", "quote"]].values.tolist() == [
        ["P08", 2, 14, "I agree"],
        ["P07", 3, 33, "time is short"],
    ]
    assert lost.empty


def test_context_goes_before_nearness_and_nearness_before_order(spoken: Spoken) -> None:
    before = spoken(("P07", "We lack time. We have time for tea."))
    rows = coded(before, "time", at=20)
    moved = spoken(("P07", "When there is no time at all, we have time for tea."))
    assert anchor(rows, {"W1": moved})[0]["start"].tolist() == [38]
    alone = coded(spoken(("P07", "x" * 30), ("P07", "time")), "time")
    several = spoken(("P07", "time"), ("P07", "y" * 20), ("P07", "time"), ("P07", "y" * 200), ("P07", "time"))
    assert anchor(alone, {"W1": several})[0]["start"].tolist() == [26]


def test_what_another_participant_says_is_never_taken_for_it(spoken: Spoken) -> None:
    before = spoken(("P07", "Time is short."), ("P08", "Indeed."))
    after = spoken(("P08", "Time is short."), ("P07", "Indeed, it is."))
    placed, lost = anchor(coded(before, "Time is short"), {"W1": after})
    assert placed.empty
    assert lost["why"].tolist() == ["P07 does not say it in the transcript as it is now"]
    assert lost["quote"].tolist() == ["Time is short"]


def test_what_cannot_be_placed_is_given_back_whole(spoken: Spoken) -> None:
    before = spoken(("P07", "Time is short."))
    rows = coded(before, "Time")
    placed, lost = anchor(rows, {"W2": spoken(("P07", "Something else."))})
    assert placed.empty
    assert lost["why"].tolist() == ["no transcript has that name"]
    pd.testing.assert_frame_equal(lost.drop(columns="why"), rows)


def test_a_transcript_that_was_renamed_is_known_by_its_text(spoken: Spoken) -> None:
    talk = spoken(("P07", "Time is short."))
    placed, _ = anchor(coded(talk, "Time", source="W1 2"), {"W1": talk, "W2": spoken(("P07", "Time!"))})
    assert placed["source"].tolist() == ["W1"]


def test_who_speaks_is_said_as_it_is_known_now(spoken: Spoken) -> None:
    placed, _ = anchor(coded(spoken(("P07", "Time.")), "Time"), {"W1": spoken(("P08", "Time."))})
    assert placed["participant"].tolist() == ["P08"]


def test_a_place_that_does_not_hold_the_quote_is_not_believed(spoken: Spoken) -> None:
    talk = spoken(("P07", "Often time is short."))
    rows = coded(talk, "time").assign(start=0, end=4)
    assert anchor(rows, {"W1": talk})[0][["start", "end"]].values.tolist() == [[6, 10]]


def test_no_codings_give_no_rows_and_all_columns(spoken: Spoken) -> None:
    empty = fold([]).codings
    placed, lost = anchor(empty, {"W1": spoken(("P07", "Time."))})
    assert (len(placed), len(lost)) == (0, 0)
    assert {"turn", "said"} <= set(placed)
    assert placed["start"].dtype == "int64"


# Emoji, combining marks and text from right to left are several code points, or units, a character.
speech = st.text(
    st.sampled_from("ab 🙂👩‍🔬é́ñשלוםمرحبا.") | st.characters(codec="utf-8", exclude_characters="\n"), min_size=1
)
talks = st.lists(st.tuples(st.sampled_from(["", "P07", "P08"]), speech), min_size=1, max_size=5)


@settings(deadline=None)
@given(turns=talks, put_before=talks, data=st.data())
def test_whatever_is_put_before_it_every_placed_quote_is_what_stands_there(
    turns: list[tuple[str, str]], put_before: list[tuple[str, str]], data: st.DataObject, spoken: Spoken
) -> None:
    talk, changed = spoken(*turns), spoken(*put_before, *turns)
    number = data.draw(st.integers(0, len(turns) - 1))
    row = talk.turns.iloc[number]
    start = data.draw(st.integers(row["start_char"], row["end_char"] - 1))
    end = data.draw(st.integers(start + 1, row["end_char"]))
    if not talk.text[start:end].strip():
        return
    rows = fold([Coder("IF").add(passage("W1", talk, start, end), "time")]).codings
    placed, lost = anchor(rows, {"W1": changed})
    assert lost.empty
    (found,) = placed.to_dict("records")
    assert changed.text[found["start"] : found["end"]] == found["quote"] == talk.text[start:end]
    assert found["participant"] == row["participant"]
    assert found["quote"] in found["said"]
    same, _ = anchor(rows, {"W1": talk})
    assert same[["start", "end", "turn"]].values.tolist() == [[start, end, number + 1]]


@settings(deadline=None)
@given(text=speech, data=st.data())
def test_an_offset_goes_to_a_browser_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    units = to_utf16(text, offset)
    assert units == sum(2 if ord(character) > 0xFFFF else 1 for character in text[:offset])
    assert from_utf16(text, units) == offset


@pytest.mark.parametrize("units", [-1, 3, 6])
def test_an_offset_that_a_browser_cannot_mean_is_refused(units: int) -> None:
    with pytest.raises(CodingError, match=f"Offset {units} "):
        from_utf16("a 🙂 ", units)
