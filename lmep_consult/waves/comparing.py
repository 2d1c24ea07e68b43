"""How many said each thing in two waves, and of which the change is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import pandas as pd

from lmep_consult.disclosure import Rules, as_cell
from lmep_consult.disclosure.bands import Interval
from lmep_consult.table import ALL_GROUPS, Range
from lmep_consult.waves.exact import ERROR_RATE, Counted, Stratum, adjusted, change, p_values

ROSE, FELL, UNSAID = "rose", "fell", "cannot be said"
NOT_TESTED = "not tested"
# What the team sees of each item, besides what is published.
IN_FULL = [
    "item", "then", "base_then", "now", "base_now", "in_both", "came", "left", "p", "p_adjusted", "direction",
]  # fmt: skip
SHOWN = [
    "item", "group", "then", "base_then", "now", "base_now", "change_least", "change_most", "lower", "upper", "verdict",
]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One wave's answers. interviewed: everybody who could have said a thing, by id, with their group. by: of each
    item, the ids of those who said it."""

    interviewed: Mapping[str, str]
    by: Mapping[str, Set[str]]

    def of(self, item: str) -> Set[str]:
        return self.by[item] & self.interviewed.keys()


def in_full(then: Said, now: Said, pairs: Mapping[str, str], rate: float = ERROR_RATE) -> pd.DataFrame:
    """Every item that both waves have, for the team: columns IN_FULL; the items are one family (see `exact.adjusted`).

    pairs: of people found in both waves, the id then by the id now. p_adjusted is NaN where so few said it that no
    answers could have shown a change. direction: 1 more, -1 fewer than no change lets expect, 0 neither.
    """
    both = {late: early for late, early in pairs.items() if late in now.interviewed and early in then.interviewed}
    rows = []
    least = []
    for item in (each for each in now.by if each in then.by):
        before, after = then.of(item), now.of(item)
        came = sum(late in after and early not in before for late, early in both.items())
        left = sum(late not in after and early in before for late, early in both.items())
        groups = _groups(then.interviewed, set(both.values())), _groups(now.interviewed, both.keys())
        strata = tuple(
            Stratum(len(before & groups[0][name]), len(groups[0][name]), len(after & people), len(people))
            for name, people in sorted(groups[1].items())
            if name in groups[0]
        )
        p, lowest, direction = p_values(Counted(came, left, strata))
        least.append(lowest)
        sizes = (len(before), len(then.interviewed), len(after), len(now.interviewed), len(both))
        rows.append([item, *sizes, came, left, p, float("nan"), direction])
    table = pd.DataFrame(rows, columns=IN_FULL)
    return table.assign(p_adjusted=adjusted(table["p"].tolist(), least, rate))


def _groups(interviewed: Mapping[str, str], without: Set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for who, group in interviewed.items():
        if who not in without:
            found.setdefault(group, set()).add(who)
    return found


@dataclass(frozen=True)
class Published:
    """What one wave published. counts: of each item and group the interval; bases: of how many people. rules: the
    study's."""

    counts: Mapping[tuple[str, str], Interval]
    bases: Mapping[tuple[str, str], int]
    rules: Rules

    def cell(self, item: str, group: str) -> int | str | Range:
        return as_cell(self.counts[item, group], self.bases[item, group], self.rules)


def shown(
    full: pd.DataFrame, then: Published, now: Published, comparable: bool = True, rate: float = ERROR_RATE
) -> pd.DataFrame:
    """What leaves of `full`: columns SHOWN, a row for each item and group that both waves published, all groups first.

    Counts are those that each wave published, ranges where it published ranges. The change and its 95% interval are
    worked out from these alone, in points of a hundred: from the least that the ranges allow to the most. An item rose
    or fell where p_adjusted is at most `rate`, and where every number in the ranges has it so. Groups are not tested by
    themselves. comparable: whether the two waves were coded in the same way; nothing is claimed where they were not.
    """
    rows = []
    for each in full.to_dict("records"):
        item = str(each["item"])
        groups = [group for name, group in now.counts if name == item and (item, group) in then.counts]
        for group in sorted(groups, key=lambda name: name != ALL_GROUPS):
            bases = then.bases[item, group], now.bases[item, group]
            if then.rules.too_small(bases[0]) or now.rules.too_small(bases[1]) or 0 in bases:
                continue
            cells = then.cell(item, group), now.cell(item, group)
            ends = [_ends(cell, base) for cell, base in zip(cells, bases, strict=True)]
            low = change(ends[0][1], bases[0], ends[1][0], bases[1])
            high = change(ends[0][0], bases[0], ends[1][1], bases[1])
            verdict = NOT_TESTED
            if group == ALL_GROUPS:
                found = comparable and each["p_adjusted"] <= rate
                up, down = each["direction"] == 1 and low[0] > 0, each["direction"] == -1 and high[0] < 0
                verdict = ROSE if found and up else FELL if found and down else UNSAID
            points = [round(100 * share) for share in (low[0], high[0], low[1], high[2])]
            rows.append([item, group, cells[0], bases[0], cells[1], bases[1], *points, verdict])
    return pd.DataFrame(rows, columns=SHOWN).astype({"then": object, "now": object})


def _ends(cell: int | str | Range, base: int) -> tuple[int, int]:
    if isinstance(cell, Range):
        return cell.low, cell.high
    return (0, base) if isinstance(cell, str) else (cell, cell)
