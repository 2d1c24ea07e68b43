"""Rows of Microsoft Forms exports, as workbooks and as CSV of any make."""

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
from openpyxl.chart import BarChart, Reference
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


TABLE = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Rank the “themes”, best first", "Why?"],
    [
        "1",
        "2026-02-10 11:59:00",
        "2026-02-10 12:00:30",
        "ines@n.example",
        "Inés Farías",
        "Café, culture;Skills – all;",
        "x",
    ],
    [
        "2",
        "2026-02-10 11:59:00",
        "2026-02-10 12:01:30",
        "bob@n.example",
        "O'Neil; Bob",
        "Skills – all;Café, culture;",
        'a "b"',
    ],
]


def quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in f'{separator}"\n') else cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize(
    "top", ["", "sep={}\r\n", "Results of the poll\r\n\r\n"], ids=["bare", "Excel's sep", "titled"]
)
def test_csv_of_every_make_says_what_the_workbook_says(tmp_path: Path, encoding: str, separator: str, top: str) -> None:
    book = read_export(write(tmp_path, "W1.xlsx", workbook_bytes(TABLE)))
    lines = [separator.join(quoted(cell, separator) for cell in cells) for cells in TABLE]
    text = top.format(separator) + "\r\n".join(lines) + "\r\n"
    export = read_export(write(tmp_path, "W1.csv", text.encode(encoding)))
    assert export.questions == {"Rank the “themes”, best first": 5, "Why?": 6}
    assert export.problems == ()
    for question in export.questions:
        found, expected = export.answers(question), book.answers(question)
        assert [(a.voter, a.name, a.submitted, a.text) for a in found] == [
            (a.voter, a.name, a.submitted, a.text) for a in expected
        ]
    assert [answer.text for answer in export.answers("Why?")] == ["x", 'a "b"']


def test_the_first_sheet_with_the_headings_is_read_wherever_they_stand(tmp_path: Path) -> None:
    book, file = Workbook(), io.BytesIO()
    book.worksheets[0].append(["Results", "of the poll"])
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], 1, 1, 2, 1))
    book.create_chartsheet("Chart").add_chart(chart)
    sheet = book.create_sheet("Sheet1")
    sheet.append(["Workshop 1"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    for cells in (HEADER, row(1, "a@b.example", "A", "A;B;"), row(2, "c@d.example", "C", "B;A;")):
        sheet.append(cells)
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Copy").append(HEADER)
    book.save(file)
    answers = read_export(write(tmp_path, "W1.xlsx", file.getvalue())).answers("Rank the themes")
    assert [(answer.where, answer.text) for answer in answers] == [("row 4", "A;B;"), ("row 5", "B;A;")]


def test_cells_become_text_as_excel_shows_it(tmp_path: Path) -> None:
    values = [4, 4.0, 0.1 + 0.2, True, dt.datetime(2026, 2, 10), NOON, "#N/A", " a \u200b b\r\n c_x000D_\n", "00012"]
    header = ["ID", "Completion time", *(f"Q{n}" for n in range(len(values)))]
    export = read_export(write(tmp_path, "W1.xlsx", workbook_bytes([header, [1, NOON, *values]])))
    assert [export.answers(question)[0].text for question in export.questions] == [
        *("4", "4", "0.3", "TRUE", "2026-02-10", "2026-02-10 12:00:30", "#N/A", "a b c", "00012")
    ]


def with_formula(result: bytes) -> bytes:
    """A workbook whose answer is a formula, with what Excel worked out for it."""
    data = workbook_bytes([HEADER, row(1, "a@b.example", "A", "=1+1"), row(2, "b@b.example", "B", "A;B;")])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    changed = re.sub(
        rb'<c r="H2"[^>]*><f>1\+1</f><v ?/?>(?:</v>)?</c>', b'<c r="H2" t="str"><f>1+1</f>' + result + b"</c>", sheet
    )
    assert changed != sheet
    return without_sheet(data, changed)


def test_a_formula_is_what_it_came_to(tmp_path: Path) -> None:
    answers = read_export(write(tmp_path, "W1.xlsx", with_formula(b"<v>B;A;</v>"))).answers("Rank the themes")
    assert [answer.text for answer in answers] == ["B;A;", "A;B;"]


def test_a_formula_never_worked_out_is_refused_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1\.xlsx, cell H2: a formula that was never worked out"):
        read_export(write(tmp_path, "W1.xlsx", with_formula(b"")))


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\xef\xbb\xbfID,Completion time,Q\n1,2026-02-10,caf\xe9\n", "café"),
        (b"ID,Completion time,Q\n1,2026-02-10,caf\x81\xe9\n", "caf\ufffdé"),
    ],
)
def test_bytes_of_another_encoding_are_a_problem_and_no_answer_is_lost(
    tmp_path: Path, data: bytes, answer: str
) -> None:
    export = read_export(write(tmp_path, "W1.csv", data))
    assert export.answers("Q")[0].text == answer
    assert len(export.problems) == answer.count("\ufffd")


