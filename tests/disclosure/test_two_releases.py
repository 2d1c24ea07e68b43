"""What two releases tell together of the few people who came or went in between, by trying all that fits."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from every_table import Tie, banded, possible, said
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import Earlier, Rules, release_after
from lmep_consult.table import Range, Table

RULES = Rules()
TOTAL = "All groups"
Person = tuple[str, frozenset[str]]  # group, codes spoken of
Study = dict[str, Person]  # by id
CODES = ["c0", "c1"]


def table(study: Study, codes: list[str]) -> Table:
    groups = [*sorted({group for group, _ in study.values()}), TOTAL]
    rows = []
    for code, family in [("f", ""), *((code, "f") for code in codes)]:
        for group in groups:
            there = [said for own, said in study.values() if group in (own, TOTAL)]
            counted = sum(bool(said & set(codes)) if code == "f" else code in said for said in there)
            rows.append((code, family, group, counted, len(there)))
    frame = pd.DataFrame(rows, columns=["code", "family", "group", "people", "base"])
    return Table("themes", "t", frame, key=("code",), people=("people",), base="base", parent="family")


def released(study: Study, codes: list[str], earlier: Earlier) -> tuple[Table, Earlier]:
    people = {(): {who: group for who, (group, _) in study.items()}}
    (made,), now = release_after([table(study, codes)], RULES, None, earlier, people)
    return made.table, Earlier.from_json(json.loads(json.dumps(now.as_json())))


def cells(shown: Table) -> dict[tuple[str, str], object]:
    frame = shown.frame
    return dict(zip(zip(frame["code"], frame["group"], strict=True), frame["people"], strict=True))


def sizes(study: Study) -> dict[str, int]:
    groups = {own for own, _ in study.values()} | {TOTAL}
    return {group: sum(group in (own, TOTAL) for own, _ in study.values()) for group in groups}


def what_follows(
    first: Study, second: Study, shown_first: Table, shown_second: Table, codes: list[str]
) -> dict[tuple[str, str, str], set[int]]:
    """Every number possible of each count: then, now, and of those who stayed, went and came."""
    parts = {
        "stayed": {who: first[who] for who in first.keys() & second.keys()},
        "went": {who: first[who] for who in first.keys() - second.keys()},
        "came": {who: second[who] for who in second.keys() - first.keys()},
    }
    groups = sorted({own for own, _ in [*first.values(), *second.values()]})
    kinds = {"then": (sizes(first), cells(shown_first)), "now": (sizes(second), cells(shown_second))}
    kinds |= {kind: (sizes(study), {}) for kind, study in parts.items()}
    published, ties = {}, list[Tie]()
    for kind, (base, shown) in kinds.items():
        for code in ["f", *codes]:
            for group in [*groups, TOTAL]:
                published[kind, code, group] = said(shown.get((code, group)), base.get(group, 0))
                if code != "f":
                    ties.append(({(kind, "f", group): 1, (kind, code, group): -1}, 0, 99))
            ties.append(({(kind, code, TOTAL): 1, **{(kind, code, group): -1 for group in groups}}, 0, 0))
        for group in [*groups, TOTAL]:
            ties.append(({(kind, "f", group): -1, **{(kind, code, group): 1 for code in codes}}, 0, 99))
    for code in ["f", *codes]:
        for group in [*groups, TOTAL]:
            for whole, part in (("then", "went"), ("now", "came")):
                ties.append(({(whole, code, group): 1, ("stayed", code, group): -1, (part, code, group): -1}, 0, 0))
    return possible(published, ties)  # type: ignore[arg-type, return-value]


def leaves_any_two_open(shown: Table) -> bool:
    """Whether each count, by itself, may hold none or all of any two people."""
    counts = [(said(cell, base), base) for cell, base in zip(shown.frame["people"], shown.frame["base"], strict=True)]
    return all(min(may_be) <= base - 2 and max(may_be) >= 2 for may_be, base in counts)


@st.composite
def two_studies(draw: st.DrawFn) -> tuple[Study, Study, list[str]]:
    """A study and the same after one to three people came or went."""
    codes = CODES[: draw(st.integers(1, 2))]
    some = st.sampled_from([frozenset(), frozenset(codes), *(frozenset([code]) for code in codes)])
    bases = draw(st.sampled_from([[8], [12], [7, 8], [11, 7], [9, 3]]))
    first = {f"{g}{n}": (f"g{g}", draw(some)) for g, base in enumerate(bases) for n in range(base)}
    gone = draw(st.lists(st.sampled_from(sorted(first)), max_size=2, unique=True))
    new = [(f"n{n}", (f"g{draw(st.integers(0, len(bases) - 1))}", draw(some))) for n in range(draw(st.integers(0, 2)))]
    second = {who: said for who, said in first.items() if who not in gone} | dict(new)
    return first, second, codes


_ALL_BUT_ONE = {f"0{n}": ("g0", frozenset(["c0"][: n > 0])) for n in range(12)}


@settings(max_examples=15, deadline=None)
@given(studies=two_studies())
@example(studies=(_ALL_BUT_ONE, {who: _ALL_BUT_ONE[who] for who in list(_ALL_BUT_ONE)[2:]}, ["c0"]))
def test_how_many_of_a_few_who_came_or_went_are_counted_stays_open(studies: tuple[Study, Study, list[str]]) -> None:
    first, second, codes = studies
    one, earlier = released(first, codes, Earlier())
    other, _ = released(second, codes, earlier)
    now, base = cells(table(second, codes)), sizes(second)
    assert all(now[cell] in said(shown, base[cell[1]]) for cell, shown in cells(other).items())
    fits = what_follows(first, second, one, other, codes)
    nothing = replace(other, frame=other.frame.iloc[:0])
    left = what_follows(first, second, one, nothing, codes)  # possible were nothing published now
    for (code, group), count in now.items():
        band = set(banded(int(count), base[group], 3, 10))  # type: ignore[call-overload]
        assert band & left["now", code, group] <= fits["now", code, group], (code, group)
        for kind, who in (("went", first.keys() - second.keys()), ("came", second.keys() - first.keys())):
            people = sum(group in ({**first, **second}[each][0], TOTAL) for each in who)
            assert left[kind, code, group] <= fits[kind, code, group], (kind, code, group)
            # A group that had no row then has none to be compared with; and where nearly all were counted then, so were
            # some of any two of them.
            if one.frame["base"].min() > 5 and leaves_any_two_open(one):
                assert left[kind, code, group] == set(range(people + 1))


@settings(max_examples=10, deadline=None)
@given(studies=two_studies())
def test_what_has_not_changed_is_published_as_it_was(studies: tuple[Study, Study, list[str]]) -> None:
    study, _, codes = studies
    one, earlier = released(study, codes, Earlier())
    again, _ = released(study, codes, earlier)
    pd.testing.assert_frame_equal(one.frame, again.frame)


def test_a_withdrawal_does_not_tell_what_the_person_spoke_of() -> None:
    """Of twelve, eight spoke of it; one takes part no longer. 8 now would tell that they did not, 7 that they did."""
    spoke, silent = ("g", frozenset({"c0"})), ("g", frozenset[str]())
    first: Study = {f"P{n:02}": spoke if n < 8 else silent for n in range(12)}
    one, earlier = released(first, ["c0"], Earlier())
    assert cells(one)["c0", "g"] == 8
    for who in ("P00", "P11"):
        second = {each: said for each, said in first.items() if each != who}
        alone, _ = released(second, ["c0"], Earlier())
        assert isinstance(cells(alone)["c0", "g"], int)
        both, _ = released(second, ["c0"], earlier)
        assert cells(both)["c0", "g"] == cells(both)["c0", TOTAL] == Range(7, 8, 11)


def test_people_who_are_coded_anew_are_held_against_nothing() -> None:
    """As far as the numbers cannot be what they were, whoever came or went."""
    first: Study = {f"P{n:02}": ("g", frozenset({"c0"}) if n < 4 else frozenset()) for n in range(12)}
    second: Study = {who: ("g", frozenset({"c0"})) for who in first}
    _, earlier = released(first, ["c0"], Earlier())
    anew, _ = released(second, ["c0"], earlier)
    assert cells(anew) == cells(released(second, ["c0"], Earlier())[0])


def test_what_is_kept_of_a_release_holds_no_id_and_nothing_that_was_not_published() -> None:
    study: Study = {f"P{n:02}": (f"g{n // 9}", frozenset({"c0"}) if n % 2 else frozenset()) for n in range(12)}
    one, earlier = released(study, ["c0"], Earlier())
    kept = json.dumps(earlier.as_json())
    assert "P0" not in kept
    shown = cells(one)
    for (_, (code, *_), group), ends, base in zip(earlier.names, earlier.published, earlier.bases, strict=True):
        cell = said(shown.get((code, group)), base)
        assert ends == (cell[0], cell[-1])


@pytest.mark.parametrize(("voters", "withheld"), [(8, True), (14, False)])
def test_ranks_of_few_voters_are_withheld_where_one_came_or_went(voters: int, withheld: bool) -> None:
    def votes(base: int) -> Table:
        frame = pd.DataFrame(
            [("q", TOTAL, option, place, base) for place, option in enumerate("abcd", start=1)],
            columns=["question", "group", "option", "rank", "base"],
        )
        return Table("p", "t", frame, key=("question",), among=("question",), base="base", measures=("rank",))

    people = {("q",): {f"v{n}": "g" for n in range(voters)}}
    _, earlier = release_after([votes(voters)], RULES, None, Earlier(), people)
    fewer = {("q",): {f"v{n}": "g" for n in range(voters - 1)}}
    (now,), _ = release_after([votes(voters - 1)], RULES, None, earlier, fewer)
    assert (now.table.frame["rank"] == "[c]").all() == withheld
    (again,), _ = release_after([replace(votes(voters))], RULES, None, earlier, people)
    assert again.table.frame["rank"].tolist() == [1, 2, 3, 4]
