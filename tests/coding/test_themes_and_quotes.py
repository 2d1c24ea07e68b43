"""Themes counted in people, and the passages chosen to show them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import choose_quotes, themes_by_group


def code(name: str, parent: str = "", outside: bool = False) -> Code:
    return Code(name, name.title(), parent, "what it is", "", "", (), (), out_of_scope=outside)


CODEBOOK = Codebook(
    "test",
    "1",
    "",
    (code("barriers"), code("time", "barriers"), code("skills", "barriers"), code("needs"), code("maps", "needs")),
)
DEEP = Codebook(
    "test", "1", "",
    (
        code("barriers"), code("time", "barriers"), code("notice", "time"), code("benefits", "barriers", True),
        code("pensions", "benefits"), code("elsewhere", "", True),
    ),
)  # fmt: skip
PEOPLE = pd.DataFrame(
    [("P01", "MSA"), ("P02", "MSA"), ("P03", "ICB"), ("P04", "ICB"), ("P05", "ICB")], columns=["participant", "group"]
)


def coded(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(pairs), columns=["participant", "code"])


def counts(table: pd.DataFrame, wanted: str) -> dict[str, int]:
    rows = table[table["code"] == wanted]
    return dict(zip(rows["group"], rows["participants"], strict=True))


def test_a_participant_who_says_it_ten_times_counts_once() -> None:
    table = themes_by_group(coded(*[("P01", "time")] * 10, ("P03", "time")), PEOPLE, CODEBOOK)
    assert counts(table, "time") == {"All groups": 2, "MSA": 1, "ICB": 1}


def test_a_family_counts_those_who_have_any_of_its_codes_once() -> None:
    said = coded(("P01", "time"), ("P01", "skills"), ("P02", "skills"), ("P03", "maps"))
    table = themes_by_group(said, PEOPLE, CODEBOOK)
    assert counts(table, "barriers") == {"All groups": 2, "MSA": 2, "ICB": 0}
    assert counts(table, "needs") == {"All groups": 1, "MSA": 0, "ICB": 1}


def test_a_family_coded_itself_counts_too_and_hands_nothing_down() -> None:
    table = themes_by_group(coded(("P01", "barriers"), ("P01", "time"), ("P02", "barriers")), PEOPLE, CODEBOOK)
    assert counts(table, "barriers")["MSA"] == 2
    assert counts(table, "time")["MSA"] == 1
    assert counts(table, "skills")["MSA"] == 0


def test_rows_follow_the_codebook_and_all_groups_comes_first() -> None:
    table = themes_by_group(coded(("P05", "maps")), PEOPLE, CODEBOOK)
    assert list(dict.fromkeys(table["code"])) == ["barriers", "time", "skills", "needs", "maps"]
    assert table["group"].tolist() == ["All groups", "MSA", "ICB"] * 5
    assert table["base"].tolist() == [5, 2, 3] * 5
    assert dict(zip(table["code"], table["family"], strict=True))["skills"] == "barriers"


def test_nothing_coded_gives_zeros() -> None:
    table = themes_by_group(coded(), PEOPLE, CODEBOOK)
    assert table["participants"].tolist() == [0] * 15


def test_codings_of_people_and_codes_not_known_are_not_counted() -> None:
    table = themes_by_group(coded(("P99", "time"), ("P01", "weather")), PEOPLE, CODEBOOK)
    assert table["participants"].sum() == 0


def test_a_code_counts_those_who_have_any_below_it_at_any_depth() -> None:
    table = themes_by_group(coded(("P01", "notice"), ("P02", "time"), ("P03", "barriers")), PEOPLE, DEEP)
    assert [counts(table, name)["All groups"] for name in ("barriers", "time", "notice")] == [3, 2, 1]
    assert dict(zip(table["code"], table["family"], strict=True)) == {
        "barriers": "", "time": "barriers", "notice": "time",
    }  # fmt: skip


def test_what_is_out_of_scope_counts_neither_itself_nor_for_those_above() -> None:
    table = themes_by_group(coded(("P01", "benefits"), ("P02", "pensions"), ("P03", "elsewhere")), PEOPLE, DEEP)
    assert set(table["code"]) == {"barriers", "time", "notice"}
    assert table["participants"].sum() == 0


codings_strategy = st.lists(
    st.tuples(st.sampled_from(PEOPLE["participant"].tolist()), st.sampled_from(["barriers", "time", "skills", "maps"]))
)


@settings(deadline=None)
@given(pairs=codings_strategy)
def test_every_count_is_that_of_a_set_of_people(pairs: list[tuple[str, str]]) -> None:
    table = themes_by_group(coded(*pairs), PEOPLE, CODEBOOK)
    parent = {c.id: c.parent for c in CODEBOOK.codes}
    for row in table.to_dict("records"):
        held = {person for person, said in pairs if row["code"] in (said, parent[said])}
        group = set(PEOPLE.loc[(PEOPLE["group"] == row["group"]) | (row["group"] == "All groups"), "participant"])
        assert row["participants"] == len(held & group)
        assert row["base"] == len(group)


def passages(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """(code, participant, length, rules): a quote of that length to which so many rules point, each in a place of its
    own."""
    said = [(c, p, "x" * length, "; ".join(["term"] * rules)) for c, p, length, rules in rows]
    frame = pd.DataFrame(said, columns=["code", "participant", "quote", "rule"])
    start = frame.index * 1000
    return frame.assign(source=frame["participant"], start=start, end=start + frame["quote"].str.len().astype(int))


CALLED = PEOPLE.assign(called=PEOPLE["group"])
SPOKE = {(c, group): 9 for c in ("time", "maps") for group in ("All groups", "MSA", "ICB")}  # enough to name each group


def choose(said: pd.DataFrame, at_least: dict[tuple[str, str], int] | None = None, **how: int) -> pd.DataFrame:
    return choose_quotes(said, CALLED, SPOKE if at_least is None else at_least, **how)


def chosen(frame: pd.DataFrame) -> list[tuple[str, str, int]]:
    return [(row["code"], row["participant"], len(row["quote"])) for row in frame.to_dict("records")]


@pytest.mark.parametrize(("length", "fits"), [(59, False), (60, True), (400, True), (401, False)])
def test_a_quote_of_a_length_outside_the_limits_is_not_chosen(length: int, fits: bool) -> None:
    assert len(choose(passages(("time", "P01", length, 1)))) == fits


def test_each_code_and_group_gets_up_to_so_many_each_by_another_participant() -> None:
    said = passages(*[("time", person, length, 1) for person in PEOPLE["participant"] for length in (100, 200, 230)])
    found = choose(said, per_group=2)
    assert chosen(found) == [("time", "P01", 230), ("time", "P02", 230), ("time", "P03", 230), ("time", "P04", 230)]
    assert found["group"].tolist() == ["MSA", "MSA", "ICB", "ICB"]
    assert list(found.columns) == ["code", "group", "participant", "quote"]


def test_what_several_rules_point_to_goes_before_what_has_the_better_length() -> None:
    said = passages(("time", "P01", 230, 1), ("time", "P02", 80, 2))
    assert chosen(choose(said, per_group=1)) == [("time", "P02", 80)]


def test_what_a_coder_starred_goes_before_all_else_and_may_be_of_any_length() -> None:
    said = passages(("time", "P01", 230, 1), ("time", "P02", 20, 1), ("maps", "P02", 230, 1))
    starred = said.assign(starred=[False, True, False])
    assert chosen(choose(starred, per_group=1)) == [("maps", "P02", 230), ("time", "P02", 20)]


def test_of_a_participants_passages_the_nearest_the_middle_is_taken() -> None:
    said = passages(("time", "P01", 390, 1), ("time", "P01", 250, 1), ("time", "P01", 70, 1))
    assert chosen(choose(said)) == [("time", "P01", 250)]


def test_nothing_coded_gives_no_quotes() -> None:
    assert choose(passages()).empty


some_passages = st.tuples(
    st.sampled_from(["time", "maps"]),
    st.sampled_from(["P01", "P02", "P03", "P04", "P99"]),
    st.integers(55, 65),
    st.integers(1, 2),
)


@settings(deadline=None)
@given(
    rows=st.lists(some_passages, max_size=20),
    data=st.data(),
    per_group=st.integers(1, 3),
    at_least=st.dictionaries(st.sampled_from(list(SPOKE)), st.integers(0, 4)),
)
def test_the_choice_does_not_hang_on_the_order_of_the_codings(
    rows: list[tuple[str, str, int, int]],
    data: st.DataObject,
    per_group: int,
    at_least: dict[tuple[str, str], int],
) -> None:
    how = {"per_group": per_group, "shortest": 57, "longest": 63}
    found = choose(passages(*rows), at_least, **how)
    again = choose(passages(*data.draw(st.permutations(rows))), at_least, **how)
    pd.testing.assert_frame_equal(found, again)
    for code, group in SPOKE:
        own = found[(found["code"] == code) & ((found["group"] == group) | (group == "All groups"))]
        assert len(own) <= at_least.get((code, group), 0)
    assert found["quote"].str.len().between(57, 63).all()
    assert not found.duplicated(["code", "participant"]).any()
    assert (found.groupby(["code", "group"]).size() <= per_group).all()


def groups_of(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(found[["code", "group", "participant"]].itertuples(index=False, name=None))


def test_a_group_is_named_only_where_the_tables_show_that_somebody_of_it_spoke() -> None:
    """MSA may be 0 to 2 by the tables: a quotation from it would say that it is not 0."""
    said = passages(*[("time", person, 230, 1) for person in PEOPLE["participant"]])
    found = choose(said, {("time", "All groups"): 5, ("time", "ICB"): 3, ("time", "MSA"): 0})
    assert groups_of(found) == [
        ("time", "All groups", "P01"), ("time", "All groups", "P02"),
        ("time", "ICB", "P03"), ("time", "ICB", "P04"),
    ]  # fmt: skip


def test_who_is_quoted_without_a_group_does_not_hang_on_the_group() -> None:
    """Were only the hidden group's people quoted without a group, the words would be known to be theirs."""
    lengths = {"P01": 100, "P02": 110, "P03": 230, "P04": 228, "P05": 150}
    said = passages(*[("time", person, length, 1) for person, length in lengths.items()])
    found = choose(said, {("time", "All groups"): 5, ("time", "ICB"): 3})
    assert groups_of(found)[:2] == [("time", "All groups", "P03"), ("time", "All groups", "P04")]


