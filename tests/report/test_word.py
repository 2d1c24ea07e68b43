"""The Word documents, read through their XML as Word would, and counted in pages by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Inches
from lxml import etree
from reports_read import word_tables

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.errors import InputError, StudyError
from lmep_consult.report import (
    Chart,
    Contents,
    Findings,
    Identity,
    Section,
    write_word_annex,
    write_word_report,
)
from lmep_consult.report.chapter import Quotation
from lmep_consult.table import Table


@pytest.fixture
def made(contents_of: Any, tables: list[Released], charts: list[Chart], section: Section) -> Contents:
    """One section, whose chart is the second, a chart on the first page, and three tables in the annex."""
    made: Contents = contents_of(tables, charts, [section], first_page=["bars"])
    return made


@pytest.fixture
def annex(made: Contents, identity: Identity, tmp_path: Path) -> Path:
    write_word_annex(made, identity, tmp_path / "annex.docx")
    return tmp_path / "annex.docx"


@pytest.fixture
def report(made: Contents, identity: Identity, tmp_path: Path) -> Path:
    write_word_report(made, identity, tmp_path / "report.docx")
    return tmp_path / "report.docx"


def body(path: Path) -> Any:
    return docx.Document(str(path)).element.body


def words(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def styled(path: Path, style: str) -> list[str]:
    return [words(each._p) for each in docx.Document(str(path)).paragraphs if each.style.name == style]


def fields(element: Any) -> list[tuple[str, str]]:
    """Each field's instruction and what it shows, fields in fields too; they must all be closed."""
    found, open_fields = [], []
    for node in element.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        kind = node.get(qn("w:fldCharType"))
        if kind == "begin":
            open_fields.append(["", "", False])
        elif kind == "separate":
            open_fields[-1][2] = True
        elif kind == "end":
            instruction, shown, _ = open_fields.pop()
            found.append((instruction.strip(), shown))
        elif node.tag == qn("w:instrText"):
            open_fields[-1][0] += node.text
        else:
            for field in open_fields:
                field[1] += node.text if field[2] else ""
    assert not open_fields
    return found


def bookmarks(element: Any) -> dict[str, str]:
    """What each bookmark holds."""
    held: dict[str, str] = {}
    starts = list(element.iter(qn("w:bookmarkStart")))
    ids = [start.get(qn("w:id")) for start in starts]
    assert len(set(ids)) == len(ids)
    for start in starts:
        text = ""
        for node in start.itersiblings():
            if node.tag == qn("w:bookmarkEnd") and node.get(qn("w:id")) == start.get(qn("w:id")):
                break
            text += words(node)
        else:
            raise AssertionError("a bookmark that does not end in its paragraph")
        assert start.get(qn("w:name")) not in held
        assert len(start.get(qn("w:name"))) <= 40
        held[start.get(qn("w:name"))] = text
    return held


def pictures_by_section(path: Path) -> list[tuple[Any, list[tuple[int, int]]]]:
    """Each section with the width and height of the pictures in it."""
    document = docx.Document(str(path))
    found: list[list[tuple[int, int]]] = [[]]
    for each in document.element.body:
        found[-1] += [(int(size.get("cx")), int(size.get("cy"))) for size in each.iter(qn("wp:extent"))]
        if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            found.append([])
    return list(zip(document.sections, found, strict=True))


def check(path: Path, tables: int = 1, figures: int = 1) -> None:
    """What holds of every document: numbers from those of its first table and figure, alternative text, headers,
    nothing from outside."""
    root = body(path)
    counted: dict[str, list[int]] = {"Table": [], "Figure": []}
    for instruction, shown in fields(root):
        if instruction.startswith("SEQ "):
            counted[instruction.split()[1]].append(int(shown))
    for kind, first in (("Table", tables), ("Figure", figures)):
        assert counted[kind] == list(range(first, first + len(counted[kind])))
    assert len(counted["Table"]) == len(list(root.iter(qn("w:tbl"))))
    held = bookmarks(root)
    assert all(link.get(qn("w:anchor")) in held for link in root.iter(qn("w:hyperlink")))
    for page, sizes in pictures_by_section(path):
        for wide, high in sizes:
            assert wide <= page.page_width - page.left_margin - page.right_margin
            assert high <= page.page_height - page.top_margin - page.bottom_margin - Cm(4)  # heading and caption
    pictures = root.findall(f".//{qn('wp:docPr')}")
    assert len(root.findall(f".//{qn('a:blip')}")) == len(pictures)
    assert all(picture.get("descr") for picture in pictures)
    for table in root.iter(qn("w:tbl")):
        first, *others = table.findall(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not any(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in others)
        assert all(words(cell) for row in (first, *others) for cell in row.findall(qn("w:tc")))
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}") is not None
        assert not table.findall(f".//{qn('w:vMerge')}") and not table.findall(f".//{qn('w:gridSpan')}")
    with zipfile.ZipFile(path) as archive:
        assert not any("vba" in name.casefold() for name in archive.namelist())
        for name in archive.namelist():
            if name.endswith(".rels"):
                targets = etree.fromstring(archive.read(name)).xpath("//@TargetMode")
                assert "External" not in targets, name


