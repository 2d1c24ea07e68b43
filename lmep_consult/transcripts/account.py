"""The account a layout gives of a source: every stretch is speech, furniture or a problem.

A layout claims what it recognises, stretch by stretch. What nobody claimed is a problem, so nothing is lost unseen.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lmep_consult.errors import Problem
from lmep_consult.transcripts.clocks import AT_END, AT_START, LONG_AT_START, WITHIN, times_of
from lmep_consult.transcripts.sources import Source

# White space, and the marks that only steer how a line is set: from right to left, or where it may be broken.
UNSEEN = (
    "".join(filter(str.isspace, map(chr, range(0x3001))))
    + "\u200b\u200e\u200f\u2060\ufeff"
    + ("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
SPEECH, FURNITURE, PROBLEM = "speech", "furniture", "problem"


@dataclass
class Utterance:
    """One speaker's uninterrupted words as a layout finds them; `start` is where the turn opens in the source."""

    label: str
    start_s: float = math.nan
    end_s: float = math.nan
    start: int = -1
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True)
class Claim:
    """The stretch of the source from `start` to `end` (exclusive) is speech, furniture or a problem."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Line:
    """A line of the source without white space and unseen marks round it; `first` where it opens `paragraph`."""

    start: int
    end: int
    text: str
    paragraph: int
    first: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass
class Reading:
    """What a layout makes of a source: utterances in order, claims, and what a person should look at.

    weight: how many places of the file speak for the layout; of several readings, the one with the most is taken.
    clocks_at_start, clocks_at_end: whether clocks that nothing sets apart stand there in most of what is said, and so
    are no words.
    """

    layout: str
    source: Source
    utterances: list[Utterance] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    weight: int = 0
    clocks_at_start: bool = False
    clocks_at_end: bool = False

    def look_for_clocks(self, said: Sequence[str]) -> None:
        """Tell by all that is said, in the file's order, where clocks stand that nothing sets apart: at the start of
        half and counting up, or at the end of half and two."""
        times = [times_of(match[0])[0] for text in said if (match := AT_START.match(text))]
        self.clocks_at_start = 2 * len(times) >= len(said) and times == sorted(times) and len(set(times)) > 1
        ends = sum(AT_END.search(text, max(0, len(text) - 20)) is not None for text in said)
        self.clocks_at_end = ends > 1 and 2 * ends >= len(said)

    def say(
        self,
        utterance: Utterance,
        start: int,
        end: int,
        reads: Callable[[str], str] = str,
        glue: str = " ",
        opening: bool = False,
    ) -> None:
        """The stretch is spoken, but for the clocks in it, which are furniture and time an utterance that has no times.

        reads: makes of a text what it says. opening: whether a turn, a caption or the like begins here.
        """
        text = self.source.text
        opened = (AT_START if self.clocks_at_start else LONG_AT_START).match(text, start, end) if opening else None
        if opened:
            if math.isnan(utterance.start_s):
                utterance.start_s, utterance.end_s = times_of(opened[0])
            self.furniture(start, opened.end())
            start = opened.end()
        closed = AT_END.search(text, max(start, end - 20), end) if self.clocks_at_end else None
        stop = closed.start() if closed else end
        at = start
        for stamp in WITHIN.finditer(text, start, stop):
            self._words(utterance, at, stamp.start(), reads, glue if at == start else " ")
            self.furniture(*stamp.span())
            at = stamp.end()
            if not text[at:end].strip() and math.isnan(utterance.end_s):
                utterance.end_s = times_of(stamp[0])[0]  # f4 and MAXQDA say at the end of a turn when it ended
        self._words(utterance, at, stop, reads, glue if at == start else " ")
        self.furniture(stop, end)

    def _words(self, utterance: Utterance, start: int, end: int, reads: Callable[[str], str], glue: str) -> None:
        if start == end:
            return
        if utterance.start < 0:
            utterance.start = start
        if utterance.words:
            utterance.words.append(glue)
        utterance.words.append(reads(self.source.text[start:end]))
        self._claim(start, end, SPEECH)

    def furniture(self, start: int, end: int) -> None:
        """The stretch is a time, an id, a speaker's label, a heading or the like."""
        self._claim(start, end, FURNITURE)

    def problem(self, what: str, start: int, end: int) -> None:
        """The stretch cannot be placed."""
        self.note(what, start, end)
        self._claim(start, end, PROBLEM)

    def note(self, what: str, start: int, end: int) -> None:
        """A person should look at the stretch, although it is placed."""
        self.problems.append(Problem(self.where(start), what, self.source.text[start:end].strip()))

    def problems_at(self, what: str, stretches: Sequence[tuple[int, int]]) -> None:
        """One problem for several stretches that belong together and cannot be placed."""
        shown = "\n".join(self.source.text[start:end] for start, end in stretches)
        self.problems.append(Problem(self.where(stretches[0][0]), what, shown.strip()))
        for start, end in stretches:
            self._claim(start, end, PROBLEM)

    def where(self, start: int) -> str:
        """How a person finds a place: its line or paragraph, or the path to it in JSON."""
        line = bisect_right(self._line_ends, start - 1)
        if self.source.kind == "json":
            begin = self._line_ends[line - 1] + 1 if line else 0
            return self.source.text[begin : self.source.text.index("\t", begin)]
        return f"{self.source.unit} {line + 1}"

    def close(self) -> None:
        """Sort the claims; each stretch nobody claimed that holds something to be seen becomes a problem."""
        self.claims.sort(key=lambda claim: (claim.start, claim.end))
        end_of_file = len(self.source.text)
        gaps = []
        at = 0
        for start, end in [*((claim.start, claim.end) for claim in self.claims), (end_of_file, end_of_file)]:
            gaps.append((at, start))
            at = max(at, end)
        for start, end in gaps:
            if self.source.text[start:end].strip(UNSEEN):
                self.problem("not placed", start, end)
        self.claims.sort(key=lambda claim: (claim.start, claim.end))

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.source.text)]

    def _claim(self, start: int, end: int, kind: str) -> None:
        if start < end:
            self.claims.append(Claim(start, end, kind))


def lines_of(source: Source) -> Iterator[Line]:
    """The lines that hold something to be seen: paragraphs, cut at the line breaks in them."""
    at = 0
    for number, paragraph in enumerate(source.text.split("\n")):
        first = True
        for line in paragraph.split("\v"):
            text = line.strip(UNSEEN)
            if text:
                start = at + line.index(text[0])
                yield Line(start, start + len(text), text, number, first)
                first = False
            at += len(line) + 1
