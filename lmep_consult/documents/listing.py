"""What a fill did, or would do, as a list for the author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from posixpath import commonprefix

_SHOWN, _BEFORE = 90, 25  # characters of an old or new text; and of those before the first difference, at least


class State(StrEnum):
    """What became of a control."""

    SAME = "up to date"
    CHANGED = "changed"
    EDITED = "changed by hand, and left as it is"
    OVERWRITTEN = "changed by hand, and replaced"
    REMOVED = "a quotation that may not be shown any more, taken out"
    LEFT = "words of that quotation stand outside its control: take them out"
    GONE = "names something that no longer exists; left as it is and marked [x]"
    WITHHELD = "may not be released any more; left as it is and marked [c]"
    STUCK = "cannot be filled, and left as it is"


_ORDER = (
    State.CHANGED, State.OVERWRITTEN, State.REMOVED, State.LEFT, State.WITHHELD, State.GONE, State.EDITED, State.STUCK,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One control. stale: whether the document, as it was, did not say what it should. why: what keeps it from being
    filled. withdrawn: whether a withdrawal changed its number. filled_before: whether an earlier run filled it."""

    state: State
    tag: str
    kind: str
    where: str
    old: str
    new: str
    stale: bool
    why: str = ""
    withdrawn: bool = False
    filled_before: bool = False


def listed(lines: Iterable[Line]) -> Iterator[str]:
    """The list: sentences whose claim changed first, then by what became of each; what is up to date is counted."""
    all_lines = list(lines)
    claims = [
        line for line in all_lines if line.kind == "sentence" and line.state is State.CHANGED and line.filled_before
    ]
    yield from _part("Sentences that now say something else: read them again", claims)
    for state in _ORDER:
        yield from _part(state.capitalize(), [line for line in all_lines if line.state is state and line not in claims])
    same = sum(line.state is State.SAME for line in all_lines)
    yield f"{same} of {len(all_lines)} controls were up to date."


def _part(heading: str, lines: list[Line]) -> Iterator[str]:
    if lines:
        yield f"{heading} ({len(lines)})"
    for line in lines:
        yield f"  {line.tag} (in {line.where}){': ' + line.why if line.why else ''}"
        if line.old != line.new:
            old, new = (" ".join(text.split()) or "nothing" for text in (line.old, line.new))
            start = _begins(old, new)
            yield f"    was: {_short(old, start)}"
            yield f"    now: {_short(new, start)}{' (after a withdrawal)' if line.withdrawn else ''}"


def _begins(old: str, new: str) -> int:
    """Where to begin, so that the first difference of two texts is among the characters shown."""
    same = len(commonprefix([old, new]))
    return old.rfind(" ", 0, same - _BEFORE) + 1 if same > _SHOWN - 2 * _BEFORE else 0


def _short(text: str, start: int) -> str:
    text = f"…{text[start:]}" if start else text
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
