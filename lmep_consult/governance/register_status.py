"""A person's status in the register's workbook, changed where it stands and nothing beside it.

The cell is changed in the workbook's own XML: a workbook that openpyxl saves loses what its formulas came to.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter

from lmep_consult.archive import Archive, first_sheet, open_archive
from lmep_consult.errors import StudyError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def with_status(path: Path, participant: str, status: str) -> bytes:
    """The register as it would be with this status of the participant, who must be in it.

    Raises StudyError where the cell cannot be changed alone.
    """
    at = _cell_of(path, participant)
    archive = open_archive(path, "an Excel workbook")
    part = _first_part(archive)
    root = archive.xml(part)
    cell = next((cell for cell in root.iter(f"{_MAIN}c") if cell.get("r") == at), None)
    if cell is None or cell.find(f"{_MAIN}f") is not None:
        raise StudyError(f"{path}, cell {at}: cannot be changed; type the status {status!r} there in Excel and save.")
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t").text = status
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for info in archive.zip.infolist():
            data = changed if info.filename == part else archive.part(info.filename)
            new.writestr(info, data, info.compress_type)
    return out.getvalue()


def _cell_of(path: Path, participant: str) -> str:
    """Where the participant's status stands, such as V8; rows and columns as `read_register` reads them."""
    rows = first_sheet(path)
    header = [_text(cell) for cell in next(row for row in rows if row)]
    ids, statuses = header.index("participant"), header.index("status")
    number = next(n for n, row in enumerate(rows, start=1) if len(row) > ids and _text(row[ids]) == participant)
    return f"{get_column_letter(statuses + 1)}{number}"


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _first_part(archive: Archive) -> str:
    """The name of the first sheet's part in the archive."""
    sheet = next(archive.xml("xl/workbook.xml").iter(f"{_MAIN}sheet"), None)
    for relation in archive.xml("xl/_rels/workbook.xml.rels"):
        if sheet is not None and relation.get("Id") == sheet.get(_ID):
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target"))).lstrip("/")
    raise StudyError(f"{archive.path}: its first sheet cannot be found; save the register again in Excel.")
