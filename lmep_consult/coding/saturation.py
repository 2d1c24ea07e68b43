"""When interviews stopped bringing new codes: code saturation, and how far it hangs on their order.

It says that new codes stopped coming, not that what they mean is understood: in M. M. Hennink, B. N. Kaiser and
V. C. Marconi, Code saturation versus meaning saturation, Qualitative Health Research 27 (2017),
doi:10.1177/1049732316665344, nine interviews held the codes and 16 to 24 were needed to understand them. V. Braun and
V. Clarke, To saturate or not to saturate?, Qualitative Research in Sport, Exercise and Health 13 (2021),
doi:10.1080/2159676X.2019.1704846, hold the idea itself to be at odds with reflexive thematic analysis, in which
meaning is made by whoever codes and never runs out. Report it as code saturation, for this codebook and these
interviews.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.errors import CodingError
from lmep_consult.table import ALL_GROUPS

# The codes of each interview in interview order, by the interview's name or without one.
CodesByInterview = Mapping[Hashable, Collection[Hashable]] | Sequence[Collection[Hashable]]
Counts = npt.NDArray[np.int64]
_AT_ONCE = 100  # orders, so that many interviews need little memory


@dataclass(frozen=True)
class Saturation:
    """Whether and where code saturation was reached; as text "6+2": at interview 6, seen from a run of two more.

    base, run, threshold: as asked for. base_codes: different codes in the base. reached: the interview (from 1) after
    which a run brought no more than the threshold, None where no run did. interviews: how many that took, 6 + 2 = 8,
    None likewise. runs: one row per run: first, last (interviews, from 1), new (codes), share (of the base's codes).
    """

    base: int
    run: int
    threshold: float
    base_codes: int
    reached: int | None
    interviews: int | None
    runs: pd.DataFrame

    def __str__(self) -> str:
        return "not reached" if self.reached is None else f"{self.reached}+{self.run}"


def interview_codes(
    codings: pd.DataFrame, interviews: Sequence[str], codebook: Codebook
) -> dict[Hashable, Collection[Hashable]]:
    """The codes within the study's scope that each interview holds, in the order of `interviews` (names of sources).

    codings: columns source, code. An interview without codings holds none.
    """
    within = codings[codings["code"].isin(list(parents_in_scope(codebook)))]
    held = within.groupby("source")["code"].agg(set).to_dict()
    return {interview: held.get(interview, set()) for interview in interviews}


def code_saturation(
    codes_by_interview: CodesByInterview, base: int = 4, run: int = 2, threshold: float = 0.05
) -> Saturation:
    """Code saturation after Guest, Namey and Chen.

    codes_by_interview: the codes that each interview holds, in the order of the interviews. base: how many interviews
    give the codes that new ones are compared with. run: how many interviews are looked at together. threshold: the
    largest share of new codes, of those in the base, that still counts as saturation; 0 = none at all.

    Runs overlap: after a base of four the runs of two are interviews 5 and 6, 6 and 7, 7 and 8. A code is new in the
    first interview that has it. Saturation is reached at the last interview before the first run whose new codes are
    no more than the threshold. A base without any code cannot be compared with, and nothing is then reached.

    Source: G. Guest, E. Namey and M. Chen, A simple method to assess and report thematic saturation in qualitative
    research, PLoS ONE 15 (2020), doi:10.1371/journal.pone.0232076. Their example: 37 codes in the base, and runs that
    add 7 (19 %), 4 (11 %) and 1 (3 %):

    >>> new = [16, 9, 7, 5, 4, 3, 1, 0, 2, 1, 0, 0]
    >>> interviews = [{f"{number}.{code}" for code in range(codes)} for number, codes in enumerate(new)]
    >>> found = code_saturation(interviews, base=4, run=2, threshold=0.05)
    >>> str(found), found.base_codes, [round(share, 2) for share in found.runs["share"][:3]]
    ('6+2', 37, [0.19, 0.11, 0.03])
    >>> str(code_saturation(interviews, threshold=0))
    '10+2'

    Raises CodingError where there are no interviews or an interview's codes are not a collection; ValueError where base
    or run is below 1 or the threshold not from 0 to below 1. What saturation of codes does not show: see this module.
    """
    _check(base, run, threshold)
    new = _new_codes(_holds(codes_by_interview)[None])
    found = int(new[0, :base].sum())
    totals = _in_runs(new, base, run)[0]
    firsts = np.arange(base + 1, base + 1 + len(totals))
    share = totals / found if found else np.full(len(totals), np.nan)
    runs = pd.DataFrame({"first": firsts, "last": firsts + run - 1, "new": totals, "share": share})
    at = int(_reached(new, base, run, threshold)[0])
    return Saturation(base, run, threshold, found, at or None, at + run if at else None, runs)


def saturation_table(
    codes_by_interview: CodesByInterview,
    groups: Mapping[Hashable, str] | None = None,
    bases: Sequence[int] = (4, 5, 6),
    runs: Sequence[int] = (2, 3),
    thresholds: Sequence[float] = (0.05, 0.0),
    orders: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Code saturation for several bases, runs and thresholds, in interview order and over random orders.

    groups: the group of each interview, by its name; interviews without one are in "All groups" alone.

    Returns one row for each group ("All groups" first, then as they come), base, run and threshold: group, interviews
    (in the group), codes (in the group), base, run, threshold, saturation ("6+2", or "" where not reached), reached
    (Int64, the 6), known (the share of the group's codes that the interviews up to the end of that run hold; NaN where
    not reached), and over `orders` random orders of the group's interviews share_reached (how many reach saturation)
    and median_reached (Int64, the interview by which half of them do; <NA> where fewer do). Where it differs much from
    `reached`, the order that the interviews happened to have decides. Guest, Namey and Chen drew interviews with
    replacement instead; orders keep to those that there were.

    Raises as `code_saturation` does, and CodingError where an interview in `groups` is not there.
    """
    rows = []
    for group, names, holds in _grouped(codes_by_interview, groups):
        new = _new_codes(holds[None])
        shuffled = _shuffled(holds, orders, seed)
        codes = int(new.sum())
        for base, run, threshold in product(bases, runs, thresholds):
            _check(base, run, threshold)
            at = int(_reached(new, base, run, threshold)[0])
            reached = _reached(shuffled, base, run, threshold)
            median = _median(reached)
            row = {"group": group, "interviews": len(names), "codes": codes}
            row |= {"base": base, "run": run, "threshold": threshold, "saturation": f"{at}+{run}" if at else ""}
            row |= {"reached": at or None, "known": new[0, : at + run].sum() / codes if at else np.nan}
            rows.append(row | {"share_reached": (reached > 0).mean(), "median_reached": median})
    return pd.DataFrame(rows).astype({"reached": "Int64", "median_reached": "Int64"})


def saturation_over_orders(
    codes_by_interview: CodesByInterview,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """In how many of `orders` random orders of the interviews saturation is reached by each interview.

    Returns one row per interview from `base` on: interview (from 1), share (reached by it or before). Raises as
    `code_saturation` does.
    """
    _check(base, run, threshold)
    holds = _holds(codes_by_interview)
    reached = _reached(_shuffled(holds, orders, seed), base, run, threshold)
    interviews = np.arange(base, len(holds) + 1)
    share = [((reached > 0) & (reached <= interview)).mean() for interview in interviews]
    return pd.DataFrame({"interview": interviews, "share": np.array(share, dtype=float)})


def saturation_curve(
    codes_by_interview: CodesByInterview, groups: Mapping[Hashable, str] | None = None
) -> pd.DataFrame:
    """How many new codes each interview brought, in interview order.

    groups: as in `saturation_table`. Returns one row for each group and its interviews: group, number (from 1),
    interview (its name; the number where it has none), new, cumulative.
    """
    parts = []
    for group, names, holds in _grouped(codes_by_interview, groups):
        new = _new_codes(holds[None])[0]
        numbers = range(1, len(names) + 1)
        columns = {"group": group, "number": numbers, "interview": names, "new": new, "cumulative": new.cumsum()}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _check(base: int, run: int, threshold: float) -> None:
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise ValueError(
            f"base={base}, run={run}, threshold={threshold}: base and run are 1 or more, threshold from 0 to below 1"
        )


def _named(codes_by_interview: CodesByInterview) -> dict[Hashable, Collection[Hashable]]:
    if isinstance(codes_by_interview, Mapping | pd.Series):
        named = dict(codes_by_interview.items())
    else:
        named = dict(enumerate(codes_by_interview, start=1))
    if not named:
        raise CodingError("There are no interviews, so nothing shows whether new codes stopped coming.")
    for name, codes in named.items():
        if isinstance(codes, str) or not isinstance(codes, Collection):
            raise CodingError(
                f"Interview {name}: its codes are {codes!r}; give a set of codes, empty where it has none."
            )
    return named


def _holds(codes_by_interview: CodesByInterview) -> npt.NDArray[np.bool_]:
    """Interviews x codes."""
    named = _named(codes_by_interview)
    places: dict[Hashable, int] = {}
    for codes in named.values():
        for code in codes:
            places.setdefault(code, len(places))
    holds = np.zeros((len(named), len(places)), dtype=bool)
    for row, codes in zip(holds, named.values(), strict=True):
        row[[places[code] for code in codes]] = True
    return holds


def _grouped(
    codes_by_interview: CodesByInterview, groups: Mapping[Hashable, str] | None
) -> list[tuple[str, list[Hashable], npt.NDArray[np.bool_]]]:
    """Each group's name, its interviews and which codes they hold."""
    named = _named(codes_by_interview)
    by_name = dict(groups.items()) if groups is not None else {}
    for name in by_name:
        if name not in named:
            raise CodingError(
                f"Interview {name}: has a group, but there are no codes of it; give it a set, even empty."
            )
    members: dict[str, list[Hashable]] = {ALL_GROUPS: list(named)}
    for name in named:
        if name in by_name:
            members.setdefault(by_name[name], []).append(name)
    return [(group, names, _holds({name: named[name] for name in names})) for group, names in members.items()]


def _new_codes(holds: npt.NDArray[np.bool_]) -> Counts:
    """orders x interviews: how many codes each interview is the first to have; from orders x interviews x codes."""
    first = holds.argmax(axis=1)
    new = np.zeros(holds.shape[:2], dtype=np.int64)
    order, code = np.nonzero(holds.any(axis=1))
    np.add.at(new, (order, first[order, code]), 1)
    return new


def _shuffled(holds: npt.NDArray[np.bool_], orders: int, seed: int) -> Counts:
    """`_new_codes` in random orders of the interviews."""
    random = np.random.default_rng(seed)
    drawn = np.array([random.permutation(len(holds)) for _ in range(orders)], dtype=np.intp)
    return np.concatenate([_new_codes(holds[some]) for some in np.split(drawn, range(_AT_ONCE, orders, _AT_ONCE))])


def _in_runs(new: Counts, base: int, run: int) -> Counts:
    """orders x runs: new codes in each run after the base."""
    if new.shape[1] < base + run:
        return np.zeros((len(new), 0), dtype=np.int64)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(new[:, base:], run, axis=1).sum(axis=2))


def _reached(new: Counts, base: int, run: int, threshold: float) -> Counts:
    """In each order the interview at which saturation is reached, 0 where it is not."""
    totals = _in_runs(new, base, run)
    found = new[:, :base].sum(axis=1)
    enough = (totals / np.maximum(found, 1)[:, None] <= threshold) & (found > 0)[:, None]
    if not totals.shape[1]:
        return np.zeros(len(new), dtype=np.int64)
    return np.where(enough.any(axis=1), base + enough.argmax(axis=1), 0)


def _median(reached: Counts) -> int | None:
    """The interview by which half of the orders have reached saturation."""
    ordered = np.sort(np.where(reached > 0, reached, np.iinfo(np.int64).max))
    middle = ordered[(len(ordered) - 1) // 2] if len(ordered) else 0
    return int(middle) if 0 < middle < np.iinfo(np.int64).max else None
