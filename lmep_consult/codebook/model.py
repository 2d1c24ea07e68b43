"""A thematic codebook of two levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from lmep_consult.errors import CodebookError

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.codebook.matching import Coded

_FIELDS = ("id", "name", "definition", "include", "exclude", "example", "terms", "codes")


@dataclass(frozen=True)
class Code:
    """A code: `id` never changes, `name` is what a report prints, `parent` is the family's id ("" at the top).

    `terms` are words and phrases whose presence, in any word form, suggests the code.
    """

    id: str
    name: str
    parent: str
    definition: str
    include: str
    exclude: str
    example: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the file, each family before its members."""

    name: str
    version: str
    description: str
    codes: tuple[Code, ...]

    @classmethod
    def load(cls, path: str | Path) -> Codebook:
        """Read a codebook from YAML (.yaml, .yml).

        Raises CodebookError naming the file, the code and the fault.
        """
        path = Path(path)
        if path.suffix.lower() not in (".yaml", ".yml"):
            raise CodebookError(f"{path}: a codebook is a .yaml file.")
        try:
            content = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CodebookError(f"{path}: cannot be opened ({error.strerror or error}).") from None
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1
            raise CodebookError(f"{path}, line {line}: not valid YAML: {error.problem}.") from None
        except (YAMLError, UnicodeDecodeError) as error:
            raise CodebookError(f"{path}: not valid YAML: {' '.join(str(error).split())}.") from None
        if not isinstance(content, dict) or not isinstance(content.get("codes"), list):
            raise CodebookError(f"{path}: no list of codes; a codebook has name, version and codes.")
        codes = tuple(_codes(path, content["codes"], ""))
        ids = [code.id for code in codes]
        for code in codes:
            if ids.count(code.id) > 1:
                raise CodebookError(f"{path}, code {code.id}: the id stands twice; give each code its own.")
        return cls(
            _text(content.get("name")) or path.stem,
            _text(content.get("version")),
            _text(content.get("description")),
            codes,
        )

    def apply(self, transcript: Coded) -> pd.DataFrame:
        """What the codes' terms suggest for a transcript: one row a code and sentence.

        Columns: code, start, end (code points into `transcript.text`, end exclusive), quote (exactly that
        text), turn, rule (which terms matched which words). Word forms count: the term "commission" matches
        "commissioned". Interviewers' turns are passed over. A suggestion is for a person to decide on.
        """
        from lmep_consult.codebook.matching import suggest

        return suggest(self, transcript)


def _codes(path: Path, entries: Any, parent: str) -> Iterator[Code]:
    for entry in entries:
        if not isinstance(entry, dict) or not _text(entry.get("id")):
            raise CodebookError(f"{path}: under {parent or 'codes'}, {str(entry)[:60]!r} has no id; give it one.")
        where = f"{path}, code {entry['id']}"
        for field in set(entry) - set(_FIELDS):
            raise CodebookError(f"{where}: {field!r} is not one of {', '.join(_FIELDS)}.")
        for field in ("name", "definition"):
            if not _text(entry.get(field)):
                raise CodebookError(f"{where}: no {field}; add it.")
        terms = entry.get("terms") or []
        if not isinstance(terms, list) or not all(_text(term) for term in terms):
            raise CodebookError(f"{where}: terms must be a list of words and phrases.")
        members = entry.get("codes") or []
        if parent and members:
            raise CodebookError(f"{where}: a third level of codes; a codebook has two.")
        if not isinstance(members, list):
            raise CodebookError(f"{where}: codes must be a list of codes.")
        text = {field: _text(entry.get(field)) for field in _FIELDS[:6]}
        yield Code(parent=parent, terms=tuple(_text(term) for term in terms), **text)
        yield from _codes(path, members, text["id"])


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else " ".join(str(value).split())
