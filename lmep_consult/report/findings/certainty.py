"""How sure a result is, in three words, defined once for every sentence, chart and table.

A first place is

- *clear* where the votes leave it open to one option alone (the simultaneous 95% rank sets of `priorities`);
- *likely* where others could still be first, but one option's points lie above those of each other, by the 95% ranges
  that resampling the voters gives (`ahead` in `priorities`);
- *too close to call* otherwise.

A difference between two groups in the points they give an option is

- *clear* where they met in workshops and the adjusted p of the comparison within those is under 0.05;
- *likely* where they did not meet, so that the workshops may be what differs, but the difference is beyond chance among
  voters and goes the same way in every workshop;
- not claimed otherwise.

Rank sets and ranges take voters for independent, those of one workshop too; so what sets groups apart is never called
clear by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from lmep_consult.table import ALL_GROUPS, SUPPRESSED

CHANCE = 0.05
_OF_DIFFERENCE = ["poll", "question", "question_title", "option", "certainty"]


class Certainty(StrEnum):
    CLEAR = "clear"
    LIKELY = "likely"
    CLOSE = "too close to call"


@dataclass(frozen=True)
class First:
    """Who is first in a question, for all voters or a group. leaders: the options with the most points, several where
    they tie; open_to: those that could be first, of `options`; base: voters."""

    poll: str
    question: str
    title: str
    group: str
    leaders: tuple[str, ...]
    open_to: tuple[str, ...]
    options: int
    base: int
    certainty: Certainty


@dataclass(frozen=True)
class Difference:
    """An option that some groups put higher than others do, each of the first than each of the second, and all as
    surely. points: the least difference. workshops: by group, in how many of its workshops it holds, of how many; of
    groups that met, those they shared."""

    poll: str
    question: str
    title: str
    option: str
    higher: tuple[str, ...]
    lower: tuple[str, ...]
    points: float
    certainty: Certainty
    workshops: dict[str, tuple[int, int]]


def shown_ranks(priorities: pd.DataFrame) -> pd.DataFrame:
    """The rows of `priorities` that have a rank which is not withheld; the rank and its ends as numbers."""
    shown = priorities[(priorities["rank"] != SUPPRESSED) & priorities["rank"].notna()]
    return shown.astype({"rank": int, "rank_lower": int, "rank_upper": int}).reset_index(drop=True)


def firsts(priorities: pd.DataFrame) -> list[First]:
    """Each question's first place, overall and by group, in the table's order."""
    parts: dict[tuple[str, str, str], list[dict[Any, Any]]] = {}
    for row in shown_ranks(priorities).to_dict("records"):
        parts.setdefault((row["poll"], row["question"], row["group"]), []).append(row)
    made = []
    for (poll, question, group), rows in parts.items():
        best = min(row["rank"] for row in rows)
        first = [row for row in rows if row["rank"] == best]
        open_to = tuple(row["option"] for row in rows if row["rank_lower"] == 1)
        likely = any(row["ahead"] is True for row in first)
        certainty = Certainty.CLEAR if len(open_to) == 1 else Certainty.LIKELY if likely else Certainty.CLOSE
        leaders = tuple(row["option"] for row in first)
        title, base = rows[0]["question_title"], rows[0]["base"]
        made.append(First(poll, question, title, group, leaders, open_to, len(rows), base, certainty))
    return made


def differences(group_differences: pd.DataFrame) -> list[Difference]:
    """The differences that may be claimed, the surest and largest first; an option's with several groups as one."""
    pairs: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for pair in _claimed(group_differences):
        pairs.setdefault((pair["poll"], pair["question"], pair["option"], pair["certainty"]), []).append(pair)
    made = []
    for rows in pairs.values():
        lower_of: dict[str, tuple[str, ...]] = {}
        for row in rows:
            lower_of[row["higher"]] = (*lower_of.get(row["higher"], ()), row["lower"])
        for lower in dict.fromkeys(lower_of.values()):
            higher = tuple(group for group, below in lower_of.items() if below == lower)
            own = [row for row in rows if row["higher"] in higher]
            poll, question, title, option, certainty = (own[0][column] for column in _OF_DIFFERENCE)
            points = float(min(row["points"] for row in own))
            made.append(Difference(poll, question, title, option, higher, lower, points, certainty, _held(own)))
    surest = list(Certainty)
    return sorted(made, key=lambda each: (surest.index(each.certainty), -len(each.lower), -each.points))


def _held(pairs: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """By group, the fewest of its workshops in which one of the pairs holds."""
    workshops: dict[str, tuple[int, int]] = {}
    for pair in pairs:
        for group, holds in pair["workshops"].items():
            workshops[group] = min(holds, workshops.get(group, holds))
    return workshops


def _claimed(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in table.to_dict("records"):
        certainty = _certainty_of_difference(row)
        if certainty is None:
            continue
        a, b = row["group_a"], row["group_b"]
        higher, lower = (a, b) if row["difference"] > 0 else (b, a)
        holds = {row[f"group_{side}"]: (int(row[f"holds_{side}"]), int(row[f"workshops_{side}"])) for side in "ab"}
        yield {str(column): cell for column, cell in row.items()} | {
            "higher": higher,
            "lower": lower,
            "points": abs(row["difference"]),
            "certainty": certainty,
            "workshops": holds,
        }


def _certainty_of_difference(row: dict[Any, Any]) -> Certainty | None:
    p, needed = (pd.to_numeric(row[column], errors="coerce") for column in ("p_adjusted", "needed_effect"))
    if row["apart"] == "no":
        return Certainty.CLEAR if p < CHANCE else None
    everywhere = all(row[f"holds_{side}"] == row[f"workshops_{side}"] for side in "ab")
    beyond = needed > 0 and not p >= CHANCE
    return Certainty.LIKELY if beyond and everywhere else None


def of_group(found: list[First], question: str, group: str = ALL_GROUPS) -> First | None:
    return next((each for each in found if (each.question, each.group) == (question, group)), None)
