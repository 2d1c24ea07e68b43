"""Which words of a Word document are read, where they stand, and which are only reported."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.errors import InputError, Problem
from lmep_consult.transcripts.sources import Source, source_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, inner: str, namespace: str = W) -> str:
    return f'<w:{root} xmlns:w="{namespace}" xmlns:mc="{MC}" xmlns:m="{MATH}">{inner}</w:{root}>'


def links(*pairs: tuple[str, str]) -> str:
    each = "".join(f'<Relationship Id="r" Type="{RELATED}/{kind}" Target="{target}"/>' for kind, target in pairs)
    return f'<Relationships xmlns="x">{each}</Relationships>'


def save(folder: Path, body: str, main: str = "word/document.xml", namespace: str = W, **parts: str) -> Path:
    """A document of this body and these parts: styles, footnotes, endnotes, comments, header, footer."""
    path = folder / "P07.docx"
    place, _, name = main.rpartition("/")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", links(("officeDocument", main)))
        archive.writestr(f"{place}/_rels/{name}.rels".lstrip("/"), links(*((kind, f"{kind}.xml") for kind in parts)))
        archive.writestr(main, part("document", f"<w:body>{body}</w:body>", namespace))
        for kind, inner in parts.items():
            archive.writestr(f"{place}/{kind}.xml".lstrip("/"), part(kind, inner, namespace))
    return path


def read(folder: Path, body: str, **parts: str) -> Source:
    return source_of(save(folder, body, **parts))


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tc(*blocks: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(blocks)}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def box(*blocks: str) -> str:
    return f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"


def test_breaks_tabs_hyphens_links_and_symbols_are_kept(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(
            "<w:r><w:t>I:</w:t><w:tab/><w:t>see</w:t><w:br/></w:r><w:hyperlink><w:r><w:t>data</w:t></w:r></w:hyperlink>",
            "<w:r><w:noBreakHyphen/><w:t>set</w:t><w:cr/><w:t>here</w:t><w:softHyphen/><w:ptab/></w:r>",
            "<w:smartTag><w:r><w:sym w:font='Symbol' w:char='00B5'/></w:r></w:smartTag>",
            "<m:oMath><m:r><m:rPr/><m:t>x+1</m:t></m:r></m:oMath>",
            properties="<w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs>",
        ),
    )
    assert source.text == "I:\tsee\vdata-set\vhere\tµx+1"


def test_tracked_deletions_and_what_was_moved_away_are_not_text(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(
            r("P07: We "),
            "<w:del><w:r><w:delText>never </w:delText><w:br/><w:t>no </w:t></w:r></w:del>",
            f"<w:ins>{r('always ')}</w:ins><w:moveFrom>{r('Moved. ')}</w:moveFrom>{r('agreed.')}",
        )
        + p(f"<w:moveTo>{r('Moved.')}</w:moveTo>"),
    )
    assert source.text == "P07: We always agreed.\nMoved."


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_a_deleted_paragraph_mark_joins_the_paragraph_to_the_next(tmp_path: Path, change: str) -> None:
    joined = f"<w:rPr><w:{change} w:id='1'/></w:rPr>"
    source = read(tmp_path, p(r("one "), properties=joined) + p(r("two ")) + p(r("three "), properties=joined))
    assert source.text == "one two \nthree "


def test_deleted_rows_and_cells_are_not_text(tmp_path: Path) -> None:
    gone = f"<w:trPr><w:del w:id='1'/></w:trPr>{tc(p(r('gone')))}"
    cell = f"<w:tc><w:tcPr><w:cellDel w:id='2'/></w:tcPr>{p(r('gone'))}</w:tc>"
    assert read(tmp_path, tbl(gone, tc(p(r("I"))) + cell + tc(p(r("here"))))).text == "I\there"


def test_a_row_is_a_paragraph_whose_cells_are_parted_by_tabs(tmp_path: Path) -> None:
    nested = tbl(tc(p(r("a"))) + tc(p(r("b"))), tc(p(r("c"))) + tc(p()))
    source = read(
        tmp_path,
        p(r("before"))
        + tbl(
            tc(p(r("I"))) + tc(p(r("one")) + p("<w:r><w:t>two</w:t><w:br/><w:tab/><w:t>x</w:t></w:r>")),
            tc(p()) + tc(p(r("outer")) + nested + p()),
        )
        + p(r("after")),
    )
    assert source.text == "before\nI\tone\vtwo\v x\n\touter\va\tb\vc\t\nafter"


def test_cells_that_span_are_read_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Across"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "Down"
    table.cell(1, 0).text, table.cell(1, 1).text = "I", "Well?"
    document.save(str(tmp_path / "a.docx"))
    assert source_of(tmp_path / "a.docx").text == "Across\tDown\nI\tWell?\t"


def test_content_controls_hide_nothing(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p(r('P07: Inside.'))}</w:sdtContent></w:sdt>"
        f"<w:customXml>{p(f'<w:sdt><w:sdtContent>{r(chr(73))}</w:sdtContent></w:sdt>')}</w:customXml>"
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{tc(p(r('cell')))}</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert read(tmp_path, body).text == "P07: Inside.\nI\ncell"


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on(tmp_path: Path) -> None:
    shown = box(p(r("In the box")), tbl(tc(p(r("a"))) + tc(p(r("b")))))
    choice = f"<mc:Choice Requires='wps'><w:drawing>{shown}</w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict>{box(p(r('In the box')))}</w:pict></mc:Fallback>"
    alternatives = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    source = read(tmp_path, p(r("P07: be"), alternatives, r("fore.")) + p(r("next")))
    assert source.text == "P07: before.\nIn the box\na\tb\nnext"


def test_a_fallback_is_read_where_the_choice_has_no_text(tmp_path: Path) -> None:
    alternatives = f"<mc:Choice>{p()}</mc:Choice><mc:Fallback>{p(r('P07: words'))}</mc:Fallback>"
    assert read(tmp_path, f"<mc:AlternateContent>{alternatives}</mc:AlternateContent>").text.strip() == "P07: words"


def test_fields_show_their_result_and_not_their_instruction(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    merged = mark("begin") + "<w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>" + mark("separate")
    source = read(
        tmp_path,
        p(
            r("a "), mark("begin"), "<w:r><w:instrText>IF </w:instrText></w:r>", merged, r("unseen"), mark("end"),
            mark("separate"), r("result"), mark("end"), f"<w:fldSimple w:instr='PAGE'>{r(' 7')}</w:fldSimple>",
            mark("begin"), mark("end"), r(" z"),
        ),
    )  # fmt: skip
    assert source.text == "a result 7 z"


STYLES = """
<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Topic"><w:name w:val="Topic"/><w:basedOn w:val="Sub"/></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="About"/></w:style>
<w:style w:type="paragraph" w:styleId="About"><w:name w:val="About"/><w:basedOn w:val="Round"/></w:style>
<w:style w:type="paragraph" w:styleId="Speech"><w:name w:val="Heading of speech"/></w:style>
<w:style w:type="character" w:styleId="Veil"><w:name w:val="Veil"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Veiled"><w:name w:val="Veiled"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


