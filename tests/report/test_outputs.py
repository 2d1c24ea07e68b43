"""Workbook, page, CSV and charts, read back as another program would."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree  # only our own output is parsed
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.errors import DisclosureError
from lmep_consult.report import Identity, write_csv, write_page, write_workbook
from lmep_consult.table import SHORTHAND, Table

HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "]]> & <b>bold</b>",
    "\u202eright to left",
    "[link](http://evil.example)",
    "$$note1$$",
    "https://evil.example",
    "x" * 5000,
    "\U0001f600 emoji",
    "???",
    "日本語",
]
IDENTITY = Identity("A study", "A study, 2026")


@pytest.fixture
def hostile() -> Released:
    frame = pd.DataFrame({"who": [f"P{n}" for n in range(len(HOSTILE))], "quote": HOSTILE})
    return release(Table("quotes", "What they said", frame, unit="passages", notes=("Verbatim.",)), Rules())


def test_the_workbook_is_laid_out_for_screen_readers(demo_reports: Path) -> None:
    workbook = load_workbook(demo_reports / "scoping_tables.xlsx")
    assert workbook.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    names = []
    for sheet in workbook.worksheets[1:]:
        assert len(sheet.tables) == 1, sheet.title
        (table,) = sheet.tables.values()
        names.append(table.name)
        rows = list(sheet[table.ref])
        header = [cell.value for cell in rows[0]]
        assert len(set(header)) == len(header)
        assert all(cell.value is not None and cell.value != "" for row in rows for cell in row), sheet.title
        assert not sheet.merged_cells.ranges
    assert len(set(names)) == len(names)


def test_the_workbook_explains_the_shorthand_it_uses(demo_reports: Path) -> None:
    workbook = load_workbook(demo_reports / "scoping_tables.xlsx")
    cover = " ".join(str(cell.value) for (cell,) in workbook["Cover"].iter_rows(max_col=1))
    cells = [str(c.value) for sheet in workbook.worksheets[3:] for row in sheet.iter_rows() for c in row]
    used = {cell for cell in cells if re.fullmatch(r"\[[a-z]\]", cell)}
    assert "[c]" in used
    assert used <= SHORTHAND.keys()
    assert all(short in cover for short in used)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link_from_text(tmp_path: Path, hostile: Released) -> None:
    write_workbook([hostile], IDENTITY, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["Table_1"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    values = [str(cell.value) for cell in cells]
    for text in HOSTILE:
        plain = text.replace("$$", "$ $").replace("](", "] (")
        assert plain in values or f"as written: {plain}" in values


def test_no_cell_of_a_csv_file_opens_a_formula(tmp_path: Path, hostile: Released) -> None:
    (path,) = write_csv([hostile], tmp_path)
    cells = pd.read_csv(path, dtype=str)["quote"]
    assert not cells.str.startswith(("=", "+", "-", "@")).any()
    assert [cell.removeprefix("'") for cell in cells] == HOSTILE


class Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_shows_hostile_text_as_text(tmp_path: Path, hostile: Released) -> None:
    write_page([hostile], [], IDENTITY, tmp_path / "p.html")
    page = Page((tmp_path / "p.html").read_text(encoding="utf-8"))
    assert not {"script", "b"} & {tag for tag, _ in page.tags}
    for text in HOSTILE:
        assert text in page.words


def test_the_page_asks_nothing_of_the_network_and_every_picture_has_words(demo_reports: Path) -> None:
    page = Page((demo_reports / "scoping_report.html").read_text(encoding="utf-8"))
    for tag, attributes in page.tags:
        for name in ("src", "href", "srcset", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), (tag, attributes)
        if tag == "img":
            assert len(attributes["alt"] or "") > 30
    assert any("Fictional data" in words for words in page.words)
    questions, others = 5, 19
    assert sum(tag == "table" for tag, _ in page.tags) == 2 * questions + others


def test_charts_come_as_svg_and_png_with_what_they_say(demo_reports: Path) -> None:
    charts = demo_reports / "charts"
    words = pd.read_csv(charts / "alt_text.csv").set_index("chart")["alt"]
    assert (
        {path.stem for path in charts.glob("*.svg")} == {path.stem for path in charts.glob("*.png")} == set(words.index)
    )
    assert "10 of 12" in words["sample_interviews"]
    assert "Non-employment interventions" in words["priorities_themes"]
    for name, said in words.items():
        assert said in "".join(ElementTree.parse(charts / f"{name}.svg").getroot().itertext())  # noqa: S314
        with Image.open(charts / f"{name}.png") as picture:
            assert picture.info["Description"] == said
            assert picture.width > 1000


def test_an_unreleased_table_is_refused(tmp_path: Path) -> None:
    table = Table("t", "t", pd.DataFrame({"a": [1]}))
    for write in (
        lambda: write_csv([table], tmp_path),  # type: ignore[list-item]
        lambda: write_page([table], [], IDENTITY, tmp_path / "p.html"),  # type: ignore[list-item]
        lambda: write_workbook([table], IDENTITY, tmp_path / "w.xlsx"),  # type: ignore[list-item]
    ):
        with pytest.raises(DisclosureError):
            write()
    assert list(tmp_path.iterdir()) == []
