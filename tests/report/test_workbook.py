"""The workbook and its OpenDocument twin, read back by a checker of the Analysis Function's rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.report import Identity, write_ods, write_workbook
from lmep_consult.report.writers.book import LONGEST
from lmep_consult.report.writers.identity import FICTIONAL
from lmep_consult.table import SHORTHAND, Table

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


@dataclass
class Sheet:
    """A sheet as a reader finds it: `tables` by name, each a header row and the rows under it."""

    title: str
    cells: list[list[Any]]
    tables: dict[str, list[list[Any]]] = field(default_factory=dict)


def xlsx_sheets(path: Path) -> Iterator[Sheet]:
    for sheet in load_workbook(path).worksheets:
        assert not sheet.merged_cells.ranges
        assert bool(sheet.freeze_panes) == bool(sheet.tables)
        assert all(table.autoFilter is not None and table.headerRowCount == 1 for table in sheet.tables.values())
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None or (cell.hyperlink.location and not cell.hyperlink.target)
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        tables = {t.name: [[cell.value for cell in row] for row in sheet[t.ref]] for t in sheet.tables.values()}
        yield Sheet(sheet.title, cells, tables)


def ods_sheets(path: Path) -> Iterator[Sheet]:
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        listed = etree.fromstring(archive.read("META-INF/manifest.xml")).xpath("//@*[local-name()='full-path']")
        assert {name for name in archive.namelist() if not name.startswith(("mimetype", "META-INF"))} <= set(listed)
        root = etree.fromstring(archive.read("content.xml"))
    assert not root.xpath("//@table:formula | //table:covered-table-cell", namespaces=NAMESPACES)
    assert all(link.startswith("#") for link in root.xpath("//text:a/@xlink:href", namespaces=NAMESPACES))
    ranges = {
        each.get(f"{{{NAMESPACES['table']}}}name"): each.get(f"{{{NAMESPACES['table']}}}target-range-address")
        for each in root.iterfind(".//table:database-range", NAMESPACES)
    }
    for sheet in root.iterfind(".//table:table", NAMESPACES):
        title = sheet.get(f"{{{NAMESPACES['table']}}}name")
        rows = [row.findall("table:table-cell", NAMESPACES) for row in sheet.iterfind(".//table:table-row", NAMESPACES)]
        cells = [[_ods_value(cell) for cell in row] for row in rows]
        tables = {}
        for name, address in ranges.items():
            found = re.fullmatch(rf"{title}\.A(\d+):{title}\.([A-Z]+)(\d+)", address)
            if found:
                tables[name] = cells[int(found[1]) - 1 : int(found[3])]
                assert {_column(found[2])} == {len(row) for row in tables[name]}
        yield Sheet(title, cells, tables)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _ods_value(cell: Any) -> Any:
    if cell.get(f"{{{NAMESPACES['office']}}}value-type") == "float":
        return float(cell.get(f"{{{NAMESPACES['office']}}}value"))
    return "\n".join("".join(_ods_text(paragraph)) for paragraph in cell.iterfind("text:p", NAMESPACES))


def _ods_text(paragraph: Any) -> Iterator[str]:
    """Its text as OpenDocument has it read: runs of white space are one space, marked ones are themselves."""
    for node in paragraph.xpath(".//text() | .//text:s", namespaces=NAMESPACES):
        if isinstance(node, str):
            yield re.sub(r"\s+", " ", node)
        else:
            yield " " * int(node.get(f"{{{NAMESPACES['text']}}}c", "1"))


FORMS = {"t.xlsx": (write_workbook, xlsx_sheets), "t.ods": (write_ods, ods_sheets)}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, contents_of: Any, tmp_path: Path) -> Any:
    """Writes tables and gives what is read back."""
    write, read = FORMS[request.param]

    def written(tables: list[Released], identity: Identity) -> list[Sheet]:
        write(contents_of(tables), identity, tmp_path / request.param)
        return list(read(tmp_path / request.param))

    return written


def check_layout(sheets: list[Sheet]) -> None:
    """What the guidance asks of every workbook."""
    assert [sheet.title for sheet in sheets[:3]] == ["Findings", "Contents", "Notes"]
    names = [name for sheet in sheets for name in sheet.tables]
    assert len({name.casefold() for name in names}) == len(names) == len(sheets) - 1
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in names)
    for sheet in sheets:
        assert sheet.cells[0][0], sheet.title
        for header, *rows in sheet.tables.values():
            assert rows
            assert all(isinstance(heading, str) and heading for heading in header)
            assert len(set(header)) == len(header)
            assert all(cell is not None and cell != "" for row in rows for cell in row), sheet.title
    listed = [row[0] for row in sheets[1].tables["contents_table"][1:]]
    assert listed == [sheet.title for sheet in sheets[2:]]


def test_the_demonstration_keeps_to_the_guidance(demo_reports: Path) -> None:
    sheets = list(xlsx_sheets(demo_reports / "scoping_tables.xlsx"))
    check_layout(sheets)
    cover = " ".join(str(row[0]) for row in sheets[0].cells)
    assert "Draft, not yet checked" in cover
    assert "Fictional data" in cover
    used = {
        cell for sheet in sheets[3:] for row in sheet.cells for cell in row if re.fullmatch(r"\[[a-z]\]", str(cell))
    }
    assert "[c]" in used
    assert used <= SHORTHAND.keys()
    assert all(f"{mark} {SHORTHAND[mark]}" in cover for mark in used)


def test_sheets_hold_the_tables_and_what_explains_them(form: Any, tables: list[Released], identity: Identity) -> None:
    sheets = form(tables, identity)
    check_layout(sheets)
    cover, contents, notes, figures, wide, empty = sheets
    lines = [row[0] for row in cover.cells]
    assert lines[:3] == ["A study of work", FICTIONAL, "A programme"]
    assert {"MSA came first", "MSA put Maps first.", "ICB did not.", "MSA: Authorities."} <= {*lines}
    assert {"State: First check by Ann, 2 March 2026", "Source: A study, 2026", "Made: 3 March 2026, 09:30 UTC"} <= {
        *lines
    }
    assert [row[1:] for row in notes.tables["notes_table"][1:]] == [
        ["A note.", "1, 2"], ["More.", "1"],
    ]  # fmt: skip
    assert figures.cells[0][0] == "Table 1: Figures by group [note 1] [note 2]"
    assert contents.tables["contents_table"][2] == ["1 Figures by group", "Table 1: Figures by group", "figures"]
    above = [row[0] for row in figures.cells[1 : -len(figures.tables["figures"])]]
    assert "Unit: people" in above
    assert "MSA came first." in above
    assert "Source: A study, 2026" in above
    assert any("[c] confidential" in line and "[z] not applicable" in line for line in above)
    assert [[as_read(cell) for cell in row] for row in figures.tables["figures"][1:]] == [
        ["MSA", 10, 0.83, "1 (1 to 3)", 1.25],
        ["ICB", "[c]", "[z]", "2 (1 to 3)", 2.5],
        ["All groups", 12, 0.9, "3 (2 to 3)", "[x]"],
    ]
    assert len(wide.tables["wide_one"]) == 41
    assert empty.tables["empty"] == [["Asked", "Told"], ["[z]", "[z]"]]


def test_what_participants_say_stays_text(
    form: Any, hostile: Released, said: dict[str, str], identity: Identity
) -> None:
    sheets = form([hostile], identity)
    check_layout(sheets)
    assert [row[1] for row in sheets[3].tables["quotes"][1:]] == list(said.values())


def as_read(cell: Any) -> Any:
    """A share that is text as the number it is."""
    return int(cell[:-1]) / 100 if isinstance(cell, str) and re.fullmatch(r"\d+%", cell) else cell


def test_shares_and_differences_are_numbers_shown_as_they_read(
    contents_of: Any, identity: Identity, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"a": ["83%", "[c]"], "b": ["+1.5", "-0.3"], "c": ["4 of 9", "83% of 9"]})
    write_workbook(contents_of([release(Table("t", "t", frame), Rules())]), identity, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["1 t"]
    (table,) = sheet.tables.values()
    _, *rows = sheet[table.ref]
    assert [[(cell.value, cell.number_format) for cell in row] for row in rows] == [
        [(0.83, "0%"), (1.5, "+0.0;-0.0"), ("4 of 9", "General")],
        [("[c]", "General"), (-0.3, "+0.0;-0.0"), ("83% of 9", "General")],
    ]


def test_each_sheet_leads_back_to_the_contents(demo_reports: Path) -> None:
    book = load_workbook(demo_reports / "scoping_tables.xlsx")
    assert book.sheetnames[0] == "Findings"
    for sheet in book.worksheets[2:]:
        assert sheet["A2"].hyperlink.location == "'Contents'!A1"
    listed = [cell.hyperlink for cell in book["Contents"]["A"] if cell.hyperlink]
    assert [link.location for link in listed] == [f"'{name}'!A1" for name in book.sheetnames[2:]]


def test_what_no_cell_can_hold_is_cut_and_says_so(form: Any, identity: Identity) -> None:
    long = "\U0001f600" * LONGEST
    frame = pd.DataFrame({"quote": [long, "y" * LONGEST]})
    rows = form([release(Table("t", "t", frame), Rules())], identity)[3].tables["t"]
    assert rows[2] == ["y" * LONGEST]
    kept, told = rows[1][0].split(" [cut here", 1)
    assert set(kept) == {"\U0001f600"}
    assert "CSV" in told
    assert LONGEST - 100 < len(rows[1][0].encode("utf-16-le")) // 2 <= LONGEST


def test_the_logo_has_words(contents_of: Any, tables: list[Released], identity: Identity, tmp_path: Path) -> None:
    write_workbook(contents_of(tables), identity, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert 'descr="The programme’s mark"' in archive.read("xl/drawings/drawing1.xml").decode()
    write_ods(contents_of(tables), identity, tmp_path / "t.ods")
    with zipfile.ZipFile(tmp_path / "t.ods") as archive:
        root = etree.fromstring(archive.read("content.xml"))
        assert root.xpath("string(//draw:frame/svg:desc)", namespaces=NAMESPACES) == "The programme’s mark"
        assert archive.read("Pictures/logo.png") == identity.logo


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", FORMS)
def test_libreoffice_reads_the_same_table(
    name: str, contents_of: Any, hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    FORMS[name][0](contents_of([hostile]), identity, tmp_path / name)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
    command = ["soffice", home, "--headless", "--convert-to", sheets, "--outdir", str(tmp_path), str(tmp_path / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (path,) = tmp_path.glob("*.csv")
    read = pd.read_csv(path, header=None, names=["who", "quote"], dtype=str, keep_default_na=False)
    quotes = read.loc[read["who"].str.fullmatch(r"P\d+"), "quote"]
    assert [quote.replace("\r\n", "\n") for quote in quotes] == list(said.values())
