"""Each cell of a released table as a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from lmep_consult.report.findings.saying import listed, out_of
from lmep_consult.report.values.tags import tag_of
from lmep_consult.report.values.value import Value
from lmep_consult.table import NOT_AVAILABLE, ROW_KEY, SUPPRESSED, Range, Table, row_names
from lmep_consult.text import printable

_FIRST = ("question", "poll", "among", "counted", "group", "group_a", "group_b")  # the order of names in a tag
_NO_VALUES = ("question_title", "name", "family", "topic", "domain", "quote", "text", "sign_off")  # names; words said
_LONGEST_FORM = "/percent"
_IN_PERCENT = ("share", "prevalence")


def cell_values(table: Table) -> Iterator[Value]:
    """A value a cell, but for what participants said; of counts of people with a base two further forms: "percent" and
    "out-of"; of ranks the option at each place. None of a table whose rows nothing tells apart."""
    rows = table.frame.astype(object).to_dict("records")
    key = _key(rows, list(map(str, table.frame.columns)), table)
    if key is None:
        return
    columns = [str(c) for c in table.frame.columns if c not in (*ROW_KEY, *key, *_NO_VALUES, *table.words)]
    ends = {column: f"/{tag_of(column)}" for column in columns}
    room = max((len(end) + (len(_LONGEST_FORM) if c in table.people else 0) for c, end in ends.items()), default=0)
    for row, name in zip(rows, row_names(table.frame), strict=True):
        parts = [str(row[column]) for column in key]
        stem = tag_of(table.name, *parts, room=room)
        for column, end in ends.items():
            said = printable(_said(row[column], column))
            title = f"{', '.join(parts) or table.title}: {_called(table, column)}"
            yield Value(f"{stem}{end}", "number", title, said, table.name, name, column)
            if column in table.people and (forms := _forms(row[column], row[table.base])):
                for form, text in forms.items():
                    yield Value(f"{stem}{end}/{form}", "number", f"{title}, {form}", text, table.name, name, column)
    if table.name == "priorities":
        yield from _places(table.frame)


def _key(rows: Sequence[dict[Any, Any]], columns: Sequence[str], table: Table) -> list[str] | None:
    """The columns that tell rows apart, in the order of a tag's names: those of ROW_KEY, and as many further columns of
    names as it takes."""
    there = [column for column in (*_FIRST, *ROW_KEY) if column in columns]
    key = [c for c in dict.fromkeys(there) if not (c == "poll" and "question" in there)]
    numbers = {*table.people, *table.measures, *table.open, *table.words, *_NO_VALUES, table.base}
    more = [c for c in columns if c not in key and c != "poll" and c not in numbers - {"number"}]
    for column in ["", *more]:
        key += [column] if column else []
        if len({tuple(str(row[each]) for each in key) for row in rows}) == len(rows):
            return key
    return None


def _said(cell: Any, column: str) -> str:
    """A cell as a sentence has it."""
    if isinstance(cell, Range):
        return str(cell)
    if isinstance(cell, str):
        return cell if cell.strip() else NOT_AVAILABLE
    if pd.isna(cell):
        return NOT_AVAILABLE
    if pd.api.types.is_bool(cell):
        return "yes" if cell else "no"
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if column.startswith(_IN_PERCENT):
        return f"{cell:.0%}"
    if column.startswith("p_"):
        return "<0.001" if cell < 0.001 else f"{cell:.3f}"
    return str(int(cell)) if float(cell).is_integer() else f"{cell:.2f}"


def _forms(cell: Any, base: Any) -> dict[str, str] | None:
    """A count of people out of a base; None for one in words."""
    if isinstance(cell, str):
        return {"out-of": cell, "percent": cell} if cell == SUPPRESSED else None
    out = out_of(cell, base)
    if out is None or not base:
        return None
    if isinstance(cell, Range):
        return {"out-of": out, "percent": f"{cell.low / cell.of:.0%} to {cell.high / cell.of:.0%}" if cell.of else out}
    return {"out-of": out, "percent": f"{cell / base:.0%}"}


def _places(priorities: pd.DataFrame) -> Iterator[Value]:
    """Who is at each place: of options that tie, all at each of the places they share."""
    called = pd.Series(row_names(priorities), index=priorities.index, dtype=object)
    for (question, group), rows in priorities.groupby(["question", "group"], sort=False):
        title = f"{rows['question_title'].iloc[0]}, {group}"
        ranks = [None if cell == SUPPRESSED or pd.isna(cell) else int(cell) for cell in rows["rank"]]
        options, names = list(rows["option"]), list(called[rows.index])
        for place in range(1, len(rows) + 1):
            at = _at(place, ranks)
            said = printable(listed(options[each] for each in at)) if at else SUPPRESSED
            tag = tag_of("priorities", question, group, place, "option")
            row = names[at[0]] if at else ""
            yield Value(tag, "number", f"{title}: option at place {place}", said, "priorities", row, "rank")


def _at(place: int, ranks: Sequence[int | None]) -> list[int]:
    best = max((rank for rank in ranks if rank is not None and rank <= place), default=None)
    return [at for at, rank in enumerate(ranks) if rank is not None and rank == best]


def _called(table: Table, column: str) -> str:
    return f"{column.replace('_', ' ')} ({table.name.replace('_', ' ')})"
