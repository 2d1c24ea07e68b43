"""At the end of a study what was promised to go is deleted, and the certificate says what."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from dying import dying_at

from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.governance import planned_purge, purge, withdraw
from lmep_consult.lock import locked, unfinished
from lmep_consult.places import LOCKS
from lmep_consult.study import Study

TODAY = dt.date(2027, 7, 30)


def files(folder: Path) -> dict[str, bytes]:
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in there.items() if path.parent.name != LOCKS.name}


def said(study: Study) -> Any:
    return json.loads((study.folder / "purge_certificate.json").read_text(encoding="utf-8"))


STAYS = {
    "study.toml",
    "codebook.yaml",
    "register.xlsx",
    "raw/polls/W1_themes.xlsx",
    "raw/polls/W1_after.csv",
    "raw/attendance/W1_attendance.csv",
    "reports/scoping_report.html",
    "reports/tables/priorities.csv",
}


def test_what_quotes_people_goes_and_what_was_released_stays(small: Study) -> None:
    before = files(small.folder)
    purge(small, TODAY)
    after = files(small.folder)
    assert after.keys() == STAYS | {"purge_certificate.json", "purge_certificate.txt"}
    assert all(after[name] == before[name] for name in STAYS)


def test_the_certificate_holds_the_hash_and_size_of_every_file_that_went(small: Study) -> None:
    before = files(small.folder)
    purge(small, TODAY)
    went = Counter((hashlib.sha256(data).hexdigest(), len(data)) for name, data in before.items() if name not in STAYS)
    assert Counter((entry["sha256"], entry["bytes"]) for entry in said(small)["deleted"]) == went
    kept = {"codebook.yaml", "reports/scoping_report.html", "reports/tables/priorities.csv"}
    assert {entry["file"]: entry["sha256"] for entry in said(small)["kept"]} == {
        name: hashlib.sha256(before[name]).hexdigest() for name in kept
    }
    assert said(small)["date"] == "2027-07-30"
    readable = (small.folder / "purge_certificate.txt").read_text(encoding="utf-8")
    assert all(digest in readable for digest, _ in went)


def test_the_certificate_names_nobody(small: Study) -> None:
    raw = small.folder / "raw"
    (raw / "recordings" / "Owen Marsh").mkdir()
    (raw / "recordings" / "Owen Marsh" / "zoom.mp4").write_bytes(b"1")
    (raw / "Owen Marsh's audio").mkdir()
    (raw / "Owen Marsh's audio" / "P2 Anna Reed.m4a").write_bytes(b"2")
    (small.working / "codings" / "Imogen Farrowby.jsonl").write_text("{}\n", encoding="utf-8")
    (small.working / "about Owen Marsh.txt").write_text("x", encoding="utf-8")
    purge(small, TODAY)
    names = {entry["file"] for entry in said(small)["deleted"]}
    assert {"raw/recordings/P1.m4a", "raw/other/P2.m4a", "raw/recordings/name withheld.mp4"} <= names
    assert {"working/name withheld.jsonl", "working/suggestions.csv", "working/pseudonyms.key"} <= names
    for path in (small.folder / "purge_certificate.json", small.folder / "purge_certificate.txt"):
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in ("Owen", "Marsh", "Anna", "Reed", "Imogen", "Jonas", "Wren"))
    assert not (raw / "recordings" / "Owen Marsh").exists()


def test_recordings_and_captions_go_wherever_they_lie_by_the_ids_they_begin_with(small: Study) -> None:
    went = ("P3_recording.mp4", "raw/transcripts/P3 copy.vtt", "raw/polls/P3_recording.mp4", "old/p3 again.VTT",
            "raw/polls/W1_room.vtt", "raw/attendance/P2_notes.txt", "codebooks/W1.srt")  # fmt: skip
    left = ("P3 consent.pdf", "P35_recording.mp4", "Budget.mp4", "raw/polls/unnamed.csv")
    for name in (*went, *left):
        (small.folder / name).parent.mkdir(exist_ok=True)
        (small.folder / name).write_bytes(b"1")
    done = purge(small, TODAY)
    assert {name for name in (*went, *left) if (small.folder / name).exists()} == set(left)
    assert {problem.where: problem.what for problem in done.unknown} == {
        "Budget.mp4": "a file that lmep-consult does not know; deal with it",
        "P3 consent.pdf": "a file that lmep-consult does not know; deal with it",
        "P35_recording.mp4": "a file that lmep-consult does not know; deal with it",
        "codebooks": "a folder that lmep-consult does not know, 0 files; deal with it",
        "old": "a folder that lmep-consult does not know, 0 files; deal with it",
    }
    assert said(small)["left_unknown"] == 5


def test_what_people_put_into_reports_is_theirs_to_see_to(small: Study) -> None:
    (small.folder / "reports_set_aside").mkdir()
    (small.folder / "reports_set_aside" / "draft.docx").write_bytes(b"1")
    (found,) = purge(small, TODAY).unknown
    assert (found.where, found.what[:30]) == ("reports_set_aside", "what people put into reports/,")


def test_links_are_deleted_and_what_they_lead_to_is_not(small: Study, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("P1_old.mp4", "W1_themes.csv", "P1.vtt"):
        (outside / name).write_bytes(b"elsewhere")
    raw = small.folder / "raw"
    links = (
        raw / "recordings" / "P1 Jonas",
        raw / "polls" / "W1_linked.csv",
        small.folder / "P1_again.vtt",
        raw / "more",
    )
    try:
        links[0].symlink_to(outside, target_is_directory=True)
        links[1].symlink_to(outside / "W1_themes.csv")
        links[2].symlink_to(outside / "P1.vtt")
        links[3].symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    planned = planned_purge(small)
    done = purge(small, TODAY)
    assert planned.links == done.links
    assert set(done.links) == {
        "raw/recordings/P1",
        "raw/polls/W1.csv",
        "./name withheld.vtt",
        "raw/other/name withheld",
    }
    assert not any(map(os.path.lexists, links))
    assert len(list(outside.iterdir())) == 3
    hashes = {entry["sha256"] for entry in said(small)["deleted"]}
    assert hashlib.sha256(b"elsewhere").hexdigest() not in hashes
    assert "[ ] raw/recordings/P1" in (small.folder / "purge_certificate.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are always text there")
def test_a_name_that_is_no_text_stops_nothing(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / os.fsdecode(b"P2_caf\xe9.vt\xe9")
    path.write_bytes(b"1")
    purge(small, TODAY)
    assert not path.exists()
    assert "raw/transcripts/P2.vt?" in {entry["file"] for entry in said(small)["deleted"]}


def test_it_says_which_copies_it_cannot_reach(small: Study) -> None:
    purge(small, TODAY)
    out_of_reach = said(small)["out_of_reach"]
    assert out_of_reach[0] == "the old tape drive in room 4"
    for place in ("recycle bins", "Teams", "emails"):
        assert any(place in named for named in out_of_reach)
    assert said(small)["kept_and_about_people"][0] == "register.xlsx"


def test_a_plan_deletes_nothing(small: Study) -> None:
    before = files(small.folder)
    planned_purge(small)
    assert files(small.folder) == before


def test_afterwards_the_study_cannot_be_run_and_purging_again_touches_nothing(small: Study) -> None:
    purge(small, TODAY)
    with pytest.raises(StudyError, match="was purged, so there is nothing left to read"), locked(small.folder):
        pass
    before = files(small.folder)
    assert purge(small, TODAY + dt.timedelta(days=1)).before
    assert files(small.folder) == before


def test_what_came_back_is_purged_again_and_joins_the_certificate(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / "P1_interview.txt"
    content = path.read_bytes()
    purge(small, TODAY)
    first = said(small)["deleted"]
    path.write_bytes(content)
    path.with_name("P2_notes.txt").write_bytes(b"more")
    again = purge(small, TODAY)
    assert not again.before
    assert not path.exists()
    assert said(small)["deleted"][: len(first)] == first
    assert [entry["file"] for entry in said(small)["deleted"][len(first) :]] == ["raw/transcripts/P2.txt"]


def test_somebody_may_withdraw_after_it_and_the_reports_stay(small: Study) -> None:
    purge(small, TODAY)
    done = withdraw(small, "P1", "", TODAY)
    assert done.counts == {"status in the register": 1, "poll rows": 2, "attendance lines": 2}
    assert (small.folder / "reports" / "scoping_report.html").exists()


def test_a_withdrawal_that_is_unfinished_comes_first(small: Study) -> None:
    journal = small.working / "unfinished.json"
    journal.write_text('{"what": "The withdrawal of P1", "command": "withdraw P1"}', encoding="utf-8")
    with pytest.raises(StudyError, match="finish it with `lmep-consult withdraw P1`"):
        purge(small, TODAY)


def test_a_file_open_elsewhere_stops_it_and_it_goes_on_later(small: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def refusing(self: Path, missing_ok: bool = False) -> None:
        if self.name == "W1_room.vtt":
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    with pytest.raises(ConsultError, match=r"W1_room\.vtt cannot be deleted .* finish with `lmep-consult purge`"):
        purge(small, TODAY)
    assert not (small.folder / "purge_certificate.json").exists()
    monkeypatch.undo()
    purge(small, TODAY + dt.timedelta(days=3))
    assert said(small)["date"] == "2027-07-30"


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked on Windows")
def test_killed_at_any_step_and_resumed_the_certificate_is_the_same(small: Study, tmp_path: Path) -> None:
    before = small.folder.rename(tmp_path / "before")
    whole = Study.open(shutil.copytree(before, tmp_path / "whole"))
    purge(whole, TODAY)
    wanted = files(whole.folder)
    step, ended, begun = 0, 9, 0
    while ended == 9:
        killed = Study.open(shutil.copytree(before, tmp_path / f"killed_{step}"))
        child = os.fork()
        if child == 0:
            dying_at(step)
            purge(killed, TODAY)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        begun += unfinished(killed.folder) is not None
        purge(killed, TODAY)
        assert files(killed.folder) == wanted
        shutil.rmtree(killed.folder)
        step += 2  # every other step: each takes a copy of the study and two purges
    assert begun > 10
