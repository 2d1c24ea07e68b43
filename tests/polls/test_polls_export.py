"""Rows of Microsoft Forms exports, as workbooks and as CSV."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from lmep_consult.errors import InputError
from lmep_consult.polls import read_export

HEADER = ["ID", "Start time", "Completion time", "Email", "Name", "Language", "Last modified time", "Rank the themes"]
NOON = dt.datetime(2026, 2, 10, 12, 0, 30)


def row(number: int, email: str, name: str, answer: str) -> list[Any]:
    return [number, dt.datetime(2026, 2, 10, 11, 59), NOON, email, name, "English (United Kingdom)\u200e", None, answer]


def workbook_bytes(rows: list[list[Any]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for cells in rows:
        sheet.append(cells)
    if len(rows) > 1:
        sheet.add_table(Table(displayName="Table1", ref=sheet.dimensions))
    book.save(file)
    return file.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_datetime_cells_of_a_workbook_are_read_as_times(tmp_path: Path) -> None:
    path = write(tmp_path, "W1_themes.xlsx", workbook_bytes([HEADER, row(1, "Ann@North.example", "Ann Poe", "A;B;")]))
    (answer,) = read_export(path).answers("Rank the themes")
    assert answer.submitted == NOON
    assert (answer.where, answer.voter, answer.name, answer.email, answer.text) == (
        "row 2",
        "ann@north.example",
        "Ann Poe",
        "ann@north.example",
        "A;B;",
    )


def test_only_what_forms_did_not_add_is_a_question(tmp_path: Path) -> None:
    header = [*HEADER, "Why,\u00a0then?", "Convene", "Convene2", "5.Excellent"]
    path = write(tmp_path, "W1.xlsx", workbook_bytes([header, [*row(1, "a@b.example", "A", "A;B;"), "x", 1, 2, 3]]))
    assert list(read_export(path).questions) == ["Rank the themes", "Why, then?", "Convene", "Convene2", "5.Excellent"]
    assert read_export(path).answers("why, then?")[0].text == "x"
    assert read_export(path).answers("Convene2")[0].text == "2"


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "Start time", "Completion time", "Email", "Name", "Q"],
        ["Id", "Start time", "Completion time", "Email", "Name", "Q"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Q"],
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "Q"],
        [" ID", "Start\u00a0time ", "Completion  time", "EMAIL", "name", "Q "],
    ],
    ids=["English", "cloud-linked", "German", "Spanish", "stray spaces"],
)
def test_headers_are_known_in_every_language_seen(tmp_path: Path, header: list[str]) -> None:
    rows = [header, [7, NOON, NOON, "ann@north.example", "Ann Poe", "A;B;"]]
    export = read_export(write(tmp_path, "W1.xlsx", workbook_bytes(rows)))
    assert list(export.questions) == ["Q"]
    (answer,) = export.answers("Q")
    assert (answer.email, answer.name, answer.submitted, answer.text) == ("ann@north.example", "Ann Poe", NOON, "A;B;")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_csv_is_read_whatever_its_encoding_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = line_end.join(
        [
            "ID,Hora de inicio,Hora de finalización,Correo electrónico,Nombre,Rank the “themes”",
            '1,2026-02-10T11:59:00,2026-02-10T12:00:30,ines@north.example,Inés Farías,"Café, culture;Skills – all;"',
            "",
        ]
    )
    (answer,) = read_export(write(tmp_path, "W1.csv", text.encode(encoding))).answers("Rank the “themes”")
    assert (answer.name, answer.text, answer.submitted) == ("Inés Farías", "Café, culture;Skills – all;", NOON)


def test_a_time_with_a_zone_is_read_and_can_be_compared(tmp_path: Path) -> None:
    text = "ID,Completion time,Email,Name,Q\n1,2026-02-10T12:00:30Z,a@b.example,A,x\n2,,a@b.example,A,y\n"
    first, second = read_export(write(tmp_path, "W1.csv", text.encode())).answers("Q")
    assert first.submitted == NOON
    assert second.submitted is None


@pytest.mark.parametrize("name", ["", "Anonymous", "anonymous"])
def test_an_anonymous_voter_has_neither_name_nor_email(tmp_path: Path, name: str) -> None:
    rows = [HEADER, row(4, "anonymous", name, "A;B;"), row(9, "anonymous", name, "B;A;")]
    answers = read_export(write(tmp_path, "W1.xlsx", workbook_bytes(rows))).answers("Rank the themes")
    assert [(answer.voter, answer.name, answer.email) for answer in answers] == [("row 4", "", ""), ("row 9", "", "")]


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [HEADER, row(1, "a@b.example", "A", "A;B;"), [None] * 8, [" "] * 8, row(2, "c@d.example", "C", "B;A;")]
    answers = read_export(write(tmp_path, "W1.xlsx", workbook_bytes(rows))).answers("Rank the themes")
    assert [answer.where for answer in answers] == ["row 2", "row 5"]


def test_marks_of_writing_direction_are_no_part_of_an_answer(tmp_path: Path) -> None:
    path = write(tmp_path, "W1.xlsx", workbook_bytes([HEADER, row(1, "a@b.example", "A", "A\u200e;B;\u200e")]))
    assert read_export(path).answers("Rank the themes")[0].text == "A;B;"


def test_a_row_cut_short_has_no_answer(tmp_path: Path) -> None:
    text = "ID,Completion time,Email,Name,Q\n1,2026-02-10T12:00:30,a@b.example,A\n"
    (answer,) = read_export(write(tmp_path, "W1.csv", text.encode())).answers("Q")
    assert answer.text == ""


def test_a_workbook_that_misstates_its_size_is_read_whole(tmp_path: Path) -> None:
    old = zipfile.ZipFile(io.BytesIO(workbook_bytes([HEADER, row(1, "a@b.example", "A", "A;B;")])))
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content)
                assert b'ref="A1"' in content
            archive.writestr(name, content)
    (answer,) = read_export(write(tmp_path, "W1.xlsx", new.getvalue())).answers("Rank the themes")
    assert answer.text == "A;B;"


def test_an_unknown_question_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, "W1.xlsx", workbook_bytes([HEADER, row(1, "a@b.example", "A", "A;B;")]))
    with pytest.raises(InputError, match=r"W1\.xlsx, row 1: no question 'Rank the schemes'.*'Rank the themes'"):
        read_export(path).answers("Rank the schemes")


GOOD = workbook_bytes([HEADER, row(1, "a@b.example", "A", "A;B;")])


def without_sheet(data: bytes, sheet: bytes) -> bytes:
    """The workbook with another text for its sheet."""
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return new.getvalue()


NOT_EXPORTS = {
    "W1_empty.xlsx": b"",
    "W1_empty.csv": b"",
    "W1_picture.xlsx": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "W1_truncated.xlsx": GOOD[: len(GOOD) // 2],
    "W1_broken_sheet.xlsx": without_sheet(GOOD, b"<worksheet><sheetData><row"),
    "W1_other_columns.xlsx": workbook_bytes([["Question", "Votes"], ["Rank", 3]]),
    "W1_no_completion_time.xlsx": workbook_bytes([["ID", "Email", "Rank"], [1, "a@b.example", "A;B;"]]),
    "W1_empty_sheet.xlsx": workbook_bytes([]),
    "W1_old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "W1_utf16.csv": "\ufeffID,Completion time".encode("utf-16-le"),
    "W1_one_long_line.csv": b"x" * 200_000,
    "W1_page.csv": b"<!doctype html>\n<p>Sign in to see the results</p>\n",
}


@pytest.mark.parametrize("name", NOT_EXPORTS)
def test_a_file_that_is_no_export_is_refused_in_one_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, NOT_EXPORTS[name])
    with pytest.raises(InputError) as refusal:
        read_export(path)
    sentence = str(refusal.value).replace(str(path), "FILE")
    assert sentence.startswith("FILE")
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["missing.xlsx", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_export(tmp_path / name)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), change=st.integers(1, 255))
def test_a_workbook_with_one_damaged_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    data = bytearray(GOOD)
    data[place] ^= change
    path = write(tmp_path_factory.getbasetemp(), "W1_damaged.xlsx", bytes(data))
    try:
        read_export(path)
    except InputError as refusal:
        assert "W1_damaged.xlsx" in str(refusal)
