"""An author's Word document is brought up to date, and all that is not in a control stays byte for byte."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from corporate import RED, Numbered, corporate, paragraph, parts_of, run, text_box
from docx.oxml.ns import qn
from filled import TODAY, outside, shown_by
from lxml import etree
from PIL import Image

from lmep_consult.documents import Filled, State, fill
from lmep_consult.errors import InputError
from lmep_consult.report import Identity, Value, write_numbers
from lmep_consult.report.values import split_tag, stamped

Values = dict[str, Value]
Fill = Callable[..., Filled]


def written(filled: Filled, document: Path) -> Path:
    path = filled.write(document, TODAY)
    assert path is not None
    return path


@pytest.fixture
def once_filled(sixty: Path, filled_from: Fill) -> Path:
    return written(filled_from(sixty, "before"), sixty)


def test_every_control_says_what_the_tables_say_after_a_late_vote_and_a_withdrawal(
    once_filled: Path, filled_from: Fill, after: Values, before: Values
) -> None:
    filled = filled_from(once_filled)
    path = written(filled, once_filled)
    assert path.name == "Report (filled 2026-04-01, 2).docx"
    said = shown_by(path)
    assert len(said) == 61  # the box's control is there twice, for older versions of Word
    lost = {line.tag for line in filled.lines if line.state is State.REMOVED}
    kept = {line.tag for line in filled.lines if line.state in (State.WITHHELD, State.GONE)}
    for tag, text in said:
        if tag not in lost | kept:
            assert " ".join(text.split()) == " ".join(after[tag].text.split()), tag
    assert {line.tag for line in filled.lines if line.state is State.CHANGED} == {
        tag for tag, _ in said if tag in after and tag not in kept and after[tag].content != before[tag].content
    }


def test_a_number_is_what_the_csv_file_says(once_filled: Path, filled_from: Fill, changed_run: Path) -> None:
    said = dict(shown_by(written(filled_from(once_filled), once_filled)))
    with (changed_run / "reports" / "tables" / "sample_interviews.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["group"] == "All groups"]
    assert said["sample_interviews/All-groups/achieved"] == row["achieved"]


def test_all_else_is_byte_for_byte_as_it_was(once_filled: Path, filled_from: Fill) -> None:
    was, now = parts_of(once_filled), parts_of(written(filled_from(once_filled), once_filled))
    differ = {name for name in was if was[name] != now[name]}
    new = now.keys() - was.keys()
    assert all(re.fullmatch(r"word/media/lmep_\w+\.png", name) for name in new)
    allowed = {"word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footnotes1.xml"}
    pictures = {name for name in differ if name.startswith("word/media/")}  # emptied, as nothing shows them now
    assert differ - pictures <= allowed | {"word/_rels/document.xml.rels"}
    for name in allowed:
        assert outside(was[name]) == outside(now[name])


def test_filled_twice_nothing_changes(once_filled: Path, filled_from: Fill) -> None:
    again = written(filled_from(once_filled), once_filled)
    twice = filled_from(again)
    assert twice.content is None
    assert twice.write(again, TODAY) is None
    assert {line.state for line in twice.lines} <= {State.SAME, State.REMOVED, State.WITHHELD, State.GONE}


def test_words_of_somebody_who_withdrew_are_in_no_part(
    once_filled: Path, filled_from: Fill, before: Values, after: Values
) -> None:
    gone = {tag: value for tag, value in before.items() if value.kind == "quotation" and tag not in after}
    assert gone
    filled = filled_from(once_filled)
    assert gone.keys() <= {line.tag for line in filled.lines if line.state is State.REMOVED}
    everything = b" ".join(parts_of(written(filled, once_filled)).values()).decode("utf-8", "replace")
    for value in gone.values():
        words = value.text.split("”")[0].strip("“")
        assert words[:40] not in everything


def test_the_words_are_taken_out_though_an_author_cut_them(
    before: Values, after: Values, filled_from: Fill, tmp_path: Path
) -> None:
    (tag, *_) = (tag for tag, value in before.items() if value.kind == "quotation" and tag not in after)
    words = before[tag].text
    controls = Numbered()
    cut = controls.inline(f"{tag}#0000000", words[:40])
    document = corporate(
        tmp_path / "r.docx", [paragraph(cut), paragraph(run(f"As one said, {words.split('”')[0][1:]}."))]
    )
    filled = filled_from(document)
    assert [line.state for line in filled.lines] == [State.REMOVED]
    full = corporate(tmp_path / "f.docx", [paragraph(controls.inline(f"{tag}#0000000", words)), paragraph(run(words))])
    assert [line.state for line in filled_from(full).lines] == [State.REMOVED, State.LEFT]
    assert words[:20] not in shown_by(written(filled, document))[0][1]


def test_the_formatting_of_the_first_run_is_kept(filled_from: Fill, tmp_path: Path) -> None:
    controls = Numbered()
    hint = controls.around("findings/sample", run("Click here"), "<w:rPr><w:i/></w:rPr><w:showingPlcHdr/>")
    document = corporate(tmp_path / "r.docx", [paragraph(controls.inline("findings/headline")), paragraph(hint)])
    made = parts_of(written(filled_from(document), document))["word/document.xml"].decode()
    first, second = re.findall(r"<w:sdtContent>(.*?)</w:sdtContent>", made)
    assert first.startswith(f"<w:r>{RED}<w:t") and first.count("<w:r>") == 1
    assert second.startswith("<w:r><w:rPr><w:i/></w:rPr><w:t") and "showingPlcHdr" not in made


def test_what_was_changed_by_hand_is_not_replaced_without_being_told(
    once_filled: Path, filled_from: Fill, tmp_path: Path
) -> None:
    parts = parts_of(once_filled)
    text = parts["word/header1.xml"].decode()
    edited = corporate_with(
        once_filled,
        tmp_path / "edited.docx",
        "word/header1.xml",
        re.sub(r"(<w:sdtContent>.*?<w:t[^>]*>)[^<]*", r"\1By hand", text),
    )
    left, replaced = filled_from(edited), filled_from(edited, overwrite=True)
    (line,) = [line for line in left.lines if line.where == "a header"]
    assert line.state is State.EDITED and line.old == "By hand"
    assert dict(shown_by(written(left, edited), "word/header1.xml")) == {"findings/headline": "By hand"}
    (line,) = [line for line in replaced.lines if line.where == "a header"]
    assert line.state is State.OVERWRITTEN
    assert dict(shown_by(written(replaced, edited), "word/header1.xml")) == {"findings/headline": line.new}


def corporate_with(document: Path, path: Path, part: str, content: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, was in parts_of(document).items():
            made.writestr(name, content if name == part else was)
    return path


def test_a_table_grows_and_is_cut_and_keeps_its_look(before: Values, filled_from: Fill, tmp_path: Path) -> None:
    controls = Numbered()
    few, many = controls.table("table/priorities_themes"), controls.table("table/workshops", [["x"] * 9] * 30)
    document = corporate(tmp_path / "r.docx", [few, paragraph(), many])
    made = docx.Document(str(written(filled_from(document, "before"), document))).element.body
    for table, tag in zip(made.iter(qn("w:tbl")), ("table/priorities_themes", "table/workshops"), strict=True):
        rows = [
            ["".join(t.text for t in c.iter(qn("w:t"))) for c in r.findall(qn("w:tc"))]
            for r in table.findall(qn("w:tr"))
        ]
        assert rows == [list(row) for row in before[tag].rows]
        assert len(table.find(qn("w:tblGrid"))) == len(rows[0])
        assert len(list(table.iter(qn("w:tblHeader")))) == 1
        assert all(cell.find(f".//{qn('w:color')}") is not None for r in table.findall(qn("w:tr"))[1:] for cell in r)
        ids = [value for r in table.findall(qn("w:tr")) for name, value in r.items() if name.endswith("paraId")]
        assert len(ids) == len(set(ids))


def test_a_chart_is_replaced_with_its_words_and_keeps_its_width(
    tmp_path: Path, filled_from: Fill, after: Values, changed_run: Path
) -> None:
    controls = Numbered()
    document = corporate(tmp_path / "r.docx", [controls.around("chart/sample_interviews", paragraph(run("chart")))])
    first = written(filled_from(document, "before"), document)
    narrow = parts_of(first)["word/document.xml"].decode().replace('cx="5760000"', 'cx="2880000"')
    narrow_high = re.sub(r'cy="(\d+)"', lambda found: f'cy="{int(found[1]) // 2}"', narrow)
    own = corporate_with(first, tmp_path / "own.docx", "word/document.xml", narrow_high)
    path = written(filled_from(own), own)
    root = etree.fromstring(parts_of(path)["word/document.xml"])
    (extent,), (about,) = (list(root.iter(qn(name))) for name in ("wp:extent", "wp:docPr"))
    png = (changed_run / "reports" / "charts" / "sample_interviews.png").read_bytes()
    with Image.open(io.BytesIO(png)) as picture:
        shape = picture.height / picture.width
    assert about.get("descr") == after["chart/sample_interviews"].text
    assert extent.get("cx") == "2880000" and int(extent.get("cy")) == pytest.approx(2880000 * shape, rel=0.02)
    pictures = {name: content for name, content in parts_of(path).items() if name.startswith("word/media/lmep")}
    assert list(pictures.values()).count(png) == 1
    assert max(len(content) for content in pictures.values() if content != png) < 100  # nothing of the old one is left


def test_a_chart_that_is_there_as_svg_too_is_replaced_in_both(filled_from: Fill, tmp_path: Path) -> None:
    """Word shows the SVG, and older versions of it the PNG."""
    chart = [Numbered().around("chart/sample_interviews", paragraph(run("chart")))]
    once = written(filled_from(document := corporate(tmp_path / "r.docx", chart), "before"), document)
    parts = parts_of(once)
    space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    more = f'><a:extLst><a:ext><asvg:svgBlip xmlns:asvg="{space}" r:embed="rIdSvg"/></a:ext></a:extLst></a:blip>'
    body = re.sub(r'(<a:blip [^>]*r:embed="[^"]*")/>', rf"\1{more}", parts["word/document.xml"].decode())
    leads = '<Relationship Id="rIdSvg" Type="x/image" Target="media/old.svg"/></Relationships>'
    relations = parts["word/_rels/document.xml.rels"].decode().replace("</Relationships>", leads)
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(own, "w") as made:
        for name, content in parts.items():
            made.writestr(
                name, {"word/document.xml": body, "word/_rels/document.xml.rels": relations}.get(name, content)
            )
        made.writestr("word/media/old.svg", "<svg><text>12 of 40</text></svg>")
    now = parts_of(written(filled_from(own), own))
    assert b"svgBlip" in body.encode() and b"svgBlip" not in now["word/document.xml"]
    assert b"12 of 40" not in now["word/media/old.svg"] and etree.fromstring(now["word/media/old.svg"]) is not None


def test_a_number_that_is_withheld_now_stays_and_is_marked(filled_from: Fill, after: Values, tmp_path: Path) -> None:
    tag = next(tag for tag, value in after.items() if value.text == "[c]" and value.kind == "number")
    controls = Numbered()
    document = corporate(tmp_path / "r.docx", [paragraph(controls.inline(stamped(tag, "11"), "11"))])
    filled = filled_from(document)
    assert [(line.state, line.stale) for line in filled.lines] == [(State.WITHHELD, True)]
    path = written(filled, document)
    assert dict(shown_by(path)) == {tag: "11 [c]"}
    again = filled_from(path)
    assert again.content is None and again.stale


def test_what_there_is_no_value_for_any_more_is_left_and_marked(
    filled_from: Fill, before: Values, changed_run: Path, tmp_path: Path
) -> None:
    """Text, a table and a chart; once, and no longer than there is no value."""
    tags = ("findings/headline", "table/workshops", "chart/sample_interviews")
    c = Numbered()
    body = [paragraph(c.inline(tags[0])), c.table(tags[1]), c.around(tags[2], paragraph(run("chart")))]
    document = corporate(tmp_path / "r.docx", body)
    once = written(filled_from(document, "before"), document)
    charts = changed_run / "reports" / "charts"
    left = {tag: value for tag, value in before.items() if tag not in tags}
    gone = fill(once, left, charts)
    assert [(line.state, line.stale) for line in gone.lines] == [(State.GONE, True)] * 3
    marked = written(gone, once)
    assert shown_by(marked) == [(tag, f"{text} [x]") for tag, text in shown_by(once)]
    assert parts_of(marked)["word/document.xml"].count(b"> [x]</w:t>") == 3
    assert fill(marked, left, charts).content is None
    again = written(filled_from(marked), marked)
    assert b"> [x]</w:t>" not in parts_of(again)["word/document.xml"]
    assert {line.state for line in filled_from(again).lines} == {State.SAME}


def test_a_control_in_a_comment_is_filled_and_the_comment_stays(filled_from: Fill, tmp_path: Path) -> None:
    inside = Numbered().inline("findings/sample")
    path = corporate(tmp_path / "plain.docx", [])
    comment = parts_of(path)["word/comments1.xml"].decode().replace("</w:p>", f"{inside}</w:p>")
    document = corporate_with(path, tmp_path / "r.docx", "word/comments1.xml", comment)
    filled = filled_from(document)
    assert [(line.where, line.state) for line in filled.lines] == [("a comment", State.CHANGED)]
    now = parts_of(written(filled, document))
    assert outside(now["word/comments1.xml"]) == outside(comment.encode())
    assert {name for name, part in parts_of(document).items() if part != now[name]} == {"word/comments1.xml"}


def test_the_reports_of_a_run_are_up_to_date(changed_run: Path, filled_from: Fill) -> None:
    for name in ("scoping_report.docx", "scoping_annex.docx"):
        filled = filled_from(changed_run / "reports" / name)
        assert len(filled.lines) > 5
        assert {line.state for line in filled.lines} == {State.SAME}, name


def test_numbers_docx_has_a_control_for_every_value(filled_from: Fill, after: Values, tmp_path: Path) -> None:
    """Each in the row and column that make its tag, for those who type tags."""
    write_numbers(after, Identity("A study", "A study, 2026"), tmp_path / "numbers.docx")
    filled = filled_from(tmp_path / "numbers.docx")
    assert {line.state for line in filled.lines if line.kind not in ("table", "chart")} == {State.SAME}
    found = [split_tag(line.tag)[0] for line in filled.lines]
    for table in docx.Document(str(tmp_path / "numbers.docx")).element.body.iter(qn("w:tbl")):
        rows = [["".join(p.itertext(qn("w:t"))) for p in row.iter(qn("w:p"))] for row in table.iter(qn("w:tr"))]
        for control in table.iter(qn("w:sdt")) if rows[0][0] == "" else ():
            row, column = (next(control.iterancestors(qn(name))) for name in ("w:tr", "w:tc"))
            name = "".join(list(row.iter(qn("w:p")))[1].itertext(qn("w:t")))
            tag = split_tag(control.find(f".//{qn('w:tag')}").get(qn("w:val")))[0]
            assert tag == f"{name}/{rows[0][row.index(column) - 1]}"
    assert sorted(found) == sorted(tag for tag, value in after.items() if value.kind != "bars")  # which are of slides


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (lambda c: paragraph(c.inline("findings/headlin")), "the tag 'findings/headlin' .* is it 'findings/headline'"),
        (lambda c: paragraph(c.around("findings/sample", c.inline("findings/headline"))), "holds another control"),
        (lambda c: paragraph(c.inline("findings/sample", more='<w:dataBinding w:xpath="/a"/>')), "bound to custom XML"),
        (lambda c: paragraph(c.inline("findings/sample")) * 2, "the same id"),
    ],
    ids=["tag", "nested", "bound", "ids"],
)  # fmt: skip
def test_what_cannot_be_filled_without_harm_is_refused(
    inside: Any, said: str, tmp_path: Path, filled_from: Fill
) -> None:
    document = corporate(tmp_path / "r.docx", [inside(Numbered())])
    with pytest.raises(InputError, match=said) as raised:
        filled_from(document)
    assert "\n" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["r.docx"]


def by_libreoffice(document: Path, folder: Path) -> Path:
    """The document as LibreOffice writes it."""
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", str(folder / "lo"), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "lo" / document.name


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_document_of_libreoffice_is_filled_and_shown_by_it(filled_from: Fill, after: Values, tmp_path: Path) -> None:
    """It leaves tags out of what it writes (7.4), so the controls are put into its document."""
    inline = (
        "findings/sample",
        "sample_interviews/All-groups/achieved",
        "findings/headline",
        "priorities/themes/All-groups/1/option",
    )
    table = "table/priorities_themes"
    marks = [f"<w:r>{RED}<w:t>@@{at}@@</w:t></w:r>" for at in range(4)]
    body = [paragraph(marks[0]), paragraph(run("n="), marks[1]), paragraph(text_box(marks[2])), paragraph(run("@@T@@"))]
    own = by_libreoffice(corporate(tmp_path / "own.docx", body, {"footnote": marks[3]}), tmp_path)
    controls = Numbered()

    def control(found: re.Match[str]) -> str:
        return controls.around(inline[int(found[1])] if found[1].isdigit() else table, found[0])

    with zipfile.ZipFile(document := tmp_path / "with controls.docx", "w") as made:
        for name, part in parts_of(own).items():
            text = part.decode("utf-8")
            for element in ("w:r", "w:p"):
                mark = r"\d" if element == "w:r" else "T"
                inside = f"(?:(?!</?{element}[ >]).)*"
                text = re.sub(f"<{element}>{inside}@@({mark})@@{inside}</{element}>", control, text, flags=re.DOTALL)
            made.writestr(name, text)
    path = written(filled_from(document), document)
    said = shown_by(path)
    assert sorted(tag for tag, _ in said) == sorted([*inline, "findings/headline", table])  # a box is there twice
    assert all(" ".join(text.split()) == " ".join(after[tag].text.split()) for tag, text in said)
    was, now = parts_of(document), parts_of(path)
    assert {name for name in was if was[name] != now[name]} == {"word/document.xml", "word/footnotes.xml"}
    assert all(outside(was[name]) == outside(now[name]) for name in was if name.endswith(".xml"))
    shown = docx.Document(str(by_libreoffice(path, tmp_path)))
    rows = tuple(tuple("".join(cell._tc.itertext(qn("w:t"))) for cell in row.cells) for row in shown.tables[-1].rows)
    assert rows == after[table].rows
    lines = ["".join(each.itertext(qn("w:t"))) for each in shown.element.body.iter(qn("w:p"))]
    assert after[inline[0]].text in lines and f"n={after[inline[1]].text}" in lines
