"""Transcripts in lines of text, whatever wrote them: typed interviews, Teams' documents, Otter, Meet, f4, NVivo."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator

from lmep_consult.transcripts.account import Line, Reading, Utterance
from lmep_consult.transcripts.clocks import STARTS_WITH_CLOCK, is_clock, times_of
from lmep_consult.transcripts.evidence import one_letter_apart
from lmep_consult.transcripts.openings import (
    COLON,
    DASH,
    LEADING,
    LONGEST_HEAD,
    NAME_CLOCK,
    OWN_LINE,
    Opening,
)
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import Surroundings, end_of_talk, says_the_end, set_aside, surroundings_of
from lmep_consult.transcripts.talk import Talk, opening_of, talk_of

_OTTER = re.compile(r"Transcribed by https?://otter\.ai/?\.?", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:\S+ ){1,10}\S*(?:transcri|transkri|trascri)\S*(?: \S+){0,4}", re.IGNORECASE)
_LABEL_ENDS = re.compile(r"\s{0,3}(?:\Z|[:：;|\])>*_\[(#–—-]|\d)")
_SHORT_LABEL_ENDS = re.compile(r"\s?[:：;|\]>]|\s[–—-]\s")
_MOST_LABELS = 100  # that lines are compared with: those that open most turns
_NO_CLOCK = (math.nan, math.nan)
_MANY_WORDS = 200  # below the last label, and more than three times any other turn: may be no turn at all
_WRITTEN_OTHERWISE = "the label is not written as {0!r} is elsewhere; read as {0!r}"
_MAY_OPEN = "may open a turn, but nothing else says so; read as part of the turn before"


def read(source: Source) -> Reading | None:
    """The reading, or None where no form opens a turn.

    Lines that open none go on with the turn before. A clock may stand in a line of its own. Headings are not speech;
    what stands ahead of the first turn and below the end of the talk is furniture, or a problem where it may be more.
    """
    around = surroundings_of(source)
    talk = talk_of(around, source)
    return _Reader(source, around, talk).read() if talk else None


class _Reader:
    """Claims the text line by line, with the turn that is open and the clock that the next one has."""

    def __init__(self, source: Source, around: Surroundings, talk: Talk) -> None:
        self.source, self.around, self.talk = source, around, talk
        self.lines, self.openings = around.lines, talk.openings
        self.reading = Reading(self._layout(), source, weight=talk.weight)
        self.known = {opening.label for opening in talk.openings.values()}
        often = Counter(opening.label for opening in talk.openings.values() if opening.label).most_common(_MOST_LABELS)
        self.compared = [label for label, _ in often]
        self.slip = _slip_of(self.compared)
        self.clock = _NO_CLOCK
        timed = sum(STARTS_WITH_CLOCK.match(self.lines[n].text) is not None for n in self.openings)
        self.timed = 2 * timed > len(self.openings)

    def read(self) -> Reading:
        reading, lines, furniture = self.reading, self.lines, self.around.furniture
        for n in range(self.talk.begin, len(lines)):
            if self.talk.form is NAME_CLOCK and self._opens_nameless(n):
                self.openings[n] = Opening("", len(lines[n].text), *times_of(lines[n].text))
        first = min(self.openings)
        end = self._end()
        reading.look_for_clocks(list(self._turns(end)))
        for start, stop in self.around.numbers:
            reading.furniture(start, stop)
        for n in furniture:
            reading.furniture(*lines[n].span)
        for n in sorted(self.around.heads):
            reading.note("comes again at the edges of pages, so is left out of the words", *lines[n].span)
        ahead = [n for n in range(first) if n not in furniture]
        if ahead and is_clock(lines[ahead[-1]].text):
            self.clock = times_of(lines[ahead[-1]].text)
        openings_ahead = (opening_of(self.talk.form, lines[n], self.source) for n in ahead if n < self.talk.begin)
        holds_labels = any(opening and opening.label in self.known for opening in openings_ahead)
        set_aside(reading, [lines[n] for n in ahead], "stand before the first turn", holds_labels)
        for n in range(first, end):
            if n not in furniture:
                self._line(n)
        after = [lines[n] for n in range(end, len(lines)) if n not in furniture]
        set_aside(reading, after, "stand after the end of the talk")
        self._warn()
        return reading

    def _turns(self, end: int) -> Iterator[str]:
        """What each turn says, from its label on."""
        begins = sorted(self.openings)
        for n, after in zip(begins, [*begins[1:], end], strict=True):
            words = self.lines[n].text[self.openings[n].words :]
            yield "\n".join([words, *(line.text for line in self.lines[n + 1 : after])]).strip()

    def _layout(self) -> str:
        if self.talk.form is not NAME_CLOCK:
            return f"labelled-{self.source.kind}"
        otter = self.source.kind == "txt" or any(_OTTER.fullmatch(line.text) for line in self.lines)
        return "otter" if otter else "teams-docx"

    def _end(self) -> int:
        """Where the talk ends; the last line of Teams' documents says who stopped it, in any language."""
        lines = self.lines
        end = end_of_talk(lines, max(self.openings))
        last = end == len(lines) and end - 1 not in self.openings and lines[-1].first and self.source.kind != "txt"
        return end - 1 if last and _LAST_WORD.fullmatch(lines[-1].text[:LONGEST_HEAD]) else end

    def _opens_nameless(self, n: int) -> bool:
        """Whether a clock alone opens a turn of nobody named: words must stand right below it, and before the first
        name it may also be the recording's length."""
        lines, below = self.lines, n + 1
        if not self._is_clock(n) or below >= len(lines) or {n - 1, n, below} & self.openings.keys():
            return False
        if n < min(self.openings):
            return lines[below].paragraph == lines[n].paragraph + (1 if self.source.kind == "txt" else 0)
        return not (below + 1 in self.openings and self.openings[below + 1].label == lines[below].text)

    def _is_clock(self, n: int) -> bool:
        """Whether the line is a clock of its own: within a paragraph of a document it may be words."""
        return (self.lines[n].first or self.source.kind == "txt") and is_clock(self.lines[n].text)

    def _line(self, n: int) -> None:
        line, reading = self.lines[n], self.reading
        slip = self.slip.match(line.text) if self.slip else None
        if n in self.openings:
            self._open(n)
        elif self._is_clock(n):
            utterance = reading.utterances[-1]
            if not utterance.words and math.isnan(utterance.start_s):
                utterance.start_s, utterance.end_s = times_of(line.text)
            else:
                self.clock = times_of(line.text)
            if line.text[-1] in ":：":
                reading.note(_MAY_OPEN, *line.span)
            reading.furniture(*line.span)
        elif n in self.around.headings:
            self._heading(line, self.talk.form is OWN_LINE or slip is not None)
        elif n + 1 in self.openings and self.talk.form is COLON and _in_capitals(line.text):
            reading.problem("may be a heading; left out of the words", *line.span)
        elif self._repeats_the_next_label(n):
            reading.furniture(*line.span)
        elif says_the_end(line.text):
            reading.problem(
                "says that the talk ends, but turns follow; look whether what is below is speech", *line.span
            )
        elif slip and slip["mark"]:
            reading.note(_WRITTEN_OTHERWISE.format(slip["label"]), *line.span)
            self._say(slip["label"], self.clock, line, slip.end())
        else:
            if slip or self._may_open(line):
                reading.note(_MAY_OPEN, *line.span)
            elif line.first and line.text.isdecimal():
                reading.note("a number alone; if it is that of a page, take it out of the file", *line.span)
            self._words(line.start, line.end)
            self.clock = _NO_CLOCK

    def _open(self, n: int) -> None:
        line, opening = self.lines[n], self.openings[n]
        times = self.clock if math.isnan(opening.start_s) else (opening.start_s, opening.end_s)
        goes_on = n + 1 < len(self.lines) and n + 1 not in self.openings
        if opening.clock >= 0 and opening.words == len(line.text) and not goes_on:
            self._say(opening.label, self.clock, line, opening.clock, only_words=True)
        else:
            self._say(opening.label, times, line, opening.words)
        if n in self.talk.notes:
            self.reading.note(self.talk.notes[n], *line.span)

    def _say(self, label: str, times: tuple[float, float], line: Line, words: int, only_words: bool = False) -> None:
        """Open a turn, whose words begin so far into the line."""
        begin = line.start + words
        self.reading.utterances.append(Utterance(label, *times, line.start))
        self.reading.furniture(line.start, begin)
        if only_words:
            self.reading.say(self.reading.utterances[-1], begin, line.end)
        else:
            self._words(begin, line.end)
        self.clock = _NO_CLOCK

    def _words(self, start: int, end: int) -> None:
        """Words of the turn that is open."""
        utterance = self.reading.utterances[-1]
        self.reading.say(utterance, start, end, opening=not utterance.words)

    def _heading(self, line: Line, may_open: bool) -> None:
        """A heading is furniture; one as long as a sentence, or that ends as one, may be speech."""
        if may_open or _begins_almost(line.text, self.compared):
            what = "a heading that may open a turn; what follows is read as part of the turn before"
            self.reading.problem(what, *line.span)
        elif len(line.text.split()) > 12 or (line.text[-1] in ".!…" and " " in line.text):
            self.reading.problem("a heading that may be speech; left out of the words", *line.span)
        else:
            self.reading.furniture(*line.span)

    def _repeats_the_next_label(self, n: int) -> bool:
        """Whether pages copied from the web show here the name that the opening below the next clock holds again."""
        again = self.openings.get(n + 2)
        return again is not None and again.label == self.lines[n].text and is_clock(self.lines[n + 1].text)

    def _may_open(self, line: Line) -> bool:
        """Whether a line that opens no turn looks as if it should."""
        opening = opening_of(self.talk.form, line, self.source)
        return (
            (opening is not None and not self.talk.form.weak and not opening.label[:1].islower())
            or (
                self.talk.form is not NAME_CLOCK and (timed := NAME_CLOCK.opening(line.text)) is not None and timed.sure
            )
            or (self.timed and STARTS_WITH_CLOCK.match(line.text) is not None)
            or line.text[0] in (":：–—-|>" if self.talk.form is DASH else ":：")
            or _begins_almost(line.text, self.compared)
        )

    def _warn(self) -> None:
        """What the whole file shows: one label only, or a last turn so long that it may be no turn."""
        reading = self.reading
        labels = list(dict.fromkeys(utterance.label for utterance in reading.utterances))
        words = [len(utterance.text.split()) for utterance in reading.utterances]
        if len(labels) == 1 and labels[0] and (len(words) > 1 or sum(words) > 50):
            reading.note(f"{labels[0]!r} is the only speaker found; look whether others speak under this label", 0, 0)
        if len(words) > 2 and words[-1] > max(_MANY_WORDS, 3 * max(words[:-1])):
            start = reading.utterances[-1].start
            reading.note(f"{words[-1]} words stand below the last label; look whether all are speech", start, start)


def _begins_almost(text: str, known: Collection[str]) -> bool:
    """Whether a line begins, after a clock and marks, with a known label but for one letter, and a mark after it."""
    head = LEADING.sub("", text[:LONGEST_HEAD], count=1)
    for label in known:
        ends = _LABEL_ENDS if len(label) > 3 else _SHORT_LABEL_ENDS
        for size in range(max(1, len(label) - 1), len(label) + 2):
            if ends.match(head, size) and one_letter_apart(head[:size].casefold(), label.casefold()):
                return True
    return False


def _slip_of(known: Collection[str]) -> re.Pattern[str] | None:
    """How a line opens with a known label and the wrong mark, or none: `P10; words`, `Interviewer What`."""
    if not known:
        return None
    any_label = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.compile(
        rf"\W{{0,3}}(?P<label>{any_label})"
        r"(?:(?P<mark>\s{0,2}(?:[;|¦][:;|]?|[/\\!.,•·_-]{1,2}[:：])\s{0,9}(?=\S))"
        r"|(?<=\w\w)(?:\s+(?=[^\W\d_a-z])|[.,](?=\S))|\Z)"
    )


def _in_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 4 and text[0] not in "[(" and text[-1] not in ".?!…)]"
