"""Tables of a transcript, as NVivo and subtitle editors write them: a column says who, one what, others when."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lmep_consult.transcripts.account import UNSEEN, Line, Reading, Utterance
from lmep_consult.transcripts.clocks import is_clock, times_of
from lmep_consult.transcripts.labels import may_be_label
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import is_sentence, set_aside

_WHO = re.compile(
    r"speakers?(?: name)?|name|who|participant|siaradwr|sprecher(?:in)?|locuteur|hablante|persona?|talker",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"content|text|transcript(?:ion)?|speech|words|what was said|utterance|dialogue|subtitle|caption"
    r"|testun|cynnwys|inhalt|texte|contenu|texto|contenido",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"time ?(?:span|stamp|code)?|timespan|(?:start|end|in|out|begin)(?:[ _-]?time)?|duration|from|to|amser|zeit",
    re.IGNORECASE,
)
_COUNT = re.compile(r"#|no\.?|number|id|index|row|line|entry|rhif|nr\.?|\d{1,5}\.?", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    """A row of the table, as a line and as cells, each with where it begins."""

    line: Line
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Columns:
    who: int | None
    when: tuple[int, ...]
    counts: tuple[int, ...]

    def said(self, row: _Row) -> list[tuple[int, str]]:
        """The row's cells that hold words."""
        others = {self.who, *self.when, *self.counts}
        return [cell for column, cell in enumerate(row.cells) if column not in others]


def read(source: Source) -> Reading | None:
    """The reading, or None where most of the text is no table that says who speaks.

    Columns are told by their headings, or by what they hold: clocks, numbers, and few names many times over; whatever
    else there is are words. A row without a name goes on with the one before.
    """
    rows, others = _rows(source)
    if len(rows) < 2 or len(rows) <= len(others):
        return None
    heading = [text for _, text in rows[0].cells]
    columns = _by_heading(heading)
    headings = [row for row in rows if columns and [text for _, text in row.cells] == heading]
    body = [row for row in rows if row not in headings]
    columns = columns or _by_content(rows)
    if columns is None:
        return None
    reading = Reading(f"labelled-{source.kind}", source, weight=len(rows))
    first, last = rows[0].line.start, rows[-1].line.start
    set_aside(reading, [line for line in others if line.start < first], "stand before the table")
    set_aside(reading, [line for line in others if line.start > last], "stand after the table")
    for line in others:
        if first < line.start < last:
            reading.problem("is between rows of the table; nobody's words", *line.span)
    for row in headings:  # again at the top of each page
        reading.furniture(row.line.start, row.line.end)
    reading.look_for_clocks([text for row in body for _, text in columns.said(row)])
    for row in body:
        _read_row(reading, row, columns)
    return reading


def _read_row(reading: Reading, row: _Row, columns: _Columns) -> None:
    label, start_s, end_s = "", math.nan, math.nan
    at = row.line.start
    for column, (_, text) in enumerate(row.cells):
        if column == columns.who:
            label = " ".join(text.split()).removesuffix(":").rstrip()
        elif column in columns.when:
            start, end = times_of(text)
            start_s, end_s = (start, end) if math.isnan(start_s) else (start_s, start if math.isnan(end_s) else end_s)
    before = reading.utterances[-1] if reading.utterances else None
    if not label and before and columns.who is not None:
        utterance = before
        utterance.end_s = end_s
    else:
        utterance = Utterance(label, start_s, end_s, row.line.start)
        reading.utterances.append(utterance)
    for begin, text in columns.said(row):
        end = begin + len(text)
        reading.furniture(at, begin)
        reading.say(utterance, begin, end, opening=True)
        at = end
    reading.furniture(at, row.line.end)


def _rows(source: Source) -> tuple[list[_Row], list[Line]]:
    """The lines with as many cells as most have, three or more; and the other lines that hold something."""
    lines, at = [], 0
    for number, text in enumerate(source.text.split("\n")):
        if text.strip(UNSEEN):
            lines.append(Line(at, at + len(text), text, number, True))
        at += len(text) + 1
    widths = Counter(line.text.count("\t") + 1 for line in lines if "\t" in line.text)
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    if width < 2:
        return [], lines
    rows, others = [], []
    for line in lines:
        if line.text.count("\t") + 1 == width:
            rows.append(_Row(line, tuple(_cells(line))))
        else:
            others.append(line)
    return rows, others


def _cells(line: Line) -> list[tuple[int, str]]:
    cells, at = [], line.start
    for cell in line.text.split("\t"):
        shown = cell.strip(UNSEEN)
        cells.append((at + (cell.index(shown[0]) if shown else 0), shown))
        at += len(cell) + 1
    return cells


def _by_heading(heading: Sequence[str]) -> _Columns | None:
    """The columns, where one is headed as names are, or as times are and another as words."""
    whose = [column for column, text in enumerate(heading) if _WHO.fullmatch(text)]
    what = [column for column, text in enumerate(heading) if _WHAT.fullmatch(text)]
    when = tuple(column for column, text in enumerate(heading) if _WHEN.fullmatch(text))
    counts = tuple(
        column for column, text in enumerate(heading) if _COUNT.fullmatch(text) or (column == 0 and not text)
    )
    short = all(0 < len(text.split()) <= 3 and not is_sentence(text) for text in heading)
    if not (what and (whose or when)) and not (whose and short):  # the words may be headed by their language
        return None
    return _Columns(whose[0] if whose else None, when, counts)


def _by_content(rows: Sequence[_Row]) -> _Columns | None:
    columns = [[row.cells[column][1] for row in rows] for column in range(len(rows[0].cells))]
    when = tuple(n for n, cells in enumerate(columns) if all(is_clock(cell) for cell in cells if cell) and any(cells))
    counts = tuple(n for n, cells in enumerate(columns) if all(map(_COUNT.fullmatch, cells)))
    names = [
        n
        for n, cells in enumerate(columns)
        if n not in (*when, *counts)
        and 1 < len(set(filter(None, cells))) <= max(2, len(cells) / 2)
        and all(may_be_label(cell.removesuffix(":")) for cell in cells if cell)
        and max(map(len, cells)) <= 60
    ]
    if len(names) != 1 or not (when or counts or names[0] > 0) or len(columns) - len({*when, *counts, *names}) < 1:
        return None
    return _Columns(names[0], when, counts)
