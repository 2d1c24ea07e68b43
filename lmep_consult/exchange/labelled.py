"""A transcript as people read it in other programs, each turn with its speaker, and where its words lie there."""

from __future__ import annotations

from bisect import bisect_right

from lmep_consult.coding import Spoken

_BETWEEN = "\n\n"


class Labelled:
    """text: a paragraph a turn, "P07: Never enough time.", with an empty line between them."""

    def __init__(self, transcript: Spoken) -> None:
        turns = transcript.turns
        self._starts: list[int] = turns["start_char"].tolist()
        self._ends: list[int] = turns["end_char"].tolist()
        self._shifts: list[int] = []  # what is added to each turn's offsets
        parts: list[str] = []
        length = 0
        for speaker, start, end in zip(turns["speaker"], self._starts, self._ends, strict=True):
            label = f"{speaker[:1].upper()}{speaker[1:]}: " if speaker else ""
            self._shifts.append(length + len(label) - start)
            parts.append(label + transcript.text[start:end])
            length += len(parts[-1]) + len(_BETWEEN)
        self.text = _BETWEEN.join(parts)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where words of the transcript lie in `text`."""
        return self._there(start), self._there(end - 1) + 1

    def spoken(self, start: int, end: int) -> tuple[int, int] | None:
        """Which words of the transcript a passage of `text` holds; None where it holds labels alone."""
        held = [
            (max(start - shift, begin), min(end - shift, stop))
            for begin, stop, shift in zip(self._starts, self._ends, self._shifts, strict=True)
            if start - shift < stop and begin < end - shift
        ]
        return (held[0][0], held[-1][1]) if held else None

    def _there(self, at: int) -> int:
        return at + self._shifts[max(bisect_right(self._starts, at) - 1, 0)]
