"""A document of an author's, brought up to date or checked."""

from __future__ import annotations

import datetime as dt
import glob
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lmep_consult.documents.controls import Control, controls_of
from lmep_consult.documents.listing import Line, State
from lmep_consult.documents.markdown import fill_markdown
from lmep_consult.documents.slides import fill_deck, open_deck
from lmep_consult.documents.word import fill_word, open_word
from lmep_consult.errors import InputError
from lmep_consult.files import write_whole
from lmep_consult.report.values import Value

_FILLED = re.compile(r" \(filled \d{4}-\d\d-\d\d(?:, \d+)?\)\Z")

Cell = tuple[str, str, str]
"""A table, a row and a column."""


@dataclass(frozen=True)
class Filled:
    """lines: one for each control. content: the document as it is to be; None where nothing in it changes."""

    lines: list[Line]
    content: bytes | None

    @property
    def stale(self) -> bool:
        return any(line.stale for line in self.lines)

    def write(self, document: Path, today: dt.date) -> Path | None:
        """Write "REPORT (filled DATE).docx" next to the document, over no other file; None where nothing changed."""
        if self.content is None:
            return None
        stem = f"{_FILLED.sub('', document.stem)} (filled {today.isoformat()}"
        names = (f"{stem}{'' if number == 1 else f', {number}'}){document.suffix}" for number in range(1, 1000))
        path = next(there for name in names if not (there := document.with_name(name)).exists())
        write_whole(path, self.content)
        return path


def fill(
    document: Path,
    values: Mapping[str, Value],
    charts: Path,
    overwrite: bool = False,
    withdrawn: frozenset[Cell] = frozenset(),
) -> Filled:
    """What the document is with the values of today; it is written by `Filled.write`.

    charts: the folder of the pictures. overwrite: what somebody changed by hand too. withdrawn: cells that withdrawals
    changed.

    Raises InputError, before anything is written, where the document cannot be read or filled without doing harm.
    """
    lines, content = _KINDS[_kind(document)](document, values, lambda name: (charts / name).read_bytes(), overwrite)
    return Filled([_after(line, values, withdrawn) for line in lines], content)


def read_controls(document: Path, values: Mapping[str, Value]) -> list[Control]:
    """The controls of a Word document; errors as of `fill`."""
    return [each for each in controls_of(open_word(document), values.keys()) if not each.copy]


def _word(
    document: Path, values: Mapping[str, Value], picture: Callable[[str], bytes], overwrite: bool
) -> tuple[list[Line], bytes | None]:
    package = open_word(document)
    lines = fill_word(package, values, picture, overwrite)
    return lines, package.written() if package.replaced else None


def _markdown(
    document: Path, values: Mapping[str, Value], picture: Callable[[str], bytes], overwrite: bool
) -> tuple[list[Line], bytes | None]:
    lines, content = fill_markdown(document, values)
    last = max(
        document.parent.glob(f"{glob.escape(document.stem)} (filled *){document.suffix}"), key=_made, default=None
    )
    if last is not None and last.read_bytes() == content:
        return [replace(line, state=State.SAME, old=line.new) for line in lines], None
    return [replace(line, stale=True) for line in lines], content


def _made(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name


def _deck(
    document: Path, values: Mapping[str, Value], picture: Callable[[str], bytes], overwrite: bool
) -> tuple[list[Line], bytes | None]:
    package = open_deck(document)
    lines = fill_deck(package, values, overwrite)
    return lines, package.written() if package.replaced else None


_KINDS = {".docx": _word, ".pptx": _deck, ".md": _markdown, ".qmd": _markdown}


def _kind(document: Path) -> str:
    kind = document.suffix.casefold()
    if kind not in _KINDS:
        macros = kind in (".docm", ".dotm", ".pptm", ".potm")
        how = "it holds macros; save it without" if macros else f"save it as {', '.join(_KINDS)}"
        raise InputError(f"{document}: not a kind of document that can be filled; {how}.")
    return kind


def _after(line: Line, values: Mapping[str, Value], withdrawn: frozenset[Cell]) -> Line:
    value = values.get(line.tag)
    cell = (value.table, value.row, value.column) if value else None
    return replace(line, withdrawn=line.old != line.new and cell in withdrawn)
