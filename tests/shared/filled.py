"""What tests ask of filled documents, read in another way than the toolkit reads them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from corporate import parts_of
from docx.oxml.ns import qn
from lxml import etree

TODAY = dt.date(2026, 4, 1)
_CONTENT = re.compile(rb"(<w:sdtContent>).*?(</w:sdtContent>)", re.DOTALL)
_TAG = re.compile(rb"(<w:tag\s+w:val=)\"[^\"]*\"")
_HINT = re.compile(rb"<w:showingPlcHdr\s*/>")


def outside(part: bytes) -> bytes:
    """A part of a document without what its controls hold, and without their tags, which carry a stamp."""
    return _HINT.sub(b"", _TAG.sub(rb"\1", _CONTENT.sub(rb"\1\2", part)))


def shown_by(document: Path, part: str = "") -> list[tuple[str, str]]:
    """Each control's tag without its stamp, and what it says: text, a table's cells, or a picture's words."""
    found = []
    for name, content in parts_of(document).items():
        if name.startswith("word/") and name.endswith(".xml") and part in name:
            for control in etree.fromstring(content).iter(qn("w:sdt")):
                tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
                found.append((re.sub(r"#[0-9a-f]{7}$", "", tag), _said(control.find(qn("w:sdtContent")))))
    return found


def _said(content: etree._Element) -> str:
    pictures = [each.get("descr") for each in content.iter(qn("wp:docPr"))]
    if pictures:
        return str(pictures[0])
    rows = content.findall(f".//{qn('w:tr')}")
    if rows:
        return "\n".join("\t".join(_text(cell) for cell in row.findall(qn("w:tc"))) for row in rows)
    return _text(content)


def _text(element: etree._Element) -> str:
    return "".join("\n" if each.tag == qn("w:br") else each.text or "" for each in element.iter(qn("w:t"), qn("w:br")))
