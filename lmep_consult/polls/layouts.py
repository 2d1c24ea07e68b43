"""From the rows of a file to one row of headings and rows of answers, as each program lays them out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lmep_consult.polls.cells import RawTable
from lmep_consult.polls.headings import Headings, find_headings, numbered
from lmep_consult.text import shown, unaccented

_TOP = 50  # rows that may be above the headings
_IMPORT_ID = '{"ImportId"'  # how Qualtrics begins each cell of its third row of headings
_NO_LABELS = (
    "response",
    "open-ended response",
    "open ended response",
)  # SurveyMonkey's, under a question without parts

_RANKS = re.compile(r"(?P<question>.*\S) - Ranks - (?P<group>.*?\S) - (?P<option>.*\S) - Rank")
_GROUPS = re.compile(r"(.*\S) - Groups - .*")
_SELECTED = re.compile(r" - Selected Choice - (?=\S)")

Cells = Sequence[Any]
Numbered = tuple[int, Cells]


@dataclass(frozen=True)
class Table:
    """The headings, the number of their row, how many cells it has, and the rows below, by their number."""

    headings: Headings
    number: int
    width: int
    rows: Iterator[Numbered]


def table_of(raw: RawTable, columns: Mapping[str, str]) -> Table | None:
    """The table of a file or sheet, None where no row has the headings of an export.

    Qualtrics writes three rows of headings, the second of which holds the questions; SurveyMonkey two, options under
    their question; Zoom a question and its answer side by side in each row. csv.Error may arise while rows are asked
    for.
    """
    try:
        for number, row in enumerate(islice(raw.rows, _TOP), start=1):
            headings = find_headings(row, columns)
            if headings:
                table = Table(headings, number, len(row), enumerate(raw.rows, start=number + 1))
                layout = {"Qualtrics": _qualtrics, "SurveyMonkey": _surveymonkey, "Zoom": _zoom}.get(headings.program)
                return layout(table, row) if layout else table
    except csv.Error:
        pass  # so the cells are not separated by this
    return None


def _qualtrics(table: Table, _: Cells) -> Table:
    """The row that names questions in words goes before that of their codes; rows of codes are no answers."""
    ahead = list(islice(table.rows, 2))
    if ahead and (words := find_headings(ahead[0][1], {})) and words.program == table.headings.program:
        number, row = ahead.pop(0)
        texts = [shown(cell) for cell in row]
        named = numbered(_without_parts(texts))
        ranked = {at for at, text in enumerate(texts) if (found := _GROUPS.fullmatch(text)) and _ranks(found[1], texts)}
        asked = {heading: at for heading, at in named.items() if at in words.questions.values() and at not in ranked}
        words = replace(words, all=named, questions=asked)
        table = replace(table, headings=words, number=number, width=max(len(row), table.width))
    rest = [(number, row) for number, row in ahead if not any(shown(cell).startswith(_IMPORT_ID) for cell in row)]
    return replace(table, rows=_chained(rest, table.rows))


def _without_parts(texts: Sequence[str]) -> list[str]:
    """Headings as grids have them. What Qualtrics calls "Q - Ranks - Group - Option - Rank", of a question in which
    options are put into groups and ranked there, is "Q [Option]" or, where there are several groups, a ranking each:
    "Q (Group) [Option]". "Q - Selected Choice - Option" is "Q - Option"."""
    found = [_RANKS.fullmatch(text) for text in texts]
    groups: dict[str, set[str]] = {}
    for ranks in filter(None, found):
        groups.setdefault(ranks["question"], set()).add(ranks["group"])
    return [
        _SELECTED.sub(" - ", text)
        if not ranks
        else f"{ranks['question']} [{ranks['option']}]"
        if len(groups[ranks["question"]]) == 1
        else f"{ranks['question']} ({ranks['group']}) [{ranks['option']}]"
        for ranks, text in zip(found, texts, strict=True)
    ]


def _ranks(question: str, texts: Sequence[str]) -> bool:
    """Whether other columns rank what this question's groups hold, so that these say nothing else."""
    return any((found := _RANKS.fullmatch(text)) and found["question"] == question for text in texts)


def _surveymonkey(table: Table, row: Cells) -> Table:
    """Headings with, after a dash, the label under each, where the next row holds labels and nobody's id."""
    ahead = list(islice(table.rows, 1))
    labels = [shown(cell) for cell in ahead[0][1]] if ahead else []
    of_people = {at for at, label in enumerate(labels) if label and at in table.headings.added.values()}
    if any(labels) and not of_people:
        ahead = []
        texts = [shown(cell) for cell in row] + [""] * (len(labels) - len(row))
        labels += [""] * (len(texts) - len(labels))
        apart = set(table.headings.all.values()) - set(table.headings.questions.values())
        question = ""
        for at in range(max(apart, default=-1) + 1, len(texts)):
            question = texts[at] or question
            texts[at] = question if unaccented(labels[at]) in ("", *_NO_LABELS) else f"{question} - {labels[at]}"
        named = numbered(texts)
        questions = {heading: at for heading, at in named.items() if at not in apart}
        table = replace(table, headings=replace(table.headings, all=named, questions=questions), width=len(texts))
    return replace(table, rows=_chained(ahead, table.rows))


def _zoom(table: Table, row: Cells) -> Table:
    """A column a question, in the order in which rows ask them."""
    start = max(table.headings.added.values()) + 1
    rows = [(number, [shown(cell) for cell in cells]) for number, cells in table.rows]
    if any(shown(cell) for cell in row[start:]):
        return replace(table, rows=iter(rows))  # a column a question already
    asked = dict.fromkeys(question for _, cells in rows for question in cells[start::2] if question)
    place = {question: at for at, question in enumerate(asked, start=start)}
    answered = []
    for number, cells in rows:
        answers = [*cells[:start], *[""] * (start - len(cells)), *[""] * len(place)]
        for question, answer in zip(cells[start::2], cells[start + 1 :: 2], strict=False):
            if question:
                answers[place[question]] = answer
        answered.append((number, answers))
    named = {**{heading: at for heading, at in table.headings.all.items() if at < start}, **place}
    headings = replace(table.headings, all=named, questions=place)
    return Table(headings, table.number, start + len(place), iter(answered))


def _chained(first: Sequence[Numbered], rest: Iterator[Numbered]) -> Iterator[Numbered]:
    yield from first
    yield from rest
