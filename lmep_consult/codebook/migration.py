"""From one version of a codebook to the next: rename, merge, split, move, edit, add; and what each code became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lmep_consult.codebook.model import Code, Codebook, validated
from lmep_consult.errors import CodebookError


@dataclass(frozen=True)
class Rename:
    """A code is called otherwise: another name, another id, or both. Codings follow."""

    code: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class Merge:
    """Several codes become one of them, `into`, which keeps its own words and takes their terms and examples. Codings
    follow."""

    codes: tuple[str, ...]
    into: str


@dataclass(frozen=True)
class Split:
    """A code becomes several, which take its place. Of each coding a person must decide which it is."""

    code: str
    into: tuple[Code, ...]


@dataclass(frozen=True)
class Move:
    """A code goes, with all below it, under another ("" for a family of its own). Codings stay."""

    code: str
    under: str


@dataclass(frozen=True)
class Edit:
    """A code says other things: its definition, terms or whatever else but its id and place. Codings stay."""

    code: Code


@dataclass(frozen=True)
class Add:
    """A code that was not there, below its parent ("" for a family of its own)."""

    code: Code


Change = Rename | Merge | Split | Move | Edit | Add


def migrate(codebook: Codebook, changes: Iterable[Change], version: str) -> tuple[Codebook, dict[str, list[str]]]:
    """The codebook's next version, and what codes became: {"old": ["new"]}, several where a code was split.

    A code that is in no mapping stayed as it is. The mapping is what a coder's log records as a migration.

    Raises CodebookError where the version is the old one, a code is not there, or the outcome is no codebook.
    """
    if version == codebook.version:
        raise CodebookError(f"The codebook {codebook.name} is version {version!r} already; give the next another.")
    became = {code.id: [code.id] for code in codebook.codes}
    for change in changes:
        codebook, now = _changed(codebook, change)
        became = {old: [new for each in ids for new in now.get(each, [each])] for old, ids in became.items()}
    ordered = tuple(_in_order(codebook, ""))
    codebook = validated(replace(codebook, version=version, codes=ordered), lambda code: f"code {code.id}")
    return codebook, {old: list(dict.fromkeys(ids)) for old, ids in became.items() if ids != [old]}


def _changed(codebook: Codebook, change: Change) -> tuple[Codebook, dict[str, list[str]]]:
    if isinstance(change, Rename):
        old = codebook.code(change.code)
        new = replace(old, name=change.name or old.name, id=change.id or old.id)
        if new.id != old.id and any(code.id == new.id for code in codebook.codes):
            raise CodebookError(f"Code {old.id} cannot be called {new.id}, which there is already; merge them instead.")
        return _with(codebook, {old.id: (new,)}, {old.id: new.id}), {old.id: [new.id]}
    if isinstance(change, Merge):
        into = codebook.code(change.into)
        others = [codebook.code(id_) for id_ in change.codes if id_ != change.into]
        if any(other.id in codebook.ancestors(into.id) for other in others):
            raise CodebookError(f"A code cannot be merged into {into.id}, which belongs to it; move {into.id} first.")
        whole = replace(into, terms=_all(into, others, "terms"), examples=_all(into, others, "examples"))
        gone: dict[str, tuple[Code, ...]] = {other.id: () for other in others}
        moved = {other.id: into.id for other in others}
        return _with(codebook, {into.id: (whole,), **gone}, moved), {other.id: [into.id] for other in others}
    if isinstance(change, Split):
        old = codebook.code(change.code)
        if len(change.into) < 2:
            raise CodebookError(f"Code {old.id} is split into fewer than two codes; rename it instead.")
        if codebook.children(old.id):
            raise CodebookError(f"Code {old.id} has codes below it; move them before it is split.")
        parts = tuple(replace(code, parent=old.parent) for code in change.into)
        return _with(codebook, {old.id: parts}, {}), {old.id: [code.id for code in parts]}
    if isinstance(change, Edit):
        old = codebook.code(change.code.id)
        return _with(codebook, {old.id: (replace(change.code, parent=old.parent),)}, {}), {}
    if isinstance(change, Add):
        if any(code.id == change.code.id for code in codebook.codes):
            raise CodebookError(f"There is a code {change.code.id} already; give the new one another name.")
        if change.code.parent:
            codebook.code(change.code.parent)
        return replace(codebook, codes=(*codebook.codes, change.code)), {}
    code = codebook.code(change.code)
    if change.under:
        under = codebook.code(change.under).id
        if code.id in (under, *codebook.ancestors(under)):
            raise CodebookError(f"Code {code.id} cannot go under {under}, which is it or belongs to it.")
    return _with(codebook, {code.id: (replace(code, parent=change.under),)}, {}), {}


def _with(codebook: Codebook, instead: dict[str, tuple[Code, ...]], parents: dict[str, str]) -> Codebook:
    """Codes in the place of others; what belonged to a code in `parents` belongs to what is there."""
    codes = (new for code in codebook.codes for new in instead.get(code.id, (code,)))
    return replace(codebook, codes=tuple(replace(code, parent=parents.get(code.parent, code.parent)) for code in codes))


def _all(into: Code, others: Iterable[Code], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for code in (into, *others) for text in getattr(code, field)))


def _in_order(codebook: Codebook, parent: str) -> Iterable[Code]:
    for code in codebook.children(parent):
        yield code
        yield from _in_order(codebook, code.id)
