"""One program at a time changes a study, and none but the one that began it while something is unfinished.

The lock is a file that can be made only once, which holds on Windows and on drives that synchronise; it names its
maker, so that one left by a crash is told apart.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lmep_consult.errors import ConsultError, StudyError

LOCK = ".lock"  # in working/
JOURNAL = "unfinished.json"  # in working/: a withdrawal or purge that was begun
CERTIFICATE = "purge_certificate.json"  # in the study's folder

_ELSEWHERE = dt.timedelta(hours=24)  # after which another computer's lock is taken to be left over
_UNWRITTEN = 60  # seconds after which a lock that names nobody is
_ON_WINDOWS = os.name == "nt"


@contextmanager
def locked(folder: Path, command: str = "") -> Iterator[None]:
    """Hold the study in `folder` for this process, which may ask for it again; to be entered before reading anything.

    command: what may go on with something unfinished or with a purged study, as a person types it ("withdraw P07").

    Raises ConsultError where another program holds the study or working/ may not be written to, and StudyError where
    another withdrawal or purge was begun and not finished, or the study was purged.
    """
    mine = _taken(folder / "working" / LOCK)
    try:
        begun = unfinished(folder)
        if begun is not None and begun["command"] != command:
            raise StudyError(
                f"{begun['what']} was begun and not finished; finish it with `lmep-consult {begun['command']}`."
            )
        if not command and (folder / CERTIFICATE).is_file():
            raise StudyError(
                f"{folder} was purged, so there is nothing left to read; its reports and {CERTIFICATE} are kept."
            )
        yield
    finally:
        if mine is not None:
            _give_back(folder / "working" / LOCK, mine)


def unfinished(folder: Path) -> dict[str, Any] | None:
    """The journal of a withdrawal or purge that was begun and not finished: what ("The withdrawal of P07"), command
    ("withdraw P07") and whatever else it takes to finish it; None where there is none.

    Raises StudyError where the journal is damaged.
    """
    path = folder / "working" / JOURNAL
    try:
        begun: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"what": str(begun["what"]), "command": str(begun["command"])} | begun
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise StudyError(
            f"{path}: damaged or not to be read, so it cannot be told which withdrawal or purge is unfinished; delete "
            "the file and give the command again."
        ) from None


def _taken(path: Path) -> tuple[int, bytes] | None:
    """The lock's open file and what it says; None where this process holds it already."""
    said = {"host": platform.node(), "pid": os.getpid(), "since": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
    for _ in range(3):  # again where one that was left over has been taken away
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            there = _content(path)
            holder = _holder(there)
            if holder is not None and (holder["host"], holder["pid"]) == (said["host"], said["pid"]):
                return None
            if not _left_over(path, holder):
                break
            _take_away(path, there)
        except OSError as error:
            raise ConsultError(
                f"{path.parent}: a file cannot be made there ({error.strerror}); ask for the right to write."
            ) from None
        else:
            content = json.dumps(said).encode()
            os.write(handle, content)
            os.fsync(handle)
            return handle, content  # kept open: an open file cannot be deleted on Windows
    holder = _holder(_content(path)) or {"host": "another computer", "since": "just now"}
    raise ConsultError(
        f"Another lmep-consult is at work on {path.parent.parent} (on {holder['host']}, since {holder['since']}); wait "
        f"until it has ended, or delete {path} if none is running."
    )


def _give_back(path: Path, mine: tuple[int, bytes]) -> None:
    handle, content = mine
    os.close(handle)
    if _content(path) == content:
        with suppress(OSError):  # one that cannot be deleted is known as left over
            path.unlink()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _holder(content: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(content)
        dt.datetime.fromisoformat(said["since"])
        return {"host": str(said["host"]), "pid": int(said["pid"]), "since": str(said["since"])}
    except (ValueError, KeyError, TypeError):
        return None


def _left_over(path: Path, holder: dict[str, Any] | None) -> bool:
    """Whether its maker is gone. A process on another computer cannot be asked after: there, age decides."""
    if holder is None:
        with suppress(OSError):
            return time.time() - path.stat().st_mtime > _UNWRITTEN
        return True
    if holder["host"] != platform.node():
        since = dt.datetime.fromisoformat(holder["since"]).astimezone(dt.UTC)
        return dt.datetime.now(dt.UTC) - since > _ELSEWHERE
    if _ON_WINDOWS:
        return True  # then it can be moved, which Windows does not allow while its maker has it open
    try:
        os.kill(holder["pid"], 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass
    return False


def _take_away(path: Path, seen: bytes) -> None:
    """Move the lock aside and then delete it, unless another process took it in the meantime."""
    aside = path.with_name(f"{LOCK}.{os.getpid()}")
    with suppress(OSError):
        path.replace(aside)
        if _content(aside) == seen:
            aside.unlink()
        else:
            aside.replace(path)