def test_paragraphs_in_the_style_of_a_heading_are_headings_whatever_the_style_s_id(tmp_path: Path) -> None:
    styles = ["Titel", "berschrift1", "Topic", "Round", "Speech", "Missing", "Normal"]
    body = "".join(p(r(style), properties=f"<w:pStyle w:val='{style}'/>") for style in styles)
    source = read(tmp_path, tbl(tc(p(r("a")))) + body, styles=STYLES)
    assert [source.text.split("\n")[at] for at in sorted(source.headings)] == ["Titel", "berschrift1", "Topic"]


def test_hidden_text_is_a_problem_and_not_text(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(r("P07: seen"))
        + p(
            r("P07: a"), r("secr", "<w:vanish/>"), r("et", "<w:rStyle w:val='Veil'/>"), r("b", "<w:vanish w:val='0'/>"),
        )
        + p(r("all of it"), properties="<w:pStyle w:val='Veiled'/>"),
        styles=STYLES,
    )  # fmt: skip
    assert source.text == "P07: seen\nP07: ab\n"
    assert source.problems == (
        Problem("paragraph 2", "hidden text; not read as speech", "secret"),
        Problem("paragraph 3", "hidden text; not read as speech", "all of it"),
    )


def test_headers_and_footers_are_furniture_and_notes_and_comments_are_problems(tmp_path: Path) -> None:
    gone = r("never ")
    source = read(
        tmp_path,
        p(r("I: one"))
        + tbl(tc(p(r("P07"))) + tc(p(r("two"), "<w:r><w:footnoteReference w:id='2'/></w:r>") + p(r("three"))))
        + p(r("P07: four"), "<w:r><w:endnoteReference w:id='2'/><w:commentReference w:id='0'/></w:r>"),
        header=p(r("Interview 7")) + p(),
        footer=p(r("page "), "<w:fldSimple w:instr='PAGE'><w:r><w:t>1</w:t></w:r></w:fldSimple>"),
        footnotes=f"<w:footnote w:type='separator' w:id='0'>{p(r('---'))}</w:footnote>"
        f"<w:footnote w:id='2'>{p(r('She '), f'<w:del>{gone}</w:del>', r('laughed.'))}{p(r('Twice.'))}</w:footnote>",
        endnotes=f"<w:endnote w:id='2'>{p(r('See annex.'))}</w:endnote>",
        comments=f"<w:comment w:id='0' w:author='A'>{p(r('Check this.'))}</w:comment>"
        f"<w:comment w:id='9'>{p(r('Lost.'))}</w:comment>",
    )
    assert source.text == "I: one\nP07\ttwo\vthree\nP07: four"
    assert source.furniture == ("Interview 7", "page 1")
    assert source.problems == (
        Problem("paragraph 2", "a footnote; not read as speech", "She laughed. Twice."),
        Problem("paragraph 3", "an endnote; not read as speech", "See annex."),
        Problem("paragraph 3", "a comment; not read as speech", "Check this."),
        Problem("comments", "a comment; not read as speech", "Lost."),
    )


