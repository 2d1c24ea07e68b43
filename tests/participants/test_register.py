"""Reading the register."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from lmep_consult.errors import StudyError
from lmep_consult.participants import read_register, withdrawn

HEADER = ["participant", "name", "email", "group", "organisation", "status"]
ADA = ["P01", "Ada Quill", "ada@aldermere.example", "MSA", "Aldermere", "took part"]
BEN = ["P02", "Ben Rook", "ben@coldharbour.example", "ICB", "Coldharbour", "declined"]
GROUPS = ["MSA", "ICB", "CtW"]


def save(tmp_path: Path, *rows: list[object], write_only: bool = False) -> Path:
    path = tmp_path / "register.xlsx"
    workbook = Workbook(write_only=write_only)
    sheet = workbook.create_sheet() if write_only else workbook.active
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def changed(row: list[str], **cells: object) -> list[object]:
    return [cells.get(column, cell) for column, cell in zip(HEADER, row, strict=True)]


def fault(path: Path) -> str:
    """The message of the error, held to be one sentence that names the file."""
    with pytest.raises(StudyError) as caught:
        read_register(path, GROUPS)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert message.endswith((".", "?"))
    assert "\n" not in message
    assert ". " not in message
    return message.removeprefix(str(path))


def test_every_cell_is_text_without_white_space_round_it_and_empty_where_blank(tmp_path: Path) -> None:
    path = save(tmp_path, [" participant ", *HEADER[1:], "age"], [*ADA[:1], " Ada Quill\n", *ADA[2:], 41], [*BEN, None])
    register = read_register(path, GROUPS)
    assert register.to_dict("records") == [
        {**dict(zip(HEADER, ADA, strict=True)), "age": "41"},
        {**dict(zip(HEADER, BEN, strict=True)), "age": ""},
    ]


def test_blank_rows_and_columns_without_a_heading_are_passed_over(tmp_path: Path) -> None:
    path = save(tmp_path, [*HEADER, None, "notes"], [], [*ADA, "stray", "x"], [], [*BEN, None, "y"])
    register = read_register(path)
    assert list(register.columns) == [*HEADER, "notes"]
    assert register["notes"].tolist() == ["x", "y"]


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    register = read_register(save(tmp_path, HEADER[::-1], ADA[::-1]), GROUPS)
    assert register.loc[0, HEADER].tolist() == ADA


def test_a_sheet_whose_rows_differ_in_length_is_read(tmp_path: Path) -> None:
    path = save(tmp_path, [*HEADER, "notes"], ADA, [*BEN, "note", "stray"], write_only=True)
    assert read_register(path)["notes"].tolist() == ["", "note"]


def test_a_sheet_that_states_the_wrong_size_is_read_whole(tmp_path: Path) -> None:
    right = save(tmp_path, HEADER, ADA, BEN)
    wrong = tmp_path / "wrong.xlsx"
    with ZipFile(right) as old, ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:F3"', b'<dimension ref="A1"'))
    assert wrong.read_bytes() != right.read_bytes()
    assert read_register(wrong, GROUPS)["participant"].tolist() == ["P01", "P02"]


def test_a_register_of_nobody_is_read(tmp_path: Path) -> None:
    register = read_register(save(tmp_path, HEADER), GROUPS)
    assert register.empty
    assert list(register.columns) == HEADER


def test_any_group_will_do_where_none_are_given(tmp_path: Path) -> None:
    assert read_register(save(tmp_path, HEADER, changed(ADA, group="Guild")))["group"].tolist() == ["Guild"]


@pytest.mark.parametrize("column", HEADER)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = save(tmp_path, [heading for heading in HEADER if heading != column])
    assert fault(path) == f", row 1: no column {column!r}; head the one it is so, or add it."


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    assert "row 1: two columns are headed 'notes'" in fault(save(tmp_path, [*HEADER, "notes", "notes"], [*ADA, 1, 2]))


def test_a_group_not_in_the_study_is_named_with_its_row_and_the_near_one(tmp_path: Path) -> None:
    said = fault(save(tmp_path, HEADER, ADA, [], changed(BEN, group="ICBs")))
    assert said == ", row 4: group 'ICBs' is not one of MSA, ICB, CtW; did you mean 'ICB'?"


def test_a_group_in_another_case_brings_up_the_one_meant(tmp_path: Path) -> None:
    assert fault(save(tmp_path, HEADER, changed(ADA, group="ctw"))).endswith("; did you mean 'CtW'?")


def test_a_group_near_to_none_is_not_guessed_at(tmp_path: Path) -> None:
    said = fault(save(tmp_path, HEADER, changed(ADA, group="Parish")))
    assert said == ", row 2: group 'Parish' is not one of MSA, ICB, CtW."


def test_a_status_not_known_is_named_with_its_row_and_the_near_one(tmp_path: Path) -> None:
    said = fault(save(tmp_path, HEADER, ADA, changed(BEN, status="Withdrawn")))
    assert ", row 3: status 'Withdrawn' is not one of invited, agreed, took part" in said
    assert said.endswith("; did you mean 'withdrew'?")


def test_an_empty_id_is_named_with_its_row(tmp_path: Path) -> None:
    assert ", row 3: no participant id" in fault(save(tmp_path, HEADER, ADA, changed(BEN, participant="  ")))


def test_an_id_that_stands_twice_is_named_with_both_rows(tmp_path: Path) -> None:
    said = fault(save(tmp_path, HEADER, ADA, [], changed(BEN, participant="P01")))
    assert ", row 4: participant 'P01' is in row 2 too" in said


def test_a_missing_register_is_named(tmp_path: Path) -> None:
    assert " is missing" in fault(tmp_path / "register.xlsx")


@pytest.mark.parametrize("content", [b"", b"participant,name\nP01,Ada Quill\n", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_workbook_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    assert "not an Excel workbook" in fault(path)


def test_an_empty_sheet_is_named(tmp_path: Path) -> None:
    assert "the first sheet is empty" in fault(save(tmp_path))


def test_those_who_withdrew_are_found(tmp_path: Path) -> None:
    register = read_register(save(tmp_path, HEADER, ADA, changed(BEN, status="withdrew")))
    assert withdrawn(register) == {"P02"}


def test_a_register_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    said = fault(save(tmp_path, [*HEADER, *(f"column {at}" for at in range(16_000))], ADA))
    assert said == ", row 1: more than 500 columns; take out what is not of people."