def test_the_demonstrations_documents(demo_reports: Path) -> None:
    check(demo_reports / "scoping_report.docx")
    sections = len(word_tables(docx.Document(str(demo_reports / "scoping_report.docx"))))
    figures = [i for i, _ in fields(body(demo_reports / "scoping_report.docx")) if i.startswith("SEQ Figure")]
    check(demo_reports / "scoping_annex.docx", sections + 1, len(figures) + 1)
    headings = styled(demo_reports / "scoping_report.docx", "Heading 1")
    assert len(headings) == 8
    assert all(len(heading) <= 65 for heading in headings[1:])
    assert len(styled(demo_reports / "scoping_annex.docx", "Heading 1")) > 3


def test_the_results_stand_on_upright_pages(demo_reports: Path) -> None:
    for section in docx.Document(str(demo_reports / "scoping_report.docx")).sections:
        assert section.page_width < section.page_height


def test_the_report_begins_with_its_findings_and_shows_each_section_whole(report: Path) -> None:
    check(report)
    assert styled(report, "Title") == ["A study of work"]
    assert styled(report, "Heading 1") == ["MSA came first", "Maps are clearly first", "What the words mean"]
    assert styled(report, "Finding")[:2] == ["•  MSA put Maps first.", "•  ICB did not."]
    assert styled(report, "Caption") == [
        "Figure 1: Bars by group",
        "Figure 2: Lines by group",
        "Table 1: Voters by option",
    ]
    text = styled(report, "Normal")
    assert [line for line in text if line] == ["Nine voted.", "Maps came first.", "How sure: MSA clear."]
    assert styled(report, "Quotation") == ["“We want maps.” (MSA)"]
    under = styled(report, "Table Note")
    assert under[0].endswith(
        "State: First check by Ann, 2 March 2026. Source: A study, 2026. Made: 3 March 2026, 09:30 UTC."
    )
    assert under[0].startswith("Fictional data: all people, places and answers are invented. A programme.")
    confidential = "[c] confidential: withheld because it counts so few people"
    assert f"Unit: voters. {confidential}. Notes: 1. Source: A study, 2026" in under
    assert "Note 1: A note." in under


def test_the_annex_goes_on_counting_and_ends_with_its_notes(annex: Path) -> None:
    check(annex, tables=2, figures=3)
    assert styled(annex, "Heading 1") == ["Tables", "The rest", "Notes"]
    assert styled(annex, "Heading 2") == ["Figures by group", "A wide table", "Nothing was told"]
    assert styled(annex, "Caption") == [
        "Table 2: Figures by group",
        "Figure 3: The wide one drawn",
        "Table 3: A wide table",
        "Table 4: Nothing was told",
    ]
    assert "MSA came first." in styled(annex, "Normal")
    assert styled(annex, "Finding") == ["1. A note.", "2. More."]


def test_the_lists_lead_to_their_parts_before_they_are_updated(annex: Path) -> None:
    lists = {instruction: shown for instruction, shown in fields(body(annex)) if instruction.startswith("TOC")}
    assert lists == {
        r'TOC \o "1-1" \h \z \u': "TablesThe restNotes",
        r'TOC \h \z \c "Table"': "Table 2: Figures by groupTable 3: A wide tableTable 4: Nothing was told",
        r'TOC \h \z \c "Figure"': "Figure 3: The wide one drawn",
    }


def test_alternative_text_language_and_properties(report: Path, charts: list[Chart]) -> None:
    document = docx.Document(str(report))
    alt = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
    assert alt == ["The programme’s mark", charts[0].alt, charts[1].alt]
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    about = document.core_properties
    assert (about.title, about.author, about.comments) == ("A study of work", "A programme", "")
    assert about.content_status == "First check by Ann, 2 March 2026"
    assert (
        document.sections[0].header.paragraphs[0].text
        == "A programme | First check by Ann, 2 March 2026 | Fictional data"
    )


