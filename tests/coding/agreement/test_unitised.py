"""Alpha for unitising: the book's example, its definition point by point, and hostile spans."""

from __future__ import annotations

from itertools import pairwise, permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding.agreement import unitised_alpha
from lmep_consult.errors import CodingError

COLUMNS = ["coder", "start", "end", "code"]
LENGTH = 30


@st.composite
def markings(draw: st.DrawFn) -> pd.DataFrame:
    """Spans of three coders, each coder's apart or touching."""
    rows = []
    for coder in "ABC":
        edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
        for start, end in pairwise(edges):
            if draw(st.booleans()):
                rows.append((coder, start, end, draw(st.sampled_from("xyz"))))
    return pd.DataFrame(rows, columns=COLUMNS)


def by_definition(spans: pd.DataFrame) -> float:
    """1 - observed / expected, from all pairs of points of the three coders' texts."""
    points = []  # (coder, place, code, the span it belongs to)
    for coder in "ABC":
        own = spans[spans["coder"] == coder]
        for place in range(LENGTH):
            at = own[(own["start"] <= place) & (place < own["end"])]
            span = (coder, int(at.index[0])) if len(at) else (coder, "point", place)
            points.append((coder, place, at["code"].iloc[0] if len(at) else "", span))
    observed = [one[2] != two[2] for one, two in permutations(points, 2) if one[0] != two[0] and one[1] == two[1]]
    codes = {span: code for _, _, code, span in points}
    size = {span: sum(point[3] == span for point in points) for span in codes}
    pairs = [(one, two, size[one] * size[two]) for one, two in permutations(codes, 2)]
    expected = sum(times for one, two, times in pairs if codes[one] != codes[two]) / sum(times for _, _, times in pairs)
    return 1.0 if not expected else 1 - sum(observed) / len(observed) / expected


@settings(max_examples=40, deadline=None)
@given(markings())
def test_it_is_what_all_pairs_of_points_give(spans: pd.DataFrame) -> None:
    alpha = unitised_alpha(spans, LENGTH, coders=["A", "B", "C"])
    assert alpha.value == pytest.approx(by_definition(spans), abs=1e-12)
    lower, upper = alpha.interval(draws=50)
    assert -1 <= lower <= upper <= 1


def test_the_same_spans_agree_perfectly() -> None:
    own = [(0, 5, "x"), (5, 9, "x"), (20, 30, "y")]
    spans = pd.DataFrame([(coder, *span) for coder in "ABC" for span in own], columns=COLUMNS)
    alpha = unitised_alpha(spans, LENGTH)
    assert (alpha.value, alpha.agreement, alpha.standard_error) == (1, 1, 0)
    assert alpha.prevalence.loc["x"].tolist() == [0.3, 0.3, 0.3]
    assert alpha.prevalence.loc[""].tolist() == pytest.approx([11 / 30] * 3)


def test_nothing_marked_is_agreement_that_shows_nothing() -> None:
    alpha = unitised_alpha(pd.DataFrame(columns=COLUMNS), LENGTH, coders=["A", "B"])
    assert (alpha.value, alpha.interval()) == (1, (-1, 1))


def test_who_marked_nothing_counts_when_named() -> None:
    spans = pd.DataFrame([("A", 0, 10, "x"), ("B", 0, 10, "x")], columns=COLUMNS)
    assert unitised_alpha(spans, LENGTH).value == 1
    assert unitised_alpha(spans, LENGTH, coders=["A", "B", "C"]).value < 0.6


def test_spans_of_one_code_that_overlap_are_one() -> None:
    apart = pd.DataFrame([("A", 0, 6, "x"), ("A", 4, 10, "x"), ("B", 0, 10, "x")], columns=COLUMNS)
    assert unitised_alpha(apart, LENGTH).value == 1


def test_the_text_is_parted_where_no_span_reaches_across() -> None:
    spans = pd.DataFrame([("A", 0, 10, "x"), ("B", 5, 15, "x"), ("A", 20, 25, "x")], columns=COLUMNS)
    assert unitised_alpha(spans, LENGTH).n_units == 4  # 0 to 15, 15 to 20, 20 to 25, 25 to 30


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("A", 0, 5, "x")], "at least two coders"),
        ([("A", 0, 5, "x"), ("B", 20, 31, "x")], "Coder B, span 20 to 31: not a stretch"),
        ([("A", 0, 5, "x"), ("B", 7, 7, "x")], "Coder B, span 7 to 7"),
        ([("A", 0, 5, "x"), ("B", 7.5, 9, "x")], "7.5 is no place in a text"),
        ([("A", 0, 5, "x"), ("B", 7, float("inf"), "x")], "inf is no place in a text"),
        ([("A", 0, 5, "x"), ("B", None, 9, "x")], "A span has no start"),
        ([("A", 0, 5, "x"), (None, 7, 9, "x")], "A span has no coder"),
        ([("A", 0, 5, "x"), ("A", 4, 9, "y"), ("B", 1, 2, "x")], "Coder A, span 4 to 9: overlaps .*x, y"),
    ],
)
def test_spans_that_cannot_be(rows: list[tuple[str, int, int, str]], message: str) -> None:
    with pytest.raises(CodingError, match=message):
        unitised_alpha(pd.DataFrame(rows, columns=COLUMNS), LENGTH)


def test_a_coder_who_was_not_named() -> None:
    with pytest.raises(CodingError, match="Coder C: has spans, but is not one of A, B"):
        unitised_alpha(pd.DataFrame([("C", 0, 1, "x")], columns=COLUMNS), LENGTH, coders=["A", "B"])


def test_a_coder_named_twice_and_a_text_of_nothing() -> None:
    spans = pd.DataFrame([("X", 0, 5, "a"), ("Y", 0, 5, "a")], columns=COLUMNS)
    with pytest.raises(CodingError, match="Coder Y is named twice"):
        unitised_alpha(spans, LENGTH, coders=["X", "Y", "Y"])
    with pytest.raises(CodingError, match="length 0"):
        unitised_alpha(spans, 0)
    with pytest.raises(CodingError, match="no column 'end'"):
        unitised_alpha(spans.drop(columns="end"), LENGTH)
