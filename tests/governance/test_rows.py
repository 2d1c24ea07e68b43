"""Rows and lines taken out of files of every encoding, the rest byte for byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.pivot.cache import CacheDefinition, CacheField, CacheSource, SharedItems, WorksheetSource
from openpyxl.pivot.fields import Text
from openpyxl.pivot.record import Record, RecordList
from openpyxl.pivot.table import Location, TableDefinition

from lmep_consult.governance.rows import without_lines, without_poll_rows
from lmep_consult.study import Study

VOTES = (
    "ID,Start time,Completion time,Email,Name,What was missing\n"
    '1,2026-02-10 11:00:00,2026-02-10 11:01:00,a@a.example,Ágnes,"one\nÁ, two"\n'
    '2,2026-02-10 11:00:00,2026-02-10 11:01:00,b@b.example,Béla,"thrée\n\nfour"\n'
    "3,2026-02-10 11:00:00,2026-02-10 11:01:00,c@c.example,Cili,five\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_row_of_several_lines_goes_and_no_other_byte(small: Study, encoding: str, separator: str, end: str) -> None:
    text = VOTES.replace(",", separator).replace("\n", end)
    start, stop = (text.index(f"{end}{number}{separator}") + len(end) for number in (2, 3))
    path = small.folder / "raw" / "polls" / "W1_after.csv"
    path.write_bytes(text.encode(encoding))
    assert without_poll_rows(small, path, [3]) == (text[:start] + text[stop:]).encode(encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_the_file_ends_them(small: Study, end: str) -> None:
    path = small.folder / "lines.csv"
    path.write_bytes(end.join(["one", "two", "", "thrée", "four"]).encode("cp1252"))
    assert without_lines(path, [2, 4]) == end.join(["one", "", "four"]).encode("cp1252")


def test_what_formulas_came_to_stays(small: Study) -> None:
    path = small.folder / "raw" / "polls" / "W1_themes.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    number = b'<c r="A4" t="n"><v>3</v></c>'
    assert number in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(number, b'<c r="A4"><f>A2+2</f><v>3</v></c>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    rows = list(load_workbook(io.BytesIO(without_poll_rows(small, path, [3]))).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["ID", 1, None, 3, 4, 5]


def test_a_pivot_table_s_copy_of_the_row_goes(small: Study) -> None:
    path = small.folder / "raw" / "polls" / "W1_themes.xlsx"
    workbook = load_workbook(path)
    sheet = workbook.active
    source = CacheSource(type="worksheet", worksheetSource=WorksheetSource(ref="A1:F6", sheet=sheet.title))
    field = CacheField(name="If other", sharedItems=SharedItems(_fields=[Text(v="zebrawood")]))
    cache = CacheDefinition(cacheSource=source, cacheFields=[field], id="rId1")
    cache.records = RecordList(r=[Record(_fields=[Text(v="zebrawood")])])
    pivot = TableDefinition(
        name="p",
        cacheId=1,
        dataCaption="d",
        location=Location(ref="K1:L3", firstHeaderRow=1, firstDataRow=1, firstDataCol=1),
    )
    pivot.cache = cache
    sheet.add_pivot(pivot)
    workbook.save(path)
    with zipfile.ZipFile(path) as archive:
        assert any(b"zebrawood" in archive.read(name) for name in archive.namelist() if "pivot" in name.casefold())
    with zipfile.ZipFile(io.BytesIO(without_poll_rows(small, path, [3]))) as archive:
        assert not any(b"zebrawood" in archive.read(name) for name in archive.namelist() if "pivot" in name.casefold())