def test_a_document_within_the_document_is_reported(tmp_path: Path) -> None:
    [problem] = read(tmp_path, p(r("P07: one")) + "<w:altChunk/>").problems
    assert problem.where == "paragraph 2"
    assert "not read" in problem.what


@pytest.mark.parametrize("namespace", [W, STRICT])
@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "parts/deep/main.xml"])
def test_the_main_part_is_found_wherever_it_lies_and_in_either_namespace(
    tmp_path: Path, main: str, namespace: str
) -> None:
    path = save(tmp_path, p(r("P07: hello"), properties="<w:pStyle w:val='Titel'/>"), main, namespace, styles=STYLES)
    source = source_of(path)
    assert source.text == "P07: hello"
    assert source.headings == {0}


def test_line_ends_within_the_xml_end_no_paragraph(tmp_path: Path) -> None:
    assert (
        read(tmp_path, p(r("P07: one\r\ntwo\nthree")) + "<!-- x --><?y?>" + p(r("I"))).text == "P07: one two three\nI"
    )


# --- no word is lost, none is read twice -----------------------------------------------------------------

Blocks = tuple[str, list[str]]  # the XML, and the words in it that are to be read
WRAPPERS = ["", "ins", "hyperlink", "smartTag", "moveTo"]
GONE = ["del", "moveFrom"]


def run_of(words: list[str], wrapper: str) -> Blocks:
    xml = "".join(r(f"{word} ") for word in words)
    return f"<w:{wrapper}>{xml}</w:{wrapper}>" if wrapper else xml, [] if wrapper in GONE else words


def together(parts: list[Blocks], before: str, after: str) -> Blocks:
    return before + "".join(xml for xml, _ in parts) + after, [word for _, words in parts for word in words]


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
runs = st.builds(run_of, st.lists(words, max_size=3), st.sampled_from(WRAPPERS + GONE))
paragraphs = st.lists(runs, max_size=3).map(lambda parts: together(parts, "<w:p>", "</w:p>"))


def containers(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Blocks]:
    inside = st.lists(blocks, min_size=1, max_size=3)
    cells = st.lists(inside.map(lambda parts: together(parts, "<w:tc>", "</w:tc>")), min_size=1, max_size=3)
    rows = st.lists(cells.map(lambda parts: together(parts, "<w:tr>", "</w:tr>")), min_size=1, max_size=2)
    boxed = inside.map(lambda parts: together(parts, "<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"))
    controls = inside.map(lambda parts: together(parts, "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"))
    return boxed | controls | rows.map(lambda parts: together(parts, "<w:tbl>", "</w:tbl>"))


bodies = st.lists(st.recursive(paragraphs, containers, max_leaves=8), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(bodies)
def test_every_word_is_read_once_and_in_order(blocks: list[Blocks]) -> None:
    xml, expected = together(blocks, p(r("first ")), p(r("last")))
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder), xml).text.split() == ["first", *expected, "last"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        body = (
            p(r("I: a"), properties="<w:pStyle w:val='Titel'/>") + tbl(tc(p(r("b"))) + tc(box(p(r("c"))))) + p(r("d"))
        )
        packed = save(Path(folder), body, styles=STYLES, footnotes=f"<w:footnote w:id='1'>{p(r('x'))}</w:footnote>")
        stored = Path(folder) / "stored.docx"
        with zipfile.ZipFile(packed) as old, zipfile.ZipFile(stored, "w") as new:
            for name in old.namelist():
                member = bytearray(old.read(name))
                if data.draw(st.booleans()):  # damage that no checksum tells of
                    at = data.draw(st.integers(0, len(member) - 1))
                    member[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
                new.writestr(name, bytes(member))
        whole = bytearray((packed if data.draw(st.booleans()) else stored).read_bytes())
        for _ in range(data.draw(st.integers(0, 2))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        stored.write_bytes(whole)
        try:
            source_of(stored)
        except InputError as refusal:
            assert str(stored) in str(refusal)
