"""Every number in the files of a report, and what accounts for it.

Reports are made from released tables alone, by functions that are given nothing else. So what they say is made here
again from the released tables, as `Told`. A number in a file is accounted for where it stands in a text that was told,
where it is the number in a cell that was told, or where it is of a kind that counts nobody (KINDS).
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from xml.etree import ElementTree  # only our own output is parsed

import pandas as pd
from lxml import etree
from reports_read import texts_in

from lmep_consult.table import Range

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What no released table holds, and counts nobody: where a thing stands in the report, when it was made, a heading's id.
KINDS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:table|figure|note|page)s?:?[ _]\d+(?:, \d+)*",
        r"^\d+(?:, \d+)+$",  # of the tables that a note is about
        r"\b\d{1,2} [A-Z][a-z]+ \d{4}(?:, \d{2}:\d{2} UTC)?",
        r"\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\+00:00|Z)?)?",
        r"\[Image:[\w-]+\.svg\]",
        r"^Scoping note \w+",
    )
]
# Of run.json and datapackage.json: what was run with what, and hashes.
OF_RECORDS = {
    "bytes", "codebook", "file", "fingerprint", "finished", "hash", "inputs", "number", "outputs", "path", "results",
    "seed", "sha256", "started", "versions", "encoding", "profile", "name", "made",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Told:
    """texts: all that was told, cells too. numbers: those of the cells that hold nothing else."""

    texts: frozenset[str]
    numbers: frozenset[float]

    @classmethod
    def of(cls, *what: object) -> Told:
        texts = {plain(text) for each in what for text in strings_in(each)}
        numbers = {number for text in texts for number in _alone(text)}
        return cls(frozenset(texts), frozenset(numbers))

    def unaccounted(self, text: str) -> list[str]:
        """The numbers in a text that nothing accounts for."""
        text = plain(text)
        note = re.match(r"\d+\. (?=\S)", text)
        text = text[note.end() :] if note and text[note.end() :] in self.texts else text
        if not NUMBER.search(text) or text in self.texts:
            return []
        if alone := _alone(text):
            return [] if alone & self.numbers else [text]
        if (sheet := re.fullmatch(r"\d+ (.{5,28})", text)) and self._begins(sheet[1]):
            return []  # a sheet's name: its number and how its title begins
        if len(text) > 5 and _LETTERS.search(text) and any(text in each for each in self.texts):
            return []
        for told in self._longest_first:
            text = text.replace(told, " ")
        for kind in KINDS:
            text = kind.sub(" ", text)
        return NUMBER.findall(text)

    def _begins(self, words: str) -> bool:
        return any(re.sub(r"\W", " ", each).startswith(re.sub(r"\W", " ", words)) for each in self.texts)

    @property
    def _longest_first(self) -> list[str]:
        with_letters = (text for text in self.texts if len(text) > 5 and _LETTERS.search(text) and NUMBER.search(text))
        return sorted(with_letters, key=len, reverse=True)


def _alone(text: str) -> set[float]:
    """The number that a text holds, if it holds nothing else; a share as percent too."""
    bare = text.rstrip("*").replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?(e-\d+)?%?", bare):
        return set()
    number = float(bare.rstrip("%"))
    return {round(number, 9), round(number / 100, 9)} if bare.endswith("%") else {round(number, 9)}


def plain(text: str) -> str:
    return " ".join(html.unescape(text).replace("^", " ").split())


def strings_in(what: object) -> Iterator[str]:
    """All strings and numbers in tables, data classes and collections, as they are written."""
    if isinstance(what, str):
        yield what
    elif isinstance(what, bool | bytes) or what is None:
        return
    elif isinstance(what, Range):
        yield str(what)
    elif isinstance(what, int | float):
        yield from {f"{what}", f"{what:.4f}", f"{what:g}"}
    elif isinstance(what, pd.DataFrame):
        yield from map(str, what.columns)
        yield from (text for column in what for cell in what[column] for text in strings_in(_own(cell)))
    elif hasattr(what, "table") and not is_dataclass(what):  # Released
        yield from strings_in(what.table)
    elif is_dataclass(what):
        yield from (text for field in fields(what) for text in strings_in(getattr(what, field.name)))
    elif isinstance(what, Mapping):
        yield from (text for each in what.items() for text in strings_in(each))
    elif isinstance(what, list | tuple | set | frozenset):
        yield from (text for each in what for text in strings_in(each))


def _own(cell: object) -> object:
    return cell.item() if hasattr(cell, "item") else cell


def pieces(folder: Path, only: str = "") -> Iterator[tuple[str, str]]:
    """Each piece of text in the files of a folder that readers see, and where it stands. Pictures, the tables as CSV,
    and the values that documents are filled with are not among them: these are compared one by one."""
    whole = ("values.json",)
    texts = {
        n: text
        for n, text in texts_in(folder).items()
        if n.startswith(only or "") and (only or not n.startswith(whole))
    }
    for name, text in texts.items():
        read = next((reader for ends, reader in _READERS.items() if re.search(ends, name)), None)
        if read is not None:
            yield from ((name, piece) for piece in read(text) if piece.strip())


def _of_page(text: str) -> Iterator[str]:
    tree = etree.HTML(text)
    for element in tree.xpath("//style | //script"):
        element.getparent().remove(element)
    yield from tree.xpath("//text() | //@alt | //@title | //@aria-label")


def _of_word(text: str) -> Iterator[str]:
    root = ElementTree.fromstring(text)  # noqa: S314
    yield from ("".join(part.text or "" for part in each.iter(f"{_WORD}t")) for each in root.iter(f"{_WORD}p"))
    yield from (each.get(name, "") for each in root.iter() for name in ("descr", "title"))


def _of_slide(text: str) -> Iterator[str]:
    """But for the number that a slide's notes show of it."""
    root = ElementTree.fromstring(text)  # noqa: S314
    for each in root.iter(f"{_DRAWING}p"):
        if not any(True for _ in each.iter(f"{_DRAWING}fld")):
            yield "".join(part.text or "" for part in each.iter(f"{_DRAWING}t"))


