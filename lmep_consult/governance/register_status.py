"""Changes a person's status in the register's workbook, and nothing else in it.

The cell is changed in the workbook's own XML: a workbook that openpyxl saves loses what its formulas came to.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree

from lmep_consult.archive import open_archive, sheet_parts
from lmep_consult.errors import StudyError
from lmep_consult.participants import cell_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_status(path: Path, participant: str, status: str) -> bytes:
    """The register as it would be with this status of the participant, who must be in it.

    Raises StudyError where the cell cannot be changed alone.
    """
    sheet, at = cell_of(path, participant, "status")
    archive = open_archive(path, "an Excel workbook")
    part = sheet_parts(archive)[sheet]
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
