"""Choosing passages that show a code, and listing them with who said them."""

from __future__ import annotations

from collections.abc import Mapping

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
    said = fit.merge(people[["participant", "called"]], on="participant")
    by_code = {str(code): rows for code, rows in said.groupby("code", sort=True)}
    groups = [str(group) for group in people["group"].unique()]
    called = set(people["called"])
    named = {code: [g for g in groups if g in called and at_least.get((code, g))] for code in by_code}
    chosen: dict[str, list[pd.DataFrame]] = {}
    for code, rows in by_code.items():
        whole = at_least.get((code, ALL_GROUPS), 0) if named[code] != groups else 0
        chosen[code] = [_one_each(rows, min(per_group, whole)).assign(called=ALL_GROUPS)]
    unnamed = {passage for (part,) in chosen.values() for passage in part["passage"]}
    for code, rows in by_code.items():
        own = rows[~rows["passage"].isin(unnamed)]
        for group in named[code]:
            so_far = pd.concat(chosen[code])
            room = min(at_least[code, group], at_least.get((code, ALL_GROUPS), 0) - len(so_far))
            theirs = own[(own["called"] == group) & ~own["participant"].isin(so_far["participant"])]
            chosen[code].append(_one_each(theirs, max(0, min(per_group, room))))
    parts = [part for parts in chosen.values() for part in parts]
    found = pd.concat(parts, ignore_index=True) if parts else said
    return found.drop(columns="group", errors="ignore").rename(columns={"called": "group"})[COLUMNS]


def _one_each(passages: pd.DataFrame, number: int) -> pd.DataFrame:
    return passages.drop_duplicates("participant").head(number)


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
