"""Passages of a project's texts, put onto the study's transcripts.

A text that this program exported is undone exactly. Any other (the file that was transcribed, names and clocks in it)
is laid word by word next to the transcript, and a passage is what its words became there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from lmep_consult.coding import Spoken
from lmep_consult.exchange.labelled import Labelled

_WORD = re.compile(r"\w+")
_ENOUGH = 0.75  # of a passage's words that must be in the transcript too

Place = Callable[[int, int], tuple[int, int] | None]


def transcript_named(source: str, names: Iterable[str]) -> str | None:
    """Which of the transcripts a project's source is: that of its name, or the longest that its name begins with, as
    raw files are named ("P07_interview.docx"); None where it is none.

    >>> transcript_named("p07 interview", ["P0", "P07", "P08"]), transcript_named("P077", ["P07"])
    ('P07', None)
    """
    said = source.strip().casefold()
    fitting = [n for n in names if said.startswith(n.casefold()) and not said[len(n) : len(n) + 1].isalnum()]
    return max(fitting, key=len, default=None)


def placer(text: str, transcript: Spoken) -> Place:
    """Where in the transcript's text a passage of `text` lies; its answer is None where it is not spoken there."""
    labelled = Labelled(transcript)
    if text == labelled.text:
        return labelled.spoken
    if text == transcript.text:
        return lambda start, end: (start, end)
    return _word_by_word(text, transcript.text)


def by_turn(transcript: Spoken, start: int, end: int) -> list[tuple[int, int]]:
    """The words of a passage that are not the interviewer's, turn by turn, white space round them left out."""
    turns = transcript.turns
    touched = turns[(turns["start_char"] < end) & (turns["end_char"] > start) & (turns["role"] != "interviewer")]
    parts = []
    for begin, stop in zip(touched["start_char"], touched["end_char"], strict=True):
        begin, stop = max(start, int(begin)), min(end, int(stop))
        said = transcript.text[begin:stop]
        if said.strip():
            parts.append((begin + len(said) - len(said.lstrip()), begin + len(said.rstrip())))
    return parts


def _word_by_word(theirs: str, ours: str) -> Place:
    here, there = ([(m[0].casefold(), *m.span()) for m in _WORD.finditer(text)] for text in (theirs, ours))
    matcher = SequenceMatcher(None, [word for word, _, _ in here], [word for word, _, _ in there], autojunk=False)
    became = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}

    def place(start: int, end: int) -> tuple[int, int] | None:
        words = [n for n, (_, begin, stop) in enumerate(here) if begin < end and start < stop]
        found = [became[n] for n in words if n in became]
        if not found or len(found) < _ENOUGH * len(words):
            return None
        begin, stop = there[found[0]][1], there[found[-1]][2]
        for mark in theirs[here[words[-1]][2] : end]:  # the marks after the last word
            if ours[stop : stop + 1] != mark:
                break
            stop += 1
        return begin, stop

    return place
