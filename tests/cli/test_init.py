"""A new study made from the raw files that lie in its folder: what is proposed, and that it can be run at once."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from reports_read import texts_in, texts_of
from tiny import tiny, write
from typer.testing import CliRunner

import lmep_consult
from lmep_consult.cli import app
from lmep_consult.cli.init import init as ask_and_make
from lmep_consult.errors import StudyError
from lmep_consult.study import Study

PACKAGE = Path(lmep_consult.__file__).parent
FIRST_STUDY = re.compile(r"labour market|connect to work|\bicb\b|\bmsa\b|jobcentre", re.IGNORECASE)


def init(folder: Path, *more: str) -> str:
    result = CliRunner().invoke(app, ["init", str(folder), *more])
    if result.exception:
        raise result.exception
    return result.output


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The raw files and register of a study, and no word of what they are."""
    tiny(tmp_path)
    (tmp_path / "study.toml").unlink()
    (tmp_path / "codebook.yaml").unlink()
    return tmp_path


def bare(plan: Path) -> None:
    """No quota, and poll options that stand for no code (with both: tests/shared/tiny.py)."""
    lines = plan.read_text(encoding="utf-8").splitlines()
    write(plan, "\n".join(line for line in lines if not line.startswith(("codes =", "interviews ="))))


def test_what_raw_files_say_is_in_the_plan_and_it_runs(raw: Path) -> None:
    said = init(raw, "--title", "Buses", "--group", "A=Drivers:4", "--group", "B=Riders")
    plan = Study.open(raw).plan
    assert [(group.id, group.name, group.interviews) for group in plan.groups] == [
        ("A", "Drivers", 4),
        ("B", "Riders", None),
    ]
    assert [(event.id, str(event.date)) for event in plan.events] == [("W1", "2026-02-10")]
    (poll,) = plan.polls
    (question,) = poll.questions
    assert (poll.id, question.kind, question.column) == ("themes", "ranking", "Rank these")
    assert question.options == ["Fares", "Routes", "Seats", "Shelters"]
    assert question.codes["Routes"] == "routes"
    assert "group B: no quota" in said
    assert "group B: no quota" in (raw / "to_do.txt").read_text(encoding="utf-8")
    bare(raw / "study.toml")
    ran = CliRunner().invoke(app, ["run", str(raw)])
    assert ran.exception is None
    assert "  All groups: 6 interviews\n" in ran.output
    page = (raw / "reports" / "scoping_report.govspeak.md").read_text(encoding="utf-8")
    assert "6 interviews took place and 6 people came to 1 event." in page
    assert "Interviews held; no number of them was intended" in (raw / "reports" / "charts" / "alt_text.csv").read_text(
        encoding="utf-8"
    )
    team = load_workbook(raw / "working" / "team_only.xlsx", read_only=True).sheetnames
    assert "Theme counts" in team
    assert "Evidence to follow up" not in team
    assert "Fares" in (raw / "reports" / "tables" / "priorities.csv").read_text(encoding="utf-8")
    tables = (raw / "reports" / "tables").glob("*.csv")
    assert not [path.name for path in tables if len(path.read_text(encoding="utf-8").splitlines()) < 2]
    written = texts_in(raw / "reports") | texts_of(raw / "study.toml") | texts_of(raw / "codebook.yaml")
    assert not {name: found for name, text in written.items() if (found := FIRST_STUDY.findall(text))}


def test_the_package_has_no_word_of_the_first_study() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files}
    assert not {path: found for path, text in texts.items() if (found := FIRST_STUDY.findall(text))}


class Typed(io.StringIO):
    """What somebody types in a terminal."""

    def isatty(self) -> bool:
        return True


