"""A new study made from the raw files that lie in its folder: what is proposed, and that it can be run at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tiny import tiny, write
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.errors import StudyError
from lmep_consult.study import Study


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
