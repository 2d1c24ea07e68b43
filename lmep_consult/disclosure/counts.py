"""The counts that tables show, and how they bound one another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from lmep_consult.disclosure.bands import Interval
from lmep_consult.errors import DisclosureError
from lmep_consult.table import ALL_GROUPS, Table

Name = tuple[str, tuple[str, ...], str]
"""What a count is known by: "table.column", the values of the table's key, the group."""
_ANY, _ANOTHER = "(any answer)", "(another answer)"


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


@dataclass
class Counts:
    """Counts of people, each once however many tables show it.

    bases: of how many people. relations: what ties them. totals: those of all groups together. open: those that every
    reader knows, since they are how many took part. unpublished: those that no table shows. all_may_show: those where
    it is known to everybody that all of a group are counted. rounded: those that are published as what is rounded to
    the same share. fixed: what others are published as, whatever they are:
    they were before. unnamed: those that no table counts, such as those published before (their values are not
    known here), and of each the numbers of it that must stay possible, if any.
    """

    values: list[int] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    number: dict[Name, int] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    unpublished: set[int] = field(default_factory=set)
    all_may_show: set[int] = field(default_factory=set)
    rounded: set[int] = field(default_factory=set)
    fixed: dict[int, Interval] = field(default_factory=dict)
    unnamed: dict[int, Interval | None] = field(default_factory=dict)

    def add(self, name: Name, value: object, base: int) -> int:
        """The number of the count known by `name`, taken in if it is new.

        Raises DisclosureError where two tables show it and differ, and where it is no number of people.
        """
        if not isinstance(value, int | np.integer) or not 0 <= value <= base:
            raise DisclosureError(f"{_said(name)} is {value}, which is no number of people out of {base}.")
        count = int(value)
        if name not in self.number:
            self.number[name] = len(self.values)
            self.values.append(count)
            self.bases.append(base)
            if name[2] == ALL_GROUPS:
                self.totals.add(self.number[name])
        cell = self.number[name]
        if self.values[cell] != count:
            raise DisclosureError(f"{_said(name)} is {self.values[cell]} in one place and {count} in another.")
        return cell

    def further(self, base: int, published: Interval, possible: Interval | None = None) -> int:
        """The number of a further count that no table shows."""
        cell = len(self.values)
        self.values.append(0)
        self.bases.append(base)
        self.fixed[cell] = published
        self.unnamed[cell] = possible
        return cell

    def by_themselves(self) -> Counts:
        """The same without anything that was published before."""
        relations = [each for each in self.relations if self.unnamed.keys().isdisjoint(each.cells)]
        return replace(self, relations=relations, fixed={cell: self.fixed[cell] for cell in self.unnamed})

    def adding_up(self, whole: int, parts: Sequence[int], name: Name) -> None:
        """Take in that `parts` make up `whole`; DisclosureError where they do not."""
        total, each = self.values[whole], sum(self.values[part] for part in parts)
        if total != each:
            raise DisclosureError(f"{_said(name)} is {total}, but its parts add up to {each}.")
        self.relations.append(Relation(whole, tuple(parts), 0, 0))

    def covering(self, whole: int, parts: Sequence[int], all_of_it: bool) -> None:
        """Take in that whoever is in one of `parts` is in `whole`, and, if `all_of_it`, the other way round."""
        self.relations += [Relation(whole, (part,)) for part in parts]
        if all_of_it:
            self.relations.append(Relation(whole, tuple(parts), -math.inf, 0))

    def apart(self) -> Iterator[tuple[list[int], Counts]]:
        """The counts in sets that no relation crosses: the numbers of each set's counts here, in order, and the set by
        itself, in which they are numbered from 0."""
        size = len(self.values)
        tied_to = list(range(size))  # of each count another of its set, and so on to one that stands for them all

        def stands_for(cell: int) -> int:
            while tied_to[cell] != cell:
                tied_to[cell] = cell = tied_to[tied_to[cell]]
            return cell

        for relation in self.relations:
            for part in relation.parts:
                tied_to[stands_for(part)] = stands_for(relation.whole)
        set_of = [stands_for(cell) for cell in range(size)]
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
                    totals={at[cell] for cell in cells if cell in self.totals},
                    open={at[cell] for cell in cells if cell in self.open},
                    unpublished={at[cell] for cell in cells if cell in self.unpublished},
                    all_may_show={at[cell] for cell in cells if cell in self.all_may_show},
                    rounded={at[cell] for cell in cells if cell in self.rounded},
                    fixed={at[cell]: self.fixed[cell] for cell in cells if cell in self.fixed},
                    unnamed={at[cell]: self.unnamed[cell] for cell in cells if cell in self.unnamed},
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
    others: dict[str, list[Name]] = {}
    for table in tables:
        bases = [int(base) for base in table.frame[table.base]] if table.people else []
        for column in table.people:
            known_by = names(table, column, keys[source(table, column)])
            for name, value, base in zip(known_by, table.frame[column], bases, strict=True):
                cell = counts.add(name, value, base)
                if column in table.all_may_show:
                    counts.all_may_show.add(cell)
                if column in table.rounded:
                    counts.rounded.add(cell)
            others[f"{table.name}.{column}"] = _tie_groups(
                counts, [*known_by, *_tie_answers(counts, known_by, table.rows_each)]
            )
            if table.parent:
                parents = dict(zip((name[1] for name in known_by), table.frame[table.parent].astype(str), strict=True))
                every = [*known_by, *others[f"{table.name}.{column}"]]
                _tie_parents(counts, [(name, parents[name[1]]) for name in every])
    for table in tables:
        for column, other in table.within.items():
            known_by = names(table, column, keys[source(table, column)])
            pairs = [(name, (other, *name[1:])) for name in others[f"{table.name}.{column}"]]
            for key in _keys_within(table, keys[other]):
                pairs += zip(known_by, [(other, *name[1:]) for name in names(table, column, key)], strict=True)
            for name, whole in pairs:
                if whole in counts.number:
                    counts.covering(counts.number[whole], [counts.number[name]], all_of_it=False)
        for column, other in table.split.items():
            _tie_split(counts, table, column, other, keys)
    counts.relations = list(dict.fromkeys(counts.relations))
    return counts


