"""Exports as portals write them; what cannot be placed is said by row, what cannot be read in one sentence."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from docx import Document
from pyarrow import parquet

from lmep_consult.errors import ConsultError
from lmep_consult.responses.placing import choices
from lmep_consult.responses.reading import date_of

HEAD = "Response ID,Date submitted,Are you responding as,Nation,Do you support the plan?,Your views\n"
Read = Callable[..., Any]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_plain_export(tmp_path: Path, read: Read) -> None:
    path = written(tmp_path / "a.csv", HEAD + 'R1,2026-03-01,A charity,Wales,Support,"Two lines,\nand a ""word"""\n')
    rows, problems = read(path)
    assert problems == []
    (row,) = rows
    assert (row.response, row.row, row.attributes, row.closed) == ("R1", 2, ("A charity", "Wales"), ("Support",))
    assert row.texts == ('Two lines,\nand a "word"',)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(tmp_path: Path, read: Read, separator: str, encoding: str) -> None:
    text = HEAD.replace(",", separator) + separator.join(["R1", "", "", "", "", "Café, £5"]) + "\r\n"
    rows, _ = read(written(tmp_path / "a.csv", text, encoding))
    assert rows[0].texts == ("Café, £5",)


def test_qualtrics_has_three_rows_of_headings(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "q.csv"
    asked = "Which matter? - Selected Choice"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["ResponseId", "Q1", "Q2_1", "Q2_2"],
                ["Response ID", "Your views", f"{asked} - Fares", f"{asked} - Stops"],
                [json.dumps({"ImportId": f"QID{n}"}, separators=(",", ":")) for n in range(4)],
                ["R_1", "More buses", "Fares", ""],
                ["R_2", "None", "Fares", "Stops"],
            ]
        )
    settings: dict[str, Any] = {"attributes": {}, "group_by": "", "received": ""}
    closed = [{"id": "matter", "column": asked, "kind": "multiple", "options": ["Fares", "Stops"]}]
    for id_ in ("ResponseId", "Response ID"):
        rows, problems = read(path, id=id_, closed=closed, **settings)
        assert problems == [] and [row.row for row in rows] == [4, 5]
        assert [row.texts for row in rows] == [("More buses",), ("None",)]
        assert [choices("multiple", ("Fares", "Stops"), row.closed[0])[0] for row in rows] == [
            ("Fares",),
            ("Fares", "Stops"),
        ]
    by_code = [{"id": "views", "column": "Q1"}]
    assert read(path, id="ResponseId", questions=by_code, closed=[], **settings)[0][0].texts == ("More buses",)


def test_smart_survey_writes_options_below_their_question(tmp_path: Path, read: Read) -> None:
    path = written(
        tmp_path / "s.csv",
        "Response ID,Date submitted,Are you responding as,Nation,Which matter?,,Do you support the plan?,Your views\n"
        ",,,,Fares,Stops,,\n7,01/03/2026,A council,Wales,Fares,Stops,Support,Text\n",
    )
    closed = [{"id": "matter", "column": "Which matter?", "kind": "multiple", "options": ["Fares", "Stops"]}]
    rows, _ = read(path, closed=closed)
    assert [(row.response, row.row) for row in rows] == [("7", 3)]
    assert choices("multiple", ("Fares", "Stops"), rows[0].closed[0]) == (("Fares", "Stops"), "")


def test_citizen_space_marks_options_in_columns_under_a_title(tmp_path: Path, read: Read) -> None:
    path = written(
        tmp_path / "c.csv",
        "Buses: a fictional consultation\n\nResponse ID,Date submitted,Are you responding as,Nation,"
        "Do you support the plan?: Support,Do you support the plan?: Oppose,Your views\nANON-1,,,,,TRUE,Text\n",
    )
    rows, _ = read(path)
    assert (rows[0].row, rows[0].closed) == (4, ("Oppose",))


