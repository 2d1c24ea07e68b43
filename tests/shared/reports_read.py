"""All that the files of a report say, unzipped and decoded."""

from __future__ import annotations

import base64
import re
import zipfile
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.table import Table
from PIL import Image

_NO_TEXT = (".png", ".jpeg", ".bin", ".xlsx")  # pictures; of slides the workbook in each chart, which says the same


def word_tables(document: Any) -> list[Table]:
    """The tables of a Word document, in content controls too."""
    return [Table(each, document) for each in document.element.body.iter(qn("w:tbl"))]


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of every file in a folder, by the file's name and the part of it."""
    texts: dict[str, str] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            texts |= texts_of(path)
    return texts


def texts_of(path: Path) -> dict[str, str]:
    """The text a file holds: zipped members one by one, pictures inside a page decoded, a PNG's own words."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith(_NO_TEXT)]
            return {f"{path.name}!{name}": archive.read(name).decode("utf-8") for name in names}
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return {path.name: "\n".join(str(value) for value in picture.info.values())}
    text = path.read_text(encoding="utf-8")
    embedded = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    pictures = {f"{path.name}#{n}": base64.b64decode(data).decode("utf-8") for n, data in enumerate(embedded)}
    return {path.name: re.sub(r"base64,[A-Za-z0-9+/=]+", "", text), **pictures}
