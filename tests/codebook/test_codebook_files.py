"""Codebooks to YAML and Excel and back: nothing lost, comments kept, no text a formula."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pyrefiqda import RefiCodebook

from lmep_consult.codebook import Code, Codebook
from lmep_consult.codebook.excel_file import write_template
from lmep_consult.errors import CodebookError
from lmep_consult.study import bundled

LMEP = bundled("codebooks/lmep.yaml")
text = st.text("aB é=+-@'\"#:&<>[]🙂,5", min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)
word = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(word, min_size=1, max_size=6, unique=True))
    codes: list[Code] = []
    for at, id_ in enumerate(ids):
        parent = draw(st.sampled_from(["", *ids[:at]]))
        codes.append(
            Code(
                id_,
                draw(text),
                parent,
                draw(text),
                include=draw(st.one_of(st.just(""), text)),
                exclude=draw(st.one_of(st.just(""), text)),
                examples=tuple(draw(st.lists(text, max_size=2))),
                terms=tuple(draw(st.lists(word, max_size=2))),
                colour=draw(st.sampled_from(["", "#12436D"])),
                questions=tuple(draw(st.lists(word, max_size=2))),
                assumptions=draw(st.dictionaries(word, st.sampled_from(["for", "against"]), max_size=2)),
                out_of_scope=draw(st.booleans()),
                negation=draw(st.sampled_from(["", "count", "skip"])),  # type: ignore[arg-type]
                notes=draw(st.one_of(st.just(""), text)),
            )
        )
    book = Codebook(draw(text), draw(text), draw(st.one_of(st.just(""), text)), tuple(codes), echo="count")
    return replace(book, codes=tuple(in_order(book, "")))


def in_order(book: Codebook, parent: str) -> list[Code]:
    return [each for code in book.children(parent) for each in (code, *in_order(book, code.id))]


@settings(max_examples=30, deadline=None)
@given(book=codebooks())
@pytest.mark.parametrize("ending", [".yaml", ".xlsx", ".qdc"])
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, book: Codebook, ending: str) -> None:
    path = tmp_path_factory.mktemp("book") / f"book{ending}"
    book.save(path)
    assert Codebook.load(path) == book


def test_the_codebook_that_ships_goes_through_excel_and_back(tmp_path: Path) -> None:
    book = Codebook.load(LMEP)
    book.save(tmp_path / "lmep.xlsx")
    again = Codebook.load(tmp_path / "lmep.xlsx")
    assert again == book
    again.save(tmp_path / "lmep.yaml")
    assert Codebook.load(tmp_path / "lmep.yaml") == book


ATLAS = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti 9">
  <Codes>
    <Code guid="{6AA1D7E5-0000-0000-0000-000000000001}" name="Barriers" isCodable="true" color="#F0A">
      <Description>What stops people.\nInclude: money</Description>
      <Code guid="6aa1d7e5-0000-0000-0000-000000000002" name="Time &amp; tide" isCodable="true"/>
    </Code>
    <Code guid="6aa1d7e5-0000-0000-0000-000000000003" name="time tide" isCodable="true"/>
  </Codes>
  <Sets><Set guid="6aa1d7e5-0000-0000-0000-000000000004" name="S">
    <MemberCode guid="6aa1d7e5-0000-0000-0000-000000000002"/></Set></Sets>
</CodeBook>"""


def test_a_codebook_of_an_older_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "atlas.qdc"
    path.write_text(ATLAS, encoding="utf-8")
    book = Codebook.load(path)
    assert [(code.id, code.name, code.parent) for code in book.codes] == [
        ("barriers", "Barriers", ""), ("time-tide", "Time & tide", "barriers"), ("time-tide-2", "time tide", ""),
    ]  # fmt: skip
    assert book.codes[0].definition == "What stops people. Include: money"
    assert book.codes[0].colour == "#FF00AA"
    assert book.codes[0].guid == "6aa1d7e5-0000-0000-0000-000000000001"
    book.save(tmp_path / "again.qdc")
    assert [code.guid for code in Codebook.load(tmp_path / "again.qdc").codes] == [code.guid for code in book.codes]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CodeBook", "Project", "not a REFI-QDA codebook"),
        ("<?xml", "<!DOCTYPE x []><?xml", "document type"),
        ('000000000002" name', '000000000001" name', "another code has its GUID"),
        ('name="Barriers"', 'name=""', "has no name; give it one"),
        ("</CodeBook>", "", "damaged"),
    ],
)
def test_a_broken_qdc_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "atlas.qdc"
    path.write_text(ATLAS.replace(old, new), encoding="utf-8")
    with pytest.raises(CodebookError, match=said):
        Codebook.load(path)