def test_jisc_numbers_its_questions_and_parts_choices_by_commas(tmp_path: Path, read: Read) -> None:
    """As the exports of Online surveys are: every cell in quotation marks, choices of one question in one cell, options
    with commas of their own, lines within texts, the date last, and a question in parts, a column each."""
    heads = ["Unique Response Number", "1. Are you responding as", "2. Which matter (select all that apply)?",
             "3.1.a. buses", "3.1.b. buses", "4. Do you support the plan?", "5. Your views",
             "CompletionDate"]  # fmt: skip
    people = [
        ["7001-7000-65461629", "A council", "Buses, trams,Stops,Step-free access, lifts", "Day", "Night", "Oppose",
         'More buses,\nthe "late" ones too', "2026-09-21"],
        ["7001-7000-65486075", "A charity", "Step-free access, lifts", "", "Night", "", "", "2026-09-22"],
        ["7001-7000-65486076", "A charity", "Stops,Trees", "", "", "Support", "None", "2026-09-23"],
    ]  # fmt: skip
    with (tmp_path / "results-for-a-fictional-survey.txt.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heads, *people])
    options = ["Buses, trams", "Stops", "Step-free access, lifts"]
    rows, problems = read(
        tmp_path / "results-for-a-fictional-survey.txt.csv",
        id=heads[0], received=heads[-1], attributes={"type": heads[1]}, questions=[{"id": "views", "column": heads[6]}],
        closed=[{"id": "matter", "column": heads[2], "kind": "multiple", "options": options},
                {"id": "support", "column": heads[5], "options": ["Support", "Oppose"]}],
    )  # fmt: skip
    assert problems == []
    assert [(row.response, row.attributes, row.received) for row in rows] == [
        (cells[0], (cells[1],), cells[-1]) for cells in people
    ]
    assert [row.texts[0] for row in rows] == [cells[6] for cells in people]
    chosen = [choices("multiple", tuple(options), row.closed[0]) for row in rows]
    assert chosen == [(tuple(options), ""), (("Step-free access, lifts",), ""), (("Stops",), "trees")]
    assert [row.closed[1] for row in rows] == ["Oppose", "", "Support"]


def test_a_workbook_of_forms(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD.strip().split(","))
    sheet.append([12, dt.datetime(2026, 3, 2, 9, 30), "A business", "Wales", "Neither", "=1+1 is two"])
    sheet["F2"].data_type = "s"
    book.save(tmp_path / "f.xlsx")
    rows, _ = read(tmp_path / "f.xlsx")
    assert (rows[0].response, rows[0].received[:10], rows[0].texts) == ("12", "2026-03-02", ("=1+1 is two",))


def test_parquet_with_a_list_of_choices(tmp_path: Path, read: Read) -> None:
    names = HEAD.strip().split(",")
    columns = [[5], [dt.date(2026, 3, 4)], ["A charity"], [None], [["Support", "Oppose"]], ["Text"]]
    parquet.write_table(pa.table({**dict(zip(names, columns, strict=True)), "odd": [{"a": 1}]}), tmp_path / "p.parquet")
    rows, _ = read(tmp_path / "p.parquet")
    assert (rows[0].response, rows[0].received, rows[0].attributes) == ("5", "2026-03-04", ("A charity", ""))
    assert choices("multiple", ("Support", "Oppose"), rows[0].closed[0])[0] == ("Support", "Oppose")


def test_letters_and_emails(tmp_path: Path, read: Read) -> None:
    written(tmp_path / "L1.txt", "Dear all,\nplease keep the bus.")
    document = Document()
    document.add_paragraph("The stop is unsafe.")
    document.save(str(tmp_path / "L2.docx"))
    message = EmailMessage()
    message["From"], message["Date"] = "Ida Quill <ida@place.example>", "Mon, 02 Mar 2026 10:00:00 +0000"
    message.set_content("I agree.\n> what you asked\nIda Quill\n")
    message.add_alternative("<html><style>p {}</style><p>I agree.</p></html>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    (tmp_path / "L3.eml").write_bytes(bytes(message))
    written(tmp_path / "L4.pdf", "%PDF")
    rows, problems = read(*sorted(tmp_path.iterdir()))
    assert [(row.response, row.row) for row in rows] == [("L1", 0), ("L2", 0), ("L3", 0)]
    assert [row.texts[0].strip() for row in rows] == [
        "Dear all,\nplease keep the bus.", "The stop is unsafe.", "I agree.\nIda Quill",
    ]  # fmt: skip
    assert (rows[2].received, rows[2].names) == ("2026-03-02", ("Ida Quill", "ida@place.example"))
    assert [problem.file for problem in problems] == ["L3.eml", "L4.pdf"]
    assert "1 attachments" in problems[0].what and "is not read" in problems[1].what


def test_what_cannot_be_placed_is_said_by_row(tmp_path: Path, read: Read) -> None:
    path = written(tmp_path / "a.csv", HEAD + "R1,,,,,one\n,,,,,no id\nR3,a,b,c,d,too,many\n\nR5\n")
    rows, problems = read(path)
    assert [row.response for row in rows] == ["R1", "R5"]
    assert [(each.row, each.what) for each in problems] == [
        (3, "has no id"),
        (4, "has 7 cells, and the headings are 6"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + "R1,,,,,Café\n" + "R2,,,,,plain\n" * 3, None),
        (HEAD.encode() + "R1,,,,,Café\n".encode() + b"R2,,,,,caf\xe9\n", "line 3: bytes that are not UTF-8"),
        (HEAD + "R1,,,,,one\nR2,,,,," + "x" * 10_000_000 + "\n", "row 3: a cell of more than 1,000,000 characters"),
        (HEAD + 'R1,,,,,"never closed\nR2,,,,,two\n', "row 2: a quotation mark is opened and not closed"),
        (HEAD + 'R1,,,,,"one" two\n', "row 2: a quotation mark is inside a cell"),
        (HEAD + "R1,,,,,one\nR2,,,,,two\nR1,,,,,three\n", "row 4: the id 'R1' is there already (a.csv, row 2)"),
        (HEAD.replace("Nation", "Nations") + "R1,,,,,one\n", "no column is headed 'Nation'"),
        ("something,else\n1,2\n", "no row among the first 20 has the heading 'Response ID'"),
        (HEAD + "R1,,,,,a\0b\n", "this is not text"),
    ],
)
def test_bad_files_end_in_one_sentence(tmp_path: Path, read: Read, content: str | bytes, said: str | None) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.replace("R2,,,,,plain\n" * 3, "").encode())
    if said is None:
        assert len(read(path)[0]) == 1
        return
    with pytest.raises(ConsultError) as caught:
        read(path)
    assert said in str(caught.value) and str(caught.value).startswith(str(path)) and str(caught.value).endswith(".")