def _of_sheet(text: str) -> Iterator[str]:
    root = ElementTree.fromstring(text)  # noqa: S314
    space = root.tag.partition("}")[0] + "}"
    yield from ("".join(each.itertext()) for tag in ("si", "is") for each in root.iter(f"{space}{tag}"))
    for cell in root.iter(f"{space}c"):
        if cell.get("t") in (None, "n"):
            yield from (value.text or "" for value in cell.iter(f"{space}v"))


def _of_markdown(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from (cell.strip(" #-*:") for cell in line.split("|")) if line.startswith("|") else (line.strip(" #"),)


def _of_record(text: str) -> Iterator[str]:
    def leaves(what: object, key: str = "") -> Iterator[str]:
        if isinstance(what, dict):
            yield from (leaf for name, each in what.items() for leaf in leaves(each, name) if name not in OF_RECORDS)
        elif isinstance(what, list):
            yield from (leaf for each in what for leaf in leaves(each, key))
        elif not isinstance(what, bool) and what is not None:
            yield str(what)

    yield from leaves(json.loads(text))


def _of_csv(text: str) -> Iterator[str]:
    yield from (cell for row in csv.reader(io.StringIO(text)) for cell in row)


_READERS = {
    r"\.html$": _of_page,
    r"!word/(?:document|header\d*|footer\d*|footnotes|comments)\.xml$": _of_word,
    r"!ppt/(?:slides|notesSlides)/\w+\.xml$": _of_slide,
    r"!xl/(?:sharedStrings|worksheets/\w+)\.xml$": _of_sheet,
    r"\.md$": _of_markdown,
    r"\.json$": _of_record,
    r"alt_text\.csv$": _of_csv,
}


def unaccounted(folder: Path, told: Told) -> dict[str, list[str]]:
    """By place and text, the numbers in a report's files that nothing accounts for."""
    found: dict[str, list[str]] = {}
    for where, piece in pieces(folder):
        if numbers := told.unaccounted(piece):
            found[f"{where}: {plain(piece)[:200]}"] = numbers
    return found
