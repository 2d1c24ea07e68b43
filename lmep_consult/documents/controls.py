"""The content controls of a Word document that hold what a study released."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from lmep_consult.documents.grids import cells_of
from lmep_consult.documents.markup import Node
from lmep_consult.documents.package import Package
from lmep_consult.documents.runs import text_of
from lmep_consult.errors import InputError
from lmep_consult.report.values import is_quotation, split_tag, words_of_table

_PARTS = {
    "document.main+xml": "", "template.main+xml": "", "header+xml": "a header", "footer+xml": "a footer",
    "footnotes+xml": "a footnote", "endnotes+xml": "an endnote", "comments+xml": "a comment",
}  # fmt: skip
_STRUCK = ("w:del", "w:moveFrom")
_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_PROGRAM = "docProps/app.xml"  # says what saved the document
_HEADING = re.compile(r"(?:heading \d|title)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Control:
    """A control. part: where in the package; node: the control, with `content`; tag and stamp: as `split_tag` gives
    them. text: what it says now. where: the heading above it, or the kind of place. copy: whether it is one that an
    older Word shows instead of another (mc:Fallback), which is filled and not counted."""

    part: str
    node: Node
    content: Node
    tag: str
    stamp: str
    text: str
    where: str
    copy: bool

    @property
    def named(self) -> Node:
        return next(self.node.all("w:tag"))

    @property
    def is_placeholder(self) -> bool:
        return self.node.first("w:showingPlcHdr") is not None

    @property
    def is_in_changes(self) -> bool:
        """Whether it holds tracked changes or a field, which a fill would break."""
        return next(self.content.all(*_CHANGES, "w:fldChar", "w:fldSimple"), None) is not None


def controls_of(package: Package, tags: Collection[str]) -> list[Control]:
    """The document's controls for values, in the order of its parts. tags: of the values there are.

    A control is taken for one where its tag is known, carries a stamp, or has slashes and is nearly one that is known.

    Raises InputError for what cannot be filled without doing harm: a tag with a typing error, a control in another, one
    bound to custom XML, two of the same id.
    """
    headings = _heading_styles(package)
    found = []
    for part in package.of_type(*(f"wordprocessingml.{each}" for each in _PARTS)):
        found += list(_controls(package, part, headings, tags))
    if not found and not package.of_type("wordprocessingml.document.main+xml"):
        raise InputError(f"{package.path}: not a Word document; save it as one (.docx).")
    if not found:
        lost = _PROGRAM in package and b"LibreOffice" in package.part(_PROGRAM)
        raise InputError(
            f"{package.path}: holds no control of a value; copy some into it from numbers.docx, which `lmep-consult "
            f"report --numbers` makes{', in Word: LibreOffice saved this file, and leaves tags out' * lost}."
        )
    twice = [each for each, count in Counter(_ids(found)).items() if count > 1]
    if twice:
        tags_of = [each.tag for each in found if _id(each) == twice[0]]
        raise InputError(
            f"{package.path}: two controls have the same id ({twice[0]}: {' and '.join(dict.fromkeys(tags_of))}); "
            "delete one and copy it anew in Word."
        )
    return found


def _controls(package: Package, part: str, headings: Collection[str], tags: Collection[str]) -> Iterator[Control]:
    kind = next(said for ending, said in _PARTS.items() if _is_of(package, part, ending))
    heading = ""
    for node in package.tree(part).all("w:p", "w:sdt"):
        above = [each.name for each in node.above()]
        if node.name == "w:p":
            style = node.child("w:pPr") and node.child("w:pPr").child("w:pStyle")  # type: ignore[union-attr]
            if style and style.get("w:val") in headings:
                heading = " ".join(text_of(node).split())
            continue
        properties, content = node.child("w:sdtPr"), node.child("w:sdtContent")
        named = properties and properties.child("w:tag")
        if not named or content is None or any(name in _STRUCK for name in above):
            continue
        tag, stamp = split_tag(named.get("w:val"))
        if not is_ours(package, tag, stamp, tags):
            continue
        assert properties is not None  # noqa: S101  (it holds the tag)
        _refuse_harm(package, tag, properties, content)
        place = kind or ("a text box" if "w:txbxContent" in above else f"“{heading}”" if heading else "the beginning")
        table = content.first("w:tbl")
        drawing = content.first("wp:docPr")
        text = text_of(content) if table is None else words_of_table(cells_of(table))
        text = text if drawing is None else drawing.get("descr")
        yield Control(part, node, content, tag, stamp, text, place, "mc:Fallback" in above)


def _is_of(package: Package, part: str, ending: str) -> bool:
    return part in package.of_type(f"wordprocessingml.{ending}")


def is_ours(package: Package, tag: str, stamp: str, tags: Collection[str]) -> bool:
    """Whether something that carries `tag` shows a value. Raises InputError for a tag with a typing error."""
    if tag in tags or stamp or is_quotation(tag):
        return True
    if near := nearest(tag, tags):
        raise InputError(f"{package.path}: the tag {tag!r} in it is unknown; is it {near!r}?")
    return False


def nearest(tag: str, tags: Collection[str]) -> str:
    """The tag that is there and most like one that is not; "" where it is not like any, and so somebody else's."""
    if "/" not in tag or is_quotation(tag):
        return ""
    by_case = {each.casefold(): each for each in tags}
    close = get_close_matches(tag.casefold(), by_case, n=1, cutoff=0.6)
    if close:
        return by_case[close[0]]
    table = tag.split("/")[0].casefold()
    return next((each for folded, each in by_case.items() if folded.startswith(f"{table}/")), "")


def _refuse_harm(package: Package, tag: str, properties: Node, content: Node) -> None:
    if next(content.all("w:sdt"), None) is not None:
        raise InputError(f"{package.path}: the control {tag!r} holds another control; take one of the two away.")
    if any(each.name in ("w:dataBinding", "?:dataBinding") for each in properties.children):
        raise InputError(
            f"{package.path}: the control {tag!r} is bound to custom XML, which would undo what is filled in; remove "
            "the binding or make a new control."
        )


def _ids(controls: list[Control]) -> list[str]:
    return [_id(each) for each in controls if not each.copy and _id(each)]


def _id(control: Control) -> str:
    properties = control.node.child("w:sdtPr")
    id_ = properties and properties.child("w:id")
    return id_.get("w:val") if id_ else ""


def _heading_styles(package: Package) -> set[str]:
    found = set()
    for part in package.of_type("wordprocessingml.styles+xml"):
        for style in package.tree(part).all("w:style"):
            name = style.child("w:name")
            if name and _HEADING.match(name.get("w:val")):
                found.add(style.get("w:styleId"))
    return found
