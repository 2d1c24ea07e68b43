"""The one door through which tables leave."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from lmep_consult.cache import Cache
from lmep_consult.disclosure.bands import Interval
from lmep_consult.disclosure.counts import counts_of, groups, names, source
from lmep_consult.disclosure.earlier import Earlier, Hashed, People, few_changed, hashed, tie_earlier
from lmep_consult.disclosure.quotes import may_name
from lmep_consult.disclosure.rounding import alike, people_wanted
from lmep_consult.disclosure.rules import Rules
from lmep_consult.disclosure.small_groups import groups_to_hide
from lmep_consult.disclosure.votes import voters_wanted
from lmep_consult.disclosure.widening import published
from lmep_consult.errors import DisclosureError
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Range, Table

_WITHHELD = f"{SUPPRESSED}: confidential, withheld because it rests on so few people."
_TOO_FEW_VOTERS = f"Groups of too few people to be shown alone are counted in {ALL_GROUPS}."
_DOOR = object()
Cells = dict[str, "pd.Series[bool]"]  # by column: whether each row's cell is withheld


class Released:
    """A table that passed disclosure control. Only `release` makes one; report writers take nothing else."""

    def __init__(self, table: Table, door: object = None) -> None:
        if door is not _DOOR:
            raise DisclosureError("A table can leave the study only through disclosure.release.")
        self.table = table


def require_released(table: Released) -> Released:
    """`table` itself; DisclosureError where it did not come through `release`."""
    if not isinstance(table, Released):
        raise DisclosureError("Only a table that disclosure.release let through can be written to a report.")
    return table


def reworded(released: Released, table: Table) -> Released:
    """A released table said in other words: `table` must be made from nothing but what was released."""
    return Released(replace(table, name=require_released(released).table.name), _DOOR)


def made_of(released: Iterable[Released], table: Table) -> Released:
    """A table that says otherwise what `released` say: it must be made from nothing but these and what study.toml says.

    Raises DisclosureError where one of them did not come through `release`.
    """
    for each in released:
        require_released(each)
    return Released(table, _DOOR)


def release(table: Table, rules: Rules) -> Released:
    """One table by itself through the door; see `release_all`, which tables that show the same counts need."""
    return release_all([table], rules)[0]


def release_all(tables: Iterable[Table], rules: Rules, cache: Cache | None = None) -> list[Released]:
    """Tables that are read together through the door; see `release_after`, by itself."""
    return release_after(tables, rules, cache, Earlier(), {})[0]


def release_after(
    tables: Iterable[Table], rules: Rules, cache: Cache | None, earlier: Earlier, people: People
) -> tuple[list[Released], Earlier]:
    """Take out what would identify somebody in tables that are read together, and say in the notes that it was done.

    - Rows whose `words` may still name somebody, and that no person released (`Rules.read`), are left out, and counted.
    - Rows of a group, or of all groups together, of too few voters (`votes.voters_wanted`; as many options as the
      group has rows) lose their `measures`, and where those are the table's own a group's rows go; where that group
      could be worked out from the total and the groups shown, the next smallest goes with it. Rows that stay are put in
      an order that discloses nothing.
    - Counts in `people` that say too much are published as a `Range`, and so are further ones, so that nobody who reads
      all the tables can narrow the band of one (`widening.published` says what is promised and what an attacker is
      taken to know). One of which nothing could be shown is "[c]".
    - A group too small for that (`Rules.too_small`) has no rows of its own in a table with `people`, unless those are
      all in `all_may_show`; a note says how many people that leaves to "All groups".
    - Where `rounded` counts are behind measures, a group needs people enough for that (`rounding.people_wanted`), and
      a row whose count must be hidden further than rounding does loses its measures.
    - What is published in one place is published so wherever it is shown (`same`), and what is `derived` is worked out
      from what is shown.

    - Nobody who holds an earlier release too can work out what the few people who came or went in between are counted
      for (`earlier.tie_earlier`); ranks of a group of few voters are withheld where so few came or went.

    cache: where what was found about counts is kept. earlier: what was released last, if anything. people: who could be
    counted. Returns what is released, and all of it that the next release has to know.

    How many people took part is shown: a base does not count what anybody said.

    Raises DisclosureError where a table is linked to one that is not released with it, shows another
    number than a linked table for the same count, or has a total that its parts do not add up to.
    """
    now = hashed(people)
    checked = [_without_names(table, rules) for table in tables]
    _check_links(checked)
    by_name = {table.name: table for table in checked}
    gone = {table.name: _measures_to_withhold(table, rules, earlier, now) for table in checked}
    for table in checked:
        _withhold_again(table, by_name, gone)
    counts = counts_of(checked)
    among = {f"{table.name}.{column}": len(table.among) for table in checked for column in table.people}
    tie_earlier(counts, earlier, among, now, rules)
    intervals = published(counts, rules, cache)
    key_of = {f"{table.name}.{column}": table.key for table in checked for column in table.people}
    found = []
    for table in checked:
        known_by = {column: names(table, column, key_of[source(table, column)]) for column in table.people}
        shown = {column: [intervals[counts.number[name]] for name in known] for column, known in known_by.items()}
        hidden = _hidden_further(table, shown, rules)
        found.append(Released(_disclosed(table, shown, gone[table.name], hidden, rules), _DOOR))
    return found, Earlier.of(counts, intervals, now)


def _without_names(table: Table, rules: Rules) -> Table:
    """`table` without the rows whose words may name somebody."""
    frame = table.frame.reset_index(drop=True)
    held_back = pd.Series(False, index=frame.index)
    for column in table.words:
        held_back |= frame[column].map(lambda words: may_name(words, rules)).astype(bool)
    if not held_back.any():
        return replace(table, frame=frame)
    note = f"{held_back.sum()} more are held back until a person has checked that they name nobody."
    return replace(table, frame=frame[~held_back].reset_index(drop=True), notes=(*table.notes, note))


def _check_links(tables: Sequence[Table]) -> None:
    for number, table in enumerate(tables):
        if table.name in (other.name for other in tables[:number]):
            raise DisclosureError(
                f"Two tables named {table.name} were to be released together; give each its own name."
            )
        if (table.people or table.measures) and not table.base:
            raise DisclosureError(f"{table.name} does not say how many people each row rests on; name its base column.")
    counted = {f"{table.name}.{column}" for table in tables for column in table.people if column not in table.same}
    measured = {f"{table.name}.{column}" for table in tables for column in table.measures}
    for table in tables:
        for column, other in (*table.same.items(), *table.within.items(), *table.split.items()):
            if other not in (counted if column in table.people else measured):
                raise DisclosureError(
                    f"{table.name}.{column} is linked to {other}, which was not released with it; release both."
                )


def _measures_to_withhold(table: Table, rules: Rules, earlier: Earlier, now: Hashed) -> Cells:
    """The rows of groups that are not shown alone, for each of the table's measures; and of groups of few voters to
    which a few came, or from which a few went, since what was released earlier."""
    frame = table.frame
    gone = pd.Series(False, index=frame.index)
    group = pd.Series(groups(frame), index=frame.index, dtype=object)
    for rows in _rows_by(frame, table.key) if table.measures else []:
        bases = {str(name): int(base) for name, base in zip(group[rows], frame.loc[rows, table.base], strict=True)}
        options = int(group[rows].value_counts().max())
        wanted = people_wanted(rules) if table.rounded else voters_wanted(rules, options)
        overall = bases.pop(ALL_GROUPS, wanted)
        small = groups_to_hide(bases, wanted) | ({ALL_GROUPS} if overall < wanted else set())
        who = tuple(str(frame.loc[rows[0], column]) for column in table.among)
        of_few = [name for name, base in (bases | {ALL_GROUPS: overall}).items() if base < 2 * wanted]
        small |= {name for name in of_few if few_changed(earlier, now, who, name, rules)}
        gone[rows] = group[rows].isin(small)
    return {column: gone.copy() for column in table.measures}


def _rows_by(frame: pd.DataFrame, key: Sequence[str]) -> list[pd.Index]:
    if not key:
        return [frame.index]
    number = frame.groupby(list(key), sort=False, dropna=False).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    return [frame.index[rows] for rows in np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(rows)]


def _withhold_again(table: Table, by_name: Mapping[str, Table], gone: Mapping[str, Cells]) -> None:
    """Mark measures that another table withholds."""
    for column, shown_in in table.same.items():
        if column not in table.people:
            name, _, other = shown_in.rpartition(".")
            where = by_name[name]
            rows = {row for row, hides in zip(_keys(where.frame, where.key), gone[name][other], strict=True) if hides}
            again = [row in rows for row in _keys(table.frame, where.key)]
            withheld = pd.Series(again, index=table.frame.index, dtype=bool)
            gone[table.name][column] = withheld | gone[table.name].get(column, False)


def _keys(frame: pd.DataFrame, key: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[column].astype(str) for column in key), groups(frame), strict=True))


def _hidden_further(table: Table, shown: Mapping[str, Sequence[Interval]], rules: Rules) -> pd.Series[bool]:
    """The rows with a rounded count that is not published as what is rounded alike."""
    frame = table.frame
    hidden = pd.Series(False, index=frame.index)
    for column in table.rounded:
        rows = zip(shown[column], frame[column].astype(int), frame[table.base].astype(int), strict=True)
        further = [interval != alike(count, base, rules) for interval, count, base in rows]
        hidden |= pd.Series(further, index=frame.index, dtype=bool)
    return hidden


def _disclosed(
    table: Table, shown: Mapping[str, Sequence[Interval]], gone: Cells, hidden: pd.Series[bool], rules: Rules
) -> Table:
    """`table` with what may be shown of it. shown: what each count of a column is published as. gone: the measures that
    are withheld. hidden: the rows that stay and lose all of them."""
    frame = table.frame.copy()
    for column, intervals in shown.items():
        bases = frame[table.base].astype(int)
        cells = [as_cell(interval, base, rules) for interval, base in zip(intervals, bases, strict=True)]
        frame[column] = pd.Series(cells, index=frame.index, dtype=None if frame.empty else _type_of(cells))
    for column, withheld in gone.items():
        if (withheld | hidden).any():
            frame[column] = frame[column].astype(object).mask(withheld | hidden, SUPPRESSED)
    frame, left_out = _without_small_groups(replace(table, frame=frame), rules)
    for column in table.measures[:1]:  # all are withheld together
        alone = gone[column] & (pd.Series(groups(table.frame), index=table.frame.index, dtype=object) != ALL_GROUPS)
        frame, left_out = frame[~alone[frame.index]], (*left_out, *([_TOO_FEW_VOTERS] if alone.any() else []))
    for column, work_out in table.derived.items():
        rows = ({str(name): cell for name, cell in row.items()} for row in frame.to_dict("records"))
        frame[column] = pd.Series([work_out(row) for row in rows], index=frame.index, dtype=object)
    notes = [*table.notes, *left_out]
    if gone:
        withheld = (pd.concat(gone.values(), axis=1).any(axis=1) | hidden)[frame.index]
        others = [str(column) for column in frame if column not in gone]
        frame = _in_no_order(frame, withheld, others)
    cells = [cell for column in (*shown, *gone) for cell in frame[column]]
    notes += [_ranges_note(rules)] if any(isinstance(cell, Range) for cell in cells) else []
    notes += [_WITHHELD] if any(isinstance(cell, str) and cell == SUPPRESSED for cell in cells) else []
    return replace(table, frame=frame.reset_index(drop=True), notes=tuple(notes))


def as_cell(interval: Interval, base: int, rules: Rules) -> int | str | Range:
    """What a table shows of a number of `base` people that is published as an interval."""
    low, high = interval
    few = rules.minimum_count
    if low == high:
        return low
    if interval == (0, base) and base >= few:
        return SUPPRESSED
    return Range(low, few - 1 if high < few else high, of=base)


def _type_of(cells: Sequence[object]) -> str:
    return "int64" if all(isinstance(cell, int) for cell in cells) else "object"


def _without_small_groups(table: Table, rules: Rules) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of `table` but those of groups too small to have any, and a note that says of how many people."""
    frame = table.frame
    if set(table.people) <= set(table.all_may_show):
        return frame, ()
    group = dict(zip(frame.index, groups(frame), strict=True))
    base = dict(zip(frame.index, frame[table.base].astype(int), strict=True))
    gone: set[Hashable] = set()
    left_out = set()
    for rows in _rows_by(frame, table.key):
        bases = {group[row]: base[row] for row in rows}
        small = {name for name, base in bases.items() if name != ALL_GROUPS and rules.too_small(base)}
        if small and ALL_GROUPS in bases:  # their people are counted there
            gone |= {row for row in rows if group[row] in small}
            left_out.add(sum(bases[name] for name in small))
    return frame[~frame.index.isin(gone)], tuple(
        _small_groups_note(sorted(left_out), rules) for _ in range(bool(left_out))
    )


