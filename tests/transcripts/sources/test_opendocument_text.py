"""Which words of an OpenDocument text are read, where they stand, and which are only reported."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.errors import InputError, Problem
from lmep_consult.transcripts.sources import Source, source_of

URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{URN}:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
"""
TITLE = '<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"/>'


def content(body: str, root: str = "document-content", extra: str = "") -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<office:{root} {NAMESPACES} office:mimetype='application/"
        f"vnd.oasis.opendocument.text'><office:styles>{TITLE}</office:styles>"
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>{extra}"
        f"<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )


def save(folder: Path, body: str, master: str = "") -> Path:
    path = folder / "P07.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content(body))
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMESPACES}><office:master-styles>{master}</office:master-styles>"
            "</office:document-styles>",
        )
    return path


def read(folder: Path, body: str, master: str = "") -> Source:
    return source_of(save(folder, body, master))


def p(inner: str = "") -> str:
    return f"<text:p>{inner}</text:p>"


def tc(*blocks: str, **attributes: int) -> str:
    said = "".join(f' table:number-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{said}>{''.join(blocks)}</table:table-cell>"


def table(*rows: str) -> str:
    each = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f"<table:table><table:table-column/>{each}</table:table>"


def test_spans_links_spaces_tabs_and_line_breaks_are_kept(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p('Jane<text:s text:c="3"/>0:04<text:line-break/>A <text:span>b <text:a>li</text:a>nk</text:span>.<text:tab/>')
        + p("one\n   <!-- aside -->two<?x?>\tthree<text:soft-page-break/>.")
        + p('<text:s/>x<text:s text:c="999999999"/>y<text:s text:c="many"/>'),
    )
    first, second, third = source.text.split("\n")
    assert first == "Jane   0:04\vA b link.\t"
    assert second == "one two three."
    assert third.split() == ["x", "y"]
    assert len(third) < 200


def test_the_layout_of_the_file_is_no_text(tmp_path: Path) -> None:
    section = f"\n  <text:section>\n    {p('P07: one')}\n  </text:section>\n"
    assert (
        read(tmp_path, f"{section}<text:list><text:list-item>\n{p('two')}</text:list-item>\n</text:list>").text
        == "P07: one\ntwo"
    )


def test_tracked_deletions_are_not_text_and_insertions_are(tmp_path: Path) -> None:
    deletion = f"<text:changed-region text:id='c1'><text:deletion>{p('never ')}</text:deletion></text:changed-region>"
    source = read(
        tmp_path,
        f"<text:tracked-changes>{deletion}</text:tracked-changes>"
        + p(
            "P07: We <text:change text:change-id='c1'/><text:change-start text:change-id='c2'/>always"
            "<text:change-end text:change-id='c2'/> agreed."
        ),
    )
    assert source.text == "P07: We always agreed."
    assert source.problems == ()


def test_a_row_is_a_paragraph_whose_cells_are_parted_by_tabs(tmp_path: Path) -> None:
    nested = table(tc(p("a")) + tc(p("b")))
    source = read(
        tmp_path,
        p("before")
        + table(tc(p("I")) + tc(p("one"), p("two<text:tab/>x")), tc(p()) + tc(p("outer"), nested, p("end")))
        + p("after"),
    )
    assert source.text == "before\nI\tone\vtwo x\n\touter\va\tb\vend\nafter"


def test_repeated_cells_and_rows_stand_as_often_as_they_say(tmp_path: Path) -> None:
    rows = tc(p("R"), columns_repeated=2) + tc(columns_repeated=3)
    body = table(rows).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">')
    assert read(tmp_path, body).text == "R\tR\t\t\t\nR\tR\t\t\t"


def test_a_cell_that_spans_columns_is_one_and_what_it_covers_below_is_blank(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    top = tc(p("Across"), columns_spanned=2) + covered + tc(p("Down"), rows_spanned=2)
    assert read(tmp_path, table(top, tc(p("I")) + tc(p("Well?")) + covered)).text == "Across\tDown\nI\tWell?\t"


def test_headings_and_titles_are_headings(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        table(tc(p("cell")))
        + "<text:p text:style-name='P1'>Interview</text:p><text:h text:outline-level='1'>Part <text:s/>one</text:h>"
        + "<text:p text:style-name='P2'>P07: words</text:p>",
    )
    assert source.text == "cell\nInterview\nPart  one\nP07: words"
    assert source.headings == {1, 2}


def test_text_boxes_and_shapes_stand_after_the_paragraph_they_hang_on(tmp_path: Path) -> None:
    inside = p("In the box") + table(tc(p("a")) + tc(p("b")))
    frame = f"<draw:frame><draw:text-box>{inside}</draw:text-box><svg:desc>unseen</svg:desc></draw:frame>"
    shape = f"<draw:g><draw:custom-shape>{p('In the shape')}</draw:custom-shape></draw:g>"
    source = read(tmp_path, p(f"P07: be{frame}fore{shape}.") + frame + p("next"))
    assert source.text == "P07: before.\nIn the box\na\tb\nIn the shape\nIn the box\na\tb\nnext"


def note(kind: str, words: str) -> str:
    return (
        f"<text:note text:note-class='{kind}'><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{p(words)}{p('More.')}</text:note-body></text:note>"
    )


def test_notes_comments_and_hidden_text_are_problems(tmp_path: Path) -> None:
    comment = (
        f"<office:annotation><dc:creator>Ada</dc:creator>{p('Check <text:span>this</text:span>.')}</office:annotation>"
    )
    veiled = "<text:span text:style-name='T1'>sec<text:span>r</text:span>et</text:span>"
    source = read(
        tmp_path,
        table(tc(p(f"P07{note('footnote', 'She laughed.')}: yes")) + tc(p("x")))
        + p(f"P07: a{comment}b{veiled}c{note('endnote', 'See.')}")
        + f"<text:section text:display='none'>{p('P08: all of it')}</text:section>",
    )
    assert source.text == "P07: yes\tx\nP07: abc\n"
    assert source.problems == (
        Problem("paragraph 1", "a footnote; not read as speech", "She laughed. More."),
        Problem("paragraph 2", "a comment; not read as speech", "Check this."),
        Problem("paragraph 2", "an endnote; not read as speech", "See. More."),
        Problem("paragraph 2", "hidden text; not read as speech", "secret"),
        Problem("paragraph 3", "hidden text; not read as speech", "P08: all of it"),
    )


MASTER = (
    f"<style:master-page><style:header>{p('Interview 7')}</style:header>"
    f"<style:header-first>{p('First')}</style:header-first>"
    f"<style:footer>{p('page <text:page-number>1</text:page-number>')}{p()}</style:footer></style:master-page>"
)


def test_headers_and_footers_are_furniture(tmp_path: Path) -> None:
    source = read(tmp_path, p("P07: one"), MASTER)
    assert source.text == "P07: one"
    assert source.furniture == ("Interview 7", "First", "page 1")
    assert source.problems == ()


def test_a_flat_document_is_read_as_a_packed_one_is(tmp_path: Path) -> None:
    body = p(f"P07: one{note('footnote', 'x')}") + table(tc(p("I")) + tc(p("two"))) + "<text:h>Part</text:h>"
    flat = tmp_path / "flat.fodt"
    flat.write_text(
        content(body, "document", f"<office:master-styles>{MASTER}</office:master-styles>"), encoding="utf-8"
    )
    assert source_of(flat) == source_of(save(tmp_path, body, MASTER))


# --- no word is lost, none is read twice -----------------------------------------------------------------

Blocks = tuple[str, list[str]]


def together(parts: list[Blocks], before: str, after: str) -> Blocks:
    return before + "".join(xml for xml, _ in parts) + after, [word for _, words in parts for word in words]


def wrapped(words: list[str], tag: str) -> Blocks:
    xml = " ".join(escape(word) for word in words)
    return (f"<{tag}>{xml}</{tag}> " if tag else f"{xml} "), words


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
pieces = st.builds(wrapped, st.lists(words, max_size=3), st.sampled_from(["", "text:span", "text:a", "text:meta"]))
paragraphs = st.builds(
    lambda parts, tag: together(parts, f"<{tag}>", f"</{tag}>\n"),
    st.lists(pieces, max_size=3),
    st.sampled_from(["text:p", "text:h"]),
)


def containers(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Blocks]:
    inside = st.lists(blocks, min_size=1, max_size=3)
    cells = inside.map(lambda parts: together(parts, "<table:table-cell>\n", "</table:table-cell>"))
    rows = st.lists(cells, min_size=1, max_size=3).map(
        lambda parts: together(parts, "<table:table-row>", "</table:table-row>")
    )
    tables = st.lists(rows, min_size=1, max_size=2).map(
        lambda parts: together(parts, "<table:table>", "</table:table>")
    )
    boxes = inside.map(
        lambda parts: together(parts, "<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>")
    )
    sections = inside.map(lambda parts: together(parts, "<text:section>\n ", "</text:section>\n"))
    return tables | boxes | sections


@settings(max_examples=80, deadline=None)
@given(st.lists(st.recursive(paragraphs, containers, max_leaves=8), min_size=1, max_size=4))
def test_every_word_is_read_once_and_in_order(blocks: list[Blocks]) -> None:
    xml, expected = together(blocks, p("first"), p("last"))
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder), xml).text.split() == ["first", *expected, "last"]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2500), st.integers(0, 9), st.binary(max_size=4))
def test_a_damaged_flat_document_is_read_or_refused(at: int, length: int, instead: bytes) -> None:
    body = (
        p(f"P07: one{note('footnote', 'x')}")
        + table(tc(p("I"), columns_spanned=2) + tc(p("two")))
        + "<text:h>Part</text:h>"
    )
    whole = bytearray(content(body, "document").encode())
    whole[at : at + length] = instead
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "P07.fodt"
        path.write_bytes(whole)
        try:
            source_of(path)
        except InputError as refusal:
            assert str(path) in str(refusal)


@pytest.mark.parametrize("missing", ["content.xml", "styles.xml"])
def test_content_must_be_there_and_styles_may_be_missing(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "part.odt"
    with zipfile.ZipFile(save(tmp_path, p("P07: one"))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))
    if missing == "styles.xml":
        assert source_of(path).text == "P07: one"
    else:
        with pytest.raises(InputError, match=r"holds no 'content\.xml'"):
            source_of(path)
