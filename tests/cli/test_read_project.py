"""lmep-consult import of what other programs exported."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tiny import ANSWERS, tiny
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.codebook import Codebook
from lmep_consult.coding import fold, read_logs
from lmep_consult.errors import ConsultError
from lmep_consult.study import Study

QDC = """<CodeBook xmlns="urn:QDA-XML:{kind}:1.0" origin="NVivo"><Codes>
<Code guid="{{6aa1d7e5-0000-0000-0000-000000000001}}" name="Fares" isCodable="true"/>
<Code guid="{{6aa1d7e5-0000-0000-0000-000000000002}}" name="Pride" isCodable="true"/></Codes></CodeBook>"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny(tmp_path / "study")


def given(study: Study, *said: str) -> str:
    result = CliRunner().invoke(app, ["import", *said, "--study", str(study.folder)])
    if isinstance(result.exception, ConsultError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def project(path: Path, coder: str = "Ann") -> Path:
    """P1's interview as NVivo might hold it, with the file's name for a source, two codings and a code of its own."""
    said = f"Imogen Farrowby: Fares?\r\n\r\nJonas Wren: {ANSWERS['P1'][0]}\r\n"
    marks = ""
    for n, (words, code) in enumerate([("the fares are too high", 1), ("nobody has ever asked us", 2)]):
        start = said.index(words)
        marks += (
            f'<PlainTextSelection guid="6aa1d7e5-0000-0000-0000-00000000001{n}" startPosition="{start}" '
            f'endPosition="{start + len(words)}" creatingUser="6aa1d7e5-0000-0000-0000-000000000009">'
            f'<Coding guid="6aa1d7e5-0000-0000-0000-00000000002{n}">'
            f'<CodeRef targetGUID="6aa1d7e5-0000-0000-0000-00000000000{code}"/></Coding></PlainTextSelection>'
        )
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="Ours" origin="NVivo"><Users>'
        f'<User guid="6aa1d7e5-0000-0000-0000-000000000009" name="{coder}"/></Users>{QDC.format(kind="project")}'
        '<Sources><TextSource guid="6aa1d7e5-0000-0000-0000-000000000008" name="P1_interview" '
        f'plainTextPath="internal://a.txt">{marks}</TextSource></Sources></Project>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("Sources/a.txt", said)
    return path


def test_codings_made_in_another_program_are_decisions_of_their_coder(study: Study, tmp_path: Path) -> None:
    path = project(tmp_path / "ours.qdpx")
    said = given(study, str(path))
    assert "Ann: 1 decisions on 1 transcripts" in said
    assert "code Pride: not in the study's codebook, so its 1 coding was not taken" in said
    (coding,) = fold(read_logs(study.codings)[0]).codings.to_dict("records")
    assert (coding["coder"], coding["source"], coding["code"], coding["quote"], coding["codebook"]) == (
        "Ann", "P1", "fares", "the fares are too high", "1",
    )  # fmt: skip
    assert "1 were here already" in given(study, str(path))
    assert len(fold(read_logs(study.codings)[0]).codings) == 1
    theirs = Codebook.load(study.folder / "ours.yaml")
    assert ([code.name for code in theirs.codes], theirs.version) == (["Fares", "Pride"], "1")


def test_whose_the_codings_are_can_be_said(study: Study, tmp_path: Path) -> None:
    given(study, str(project(tmp_path / "ours.qdpx")), "--by", "IF")
    assert fold(read_logs(study.codings)[0]).codings["coder"].tolist() == ["IF"]


def test_a_name_that_can_be_no_log_is_refused_with_the_way_out(study: Study, tmp_path: Path) -> None:
    path = project(tmp_path / "ours.qdpx", coder="OFFICE\\\\ann")
    with pytest.raises(ConsultError, match=r"ours\.qdpx: .* With --by"):
        given(study, str(path))
    given(study, str(path), "--by", "Ann")
    given(study, str(project(tmp_path / "more.qdpx", coder="ann")))
    assert set(fold(read_logs(study.codings)[0]).codings["coder"]) == {"Ann"}


def test_a_codebook_of_another_program_is_one_to_edit(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "nodes.qdc"
    path.write_text(QDC.format(kind="codebook"), encoding="utf-8")
    assert 'codebook = "nodes.yaml"' in given(study, str(path))
    assert [code.id for code in Codebook.load(study.folder / "nodes.yaml").codes] == ["fares", "pride"]
    given(study, str(path))
    (study.folder / "nodes.yaml").write_text("codes:\n- {id: a, name: A, definition: d}\n", encoding="utf-8")
    with pytest.raises(ConsultError, match="is another codebook"):
        given(study, str(path))


def test_what_is_neither_is_told_where_it_belongs(study: Study, tmp_path: Path) -> None:
    (tmp_path / "P1.vtt").write_text("WEBVTT\n", encoding="utf-8")
    with pytest.raises(ConsultError, match="go into the study's raw/ folder"):
        given(study, str(tmp_path / "P1.vtt"))
