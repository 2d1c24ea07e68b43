"""Turns, characters and questions as units: what each coder gave to each, character by character."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding.agreement import cohen_kappa, krippendorff_alpha
from lmep_consult.coding.units import Units, coded_units
from lmep_consult.errors import CodingError
from lmep_consult.transcripts import Transcript

Spoken = Callable[..., Transcript]
COLUMNS = ["source", "coder", "code", "start", "end"]


def codings_of(*rows: tuple[str, str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


@pytest.fixture(scope="module")
def interviews(spoken: Spoken) -> dict[str, Transcript]:
    """Turns of P07 at 6 to 15 and 22 to 31, of P08 at 4 to 9."""
    return {
        "P07": spoken(
            ("", "Well?"),
            ("P07", "It costs."),
            ("", "And?!?"),
            ("P07", "No time.."),
            questions=("A1", "A1", "A2", "A2"),
        ),
        "P08": spoken(("", "So?"), ("P08", "Money"), questions=("A1", "A1")),
    }


def test_turns(interviews: dict[str, Transcript]) -> None:
    codings = codings_of(("P07", "A", "cost", 7, 9), ("P07", "A", "cost", 14, 23), ("P08", "B", "cost", 4, 9))
    units = coded_units(codings, interviews, ["A", "B"])
    assert units.frame[["source", "turn", "start", "end"]].to_numpy().tolist() == [
        ["P07", 2, 6, 15], ["P07", 4, 23, 32], ["P08", 2, 4, 9],
    ]  # fmt: skip
    assert units.ratings(["cost"]).to_numpy().tolist() == [[True, False], [False, False], [False, True]]
    assert units.ratings(["other"]).to_numpy().tolist() == [[False, False]] * 3


def test_a_span_over_several_turns_touches_each(interviews: dict[str, Transcript]) -> None:
    units = coded_units(codings_of(("P07", "A", "cost", 10, 24)), interviews, ["A", "B"])
    assert units.ratings(["cost"])["A"].tolist() == [True, True, False]


def test_questions_have_the_codes_of_their_turns(interviews: dict[str, Transcript]) -> None:
    codings = codings_of(("P07", "A", "cost", 7, 9), ("P07", "B", "time", 24, 30), ("P08", "B", "cost", 4, 9))
    units = coded_units(codings, interviews, ["A", "B"], by="questions")
    assert units.frame[["source", "question"]].to_numpy().tolist() == [["P07", "A1"], ["P07", "A2"], ["P08", "A1"]]
    assert units.ratings(["cost", "time"]).to_numpy().tolist() == [[True, False], [False, True], [False, True]]


def test_answers_under_one_question_are_one_unit(spoken: Spoken) -> None:
    talk = spoken(("P1", "Yes."), ("P1", "No."), ("P1", "Bye."), questions=("A1", "A1", ""))
    units = coded_units(
        codings_of(("P1", "A", "x", 0, 3), ("P1", "B", "x", 5, 7)), {"P1": talk}, ["A", "B"], "questions"
    )
    assert units.ratings(["x"]).to_numpy().tolist() == [[True, True]]


def test_the_kappa_of_shared_characters(spoken: Spoken) -> None:
    talk = spoken(("P1", "x" * 10_000))
    codings = codings_of(("P1", "A", "cost", 500, 1500), ("P1", "B", "cost", 700, 1700))
    units = coded_units(codings, {"P1": talk}, ["A", "B"], by="characters")
    assert len(units.frame) == 5
    kappa = cohen_kappa(units.ratings(["cost"]), weights=units.frame["weight"])
    assert round(kappa.value, 3) == 0.778
    assert kappa.n_units == 10_000


@st.composite
def coded_talk(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, int, int]]]:
    turns = draw(st.lists(st.tuples(st.sampled_from(["", "P1"]), st.text("ab", min_size=1, max_size=8)), max_size=5))
    turns.append(("P1", "spoken"))
    length = sum(len(text) + 1 for _, text in turns) - 1
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        rows.append(("P1", draw(st.sampled_from("ABC")), draw(st.sampled_from(["cost", "time"])), start, end))
    return turns, rows


@settings(max_examples=60, deadline=None)
@given(coded_talk())
def test_runs_hold_each_character_of_participants_once(
    spoken: Spoken, case: tuple[list[tuple[str, str]], list[tuple[str, str, str, int, int]]]
) -> None:
    turns, rows = case
    talk = spoken(*turns)
    units = coded_units(codings_of(*rows), {"P1": talk}, ["A", "B"], by="characters")
    there = {}
    for place, run in units.frame.iterrows():
        for character in range(run["start"], run["end"]):
            assert character not in there
            there[character] = place
    said = talk.turns[talk.turns["participant"] == "P1"]
    assert sorted(there) == [
        c for start, end in zip(said["start_char"], said["end_char"], strict=True) for c in range(start, end)
    ]
    assert units.frame["weight"].sum() == len(there)
    for code in ("cost", "time"):
        ratings = units.ratings([code])
        for coder in "AB":
            spans = [(start, end) for _, who, what, start, end in rows if (who, what) == (coder, code)]
            for character, place in there.items():
                assert ratings.loc[place, coder] == any(start <= character < end for start, end in spans)


def test_characters_vary_by_turns(interviews: dict[str, Transcript]) -> None:
    units = coded_units(codings_of(("P07", "A", "cost", 7, 9)), interviews, ["A", "B"], by="characters")
    assert units.frame["cluster"].tolist() == [0, 0, 0, 1, 2]


def test_other_coders_and_sources_are_left_out(interviews: dict[str, Transcript]) -> None:
    codings = codings_of(("P07", "C", "cost", 7, 9), ("P09", "A", "cost", 0, 5))
    units = coded_units(codings, interviews, ["A", "B"])
    assert units.codes == []
    assert len(units.frame) == 3


def test_sets_of_codes_for_alpha(interviews: dict[str, Transcript]) -> None:
    codings = codings_of(("P07", "A", "cost", 7, 9), ("P07", "A", "time", 7, 9), ("P07", "B", "cost", 7, 9))
    sets = coded_units(codings, interviews, ["A", "B"]).sets()
    assert sets.iloc[0].tolist() == [frozenset({"cost", "time"}), frozenset({"cost"})]
    assert sets.iloc[1].tolist() == [frozenset(), frozenset()]
    # Observed: MASI 1 - 1/2 * 2/3 in one unit of three; expected: {a, b}, {a} and four empty sets.
    expected = (2 / 3 + 4 + 4) * 2 / 30
    assert krippendorff_alpha(sets, "masi").value == pytest.approx(1 - 2 / 9 / expected)


def test_units_that_somebody_coded(interviews: dict[str, Transcript]) -> None:
    codings = codings_of(("P07", "A", "cost", 7, 9), ("P08", "B", "time", 4, 9))
    units: Units = coded_units(codings, interviews, ["A", "B"]).coded()
    assert units.frame["source"].tolist() == ["P07", "P08"]
    assert np.array_equal(units.ratings(["time"]).to_numpy(), [[False, False], [False, True]])


def test_what_cannot_be_parted(interviews: dict[str, Transcript], spoken: Spoken) -> None:
    nothing = codings_of()
    with pytest.raises(CodingError, match="at least two coders"):
        coded_units(nothing, interviews, ["A", "A"])
    with pytest.raises(CodingError, match="P1: its turns have no question"):
        coded_units(nothing, {"P1": spoken(("P1", "Hello."))}, ["A", "B"], by="questions")
    for silent in ({}, {"P1": spoken(("", "Hello?"))}):
        with pytest.raises(CodingError, match="holds words of a participant"):
            coded_units(nothing, silent, ["A", "B"])
    with pytest.raises(ValueError, match="by='words'"):
        coded_units(nothing, interviews, ["A", "B"], by="words")  # type: ignore[arg-type]