def test_another_reader_takes_our_qdc(tmp_path: Path) -> None:
    book = Codebook.load(LMEP)
    book.save(tmp_path / "lmep.qdc")
    assert Codebook.load(tmp_path / "lmep.qdc") == book
    read = RefiCodebook.load(tmp_path / "lmep.qdc")
    assert [code.name for code in read.codes.code] == [code.name for code in book.children("")]


def test_saving_what_has_not_changed_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "lmep.yaml"
    shutil.copyfile(LMEP, path)
    Codebook.load(path).save(path)
    assert path.read_bytes() == LMEP.read_bytes()


def test_a_change_changes_its_own_line_and_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "lmep.yaml"
    shutil.copyfile(LMEP, path)
    book = Codebook.load(path)
    renamed = replace(book, codes=tuple(replace(c, name="Hours") if c.id == "barrier-time" else c for c in book.codes))
    renamed.save(path)
    before, after = (p.read_text(encoding="utf-8").splitlines() for p in (LMEP, path))
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ("        name: Time", "        name: Hours")
    ]


def test_a_code_that_is_new_is_added_and_one_that_is_gone_goes(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("# ours\nname: B\ncodes:\n  - id: a  # first\n    name: A\n    definition: d\n", encoding="utf-8")
    book = Codebook.load(path)
    replace(book, codes=(*book.codes, Code("b", "B", "a", "e"))).save(path)
    said = path.read_text(encoding="utf-8")
    assert "# ours" in said
    assert "# first" in said
    assert [code.id for code in Codebook.load(path).codes] == ["a", "b"]
    replace(book, codes=(Code("c", "C", "", "f"),)).save(path)
    assert [code.id for code in Codebook.load(path).codes] == ["c"]


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    Codebook("=1+1", "1", "", (Code("a", "=HYPERLINK(1)", "", "+2", examples=("@x",)),)).save(path)
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert Codebook.load(path).codes[0].name == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["name"], ["x"]], "row 1: no column 'id'"),
        ([["id", "colour of it"], ["a", "b"]], "row 1: 'colour of it' is not one of"),
        ([["id", "id"], ["a", "b"]], "row 1: two columns are headed 'id'"),
        ([["id", "name", "definition"], ["a", "A", ""]], "row 2, code a: no definition"),
        ([["id", "name", "definition"], ["", "A", "d"]], "row 2: no id"),
        ([["id", "name", "definition"], ["a", "A", "d"], ["a", "A", "d"]], "row 3, code a: the id is there twice"),
        ([["id", "name", "definition", "parent"], ["a", "A", "d", "z"]], "row 2, code a: its parent 'z'"),
        ([["id", "name", "definition", "colour"], ["a", "A", "d", "red"]], "row 2, code a: 'red' is no colour"),
        ([["id", "name", "definition", "assumptions"], ["a", "A", "d", "8"]], "row 2, column assumptions: '8'"),
        ([["id", "name", "definition", "assumptions"], ["a", "A", "d", "8 maybe"]], "'maybe' is not for or against"),
        ([["id", "name", "definition", "out_of_scope"], ["a", "A", "d", "perhaps"]], "column out_of_scope: 'perhaps'"),
        ([["id", "name", "definition", "terms"], ["a", "A", "d", "x [nigh: y]"]], "row 2, code a: the term"),
        ([["id", "name", "definition", "parent"], ["barriers", "A", "d", ""], ["b", "B", "d", "barrier"]],
         "row 3, code b: its parent 'barrier' is no code; did you mean barriers?"),
        ([["id", "name", "definition", "parent"], ["b", "B", "d", "a"], ["a", "A", "d", ""]], "put it below that one"),
    ],
)  # fmt: skip
def test_a_fault_names_the_row(tmp_path: Path, rows: list[list[str]], said: str) -> None:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(tmp_path / "book.xlsx")
    with pytest.raises(CodebookError) as caught:
        Codebook.load(tmp_path / "book.xlsx")
    assert str(caught.value).startswith(str(tmp_path / "book.xlsx"))
    assert said in str(caught.value)


def sheet(path: Path, *rows: list[object]) -> Codebook:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return Codebook.load(path)


def test_a_codebook_as_people_write_it_in_excel_is_read(tmp_path: Path) -> None:
    book = sheet(
        tmp_path / "book.xlsx",
        ["Codebook of the team, March"],
        [],
        ["Code", "PARENT CODE", "Description", "Key words", "Example quotes", "Notes", "Out-of-scope"],
        ["Barriers", None, "What stops people", None, None, None, None],
        ["Digital skills", "Barriers", "Not knowing how",
         "digital skill*, confidence; log in [near 3: no, not]\npassword*", "I can't, really.\nNo; never.",
         "ask AB", "TRUE"],
    )  # fmt: skip
    barriers, skills = book.codes
    assert (barriers.id, skills.id, skills.name, skills.parent) == (
        "barriers", "digital-skills", "Digital skills", "barriers",
    )  # fmt: skip
    assert skills.terms == ("digital skill*", "confidence", "log in [near 3: no, not]", "password*")
    assert skills.examples == ("I can't, really.", "No; never.")
    assert (skills.definition, skills.notes, skills.out_of_scope) == ("Not knowing how", "ask AB", True)


