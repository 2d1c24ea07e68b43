"""What every method asks of its settings."""

from __future__ import annotations

from numbers import Integral


def require_count(value: object, name: str) -> None:
    """Raise ValueError unless the value is a whole number of 1 or more."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{name}={value!r}: it is a whole number of 1 or more")


def require_level(level: float, least: float = 0.0) -> None:
    """Raise ValueError unless the level lies between `least` (which may be reached unless it is 0) and 1."""
    if not (level >= least and 0 < level < 1):
        between = f"is at least {least:g} and below 1" if least else "lies between 0 and 1"
        raise ValueError(f"level={level!r}: it {between}, such as 0.95")
