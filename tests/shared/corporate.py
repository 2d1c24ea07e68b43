# ruff: noqa: E501  (XML as Word writes it)
"""A Word document as a department's template has it: headers, footers, footnotes, a text box, tracked changes,
comments, fields, custom XML; with controls wherever an author may put them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n"
RED = '<w:rPr><w:b/><w:color w:val="C00000"/></w:rPr>'


class Numbered:
    """Controls, each with an id of its own."""

    def __init__(self) -> None:
        self.made = 0

    def inline(self, tag: str, text: str = "old", more: str = "") -> str:
        """A control in a paragraph, whose second run looks otherwise."""
        half = len(text) // 2
        runs = (
            f'<w:r>{RED}<w:t xml:space="preserve">{escape(text[:half])}</w:t></w:r>'
            f'<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{escape(text[half:])}</w:t></w:r>'
        )
        return self.around(tag, runs, more)

    def around(self, tag: str, inside: str, more: str = "") -> str:
        self.made += 1
        properties = f'<w:alias w:val="A value"/><w:tag  w:val={quoteattr(tag)} /><w:id w:val="{self.made}"/>{more}'
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def table(self, tag: str, rows: Sequence[Sequence[str]] = (("Old", "Head"), ("a", "1"))) -> str:
        """A control around a whole table whose data rows are red."""
        cells = [
            [f"<w:tc><w:tcPr/><w:p><w:r>{RED * bool(at)}<w:t>{c}</w:t></w:r></w:p></w:tc>" for c in row]
            for at, row in enumerate(rows)
        ]
        head = "<w:trPr><w:tblHeader/></w:trPr>"
        made = "".join(
            f'<w:tr w14:paraId="0000{at:04}">{head * (not at)}{"".join(row)}</w:tr>' for at, row in enumerate(cells)
        )
        grid = '<w:gridCol w:w="4500"/>' * len(rows[0])
        return self.around(
            tag,
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>',
        )


def paragraph(*inside: str, style: str = "Normal") -> str:
    return f'<w:p w:rsidR="00AB12CD"><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(inside)}</w:p>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def text_box(control: str) -> str:
    """A box as Word writes it: once for newer and once for older versions."""
    inside = f"<w:txbxContent>{paragraph(run('In a box: '), control)}</w:txbxContent>"
    size = '<wp:extent cx="2400000" cy="600000"/>'
    shape = '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>{size}<wp:docPr id="900" name="Box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/>{shape}<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
        f'</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:190pt;height:47pt"><v:textbox>{inside}'
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


CHANGES = (
    '<w:ins w:id="501" w:author="Ann" w:date="2026-03-01T10:00:00Z"><w:r><w:t>added </w:t></w:r></w:ins>'
    '<w:del w:id="502" w:author="Ann" w:date="2026-03-01T10:00:00Z"><w:r><w:delText>struck </w:delText></w:r></w:del>'
)
COMMENTED = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@cache
def _plain() -> dict[str, bytes]:
    """The parts of an empty document."""
    made = io.BytesIO()
    docx.Document().save(made)
    with zipfile.ZipFile(made) as plain:
        return {name: plain.read(name) for name in plain.namelist()}


def corporate(path: Path, body: Iterable[str], parts: Mapping[str, str] = {}) -> Path:
    """Write the document. parts: what the header, footer and footnote hold besides their own words."""
    there = dict(_plain())
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p/></w:footnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    more = {
        "header": ("hdr", paragraph(run("The department | "), parts.get("header", ""), style="Header")),
        "footer": ("ftr", paragraph(run("Page "), FIELD, run(" "), parts.get("footer", ""), style="Footer")),
        "footnotes": (
            "footnotes",
            f'{notes}<w:footnote w:id="1">{paragraph(run("A note: "), parts.get("footnote", ""))}</w:footnote>',
        ),
        "comments": (
            "comments",
            f'<w:comment w:id="0" w:author="Ann">{paragraph(run("Is it so?"))}</w:comment>',
        ),
    }
    types, rels = there["[Content_Types].xml"].decode(), there["word/_rels/document.xml.rels"].decode()
    for number, (kind, (root, inside)) in enumerate(more.items(), start=1):
        there[f"word/{kind}1.xml"] = f"{_DECLARED}<w:{root} {_SPACES}>{inside}</w:{root}>\n".encode()
        types = types.replace(
            "</Types>", f'<Override PartName="/word/{kind}1.xml" ContentType="{_WORD}.{kind}+xml"/></Types>'
        )
        rels = rels.replace(
            "</Relationships>",
            f'<Relationship Id="rX{number}" Type="{_OFFICE}/{kind}" Target="{kind}1.xml"/></Relationships>',
        )
    there["[Content_Types].xml"], there["word/_rels/document.xml.rels"] = types.encode(), rels.encode()
    there["customXml/item1.xml"] = b"<mine  a='1'>kept</mine>"
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rX1"/><w:footerReference w:type="default" r:id="rX2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    opening = paragraph(run("Prose "), CHANGES, COMMENTED.format(run("that was commented")), note)
    there["word/document.xml"] = (
        f"{_DECLARED}<w:document {_SPACES}><w:body>{opening}{''.join(body)}{section}</w:body></w:document>\n".encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in there.items():
            made.writestr(name, content)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
