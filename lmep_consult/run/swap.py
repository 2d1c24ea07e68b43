"""A folder replaced whole: readers find the old files or the new ones, never some of each.

On Linux and macOS two folders change names in one step. Windows has no such step: there the old folder steps aside, the
new one takes its name, and `finish_swap` ends what a crash in between left.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lmep_consult.errors import ConsultError
from lmep_consult.files import REPLACED, UNFINISHED


@contextmanager
def swapped(folder: Path) -> Iterator[Path]:
    """A new, empty folder next to `folder`, to be filled; it takes the place of `folder` when the block ends without an
    error, and is deleted when it ends with one.

    Raises ConsultError where a file of `folder` is open in another program; then `folder` is as it was.
    """
    finish_swap(folder)
    new = folder.with_name(f"{UNFINISHED}{folder.name}-{secrets.token_hex(4)}")
    new.mkdir()
    try:
        yield new
        _swap(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def finish_swap(folder: Path) -> None:
    """End what a crash left of a swap of `folder`: the old folder comes back where no new one took its name."""
    old = folder.with_name(f"{REPLACED}{folder.name}")
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    for left in (old, *folder.parent.glob(f"{UNFINISHED}{folder.name}-*")):
        shutil.rmtree(left, ignore_errors=True)


def _swap(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    if _exchanged(new, folder):
        return
    old = folder.with_name(f"{REPLACED}{folder.name}")
    try:
        folder.rename(old)
    except OSError:
        raise ConsultError(
            f"{_held_open(folder)} is open in another program, so {folder} cannot be replaced; close it and run again."
        ) from None
    try:
        new.rename(folder)
    except OSError as error:
        old.rename(folder)
        raise ConsultError(
            f"{folder} cannot be replaced ({error.strerror}); close what uses it and run again."
        ) from None
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(new: Path, folder: Path) -> bool:
    """Whether the two folders could change names in one step, which not all systems and drives can."""
    exchange = _exchange_call()
    return exchange is not None and exchange(os.fsencode(new), os.fsencode(folder)) == 0


def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    """renameat2 with RENAME_EXCHANGE (Linux) or renamex_np with RENAME_SWAP (macOS)."""
    with suppress(OSError, AttributeError):
        if sys.platform == "linux":
            here, exchange = -100, 2
            rename = ctypes.CDLL(None).renameat2
            return lambda one, other: int(rename(here, one, here, other, exchange))
        if sys.platform == "darwin":
            swap = ctypes.CDLL(None).renamex_np
            return lambda one, other: int(swap(one, other, 2))
    return None


def _held_open(folder: Path) -> Path:
    """The first file that cannot be opened for writing, as one that another program has open; else the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                path.open("r+b").close()
            except OSError:
                return path
    return folder
