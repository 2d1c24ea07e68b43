"""Exports of portals, a row at a time: CSV of any size, workbooks, parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from lmep_consult.decoding import encoding_of
from lmep_consult.errors import InputError
from lmep_consult.plan import Responses
from lmep_consult.polls.cells import raw_tables
from lmep_consult.responses.headings import TOP, Columns, find_columns
from lmep_consult.responses.model import BETWEEN, Row, RowProblem
from lmep_consult.text import shown

LONGEST = 1_000_000  # characters of a cell: more is a quotation mark that was never closed
_SEPARATORS = ",;\t|"
_MOST_CELLS = 100_000_000
_CUT = 32_767  # characters: the most that a cell of Excel holds
_BATCH = 2_000  # rows

Numbered = Iterator[tuple[int, Sequence[str]]]
Tell = Callable[[int], None]


def read_csv(path: Path, file: str, plan: Responses, tell: Tell) -> Iterator[Row | RowProblem]:
    """The rows of a text, cells parted by commas, semicolons, tabs or bars. tell: is given how many bytes were read.

    Raises InputError, with the row, where the text is cut off, its quotation marks do not agree, a cell is longer than
    1,000,000 characters, its encoding changes or a column is not there.
    """
    separator, columns = csv_columns(path, file, plan)
    with path.open(encoding=encoding_of(path), newline="") as text:
        yield from _telling(_placed(columns, _csv_rows(text, separator, path)), text, tell)


def csv_columns(path: Path, file: str, plan: Responses) -> tuple[str, Columns]:
    """What parts the cells of a text, and its columns."""
    encoding = encoding_of(path)
    csv.field_size_limit(LONGEST)
    broken: InputError | None = None
    for separator in _SEPARATORS:
        with path.open(encoding=encoding, newline="") as text:
            top, error = _top(_csv_rows(text, separator, path))
        broken = broken or error
        if columns := find_columns(path, file, top, plan):
            return separator, columns
    raise broken or _no_headings(path, plan)


def _top(rows: Numbered) -> tuple[list[Sequence[str]], InputError | None]:
    """The first rows, up to one that cannot be read."""
    top: list[Sequence[str]] = []
    try:
        top.extend(row for _, row in islice(rows, TOP))
    except InputError as error:
        return top, error
    return top, None


def _telling(rows: Iterator[Row | RowProblem], text: TextIO, tell: Tell) -> Iterator[Row | RowProblem]:
    told = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % _BATCH == 0:
            told, before = text.buffer.tell(), told
            tell(told - before)
    tell(text.buffer.tell() - told)


def _csv_rows(text: TextIO, separator: str, path: Path) -> Numbered:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):
            yield number, cells
    except csv.Error as error:
        said = str(error)
        if "limit" in said:
            what = f"a cell of more than {LONGEST:,} characters, as where a quotation mark is not closed"
        elif "unexpected end" in said:
            what = "a quotation mark is opened and not closed before the file ends"
        else:
            what = "a quotation mark is inside a cell and is not doubled"
        raise InputError(f"{path}, row {number + 1}: {what}; correct the row or export the file again.") from None
    except UnicodeError:
        raise InputError(
            f"{path}, row {number + 1}: bytes that are no text in its encoding; export it again."
        ) from None


def read_workbook(path: Path, file: str, plan: Responses, tell: Tell) -> Iterator[Row | RowProblem]:
    """The rows of the first sheet that has the headings; errors as `read_csv`, and where it is no workbook."""
    _, columns, rows = sheet_of(path, file, plan)
    yield from _placed(columns, rows)
    tell(path.stat().st_size)


def sheet_of(path: Path, file: str, plan: Responses) -> tuple[int, Columns, Numbered]:
    """The sheet of a workbook that holds responses: its place, its columns and its rows."""
    for raw in raw_tables(path, _MOST_CELLS):
        rows = enumerate(([_cell(cell) for cell in row] for row in raw.rows), start=1)
        top = list(islice(rows, TOP))
        if columns := find_columns(path, file, [row for _, row in top], plan):
            return raw.sheet, columns, chain(top, rows)
    raise _no_headings(path, plan)


def _cell(cell: Any) -> str:
    """A cell as text, its lines kept."""
    return cell if isinstance(cell, str) else shown(cell)


def _placed(columns: Columns, rows: Numbered) -> Iterator[Row | RowProblem]:
    """Each row below the headings that holds anything, or why it is no response."""
    width, made, file = columns.width, columns.row_maker(), columns.file
    for number, cells in islice(rows, columns.below, None):
        if len(cells) != width:
            if len(cells) > width and any(cells[width:]):
                what = f"has {len(cells)} cells, and the headings are {width}"
                yield RowProblem(file, number, what, " | ".join(cells)[:200])
                continue
            cells = [*cells, *[""] * (width - len(cells))]
        if not any(cells):
            continue
        row = made(number, cells)
        if not row.response:
            yield RowProblem(file, number, "has no id", " | ".join(cells)[:200])
            continue
        yield row
        for text in row.texts:
            if len(text) == _CUT:
                yield RowProblem(file, number, f"a text of {_CUT:,} characters, where Excel cuts texts off", text[:80])


def read_parquet(path: Path, file: str, plan: Responses, tell: Tell) -> Iterator[Row | RowProblem]:
    """The rows of a parquet file, numbered from 1. Choices may be lists of text.

    Raises InputError where it is none or damaged, or a column is not there or holds what is no text, number or date.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(path)
        schema = table.schema_arrow
        columns = find_columns(path, file, [schema.names], plan)
        if columns is None:
            raise _no_headings(path, plan)
        used = sorted({*columns.fixed, *(at for options in columns.options for at, _ in options)})
        for at in used:
            _refuse_nested(path, schema.field(at))
        place = {old: new for new, old in enumerate(used)}
        within = _moved(columns, place, len(used))
        rows = _parquet_rows(table, [schema.names[at] for at in used], tell, path.stat().st_size)
        yield from _placed(within, rows)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path}: not a parquet file, or damaged ({_short(error)}); export it again.") from None


def _moved(columns: Columns, place: dict[int, int], width: int) -> Columns:
    """The columns where only some are read, and no row holds headings."""
    options = tuple(tuple((place[at], label) for at, label in each) for each in columns.options)
    fixed = tuple(place[at] for at in columns.fixed)
    return Columns(columns.file, 0, width, fixed, columns.counts, columns.has, options)


def _refuse_nested(path: Path, field: Any) -> None:
    import pyarrow as pa

    kind = field.type.value_type if pa.types.is_list(field.type) or pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or (pa.types.is_list(field.type) and not _is_text(kind)):
        raise InputError(
            f"{path}: the column {field.name!r} holds {field.type}, where a text, a number, a date or a list of texts "
            "is read; write it as one of these."
        )


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _parquet_rows(table: Any, names: list[str], tell: Tell, size: int) -> Numbered:
    number, total = 0, max(table.metadata.num_rows, 1)
    for batch in table.iter_batches(_BATCH, columns=names):
        for cells in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
            number += 1
            yield number, [_listed(cell) for cell in cells]
        tell(size * batch.num_rows // total)


def _listed(cell: Any) -> str:
    return BETWEEN.join(map(str, cell)) if isinstance(cell, list) else _cell(cell)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _no_headings(path: Path, plan: Responses) -> InputError:
    return InputError(
        f"{path}: no row among the first {TOP} has the heading {plan.id!r} (study.toml, responses.id); correct the "
        "setting, or take the file out of raw/responses."
    )
