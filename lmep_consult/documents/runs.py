"""Text in Word's markup: read, and replaced so that it looks as its first run did."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from lmep_consult.documents.markup import Edit, Node, edited, filled_in, prefix_of

_SAID = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_OF_TEXT = {*_SAID, "w:t", "w:delText", "w:rPr", "w:softHyphen", "w:lastRenderedPageBreak"}
_BLOCKS = {"w:body", "w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment", "w:txbxContent"}


def text_of(node: Node) -> str:
    """What a reader sees of it; paragraphs are lines."""
    paragraphs = list(node.all("w:p"))
    if paragraphs:
        return "\n".join("".join(_pieces(each)) for each in paragraphs)
    return "".join(_pieces(node))


def _pieces(node: Node) -> Iterator[str]:
    for each in node.all("w:t", *_SAID):
        if each.name == "w:t" or (each.parent is not None and each.parent.name == "w:r"):  # and no tab stop
            yield each.text if each.name == "w:t" else _SAID[each.name]


def with_text(data: bytes, node: Node, text: str, properties: bytes | None = None) -> list[Edit]:
    """The edits that make an element say `text`, as its first run looks; what is no text, such as a comment's mark or a
    bookmark, stays. properties: those of the run, where its own do not count (of a placeholder)."""
    runs = [run for run in node.all("w:r") if run.children and all(child.name in _OF_TEXT for child in run.children)]
    first = next((run for run in runs if run.first("w:delText") is None), None)
    if first is None:
        return [_new_run(data, node, text, properties or b""), *((run.start, run.end, b"") for run in runs)]
    others = [run for run in runs if run is not first]
    look = first.child("w:rPr")
    kept = properties if properties is not None else b"" if look is None else data[look.start : look.end]
    edits = [filled_in(data, first, kept + _said(text, prefix_of(data, first)))]
    paragraphs = [each for each in node.children if each.name == "w:p"]
    gone = [each for each in paragraphs if paragraphs[1:] and all(run in others for run in each.all("w:r"))]
    edits += [(each.start, each.end, b"") for each in gone]
    inside = {id(run) for each in gone for run in each.all("w:r")}
    return edits + [(run.start, run.end, b"") for run in others if id(run) not in inside]


def with_mark(data: bytes, node: Node, mark: str) -> Edit:
    """The edit that adds a mark behind all that an element says, as its last run looks."""
    place = next(reversed([node, *node.all("w:p")]))
    looks = [look for run in place.all("w:r") if (look := run.child("w:rPr"))]
    return _added(data, place, mark, data[looks[-1].start : looks[-1].end] if looks else b"")


def _new_run(data: bytes, node: Node, text: str, properties: bytes) -> Edit:
    paragraph = node.first("w:p")
    place = paragraph or node.first("w:tc") or node
    return _added(data, place, text, properties, paragraph is None and is_block(node))


def _added(data: bytes, place: Node, text: str, properties: bytes, in_paragraph: bool = False) -> Edit:
    prefix = prefix_of(data, place)
    p = prefix.encode()
    run = b"<%br>%b%b</%br>" % (p, properties, _said(text, prefix), p)
    if in_paragraph:
        run = b"<%bp>%b</%bp>" % (p, run, p)
    return filled_in(data, place, run) if place.closes == place.end else (place.closes, place.closes, run)


def is_block(content: Node) -> bool:
    """Whether a control's content stands where paragraphs stand, and not in one."""
    around = next((each for each in content.above() if each.name in {*_BLOCKS, "w:p"}), None)
    return around is not None and around.name != "w:p"


def _said(text: str, prefix: str) -> bytes:
    lines = f"<{prefix}br/>".join(
        f'<{prefix}t xml:space="preserve">{escape(line)}</{prefix}t>' for line in text.split("\n")
    )
    return lines.encode("utf-8")


def changed(data: bytes, node: Node, text: str) -> bytes:
    """The element's own bytes, saying `text`; as they are where it says so already."""
    if " ".join(text_of(node).split()) == " ".join(text.split()):
        return data[node.start : node.end]
    return edited(data, with_text(data, node, text), node.start, node.end)
