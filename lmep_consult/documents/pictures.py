"""Charts in Word documents: the picture, its size and its alternative text."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable

from PIL import Image

from lmep_consult.documents.decisions import MARKS
from lmep_consult.documents.markup import Edit, Node, filled_in, prefix_of, set_attribute
from lmep_consult.documents.package import Package
from lmep_consult.documents.runs import is_block, text_of

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_WIDE = 5_760_000  # 16 cm, in the units of drawings (EMU), where nobody has said how wide
_INLINE = (
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" '
    'distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="Chart"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="Chart"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline>"
)


class Pictures:
    """The pictures of a package as charts go into it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._relations: dict[tuple[str, str], str] = {}
        self.given_up: set[str] = set()  # pictures that controls showed and show no more

    def edits(self, part: str, data: bytes, content: Node, png: bytes, alt: str, root: Node) -> list[Edit]:
        """The edits that put a chart in the place of what a control holds: as wide as the picture there was, and as
        high as the new one then is."""
        relation = self._relation(part, png)
        drawing = content.first("w:drawing")
        blip = None if drawing is None else drawing.first("a:blip")
        if drawing is None or blip is None:
            return [self._new(data, content, relation, png, alt, root)]
        before = self.package.targets(part).get(blip.get("r:embed"), "")
        self.given_up.add(before)
        edits = [set_attribute(data, blip, "embed", relation)]
        for more in blip.all("a:extLst"):  # the same picture as SVG, if there is one
            self.given_up |= {self.package.targets(part).get(each.get("r:embed"), "") for each in more.all()}
            edits.append((more.start, more.end, b""))
        edits += [(each.start, each.end, b"") for each in content.all("w:r") if text_of(each) in MARKS]
        edits += [set_attribute(data, each, "descr", alt) for each in drawing.all("wp:docPr")]
        old = _shape(self.package.part(before)) if before in self.package else None
        new = _shape(png)
        if old and new and abs(old / new - 1) > 0.01:
            for size in _sizes(drawing):
                edits.append(set_attribute(data, size, "cy", str(round(int(size.get("cy") or 0) * new / old))))
        return edits

    def _relation(self, part: str, png: bytes) -> str:
        name = f"word/media/lmep_{hashlib.sha256(png).hexdigest()[:12]}.png"
        if (part, name) not in self._relations:
            there = [key for key, target in self.package.targets(part).items() if target == name]
            self.package.know_png()
            if name not in self.package:
                self.package.replaced[name] = png
            self._relations[part, name] = there[0] if there else self.package.add_relationship(part, _IMAGE, name)
        return self._relations[part, name]

    def _new(self, data: bytes, content: Node, relation: str, png: bytes, alt: str, root: Node) -> Edit:
        shape = _shape(png) or 0.6
        number = 1 + max((int(each.get("id") or 0) for each in root.all("wp:docPr")), default=0)
        p = prefix_of(data, content)
        inline = _INLINE.format(wide=_WIDE, high=round(_WIDE * shape), number=number, relation=relation).encode()
        said = set_attribute(b'<wp:docPr id="1"/>', Node("wp:docPr", {}, None, 0, 18), "descr", alt)[2]
        inline = inline.replace(b'name="Chart"/><a:graphic', b'name="Chart"%b/><a:graphic' % said, 1)
        run = b"<%br><%bdrawing>%b</%bdrawing></%br>" % (p.encode(), p.encode(), inline, p.encode(), p.encode())
        return filled_in(data, content, b"<%bp>%b</%bp>" % (p.encode(), run, p.encode()) if is_block(content) else run)

    def forget(self, used: Iterable[str]) -> None:
        """Empty the pictures that nothing in the file shows any more: they hold numbers that were replaced."""
        for name in self.given_up - set(used) - {""}:
            self.package.replaced[name] = _EMPTY_SVG if name.casefold().endswith(".svg") else _EMPTY


def _sizes(drawing: Node) -> list[Node]:
    inside = (each for each in drawing.all("a:ext") if each.get("cy"))
    return [*drawing.all("wp:extent"), *inside]


def _shape(picture: bytes) -> float | None:
    """Its height as a share of its width; None for what is no picture that can be measured."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return opened.height / opened.width
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _empty() -> bytes:
    out = io.BytesIO()
    Image.new("L", (1, 1), 255).save(out, "PNG")
    return out.getvalue()


_EMPTY = _empty()
_EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
