"""Rows of cells, out of a workbook or CSV of any make."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lmep_consult.archive import read_bytes, read_start, workbook_bytes
from lmep_consult.decoding import decode
from lmep_consult.errors import InputError, Problem, UnknownLayout

_SEPARATORS = ",;\t"
_MOST_CELLS = 1_000_000  # a sheet of a few kilobytes can claim thousands of millions
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class RawTable:
    """One way to read a file: its rows, what separates the cells of a text ("" in a workbook), the place of the sheet
    in a workbook (0 = first), and lines whose bytes are of another encoding."""

    rows: Iterator[Sequence[Any]]
    separator: str = ""
    sheet: int = 0
    problems: tuple[Problem, ...] = ()


def raw_tables(path: Path, most: int = _MOST_CELLS) -> Iterator[RawTable]:
    """The sheets of a workbook in order, or a text cut at commas, at semicolons, at tabs.

    most: cells in a sheet. Rows are read as they are asked for; each holds str, float, bool, datetime or None. Raises
    InputError naming the file, also while rows are asked for; csv.Error where a text cannot be cut so.
    """
    if is_workbook(path):
        yield from _sheets(path, workbook_bytes(path), most)
    else:
        text, problems = text_of(path)
        for separator in _SEPARATORS:
            lines = io.StringIO(text, newline="")
            yield RawTable(csv.reader(lines, delimiter=separator, strict=True), separator, problems=tuple(problems))


def is_workbook(path: Path) -> bool:
    return read_start(path, 4) == b"PK\x03\x04"


def text_of(path: Path) -> tuple[str, list[Problem]]:
    """The text of a file that is no workbook, and a problem for each line whose bytes are of another encoding."""
    data = read_bytes(path)
    if data.startswith(_OLD_OR_LOCKED):
        raise InputError(f"{path}: an old or password-protected workbook; save it as .xlsx without a password.")
    try:
        return decode(data, path)
    except InputError:
        raise UnknownLayout(f"{path}: neither an Excel workbook nor readable text; export it again.") from None


def unwrapped(cell: str) -> str:
    """What is in a cell that a program wrote as ="text", so that Excel takes it for text.

    >>> unwrapped('="2026-02-10"')
    '2026-02-10'
    """
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _sheets(path: Path, data: bytes, most: int) -> Iterator[RawTable]:
    for at, sheet in enumerate(_open(path, data, results=False).worksheets):
        yield RawTable(_limited(path, _rows(path, data, at, sheet), most), sheet=at)


def _open(path: Path, data: bytes, results: bool) -> Any:
    """The workbook, with what its formulas came to or with the formulas themselves."""
    from openpyxl import load_workbook  # slow to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which hold no answers
            return load_workbook(io.BytesIO(data), read_only=True, data_only=results)
    except Exception:  # a damaged archive raises a dozen kinds, from zipfile, zlib, expat and openpyxl
        raise _no_workbook(path) from None


def _no_workbook(path: Path) -> InputError:
    return UnknownLayout(f"{path}: not an Excel workbook; export the poll's results again.")


def _rows(path: Path, data: bytes, at: int, sheet: Any) -> Iterator[Sequence[Any]]:
    """The values of a sheet; what formulas came to is looked up only where there are formulas."""
    results: Iterator[Sequence[Any]] | None = None
    for number, row in enumerate(_cells(path, sheet)):
        if results is None and any(cell.data_type == "f" for cell in row):
            results = islice(_cells(path, _open(path, data, results=True).worksheets[at]), number, None)
        values = [cell.value for cell in (row if results is None else next(results))]
        for cell, value in zip(row, values, strict=True):
            if cell.data_type == "f" and value is None:
                raise InputError(
                    f"{path}, cell {cell.coordinate}: a formula that was never worked out; open the file in Excel, "
                    "save it and read it again."
                )
        yield values


def _cells(path: Path, sheet: Any) -> Iterator[Sequence[Any]]:
    try:
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        yield from sheet.iter_rows()
    except Exception:  # damage shows as many kinds here as where the workbook is opened
        raise _no_workbook(path) from None


def _limited(path: Path, rows: Iterator[Sequence[Any]], most: int) -> Iterator[Sequence[Any]]:
    held = 0
    for row in rows:
        held += len(row) + 1  # a row may claim to be the thousand-millionth, after as many blank ones
        if held > most:
            raise InputError(f"{path}: more than {most:,} cells, blank ones too; export it again, as CSV.")
        yield row
