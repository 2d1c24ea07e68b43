"""Who may write to a study at the same time as others.

One program at a time makes what is derived (`locked`). A person who decides holds one file of decisions (`deciding`),
so that several decide at once, also while a run reads what they have decided so far. A withdrawal or purge wants
everybody out (`alone`). A lock is the operating system's, on a file in working/.locks, so a crash leaves none behind;
it holds against other threads of the same process too. The file says who holds it, for the message.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.places import CERTIFICATE, JOURNAL, LOCKS

if TYPE_CHECKING:  # slow to load, and `--help` locks nothing
    from filelock import BaseFileLock

_STUDY, _DOOR = "study", "door"  # the door is shut while somebody wants everybody out, and open otherwise
_DECISIONS = "decisions-"  # how the names of the others begin
_MOMENT = 5.0  # seconds to wait at the door, where everybody else passes at once


@contextmanager
def locked(folder: Path, command: str = "", wait: float = 0) -> Iterator[None]:
    """Hold the study in `folder` for this thread, which may ask for it again; to be entered before reading anything.

    command: what may go on with something unfinished or with a purged study, as a person types it ("withdraw P07").
    wait: how many seconds to wait for another to end.

    Raises ConsultError where another program holds the study or locks cannot be had, and StudyError where another
    withdrawal or purge was begun and not finished, or the study was purged.
    """
    with _held(folder, _STUDY, "lmep-consult", wait):
        _refuse_unfinished(folder, command)
        yield


@contextmanager
def deciding(folder: Path, file: Path, who: str, wait: float = 0) -> Iterator[None]:
    """Hold one file of decisions, such as a coder's log; nobody else may add to it meanwhile, and any other may be.
    wait: how many seconds to wait for somebody who holds it.

    Raises as `locked` does, and ConsultError where somebody holds the file or a withdrawal or purge is at work.
    """
    with ExitStack() as held:
        with _held(folder, _DOOR, who, _MOMENT):
            held.enter_context(_held(folder, _DECISIONS + file.name, who, wait))
        _refuse_unfinished(folder, "")
        yield


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Hold the study as `locked` does, while nobody decides anything.

    Raises as `locked` does, and ConsultError, saying who, where somebody is at work on decisions.
    """
    with locked(folder, command, _MOMENT), _held(folder, _DOOR, "lmep-consult", _MOMENT):
        for path in sorted(LOCKS.of(folder).glob(f"{_DECISIONS}*")):
            with _held(folder, path.name, "lmep-consult"):
                pass  # whoever wants it now is kept out at the door
        yield


def unfinished(folder: Path) -> dict[str, Any] | None:
    """The journal of a withdrawal or purge that was begun and not finished: what ("The withdrawal of P07"), command
    ("withdraw P07") and whatever else it takes to finish it; None where there is none.

    Raises StudyError where the journal is damaged.
    """
    path = JOURNAL.of(folder)
    try:
        begun: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"what": str(begun["what"]), "command": str(begun["command"])} | begun
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise StudyError(
            f"{path}: damaged or cannot be read, so it is not known which withdrawal or purge is unfinished; delete "
            "the file and give the command again."
        ) from None


def _refuse_unfinished(folder: Path, command: str) -> None:
    begun = unfinished(folder)
    if begun is not None and begun["command"] != command:
        raise StudyError(
            f"{begun['what']} was begun and not finished; finish it with `lmep-consult {begun['command']}`."
        )
    if not command and CERTIFICATE.of(folder).is_file():
        raise StudyError(
            f"{folder} was purged, so there is nothing left to read; its reports and {CERTIFICATE.name} are kept."
        )


@contextmanager
def _held(folder: Path, name: str, who: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of that name, and say in its file who does and since when."""
    from filelock import FileLock

    path = LOCKS.of(folder) / name
    # One object a path and a state a thread: a thread may enter again, another thread may not enter at all.
    lock = FileLock(path.resolve(), is_singleton=True, fallback_to_soft=False)
    again = lock.is_locked
    _acquire(lock, path, wait)
    try:
        if not again:
            since = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"
            _sign(path, json.dumps({"who": who, "host": platform.node(), "since": since}))
        yield
    finally:
        if not again:
            _sign(path, "")
        lock.release()


def _acquire(lock: BaseFileLock, path: Path, wait: float) -> None:
    from filelock import Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout:
        raise ConsultError(_in_use(path)) from None
    except PermissionError as error:
        raise ConsultError(
            f"{path.parent}: a file cannot be made there ({error.strerror}); ask for the right to write."
        ) from None
    except OSError as error:
        raise ConsultError(
            f"{path} cannot be locked ({error.strerror or error}), so two programs could write over each other's work; "
            "move the study to a drive that can lock files, such as this computer's own."
        ) from None


def _in_use(path: Path) -> str:
    folder = path.parents[len(Path(LOCKS.path).parts)]
    there = _signature(path)
    since = f" (on {there['host']}, since {there['since']})" if there else ""
    if path.name.startswith(_DECISIONS):
        file = path.name.removeprefix(_DECISIONS)
        return f"{there.get('who', 'Somebody')} is at work on {file} of {folder}{since}; wait until they have stopped."
    return f"Another lmep-consult is at work on {folder}{since}; wait until it has ended."


# What is locked is the file's first byte, which Windows then lets nobody else read: the words begin at the second.
def _sign(path: Path, words: str) -> None:
    with suppress(OSError), path.open("r+b", buffering=0) as file:
        file.seek(1)
        file.write(words.encode())
        file.truncate()


def _signature(path: Path) -> dict[str, str]:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(1)
            said = json.loads(file.read(4096))
        return {key: str(said[key]) for key in ("who", "host", "since")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
