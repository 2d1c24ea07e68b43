"""Files written so that a crash leaves the old one or the new one, and found without going through a link."""

from __future__ import annotations

import os
import stat
import uuid
from contextlib import suppress
from pathlib import Path

from lmep_consult.errors import ConsultError

UNFINISHED, REPLACED = ".new-", ".old-"  # how the names begin of what a crash may leave behind
_JUNCTION = 0xA0000003  # how Windows marks a link to a folder that is no symbolic one


def write_whole(path: Path, content: str | bytes, private: bool = False) -> None:
    """Put `content` (text as UTF-8) in the place of `path` at once.

    Half letters, as names of files that are no UTF-8 have them, are written out ("\\udcff").
    `private` files are for their owner alone; who may read the others is as the system has it for new files (umask).

    Raises ConsultError where the disk is full, the file is open in another program or the folder may not be written to.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    new = path.with_name(f"{UNFINISHED}{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(new, flags, 0o600 if private else 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except PermissionError:
        raise ConsultError(
            f"{path} is open in another program or may not be replaced; close it and try again."
        ) from None
    except OSError as error:
        raise ConsultError(
            f"{path} cannot be written ({error.strerror or error}); make room or choose another place, and try again."
        ) from None


def sync_folder(folder: Path) -> None:
    """Let the names of new files in it outlive a loss of power; Windows does so by itself, and some drives cannot."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_to_others(folder: Path) -> bool:
    """Whether other users of this computer can get into a folder, by its mode and that of those above it; of Windows
    that is not known, and it is False."""
    above = (folder.resolve(), *folder.resolve().parents)
    return os.name == "posix" and all(each.stat().st_mode & stat.S_IXOTH for each in above)


def is_link(path: Path) -> bool:
    """Whether it is a symbolic link or a junction, wherever that leads."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def leads_out(path: Path, folder: Path) -> bool:
    """Whether the path, once links are followed, is neither `folder` nor in it.

    >>> leads_out(Path("study/../other/logo.png"), Path("study"))
    True
    """
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to one another
        return True


def files_in(path: Path) -> list[Path]:
    """Every file and link in a folder and below, hidden ones too, by name; a file or link itself; none where nothing
    is. A link is never followed: what it leads to may be somebody else's."""
    if is_link(path) or path.is_file():
        return [path]
    found: list[Path] = []
    for here, folders, names in os.walk(path):
        links = [name for name in folders if is_link(Path(here, name))]
        folders[:] = [name for name in folders if name not in links]
        found += [Path(here, name) for name in [*names, *links]]
    return sorted(found)


def delete(path: Path) -> None:
    """Delete a file or a link, and nothing behind a link; OSError where it cannot be done, none where it is not there.

    Windows deletes links to folders as folders.
    """
    if os.name == "nt" and path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def files_ending(folder: Path, suffix: str) -> list[Path]:
    """Every file at or below `folder` whose name ends in `suffix`, in capitals or not; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == suffix and not path.name.startswith(".") and path.is_file()
    )
