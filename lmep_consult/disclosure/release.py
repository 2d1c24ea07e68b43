"""The one door through which tables leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from lmep_consult.cache import Cache
from lmep_consult.disclosure.counts import counts_of, groups, names, source
from lmep_consult.disclosure.quotes import may_name
from lmep_consult.disclosure.rules import Rules
from lmep_consult.disclosure.small_groups import groups_to_hide
from lmep_consult.disclosure.suppression import to_withhold
from lmep_consult.disclosure.votes import voters_wanted
from lmep_consult.errors import DisclosureError
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Table

_WITHHELD = (
    f"{SUPPRESSED}: confidential, withheld because it counts so few people, or because it would disclose what each of "
    "a few people said, or a number withheld elsewhere; in a small group it may be 0."
)
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
    """Withhold what would identify somebody in tables that are read together, and say in the notes that it was
    done.

    - Rows whose `words` may still name somebody, and that no person released (`Rules.read`), are left out, and counted.
    - Rows of a group, or of all groups together, of too few voters (`votes.voters_wanted`; as many options as the
      group has rows) lose their `measures`; where that group could be worked out from the total and the groups shown,
      the next smallest goes with it. Their rows are put in an order that discloses nothing.
    - Counts in `people` from 1 to minimum_count - 1, those of all of fewer than unanimous_base people (except columns
      in `all_may_show`), and all of groups under minimum_base, zeros too, become "[c]"; and further counts with
      them, so that nobody who reads all the tables can work one out (see `Audit` for what is promised and what an
      attacker is taken to know).
    - What is withheld in one place is withheld wherever it is shown (`same`), and so is what is `derived` from it.

    cache: where what was found to be withheld is kept.

    How many people took part is shown: a base does not count what anybody said. So are zeros of larger groups.

    Raises DisclosureError where a table is linked to one that is not released with it, shows another
    number than a linked table for the same count, or has a total that its parts do not add up to.
    """
    checked = [_without_names(table, rules) for table in tables]
    _check_links(checked)
    withheld: dict[str, Cells] = {table.name: _measures_to_withhold(table, rules) for table in checked}
    counts = counts_of(checked)
    hidden = to_withhold(counts, rules, cache)
    key_of = {f"{table.name}.{column}": table.key for table in checked for column in table.people}
    for table in checked:
        for column in table.people:
            known_by = names(table, column, key_of[source(table, column)])
            gone = [counts.number[name] in hidden for name in known_by]
            withheld[table.name][column] = pd.Series(gone, index=table.frame.index, dtype=bool)
    by_name = {table.name: table for table in checked}
    for table in checked:
        _withhold_again(table, by_name, withheld)
    return [Released(_with_cells_withheld(table, withheld[table.name]), _DOOR) for table in checked]


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
        for column, other in (*table.same.items(), *table.within.items()):
            if other not in (counted if column in table.people else measured):
                raise DisclosureError(
                    f"{table.name}.{column} is linked to {other}, which was not released with it; release both."
                )


def _measures_to_withhold(table: Table, rules: Rules) -> Cells:
    """The rows of groups that are not shown alone, for each of the table's measures."""
    frame = table.frame
    gone = pd.Series(False, index=frame.index)
    group = pd.Series(groups(frame), index=frame.index, dtype=object)
    for rows in _rows_by(frame, table.key) if table.measures else []:
        bases = {str(name): int(base) for name, base in zip(group[rows], frame.loc[rows, table.base], strict=True)}
        wanted = voters_wanted(rules, options=int(group[rows].value_counts().max()))
        overall = bases.pop(ALL_GROUPS, wanted)
        small = groups_to_hide(bases, wanted) | ({ALL_GROUPS} if overall < wanted else set())
        gone[rows] = group[rows].isin(small)
    return {column: gone.copy() for column in table.measures}


def _rows_by(frame: pd.DataFrame, key: Sequence[str]) -> list[pd.Index]:
    if not key:
        return [frame.index]
    return [rows.index for _, rows in frame.groupby(list(key), sort=False, dropna=False)]


def _withhold_again(table: Table, by_name: Mapping[str, Table], withheld: Mapping[str, Cells]) -> None:
    """Mark measures that another table withholds, and what is derived from anything withheld."""
    cells, frame = withheld[table.name], table.frame
    for column, shown_in in table.same.items():
        if column not in table.people:
            name, _, other = shown_in.rpartition(".")
            where = by_name[name]
            gone = withheld[name][other]
            rows = {row for row, hides in zip(_keys(where.frame, where.key), gone, strict=True) if hides}
            again = pd.Series([row in rows for row in _keys(frame, where.key)], index=frame.index, dtype=bool)
            cells[column] = again | cells.get(column, False)
    for column, sources in table.derived.items():
        gone = pd.Series(False, index=frame.index)
        for each in sources:
            gone |= cells[each]
        cells[column] = gone


def _keys(frame: pd.DataFrame, key: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[column].astype(str) for column in key), groups(frame), strict=True))


def _with_cells_withheld(table: Table, cells: Cells) -> Table:
    frame = table.frame.copy()
    for column, gone in cells.items():
        if gone.any():
            frame[column] = frame[column].astype(object).mask(gone, SUPPRESSED)
    measures = [gone for column, gone in cells.items() if column not in {*table.people, *table.derived}]
    if measures:
        frame = _in_no_order(
            frame, pd.concat(measures, axis=1).any(axis=1), [str(column) for column in frame if column not in cells]
        )
    hidden = any(gone.any() for gone in cells.values())
    notes = (*table.notes, _WITHHELD) if hidden and _WITHHELD not in table.notes else table.notes
    return replace(table, frame=frame, notes=notes)


def _in_no_order(frame: pd.DataFrame, withheld: pd.Series[bool], others: list[str]) -> pd.DataFrame:
    """`frame` with each group's run of withheld rows sorted by its `others`: best first would disclose it."""
    order = frame.index.to_series()
    group = pd.Series(groups(frame), index=frame.index)
    run = ((withheld != withheld.shift()) | (group != group.shift())).cumsum()
    for _, alike in frame[withheld].groupby(run[withheld]):
        order[alike.index] = alike.sort_values(others, key=lambda cells: cells.astype(str), kind="stable").index
    return frame.loc[order].reset_index(drop=True)
