"""Somebody withdraws from a small study: what goes, what stays, and what happens when it breaks off."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
import os
import re
import shutil
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from dying import dying_at
from openpyxl import load_workbook

from lmep_consult import lock
from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.governance import Withdrawal, planned, withdraw
from lmep_consult.lock import deciding, locked, unfinished
from lmep_consult.participants import read_register
from lmep_consult.places import LOCKS
from lmep_consult.pseudonyms import Confirmed, read_confirmed, write_confirmed
from lmep_consult.study import Study
from lmep_consult.transcripts import read_transcript

TODAY = dt.date(2026, 4, 1)


def blobs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, and what is packed in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, name.encode() + b"\n" + path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{name}!{member}", archive.read(member)) for member in archive.namelist())


def holding(folder: Path, word: str) -> set[str]:
    """The files that hold the word, in any encoding."""
    found = set()
    for name, data in blobs(folder):
        texts = (
            data.decode("utf-8", "ignore"),
            data.decode("utf-16-le", "ignore"),
            data[1:].decode("utf-16-le", "ignore"),
        )
        if any(word in html.unescape(text).casefold() for text in texts):
            found.add(name.split("!")[0])
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """What a workbook holds counts, not when it was saved."""
    return {
        name: data
        for name, data in blobs(folder)
        if not name.endswith((".xlsx", "!docProps/core.xml")) and LOCKS.name not in name
    }


def gone(study: Study, participant: str = "P1", reason: str = "asked to") -> Withdrawal:
    return withdraw(study, participant, reason, TODAY)


def turns(path: Path) -> list[tuple[str, str, float, float]]:
    frame = read_transcript(path).turns[["label", "text", "start_s", "end_s"]].fillna(-1)
    return list(frame.itertuples(index=False, name=None))


def of_others(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [row for row in rows if row[0] not in ("Jonas Wren", "Wren, Jonas", "Voice 4")]


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).active.iter_rows(values_only=True))


def test_nothing_they_said_is_left_in_any_file_and_what_others_said_is(small: Study) -> None:
    assert len(holding(small.folder, "zebrawood")) >= 14
    done = gone(small)
    assert holding(small.folder, "zebrawood") == set()
    left = {name for name in holding(small.folder, "larch") if name.startswith("raw/")}
    assert left == {
        "raw/transcripts/P2_interview.txt",
        "raw/transcripts/P10_interview.txt",
        "raw/transcripts/W1_talk.docx.txt",
        "raw/transcripts/W1_room.vtt",
        "raw/chats/W1_chat.txt",
        "raw/polls/W1_themes.xlsx",
        "raw/polls/W1_after.csv",
        "raw/recordings/P10_audio.m4a",
        "raw/recordings/W1_video.mp4",
    }
    assert done.counts == {
        "status in the register": 1,
        "files of their own": 2,
        "turns in files of several speakers": 8,
        "poll rows": 2,
        "attendance lines": 2,
        "decisions": 7,
        "signed-off quotations": 1,
        "files made again in working": 4,
        "files in reports": 3,
    }
    assert not (small.folder / "reports").exists()
    assert not (small.folder / "exports").exists()
    assert not (small.folder / "raw" / "recordings" / "P1").exists()


def test_the_turns_of_the_others_read_as_before(small: Study) -> None:
    raw = small.folder / "raw"
    before = {name: turns(raw / name) for name in ("transcripts/W1_room.vtt", "transcripts/P2_interview.txt")}
    talk, chat = turns(raw / "transcripts" / "W1_talk.docx"), turns(raw / "chats" / "W1_chat.txt")
    gone(small)
    for name, rows in before.items():
        assert turns(raw / name) == of_others(rows)
    assert turns(raw / "transcripts" / "W1_talk.docx.txt") == of_others(talk)
    assert turns(raw / "chats" / "W1_chat.txt") == of_others(chat)
    assert len(of_others(talk)) == 7
    assert [row[0] for row in before["transcripts/W1_room.vtt"]] == [
        "Imogen Farrowby",
        "Anna Reed",
        "Wren, Jonas",
        "Anna Reed",
    ]


def test_of_an_export_only_their_row_is_blank(small: Study) -> None:
    path = small.folder / "raw" / "polls" / "W1_themes.xlsx"
    before = rows_of(path)
    gone(small)
    after = rows_of(path)
    assert after[2] == (None,) * len(after[2])
    assert [row[:6] for n, row in enumerate(after) if n != 2] == [row[:6] for n, row in enumerate(before) if n != 2]
    sheet = load_workbook(path).active
    assert sheet.tables["Votes"].ref == "A1:F6"
    assert sheet["C4"].hyperlink.target == "mailto:owen@fell.example"
    assert sheet["C3"].hyperlink is None


def test_a_csv_export_and_an_attendance_report_lose_their_lines_and_keep_every_other_byte(small: Study) -> None:
    polls, stays = (small.folder / "raw" / name for name in ("polls/W1_after.csv", "attendance/W1_attendance.csv"))
    votes, there = polls.read_bytes(), stays.read_bytes()
    gone(small)
    start, end = votes.index(b"2;2026"), votes.index(b"3;2026")
    assert polls.read_bytes() == votes[:start] + votes[end:]
    lines = there.decode("utf-16").split("\r\n")
    assert stays.read_bytes() == there[:2] + "\r\n".join(x for x in lines if not x.startswith("Jo\t")).encode(
        "utf-16-le"
    )


def test_the_register_keeps_their_row_and_everything_else_in_the_workbook(small: Study) -> None:
    with zipfile.ZipFile(small.register) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    worked_out = b'<c r="J2"><f>1+1</f><v>2</v></c></row>'
    parts[sheet] = parts[sheet].replace(b"</row>", b"\0", 1).replace(b"</row>", worked_out, 1).replace(b"\0", b"</row>")
    with zipfile.ZipFile(small.register, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    before = read_register(small.register)
    gone(small)
    with zipfile.ZipFile(small.register) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert {name for name in parts if parts[name] != after[name]} == {sheet}
    assert b"<f>1+1</f><v>2</v>" in after[sheet]
    before.loc[before["participant"] == "P1", "status"] = "withdrew"
    assert read_register(small.register).equals(before)


def test_the_record_says_that_it_happened_and_not_what_was_said(small: Study) -> None:
    gone(small, reason="changed\ntheir mind")
    with (small.working / "withdrawals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["participant", "date", "reason", "deleted", "count"]
    assert {tuple(row[:3]) for row in rows[1:]} == {("P1", "2026-04-01", "changed their mind")}
    assert ["P1", "2026-04-01", "changed their mind", "poll rows", "2"] in rows


def test_decisions_about_their_words_go_and_others_stay_byte_for_byte(small: Study) -> None:
    path = small.working / "codings" / "anna.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    gone(small)
    assert path.read_bytes() == lines[1] + lines[5]


def test_asked_twice_nothing_is_touched(small: Study) -> None:
    gone(small)
    there = written(small)
    again = gone(small)
    assert again.before
    assert again.counts == {}
    assert written(small) == there


def written(study: Study) -> dict[Path, int]:
    """When each file but the locks was written."""
    files = (path for path in study.folder.rglob("*") if path.is_file() and path.parent.name != LOCKS.name)
    return {path: path.stat().st_mtime_ns for path in files}


def test_what_a_synchronised_drive_brings_back_can_be_withdrawn_again(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / "P1_interview.txt"
    content = path.read_bytes()
    gone(small)
    path.write_bytes(content)
    assert not planned(small, "P1").before
    assert gone(small).counts == {"files of their own": 1}
    assert not path.exists()
    assert gone(small).before


def test_an_id_that_is_not_in_the_register_is_met_with_those_that_are_near(small: Study) -> None:
    with pytest.raises(StudyError, match=r"nobody in it has the id 'p01'; did you mean P1 or P10\?$"):
        gone(small, "p01")
    with pytest.raises(StudyError, match="give the id in its column 'participant'"):
        gone(small, "Zoe")


def test_a_person_is_told_what_cannot_be_cut_or_told(small: Study) -> None:
    (small.folder / "raw" / "transcripts" / "W1_old.docx").write_bytes(b"PK\x03\x04 torn")
    (small.folder / "raw" / "transcripts" / "Copy of P1.txt").write_text("I: a\nP1: b\n", encoding="utf-8")
    (small.folder / "notes").mkdir()
    (small.folder / "notes" / "after P1.md").write_text("larch", encoding="utf-8")
    (small.working / "framework.xlsx").write_bytes(b"larch")
    told = {(problem.where, problem.text): problem.what for problem in planned(small, "P1").to_check}
    assert "not identified" in told["raw/transcripts/W1_talk.docx", "Speaker 9"]
    assert "only its other turns are kept, as W1_talk.docx.txt" in told["raw/transcripts/W1_talk.docx", ""]
    assert "1 anonymous votes" in told["raw/polls/W1_themes.xlsx", ""]
    assert "not certain whose" in told["raw/polls/W1_themes.xlsx", "Wren"]
    assert "they may be in it" in told["raw/recordings/W1_video.mp4", ""]
    assert "id is in the file's name" in told["raw/transcripts/Copy of P1.txt", ""]
    assert "id is in the file's name" in told["notes/after P1.md", ""]
    assert "not made by lmep-consult" in told["working/framework.xlsx", ""]
    (torn,) = (problem for problem in planned(small, "P1").to_check if problem.where == "raw/transcripts/W1_old.docx")
    assert "could not be searched" in torn.what
    assert not any("P10" in where for where, _ in told)


def test_a_write_in_that_study_toml_repeats_is_to_be_looked_at(small: Study) -> None:
    path = small.folder / "study.toml"
    plan = path.read_text(encoding="utf-8").replace("codes = {", 'write_ins = { "Zebrawood" = "Oak" }\ncodes = {')
    path.write_text(plan, encoding="utf-8")
    found = [p for p in planned(Study.open(small.folder), "P1").to_check if p.where == "study.toml"]
    assert [problem.text for problem in found] == ["Zebrawood"]


def test_a_first_name_in_the_interview_of_another_is_not_taken_for_theirs(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / "P2_interview.txt"
    path.write_text("I: Which larch?\nP2: All larch.\nJonas: Mine.\nP2: Ah.\nJonas: Mine.\n", encoding="utf-8")
    plan = planned(small, "P1")
    assert [p.text for p in plan.to_check if p.where == "raw/transcripts/P2_interview.txt"] == ["Jonas"]
    gone(small)
    assert "Jonas: Mine." in path.read_text(encoding="utf-8")


def test_a_line_that_was_read_as_part_of_anothers_turn_is_to_be_looked_at(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / "P2_interview.txt"
    path.write_text("I: Which larch?\nP2: All larch.\nJonas Wren: Mine.\n", encoding="utf-8")
    talk = small.folder / "raw" / "transcripts" / "W1_more.txt"
    talk.write_text("P1: Mine.\nOwen Marsh: No, mine.\nP2: Larch.\nP1: Mine!\n", encoding="utf-8")
    told = {(problem.where, problem.text): problem.what for problem in planned(small, "P1").to_check}
    assert "part of another's turn" in told["raw/transcripts/P2_interview.txt", "Jonas Wren: Mine."]
    assert "goes with theirs" in told["raw/transcripts/W1_more.txt", "Owen Marsh: No, mine."]


def test_notes_of_others_lose_their_name_and_are_shown_where_they_hold_their_words(small: Study) -> None:
    log = small.codings / "ben.jsonl"
    memos = ("unlike Jonas Wren", "none but zebrawood, he says", "wrens, of all birds", "larch", "as Jonas would")
    decisions = [{"id": f"b{n}", "participant": "P2", "source": "W1", "memo": memo} for n, memo in enumerate(memos)]
    log.write_text("".join(json.dumps(decision) + "\n" for decision in decisions), encoding="utf-8")
    (small.folder / "raw" / "transcripts" / "P1_interview.txt").write_text(
        "I: Which larch?\nP1: None but zebrawood, he always says.\n", encoding="utf-8"
    )
    done = gone(small)
    assert done.counts["notes on others that named them"] == 2
    left = [json.loads(line)["memo"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert left == ["unlike [withdrawn]", *memos[1:4], "as [withdrawn] would"]
    noted = {p.text: p.what for p in done.to_check if p.where == "working/codings/ben.jsonl"}
    assert noted.keys() == {memos[1]}
    assert "holds words that only they said" in noted[memos[1]]


def test_names_that_only_they_said_go_and_others_stay(small: Study) -> None:
    rows = [("Ouseby", "place", "[place 1]"), ("Dale End", "place", "[place 2]"), ("Larch", "", ""), ("Elm", "", "")]
    names = [Confirmed(text, kind, replacement, "Imogen", "2026-03-02T10:00:00Z") for text, kind, replacement in rows]
    write_confirmed(small.confirmed_names, names)
    transcripts = small.folder / "raw" / "transcripts"
    said = "P1: None but zebrawood, in Ouseby and Dale End.\nP1: And larch.\n"
    (transcripts / "P1_interview.txt").write_text(f"I: Which larch?\n{said}", encoding="utf-8")
    (transcripts / "P10_interview.txt").write_text("I: Which?\nP10: At dale end.\n", encoding="utf-8")
    assert gone(small).counts["names that only they said"] == 1
    assert [name.text for name in read_confirmed(small.confirmed_names)] == ["Dale End", "Larch", "Elm"]


def test_a_decision_about_a_place_in_what_they_said_goes_though_others_said_the_name(small: Study) -> None:
    place = Confirmed("Elm", "", "", "Imogen", "", before="up the old", after="by the pond")
    write_confirmed(small.confirmed_names, [Confirmed("Elm", "", "", "Imogen", ""), place])
    transcripts = small.folder / "raw" / "transcripts"
    (transcripts / "P1_interview.txt").write_text("I: Where?\nP1: Up the old elm, by the pond.\n", encoding="utf-8")
    (transcripts / "P10_interview.txt").write_text("I: Which?\nP10: An elm.\n", encoding="utf-8")
    assert gone(small).counts["names that only they said"] == 1
    assert [name.before for name in read_confirmed(small.confirmed_names)] == [""]


def test_a_name_that_others_may_have_said_where_nobody_could_look_is_for_a_person(small: Study) -> None:
    write_confirmed(small.confirmed_names, [Confirmed("Ouseby", "place", "[place 1]", "Imogen", "")])
    transcripts = small.folder / "raw" / "transcripts"
    (transcripts / "P1_interview.txt").write_text("I: Where?\nP1: In Ouseby.\nP1: Yes.\n", encoding="utf-8")
    (transcripts / "P10_interview.docx").write_bytes(b"PK\x03\x04 torn")
    done = gone(small)
    assert "names that only they said" not in done.counts
    (found,) = (problem for problem in done.to_check if problem.where == "working/names.csv")
    assert found.text == "Ouseby"


def test_a_folder_nobody_knows_is_named(small: Study) -> None:
    (small.folder / "old" / "deep").mkdir(parents=True)
    (small.folder / "old" / "deep" / "talk.txt").write_text("zebrawood", encoding="utf-8")
    found = {problem.where: problem.what for problem in planned(small, "P1").to_check}
    assert "does not know, 1 files" in found["old"]
    assert "codebook.yaml" not in found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_what_is_left_may_be_read_by_those_who_could_read_it_before(small: Study) -> None:
    modes = {small.register: 0o640, small.codings / "anna.jsonl": 0o600, small.folder / "raw/chats/W1_chat.txt": 0o664}
    for path, mode in modes.items():
        path.chmod(mode)
    gone(small)
    assert {path: path.stat().st_mode & 0o777 for path in modes} == modes


def test_a_file_of_anothers_in_their_folder_is_not_theirs(small: Study) -> None:
    theirs = small.folder / "raw" / "recordings" / "P1" / "P2 afterwards.m4a"
    theirs.write_bytes(b"larch")
    gone(small)
    assert theirs.exists()


def test_a_link_goes_and_what_it_leads_to_stays(small: Study, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "P1_old.txt").write_text("I: a\nP1: zebrawood\n", encoding="utf-8")
    raw = small.folder / "raw"
    try:
        (raw / "recordings" / "P1_more").symlink_to(outside, target_is_directory=True)
        (raw / "transcripts" / "W1_linked.txt").symlink_to(outside / "P1_old.txt")
    except OSError:
        pytest.skip("this user may make no links")
    done = gone(small)
    told = {problem.where: problem.what for problem in done.to_check}
    assert "only the link is deleted" in told["raw/recordings/P1_more"]
    assert "not followed" in told["raw/transcripts/W1_linked.txt"]
    assert not os.path.lexists(raw / "recordings" / "P1_more")
    assert (outside / "P1_old.txt").read_text(encoding="utf-8") == "I: a\nP1: zebrawood\n"


def test_what_a_person_must_look_at_is_still_told_when_it_is_finished_later(
    small: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(small, "P1")
    stuck_at(monkeypatch, "suggestions.csv")
    with pytest.raises(ConsultError, match="finish with"):
        gone(small)
    monkeypatch.undo()
    assert set(gone(small).to_check) >= set(plan.to_check)


def test_while_one_is_unfinished_every_other_is_refused(small: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck_at(monkeypatch, "W1_talk.docx")
    with pytest.raises(
        ConsultError, match=r"W1_talk\.docx cannot be deleted .* finish with `lmep-consult withdraw P1`"
    ):
        gone(small)
    monkeypatch.undo()
    sentence = r"^The withdrawal of P1 was begun and not finished; finish it with `lmep-consult withdraw P1`\.$"
    with pytest.raises(StudyError, match=sentence):
        gone(small, "P2")
    with pytest.raises(StudyError, match=sentence), locked(small.folder):
        pass
    gone(small, reason="another reason")
    assert "another reason" not in (small.working / "withdrawals.csv").read_text(encoding="utf-8")
    assert gone(small, "P2").counts["files of their own"] == 1
    assert holding(small.folder, "zebrawood") == set()


def stuck_at(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As on Windows, where an open file can be neither deleted nor replaced."""
    unlink, replace = Path.unlink, Path.replace

    def refusing_unlink(self: Path, missing_ok: bool = False) -> None:
        if self.name == name:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    def refusing_replace(self: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "unlink", refusing_unlink)
    monkeypatch.setattr(Path, "replace", refusing_replace)


