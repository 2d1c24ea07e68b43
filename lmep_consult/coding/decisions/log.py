"""Decisions on the disk: one file a coder, a line a decision, only ever added to.

So two sites' work merges by copying files, and whatever a crash or a synchronised drive does to one line costs that
line at most.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lmep_consult.archive import MAX_ARCHIVE, read_bytes
from lmep_consult.coding.decisions.decision import Decision, as_line, from_line
from lmep_consult.errors import CodingError, InputError, Problem
from lmep_consult.files import files_ending, sync_folder
from lmep_consult.plan.ids import why_no_id

_BOM = b"\xef\xbb\xbf"


def log_path(folder: Path, coder: str) -> Path:
    """Where the coder's decisions are kept. Raises CodingError where no file can have the coder's name."""
    name = unicodedata.normalize("NFC", coder)
    if not name or len(name) > 60 or why_no_id(name):
        raise CodingError(f"{coder!r} cannot be the name of a file; use initials or a name, in letters and digits.")
    return folder / f"{name}.jsonl"


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add the decisions to a log; when this returns, they are on the disk.

    Other processes may append to the same log at the same time. Lines that are in it are never changed.

    Raises CodingError where the disk is full or the file may not be written to: then nothing is acknowledged.
    """
    data = "".join(as_line(decision) + "\n" for decision in decisions).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        try:
            with _alone(handle):
                size = os.fstat(handle).st_size
                if size and not _ends_a_line(handle, size):
                    data = b"\n" + data  # what a crash cut short stays a line by itself
                while data:
                    data = data[os.write(handle, data) :]
                os.fsync(handle)
        finally:
            os.close(handle)
        if not size:
            for folder in (path.parent, path.parent.parent):
                sync_folder(folder)
    except OSError as error:
        raise CodingError(
            f"{path}: the decision was not kept ({error.strerror or error}); make room or close what holds the file, "
            "and decide again."
        ) from None


def log_files(folder: Path) -> list[Path]:
    """Every log at or below `folder`, copies that a synchronised drive made among them; none where there is none."""
    return files_ending(folder, ".jsonl")


def read_log(path: Path) -> tuple[list[Decision], list[Problem]]:
    """A log's decisions in its order, and the lines that are none.

    Raises InputError where the file cannot be opened.
    """
    decisions, problems = [], []
    lines = read_bytes(path, MAX_ARCHIVE).split(b"\n")
    for number, line in enumerate(lines, start=1):
        line = line.removeprefix(_BOM).strip()
        if not line:
            continue
        try:
            decisions.append(from_line(line))
        except CodingError as error:
            torn = number == len(lines)  # nothing follows, not even the end of the line
            what = "cut short by a crash and set aside" if torn else f"not a decision and set aside: {error}"
            problems.append(Problem(f"{path.name}, line {number}", what, line.decode("utf-8", "replace")))
    return decisions, problems


def read_logs(folder: Path) -> tuple[list[Decision], list[Problem]]:
    """The decisions of all logs at or below `folder`, and what could not be read."""
    decisions, problems = [], []
    for path in log_files(folder):
        try:
            more, faults = read_log(path)
        except InputError as error:
            faults = [Problem(path.name, "not read", str(error))]
        else:
            decisions += more
        problems += faults
    return decisions, problems


def _ends_a_line(handle: int, size: int) -> bool:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


@contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Hold the file against other processes that append; the system lets go when a process dies.

    Where a drive knows no locks, appending in one write must do.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 2**30, os.SEEK_SET)  # a byte beyond the end, so that reading goes on
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, 2**30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file lets go
