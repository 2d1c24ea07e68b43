"""XML as bytes: where each element lies, so that a piece can be replaced and all else stays byte for byte as it was.

A tree that is written again loses what a parser does not keep: the declaration, the order and quotes of attributes,
spaces in tags. Here a part is only read, and edits are cut into its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
}
_OPENING = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")

Edit = tuple[int, int, bytes]
"""From which byte to which, and what is put there."""


class Node:
    """An element. name: with the usual prefix of its namespace, whatever the file calls it ("w:sdt").

    It lies from `start` to `end`; what it holds from `opened` to `closes`, which are the same, and `end`, where it is
    written as one tag ("<w:p/>").
    """

    __slots__ = ("attributes", "children", "closes", "end", "name", "opened", "parent", "start", "text")

    def __init__(self, name: str, attributes: dict[str, str], parent: Node | None, start: int, opened: int) -> None:
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children: list[Node] = []
        self.text = ""
        self.start, self.opened, self.closes, self.end = start, opened, opened, opened

    def all(self, *names: str) -> Iterator[Node]:
        """Elements of these names in it, itself too, in the file's order; all of them where no name is given."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not names or node.name in names:
                yield node
            stack.extend(reversed(node.children))

    def first(self, name: str) -> Node | None:
        return next(self.all(name), None)

    def child(self, name: str) -> Node | None:
        return next((child for child in self.children if child.name == name), None)

    def above(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def parsed(data: bytes) -> Node:
    """The root element. Raises ValueError where `data` is not UTF-8, as Office programs write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(
        rb"""\s*<\?xml[^>]*encoding=["'](?!utf-8)""", data, re.I
    ):
        raise ValueError("not UTF-8")
    root = Node("", {}, None, 0, 0)
    at = [root]
    parser = expat.ParserCreate(namespace_separator=" ")

    def opens(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _OPENING.match(data, start)
        assert tag is not None  # noqa: S101  (expat has just read it)
        node = Node(_short(name), {_short(key): value for key, value in attributes.items()}, at[-1], start, tag.end())
        at[-1].children.append(node)
        at.append(node)

    def closes(name: str) -> None:
        node = at.pop()
        if not data.startswith(b"/>", node.opened - 2):
            node.closes = parser.CurrentByteIndex
            node.end = data.index(b">", node.closes) + 1

    def says(text: str) -> None:
        at[-1].text += text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opens, closes, says
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    whole = root.children[0]
    whole.parent = None
    return whole


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{_NAMESPACES.get(space, '?')}:{local}" if space else local


def edited(data: bytes, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> bytes:
    """The bytes from `start` to `end` with edits, which do not overlap, made."""
    pieces, at = [], start
    for begin, finish, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [data[at:begin], new]
        at = finish
    return b"".join([*pieces, data[at:end]])


def prefix_of(data: bytes, node: Node) -> str:
    """How the file calls the element's namespace: "w:", or "" where it is the one that needs no prefix."""
    found = re.match(rb"<([^\s/>:]+:)?", data[node.start : node.start + 100])
    return found[1].decode("utf-8") if found and found[1] else ""


def set_attribute(data: bytes, node: Node, name: str, value: str) -> Edit:
    """The edit that gives an attribute, by its name without prefix, another value; one that is not there is added."""
    said = escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}).encode("utf-8")
    opening = data[node.start : node.opened]
    found = re.search(rb"""\s(?:[\w.-]+:)?%b\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), opening)
    if found:
        return node.start + found.start(1), node.start + found.end(1), b'"%b"' % said
    place = node.start + len(re.match(rb"<[^\s/>]+", opening)[0])  # type: ignore[index]
    return place, place, b' %b="%b"' % (name.encode(), said)


def filled_in(data: bytes, node: Node, inside: bytes) -> Edit:
    """The edit that makes `inside` all that the element holds."""
    if node.closes != node.end:
        return node.opened, node.closes, inside
    name = re.match(rb"<([^\s/>]+)", data[node.start : node.opened])[1]  # type: ignore[index]
    return node.opened - 2, node.end, b">%b</%b>" % (inside, name)
