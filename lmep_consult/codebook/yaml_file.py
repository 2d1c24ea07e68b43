"""Codebooks as YAML, with codes inside the codes they belong to."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from lmep_consult.archive import MEGABYTE, read_bytes
from lmep_consult.codebook.model import Code, Codebook, validated
from lmep_consult.errors import CodebookError, InputError
from lmep_consult.files import write_whole

_TEXTS = ("id", "name", "definition", "include", "exclude", "colour", "negation", "echo", "guid", "notes")
_LISTS = ("examples", "terms", "questions")
_FIELDS = (
    "id", "name", "definition", "include", "exclude", "example", "examples", "terms", "colour", "questions",
    "assumptions", "out_of_scope", "ordered", "negation", "echo", "guid", "notes", "description", "codes",
)  # fmt: skip
_TOP = ("name", "version", "description", "negation", "echo")
_DEEPEST = 60  # maps and lists within each other; a code at the twentieth level


class _AsWritten(SafeConstructor):
    """Numbers and dates are text, so that version 1.10 is not 1.1."""


class _AsWrittenInPlace(RoundTripConstructor):
    """The same for a file that is changed."""


for _kind in ("int", "float", "timestamp"):
    for _constructor in (_AsWritten, _AsWrittenInPlace):
        _constructor.add_constructor(f"tag:yaml.org,2002:{_kind}", _constructor.construct_scalar)


class _NotNeededError(ComposerError):
    """Valid YAML that no codebook needs."""


class _Careful(Composer):
    """Refuses what makes a small file large: aliases, and nesting without end."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            raise _NotNeededError(
                problem=f"*{event.anchor} points to something elsewhere, which a codebook must write out; a term that "
                "begins with an asterisk needs quotation marks",
                problem_mark=event.start_mark,
            )
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotNeededError(
                problem=f"more than {_DEEPEST} lists and maps are inside one another",
                problem_mark=self.parser.peek_event().start_mark,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(path: Path) -> Codebook:
    """See Codebook.load."""
    content = _parse(path, YAML(typ="safe", pure=True), _AsWritten)
    if not isinstance(content, dict) or not isinstance(content.get("codes"), list):
        raise CodebookError(f"{path}: no list of codes; a codebook has name, version and codes.")
    top = {field: _text(content.get(field)) for field in _TOP}
    for field in ("negation", "echo"):
        if top[field] not in ("", "count", "skip"):
            raise CodebookError(f"{path}: {field} is {top[field]!r}, which is neither count nor skip.")
    codebook = Codebook(
        top["name"] or path.stem,
        top["version"],
        top["description"],
        tuple(_codes(path, content["codes"], "")),
        top["negation"] or "skip",  # type: ignore[arg-type]
        top["echo"] or "skip",  # type: ignore[arg-type]
    )
    return validated(codebook, lambda code: f"{path}, code {code.id}")


def write_yaml(codebook: Codebook, path: Path) -> None:
    """See Codebook.save."""
    if path.is_file() and read_yaml(path) == codebook:
        return
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 2**16  # lines stay as they are broken
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = _parse(path, yaml, _AsWrittenInPlace) if path.is_file() else CommentedMap()
    for field in _TOP:
        _put(document, field, getattr(codebook, field), "skip" if field in ("negation", "echo") else "")
    entries = {str(entry["id"]): entry for entry in _entries(document.get("codes", ()))}
    document["codes"] = _tree(codebook, "", entries, document.get("codes"))
    out = io.StringIO()
    yaml.dump(document, out)
    write_whole(path, out.getvalue())


def _tree(codebook: Codebook, parent: str, entries: Mapping[str, CommentedMap], before: Any) -> CommentedSeq:
    """The codes that belong to `parent`; an entry that was there keeps its comments and its quoting."""
    codes = codebook.children(parent)
    if isinstance(before, CommentedSeq) and [str(entry["id"]) for entry in before] == [code.id for code in codes]:
        sequence = before
    else:
        sequence = CommentedSeq([entries.get(code.id, CommentedMap()) for code in codes])
    for code, entry in zip(codes, sequence, strict=True):
        _fill(entry, code)
        below = codebook.children(code.id)
        if below:
            entry["codes"] = _tree(codebook, code.id, entries, entry.get("codes"))
        else:
            entry.pop("codes", None)
    return sequence


def _fill(entry: CommentedMap, code: Code) -> None:
    for field in _TEXTS:
        called = (
            "description" if field == "definition" and "definition" not in entry and "description" in entry else field
        )
        _put(entry, called, getattr(code, field))
    for field in _LISTS:
        single = field == "examples" and "example" in entry
        value = list(getattr(code, field))
        if single and len(value) <= 1:
            _put(entry, "example", value[0] if value else "")
            continue
        entry.pop("example", None) if single else None
        _put(entry, field, value, [])
    _put(entry, "assumptions", dict(code.assumptions), {})
    _put(entry, "out_of_scope", code.out_of_scope, False)
    _put(entry, "ordered", code.ordered, False)


def _put(entry: CommentedMap, field: str, value: Any, default: Any = "") -> None:
    """Set a field where it says something else than `value`, so that how it is written stays."""
    there = entry.get(field, default)
    now = _plain(there, default)
    if now == value:
        return
    if value == default:
        entry.pop(field, None)
    else:
        entry[field] = value


def _plain(there: Any, default: Any) -> Any:
    if isinstance(default, list):
        return [_text(each) for each in there]
    if isinstance(default, dict):
        return {_text(key): _text(value) for key, value in there.items()}
    return bool(there) if isinstance(default, bool) else _text(there)


def _entries(codes: Any) -> Iterator[CommentedMap]:
    for entry in codes:
        yield entry
        yield from _entries(entry.get("codes") or ())


def _parse(path: Path, yaml: YAML, constructor: type[SafeConstructor]) -> Any:
    yaml.Composer, yaml.Constructor = _Careful, constructor
    try:
        return yaml.load(read_bytes(path, MEGABYTE).decode("utf-8-sig"))
    except InputError as error:
        raise CodebookError(str(error)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1
        what = "not read" if isinstance(error, _NotNeededError) else "not valid YAML"
        raise CodebookError(f"{path}, line {line}: {what}: {error.problem}.") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: not valid YAML: {' '.join(str(error).split())}.") from None


def _codes(path: Path, entries: Any, parent: str) -> Iterator[Code]:
    for entry in entries:
        if not isinstance(entry, dict) or not _text(entry.get("id")):
            raise CodebookError(f"{path}: under {parent or 'codes'}, {str(entry)[:60]!r} has no id; give it one.")
        where = f"{path}, code {entry['id']}"
        for field in set(entry) - set(_FIELDS):
            raise CodebookError(f"{where}: {field!r} is not one of {', '.join(_FIELDS)}.")
        lists = {field: _list(where, field, entry.get(field) or []) for field in _LISTS}
        if _text(entry.get("example")):
            lists["examples"] = (_text(entry["example"]), *lists["examples"])
        linked = entry.get("assumptions") or {}
        if not isinstance(linked, dict):
            raise CodebookError(f"{where}: assumptions must be pairs such as '8: against'.")
        below = entry.get("codes") or []
        if not isinstance(below, list):
            raise CodebookError(f"{where}: codes must be a list of codes.")
        code: dict[str, Any] = {field: _text(entry.get(field)) for field in _TEXTS}
        code["definition"] = code["definition"] or _text(entry.get("description"))
        assumptions = {_text(key): _text(value) for key, value in linked.items()}
        marks = {field: entry.get(field, False) for field in ("out_of_scope", "ordered")}
        for field, mark in marks.items():
            if not isinstance(mark, bool):
                raise CodebookError(f"{where}: {field} must be true or false.")
        yield Code(**code, **lists, **marks, parent=parent, assumptions=assumptions)  # type: ignore[arg-type]
        yield from _codes(path, below, code["id"])


def _list(where: str, field: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(_text(value) for value in values):
        raise CodebookError(
            f"{where}: {field} must be a list of {'words and phrases' if field == 'terms' else 'texts'}."
        )
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else " ".join(str(value).split())
