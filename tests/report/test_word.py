"""The annex, read through its XML as Word would."""

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
from PIL import Image

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.errors import InputError, StudyError
from lmep_consult.report import Chart, Identity, write_word
from lmep_consult.table import Table


@pytest.fixture
def annex(tables: list[Released], charts: list[Chart], identity: Identity, tmp_path: Path) -> Path:
    write_word(tables, charts, identity, tmp_path / "annex.docx")
    return tmp_path / "annex.docx"


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


def check_annex(path: Path) -> None:
    """What holds of every annex: numbers, references, alternative text, headers, nothing from outside."""
    root = body(path)
    counted: dict[str, list[int]] = {"Table": [], "Figure": []}
    for instruction, shown in fields(root):
        if instruction.startswith("SEQ "):
            counted[instruction.split()[1]].append(int(shown))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in counted.values())
    assert len(counted["Table"]) == len(root.findall(qn("w:tbl")))
    held = bookmarks(root)
    for instruction, shown in fields(root):
        if instruction.startswith("REF "):
            assert held[instruction.split()[1]] == shown
    assert all(link.get(qn("w:anchor")) in held for link in root.iter(qn("w:hyperlink")))
    for page, sizes in pictures_by_section(path):
        for wide, high in sizes:
            assert wide <= page.page_width - page.left_margin - page.right_margin
            assert high <= page.page_height - page.top_margin - page.bottom_margin - Cm(4)  # heading and caption
    pictures = root.findall(f".//{qn('wp:docPr')}")
    assert len(root.findall(f".//{qn('a:blip')}")) == len(pictures)
    assert all(picture.get("descr") for picture in pictures)
    for table in root.findall(qn("w:tbl")):
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


def test_the_demonstrations_annex(demo_reports: Path) -> None:
    path = demo_reports / "scoping_annex.docx"
    check_annex(path)
    assert len(styled(path, "Heading 1")) > 3
    assert all(styled(path, "Heading 2"))


@pytest.mark.parametrize(("across", "down", "upright"), [(300, 1500, True), (900, 800, False)])
def test_a_chart_about_a_wide_table_is_not_cut(
    tables: list[Released], identity: Identity, tmp_path: Path, across: int, down: int, upright: bool
) -> None:
    """A page on its side has room for 17 cm; a chart that is higher than wide stands on an upright page."""
    picture = io.BytesIO()
    Image.new("RGB", (across, down)).save(picture, "png")
    chart = Chart("high", "High", "A high chart.", "wide one", b"<svg/>", picture.getvalue())
    write_word(tables, [chart], replace(identity, logo=None), tmp_path / "a.docx")
    check_annex(tmp_path / "a.docx")
    ((page, _),) = [each for each in pictures_by_section(tmp_path / "a.docx") if each[1]]
    assert (page.page_height > page.page_width) == upright


def test_headings_captions_and_references(annex: Path) -> None:
    check_annex(annex)
    assert styled(annex, "Title") == ["A study of work"]
    assert styled(annex, "Subtitle") == ["A programme"]
    assert styled(annex, "Heading 1") == ["Tables", "The rest"]
    assert styled(annex, "Heading 2") == ["Figures by group", "A wide table", "Nothing was told"]
    assert styled(annex, "Caption") == [
        "Figure 1: Bars by group",
        "Figure 2: Lines by group",
        "Table 1: Figures by group",
        "Figure 3: The wide one drawn",
        "Table 2: A wide table",
        "Table 3: Nothing was told",
    ]
    text = styled(annex, "Normal")
    assert "Table 1 sets this out; Figure 1 and Figure 2 draw it." in text
    assert "MSA came first." in text
    assert {"State: First check by Ann, 2 March 2026", "Made: 3 March 2026, 09:30 UTC"} <= {*text}
    under = styled(annex, "Table Note")
    assert under[:3] == ["Source: A study, 2026", "Source: A study, 2026", "Unit: people."]
    assert under.count("Source: A study, 2026") == 6


