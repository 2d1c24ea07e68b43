"""The headings of an export: which of its columns hold what study.toml asks for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.plan import Responses
from lmep_consult.polls.headings import numbered
from lmep_consult.responses.model import BETWEEN, Row, headings_needed
from lmep_consult.text import fold, shown

TOP = 20  # rows that the headings may take, with what is above them
_IMPORT_ID = '{"ImportId"'  # how Qualtrics begins the cells of its third row of headings
_OPEN_LABELS = ("response", "open-ended response", "open ended response")  # under a question without parts
_MARKED = frozenset("1 yes y true x ✓ ✔ checked selected".split())
_NOT_MARKED = frozenset("0 no n false unchecked".split()) | {"", "not selected", "not checked"}
_LABEL = re.compile(r"\s*[-–:|(\[]\s*(.+?)\s*[)\]]?")


@dataclass(frozen=True)
class Columns:
    """Where the cells of a file lie. below: how many rows the headings take. width: how many columns there are.
    options: of each closed question, the column that answers it, or the column of each option with its label."""

    file: str
    below: int
    width: int
    fixed: tuple[int, ...]
    counts: tuple[int, int, int]  # of attributes, texts and names
    has: tuple[bool, bool]  # received, quotable
    options: tuple[tuple[tuple[int, str], ...], ...]

    def row_maker(self) -> Callable[[int, Sequence[str]], Row]:
        """A function that makes a row, given its number, of cells at least as many as the columns."""
        pick = itemgetter(*self.fixed, self.fixed[0])  # the last so that there are always several
        attributes, texts, names = self.counts
        has_received, has_quotable = self.has
        first = 1 + has_received + has_quotable
        after = first + attributes
        file, options = self.file, self.options

        def made(number: int, cells: Sequence[str]) -> Row:
            held = pick(cells)
            return Row(
                file,
                number,
                held[0].strip(),
                held[1] if has_received else "",
                held[1 + has_received] if has_quotable else "",
                held[first:after],
                tuple([_chosen(cells, columns) for columns in options]),
                held[after : after + texts],
                held[after + texts : after + texts + names],
            )

        return made


def _chosen(cells: Sequence[str], columns: tuple[tuple[int, str], ...]) -> str:
    """The cell that answers a closed question, or the options chosen where each has a column of its own."""
    if not columns[0][1]:
        return cells[columns[0][0]]
    chosen = []
    for at, label in columns:
        said = cells[at].strip()
        if said.casefold() not in _NOT_MARKED:
            chosen.append(label if said.casefold() in _MARKED else said)
    return BETWEEN.join(chosen)


def find_columns(path: Path, file: str, top: Sequence[Sequence[str]], plan: Responses) -> Columns | None:
    """The columns of a file whose first rows are `top`; None where no row has the heading of the ids.

    Qualtrics writes three rows of headings, of codes, of questions and of its own; SurveyMonkey and Smart Survey two,
    with options under their question: a column may be named by any of its headings. A heading that comes twice gains a
    number, as in "Why?2".

    Raises InputError where a column that study.toml names is not there.
    """
    wanted = fold(plan.id)
    texts = [[shown(cell) for cell in row] for row in top]
    at = next((n for n, row in enumerate(texts) if wanted in map(fold, row)), None)
    if at is None:
        return None
    last = at
    for n in range(at + 1, min(at + 3, len(texts))):
        if any(cell.startswith(_IMPORT_ID) for cell in texts[n]):
            last = n
    names = [row for row in texts[: last + 1] if not any(cell.startswith(_IMPORT_ID) for cell in row)]
    if last == at and at + 1 < len(texts) and (joined := _with_labels(texts[at], texts[at + 1], wanted)):
        names.append(joined)
        last += 1
    known: dict[str, int] = {}
    for row in reversed(names):  # the question in words before its code
        for heading, column in numbered(row).items():
            known.setdefault(fold(heading), column)
    return _columns(path, file, last + 1, max(map(len, texts[: last + 1])), known, plan)


def _with_labels(headings: Sequence[str], below: Sequence[str], wanted: str) -> list[str]:
    """Headings with the label under each, where the row below holds labels and nobody's id; else none."""
    id_column = [fold(heading) for heading in headings].index(wanted)
    below = [*below, *[""] * (len(headings) - len(below))]
    if below[id_column] or not any(below):
        return []
    joined, question = [], ""
    for at, label in enumerate(below):
        question = (headings[at] if at < len(headings) else "") or question
        joined.append(question if fold(label) in ("", *_OPEN_LABELS) else f"{question} - {label}")
    return joined


def _columns(path: Path, file: str, below: int, width: int, known: dict[str, int], plan: Responses) -> Columns:
    fixed = []
    for setting, heading in headings_needed(plan).items():
        if fold(heading) not in known:
            raise _missing(path, setting, heading, known)
        fixed.append(known[fold(heading)])
    names = len(plan.names)
    first = 1 + bool(plan.received) + bool(plan.quotable)
    fixed = [*fixed[:first], *fixed[first + names :], *fixed[first : first + names]]  # what names people comes last
    options: list[tuple[tuple[int, str], ...]] = []
    for question in plan.closed:
        of_options = _options(question.column, known, question.options)
        several = question.kind == "multiple" and len(of_options) > 1
        if fold(question.column) in known and not several:
            options.append(((known[fold(question.column)], ""),))
        elif of_options:
            options.append(of_options)
        else:
            raise _missing(path, f"closed.{question.id}", question.column, known)
    counts = (len(plan.attributes), len(plan.questions), names)
    return Columns(
        file, below, width, tuple(fixed), counts, (bool(plan.received), plan.quotable is not None), tuple(options)
    )


def _options(heading: str, known: dict[str, int], options: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The columns of a question's options: their headings begin with the question's."""
    begins, written = fold(heading), {fold(option): option for option in options}
    found = {}
    for text, column in known.items():
        label = _LABEL.fullmatch(text.removeprefix(begins)) if text.startswith(begins) else None
        if label:
            found[column] = written.get(label[1], label[1])
    return tuple(sorted(found.items()))


def _missing(path: Path, setting: str, heading: str, known: dict[str, int]) -> InputError:
    near = difflib.get_close_matches(fold(heading), known, n=1)
    guess = f"; it may be {near[0]!r}" if near else ""
    return InputError(
        f"{path}: no column is headed {heading!r} (study.toml, responses.{setting}){guess}; correct the setting or the "
        "file."
    )
