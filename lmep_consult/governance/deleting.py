"""Steps that delete, each of which may be done again after a crash, under a journal that says what was begun."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmep_consult.errors import ConsultError
from lmep_consult.files import REPLACED, UNFINISHED, delete, files_in, is_link, sync_folder, write_whole
from lmep_consult.places import JOURNAL, RAW, WORKING


@dataclass(frozen=True)
class Step:
    """What becomes of one file.

    kind and count: what is deleted by it, as in "poll rows", 3. content: what takes the file's place, None where it is
    deleted whole. target: where that is written, if it is not the file itself, which is then deleted.
    """

    path: Path
    kind: str
    count: int
    content: bytes | None = None
    target: Path | None = None


def begin(folder: Path, what: str, command: str, rest: dict[str, Any]) -> None:
    """Write the journal of the study in `folder`, on the disk before this returns; see `lock.unfinished`."""
    path = JOURNAL.of(folder)
    entry = {"what": what, "command": command} | rest
    write_whole(path, json.dumps(entry, ensure_ascii=False, indent=1) + "\n", private=True)
    sync_folder(path.parent)


def finish(folder: Path, command: str) -> None:
    """Take the journal away: all is done."""
    _deleted(JOURNAL.of(folder), command)


def carry_out(steps: Iterable[Step], command: str) -> None:
    """Do the steps in their order; a file that is replaced may be read by those who could read it before.

    Raises ConsultError at the first that cannot be done, saying how to finish: by `command`.
    """
    for step in steps:
        target = step.target or step.path
        if step.content is not None:
            mode = step.path.stat().st_mode & 0o777 if step.path.exists() else 0o600
            try:
                write_whole(target, step.content, private=True)
                target.chmod(mode)
            except (ConsultError, OSError):
                raise ConsultError(
                    f"{step.path} cannot be replaced: it is open elsewhere, its folder may not be changed or the disk "
                    f"is full; put that right and finish with `lmep-consult {command}`."
                ) from None
        if step.content is None or target != step.path:
            _deleted(step.path, command)


def clear_folders(folders: Iterable[Path]) -> None:
    """Delete those folders, and folders in them, that are empty."""
    for top in folders:
        for folder in [Path(here) for here, _, _ in os.walk(top, topdown=False)]:
            with suppress(OSError):  # it holds something
                if not is_link(folder):
                    folder.rmdir()


def torn_files(folder: Path) -> list[Path]:
    """What crashes left behind in the study's folder: files and folders that were not finished."""
    loose = [place for begins in (UNFINISHED, REPLACED) for place in sorted(folder.glob(f"{begins}*"))]
    staged = [path for place in loose for path in files_in(place)]
    inside = [path for place in (WORKING, RAW) for path in files_in(place.of(folder))]
    return [*staged, *(path for path in inside if path.name.startswith(UNFINISHED))]


def _deleted(path: Path, command: str) -> None:
    try:
        delete(path)
    except OSError as error:
        raise ConsultError(
            f"{path} cannot be deleted ({error.strerror or error}): it is open elsewhere or its folder may not be "
            f"changed; put that right and finish with `lmep-consult {command}`."
        ) from None
