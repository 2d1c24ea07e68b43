"""The files of a study's responses, one after another: each response once, what cannot be placed by file and row."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

import numpy as np

from lmep_consult.errors import InputError, StudyError
from lmep_consult.plan import Responses
from lmep_consult.polls.dates import order_of, written
from lmep_consult.responses.letters import ENDINGS, read_letter
from lmep_consult.responses.model import Row, RowProblem
from lmep_consult.responses.tables import Tell, read_csv, read_parquet, read_workbook

_READERS = {".csv": read_csv, ".tsv": read_csv, ".xlsx": read_workbook, ".parquet": read_parquet}
_FIRST = 10_000  # rows of a file that show whether its dates give the day or the month first


@dataclass
class Batch:
    """Responses that become one part of each frame. number: which part. day_first: by file, how its dates are to be
    read; None where that is not clear."""

    number: int
    rows: list[Row] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    day_first: dict[str, bool | None] = field(default_factory=dict)


def files_of(folder: Path, files: Sequence[Path], plan: Responses) -> list[Path]:
    """Of the files in raw/responses those that study.toml names, in order.

    Raises StudyError where a pattern names none, or there is none at all.
    """
    patterns = plan.files or ["*"]
    chosen: list[Path] = []
    for pattern in patterns:
        found = [path for path in files if fnmatch.fnmatchcase(path.relative_to(folder).as_posix(), pattern)]
        if not found:
            where = f"no file in {folder}" + (f" is called {pattern!r}" if plan.files else "")
            raise StudyError(f"{where}; put the exports there, or correct responses.files in study.toml.")
        chosen += found
    return list(dict.fromkeys(chosen))


def batches(folder: Path, files: Sequence[Path], plan: Responses, size: int, tell: Tell) -> Iterator[Batch]:
    """The responses in the files, `size` to a batch, files named by their place below `folder`. tell: is given how many
    bytes were read.

    Raises InputError where a file cannot be read as what it should be, or an id is there twice.
    """
    batch = Batch(0)
    ids = _Ids()

    def checked(batch: Batch) -> Batch:
        if (at := ids.repeated([row.response for row in batch.rows])) is not None:
            raise _twice(batch.rows[at], folder, files, plan)
        return batch

    for path in files:
        file = path.relative_to(folder).as_posix()
        rows = _rows(path, file, plan, tell)
        first = list(islice(rows, _FIRST))
        day_first, problem = _order(file, first)
        batch.problems += [problem] if problem else []
        batch.day_first[file] = day_first
        for row in chain(first, rows):
            if isinstance(row, RowProblem):
                batch.problems.append(row)
                continue
            batch.rows.append(row)
            if len(batch.rows) == size:
                yield checked(batch)
                batch = Batch(batch.number + 1, day_first={file: day_first})
    if batch.rows or batch.problems or not batch.number:
        yield checked(batch)


class _Ids:
    """The ids so far, as hashes of eight bytes: of ten million, two are the same once in 400,000 times. They are kept
    in sorted runs, each longer than the next, so that they take little room and time."""

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []

    def repeated(self, ids: Sequence[str]) -> int | None:
        """The place of an id that was there before, here or in an earlier batch; None where there is none."""
        digests = b"".join([hashlib.blake2b(i.encode("utf-8", "replace"), digest_size=8).digest() for i in ids])
        keys = np.frombuffer(digests, dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        run = keys[order]
        again = np.zeros(len(run), dtype=bool)
        again[1:] = run[1:] == run[:-1]
        for before in self._runs:
            at = np.minimum(np.searchsorted(before, run), len(before) - 1)
            again |= before[at] == run
        if again.any():
            return int(order[again].min())
        while self._runs and len(self._runs[-1]) <= len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)
        return None


def _rows(path: Path, file: str, plan: Responses, tell: Tell) -> Iterator[Row | RowProblem]:
    ending = path.suffix.casefold()
    try:
        if ending in _READERS:
            yield from _READERS[ending](path, file, plan, tell)
            return
        if ending not in ENDINGS:
            yield RowProblem(file, 0, f"a file of this kind ({ending or 'no ending'}) is not read; save it as .docx")
        elif not plan.letters:
            raise StudyError(
                f"{path}: a letter or e-mail; say in study.toml, responses.letters, which question these answer."
            )
        else:
            yield from _letter(path, file, plan)
        tell(path.stat().st_size)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from None


def _letter(path: Path, file: str, plan: Responses) -> list[Row | RowProblem]:
    """One letter that cannot be read is a problem of its own, as one row of a table is."""
    try:
        return read_letter(path, file, plan)
    except InputError as error:
        return [RowProblem(file, 0, str(error).removeprefix(f"{path}: "))]


def _order(file: str, rows: Sequence[Row | RowProblem]) -> tuple[bool | None, RowProblem | None]:
    """Whether the dates of a file, which begins with these rows, give the day first; and what is not clear."""
    cells = (row.received for row in rows if isinstance(row, Row))
    dates = [found for cell in cells if not _iso(cell) and (found := _written(cell))]
    order = order_of(dates, None)
    if order.day_first is None:
        return None, RowProblem(file, 0, "it is not clear whether dates give the day or the month first; none is read")
    return order.day_first, RowProblem(file, 0, order.assumed) if order.assumed else None


def date_of(cell: str, day_first: bool | None) -> dt.date | None:
    """The day that a cell says; None where it says none."""
    if found := _iso(cell):
        return found
    moment = _written(cell)
    if moment is None or (moment.unclear and day_first is None):
        return None
    read = moment.moment(bool(day_first))
    return read.date() if read else None


def _iso(cell: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell[:10])
    except ValueError:
        return None


_written = lru_cache(maxsize=10_000)(written)


def find_response(folder: Path, files: Sequence[Path], plan: Responses, response: str) -> Row | None:
    """The first row that has the id; None where none has it. Errors as `batches`."""
    for path in files:
        for row in _rows(path, path.relative_to(folder).as_posix(), plan, lambda _: None):
            if isinstance(row, Row) and row.response == response:
                return row
    return None


def _twice(row: Row, folder: Path, files: Sequence[Path], plan: Responses) -> InputError:
    """Where an id is that was there before, and where it was."""
    before = find_response(folder, files, plan, row.response)
    where = f"{before.file}, row {before.row}" if before else "an earlier row"
    return InputError(
        f"{folder / row.file}, row {row.row}: the id {row.response!r} is there already ({where}); give each response "
        "an id of its own, or take one of the two out."
    )
