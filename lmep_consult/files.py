"""Writing files so that a crash leaves the old one or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lmep_consult.errors import ConsultError

UNFINISHED = ".new-"  # how the names of files begin that a crash may leave behind


def write_whole(path: Path, content: str | bytes, private: bool = False) -> None:
    """Put `content` (text as UTF-8) in the place of `path` at once; `private` files are for their owner alone.

    Raises ConsultError where the file is open in another program or the folder may not be written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o600 if private else 0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except PermissionError:
        raise ConsultError(
            f"{path} is open in another program or may not be replaced; close it and try again."
        ) from None


def files_ending(folder: Path, suffix: str) -> list[Path]:
    """Every file at or below `folder` whose name ends in `suffix`, in capitals or not; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == suffix and not path.name.startswith(".") and path.is_file()
    )