@pytest.mark.parametrize(
    "name",
    [
        "register.xlsx",
        "P1_interview.txt",
        "W1_chat.txt",
        "W1_themes.xlsx",
        "anna.jsonl",
        "suggestions.csv",
        "priorities.csv",
    ],
)
def test_a_file_open_elsewhere_stops_it_and_the_same_command_goes_on(
    small: Study, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stuck_at(monkeypatch, name)
    with pytest.raises(ConsultError, match=rf"{re.escape(name)} cannot be .*`lmep-consult withdraw P1`\.$"):
        gone(small)
    assert unfinished(small.folder) is not None
    monkeypatch.undo()
    gone(small)
    assert unfinished(small.folder) is None
    assert holding(small.folder, "zebrawood") == set()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom a folder can refuse")
def test_a_folder_that_may_not_be_changed_stops_it(small: Study) -> None:
    folder = small.folder / "raw" / "transcripts"
    folder.chmod(0o500)
    with pytest.raises(ConsultError, match="finish with `lmep-consult withdraw P1`"):
        gone(small)
    folder.chmod(0o700)
    gone(small)
    assert holding(small.folder, "zebrawood") == set()


def test_while_a_run_is_at_work_nothing_is_withdrawn_so_that_it_cannot_write_it_back(small: Study) -> None:
    before = contents(small.folder)
    sentence = r"Another lmep-consult is at work on .*, since "
    with held_by_another_thread(locked(small.folder)), pytest.raises(ConsultError, match=sentence):
        gone(small)
    assert contents(small.folder) == before


def test_while_somebody_codes_nothing_is_withdrawn_and_it_is_said_who(small: Study) -> None:
    before = contents(small.folder)
    coding = deciding(small.folder, small.codings / "anna.jsonl", "Anna")
    with held_by_another_thread(coding), pytest.raises(ConsultError, match=r"^Anna is at work on anna\.jsonl of "):
        gone(small)
    assert contents(small.folder) == before


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_MOMENT", 0)


@contextmanager
def held_by_another_thread(held: AbstractContextManager[None]) -> Iterator[None]:
    entered, over = threading.Event(), threading.Event()

    def hold() -> None:
        with held:
            entered.set()
            over.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_file_that_stands_where_the_rest_is_to_be_is_not_overwritten(small: Study) -> None:
    there = small.folder / "raw" / "transcripts" / "W1_talk.docx.txt"
    there.write_text("P2: Mine, larch.\nP2: And mine.\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"W1_talk\.docx\.txt is in the place of what is left of W1_talk\.docx"):
        gone(small)
    assert unfinished(small.folder) is None
    assert (small.folder / "raw" / "transcripts" / "P1_interview.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked on Windows")
def test_killed_at_any_step_and_resumed_it_ends_as_if_nothing_had_happened(small: Study, tmp_path: Path) -> None:
    for name in ("P10*", "W1_room*", "W1_chat*", "W1_attendance*", "W1_video*"):  # what is left has each kind of step
        for path in list((small.folder / "raw").rglob(name)):
            path.unlink()
    before = small.folder.rename(tmp_path / "before")
    whole = Study.open(shutil.copytree(before, tmp_path / "whole"))
    gone(whole)
    wanted = contents(whole.folder)
    step, ended, begun = 0, 9, 0
    while ended == 9:
        killed = Study.open(shutil.copytree(before, tmp_path / f"killed_{step}"))
        child = os.fork()
        if child == 0:
            dying_at(step)
            gone(killed)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == 9 and unfinished(killed.folder):
            begun += 1
            with pytest.raises(StudyError, match="begun and not finished"), locked(killed.folder):
                pass
        gone(killed)
        assert contents(killed.folder) == wanted
        shutil.rmtree(killed.folder)
        step += 6  # every sixth step: each takes a copy of the study and two withdrawals
    assert begun > 8


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_utf_8_stops_no_withdrawal(small: Study) -> None:
    folder = os.fsencode(small.folder)
    Path(os.fsdecode(folder + b"/\xff notes")).mkdir()
    Path(os.fsdecode(folder + b"/\xff notes/a.txt")).write_text("x", encoding="utf-8")
    Path(os.fsdecode(folder + b"/raw/transcripts/P1_\xfe.mp4")).write_bytes(b"1")
    done = withdraw(small, "P1", "", TODAY)
    assert any("notes" in problem.where for problem in done.to_check)
    assert not Path(os.fsdecode(folder + b"/raw/transcripts/P1_\xfe.mp4")).exists()
