"""What one batch of responses comes to: respondents, texts without names, and what could not be placed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lmep_consult.plan import Responses
from lmep_consult.responses import store
from lmep_consult.responses.model import BETWEEN, Row, RowProblem
from lmep_consult.responses.names import Names
from lmep_consult.responses.reading import Batch, date_of
from lmep_consult.responses.shingles import sketched
from lmep_consult.text import fold

RESPONDENTS, FOUND, PROPOSED, PROBLEMS = "respondents", "found", "proposed", "problems"
_BETWEEN_CHOICES = re.compile(r"[\s;,|\x1f]*")


@dataclass(frozen=True)
class Placing:
    """What decides what is made of a batch, and the folder its parts are put into."""

    plan: Responses
    names: Names
    folder: Path

    def has(self, number: int) -> bool:
        """Whether the parts of that number are there; that of the problems is written last."""
        return store.part(self.folder / PROBLEMS, number).is_file()

    def place(self, batch: Batch) -> None:
        """Write the parts that a batch comes to."""
        problems = list(batch.problems)
        respondents = [self._respondent(row, batch, problems) for row in batch.rows]
        said = [
            (row.response, question.id, text, row.names)
            for row in batch.rows
            for question, written in zip(self.plan.questions, row.texts, strict=True)
            if (text := written.replace("\r\n", "\n").strip())
        ]
        texts, proposed = self.names.replaced([text for _, _, text, _ in said], [names for *_, names in said])
        found = [(response, question, text) for (response, question, _, _), text in zip(said, texts, strict=True)]
        made = {
            RESPONDENTS: store.table(respondent_columns(self.plan), respondents),
            FOUND: sketched(store.table(store.texts("response", "question", "text"), found)),
            PROPOSED: store.table(
                {**store.texts("kind", "text"), **store.numbers("responses"), **store.texts("context")}, proposed
            ),
            PROBLEMS: store.table(
                {**store.texts("file"), **store.numbers("row"), **store.texts("what", "text")}, problems
            ),
        }
        for frame, table in made.items():
            store.write(store.part(self.folder / frame, batch.number), table)

    def _respondent(self, row: Row, batch: Batch, problems: list[RowProblem]) -> tuple[Any, ...]:
        received = self._received(row, batch.day_first.get(row.file), problems)
        quotable = self.plan.quotable is not None and _is_one_of(row.quotable, tuple(self.plan.quotable.answers))
        attributes = (" ".join(cell.split()) for cell in row.attributes)
        closed = []
        for question, cell in zip(self.plan.closed, row.closed, strict=True):
            chosen, strange = choices(question.kind, tuple(question.options), cell)
            if strange:
                problems.append(RowProblem(row.file, row.row, f"{question.id}: none of its options", strange[:200]))
            closed.append(chosen if question.kind == "multiple" else "".join(chosen))
        return (row.response, row.file, row.row, received, quotable, *attributes, *closed)

    def _received(self, row: Row, day_first: bool | None, problems: list[RowProblem]) -> dt.date | None:
        cell = " ".join(row.received.split())
        if not cell:
            return None
        received = date_of(cell, day_first)
        if received is None and day_first is not None:
            problems.append(RowProblem(row.file, row.row, "the date it was received cannot be read", cell[:80]))
        return received


@lru_cache(maxsize=10_000)
def _is_one_of(cell: str, answers: tuple[str, ...]) -> bool:
    return fold(cell) in map(fold, answers)


@lru_cache(maxsize=10_000)
def choices(kind: str, options: tuple[str, ...], cell: str) -> tuple[tuple[str, ...], str]:
    """The options that a cell chooses, in the order of the question, and what in it is none. kind: "single" or
    "multiple".

    Options are recognised by their wording, whatever parts them; where study.toml names none, several are parted by
    semicolons or bars.
    """
    cell = BETWEEN.join(" ".join(part.split()) for part in cell.split(BETWEEN))
    if not cell:
        return (), ""
    if not options:
        several = re.split(r"[;|\x1f]", cell) if kind == "multiple" else [cell]
        return tuple(part.strip() for part in several if part.strip()), ""
    if kind == "single":
        chosen = tuple(option for option in options if fold(option) == fold(cell))
        return chosen, "" if chosen else cell
    rest, found = fold(cell.replace(BETWEEN, ";")), set()
    for option in sorted(options, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(fold(option))}(?!\w)"
        if re.search(pattern, rest):
            found.add(option)
            rest = re.sub(pattern, "", rest, count=1)
    strange = "" if _BETWEEN_CHOICES.fullmatch(rest) else rest.strip(" ;,|")
    return tuple(option for option in options if option in found), strange


def respondent_columns(plan: Responses) -> dict[str, Any]:
    """The columns of the frame of respondents, and what they hold."""
    import pyarrow as pa

    fixed = {"response": pa.string(), "file": pa.string(), "row": pa.int64(), "received": pa.date32()}
    closed = {q.id: pa.list_(pa.string()) if q.kind == "multiple" else pa.string() for q in plan.closed}
    return {**fixed, "quotable": pa.bool_(), **dict.fromkeys(plan.attributes, pa.string()), **closed}
