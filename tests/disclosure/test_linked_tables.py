"""Tables that show the same people's counts are released together, checked by trying every set of counts that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from every_table import Tie, banded, possible, said
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import Released, Rules, release, release_all
from lmep_consult.errors import DisclosureError
from lmep_consult.table import Range, Table

RULES = Rules()
TOTAL, C = "All groups", "[c]"
Cell = tuple[str, str, str]  # table, code, group


def themes(rows: dict[tuple[str, str], list[int]], bases: list[int], name: str = "themes") -> Table:
    """(code, family) -> a count a group, with totals."""
    groups = [*(f"g{n}" for n in range(len(bases))), TOTAL]
    cells = [
        (code, family, group, count, base)
        for (code, family), counts in rows.items()
        for group, count, base in zip(groups, [*counts, sum(counts)], [*bases, sum(bases)], strict=True)
    ]
    frame = pd.DataFrame(cells, columns=["code", "family", "group", "people", "base"])
    return Table(name, "t", frame, key=("code",), people=("people",), base="base", parent="family")


def cells_of(tables: Sequence[Table], column: str = "people") -> dict[Cell, object]:
    return {
        (table.name, row["code"], row["group"]): row[column]
        for table in tables
        for row in table.frame.to_dict("records")
    }


def tables_of(released: Sequence[Released]) -> list[Table]:
    return [each.table for each in released]


def ties_of(cells: Sequence[Cell], family: str = "f", inner: str = "freely", outer: str = "themes") -> list[Tie]:
    """What everybody knows of families: groups add up to all; whoever is in a code is in its family, and nobody else
    is; whoever spoke freely spoke."""
    ties: list[Tie] = []
    codes = {(table, code) for table, code, _ in cells}
    for table, code, group in cells:
        if group == TOTAL:
            parts = [each for each in cells if each[:2] == (table, code) and each[2] != TOTAL]
            ties.append(({(table, code, TOTAL): 1, **dict.fromkeys(parts, -1)}, 0, 0))
        if code != family and (table, family) in codes:
            ties.append(({(table, family, group): 1, (table, code, group): -1}, 0, np.inf))
        if code == family:
            parts = [(table, other, group) for where, other in codes if where == table and other != family]
            ties.append(({(table, code, group): -1, **dict.fromkeys(parts, 1)}, 0, np.inf))
        if table == inner:
            ties.append(({(outer, code, group): 1, (table, code, group): -1}, 0, np.inf))
    return ties


def spoken(draw: st.DrawFn, bases: list[int], codes: list[str]) -> list[list[frozenset[str]]]:
    """The codes that each person of each group spoke of, some often."""
    some = st.sampled_from([frozenset(), frozenset(codes), *(frozenset([code]) for code in codes)])
    liked = [draw(some) for _ in bases]
    return [
        [draw(some) if draw(st.booleans()) else like for _ in range(base)]
        for base, like in zip(bases, liked, strict=True)
    ]


def counted(people: list[list[frozenset[str]]], codes: list[str], name: str) -> Table:
    bases = [len(group) for group in people]
    rows = {("f", ""): [sum(bool(said) for said in group) for group in people]}
    rows |= {(code, "f"): [sum(code in said for said in group) for group in people] for code in codes}
    return themes(rows, bases, name)


@st.composite
def families(draw: st.DrawFn) -> list[Table]:
    """A family of one or two codes in two or three groups, and sometimes how many spoke of each freely."""
    bases = draw(st.sampled_from([[7, 3], [6, 7], [8, 2, 7], [6, 12], [10, 9], [6, 5]]))
    codes = ["c0", "c1"][: draw(st.integers(1, 2))]
    people = spoken(draw, bases, codes)
    tables = [counted(people, codes, "themes")]
    if len(bases) == 2 and draw(st.booleans()):
        freely = [[said & draw(st.sampled_from([said, frozenset()])) for said in group] for group in people]
        tables.append(replace(counted(freely, codes, "freely"), within={"people": "themes.people"}))
    return tables


@settings(max_examples=20, deadline=None)
@given(tables=families(), rules=st.sampled_from([RULES, Rules(unanimous_base=1)]))
def test_every_number_in_every_band_is_possible(tables: list[Table], rules: Rules) -> None:
    true, bases = cells_of(tables), cells_of(tables, "base")
    shown = cells_of(tables_of(release_all(tables, rules)))
    assert all(true[cell] in said(value, bases[cell]) for cell, value in shown.items())
    published = {cell: said(shown.get(cell), bases[cell]) for cell in true}
    fits = possible(published, ties_of(list(true)))
    for cell, count in true.items():
        band = banded(count, bases[cell], rules.minimum_count, rules.unanimous_base)
        assert set(band) <= fits[cell], cell


@settings(max_examples=20, deadline=None)
@example(seed=33)
@example(seed=59)
@given(seed=st.integers(0, 10**6))
def test_nor_in_larger_families(seed: int) -> None:
    random = np.random.default_rng(seed)
    bases = [int(base) for base in random.integers(3, 13, size=random.integers(2, 4))]
    codes = [f"c{n}" for n in range(random.integers(2, 5))]
    often = random.random(len(codes))
    people = [
        [
            frozenset(code for code, much in zip(codes, often, strict=True) if random.random() < much)
            for _ in range(base)
        ]
        for base in bases
    ]
    tables = [counted(people, codes, "themes")]
    true, of = cells_of(tables), cells_of(tables, "base")
    shown = cells_of(tables_of(release_all(tables, RULES)))
    fits = possible({cell: said(shown.get(cell), of[cell]) for cell in true}, ties_of(list(true)))
    for cell, count in true.items():
        assert set(banded(count, of[cell], 3, 10)) <= fits[cell], cell


@st.composite
def questions(draw: st.DrawFn) -> list[Table]:
    """A question to which one answer is given, by up to three groups, and the same counts in another table."""
    bases = draw(st.sampled_from([[8], [12], [7, 8], [6, 3], [11, 7]]))
    answers = ["yes", "no", "neither"][: draw(st.integers(2, 3))]
    given_ = [[draw(st.sampled_from([*answers, answers[0]])) for _ in range(base)] for base in bases]
    rows = {(answer, ""): [sum(said == answer for said in group) for group in given_] for answer in answers}
    first = themes(rows, bases, "answers")
    frame = first.frame.drop(columns="family").assign(question="q")
    first = replace(first, frame=frame, parent="", key=("question", "code"), rows_each={("q",): 1})
    again = replace(first, name="again", rows_each={}, same={"people": "answers.people"})
    return [first, again] if draw(st.booleans()) else [first]


@settings(max_examples=30, deadline=None)
@given(tables=questions())
def test_nor_does_it_follow_from_how_many_answered(tables: list[Table]) -> None:
    true, bases = cells_of(tables), cells_of(tables, "base")
    shown = cells_of(tables_of(release_all(tables, RULES)))
    published = {cell: said(shown.get(cell), bases[cell]) for cell in true}
    ties = ties_of(list(true), family="", inner="")
    for name, group in {(name, group) for name, _, group in true}:
        each = [cell for cell in true if (cell[0], cell[2]) == (name, group)]
        ties.append((dict.fromkeys(each, 1), bases[each[0]], bases[each[0]]))
    ties += [({("answers", *cell[1:]): 1, cell: -1}, 0, 0) for cell in true if cell[0] == "again"]
    fits = possible(published, ties)
    for cell, count in true.items():
        assert set(banded(count, bases[cell], 3, 10)) <= fits[cell], cell


@st.composite
def matrices(draw: st.DrawFn) -> list[Table]:
    """How many spoke of two themes, sometimes of a third, in one passage; and how many of each, by group."""
    bases = draw(st.sampled_from([[7], [8], [7, 3], [6, 7], [6, 12]]))
    columns = ["b0", "b1"][: draw(st.integers(1, 2))]
    codes = ["a", *columns, "third"]
    people = spoken(draw, bases, codes)
    counts = {(code, ""): [sum(code in said for said in group) for group in people] for code in codes}
    third = draw(st.sampled_from(["third", "[z]"]))
    everybody = [said for group in people for said in group]
    cells = [
        ("a", other, third, sum(draw(st.booleans()) for said in everybody if {"a", other, third} - {"[z]"} <= said))
        for other in columns
    ]
    return [themes(counts, bases), matrix(cells, sum(bases))]


def matrix(cells: list[tuple[str, str, str, int]], base: int) -> Table:
    frame = pd.DataFrame(cells, columns=["code", "with_code", "within", "people"]).assign(group=TOTAL, base=base)
    return Table(
        "matrix", "t", frame, key=("code", "with_code", "within"), people=("people",), base="base",
        within={"people": "themes.people"}, within_also=("with_code", "within"),
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(tables=matrices())
def test_nor_from_those_who_spoke_of_each_of_several_themes(tables: list[Table]) -> None:
    """Whoever spoke of several themes in one passage spoke of each."""
    released = tables_of(release_all(tables, RULES))
    true, bases, shown = cells_of(tables[:1]), cells_of(tables[:1], "base"), cells_of(released[:1])
    ties = ties_of(list(true), family="")
    for row, seen in zip(tables[1].frame.to_dict("records"), released[1].frame["people"], strict=True):
        cell = ("matrix", f"{row['code']} {row['with_code']}", TOTAL)
        true[cell], bases[cell], shown[cell] = row["people"], row["base"], seen
        for theme in (row["code"], row["with_code"], row["within"]):
            if ("themes", theme, TOTAL) in true:
                ties.append(({("themes", theme, TOTAL): 1, cell: -1}, 0, np.inf))
    fits = possible({cell: said(shown.get(cell), bases[cell]) for cell in true}, ties)
    for cell, count in true.items():
        assert set(banded(count, bases[cell], 3, 10)) <= fits[cell], cell


@pytest.mark.parametrize("of", ["b", "c"])
def test_those_who_spoke_of_several_themes_do_not_tell_how_few_spoke_of_one(of: str) -> None:
    """All 12 of one group and 2 of the other spoke of it: 14 in the matrix would tell the 2."""
    rows = {(code, ""): [12, 2] if code == of else [12, 12] for code in "abc"}
    of_themes, of_matrix = tables_of(release_all([themes(rows, [12, 12]), matrix([("a", "b", "c", 14)], 24)], RULES))
    shown = cells_of([of_themes])
    assert shown["themes", of, "g0"] == 12
    assert shown["themes", of, "g1"] == Range(0, 2, 12)
    (together,) = of_matrix.frame["people"]
    assert isinstance(together, Range)
    assert together.low <= 12


def test_what_the_other_answers_leave_of_a_base_is_not_what_a_few_said() -> None:
    """Of eight who answered, 7 and 0 say that 1 gave the third answer."""
    rows = {("yes", ""): [7], ("no", ""): [0], ("perhaps", ""): [1]}
    frame = themes(rows, [8]).frame.assign(question="q")
    table = Table("t", "t", frame, key=("question", "code"), people=("people",), base="base", rows_each={("q",): 1})
    shown = release(table, RULES).table.frame.set_index(["code", "group"])["people"]
    assert shown["no", "g0"] == shown["perhaps", "g0"] == Range(0, 2, 8)
    assert shown["yes", "g0"] == Range(6, 8, 8)


def test_a_written_answer_is_an_answer_too() -> None:
    """Of twelve who answered, 4 and 5 leave 3 who wrote something else; 4 and 7 would leave 1."""
    for second, hidden in ((5, False), (7, True)):
        rows = {("yes", ""): [4], ("no", ""): [second]}
        frame = themes(rows, [12]).frame.assign(question="q")
        table = Table("t", "t", frame, key=("question", "code"), people=("people",), base="base", rows_each={("q",): 1})
        shown = release(table, RULES).table.frame["people"]
        assert any(isinstance(cell, Range) for cell in shown) == hidden


def test_a_family_of_one_code_shows_what_its_code_shows() -> None:
    counts = [8, 1, 5]
    (table,) = tables_of([release(themes({("f", ""): counts, ("c", "f"): counts}, [10, 8, 7]), RULES)])
    shown = cells_of([table])
    assert all(shown["themes", "f", group] == shown["themes", "c", group] for group in ("g0", "g1", "g2", TOTAL))


def test_a_family_spoken_of_as_such_may_have_more_people_than_its_codes() -> None:
    table = themes({("f", ""): [9, 9], ("c", "f"): [3, 3]}, [12, 12])
    assert list(release(table, RULES).table.frame["people"]) == [9, 9, 18, 3, 3, 6]


def test_a_count_is_published_alike_in_both_tables_that_show_it() -> None:
    """In the second it stands without the group that gives it away, and would be shown by itself."""
    first = themes({("c", ""): [8, 1, 5]}, [10, 12, 12])
    wanted = first.frame[first.frame["group"].isin(["g0", TOTAL])].reset_index(drop=True)
    second = replace(first, name="again", frame=wanted, same={"people": "themes.people"})
    one, other = tables_of(release_all([first, second], RULES))
    assert list(one.frame["people"]) == [Range(7, 9, 10), Range(0, 2, 12), 5, 14]
    assert list(other.frame["people"]) == [Range(7, 9, 10), 14]
    assert list(release(replace(second, same={}), RULES).table.frame["people"]) == [8, 14]


def test_two_tables_may_not_show_a_count_differently() -> None:
    first = themes({("c", ""): [8, 4]}, [10, 10])
    second = replace(themes({("c", ""): [8, 5]}, [10, 10], "again"), same={"people": "themes.people"})
    with pytest.raises(DisclosureError, match=r"themes\.people of c, g1 is 4 in one place and 5 in another"):
        release_all([first, second], RULES)


def test_a_link_to_a_table_that_is_not_released_along_is_refused() -> None:
    table = replace(themes({("c", ""): [8, 4]}, [10, 10]), within={"people": "others.people"})
    with pytest.raises(DisclosureError, match=r"themes\.people is linked to others\.people"):
        release(table, RULES)


def test_two_tables_of_one_name_are_refused() -> None:
    table = themes({("c", ""): [8, 4]}, [10, 10])
    with pytest.raises(DisclosureError, match="named themes"):
        release_all([table, table], RULES)


def test_a_table_that_gives_no_base_is_refused() -> None:
    with pytest.raises(DisclosureError, match="base"):
        release(replace(themes({("c", ""): [8, 4]}, [10, 10]), base=""), RULES)


def most(row: dict[str, object]) -> object:
    people = row["people"]
    return people.high if isinstance(people, Range) else people


def test_what_is_worked_out_of_a_count_is_worked_out_of_what_is_shown_of_it() -> None:
    table = themes({("c", ""): [4, 1, 5]}, [12, 12, 12])
    released = release(replace(table, frame=table.frame.assign(most=99), derived={"most": most}), RULES).table.frame
    assert list(released["people"]) == [4, Range(0, 2, 12), Range(4, 6, 12), 10]
    assert list(released["most"]) == [4, 2, 6, 10]


def test_ranks_withheld_in_one_table_are_withheld_in_another_whatever_its_base() -> None:
    ranks = [(g, o, p, b) for g, b in ((TOTAL, 27), ("g0", 2), ("g1", 9), ("g2", 16)) for p, o in ((1, "z"), (2, "y"))]
    votes = pd.DataFrame(ranks, columns=["group", "option", "rank", "base"]).assign(question="q")
    priorities = Table("priorities", "t", votes, key=("question",), base="base", measures=("rank",))
    rows = votes.drop(columns="base").assign(code="c", people=9, interviewees=12)
    rows = rows[rows["group"].isin(["g0", "g2"])].reset_index(drop=True)
    joint = Table(
        "joint", "t", rows, key=("option",), people=("people",), base="interviewees",
        same={"rank": "priorities.rank"},
    )  # fmt: skip
    first, second = (released.table.frame for released in release_all([priorities, joint], RULES))
    assert list(first["group"]) == [TOTAL, TOTAL, "g2", "g2"]
    assert list(second["rank"]) == [C, C, 1, 2]
    assert list(second["option"]) == ["y", "z", "z", "y"]  # no longer best first where that is withheld


def test_that_all_of_a_small_group_were_asked_may_show_and_that_two_were_may_not() -> None:
    table = themes({("asked", ""): [3, 12], ("not asked", ""): [2, 9]}, [3, 12])
    shown = release(replace(table, all_may_show=("people",)), RULES).table.frame
    assert list(shown["people"]) == [3, 12, 15, Range(0, 2, 3), Range(9, 11, 12), 11]


def test_a_table_without_groups_is_of_all_groups_together() -> None:
    frame = pd.DataFrame({"question": ["q", "r"], "share": [0.5, 0.5], "base": [2, 9]})
    released = release(Table("places", "t", frame, key=("question",), base="base", measures=("share",)), RULES)
    assert list(released.table.frame["share"]) == [C, 0.5]


def test_first_three_places_are_three_a_voter() -> None:
    """Nine voters have 27 first places: 8, 8 and 8 leave 3, so that 1 and 2 are told by 3 and 0."""
    counts = {"a": 8, "b": 8, "c": 8, "d": 1, "e": 2}
    frame = pd.DataFrame(
        [("q", option, voters, 9) for option, voters in counts.items()], columns=["q", "o", "n", "base"]
    )
    table = Table("t", "t", frame, key=("q", "o"), people=("n",), base="base", rows_each={("q",): 3})
    shown = dict(zip(frame["o"], release(table, Rules(unanimous_base=1)).table.frame["n"], strict=True))
    fits = possible({o: said(cell, 9) for o, cell in shown.items()}, [(dict.fromkeys(shown, 1), 27, 27)])
    assert fits["d"] >= {0, 1, 2}
    assert fits["e"] >= {0, 1, 2}