def _small_groups_note(people: Sequence[int], rules: Rules) -> str:
    said = f"{people[0]}" if len(people) == 1 else f"{people[0]} to {people[-1]}"
    who = "1 person is" if said == "1" else f"{said} people are"
    return f"A group of fewer than {rules.least_shown} people has no row of its own: its {who} counted in {ALL_GROUPS}."


def _ranges_note(rules: Rules) -> str:
    few, small = rules.minimum_count, rules.unanimous_base
    top = f", and the {few} highest of a group of fewer than {small}," if small > rules.least_shown else ""
    given = f"Numbers of people under {few}{top} are given as ranges"
    return f"{given}, and so are numbers from which these could be worked out."


def _in_no_order(frame: pd.DataFrame, withheld: pd.Series[bool], others: list[str]) -> pd.DataFrame:
    """`frame` with each group's run of withheld rows sorted by its `others`: best first would disclose it."""
    order = frame.index.to_series()
    group = pd.Series(groups(frame), index=frame.index)
    run = ((withheld != withheld.shift()) | (group != group.shift())).cumsum()
    for _, those in frame[withheld].groupby(run[withheld]):
        order[those.index] = those.sort_values(others, key=lambda cells: cells.astype(str), kind="stable").index
    return frame.loc[order].reset_index(drop=True)
