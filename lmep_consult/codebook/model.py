"""A thematic codebook: codes in families of any depth, with what each means and what suggests it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lmep_consult.codebook.terms import CodeTerms, parsed
from lmep_consult.errors import CodebookError

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.codebook.matching import Found, SpokenText

Direction = Literal["for", "against"]
Handling = Literal["", "count", "skip"]
_LONGEST_ID = 100  # characters, since charts are called after families
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")  # which no document can hold
# How each kind of file is read and written: the module of this room, and the functions in it.
_FILES = {
    ".yaml": ("yaml_file", "read_yaml", "write_yaml"),
    ".yml": ("yaml_file", "read_yaml", "write_yaml"),
    ".xlsx": ("excel_file", "read_excel", "write_excel"),
    ".qdc": ("qdc_file", "read_qdc", "write_qdc"),
}


@dataclass(frozen=True)
class Code:
    """A code: `id` never changes, `name` is what a report prints, `parent` is the id of the code it belongs to ("" for
    a family).

    examples: passages that deserve it. terms: words and phrases that suggest it, see `lmep_consult.codebook.terms`.
    colour: as #RRGGBB, or "". questions: of the topic guide, by id. assumptions: of the theory of change, by id, and
    whether the code speaks for or against each. out_of_scope: what the study cannot cover; codes below it are too.
    ordered: the codes that belong to it are levels of a scale, in order from the lowest.
    negation, echo: what to do with terms that are denied ("time is not our trouble") or only repeat the question ("you
    mentioned time"): "count" or "skip" them; "" as the code above, and at last the codebook, has it. guid: as another
    program knows it, or "". notes: the team's own, which nothing goes by.
    """

    id: str
    name: str
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    colour: str = ""
    questions: tuple[str, ...] = ()
    assumptions: Mapping[str, Direction] = field(default_factory=dict)
    out_of_scope: bool = False
    ordered: bool = False
    negation: Handling = ""
    echo: Handling = ""
    guid: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the file, each before those that belong to it. negation, echo: see Code; "skip" unless the
    file says otherwise."""

    name: str
    version: str
    description: str
    codes: tuple[Code, ...]
    negation: Handling = "skip"
    echo: Handling = "skip"

    @classmethod
    def load(cls, path: str | Path) -> Codebook:
        """Read a codebook from YAML (.yaml, .yml), Excel (.xlsx) or REFI-QDA (.qdc).

        Raises CodebookError naming the file, the code and the fault.
        """
        read: Callable[[Path], Codebook] = _function(Path(path), 1)
        return read(Path(path))

    def save(self, path: str | Path) -> None:
        """Write the codebook as YAML, Excel or REFI-QDA, as the name's ending says.

        In a YAML file that is there already, comments, order and quoting stay, and an unchanged codebook leaves it byte
        for byte. Raises CodebookError where the ending is another or the file cannot be written.
        """
        write: Callable[[Codebook, Path], None] = _function(Path(path), 2)
        write(self, Path(path))

    def code(self, id_: str) -> Code:
        """The code with that id. Raises CodebookError, naming those that look like it, where there is none."""
        for code in self.codes:
            if code.id == id_:
                return code
        raise CodebookError(
            f"The codebook {self.name} has no code {id_!r}{looks_like(id_, (code.id for code in self.codes))}"
        )

    def children(self, id_: str) -> tuple[Code, ...]:
        """The codes that belong to a code ("" for the families), in order."""
        return tuple(code for code in self.codes if code.parent == id_)

    def ancestors(self, id_: str) -> tuple[str, ...]:
        """The ids of the codes that a code belongs to, the nearest first."""
        parent_of = {code.id: code.parent for code in self.codes}
        found = []
        while parent_of.get(id_):
            id_ = parent_of[id_]
            found.append(id_)
        return tuple(found)

    def family(self, id_: str) -> str:
        """The id of the topmost code that a code belongs to; its own where it is a family."""
        return (id_, *self.ancestors(id_))[-1]

    @cached_property
    def terms(self) -> tuple[CodeTerms, ...]:
        """The terms of each code that has any. A code handles what is denied or an echo as it says itself, else as the
        nearest above it that does, else as the codebook."""
        by_id = {code.id: code for code in self.codes}

        def skips(code: Code, field: Literal["negation", "echo"]) -> bool:
            at: Code | None = code
            while at and not getattr(at, field):
                at = by_id.get(at.parent)
            return bool(getattr(at or self, field) == "skip")

        return tuple(
            CodeTerms(code.id, code.terms, skips(code, "negation"), skips(code, "echo"))
            for code in self.codes
            if code.terms
        )

    def apply(self, transcript: SpokenText) -> pd.DataFrame:
        """What the codes' terms suggest for a transcript: one row per code and passage.

        Columns: code, start, end (code points into `transcript.text`, end exclusive), quote (exactly that
        text), turn, rule (which terms matched which words, and what else decided). A passage is the sentence; word
        forms count: the term "commission" matches "commissioned". Interviewers' turns are passed over. A suggestion is
        for a person to decide on.
        """
        from lmep_consult.codebook.matching import suggest

        return suggest(self.terms, transcript)

    def find_in(self, texts: Iterable[str]) -> Iterator[list[Found]]:
        """What the codes' terms suggest for each of many texts, one after another: per code and sentence one Found, in
        the order of the sentences, as `apply` gives them for a turn.

        Texts are taken as they come and none is kept, so any number of them may pass.
        """
        from lmep_consult.codebook.matching import find_in

        return find_in(self.terms, texts)


def validated(codebook: Codebook, where: Callable[[Code], str]) -> Codebook:
    """`codebook` itself; where(code) says where a code is in its file.

    Raises CodebookError where an id is there twice or too long, a text holds control characters, a code belongs to none
    above it, a name or definition is missing, a colour is none, an ordered code has no two codes to order, or
    a term cannot be read.
    """
    seen: set[str] = set()
    for code in codebook.codes:
        if code.id in seen:
            raise CodebookError(f"{where(code)}: the id is there twice; give each code its own.")
        if code.parent and code.parent not in seen:
            raise CodebookError(f"{where(code)}: {_no_parent(code.parent, [each.id for each in codebook.codes])}")
        if len(code.id) > _LONGEST_ID:
            raise CodebookError(f"{where(code)[:300]}: the id is longer than {_LONGEST_ID} characters; shorten it.")
        for part, value in vars(code).items():
            if found := _CONTROL.search("\n".join(value) if isinstance(value, tuple) else str(value)):
                sign = f"U+{ord(found[0]):04X}"
                raise CodebookError(f"{where(code)}: its {part} holds a sign that is no text ({sign}); take it out.")
        for needed in ("name", "definition"):
            if not getattr(code, needed):
                raise CodebookError(f"{where(code)}: no {needed}; add it.")
        if code.colour and not _is_colour(code.colour):
            raise CodebookError(f"{where(code)}: {code.colour!r} is no colour such as #12436D.")
        for handling in (code.negation, code.echo):
            if handling not in ("", "count", "skip"):
                raise CodebookError(f"{where(code)}: {handling!r} is neither count nor skip.")
        for assumption, direction in code.assumptions.items():
            if direction not in ("for", "against"):
                raise CodebookError(f"{where(code)}: of assumption {assumption}, {direction!r} is not for or against.")
        for term in code.terms:
            try:
                parsed(term)
            except ValueError as error:
                raise CodebookError(f"{where(code)}: the term {term!r} cannot be read: {error}.") from None
        seen.add(code.id)
    for code in codebook.codes:
        if code.ordered and len(codebook.children(code.id)) < 2:
            raise CodebookError(f"{where(code)}: it is ordered and has fewer than two codes below it to be in order.")
    return codebook


def _no_parent(parent: str, ids: list[str]) -> str:
    if parent in ids:
        return f"its parent {parent!r} is no code above it; put it below that one."
    return f"its parent {parent!r} is no code{looks_like(parent, ids)}"


def slug(name: str) -> str:
    """A readable id for what is called `name`.

    >>> slug("Time & tide"), slug("!")
    ('time-tide', 'code')
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "code"


def looks_like(id_: str, ids: Iterable[str]) -> str:
    """The end of a sentence that says there is no such id: those that look like it."""
    import difflib

    near = difflib.get_close_matches(id_, list(ids), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else "."


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:])


def _function(path: Path, which: int) -> Any:
    if path.suffix.lower() not in _FILES:
        raise CodebookError(f"{path}: a codebook is a .yaml file, an Excel workbook (.xlsx) or a .qdc file.")
    names = _FILES[path.suffix.lower()]
    return getattr(import_module(f"lmep_consult.codebook.{names[0]}"), names[which])
