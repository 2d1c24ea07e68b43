"""The counts that tables show, and how they bound one another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lmep_consult.errors import DisclosureError
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Table

Name = tuple[str, tuple[str, ...], str]
"""What a count is known by: "table.column", the values of the table's key, the group."""


@dataclass(frozen=True)
class Relation:
    """What every reader knows: `least` <= whole less the sum of parts <= `most`. Cells are numbers into `Counts`."""

    whole: int
    parts: tuple[int, ...]
    least: float = 0
    most: float = math.inf

    @property
    def cells(self) -> tuple[int, ...]:
        return (self.whole, *self.parts)

    @property
    def is_sum(self) -> bool:
        return self.least == 0 and self.most < math.inf


@dataclass
class Counts:
    """Counts of people, each once however many tables show it.

    values: None where the count was withheld before. bases: of how many people. relations: what ties them. open:
    those that every reader knows, since they are how many took part. all_may_show: those where it is known to
    everybody that all of a group are counted.
    """

    values: list[int | None] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    number: dict[Name, int] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    all_may_show: set[int] = field(default_factory=set)

    def add(self, name: Name, value: object, base: int) -> int:
        """The number of the count known by `name`, taken in if it is new.

        Raises DisclosureError where two tables show it and differ.
        """
        count = None if value == SUPPRESSED else int(value)  # type: ignore[call-overload]
        if name not in self.number:
            self.number[name] = len(self.values)
            self.values.append(count)
            self.bases.append(base)
        cell = self.number[name]
        if count is not None and self.values[cell] not in (None, count):
            raise DisclosureError(f"{_said(name)} is {self.values[cell]} in one place and {count} in another.")
        self.values[cell] = count if self.values[cell] is None else self.values[cell]
        return cell

    def adding_up(self, whole: int, parts: Sequence[int], missing: int, name: Name) -> None:
        """Take in that `parts` make up `whole`, except at most `missing` people; DisclosureError otherwise."""
        known = [self.values[cell] for cell in (whole, *parts)]
        total, *each = [count for count in known if count is not None] or [0]
        if None not in known and not 0 <= total - sum(each) <= missing:
            raise DisclosureError(f"{_said(name)} is {total}, but its parts add up to {sum(each)}.")
        self.relations.append(Relation(whole, tuple(parts), 0, missing))

    def covering(self, whole: int, parts: Sequence[int], all_of_it: bool) -> None:
        """Take in that whoever is in one of `parts` is in `whole`, and, if `all_of_it`, the other way round."""
        self.relations += [Relation(whole, (part,)) for part in parts]
        if all_of_it:
            self.relations.append(Relation(whole, tuple(parts), -math.inf, 0))

    def apart(self) -> Iterator[tuple[list[int], Counts]]:
        """The counts in sets that no relation crosses: the numbers of each set's counts here, in order, and the set by
        itself, in which they are numbered from 0."""
        ties = [(relation.whole, part) for relation in self.relations for part in relation.parts]
        size = len(self.values)
        tied = coo_array((np.ones(len(ties)), np.array(ties, dtype=int).reshape(-1, 2).T), shape=(size, size))
        set_of = connected_components(tied, directed=False)[1].tolist()
        sets: dict[int, list[int]] = defaultdict(list)
        for cell in range(size):
            sets[set_of[cell]].append(cell)
        relations: dict[int, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            relations[set_of[relation.whole]].append(relation)
        for of, cells in sets.items():
            at = {cell: number for number, cell in enumerate(cells)}
            yield (
                cells,
                Counts(
                    values=[self.values[cell] for cell in cells],
                    bases=[self.bases[cell] for cell in cells],
                    relations=[
                        replace(each, whole=at[each.whole], parts=tuple(at[part] for part in each.parts))
                        for each in relations[of]
                    ],
                    open={at[cell] for cell in cells if cell in self.open},
                    all_may_show={at[cell] for cell in cells if cell in self.all_may_show},
                ),
            )


def source(table: Table, column: str) -> str:
    """What a column shows, as "table.column": its own, or another table's where it shows that again."""
    return table.same.get(column, f"{table.name}.{column}")


def names(table: Table, column: str, key: Sequence[str]) -> list[Name]:
    """What the count in each row of `column` is known by, by the values of `key`."""
    frame = table.frame
    rows = zip(*(frame[part].astype(str) for part in key), strict=True) if key else [()] * len(frame)
    return [(source(table, column), row, group) for row, group in zip(rows, groups(frame), strict=True)]


def groups(frame: pd.DataFrame) -> list[str]:
    """The group of each row; in a table without groups, all groups."""
    return [str(group) for group in frame["group"]] if "group" in frame else [ALL_GROUPS] * len(frame)


def counts_of(tables: Sequence[Table]) -> Counts:
    """The counts in all `people` columns of `tables`, with what ties them within and across tables."""
    counts = Counts()
    keys = {f"{table.name}.{column}": table.key for table in tables for column in table.people}
    for table in tables:
        bases = [int(base) for base in table.frame[table.base]] if table.people else []
        for column in table.people:
            known_by = names(table, column, keys[source(table, column)])
            for name, value, base in zip(known_by, table.frame[column], bases, strict=True):
                cell = counts.add(name, value, base)
                if column in table.all_may_show:
                    counts.all_may_show.add(cell)
            _tie_groups(counts, known_by)
            if table.parent:
                _tie_parents(counts, known_by, table)
    for table in tables:
        for column, other in table.within.items():
            inner, outer = (names(table, column, keys[which]) for which in (source(table, column), other))
            for part, (_, key, group) in zip(inner, outer, strict=True):
                whole = counts.number.get((other, key, group))
                if whole is not None:
                    counts.covering(whole, [counts.number[part]], all_of_it=False)
    return counts


def _tie_groups(counts: Counts, known_by: Iterable[Name]) -> None:
    """All groups together are the sum of the groups, plus people of groups not shown."""
    rows: dict[Name, dict[int, None]] = defaultdict(dict)
    for name in known_by:
        if name[2] != ALL_GROUPS:
            rows[name[0], name[1], ALL_GROUPS][counts.number[name]] = None
    for total, cells in rows.items():
        if total not in counts.number:
            continue
        whole, parts = counts.number[total], list(cells)
        missing = counts.bases[whole] - sum(counts.bases[part] for part in parts)
        if missing < 0:  # somebody belongs to two groups
            counts.covering(whole, parts, all_of_it=True)
        else:
            counts.adding_up(whole, parts, missing, total)


def _tie_parents(counts: Counts, known_by: Sequence[Name], table: Table) -> None:
    """A row and those that name it as their parent, group by group."""
    parts: dict[Name, dict[int, None]] = defaultdict(dict)
    for name, parent in zip(known_by, table.frame[table.parent].astype(str), strict=True):
        whole = (name[0], (*name[1][:-1], parent), name[2])
        if whole in counts.number:
            parts[whole][counts.number[name]] = None
    more = {name[1] for name, cells in parts.items() if _has_more(counts, counts.number[name], cells)}
    for name, cells in parts.items():
        if table.disjoint:
            counts.adding_up(counts.number[name], list(cells), 0, name)
        else:
            counts.covering(counts.number[name], list(cells), all_of_it=name[1] not in more)
    wholes = [counts.number[name] for name in parts]
    if table.disjoint and all(counts.values[whole] == counts.bases[whole] for whole in wholes):
        counts.open.update(wholes)  # everybody is in one part or another


def _has_more(counts: Counts, whole: int, parts: Iterable[int]) -> bool:
    """Whether `whole` counts people who are in none of `parts`: a family may be spoken of as such."""
    known = [counts.values[cell] for cell in (whole, *parts)]
    numbers = [count for count in known if count is not None]
    return len(numbers) == len(known) and numbers[0] > sum(numbers[1:])


def _said(name: Name) -> str:
    return f"{name[0]} of {', '.join((*name[1], name[2]))}"