def test_cells_under_no_heading_are_reported(tmp_path: Path) -> None:
    rows = [[*HEADER, None, "Why?"], [*row(1, "a@b.example", "A", "A;B;"), "checked", "x", "by Bob"], [None] * 12]
    export = read_export(write(tmp_path, "W1.xlsx", plain_bytes(rows)))
    assert [(p.where, p.text) for p in export.problems] == [("row 2", "checked"), ("row 2", "by Bob")]
    assert export.answers("Why?")[0].text == "x"


def plain_bytes(rows: list[list[Any]]) -> bytes:
    """A workbook without a table, so that headings may be blank."""
    book, file = Workbook(), io.BytesIO()
    for cells in rows:
        book.worksheets[0].append(cells)
    book.save(file)
    return file.getvalue()


def test_a_column_of_ids_that_repeats_does_not_make_two_voters_one(tmp_path: Path) -> None:
    rows = [HEADER, *(row(number, "anonymous", "", "A;B;") for number in (1, 1, 2))]
    rows[3][0] = None
    answers = read_export(write(tmp_path, "W1.xlsx", plain_bytes(rows))).answers("Rank the themes")
    assert len({answer.voter for answer in answers}) == 3


@pytest.mark.parametrize("name", ["Anonym", "Anónimo", "Anonyme", "Anoniem"])
def test_nobody_is_nobody_in_other_languages(tmp_path: Path, name: str) -> None:
    answers = read_export(write(tmp_path, "W1.xlsx", plain_bytes([HEADER, row(1, "anonymous", name, "A;")])))
    assert answers.answers("Rank the themes")[0].name == ""


def test_columns_of_another_layout_are_named_by_the_study(tmp_path: Path) -> None:
    text = "Poll,Who,Where to write,Voted at,Pick\nx,Ann Poe,Ann@n.example,2026-02-10 12:00:30,A;B;\n"
    path = write(tmp_path, "W1.csv", text.encode())
    with pytest.raises(InputError, match=r"name its columns in study\.toml"):
        read_export(path)
    columns = {"submitted": "voted at", "name": "Who", "email": "Where to write"}
    export = read_export(path, columns)
    assert list(export.questions) == ["Poll", "Pick"]
    (answer,) = export.answers("Pick")
    assert (answer.voter, answer.name, answer.submitted) == ("ann@n.example", "Ann Poe", NOON)
    with pytest.raises(InputError, match=r"no row has the headings 'Voted on'"):
        read_export(path, {"submitted": "Voted on"})


def test_a_sheet_that_claims_thousands_of_millions_of_cells_is_refused(tmp_path: Path) -> None:
    good = workbook_bytes([HEADER, row(1, "a@b.example", "A", "A;B;")])
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 800))
    sheet = zipfile.ZipFile(io.BytesIO(good)).read("xl/worksheets/sheet1.xml")
    path = write(tmp_path, "W1.xlsx", without_sheet(good, sheet.replace(b"</sheetData>", wide + b"</sheetData>")))
    with pytest.raises(InputError, match=r"W1\.xlsx: more than 1,000,000 cells"):
        read_export(path)


def test_a_row_that_claims_to_be_the_thousand_millionth_is_refused(tmp_path: Path) -> None:
    good = workbook_bytes([HEADER, row(1, "a@b.example", "A", "A;B;")])
    sheet = zipfile.ZipFile(io.BytesIO(good)).read("xl/worksheets/sheet1.xml")
    last = b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row></sheetData>'
    path = write(tmp_path, "W1.xlsx", without_sheet(good, sheet.replace(b"</sheetData>", last)))
    with pytest.raises(InputError, match=r"W1\.xlsx: more than 1,000,000 cells"):
        read_export(path)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 70_000_000)
    with pytest.raises(InputError, match=r"W1\.xlsx: is 210 MB unpacked"):
        read_export(write(tmp_path, "W1.xlsx", file.getvalue()))


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
    "W1_utf16_odd.csv": "\ufeffID,Completion time,Email".encode("utf-16-le") + b"x",
    "W1_open_quotation_mark.csv": b'ID,Completion time,Q\n1,2026-02-10,"A;B;\n2,2026-02-10,B;A;\n',
    "W1_answers_not_quoted.csv": b"ID;Completion time;Q\n1;2026-02-10 12:00;A;B;C;\n",
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
