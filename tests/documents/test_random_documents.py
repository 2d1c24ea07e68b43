"""Whatever a document looks like: what is outside its controls never changes, and every tag gives its value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from corporate import CHANGES, COMMENTED, FIELD, Numbered, corporate, paragraph, parts_of, run
from filled import TODAY, outside, shown_by
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmep_consult.documents import Filled
from lmep_consult.report import Value

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
PIECES = st.one_of(
    WORDS.map(run),
    st.sampled_from(
        [CHANGES, FIELD, COMMENTED.format(run("x")), "<w:r><w:tab/></w:r>", "<w:proofErr w:type='spellStart'/>"]
    ),
)
_GRID = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
_COVER = "<w:sdt><w:sdtPr><w:tag w:val='cover'/></w:sdtPr><w:sdtContent>"
WRAPS: dict[str, Callable[[str], str]] = {
    "paragraph": paragraph,
    "link": lambda held: paragraph(f'<w:hyperlink w:anchor="there">{held}</w:hyperlink>'),
    "cell": lambda held: f"{_GRID}{paragraph(held)}</w:tc></w:tr></w:tbl><w:p/>",
    "inserted": lambda held: paragraph(f"<w:ins w:id='77' w:author='Ann'>{held}</w:ins>"),
    "in another's control": lambda held: f"{_COVER}{paragraph(held)}</w:sdtContent></w:sdt>",
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_only_controls_change(
    data: st.DataObject, before: dict[str, Value], filled_from: Callable[..., Filled], tmp_path: Path
) -> None:
    inline = [tag for tag, value in before.items() if value.kind in ("number", "sentence", "quotation")]
    controls, body, tags = Numbered(), [], []
    for _ in range(data.draw(st.integers(1, 6))):
        tag, text = data.draw(st.sampled_from(inline)), data.draw(WORDS)
        tags.append(tag)
        held = data.draw(PIECES) + controls.inline(tag, text) + data.draw(PIECES)
        body.append(WRAPS[data.draw(st.sampled_from(sorted(WRAPS)))](held) + paragraph(data.draw(PIECES)))
    document = corporate(tmp_path / "r.docx", body)
    for old in tmp_path.glob("* (filled*"):
        old.unlink()
    path = filled_from(document, "before").write(document, TODAY)
    assert path is not None
    was, now = parts_of(document), parts_of(path)
    assert was.keys() == now.keys()
    for name in was:
        same = outside if name == "word/document.xml" else bytes
        assert same(was[name]) == same(now[name])
    said = [(tag, " ".join(text.split())) for tag, text in shown_by(path) if tag != "cover"]
    assert said == [(tag, " ".join(before[tag].text.split())) for tag in tags]


def test_every_value_can_be_put_into_a_document(
    before: dict[str, Value], filled_from: Callable[..., Filled], tmp_path: Path
) -> None:
    controls = Numbered()
    tags = {tag for tag, value in before.items() if value.kind != "bars"}  # which are of slides
    body = [controls.around(tag, paragraph(run("x"))) + "<w:p/>" for tag in sorted(tags)]
    document = corporate(tmp_path / "r.docx", body)
    path = filled_from(document, "before").write(document, TODAY)
    assert path is not None
    said = dict(shown_by(path))
    assert said.keys() == tags
    for tag, text in said.items():
        assert " ".join(text.split()) == " ".join(before[tag].text.split()), tag
    assert all(len(tag) <= 56 for tag in before)


@pytest.mark.parametrize("space", [" ", "\t", "\n"])
def test_spaces_around_what_a_control_says_are_kept(
    space: str, filled_from: Callable[..., Filled], tmp_path: Path
) -> None:
    body = [f"{space}<w:p>{space}{Numbered().inline('findings/sample')}{space}</w:p>{space}"]
    document = corporate(tmp_path / "r.docx", body)
    path = filled_from(document, "before").write(document, TODAY)
    assert path is not None
    assert outside(parts_of(document)["word/document.xml"]) == outside(parts_of(path)["word/document.xml"])