def test_questions_in_a_terminal_are_asked_again_until_the_answer_can_be_read(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [
        "Buses",
        "A=Drivers:4; B=Riders",
        "W1=Evening@soon",
        "W1=Evening@2026-02-10",
        "1 February",
        "2026-02-01",
        "",
    ]
    monkeypatch.setattr(sys, "stdin", Typed("\n".join([*answers, ""])))
    ask_and_make(raw)
    said = capsys.readouterr().out
    assert "'soon' is no day; write it as 2026-01-31" in said
    assert "'1 February' is no day" in said
    plan = Study.open(raw).plan
    assert [(group.name, group.interviews) for group in plan.groups] == [("Drivers", 4), ("Riders", None)]
    assert [(event.name, str(event.date)) for event in plan.events] == [("Evening", "2026-02-10")]
    assert (plan.study.title, str(plan.dates.fieldwork_start)) == ("Buses", "2026-02-01")


def test_a_register_that_cannot_be_read_stops_it_before_anything_is_written(raw: Path) -> None:
    book = load_workbook(raw / "register.xlsx")
    book.active["A1"] = "Shoe size"
    book.save(raw / "register.xlsx")
    with pytest.raises(StudyError, match="no column 'participant'; head the one it is so, or add it"):
        init(raw)
    assert not (raw / "study.toml").exists()


def test_speakers_and_people_are_proposed_where_nothing_names_them(tmp_path: Path) -> None:
    talk = (
        "SPEAKER_00: How is it there?\nSPEAKER_01: It is cold and damp.\nSPEAKER_00: Why so?\nSPEAKER_01: No heating."
    )
    write(tmp_path / "raw" / "transcripts" / "T1_talk.txt", talk)
    for who in ("T2", "T3"):
        said = (
            f"Ada Penrose: How is it?\n=SUM({who}) Reed: Damp." if who == "T3" else "Ada Penrose: How?\nBea Reed: Damp."
        )
        write(tmp_path / "raw" / "transcripts" / f"{who}.txt", said)
    init(tmp_path)
    plan = Study.open(tmp_path).plan
    assert plan.speakers["T1_talk"] == {"SPEAKER_00": "team", "SPEAKER_01": "T1"}
    assert plan.team.names == ["Ada Penrose"]
    rows = list(load_workbook(tmp_path / "register.xlsx").active.iter_rows(min_row=2))
    assert [(row[0].value, row[1].value) for row in rows][:2] == [("T1", None), ("T2", "Bea Reed")]
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_texts_of_an_export_stay_texts_in_the_plan(tmp_path: Path) -> None:
    """Quotation marks, backslashes and what a template would read as its own are data."""
    asked = 'Which "best"? \\ {{ 7 * 7 }} # [groups]'
    workbook = Workbook()
    workbook.active.append(("ID", "Completion time", "Email", "Name", asked))
    for number, vote in enumerate(("{% x %};é: [b];", "é: [b];{% x %};", "é: [b];{% x %};"), start=1):
        workbook.active.append((number, f"2026-02-10 10:0{number}:00", f"{number}@a.example", f"N{number}", vote))
    (tmp_path / "raw" / "polls").mkdir(parents=True)
    workbook.save(tmp_path / "raw" / "polls" / "E1_best.xlsx")
    workbook.save(tmp_path / "raw" / "polls" / "Download(1-3).xlsx")
    said = init(tmp_path)
    (question,) = Study.open(tmp_path).plan.polls[0].questions
    assert question.column == asked
    assert set(question.options) == {"{% x %}", "é: [b]"}
    assert "Download(1-3).xlsx: name it after its event and its poll" in said
    assert "7 * 7" in (tmp_path / "study.toml").read_text(encoding="utf-8")


def test_what_is_there_is_kept(raw: Path) -> None:
    before = (raw / "register.xlsx").read_bytes()
    init(raw)
    assert (raw / "register.xlsx").read_bytes() == before
    with pytest.raises(StudyError, match="not empty"):
        init(raw)


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="'March' is no day; write it as 2026-01-31"):
        init(tmp_path / "new", "--from", "March")
