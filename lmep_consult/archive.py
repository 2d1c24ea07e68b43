"""Files from strangers, opened so that none of them can do harm: bytes, Office archives, XML and workbooks."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from lmep_consult.errors import InputError

MEGABYTE = 1_000_000
MAX_ARCHIVE = 64 * MEGABYTE  # an Office file as it lies on the disk
MAX_TEXT = 20 * MEGABYTE  # a text file, and the text of any document
MAX_PART = 32 * MEGABYTE  # one XML part of an archive, unpacked
_MAX_UNPACKED = 200 * MEGABYTE  # all members of an archive, pictures included
_MAX_MEMBERS = 10_000
_MAX_MARKS = 1_000_000  # in a tree of elements and attributes, which takes about 120 bytes a mark; 90,000 runs of Word
_MAX_SHEET_MARKS = 2_000_000  # in a sheet, of which there is no tree; 200,000 cells of Excel
_MAX_CELLS = 1_000_000  # with the blank ones between

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that zipfile unpacks a bounded piece at a time
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell [^>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_MAX_MERGED = 10_000  # areas in a sheet
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)\Z", re.IGNORECASE)


def read_bytes(path: Path, limit: int = MAX_TEXT) -> bytes:
    """The whole of a file of at most `limit` bytes; its size is looked at before it is read.

    Raises InputError where it is missing, a folder, no ordinary file, not to be read, or larger.
    """
    size = _size(path)
    if size > limit:
        raise InputError(
            f"{path}: is {size / MEGABYTE:,.0f} MB, and files of this kind are read up to {limit // MEGABYTE} MB; "
            "take out pictures and recordings, or divide it."
        )
    return read_start(path, size)


def read_start(path: Path, size: int = 4096) -> bytes:
    """The first `size` bytes of a file; errors as in `read_bytes`."""
    _size(path)
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}).") from None


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be opened ({reason}).") from None
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path}: cannot be opened (it is a folder); name a file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path}: cannot be opened (it is not an ordinary file).")
    return status.st_size


@dataclass(frozen=True)
class Archive:
    """A zip whose members have been checked. `what` is what it should be, for messages ("a Word document")."""

    path: Path
    what: str
    zip: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        return list(self.zip.NameToInfo)

    def __contains__(self, name: str) -> bool:
        return name in self.zip.NameToInfo

    def part(self, name: str) -> bytes:
        """A member's bytes; InputError where it is missing, damaged or over 32 MB."""
        if name not in self:
            raise InputError(f"{self.path}: not {self.what} (it holds no {name!r}); save it again.")
        info = self.zip.getinfo(name)
        if info.file_size > MAX_PART:
            raise InputError(
                f"{self.path}: {name!r} in it is {info.file_size / MEGABYTE:,.0f} MB unpacked, and up to "
                f"{MAX_PART // MEGABYTE} MB are read; divide the file."
            )
        try:
            with self.zip.open(info) as member:
                return member.read(info.file_size)  # with a size, zipfile never unpacks beyond it
        except Exception:  # damage shows as a dozen kinds, from zipfile, zlib and struct
            raise InputError(f"{self.path}: {name!r} in it is damaged; save it again.") from None

    def xml(self, name: str) -> Any:
        """The root element of an XML member."""
        return parse_xml(self.part(name), self.path, name)


