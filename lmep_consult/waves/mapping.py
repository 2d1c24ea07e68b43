"""Codes of an earlier codebook as the later one has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lmep_consult.codebook import Codebook
from lmep_consult.coding import Decision
from lmep_consult.coding.decisions.migrating import Migrations
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.disclosure.bands import Interval
from lmep_consult.errors import Problem


@dataclass(frozen=True)
class Mapped:
    """of: of each code of the later codebook, the codes of the earlier one that were it or belonged to it. problems:
    codes that cannot be compared, and why."""

    of: dict[str, frozenset[str]]
    problems: tuple[Problem, ...]


def became(
    earlier: Codebook, later: Codebook, decisions: Iterable[Decision], said: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """What each code of the earlier codebook is called in the later one: as study.toml says, else as the migrations in
    the logs of both studies do. One that neither names is called what it was called."""
    migrations = Migrations(decision for decision in decisions if decision.action == "migrate")
    names = {code.id: migrations.now(earlier.version, code.id) for code in earlier.codes}
    return names | {old: tuple(new) for old, new in said.items()}


def mapped(earlier: Codebook, later: Codebook, now: Mapping[str, tuple[str, ...]]) -> Mapped:
    """now: what `became` gives. A code of the later codebook counts whoever has, in the earlier wave, a code that is
    now it or belongs to it. A code that was split counts for what all of its parts belong to, and for none of the
    parts: nobody has decided which it was."""
    within, before = parents_in_scope(later), parents_in_scope(earlier)
    of: dict[str, frozenset[str]] = {}
    problems = []
    for old in before:
        if lost := [new for new in now[old] if new not in within] or ([old] if not now[old] else []):
            what = (
                f"of the earlier codebook is {' and '.join(lost)} in no code that the later one counts; "
                "say what it became in [waves] codes"
            )
            problems.append(Problem(f"code {old}", what))
    for code in within:
        below = {each for each in within if code in (each, *later.ancestors(each))}
        whole = {old for old in before if now[old] and below.issuperset(now[old])}
        part = [old for old in before if old not in whole and below.intersection(now[old])]
        if part:
            problems.append(Problem(f"code {code}", f"not compared: only part of what was {' and '.join(part)}"))
        elif not whole:
            problems.append(Problem(f"code {code}", "not compared: the earlier codebook had nothing that became it"))
        else:
            of[code] = frozenset(whole)
    return Mapped(of, tuple(problems))


def bounds(old: frozenset[str], earlier: Codebook, published: Mapping[str, Interval], base: int) -> Interval:
    """Between which numbers those lie who have any of the codes `old`, by what was published of each code.

    A code's own count holds all below it. Of one code with all below it this is what was published; of several
    together, no fewer than the most of one and no more than all of them added up. So nothing is said of the earlier
    wave that it did not say itself.
    """
    before = parents_in_scope(earlier)
    inside = {code: {each for each in before if code in (each, *earlier.ancestors(each))} <= old for code in old}
    tops = [code for code in old if before[code] not in old]
    known = {code: published.get(code, (0, base)) for code in old}
    if len(tops) == 1 and inside[tops[0]]:
        return known[tops[0]]
    least = max((known[code][0] for code in old if inside[code]), default=0)
    return least, min(base, sum(known[code][1] for code in tops))