def _tie_answers(counts: Counts, known_by: Sequence[Name], rows_each: Mapping[tuple[str, ...], int]) -> list[Name]:
    """Where one answer was given, those who gave each make up all who answered, with those who gave one that is not
    among them, if anybody did: what the counts of these are known by. Of the first few places together there are as
    many as all voters have, or fewer."""
    answers: dict[Name, dict[int, None]] = defaultdict(dict)
    for name in known_by:
        if name[1][:-1] in rows_each:
            answers[name[0], name[1][:-1], name[2]][counts.number[name]] = None
    most = {name: rows_each[name[1]] * counts.bases[next(iter(cells))] for name, cells in answers.items()}
    left = {name: most[name] - sum(counts.values[cell] for cell in cells) for name, cells in answers.items()}
    others = []
    for (of, key, group), cells in answers.items():
        whole = counts.add((of, (*key, _ANY), group), most[of, key, group], most[of, key, group])
        counts.open.add(whole)
        lefts = [number for (_, question, _), number in left.items() if question == key]
        if any(lefts) and rows_each[key] == 1:
            others.append((of, (*key, _ANOTHER), group))
            another = counts.add(others[-1], left[of, key, group], most[of, key, group])
            counts.unpublished.add(another)
            cells[another] = None
        if not any(lefts) or rows_each[key] == 1:
            counts.adding_up(whole, list(cells), (of, key, group))
        elif min(lefts) > 0:
            counts.relations.append(Relation(whole, tuple(cells)))
    return others


def _keys_within(table: Table, key: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The columns of `table` that name rows of a table with that key: the key itself, and with another last column."""
    return [key, *((*key[:-1], column) for column in table.within_also)]


def _tie_split(counts: Counts, table: Table, column: str, other: str, keys: Mapping[str, Sequence[str]]) -> None:
    """The groups of this table are parts of groups of another, whose other people are counted too."""
    parts: dict[Name, dict[str, int]] = defaultdict(dict)
    known_by, rows = names(table, column, keys[source(table, column)]), names(table, column, keys[other])
    for name, row, of in zip(known_by, rows, table.frame["of"], strict=True):
        parts[other, row[1], str(of)][name[2]] = counts.number[name]
    for whole, cells in parts.items():
        if whole in counts.number:
            _adding_the_rest(counts, whole, cells)


def _tie_groups(counts: Counts, known_by: Iterable[Name]) -> list[Name]:
    """All groups together are the sum of the groups and of those who are in none of them, who are counted too, though
    no table shows how many of them are; what that count is known by."""
    rows: dict[Name, dict[str, int]] = defaultdict(dict)
    others = []
    for name in known_by:
        if name[2] != ALL_GROUPS:
            rows[name[0], name[1], ALL_GROUPS][name[2]] = counts.number[name]
    for total, cells in rows.items():
        if total in counts.number:
            others += _adding_the_rest(counts, total, cells)
    return others


def _adding_the_rest(counts: Counts, total: Name, cells: Mapping[str, int]) -> list[Name]:
    """Take in that the groups' counts, and that of those who are in none of them, make up the total's; what the latter
    is known by, if there is anybody."""
    whole, parts = counts.number[total], list(cells.values())
    missing = counts.bases[whole] - sum(counts.bases[part] for part in parts)
    if missing < 0:  # somebody belongs to two groups
        counts.covering(whole, parts, all_of_it=True)
        return []
    others = []
    rest = counts.values[whole] - sum(counts.values[part] for part in parts)
    if 0 <= rest <= missing and missing:
        others.append((total[0], total[1], f"those not of {', '.join(cells)}"))
        parts.append(counts.add(others[-1], rest, missing))
        counts.unpublished.add(parts[-1])
        if whole in counts.all_may_show:
            counts.all_may_show.add(parts[-1])
    counts.adding_up(whole, parts, total)
    return others


def _tie_parents(counts: Counts, known_by: Sequence[tuple[Name, str]]) -> None:
    """A row and those that name it as their parent, group by group."""
    parts: dict[Name, dict[int, None]] = defaultdict(dict)
    for name, parent in known_by:
        whole = (name[0], (*name[1][:-1], parent), name[2])
        if whole in counts.number:
            parts[whole][counts.number[name]] = None
    more = {name[1] for name, cells in parts.items() if _has_more(counts, counts.number[name], cells)}
    for name, cells in parts.items():
        counts.covering(counts.number[name], list(cells), all_of_it=name[1] not in more)


def _has_more(counts: Counts, whole: int, parts: Iterable[int]) -> bool:
    """Whether `whole` counts people who are in none of `parts`: a family may be spoken of as such."""
    return counts.values[whole] > sum(counts.values[part] for part in parts)


def _said(name: Name) -> str:
    return f"{name[0]} of {', '.join((*name[1], name[2]))}"
