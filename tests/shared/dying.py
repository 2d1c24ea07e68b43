"""A process that ends without any clean-up at a step of writing that is chosen."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WRITING: tuple[tuple[Any, str], ...] = (
    (os, "open"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "rmdir"),
)


def dying_at(step: int, steps: Sequence[tuple[Any, str]] = WRITING) -> None:
    """Make this process end before the given step; counted over all kinds of step."""
    left = step

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1
            return function(*args, **kwargs)

        return call

    for owner, name in steps:
        setattr(owner, name, counted(getattr(owner, name)))
