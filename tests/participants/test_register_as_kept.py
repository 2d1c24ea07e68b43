"""Registers as people keep them: headings of all kinds, titles, notes, merged cells, and faults that are all named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lmep_consult.errors import Problem, StudyError
from lmep_consult.participants import cell_of, is_register, may, read_register

HEADER = ["participant", "name", "email", "group", "organisation", "status"]
ADA = ["P01", "Ada Quill", "ada@aldermere.example", "MSA", "Aldermere", "took part"]
BEN = ["P02", "Ben Rook", "ben@coldharbour.example", "ICB", "Coldharbour", "declined"]
CAI = ["P03", "Cai Wren", "cai@coldharbour.example", "ICB", "Coldharbour", "took part"]
GROUPS = {"MSA": "Mayoral authorities", "ICB": "Care boards"}


def save(tmp_path: Path, *rows: list[object], change: Callable[[Worksheet], object] = id) -> Path:
    path = tmp_path / "register.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(sheet)
    workbook.save(path)
    return path


def fault(path: Path, **known: object) -> str:
    with pytest.raises(StudyError) as caught:
        read_register(path, GROUPS, **known)  # type: ignore[arg-type]
    assert str(caught.value).startswith(str(path))
    return str(caught.value).removeprefix(str(path))


def problems(path: Path) -> list[Problem]:
    found = read_register(path, GROUPS).attrs["problems"]
    assert all(isinstance(problem, Problem) for problem in found)
    return list(found)


# --- headings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ["Participant", "Name", "EMAIL", "Group", "Organisation", "STATUS"],
        ["Participant ID", "Full name", "E-mail address", "Stakeholder group", "Organization", "Status "],
        ["participant_id", "Participant\nname", "e-mail", "GROUP:", "Organisation name", "Recruitment status"],
        ["ID", "Name", "Email", "Group", "Organisation\u00a0", "Status\u200b"],
    ],
)
def test_headings_are_known_in_any_case_and_as_people_usually_write_them(tmp_path: Path, header: list[object]) -> None:
    register = read_register(save(tmp_path, header, ADA), GROUPS)
    assert register.to_dict("records") == [dict(zip(HEADER, ADA, strict=True))]
    assert register.attrs["problems"] == ()


@pytest.mark.parametrize(
    "heading",
    ["Consent_quoting", "CONSENT QUOTING", "Consent to quoting", "Consent to be quoted?", "Quoting consent",
     "Consent: quotation", "Consents to quotes", "Permission to quote",
     "Consent to quoting (yes/no)", "Consent to be quoted Y/N"],
)  # fmt: skip
def test_consent_to_quoting_is_heard_however_it_is_headed(tmp_path: Path, heading: str) -> None:
    register = read_register(save(tmp_path, [*HEADER, heading], [*ADA, "no"], [*BEN, "No"], [*CAI, "Y"]))
    assert may(register, "quoting") == {"P03"}


def test_consent_under_a_heading_over_several_columns_is_heard(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        [*HEADER, "Consent", None],
        [None, None, None, None, None, None, "recording", "quoting"],
        [*ADA, "yes", "no"],
        change=lambda sheet: [
            sheet.merge_cells(area) for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:H1")
        ],
    )
    register = read_register(path, GROUPS)
    assert list(register.columns) == [*HEADER, "consent_recording", "consent_quoting"]
    assert may(register, "quoting") == set()
    assert may(register, "recording") == {"P01"}


@pytest.mark.parametrize(
    ("heading", "remedy"),
    [
        ("consent_qouting", "if it is 'consent_quoting'"),
        ("May be quoted", "head it consent_quoting"),
        ("Quotes OK?", "head it consent_quoting"),
        ("Recorded?", "head it consent_recording"),
        ("Consent", "head it consent_recording"),
        ("Concent given", "head it consent_recording"),
        ("Does not consent to quoting", "says who does not consent"),
        ("Consent to recording and quoting", "make it the columns consent_recording and consent_quoting"),
    ],
)
def test_a_heading_that_may_be_consent_is_refused_with_a_remedy(tmp_path: Path, heading: str, remedy: str) -> None:
    said = fault(save(tmp_path, [*HEADER, heading], [*ADA, "no"], [*BEN, "yes"]))
    assert repr(heading) in said
    assert remedy in said


@pytest.mark.parametrize("heading", ["Consent form version", "Date of consent", "Contact name", "Quota cell", "Notes"])
def test_other_columns_are_no_consent(tmp_path: Path, heading: str) -> None:
    register = read_register(save(tmp_path, [*HEADER, heading], [*ADA, "v2"]), GROUPS)
    assert register[heading].tolist() == ["v2"]
    assert may(register, "quoting") == {"P01"}


def test_yes_and_no_are_kept_as_the_toolkit_spells_them(tmp_path: Path) -> None:
    register = read_register(
        save(tmp_path, [*HEADER, "Consent quoting"], [*ADA, True], [*BEN, "n"], [*CAI, "by email"])
    )
    assert register["consent_quoting"].tolist() == ["yes", "no", "by email"]
    assert may(register, "quoting") == {"P01"}


def test_two_columns_of_one_consent_are_refused(tmp_path: Path) -> None:
    said = fault(save(tmp_path, [*HEADER, "consent_quoting", "Consent to quotes"], [*ADA, "yes", "no"]))
    assert "are all read as 'consent_quoting'; rename all but one" in said


def test_a_column_of_the_name_itself_goes_before_another_word_for_it(tmp_path: Path) -> None:
    register = read_register(save(tmp_path, ["ID", *HEADER], ["7", *ADA]))
    assert register["participant"].tolist() == ["P01"]
    assert register["ID"].tolist() == ["7"]


def test_a_name_in_two_columns_is_one(tmp_path: Path) -> None:
    header = ["Participant ID", "First name", "Surname", *HEADER[2:]]
    register = read_register(save(tmp_path, header, ["P01", "Ada", "Quill", *ADA[2:]]), GROUPS)
    assert register["name"].tolist() == ["Ada Quill"]
    assert set(HEADER) < set(register.columns)


def test_a_heading_near_a_missing_one_is_asked_about_and_near_another_a_problem(tmp_path: Path) -> None:
    assert "no column 'participant'; is it 'Partcipant'?" in fault(save(tmp_path, ["Partcipant", *HEADER[1:]], ADA))
    assert "near 'status'" in problems(save(tmp_path, [*HEADER, "statsu"], [*ADA, "x"]))[0].what


def test_columns_of_study_toml_keep_its_spelling(tmp_path: Path) -> None:
    path = save(tmp_path, [*HEADER, "ROLE", "Head/Region"], [*ADA, "clinician", "North"])
    register = read_register(path, GROUPS, columns=["role", "Head/region"])
    assert list(register.columns) == [*HEADER, "role", "Head/region"]


# --- where the table stands -------------------------------------------------------------------------------------


def test_it_stands_below_titles_and_above_notes_which_are_reported(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        ["Everyone invited", None, "Version 3"],
        ["Who"],
        [],
        [*HEADER, None],
        [*ADA, "left a note"],
        [" "],
        BEN,
        [],
        ["NB: P22 asked to be left off the list"],
        change=lambda sheet: sheet.merge_cells("A2:D2"),
    )
    assert read_register(path, GROUPS)["participant"].tolist() == ["P01", "P02"]
    assert [(problem.where, problem.text) for problem in problems(path)] == [
        ("row 5, column G", "left a note"),
        ("row 9", "NB: P22 asked to be left off the list"),
    ]


def test_cells_merged_down_a_column_each_hold_what_the_area_holds(tmp_path: Path) -> None:
    rows = [HEADER, BEN, [*CAI[:3], None, None, CAI[5]]]
    path = save(tmp_path, *rows, change=lambda sheet: [sheet.merge_cells(area) for area in ("D2:D3", "E2:E3")])
    assert read_register(path, GROUPS)["group"].tolist() == ["ICB", "ICB"]


def test_an_area_of_merged_cells_larger_than_the_sheet_costs_nothing(tmp_path: Path) -> None:
    small = save(tmp_path, HEADER, ADA, change=lambda sheet: sheet.merge_cells("D2:D3"))
    path = tmp_path / "claims.xlsx"
    with ZipFile(small) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="D2:D3"', b'ref="D2:D1048576"'))
    assert path.read_bytes().count(b"D1048576") == 1
    assert read_register(path, GROUPS)["group"].tolist() == ["MSA"]


def test_it_is_found_on_any_sheet_and_a_second_register_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    workbook = Workbook()
    workbook.active.append(["How to fill this in", "status: how it went"])
    for name, row in (("People", ADA), ("Old list", BEN)):
        sheet = workbook.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(row)
    workbook.save(path)
    register = read_register(path, GROUPS)
    assert register["participant"].tolist() == ["P01"]
    assert [problem.where for problem in register.attrs["problems"]] == ["sheet 'Old list'"]
    assert cell_of(path, "P01", "status") == ("People", "F2")
    assert is_register(path)


def test_a_workbook_of_another_kind_is_no_register(tmp_path: Path) -> None:
    assert not is_register(save(tmp_path, ["ID", "Completion time", "Email", "Name", "Question"]))


# --- what is wrong in it ----------------------------------------------------------------------------------------


def test_all_faults_are_named_at_once_each_with_what_would_be_right(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        [*HEADER, "interview"],
        [*ADA[:3], "Care boards", *ADA[4:], "Completed"],
        [*BEN[:5], "Refused", "Took Part"],
        [*CAI[:3], "ICBs", *CAI[4:], "took part"],
        ["P01", *CAI[1:], ""],
    )
    lines = fault(path).splitlines()
    assert lines[0] == ": 5 things to correct:"
    assert lines[1] == "  row 2: group 'Care boards' is not one of MSA, ICB; did you mean 'ICB'?"
    assert "row 2: interview 'Completed' is not one of" in lines[2]
    assert lines[2].endswith("did you mean 'took part'?")
    assert "row 3: status 'Refused'" in lines[3]
    assert lines[3].endswith("did you mean 'declined'?")
    assert lines[4] == "  row 4: group 'ICBs' is not one of MSA, ICB; did you mean 'ICB'?"
    assert "row 5: participant 'P01' is in row 2 too" in lines[5]


def test_a_status_in_another_case_is_that_status(tmp_path: Path) -> None:
    path = save(tmp_path, [*HEADER, "Workshop"], [*ADA[:5], "Took part", "Not Invited"])
    assert read_register(path, GROUPS)[["status", "workshop"]].to_dict("records") == [
        {"status": "took part", "workshop": "not invited"}
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("P01", "p01"), ("Zoë", "Zoe\u0308"), ("P1-b", "P1_b"), ("P 1", "P-1"), ("W1", "W1")]
)
def test_ids_that_are_one_in_names_of_files_are_refused(tmp_path: Path, first: str, second: str) -> None:
    path = save(tmp_path, HEADER, [first, *ADA[1:]], [second, *BEN[1:]])
    assert "row 3: participant" in fault(path)


@pytest.mark.parametrize("id_", ["P/1", "P:1", "CON", "P1.", ".P1", "~P1", "a" * 101, "Team"])
def test_an_id_that_files_cannot_be_named_after_is_refused(tmp_path: Path, id_: str) -> None:
    assert f"row 2: participant {id_!r}" in fault(save(tmp_path, HEADER, [id_, *ADA[1:]]))


def test_the_id_of_an_event_is_no_participants(tmp_path: Path) -> None:
    said = fault(save(tmp_path, HEADER, ["w1", *ADA[1:]]), events=["W1"])
    assert "participant 'w1' is the id of an event too (W1)" in said


def test_what_is_no_address_is_reported(tmp_path: Path) -> None:
    [problem] = problems(save(tmp_path, HEADER, [*ADA[:2], "ada at aldermere", *ADA[3:]], BEN))
    assert (problem.where, problem.text) == ("row 2", "ada at aldermere")
