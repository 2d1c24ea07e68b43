"""Options found in cells."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.polls.options import Offer, listed_texts


@pytest.mark.parametrize(
    ("cell", "options", "tokens"),
    [
        ("A;B;C;", ["A", "B", "C"], ["A", "B", "C"]),
        ("A;B;C", ["A", "B", "C"], ["A", "B", "C"]),
        (";;A ; B;;", ["A", "B"], ["A", "B"]),
        ("A;B;C;", ["A", "A;B;C"], ["A;B;C"]),
        ("Other text;A;", ["A"], ["Other text", "A"]),
        ("", ["A"], []),
        ("A;B;C;A;B;", ["A", "A;B", "B;C"], ["A", "B;C", "A;B"]),  # A;B first would leave C and rank A;B twice
        ("A;B;X;B;C;", ["A", "A;B", "B;C"], ["A;B", "X", "B;C"]),
        ("A;A;B;", ["A", "B"], ["A", "A", "B"]),
        (
            "AI in Business ;Carbon\u00a0 footprint;",
            ["Carbon footprint", "AI in Business"],
            ["AI in Business", "Carbon footprint"],
        ),
        ("'how - to'  GUIDE;“Maps”;", ["‘How – to’ guide", '"Maps"'], ["‘How – to’ guide", '"Maps"']),
        ("IT;it;", ["it", "IT"], ["IT", "it"]),
        ('["B","A;x", " typed "]', ["A;x", "B"], ["B", "A;x", "typed"]),
        ("[Other];A;[B]", ["A"], ["[Other]", "A", "[B]"]),
        ("x\u037ey;A", ["A"], ["x\u037ey", "A"]),  # the Greek question mark looks like a semicolon
        ("Jobs;;Skills;", ["Jobs;", "Skills"], ["Jobs;", "Skills"]),
    ],
)
def test_a_cell_lists_options_in_the_studys_spelling(cell: str, options: list[str], tokens: list[str]) -> None:
    assert Offer(options).tokens(cell) == tokens


def test_a_cell_that_can_be_read_in_two_ways_is_told() -> None:
    offer = Offer(["A", "B", "A;B"])
    assert offer.tokens("A;B;") == ["A;B"]
    assert offer.two_ways("A;B;")
    assert not offer.two_ways("A;X;B;")
    assert not offer.two_ways('["A","B"]')


@pytest.mark.parametrize("options", [["A", "B", "A"], ["A", " A "], ["A;B", "A; B"]])
def test_options_that_cannot_be_told_apart_are_refused(options: list[str]) -> None:
    with pytest.raises(ValueError, match="A"):
        Offer(options)


@pytest.mark.parametrize(
    "cell", ["A;B", "[A]", '{"a":1}', '[{"a":1}]', "[" * 90_000 + "]" * 90_000, "[1" + "0" * 9_000 + "]"]
)
def test_what_is_no_list_of_texts_is_no_json(cell: str) -> None:
    assert listed_texts(cell) is None


def test_a_cell_of_thousands_of_pieces_is_cut_in_good_time() -> None:
    options = [";".join(["a"] * n) for n in range(1, 11)]
    assert len(Offer(options).tokens("a;" * 20_000)) == 2_000
    Offer(options).tokens("a;" * 54 + "b;")  # no way leads to the end, and there are ten factorial to try


def ways(pieces: list[str], options: dict[str, list[str]]) -> list[list[str]]:
    """Every way to read the pieces as options, none twice: written naively."""
    if not pieces:
        return [[]]
    return [
        [option, *rest]
        for option, parts in options.items()
        if pieces[: len(parts)] == parts
        for rest in ways(pieces[len(parts) :], {o: p for o, p in options.items() if o != option})
    ]


options_with_semicolons = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(";".join), min_size=2, max_size=5, unique=True
)


@settings(deadline=None)
@given(
    options_with_semicolons.flatmap(lambda options: st.tuples(st.just(options), st.permutations(options))), st.data()
)
def test_a_ballot_is_read_back_wherever_there_is_one_way_to_read_it(
    poll: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    options, order = poll
    ballot = order[: data.draw(st.integers(1, len(order)))]
    cell = data.draw(st.sampled_from([";", " ;", "; "])).join(ballot) + data.draw(st.sampled_from(["", ";"]))
    every = ways(";".join(ballot).split(";"), {option: option.split(";") for option in options})
    offer = Offer(options)
    assert offer.tokens(cell) in every
    assert offer.two_ways(cell) == (len(every) > 1)
    assert offer.tokens(json.dumps(ballot)) == ballot
