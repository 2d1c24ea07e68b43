"""Which words of a Word document can be seen."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lmep_consult.transcripts.docx_text import docx_paragraphs


def paragraphs_of(tmp_path: Path, *bodies: str) -> list[str]:
    """What is read from a document whose body holds this WordprocessingML."""
    document = Document()
    end = document.element.body[-1]
    for body in bodies:
        opening, _, rest = body.partition(">")
        end.addprevious(parse_xml(f"{opening} {nsdecls('w')}>{rest}"))
    path = tmp_path / "typed.docx"
    document.save(str(path))
    return docx_paragraphs(path)


def test_tracked_deletions_are_not_text_and_insertions_are(tmp_path: Path) -> None:
    assert paragraphs_of(
        tmp_path,
        "<w:p><w:r><w:t>P07: We </w:t></w:r>"
        "<w:del w:id='1' w:author='A'><w:r><w:delText>never </w:delText><w:br/><w:tab/></w:r></w:del>"
        "<w:ins w:id='2' w:author='A'><w:r><w:t>always </w:t></w:r></w:ins><w:r><w:t>agreed.</w:t></w:r></w:p>",
    ) == ["P07: We always agreed."]


def test_text_that_was_moved_is_read_once_where_it_went(tmp_path: Path) -> None:
    assert paragraphs_of(
        tmp_path,
        "<w:p><w:moveFrom w:id='1' w:author='A'><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:moveTo w:id='2' w:author='A'><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>",
    ) == ["", "Moved."]


def test_breaks_tabs_links_and_hyphens_are_kept(tmp_path: Path) -> None:
    assert paragraphs_of(
        tmp_path,
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
        "<w:r><w:t>I:</w:t><w:tab/><w:t>see</w:t><w:br/></w:r>"
        "<w:hyperlink><w:r><w:t>data</w:t></w:r></w:hyperlink>"
        "<w:r><w:noBreakHyphen/><w:t>set</w:t><w:cr/><w:t>here</w:t></w:r></w:p>",
    ) == ["I:\tsee\ndata-set\nhere"]


def test_a_content_control_round_paragraphs_hides_none_of_them(tmp_path: Path) -> None:
    assert paragraphs_of(
        tmp_path,
        "<w:p><w:r><w:t>I: Before.</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>P07: Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:t>I: After.</w:t></w:r></w:p>",
    ) == ["I: Before.", "P07: Inside.", "I: After."]


def test_tables_keep_their_place_among_the_paragraphs(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("before")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "I", "one\ntwo"
    document.add_paragraph("after")
    path = tmp_path / "typed.docx"
    document.save(str(path))
    assert docx_paragraphs(path) == ["before", "I\tone\ntwo", "after"]


def test_a_cell_that_spans_columns_is_read_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Part one"
    table.cell(1, 0).text, table.cell(1, 1).text = "I", "Well?"
    path = tmp_path / "typed.docx"
    document.save(str(path))
    assert docx_paragraphs(path) == ["Part one", "I\tWell?"]


def test_a_cell_that_spans_rows_is_read_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 1).merge(table.cell(1, 1)).text = "Both of us say so."
    table.cell(0, 0).text, table.cell(1, 0).text = "R1", "R2"
    path = tmp_path / "typed.docx"
    document.save(str(path))
    assert "\n".join(docx_paragraphs(path)).count("Both of us say so.") == 1
