"""What Windows asks of files, folders and consoles, tried on any system."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

import pytest
import tiny
from windows import open_elsewhere

from lmep_consult import cli
from lmep_consult.cache import Cache
from lmep_consult.coding import Coder, append, log_path, read_logs
from lmep_consult.disclosure import read_sign_offs
from lmep_consult.errors import CodingError, ConsultError, StudyError
from lmep_consult.files import write_whole
from lmep_consult.governance import deleting
from lmep_consult.governance.checks import read_checks
from lmep_consult.importing import import_files, read_study_data
from lmep_consult.pseudonyms import Confirmed, read_confirmed, write_confirmed
from lmep_consult.study import Study

NO_NAMES = ["CON", "nul", "Aux.txt", "com1", "LPT9", "COM¹", "conin$", "nul .old", "P1.", "P1 ", " P1", "P1?", "P|1"]
NO_NAMES += ["P\u200b1", "P\u202e1", "P\u00ad1"]  # which read as P1


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny.tiny(tmp_path / "study")


# --- names ---


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_coder_has_a_name_that_a_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(CodingError, match="cannot be the name of a file"):
        log_path(tmp_path, name)


@pytest.mark.parametrize("setting", ['[[groups]]\nid = "A"', '[[polls]]\nid = "themes"', 'id = "W1"', 'id = "R1"'])
@pytest.mark.parametrize("name", NO_NAMES)
def test_groups_events_polls_and_reviews_have_ids_that_files_can_have(study: Study, setting: str, name: str) -> None:
    path = study.folder / "study.toml"
    plan = path.read_text(encoding="utf-8")
    assert setting in plan
    tiny.write(path, plan.replace(setting, f"{setting.rpartition('id = ')[0]}id = '{name}'", 1))
    with pytest.raises(StudyError, match=r"study\.toml.* id '.*give it another"):
        Study.open(study.folder)


@pytest.mark.parametrize(
    "name", [name for name in NO_NAMES if name == name.strip()]
)  # a cell's edges are no part of it
def test_participants_have_ids_that_files_can_have(study: Study, name: str) -> None:
    tiny.register(study.register, (*tiny.PEOPLE, (name, "Ada Quill", "ada@quill.example", "A")))
    with pytest.raises(ConsultError, match=r"register\.xlsx.*row 8.*give the person another id"):
        read_study_data(study)


def test_names_that_differ_in_case_alone_are_the_same(study: Study) -> None:
    """On some drives they are one file and on others two."""
    transcripts = study.folder / "raw" / "transcripts"
    (transcripts / "P1_interview.txt").rename(transcripts / "p1_INTERVIEW.TXT")
    (study.folder / "raw" / "polls" / "W1_themes.xlsx").rename(study.folder / "raw" / "polls" / "w1_Themes.XLSX")
    data = read_study_data(study)
    assert set(data.transcripts) == set(tiny.ANSWERS)
    assert len(data.ballots) == 4 * len(tiny.VOTES)
    tiny.register(study.register, (*tiny.PEOPLE, ("p1", "Ada Quill", "ada@quill.example", "A")))
    with pytest.raises(ConsultError, match=r"'P1' and 'p1'|'p1' .* 'P1'"):
        read_study_data(study)
    tiny.register(study.register)
    path = study.folder / "study.toml"
    again = '[[reviews]]\nid = "r1"\ntitle = "Routes"\ncode = "routes"\n'
    tiny.write(path, path.read_text(encoding="utf-8") + again)
    with pytest.raises(StudyError, match="ids 'R1' and 'r1' are the same in names of files"):
        Study.open(study.folder)


# --- files and folders ---


def test_a_file_open_in_another_program_is_named_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "problems.csv"
    write_whole(path, "old")
    open_elsewhere(monkeypatch, path)
    with pytest.raises(ConsultError, match=r"problems\.csv is open in another program .*close it and try again"):
        write_whole(path, "new")
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["old"]


def test_a_result_that_another_program_has_open_is_made_again_and_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    cache.kept("a", lambda: b"one")
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"damaged")
    open_elsewhere(monkeypatch, path)
    assert cache.kept("a", lambda: b"two") == b"two"
    Cache(tmp_path).forget_unused()
    assert path.exists()


def test_an_import_whose_record_is_open_in_another_program_says_so_and_goes_on_later(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files(study)
    record = next(path for path in (study.working / "imported").iterdir() if "P1_" in path.read_text(encoding="utf-8"))
    interview = study.folder / "raw" / "transcripts" / "P1_interview.txt"
    tiny.write(interview, interview.read_text(encoding="utf-8") + "P1: And the seats.\n")
    with monkeypatch.context() as patch:
        open_elsewhere(patch, record)
        refused = import_files(study).failures
    assert "open in another program" in str(refused["transcripts/P1_interview.txt"])
    assert import_files(study).reread == {"transcripts/P1_interview.txt"}


def test_folders_are_not_synchronised_where_that_cannot_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = os.open

    def refuse(path: str | Path, *arguments: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        return open_(path, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    append(log_path(tmp_path, "IF"), [])
    deleting.begin(tmp_path, "The withdrawal of P1", "withdraw P1", {})
    assert (tmp_path / "IF.jsonl").is_file()
    assert (tmp_path / "working" / "unfinished.json").is_file()


# --- ends of lines ---


def test_files_saved_with_other_ends_of_lines_say_the_same(study: Study, tmp_path: Path) -> None:
    """As Notepad, Excel and git on Windows save what people edit: settings, transcripts, names, logs, records."""
    coder = Coder("IF", "1")
    append(log_path(study.codings, "IF"), [coder.done("P1", "0" * 64), coder.done("P2", "0" * 64)])
    names = [Confirmed("Aldermere", "place", "[place 1]", "IF", "2026-03-01T10:00"), Confirmed("Hub", "", "", "IF", "")]
    write_confirmed(study.confirmed_names, names)
    tiny.write(
        study.sign_offs, f"participant,code,quote_sha256,signed_by,signed_at\nP1,fares,{'9' * 64},IF,2026-03-02\n"
    )
    tiny.write(study.checks, f"check,checked_by,checked_at,results_sha256\nfirst check,IF,2026-03-02,{'9' * 64}\n")
    other = Study.open(shutil.copytree(study.folder, tmp_path / "other"))
    for path in other.folder.rglob("*"):
        if path.suffix in (".toml", ".yaml", ".txt", ".csv", ".jsonl") and "attendance" not in path.name:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    again = Study.open(other.folder)
    assert again.plan == study.plan
    assert read_logs(again.codings) == read_logs(study.codings)
    assert read_confirmed(again.confirmed_names) == read_confirmed(study.confirmed_names)
    assert read_sign_offs(again.sign_offs).equals(read_sign_offs(study.sign_offs))
    assert read_checks(again.checks).equals(read_checks(study.checks))
    one, two = read_study_data(study), read_study_data(again)
    assert {name: t.text for name, t in one.transcripts.items()} == {
        name: t.text for name, t in two.transcripts.items()
    }
    assert one.ballots.equals(two.ballots)


# --- the console ---


@pytest.mark.usefixtures("without_charts")
@pytest.mark.parametrize("command", ["--help", "run", "check", "rank"])
def test_a_console_that_cannot_show_every_letter_shows_the_rest(
    tiny_folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tiny_folder / "study.toml"
    words = plan.read_text(encoding="utf-8")
    tiny.write(plan, words.replace('"Fares", "Routes"', '"Fares ✓", "Routes"').replace("{ Fares =", '{ "Fares ✓" ='))
    tiny.poll(
        tiny_folder / "raw" / "polls" / "W1_themes.xlsx",
        {who: vote.replace("Fares", "Fares ✓") for who, vote in tiny.VOTES.items()},
    )
    shown, complained = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(sys, "stderr", complained)
    monkeypatch.setattr(
        sys, "argv", ["lmep-consult", command, *([] if command == "--help" else ["--study", str(tiny_folder)])]
    )
    try:
        cli.main()
    except SystemExit as end:
        assert not end.code or command == "check"
    said = []
    for stream in (shown, complained):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("cp1252"))  # type: ignore[attr-defined]
    assert "Traceback" not in said[1]
    assert said[0].strip()
    if command == "rank":
        assert "Fares ?" in said[0]
