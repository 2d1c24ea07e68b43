"""Which counts to withhold, so that none can be worked out from those shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from lmep_consult.cache import Cache
from lmep_consult.disclosure.attacker import ALL
from lmep_consult.disclosure.audit import Audit, Linked
from lmep_consult.disclosure.counts import Counts, Relation
from lmep_consult.disclosure.rules import Rules
from lmep_consult.fingerprint import key_of, toolkit


def to_withhold(counts: Counts, rules: Rules, cache: Cache | None = None) -> set[int]:
    """The counts of `counts` to withhold: what `rules` call sensitive, all of groups too small to be shown alone, and
    as many more as `Audit` asks for.

    Those further ones are chosen one at a time near a count that is disclosed: in the sums it is part of before
    other relations, parts before totals, counts that can hide behind another in all their sums before those that
    cannot, the smallest first. Where a count could be worked out because it is not zero, even with all others withheld,
    the zeros of its sums go too. Last, those that turn out not to be needed are shown again. The choice is the same
    every time. Counts that no relation ties, however far around, have no effect on each other.

    cache: where each set of tied counts keeps what was chosen; it is chosen again where one of them changed.
    """
    hidden: set[int] = set()
    for cells, part in counts.apart():
        if any(_must_go(cell, part, rules) for cell in range(len(cells))):
            hidden |= {cells[cell] for cell in _kept(part, rules, cache)}
    return hidden


def _kept(counts: Counts, rules: Rules, cache: Cache | None) -> Iterable[int]:
    if cache is None:
        return _chosen(counts, rules)
    relations = [(relation.whole, relation.parts, relation.least, relation.most) for relation in counts.relations]
    what = [counts.values, counts.bases, relations, sorted(counts.open), sorted(counts.all_may_show)]
    by = [rules.minimum_base, rules.minimum_count, rules.unanimous_base]
    key = key_of("counts to withhold", toolkit(), what, by)
    numbers: list[int] = json.loads(cache.kept(key, lambda: json.dumps(sorted(_chosen(counts, rules))).encode("ascii")))
    return numbers


def _chosen(counts: Counts, rules: Rules) -> set[int]:
    audit = Audit(counts, rules)
    hidden = {cell for cell in range(len(counts.values)) if _must_go(cell, counts, rules)}
    added = _withhold_more(audit, hidden)
    while bare := _of_sums_disclosed(audit, hidden):
        audit.withhold_zeros(bare)
        hidden |= {cell for cell in bare if counts.values[cell] == 0}
        added += _withhold_more(audit, hidden)
    anyway = _disclosed(audit, hidden)  # nothing is left to help these
    for cell in sorted(added, key=lambda cell: (-(counts.values[cell] or 0), cell)):
        (linked,) = audit.linked(hidden, near={cell})
        rest = audit.linked(hidden - {cell}, near=linked.ranges)
        if not any(audit.discloses_more(each, than=anyway) for each in rest):
            hidden.remove(cell)
    return hidden


def _withhold_more(audit: Audit, hidden: set[int]) -> list[int]:
    """Add to `hidden` until nothing is disclosed or nothing is left to add; what was added."""
    added: list[int] = []
    while more := set(_partners(audit, hidden)):
        hidden |= more
        added += more
    return added


def _disclosed(audit: Audit, hidden: set[int]) -> dict[int, int]:
    return {cell: much for linked in audit.linked(hidden) for cell, much in audit.disclosed(linked).items()}


def _of_sums_disclosed(audit: Audit, hidden: set[int]) -> set[int]:
    """The counts that could not be zero so far, of all sums with a disclosed count that is not zero."""
    disclosed = [
        cell for cell, much in _disclosed(audit, hidden).items() if much == ALL and audit.counts.values[cell] != 0
    ]
    sums = {relation for cell in disclosed for relation in audit.relations_of(cell) if relation.is_sum}
    return {cell for relation in sums for cell in relation.cells} - audit.zeros - audit.counts.open


def _must_go(cell: int, counts: Counts, rules: Rules) -> bool:
    value, base = counts.values[cell], counts.bases[cell]
    if cell in counts.open:
        return False
    return value is None or rules.too_few(base) or rules.sensitive(value, base, cell in counts.all_may_show)


def _partners(audit: Audit, hidden: set[int]) -> Iterator[int]:
    """One more count to withhold for each that is disclosed; where several share a relation, for the first of them."""
    for linked in audit.linked(hidden):
        alone = [cell for cell, (low, high) in linked.ranges.items() if low == high]
        choices = list(_near(alone, linked, audit, hidden))  # these are seen at a glance, so they come first
        yield from choices or _near(sorted(audit.disclosed(linked)), linked, audit, hidden)


def _near(disclosed: Iterable[int], linked: Linked, audit: Audit, hidden: set[int]) -> Iterator[int]:
    around = list(dict.fromkeys(relation for cell in linked.ranges for relation in audit.relations_of(cell)))
    busy: set[Relation] = set()
    for cell in disclosed:
        own = audit.relations_of(cell)
        if busy.isdisjoint(own):
            sums = [relation for relation in own if relation.is_sum]
            choices = (_smallest(near, audit, hidden) for near in (sums, own, around))
            choice = next((choice for choice in choices if choice is not None), None)
            if choice is not None:
                busy.update(own)
                yield choice


def _smallest(relations: Iterable[Relation], audit: Audit, hidden: set[int]) -> int | None:
    """The count shown in `relations` that is best withheld, if any of them is not zero."""

    def cost(cell: int) -> tuple[bool, int, int, int]:
        own = audit.relations_of(cell)
        total = any(relation.whole == cell for relation in own)
        alone = sum(relation.least == relation.most and hidden.isdisjoint(relation.cells) for relation in own)
        return total, alone, audit.counts.values[cell] or 0, cell

    shown = {cell for relation in relations for cell in relation.cells} - hidden - audit.counts.open
    return min((cell for cell in shown if audit.counts.values[cell]), key=cost, default=None)