def test_a_column_that_vanished_between_files(tmp_path: Path, read: Read) -> None:
    one = written(tmp_path / "a.csv", HEAD + "R1,,,,,one\n")
    two = written(tmp_path / "b.csv", HEAD.replace(",Nation", "") + "R2,,,,two\n")
    with pytest.raises(
        ConsultError, match=r"b\.csv: no column is headed 'Nation' \(study\.toml, responses\.attributes"
    ):
        read(one, two)


def test_an_id_in_two_files(tmp_path: Path, read: Read) -> None:
    paths = [written(tmp_path / name, HEAD + "R1,,,,,one\n") for name in ("a.csv", "b.csv")]
    with pytest.raises(ConsultError, match=r"b\.csv, row 2: the id 'R1' is there already \(a\.csv, row 2\)"):
        read(*paths)


@pytest.mark.parametrize(
    "kind", [pa.struct([("a", pa.int64())]), pa.list_(pa.struct([("a", pa.int64())])), pa.binary()]
)
def test_parquet_with_nested_types(tmp_path: Path, read: Read, kind: pa.DataType) -> None:
    names = HEAD.strip().split(",")
    table = pa.table({name: pa.array(["x"]) for name in names[:-1]} | {names[-1]: pa.array([None], kind)})
    parquet.write_table(table, tmp_path / "p.parquet")
    with pytest.raises(ConsultError, match=r"the column 'Your views' holds .* where a text"):
        read(tmp_path / "p.parquet")


def test_parquet_that_is_none(tmp_path: Path, read: Read) -> None:
    with pytest.raises(ConsultError, match=r"not a parquet file, or damaged"):
        read(written(tmp_path / "p.parquet", "PAR1 and no more"))


def test_dates_whose_order_is_not_clear_are_not_guessed(tmp_path: Path, read: Read) -> None:
    lines = "R1,03/04/2026,,,,a\nR2,05/06/2026,,,,b\n"
    _, problems = read(written(tmp_path / "a.csv", HEAD + lines))
    assert "not clear whether dates give the day" in problems[0].what
    _, problems = read(written(tmp_path / "a.csv", HEAD + lines + "R3,25/06/2026,,,,c\n"))
    assert problems == []
    assert date_of("03/04/2026", True) == dt.date(2026, 4, 3) and date_of("03/04/2026", None) is None
    assert date_of("2026-03-19 14:05:11", None) == dt.date(2026, 3, 19)


@pytest.mark.parametrize(
    ("cell", "chosen", "strange"),
    [
        ("Yes, fully;No", ("Yes, fully", "No"), ""),
        ("no, yes, fully", ("Yes, fully", "No"), ""),
        ("Yes", ("Yes",), ""),
        ("Yes;Perhaps", ("Yes",), "perhaps"),
        ("", (), ""),
    ],
)
def test_several_choices_in_a_cell(cell: str, chosen: tuple[str, ...], strange: str) -> None:
    assert choices("multiple", ("Yes", "Yes, fully", "No"), cell) == (chosen, strange)
