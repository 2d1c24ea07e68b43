"""An attacker calls a count disclosed only where no other count fits."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules
from lmep_consult.disclosure.attacker import ALL, NOT_MORE
from lmep_consult.disclosure.audit import Audit
from lmep_consult.disclosure.counts import Counts, Relation, counts_of
from lmep_consult.table import Table

TOTAL = "All groups"
BASES = {"g0": 7, "g1": 11, "g2": 1, TOTAL: 19}
FAMILY = {"f": "", "c0": "f", "c1": "f", "c2": "f"}
SPOKE = {"f": (7, 9, 1, 17), "c0": (3, 5, 0, 8), "c1": (1, 1, 0, 2), "c2": (6, 8, 1, 15)}
FREELY = {"f": (5, 6, 1, 12), "c0": (3, 5, 0, 8), "c1": (0, 1, 0, 1), "c2": (3, 4, 1, 8)}
SHOWN = {
    "spoke": [("f", TOTAL), ("c0", "g1"), ("c0", TOTAL), ("c2", "g1"), ("c2", TOTAL)],
    "freely": [("f", "g1"), ("f", TOTAL), ("c0", "g1"), ("c0", TOTAL), ("c1", "g0"), ("c2", TOTAL)],
}
# Other counts with the same shown, of which seven people (at least) spoke of c1 freely.
OTHER = {
    "spoke": {"c0": (2, 5, 1, 8), "c1": (7, 9, 1, 17)},
    "freely": {"c0": (2, 5, 1, 8), "c1": (0, 6, 1, 7), "c2": (4, 4, 0, 8)},
}


def table(name: str, counts: dict[str, tuple[int, ...]]) -> Table:
    rows = [(code, FAMILY[code], g, n, BASES[g]) for code in counts for g, n in zip(BASES, counts[code], strict=True)]
    frame = pd.DataFrame(rows, columns=["code", "family", "group", "people", "base"])
    return Table(name, "t", frame, key=("code",), people=("people",), base="base", parent="family")


def both(spoke: dict[str, tuple[int, ...]], freely: dict[str, tuple[int, ...]]) -> Counts:
    return counts_of([table("spoke", spoke), replace(table("freely", freely), within={"people": "spoke.people"})])


def test_counts_that_could_be_others_are_not_called_disclosed() -> None:
    """Integer programming that simplifies the programme first finds none of the others here (HiGHS 1.12)."""
    counts = both(SPOKE, FREELY)
    other = both(SPOKE | OTHER["spoke"], FREELY | OTHER["freely"])  # checks that its parts add up
    hidden = {
        cell
        for (source, (code,), group), cell in counts.number.items()
        if (code, group) not in SHOWN[source.partition(".")[0]]
    }
    assert all(counts.values[cell] == other.values[cell] for cell in range(len(counts.values)) if cell not in hidden)
    disclosed = {cell for cell in hidden if counts.values[cell] == other.values[cell]}
    rules = Rules(minimum_base=2, minimum_count=2, unanimous_base=1)
    audit = Audit(counts, rules)
    assert {cell for linked in audit.linked(hidden) for cell in audit.disclosed(linked)} <= disclosed


@st.composite
def linked_counts(draw: st.DrawFn) -> tuple[Counts, list[set[int]]]:
    """A few counts in sums and parts of one another, and several choices of those withheld."""
    counts = Counts()
    size = draw(st.integers(3, 5))
    for cell in range(size):
        base = draw(st.integers(1, 4))
        counts.add(("t", (str(cell),), "g"), draw(st.integers(1, base)), base)
    for _ in range(draw(st.integers(1, 3))):
        whole, *parts = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=size, unique=True))
        more = counts.values[whole] - sum(counts.values[part] for part in parts)  # type: ignore[misc, operator]
        least, most = draw(st.sampled_from([(0, more), (0, math.inf)])) if more >= 0 else (-math.inf, 0)
        counts.relations.append(Relation(whole, tuple(parts), least, most))
    chosen = st.sets(st.integers(0, size - 1), min_size=2)
    return counts, draw(st.lists(chosen, min_size=1, max_size=4))


def disclosed_by_listing(counts: Counts, rules: Rules, cells: list[int]) -> dict[int, int]:
    """What is disclosed of the withheld `cells`, by every set of counts that fits."""
    near = [each for each in counts.relations if not set(each.cells).isdisjoint(cells)]
    fitting = []
    for chosen in product(*(range(0 if rules.too_few(counts.bases[c]) else 1, counts.bases[c] + 1) for c in cells)):
        value = dict(enumerate(counts.values)) | dict(zip(cells, chosen, strict=True))
        if all(each.least <= value[each.whole] - sum(value[p] for p in each.parts) <= each.most for each in near):
            fitting.append(value)
    together = {cell: {cell} for cell in cells}
    for relation in near:
        if relation.is_sum:
            joined = set().union(*(together[cell] for cell in relation.cells if cell in together))
            together |= dict.fromkeys(joined, joined)
    disclosed = {}
    for cell in cells:
        suspected = [
            value
            for value in fitting
            if any(rules.too_few(counts.bases[c]) or rules.sensitive(value[c], counts.bases[c]) for c in together[cell])
        ]
        if len({value[cell] for value in suspected or fitting}) == 1:
            disclosed[cell] = ALL
        elif max(value[cell] for value in fitting) < min(rules.minimum_count, counts.bases[cell]):
            disclosed[cell] = NOT_MORE
    return disclosed


@settings(max_examples=150, deadline=None)
@given(linked=linked_counts(), rules=st.builds(Rules, st.just(3), st.integers(2, 4), unanimous_base=st.integers(1, 4)))
def test_what_is_disclosed_is_what_listing_all_that_fits_discloses(
    linked: tuple[Counts, list[set[int]]], rules: Rules
) -> None:
    """Whatever the attacker remembers of what was withheld before."""
    counts, choices = linked
    audit = Audit(counts, rules)
    for hidden in choices:
        for each in audit.linked(hidden):
            assert audit.disclosed(each) == disclosed_by_listing(counts, rules, list(each.ranges))