def test_a_number_and_a_code_are_id_and_name_and_parents_may_be_named(tmp_path: Path) -> None:
    book = sheet(
        tmp_path / "book.xlsx",
        ["ID", "Code", "Parent", "Definition"],
        [1, "Barriers", None, "d"],
        [2, "Time", "barriers", "d"],
    )
    assert [(code.id, code.name, code.parent) for code in book.codes] == [("1", "Barriers", ""), ("2", "Time", "1")]


def test_the_template_is_a_codebook(tmp_path: Path) -> None:
    write_template(tmp_path / "codebook.xlsx")
    book = Codebook.load(tmp_path / "codebook.xlsx")
    assert (book.version, [(code.id, code.parent) for code in book.codes]) == (
        "1", [("barriers", ""), ("barrier-cost", "barriers")],
    )  # fmt: skip
    assert book.codes[1].terms == ("fare", "cannot afford", "cost [near 5: travel, course]", "expens*")


def test_numbers_in_yaml_are_text_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(
        "version: 1.10\ncodes:\n- {id: 010, name: 2026-01-02, description: d, terms: [1.50, 16]}\n", encoding="utf-8"
    )
    book = Codebook.load(path)
    (code,) = book.codes
    assert (book.version, code.id, code.name, code.definition) == ("1.10", "010", "2026-01-02", "d")
    assert code.terms == ("1.50", "16")
    replace(book, codes=(replace(code, notes="n"),)).save(path)
    assert Codebook.load(path) == replace(book, codes=(replace(code, notes="n"),))
    assert "description: d" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x]\nb: &b [*a, *a]\ncodes: [*b, *b]\n", "line 2: not read: .a points to something elsewhere"),
        ("codes:\n- id: a\n  terms:\n  - *fund\n", "line 4: not read: .fund .* needs quotation marks"),
        ("a: " + "[" * 100_000, "line 1: not read: more than 60 lists"),
        ("- " * 20_000 + "x", "line 1: not read: more than 60 lists"),
        ("codes: [", "line 1: not valid YAML"),
        (f"codes: [{'t, ' * 400_000}t]", "1 MB, and files of this kind are read up to 1 MB"),
    ],
)
def test_yaml_that_grows_or_nests_without_end_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=said):
        Codebook.load(path)


FOREIGN = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo"><Codes>
<Code guid="6aa1d7e5-0000-0000-0000-000000000001" name="Identity" isCodable="true"><Description>{}</Description></Code>
</Codes></CodeBook>"""


@pytest.mark.parametrize(
    "described",
    [
        "Identity.\nTerm: see [Smith 2019]",
        "Id: AB\nExclude: pay",
        "Idle.\nNegation: none",
        "Notes. Id.\nQuestion: what?",
    ],
)
def test_a_foreign_description_is_a_definition_all_of_it(tmp_path: Path, described: str) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(FOREIGN.format(described), encoding="utf-8")
    (code,) = Codebook.load(path).codes
    assert code == Code("identity", "Identity", definition=" ".join(described.split()), guid=code.guid)
    Codebook("B", "1", "", (code,)).save(tmp_path / "again.qdc")
    assert Codebook.load(tmp_path / "again.qdc").codes == (code,)


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(CodebookError, match="not an Excel workbook"):
        Codebook.load(tmp_path / "book.xlsx")


def test_a_code_that_is_not_there_is_answered_with_those_that_look_like_it() -> None:
    with pytest.raises(CodebookError, match="did you mean barrier-time"):
        Codebook.load(LMEP).code("barier-time")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('{id: "a\\u0000b", name: N, definition: d}', r"its id holds a sign that is no text \(U\+0000\)"),
        ('{id: a, name: N, definition: "d\\u001b"}', r"its definition holds a sign that is no text \(U\+001B\)"),
        ('{id: a, name: N, definition: d, terms: ["w\\u0007"]}', r"its terms holds a sign that is no text"),
        (f"{{id: {'x' * 300}, name: N, definition: d}}", "the id is longer than 100 characters"),
    ],
)
def test_what_no_document_and_no_name_of_a_file_can_hold_is_refused(tmp_path: Path, code: str, said: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(f"codes:\n- {code}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=said):
        Codebook.load(path)