def test_a_theme_whose_whole_count_may_be_zero_has_no_quotation() -> None:
    said = passages(("time", "P01", 230, 1))
    assert choose(said, {("time", "All groups"): 0, ("time", "MSA"): 0}).empty
    assert choose(said, {}).empty


def test_no_more_people_are_quoted_than_are_known_to_have_spoken() -> None:
    said = passages(*[("time", person, 230, 1) for person in PEOPLE["participant"]])
    found = choose(said, {("time", "All groups"): 2, ("time", "ICB"): 1, ("time", "MSA"): 1})
    assert groups_of(found) == [("time", "MSA", "P01"), ("time", "ICB", "P03")]


def test_a_passage_comes_from_no_group_on_one_theme_and_from_a_named_one_on_another() -> None:
    """The same words under two codes, on one of which MSA cannot be named: there, they would be known to be MSA's."""
    one = passages(("time", "P01", 230, 1))
    other = one.assign(code="maps", start=one["start"] + 10, end=one["end"] + 10)
    spoke = {(c, g): 5 for c, g in SPOKE if (c, g) != ("maps", "MSA")}
    found = choose(pd.concat([one, other], ignore_index=True), spoke)
    assert groups_of(found) == [("maps", "All groups", "P01")]


def test_a_passage_in_which_nothing_was_replaced_goes_first() -> None:
    said = passages(("time", "P01", 230, 3), ("time", "P01", 70, 1))
    said["quote"] = ["[P02] " + "x" * 224, "y" * 70]
    assert choose(said)["quote"].tolist() == ["y" * 70]


band = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda ends: (min(ends), max(ends)))


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(60, 400), min_size=5, max_size=5),
    msa=band,
    icb=band,
    whole=st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: (min(ends), max(ends))),
    per_group=st.integers(1, 3),
)
def test_every_number_that_the_tables_leave_open_stays_open(
    lengths: list[int], msa: tuple[int, int], icb: tuple[int, int], whole: tuple[int, int], per_group: int
) -> None:
    """By going through all numbers of people that the published bands allow: in each, those quoted can be found."""
    said = passages(*[("time", who, length, 1) for who, length in zip(PEOPLE["participant"], lengths, strict=True)])
    least = {("time", "All groups"): whole[0], ("time", "MSA"): msa[0], ("time", "ICB"): icb[0]}
    named = choose(said, least, per_group=per_group)["group"].value_counts().to_dict()
    for of_msa in range(msa[0], msa[1] + 1):
        for of_icb in range(icb[0], icb[1] + 1):
            if whole[0] <= of_msa + of_icb <= whole[1]:
                left = of_msa + of_icb - named.get("MSA", 0) - named.get("ICB", 0)
                assert named.get("MSA", 0) <= of_msa
                assert named.get("ICB", 0) <= of_icb
                assert named.get("All groups", 0) <= left


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(60, 400), min_size=5, max_size=5),
    groups=st.permutations(["MSA", "MSA", "ICB", "ICB", "ICB"]),
)
def test_who_is_quoted_from_all_groups_is_the_same_whoever_is_in_which(lengths: list[int], groups: list[str]) -> None:
    """So nobody who knows how passages are chosen learns from the choice whose group somebody is of."""
    said = passages(*[("time", who, length, 1) for who, length in zip(PEOPLE["participant"], lengths, strict=True)])
    least = {("time", "All groups"): 5, ("time", "ICB"): 3}
    people = [PEOPLE.assign(group=kind, called=kind) for kind in (list(PEOPLE["group"]), groups)]
    one, other = (choose_quotes(said, each, least) for each in people)
    assert list(one.loc[one["group"] == "All groups", "quote"]) == list(
        other.loc[other["group"] == "All groups", "quote"]
    )
