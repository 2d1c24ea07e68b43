"""Codebooks to YAML and Excel and back: nothing lost, comments kept, no text a formula."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lmep_consult.codebook import Code, Codebook
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
            )
        )
    book = Codebook(draw(text), draw(text), draw(st.one_of(st.just(""), text)), tuple(codes), echo="count")
    return replace(book, codes=tuple(in_order(book, "")))


def in_order(book: Codebook, parent: str) -> list[Code]:
    return [each for code in book.children(parent) for each in (code, *in_order(book, code.id))]


@settings(max_examples=60, deadline=None)
@given(book=codebooks())
@pytest.mark.parametrize("ending", [".yaml", ".xlsx"])
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
        ([["id", "name", "definition"], ["a", "A", "d"], ["a", "A", "d"]], "row 3, code a: the id stands twice"),
        ([["id", "name", "definition", "parent"], ["a", "A", "d", "z"]], "row 2, code a: its parent 'z'"),
        ([["id", "name", "definition", "colour"], ["a", "A", "d", "red"]], "row 2, code a: 'red' is no colour"),
        ([["id", "name", "definition", "assumptions"], ["a", "A", "d", "8"]], "row 2, column assumptions: '8'"),
        ([["id", "name", "definition", "assumptions"], ["a", "A", "d", "8 maybe"]], "'maybe' is not for or against"),
        ([["id", "name", "definition", "out_of_scope"], ["a", "A", "d", "perhaps"]], "column out_of_scope: 'perhaps'"),
        ([["id", "name", "definition", "terms"], ["a", "A", "d", "x [nigh: y]"]], "row 2, code a: the term"),
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


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(CodebookError, match="not an Excel workbook"):
        Codebook.load(tmp_path / "book.xlsx")


def test_a_code_that_is_not_there_is_answered_with_those_that_look_like_it() -> None:
    with pytest.raises(CodebookError, match="did you mean barrier-time"):
        Codebook.load(LMEP).code("barier-time")
