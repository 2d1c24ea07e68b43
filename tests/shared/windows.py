"""A drive on which what another program has open can be neither replaced, renamed, deleted nor written to."""

from __future__ import annotations

from pathlib import Path

import pytest


def open_elsewhere(monkeypatch: pytest.MonkeyPatch, opened: Path) -> None:
    """Another program has the file `opened` open; so no folder that holds it changes its name either."""
    rename, replace, unlink, open_ = Path.rename, Path.replace, Path.unlink, Path.open

    def refused(path: Path) -> bool:
        return opened.is_relative_to(path)

    def fault() -> PermissionError:
        return PermissionError(13, "The process cannot access the file because it is being used by another process")

    def renamed(path: Path, target: Path) -> Path:
        if refused(path) or Path(target) == opened:
            raise fault()
        return rename(path, target)

    def replaced(path: Path, target: Path) -> Path:
        if refused(path) or Path(target) == opened:
            raise fault()
        return replace(path, target)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if refused(path):
            raise fault()
        unlink(path, missing_ok)

    def open_again(path: Path, mode: str = "r", *args: object, **options: object) -> object:
        if path == opened and set(mode) & set("+wa"):
            raise fault()
        return open_(path, mode, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", unlinked)
    monkeypatch.setattr(Path, "open", open_again)
