"""Every cell of every table is the same in the workbook, on the page, in Word, in Govspeak and in CSV."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import docx
import pandas as pd
import pytest
from lxml import html as parsed
from openpyxl import load_workbook
from reports_read import word_tables

Cells = list[list[str]]


def as_read(cell: object, shown: str = "General") -> str:
    """A cell of the workbook as Excel shows it."""
    if shown == "0%":
        return f"{cell:.0%}"
    if shown.startswith("+0."):
        return f"{cell:+.{len(shown.partition(';')[0]) - 3}f}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def plain(cell: object) -> str:
    return " ".join(str(cell).split())


def of_workbook(reports: Path) -> dict[int, Cells]:
    found = {}
    for sheet in load_workbook(reports / "scoping_tables.xlsx").worksheets[3:]:
        (table,) = sheet.tables.values()
        number = int(re.fullmatch(r"Table (\d+): .*", str(sheet["A1"].value))[1])  # type: ignore[index]
        found[number] = [[plain(as_read(c.value, c.number_format)) for c in row] for row in sheet[table.ref]]
    return found


def of_page(reports: Path) -> dict[int, Cells]:
    root = parsed.parse(str(reports / "scoping_report.html")).getroot()
    found = {}
    for table in root.findall(".//table"):
        rows = [[plain(cell.text_content()) for cell in row] for row in table.iter("tr")]
        found[int(table.get("id").removeprefix("table_"))] = rows
    return found


def of_word(path: Path) -> dict[int, Cells]:
    document = docx.Document(str(path))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption" and p.text.startswith("Table ")]
    numbers = [int(caption.split()[1].rstrip(":")) for caption in captions]
    tables = [[[plain(cell.text) for cell in row.cells] for row in table.rows] for table in word_tables(document)]
    return dict(zip(numbers, tables, strict=True))


def of_govspeak(reports: Path) -> dict[int, Cells]:
    found, number = {}, 0
    for block in (reports / "scoping_report.govspeak.md").read_text(encoding="utf-8").split("\n\n"):
        if caption := re.match(r"Table (\d+)&?", block):
            number = int(caption[1])
        if block.startswith("|"):
            lines = [line for line in block.splitlines() if not line.startswith("|---")]
            rows = [[html.unescape(cell).strip() for cell in line.strip("|").split("|")] for line in lines]
            found[number] = [[plain(cell.removeprefix("# ")) for cell in row] for row in rows]
    return found


@pytest.fixture(scope="module")
def workbook(demo_reports: Path) -> dict[int, Cells]:
    return of_workbook(demo_reports)


def test_every_form_shows_the_same_cells(demo_reports: Path, workbook: dict[int, Cells]) -> None:
    assert sorted(workbook) == list(range(1, len(workbook) + 1))
    forms = {
        "page": of_page(demo_reports),
        "report": of_word(demo_reports / "scoping_report.docx"),
        "annex": of_word(demo_reports / "scoping_annex.docx"),
        "govspeak": of_govspeak(demo_reports),
    }
    compared = 0
    for form, tables in forms.items():
        assert tables, form
        for number, rows in tables.items():
            assert rows == workbook[number], (form, number)
            compared += sum(map(len, rows))
    assert compared > 2000
    assert forms["page"].keys() == forms["report"].keys() | forms["annex"].keys()
    assert forms["govspeak"].keys() == forms["report"].keys()


def test_what_is_laid_out_side_by_side_is_what_the_csv_holds(demo_reports: Path, workbook: dict[int, Cells]) -> None:
    """Options or themes by groups: every cell, found in the CSV by the row's and the column's name."""
    listed = json.loads((demo_reports / "run.json").read_text(encoding="utf-8"))["tables"]
    compared = 0
    for each in listed:
        counted = {"top_three": ("option", "voters"), "themes_by_group": ("name", "participants")}.get(each["csv"])
        if counted is None:
            continue
        named, column = counted
        rows = read_csv(demo_reports, each["csv"])
        question = re.sub(r"^(top_three|results)_", "", each["name"])
        question = {"priorities": "themes"}.get(question, question)
        cells = {
            (row[named], row["group"], row.get("question", "")): (row[column], row["base"])
            for row in rows
            if each["csv"] != "top_three" or row["question"] == question
        }
        header, *shown = workbook[each["number"]]
        for row in shown:
            values = {name: cell for name, cell in zip(header, row, strict=True) if " (n = " in name}
            label = next(cell for cell in reversed(row[: len(row) - len(values)])).rpartition(": ")[2]
            for heading, cell in values.items():
                group, _, base = heading.removesuffix(")").partition(" (n = ")
                key = (label, group, question if each["csv"] == "top_three" else "")
                assert (cell, base) == cells[key], (each["name"], key)
                compared += 1
    assert compared > 300


def test_ranks_are_what_the_csv_holds(demo_reports: Path, workbook: dict[int, Cells]) -> None:
    listed = json.loads((demo_reports / "run.json").read_text(encoding="utf-8"))["tables"]
    rows = read_csv(demo_reports, "priorities")
    compared = 0
    for each in listed:
        if each["name"].startswith("priorities_"):
            header, *shown = workbook[each["number"]]
            own = {
                (row["option"], row["group"]): [row["rank"], row["rank_lower"], row["rank_upper"]]
                for row in rows
                if row["question"] == each["name"].removeprefix("priorities_")
            }
            for option, *ranks in shown:
                for at in range(0, len(ranks), 3):
                    group = header[at + 1].partition(" (n = ")[0]
                    assert ranks[at : at + 3] == own[option, group]
                    compared += 3
    assert compared > 300


def read_csv(reports: Path, name: str) -> list[dict[str, str]]:
    frame = pd.read_csv(reports / "tables" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return frame.to_dict("records")  # type: ignore[return-value]