def test_the_lists_lead_to_their_parts_before_they_are_updated(annex: Path) -> None:
    lists = {instruction: shown for instruction, shown in fields(body(annex)) if instruction.startswith("TOC")}
    assert lists == {
        r'TOC \o "1-1" \h \z \u': "TablesThe rest",
        r'TOC \h \z \c "Table"': "Table 1: Figures by groupTable 2: A wide tableTable 3: Nothing was told",
        r'TOC \h \z \c "Figure"': "Figure 1: Bars by groupFigure 2: Lines by groupFigure 3: The wide one drawn",
    }


def test_alternative_text_language_and_properties(annex: Path, charts: list[Chart]) -> None:
    document = docx.Document(str(annex))
    alt = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
    assert alt == ["The programme’s mark", *(chart.alt for chart in charts)]
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
    for section, table in zip(document.sections, document.tables, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        assert sum(column.width for column in table.columns) <= room


def test_rows_stay_whole_unless_they_could_not(tables: list[Released], identity: Identity, tmp_path: Path) -> None:
    frame = pd.DataFrame({"quote": ["short", "word " * 1000]})
    write_word([release(Table("t", "t", frame), Rules())], [], identity, tmp_path / "a.docx")
    rows = body(tmp_path / "a.docx").findall(f".//{qn('w:tr')}")
    assert [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows] == [True, True, False]


def test_what_participants_say_stays_text(
    hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    write_word([hostile], [], identity, tmp_path / "a.docx")
    check_annex(tmp_path / "a.docx")
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    assert [row.cells[1].text for row in list(table.rows)[1:]] == list(said.values())
    assert {name.split()[0] for name, _ in fields(body(tmp_path / "a.docx"))} == {"TOC", "SEQ", "REF"}


def template(path: Path) -> Path:
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Georgia"
    document.styles["Table Grid"].element.getparent().remove(document.styles["Table Grid"].element)
    document.sections[0].left_margin = Inches(2)
    document.sections[0].header.paragraphs[0].text = "The department"
    document.add_paragraph("A cover of our own")
    document.save(str(path))
    return path


def test_a_template_gives_styles_page_and_header(
    tables: list[Released], charts: list[Chart], identity: Identity, tmp_path: Path
) -> None:
    path = tmp_path / "annex.docx"
    write_word(tables, charts, identity, path, template(tmp_path / "ours.docx"))
    check_annex(path)
    document = docx.Document(str(path))
    assert document.paragraphs[0].text == "A cover of our own"
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[-1].left_margin == Inches(2)
    assert document.sections[0].header.paragraphs[0].text == "The department"
    assert document.tables[0].style.name == "Table Grid"


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


def test_a_template_that_is_none_is_refused(tables: list[Released], identity: Identity, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    with pytest.raises(InputError, match=r"ours\.docx"):
        write_word(tables, [], identity, tmp_path / "a.docx", path)
    path.write_text("not a zip", encoding="utf-8")
    with pytest.raises(InputError, match=r"ours\.docx: not a Word document"):
        write_word(tables, [], identity, tmp_path / "a.docx", path)
    macro_document(path)
    with pytest.raises(StudyError, match=r"ours\.docx: .* without macros"):
        write_word(tables, [], identity, tmp_path / "a.docx", path)
    with zipfile.ZipFile(path, "w") as damaged:
        damaged.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(StudyError, match=r"ours\.docx: .* damaged"):
        write_word(tables, [], identity, tmp_path / "a.docx", path)
    assert not (tmp_path / "a.docx").exists()


def test_without_a_logo_or_charts(tables: list[Released], identity: Identity, tmp_path: Path) -> None:
    write_word(tables, [], replace(identity, logo=None, fictional=False, programme=""), tmp_path / "a.docx")
    check_annex(tmp_path / "a.docx")
    assert "Table 1 sets this out." in styled(tmp_path / "a.docx", "Normal")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_counts_captions_and_follows_references(annex: Path, tmp_path: Path) -> None:
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(annex)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "annex.odt") as archive:
        root = etree.fromstring(archive.read("content.xml"))
    text = {"text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}
    assert root.xpath("//text:sequence[@text:name='Table']/text()", namespaces=text) == ["1", "2", "3"]
    assert root.xpath("//text:sequence[@text:name='Figure']/text()", namespaces=text) == ["1", "2", "3"]
    references = root.xpath("//text:bookmark-ref/text()", namespaces=text)
    assert references == ["Table 1", "Figure 1", "Figure 2", "Table 2", "Figure 3", "Table 3"]
