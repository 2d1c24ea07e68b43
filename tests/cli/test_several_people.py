"""Several people at work on one folder, as they type it; a check of what has changed; what an export shows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
import tiny
from typer.testing import CliRunner, Result

from lmep_consult.cli import app
from lmep_consult.errors import ConsultError
from lmep_consult.lock import deciding
from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")


def typed(*words: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=answer, catch_exceptions=False)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny.tiny(tmp_path / "study")


@pytest.fixture
def anna(study: Study) -> Iterator[None]:
    """Anna, who codes meanwhile."""
    entered, over = Event(), Event()

    def hold() -> None:
        with deciding(study.folder, study.codings / "Anna.jsonl", "Anna"):
            entered.set()
            over.wait()

    thread = Thread(target=hold)
    thread.start()
    entered.wait()
    yield
    over.set()
    thread.join()


@pytest.mark.usefixtures("anna")
def test_while_one_codes_another_does_and_the_study_is_run_but_nobody_is_withdrawn(study: Study) -> None:
    assert typed("code", "--by", "Ben", "--yes", "--study", study.folder, answer="a\nq\n").exit_code == 0
    assert (study.codings / "Ben.jsonl").is_file()
    assert typed("run", study.folder).exit_code == 0
    for command in (("code", "--by", "Anna", "--yes"), ("withdraw", "P1", "--yes"), ("purge", "--yes")):
        with pytest.raises(ConsultError, match=r"^Anna is at work on Anna\.jsonl of "):
            typed(*command, "--study", study.folder, answer="q\n")
    assert (study.folder / "raw" / "transcripts" / "P1_interview.txt").is_file()


def test_a_check_says_that_reports_are_older_than_a_consent_that_was_taken_back(study: Study) -> None:
    typed("run", study.folder)
    assert "nothing to do" in typed("check", "--study", study.folder).output
    tiny.register(study.register, tuple(person for person in tiny.PEOPLE))
    register = tiny.PEOPLE[:5]
    tiny.register(study.register, register, consent_contact="no")
    assert "they may quote people who no longer agree to it" in typed("check", "--study", study.folder).output


def test_an_export_holds_no_column_that_study_toml_does_not_name(study: Study) -> None:
    tiny.register(study.register, Telephone="0113 496 0000", role="driver")
    assert typed("export", "--study", study.folder).exit_code == 0
    with zipfile.ZipFile(study.folder / "exports" / "consultation.qdpx") as project:
        held = project.read("project.qde").decode("utf-8")
    assert 'name="role"' in held
    assert "Telephone" not in held
    assert "0113" not in held
    assert "took part" not in held
