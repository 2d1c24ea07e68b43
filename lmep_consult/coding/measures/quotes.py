"""Choosing passages that show a code, and listing them with who said them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from lmep_consult.table import ALL_GROUPS

COLUMNS = ["code", "group", "participant", "quote"]
_SHORTEST, _LONGEST = 60, 400


def choose_quotes(
    codings: pd.DataFrame,
    people: pd.DataFrame,
    at_least: Mapping[tuple[str, str], int],
    per_group: int = 2,
    shortest: int = _SHORTEST,
    longest: int = _LONGEST,
) -> pd.DataFrame:
    """Passages that show each code, and the group that each may be said to come from.

    codings: columns code, participant, source, start, end, quote, rule. people: all who were interviewed: participant,
    group, called (the group that their quotations may be said to come from, "All groups" where they may be said to
    come from none). at_least: how many people spoke of a code, by (code, group) and (code, "All groups"), as tables
    that readers see too show it: the least that it may be; what is not there is 0.

    The rule: the quotations of a code tell nothing that the tables do not. So no more people are quoted on a code, and
    of a group, than `at_least`. Where some group cannot be named on a code, up to `per_group` passages are chosen first
    from what everybody said, and come from "All groups": whose they are is as open as before. Then each group that can
    be named has up to `per_group` of its own. All passages of a code are by different people. A passage, or another
    that has words of it, that comes from "All groups" on one code comes from a named group on none.

    Passages of `shortest` to `longest` characters are taken, and of any length those that a coder starred (`starred`,
    where the codings have such a column): these first, then those in which nothing was replaced, then those that
    several rules point to, then those nearest the middle length; the choice is the same every time.

    Returns columns code, group (as called), participant, quote: by code, "All groups" first, groups in the order of
    `people`.
    """
    starred = codings["starred"].astype(bool) if "starred" in codings else pd.Series(False, index=codings.index)
    fit = codings.assign(starred=starred)[codings["quote"].str.len().between(shortest, longest) | starred]
    fit = _best_for_readers(fit.assign(passage=_passages(fit)), (shortest + longest) / 2)
    called = dict(zip(people["participant"], people["called"], strict=True))
    groups = [str(group) for group in people["group"].unique()]
    by_code: dict[str, list[_Passage]] = {}
    for code, *said in fit[["code", *_Passage._fields]].sort_values("code", kind="stable").itertuples(index=False):
        if said[0] in called:
            by_code.setdefault(str(code), []).append(_Passage(*said))
    named = {code: [g for g in groups if g in called.values() and at_least.get((code, g))] for code in by_code}
    chosen: dict[str, list[tuple[str, _Passage]]] = {}
    for code, passages in by_code.items():
        whole = at_least.get((code, ALL_GROUPS), 0) if named[code] != groups else 0
        chosen[code] = [(ALL_GROUPS, each) for each in _one_each(passages, min(per_group, whole))]
    unnamed = {each.passage for of_code in chosen.values() for _, each in of_code}
    for code, passages in by_code.items():
        own = [each for each in passages if each.passage not in unnamed]
        for group in named[code]:
            so_far = {each.participant for _, each in chosen[code]}
            room = min(per_group, at_least[code, group], at_least.get((code, ALL_GROUPS), 0) - len(so_far))
            theirs = [e for e in own if called[e.participant] == group and e.participant not in so_far]
            chosen[code] += [(group, each) for each in _one_each(theirs, room)]
    rows = [(code, group, each.participant, each.quote) for code, found in chosen.items() for group, each in found]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


class _Passage(NamedTuple):
    """passage: a number, the same for passages that have words in common."""

    participant: str
    quote: str
    passage: int


def _one_each(passages: list[_Passage], number: int) -> list[_Passage]:
    """The first passages of the first so many people."""
    first: dict[str, _Passage] = {}
    for each in passages:
        first.setdefault(each.participant, each)
    return list(first.values())[: max(0, number)]


def _passages(codings: pd.DataFrame) -> pd.Series:
    """A number for each coding, the same for those that have words in common."""
    rows = codings.sort_values(["source", "start"], kind="stable")
    before = rows["end"].astype(int).groupby(rows["source"]).cummax().shift()
    new = (rows["source"] != rows["source"].shift()) | (rows["start"].astype(int) >= before)
    return new.cumsum().reindex(codings.index)


def _best_for_readers(codings: pd.DataFrame, length: float) -> pd.DataFrame:
    rank = codings.assign(
        unstarred=~codings["starred"],
        replaced=codings["quote"].str.count(r"\["),
        rules=-codings["rule"].str.count("; "),
        off=(codings["quote"].str.len() - length).abs(),
    )
    order = ["unstarred", "replaced", "rules", "off", "quote", "participant"]
    return rank.sort_values(order, kind="stable").drop(columns=order[:4])


def best_first(codings: pd.DataFrame, length: float = (_SHORTEST + _LONGEST) / 2) -> pd.DataFrame:
    """Passages that several rules point to first, then those nearest `length` characters."""
    rank = codings.assign(rules=-codings["rule"].str.count("; "), off=(codings["quote"].str.len() - length).abs())
    return rank.sort_values(["rules", "off", "participant", "quote"], kind="stable").drop(columns=["rules", "off"])


def quotes_with_attributes(codings: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Every coded passage with what is known of whoever said it.

    codings: columns code, quote, participant, source, turn, start, and whichever of coder and memo there are.
    people: participant and any attributes, as columns.

    Returns one row per coding, by code, participant and place: code, quote, participant, the attributes (blank where
    `people` has no such participant), source, turn, coder, memo.
    """
    rows = codings.sort_values(["code", "participant", "source", "start"], kind="stable")
    kept = [column for column in ("source", "turn", "coder", "memo") if column in rows]
    attributes = people.drop(columns=[column for column in ("code", "quote", *kept) if column in people])
    said = rows[["code", "quote", "participant"]].merge(attributes, on="participant", how="left")
    return pd.concat([said, rows[kept].reset_index(drop=True)], axis="columns")
