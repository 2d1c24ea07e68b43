"""A Word document filled: only what its controls hold is changed, and every other byte of every part stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

from lmep_consult.documents.controls import Control, controls_of
from lmep_consult.documents.decisions import Decision, decided
from lmep_consult.documents.grids import has_merged_cells, new_table, with_rows
from lmep_consult.documents.listing import Line, State
from lmep_consult.documents.markup import Edit, Node, edited, prefix_of, set_attribute
from lmep_consult.documents.package import Package
from lmep_consult.documents.pictures import Pictures
from lmep_consult.documents.runs import is_block, with_mark, with_text
from lmep_consult.report.values import Value, stamped

_TAGS = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r"“(.*)”", re.DOTALL)
_TOO_SHORT = 25  # characters: words that many people say


def open_word(path: Path) -> Package:
    """Raises InputError where it is no Word document, is open, locked or holds macros."""
    return Package(path, "a Word document (.docx)", "Word")


def fill_word(
    package: Package, values: Mapping[str, Value], picture: Callable[[str], bytes], overwrite: bool
) -> list[Line]:
    """Fill the controls of a document, and say what became of each.

    picture: the bytes of a chart's file. overwrite: controls that were changed by hand too.

    Raises InputError as `controls_of` does; then nothing was changed.
    """
    controls = controls_of(package, values.keys())
    lines: list[Line] = []
    pictures = Pictures(package)
    for part in dict.fromkeys(control.part for control in controls):
        data, root = package.part(part), None
        edits: list[Edit] = []
        for control in (each for each in controls if each.part == part):
            root = root or _root(control.node)
            value = values.get(control.tag)
            decision = decided(control, value, overwrite, "" if value is None else _why_not(control, value))
            if decision.fill is not None or decision.mark:
                edits += _edits(data, control, decision, pictures, picture, root)
            if not control.copy:
                lines.append(decision.line)
        if edits:
            package.replaced[part] = edited(data, edits)
    pictures.forget(_pictures_shown(package))
    return [*lines, *left_outside(package, lines)]


def _root(node: Node) -> Node:
    return list(node.above())[-1]


def _edits(
    data: bytes, control: Control, decision: Decision, pictures: Pictures, picture: Callable[[str], bytes], root: Node
) -> Iterator[Edit]:
    """The control's content and stamp."""
    value, content = decision.value, control.content
    table, hint = content.first("w:tbl"), control.node.first("w:showingPlcHdr")
    if decision.mark:
        yield with_mark(data, content, decision.mark)
        yield from (
            set_attribute(data, each, "descr", each.get("descr") + decision.mark) for each in content.all("wp:docPr")
        )
    elif value is not None and value.kind == "chart":
        yield from pictures.edits(control.part, data, content, picture(value.picture), value.text, root)
    elif value is not None and value.kind == "table" and table is not None:
        yield from with_rows(data, table, value.rows)
    elif value is not None and value.kind == "table":
        yield content.opened, content.closes, new_table(value.rows, prefix_of(data, content))
    else:
        yield from with_text(data, content, decision.fill or "", None if hint is None else _look(data, control))
    if hint is not None:
        yield hint.start, hint.end, b""
    yield set_attribute(data, control.named, "val", stamped(control.tag, decision.stamp_of))


def _look(data: bytes, control: Control) -> bytes:
    """How Word says that text typed in the place of a placeholder is to look."""
    properties = control.node.child("w:sdtPr")
    look = properties and properties.child("w:rPr")
    return data[look.start : look.end] if look else b""


def _why_not(control: Control, value: Value) -> str:
    """Why a value cannot be put where the control is; "" where it can."""
    if control.is_in_changes:
        return "it holds tracked changes or a field; accept or reject them, or take the field away"
    if value.kind == "bars":
        return "it is a chart of slides; take the tag of one of the report (chart/...)"
    if value.kind == "table":
        table = control.content.first("w:tbl")
        if table is None and not is_block(control.content):
            return "a table needs a control around a whole paragraph"
        if table is None and control.content.closes == control.content.end:
            return "its control is empty; type a word into it"
        if table is not None and has_merged_cells(table):
            return "its table has merged cells; divide them"
    elif next(control.content.all("w:tr", "w:drawing"), None) is not None and value.kind != "chart":
        return "its control holds a table or picture, and the tag is of text"
    return ""


def _pictures_shown(package: Package) -> set[str]:
    """The parts that something in the file still refers to."""
    shown = set()
    for name in package.archive.names:
        if name.endswith(".rels") or not name.endswith(".xml"):
            continue
        targets = package.targets(name)
        if targets:
            data = package.part(name)
            shown |= {target for key, target in targets.items() if f'"{key}"'.encode() in data}
    return shown


def left_outside(package: Package, lines: list[Line]) -> Iterator[Line]:
    """Where words of a quotation that was taken out still stand, typed or struck by somebody."""
    removed = [line for line in lines if line.state is State.REMOVED and line.old != line.new]
    if not removed:
        return
    for part in package.archive.names:
        if not part.endswith(".xml") or not part.startswith(("word/", "ppt/")):
            continue
        said = " ".join(unescape(_TAGS.sub("", package.part(part).decode("utf-8", "replace"))).split())
        for line in removed:
            words = " ".join((_QUOTED.search(line.old) or [line.old, line.old])[1].split())
            if len(words) >= _TOO_SHORT and words in said:
                yield replace(line, state=State.LEFT, where=part.split("/", 1)[1], old="", new="")
