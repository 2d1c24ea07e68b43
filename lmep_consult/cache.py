"""Made once: bytes that cost time to make, kept in a folder under a key that holds everything that decides them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lmep_consult.errors import ConsultError
from lmep_consult.files import UNFINISHED, write_whole

_DIGEST = hashlib.sha256().digest_size


class Cache:
    """A folder of results. It may be deleted, whole or in part, at any time: what is missing is made again.

    A file is named by the hash of its key and begins with the hash of what follows, so that a file cut short or
    changed by anybody is seen and made again. Files are for their owner alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._asked: set[str] = set()

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What `make` gave when it was last asked for under this key; made now, and kept, where nothing whole is there.

        key: everything that decides the result, the code that makes it included.

        A result that cannot be kept (disk full, folder read-only) is returned all the same.
        """
        name = hashlib.sha256(key.encode("utf-8")).hexdigest()
        self._asked.add(name)
        found = _read(self.folder / name)
        if found is not None:
            return found
        made = make()
        with suppress(OSError, ConsultError):
            write_whole(self.folder / name, hashlib.sha256(made).digest() + made, private=True)
        return made

    def forget_unused(self) -> None:
        """Delete what nobody asked this object for, and what a crash left half written."""
        for path in [*self.folder.glob("[0-9a-f]" * 64), *self.folder.glob(f"{UNFINISHED}*")]:
            if path.name not in self._asked:
                with suppress(OSError):
                    path.unlink()


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, made = content[:_DIGEST], content[_DIGEST:]
    return made if hashlib.sha256(made).digest() == digest else None
