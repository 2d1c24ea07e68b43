"""Which words of a Rich Text document are read, where they stand, and which are only reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.errors import InputError, Problem
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.sources.rtf import read_rtf

FILE = Path("P07.rtf")


def read(body: str | bytes, head: str = r"\ansi\ansicpg1252") -> Source:
    body = body if isinstance(body, bytes) else body.encode("latin-1")
    return read_rtf(b"{\\rtf1" + head.encode() + (b"" if head.endswith("}") else b" ") + body + b"}", FILE)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two\par", "one\ntwo"),
        ("one\\par\r\ntwo\n three", "one\ntwo three"),
        ("one\\\ntwo", "one\ntwo"),
        (r"a\line b\tab c\page d", "a\vb\tc\vd"),
        (r"\{a\\b\}\~c\_d\-e", "{a\\b}\u00a0c-de"),
        (r"\lquote a\rquote\ldblquote b\rdblquote\endash\emdash\bullet", "‘a’“b”–—•"),
        (r"caf\'e9 \'80\'93x\'94", "café €“x”"),
        (r"{\b bold}{\i {\ul both} x} plain\b0 .", "boldboth x plain."),
        (r"\u233?\u8217\'92s \u-10179?\u-8704?!", "é’s 😀!"),
        (r"{\uc0\u55357\uc1\u56832\'3f}", "😀"),
        (r"\uc2\u26085ab\u26412\'93\'fa{\uc0\u233}x", "日本éx"),
        (r"\u8212\emdash x\u8217\par y", "—x’\ny"),
        (r"\u55357? alone", "\ufffd alone"),
        (r"\uc1\u233{x}", "éx"),
        (r"a\unknown b\unknown-12 c{\*\unknown gone}d", "abcd"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
        (r"{\upr{ansi}{\*\ud{unicode}}} x", "unicode x"),
        (r"{\listtext 1.\tab}item{\pict\pngblip 89504e47}{\*\bkmkstart b}.", "item."),
        (r"a{\object{\*\objdata 00}{\result x}}b\sect c", "ab\nc"),
        ("raw caf\xe9", "raw café"),
        ("}after a brace too many", "after a brace too many"),
    ],
)  # fmt: skip
def test_control_words_and_characters(body: str, text: str) -> None:
    assert read(body).text == text


def test_raw_bytes_after_bin_are_passed_over_whatever_they_are() -> None:
    assert read(rb"a{\pict\bin8 {{\par}\'}b").text == "ab"
    assert read(rb"a{\pict\bin99999999 {{").text == "a"


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1251", r"\'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\mac", r"caf\'8e", "café"),
        (r"\pc", r"caf\'82", "café"),
        (r"\ansi\ansicpg99999", r"caf\'e9", "café"),
        (r"\ansi\ansicpg932", r"\'93\'fa\'96\'7b\'83A", "日本ア"),
        (r"\ansi\deff1{\fonttbl{\f0\fswiss\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset161{\*\falt x} C;}}",
         r"\'e0{\f2\'e1}{\f0\'e9}\'e0\f0\'e9\plain\'e0", "аαéаéа"),
    ],
)  # fmt: skip
def test_bytes_are_letters_of_the_font_s_code_page(head: str, body: str, text: str) -> None:
    assert read(body, head).text == text


def test_tracked_deletions_are_not_text_and_insertions_are() -> None:
    source = read(
        r"P07: We {\deleted\revauthdel1 never }{\revised\revauth1 always }\deleted no \deleted0 agreed{\mvf moved}."
        r"{\deleted \'e9\u233?\tab{\b x}\par}next\par{\deleted x\plain\par}"
    )
    assert source.text == "P07: We always agreed.next\n"


def test_a_row_is_a_paragraph_whose_cells_are_parted_by_tabs() -> None:
    source = read(
        r"\pard before\par\trowd\cellx100\cellx200\pard\intbl I\cell one\par two\tab x\cell\pard\intbl"
        r"{\trowd\cellx100\cellx200\row}\trowd\pard\intbl\cell last\cell\row\pard after\par"
    )
    assert source.text == "before\nI\tone\vtwo x\n\tlast\nafter"


def test_a_table_within_a_cell_is_read_row_by_row() -> None:
    source = read(
        r"\trowd\pard\intbl I\cell outer\par\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}c\nestcell\nestcell{\*\nesttableprops\trowd\nestrow}\pard\intbl\itap1 end\cell\row\pard x"
    )
    assert source.text == "I\touter\va\tb\vc\t\vend\nx"


def test_rows_that_break_off_lose_nothing() -> None:
    assert read(r"\pard\intbl a\cell b\pard\par c").text == "a\tb\n\nc"
    assert read(r"\pard\intbl a\cell b").text == "a\tb"
    assert read(r"\pard a\cell b\cell\row c\par").text.split() == ["a", "b", "c"]
    assert read(r"\row\nestrow\cell\itap3 x\row y").text.split() == ["x", "y"]


def test_headers_and_footers_are_furniture_and_notes_are_problems() -> None:
    source = read(
        r"{\header\pard Interview 7\par}{\footerr\pard page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
        r"P07: one{\super\chftn}{\footnote\pard {\chftn} She laughed.\par Twice.} more\par"
        r"\intbl P07: two{\*\footnote\ftnalt\pard See annex.}"
        r"{\*\atnid AB}{\*\atnauthor Ada}\chatn{\*\annotation{\*\atndate 1}{\*\atnref 1}\pard Check this.}\cell x"
        r"\cell\row"
    )
    assert source.text == "P07: one more\nP07: two\tx"
    assert source.furniture == ("Interview 7", "page 1")
    assert source.problems == (
        Problem("paragraph 1", "a footnote; not read as speech", "She laughed. Twice."),
        Problem("paragraph 2", "an endnote; not read as speech", "See annex."),
        Problem("paragraph 2", "a comment; not read as speech", "Check this."),
    )


def test_hidden_text_is_a_problem() -> None:
    source = read(r"P07: one\par P07: a{\v sec}\v ret\v0 b{\v x\plain c}\par")
    assert source.text == "P07: one\nP07: abc"
    assert source.problems == (Problem("paragraph 2", "hidden text; not read as speech", "secretx"),)


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    source = read(
        r"P07: be{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard In the box\par second\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext In the box\par}}}}fore.\par{\*\do\dptxbx{\dptxbxtext old box\par}}next"
    )
    assert source.text == "P07: before.\nIn the box\nsecond\nold box\nnext"


STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\sbasedon0 heading 1;}{\s2\sbasedon1 Topic;}{\*\cs10 Title;}{\cs11 Title;}"
    r"{\s3{\*\keycode x} Title;}{\s4 Heading of speech;}}"
)


def test_paragraphs_of_an_outline_level_or_in_the_style_of_a_heading_are_headings() -> None:
    source = read(
        STYLES
        + r"\pard\s1 A\par\pard\s2 B\par\pard\s3{\b C}\par\pard\s4 d\par\pard\outlinelevel0 E\par\pard\outlinelevel9 f"
        r"\par\pard\s1 G\par\pard h\par"
    )
    assert [source.text.split("\n")[at] for at in sorted(source.headings)] == ["A", "B", "C", "E", "G"]


def test_a_file_that_breaks_off_is_read_and_reported() -> None:
    source = read_rtf(rb"{\rtf1 one\par{\footnote two", FILE)
    assert source.text.split() == ["one"]
    assert [problem.text for problem in source.problems] == ["", "two"]
    assert "breaks off" in source.problems[0].what
    assert read_rtf(b"{\\rtf1 one}\0\0", FILE).problems == ()


@pytest.mark.parametrize(
    "data",
    [b"{\\rtf1 " + b"{" * 1_100_000, b"{\\rtf1 " + b"\\b " * 1_100_000, b"{\\rtf1 " + b"{\\footnote x" * 1000],
    ids=["groups", "words", "notes within notes"],
)
def test_a_bomb_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^P07\.rtf: "):
        read_rtf(data, FILE)


def test_groups_nested_very_deep_are_read() -> None:
    assert read_rtf(b"{\\rtf1 " + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}", FILE).text == "x"


# --- no word is lost, none is read twice -----------------------------------------------------------------


def written(word: str) -> str:
    """The word in Rich Text, each letter beyond ASCII in UTF-16 units with a stand-in."""
    out = []
    for letter in word:
        units = letter.encode("utf-16-le")
        for at in range(0, len(units), 2):
            unit = int.from_bytes(units[at : at + 2], "little")
            if letter in "\\{}":
                out.append("\\" + letter)
            else:
                out.append(letter if unit < 128 else f"\\u{unit - 65536 if unit > 32767 else unit}?")
    return "".join(out)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
said = st.lists(words, max_size=4)
styles = st.sampled_from(
    ["{}", "{{\\b {}}}", "{{\\f1\\fs24 {{\\i {}}}}}", "\\b {}\\b0 ", "{{\\field{{\\*\\fldinst X}}{{\\fldrslt {}}}}}"]
)
paragraphs = st.builds(
    lambda words, style: ("\\pard " + style.format(" ".join(map(written, words))) + " \\par\r\n", words), said, styles
)
rows = st.lists(st.tuples(said, styles), min_size=1, max_size=3).map(
    lambda cells: (
        "\\trowd"
        + "".join(f"\\pard\\intbl {style.format(' '.join(map(written, w)))} \\cell" for w, style in cells)
        + "\\row ",
        [word for words, _ in cells for word in words],
    )
)
lost = words.map(lambda word: (f"{{\\deleted {written(word)}}}{{\\*\\nobody {written(word)}}}", []))


@settings(max_examples=200, deadline=None)
@given(st.lists(paragraphs | rows | lost, max_size=6))
def test_every_word_is_read_once_and_in_order(blocks: list[tuple[str, list[str]]]) -> None:
    source = read("".join(rtf for rtf, _ in blocks))
    assert source.text.split() == [word for _, words in blocks for word in words]
    assert source.problems == ()


WORDS = rb"""
    { } \par \cell \row \nestrow \nestcell \intbl \itap2 \pard \'e9 \u-3 \uc0 \bin2 \* \footnote \header \shptxt \v
    \deleted \stylesheet \s1 \fonttbl \fcharset128 \f1 \upr \ud \ \' \plain \sect
"""
PIECES = [*WORDS.split(), b" x ", b"\0", b"\xff"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_jumble_is_read(pieces: list[bytes]) -> None:
    source = read_rtf(b"{\\rtf1 " + b"".join(pieces), FILE)
    source.text.encode()
    assert all(0 <= at <= source.text.count("\n") for at in source.headings)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read(data: bytes) -> None:
    read_rtf(b"{\\rtf1 " + data, FILE).text.encode()