def open_archive(path: Path, what: str) -> Archive:
    """Open a zip, every member's name, size and packing checked.

    Raises InputError where it is no zip, is damaged or locked, or unpacks to more than 200 MB or 10,000 members.
    """
    data = read_bytes(path, MAX_ARCHIVE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # damage shows as a dozen kinds, from zipfile, struct and the codecs
        raise InputError(f"{path}: not {what}, or damaged; save it again.") from None
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise InputError(f"{path}: holds {len(members):,} files, and no Office file has over {_MAX_MEMBERS:,}.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MAX_UNPACKED:
        raise InputError(
            f"{path}: is {unpacked / MEGABYTE:,.0f} MB unpacked, and up to {_MAX_UNPACKED // MEGABYTE} MB are read; "
            "take out pictures and recordings."
        )
    if len({member.filename for member in members}) < len(members):  # programs differ on which of the two they show
        raise InputError(f"{path}: holds two files of one name; do not trust this file, or save it again.")
    for member in members:
        if _OUTSIDE.search(member.filename):
            raise InputError(f"{path}: holds {member.filename!r}, a name outside the archive; do not trust this file.")
        if member.flag_bits & 1:
            raise InputError(f"{path}: is locked with a password; save it without one.")
        if member.compress_type not in _PACKINGS:
            raise InputError(f"{path}: is packed in a way that Office does not use; save it again.")
    return Archive(path, what, archive)


def parse_xml(data: bytes, path: Path, where: str = "") -> Any:
    """The root element of XML that comes from strangers; `where` names the part of the file it is.

    Raises InputError where it is malformed, nested more than 256 deep, declares a document type (which Office never
    does, and entities need), or is so dense in markup that its tree would not fit in 500 MB.
    """
    _check_xml(data, path, where, _MAX_MARKS)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InputError(f"{_place(path, where)} is damaged; save the file again.") from None
    if root.getroottree().docinfo.internalDTD is not None:  # one that an unusual encoding hid until now
        _refuse_doctype(path, where)
    return root


def _check_xml(data: bytes, path: Path, where: str, most: int) -> None:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):  # UTF-16 has a null byte at each letter
        _refuse_doctype(path, where)
    if data.count(b"<") + 2 * data.count(b"=") > most:
        raise InputError(
            f"{_place(path, where)} holds more markup than can be read; divide the file, or save a workbook as CSV."
        )


def _refuse_doctype(path: Path, where: str) -> None:
    raise InputError(f"{_place(path, where)} declares a document type, as no Office program does; save the file again.")


def _place(path: Path, where: str) -> str:
    return f"{path}: {where!r} in it" if where else f"{path}: its XML"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. rows: one list a row from row 1, None where blank, no None at a row's end. merged: the
    first row and column and the last row and column of each area of merged cells, counted from 1."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]


def first_sheet(path: Path) -> list[list[Any]]:
    """The cells of a workbook's first sheet, as in `Sheet`; errors as in `sheets`."""
    return _read_sheets(path, first_only=True)[0].rows


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, in its order.

    Raises InputError where it is no workbook (.xlsx), or a sheet holds over 1,000,000 cells, blank ones between them
    too.
    """
    return _read_sheets(path, first_only=False)


def _read_sheets(path: Path, first_only: bool) -> list[Sheet]:
    from openpyxl import load_workbook  # slow to load

    copy = workbook_bytes(path)
    try:
        read = []
        for sheet in load_workbook(io.BytesIO(copy), read_only=True, data_only=True).worksheets[
            : 1 if first_only else None
        ]:
            read.append((sheet.title, _cells(path, sheet)))
        if not read:
            raise ValueError("no sheets")
        areas = {} if first_only else _merged(path)
    except InputError:
        raise
    except Exception:  # a damaged workbook raises a dozen kinds, from expat, lxml and openpyxl
        raise InputError(f"{path}: not an Excel workbook, or damaged; save it again as .xlsx.") from None
    return [Sheet(name, rows, areas.get(name, [])) for name, rows in read]


def _cells(path: Path, sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows, cells = [], 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row) + 1
        if cells > _MAX_CELLS:
            raise InputError(
                f"{path}: the sheet {sheet.title!r} reaches over {_MAX_CELLS:,} cells; delete the rows and columns "
                "that hold nothing."
            )
        rows.append(_trimmed(list(row)))
    return rows


def _merged(path: Path) -> dict[str, list[tuple[int, int, int, int]]]:
    """By sheet, its areas of merged cells; openpyxl, asked for them, would make every cell a file claims there is."""
    from openpyxl.utils import range_boundaries

    archive = open_archive(path, "an Excel workbook")
    areas = {}
    for name, part in sheet_parts(archive).items():
        found = islice(_MERGED.findall(archive.part(part)), _MAX_MERGED) if part in archive else ()
        bounds = [range_boundaries(area.decode("ascii")) for area in found]
        areas[name] = [(first, left, last, right) for left, first, right, last in bounds]
    return areas


def sheet_parts(archive: Archive) -> dict[str, str]:
    """By the names of a workbook's sheets, the names of their parts in its archive."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in archive.xml("xl/_rels/workbook.xml.rels")
    }
    named = archive.xml("xl/workbook.xml").iter(f"{{{_SHEETS}}}sheet")
    return {sheet.get("name"): targets[sheet.get(_PART)] for sheet in named if sheet.get(_PART) in targets}


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row.pop()
    return row


def workbook_bytes(path: Path) -> bytes:
    """The XML of a workbook in an archive that is not packed, checked: openpyxl meets no size that is a lie.

    Raises InputError as `open_archive` and `parse_xml` do.
    """
    archive = open_archive(path, "an Excel workbook")
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
        for name in filter(_XML_NAME.search, archive.names):
            data = archive.part(name)
            _check_xml(data, archive.path, name, _MAX_SHEET_MARKS)
            plain.writestr(name, data)
    return copy.getvalue()