def test_a_wide_table_lies_on_its_side_and_its_header_is_repeated(annex: Path) -> None:
    document = docx.Document(str(annex))
    shapes = [section.page_width > section.page_height for section in document.sections]
    assert shapes == [False, True, False]
    for section, table in zip(document.sections, word_tables(document), strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(column.width for column in table.columns) <= room


def test_rows_stay_whole_unless_they_could_not(contents_of: Any, identity: Identity, tmp_path: Path) -> None:
    frame = pd.DataFrame({"quote": ["short", "word " * 1000]})
    made = contents_of([release(Table("t", "t", frame), Rules())])
    write_word_annex(made, identity, tmp_path / "a.docx")
    rows = body(tmp_path / "a.docx").findall(f".//{qn('w:tr')}")
    assert [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows] == [True, True, False]


def test_what_participants_say_stays_text(
    contents_of: Any, section: Section, hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    quoted = replace(section, quotations=tuple(Quotation(words, "MSA", "signed off") for words in said))
    made = contents_of(
        [hostile], [], [quoted], found=Findings("<b>", tuple(said), "MSA", tuple(map(str, range(len(said)))))
    )
    write_word_annex(made, identity, tmp_path / "a.docx")
    check(tmp_path / "a.docx", tables=2)
    (table,) = word_tables(docx.Document(str(tmp_path / "a.docx")))
    assert [row.cells[1].text for row in list(table.rows)[1:]] == list(said.values())
    assert {name.split()[0] for name, _ in fields(body(tmp_path / "a.docx"))} == {"TOC", "SEQ"}
    write_word_report(made, identity, tmp_path / "r.docx")
    check(tmp_path / "r.docx")
    assert styled(tmp_path / "r.docx", "Quotation") == [f"“{words}” (MSA)".replace("\n", "") for words in said.values()]


def template(path: Path) -> Path:
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Georgia"
    document.styles["Table Grid"].element.getparent().remove(document.styles["Table Grid"].element)
    document.sections[0].left_margin = Inches(2)
    document.sections[0].header.paragraphs[0].text = "The department"
    document.add_paragraph("A cover of our own")
    document.save(str(path))
    return path


def test_a_template_gives_styles_page_and_header(made: Contents, identity: Identity, tmp_path: Path) -> None:
    path = tmp_path / "annex.docx"
    write_word_annex(made, identity, path, template(tmp_path / "ours.docx"))
    check(path, tables=2, figures=3)
    document = docx.Document(str(path))
    assert document.paragraphs[0].text == "A cover of our own"
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[-1].left_margin == Inches(2)
    assert document.sections[0].header.paragraphs[0].text == "The department"
    assert word_tables(document)[0].style.name == "Table Grid"


def macro_document(path: Path) -> None:
    """A document whose content type says that it holds macros."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = re.sub(
                    rb"application/vnd[^\"]*document\.main\+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                    data,
                )
            new.writestr(name, data)


def test_a_template_that_is_none_is_refused(made: Contents, identity: Identity, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    with pytest.raises(InputError, match=r"ours\.docx"):
        write_word_report(made, identity, tmp_path / "a.docx", path)
    path.write_text("not a zip", encoding="utf-8")
    with pytest.raises(InputError, match=r"ours\.docx: not a Word document"):
        write_word_report(made, identity, tmp_path / "a.docx", path)
    macro_document(path)
    with pytest.raises(StudyError, match=r"ours\.docx: .* without macros"):
        write_word_report(made, identity, tmp_path / "a.docx", path)
    with zipfile.ZipFile(path, "w") as damaged:
        damaged.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(StudyError, match=r"ours\.docx: .* damaged"):
        write_word_report(made, identity, tmp_path / "a.docx", path)
    assert not (tmp_path / "a.docx").exists()


def test_without_a_logo_or_charts(contents_of: Any, tables: list[Released], identity: Identity, tmp_path: Path) -> None:
    plain = replace(identity, logo=None, fictional=False, programme="")
    write_word_annex(contents_of(tables), plain, tmp_path / "a.docx")
    check(tmp_path / "a.docx")
    write_word_report(contents_of([]), plain, tmp_path / "r.docx")
    check(tmp_path / "r.docx")


def converted(path: Path, kind: str, folder: Path) -> Path:
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_counts_captions(annex: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(converted(annex, "odt", tmp_path)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    text = {"text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}
    assert root.xpath("//text:sequence[@text:name='Table']/text()", namespaces=text) == ["2", "3", "4"]
    assert root.xpath("//text:sequence[@text:name='Figure']/text()", namespaces=text) == ["3"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("name", "most"), [("scoping_report", 12), ("scoping_annex", 25)])
def test_the_demonstrations_documents_are_short(name: str, most: int, demo_reports: Path, tmp_path: Path) -> None:
    made = converted(demo_reports / f"{name}.docx", "pdf", tmp_path).read_bytes()
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", made)) <= most
