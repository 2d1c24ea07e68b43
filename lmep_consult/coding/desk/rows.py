"""What a person is shown, as plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lmep_consult.codebook import Code, Codebook
from lmep_consult.errors import CodingError

Row = dict[Hashable, Any]


@dataclass(frozen=True)
class Suggested:
    """A passage for which a code is suggested. id: of this passage, code and text, in every session. start, end: code
    points into the transcript's text. why: what suggests it. origin: "rule" or the model."""

    id: str
    source: str
    participant: str
    turn: int
    start: int
    end: int
    quote: str
    code: str
    why: str
    origin: str


@dataclass(frozen=True)
class Difference:
    """A passage on which coders differ. coders, without: who gave it the code, and who did not. ids: their codings'."""

    id: str
    source: str
    participant: str
    turn: int
    start: int
    end: int
    quote: str
    code: str
    coders: str
    without: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Mine:
    """A decision of theirs that is in force. action: as in Decision, and "accept" of another code than was suggested is
    "change". start, end, turn: where its words are now, None where they are not there or it is of no passage. verdict:
    as in Decision."""

    id: str
    time: str
    action: str
    source: str
    code: str
    quote: str
    memo: str
    round: int
    turn: int | None
    start: int | None
    end: int | None
    verdict: str


@dataclass(frozen=True)
class Line:
    """A turn. who: the participant's id, or else who speaks, as the transcript has it, or their role. start: where its
    text begins in the transcript's."""

    turn: int
    who: str
    text: str
    start: int


@dataclass(frozen=True)
class View:
    """A turn among its neighbours. question: of the topic guide or a poll, in its words, "" where there is none."""

    question: str
    before: tuple[Line, ...]
    here: Line
    after: tuple[Line, ...]


def id_of(*parts: object) -> str:
    """An id that the same things have in every session."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:16]


def view(turns: pd.DataFrame, turn: int, around: int, questions: Mapping[str, str]) -> View:
    """The turn of that number, with so many either side. Raises CodingError where there is none."""
    rows: list[Row] = turns.to_dict("records")
    at = next((place for place, row in enumerate(rows) if row["turn"] == turn), None)
    if at is None:
        raise CodingError(f"There is no turn {turn}; they go from {rows[0]['turn']} to {rows[-1]['turn']}.")
    lines = [
        Line(row["turn"], row["participant"] or row.get("speaker") or row["role"], row["text"], row["start_char"])
        for row in rows
    ]
    question = str(rows[at].get("question", ""))
    asked = f"{question}: {questions[question]}" if question in questions else question
    return View(asked, tuple(lines[max(0, at - around) : at]), lines[at], tuple(lines[at + 1 : at + 1 + around]))


def codes_like(codebook: Codebook, text: str) -> list[Code]:
    """The codes that `text` may mean, by id or name: the one that is called so; else those that begin so; else those
    that hold it. In the codebook's order; case does not count."""
    said = text.strip().casefold()
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [code for code in codebook.codes if any(fits(name.casefold(), said) for name in (code.id, code.name))]
        if found and said:
            return found
    return []


def code_called(codebook: Codebook, text: str) -> Code:
    """The one code that `text` means. Raises CodebookError where it means none, CodingError where it means several."""
    found = codes_like(codebook, text)
    exact = [code for code in found if code.id == text.strip()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        return codebook.code(text.strip())  # which says what is near
    raise CodingError(f"{text.strip()!r} may be {', '.join(code.id for code in found[:8])}; say which.")


def code_and_words(codebook: Codebook, text: str) -> tuple[Code, str]:
    """A code and the words after it, as in "barrier-time we never have time": the longest id or name that `text` begins
    with, or its first word. Raises as `code_called` does."""
    text = text.strip()
    fitting = [
        (len(name), code)
        for code in codebook.codes
        for name in (code.id, code.name)
        if text[: len(name)].casefold() == name.casefold() and text[len(name) : len(name) + 1] in ("", " ", ":")
    ]
    if fitting:
        length, code = max(fitting, key=lambda fit: fit[0])
        return code, text[length:].lstrip(" :")
    first, _, rest = text.partition(" ")
    return code_called(codebook, first), rest.strip()
