"""Logs on the disk: what was acknowledged is there, whatever happens to the rest."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from lmep_consult.coding import Coder, Decision, append, as_line, from_line, log_files, log_path, read_log, read_logs
from lmep_consult.errors import CodingError

ADDING = """
import sys
from pathlib import Path
from lmep_consult.coding import Coder, append
who, path, how_many = Coder(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(how_many):
    decision = who.memo(f"{number} " + "naïve 🙂 " * 1500, source="P07")
    append(path, [decision])
    print(decision.id, flush=True)
"""


def adding(coder: str, path: Path, how_many: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADDING, coder, str(path), str(how_many)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ids(decisions: list[Decision]) -> list[str]:
    return [decision.id for decision in decisions]


def made(how_many: int) -> list[Decision]:
    return [Coder("IF").memo(f"note {number}: “naïve” 🙂", source="P07") for number in range(how_many)]


def test_what_is_appended_is_read_in_its_order(tmp_path: Path) -> None:
    path = log_path(tmp_path / "working" / "codings", "IF")
    decisions = made(3)
    append(path, decisions[:1])
    append(path, decisions[1:])
    assert path.read_text(encoding="utf-8") == "".join(as_line(decision) + "\n" for decision in decisions)
    assert read_log(path) == (decisions, [])


def test_a_process_killed_at_random_points_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "IF.jsonl"
    acknowledged: list[str] = []
    draw = random.Random(20260210)  # noqa: S311
    for _ in range(3):
        with adding("IF", path, 100) as process:
            assert process.stdin and process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "ready\n"
            for _ in range(draw.randrange(1, 90)):
                acknowledged.append(process.stdout.readline().strip())
            process.kill()  # somewhere in the next write
            acknowledged += process.stdout.read().split()
    decisions, problems = read_log(path)
    assert set(acknowledged) <= set(ids(decisions))
    assert len(decisions) <= len(acknowledged) + 3  # at most one more a kill, written and not yet acknowledged
    assert len(problems) <= 3
    assert all("set aside" in problem.what for problem in problems)


def test_wherever_a_line_was_cut_short_the_others_stand_and_the_next_one_too(tmp_path: Path) -> None:
    path, decisions = tmp_path / "IF.jsonl", made(3)
    append(path, decisions[:2])
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[1]
    for kept in range(1, len(last) - 1):
        path.write_bytes(whole[: len(whole) - len(last) + kept])
        there, problems = read_log(path)
        assert there == decisions[:1]
        assert [(p.where, p.what) for p in problems] == [("IF.jsonl, line 2", "cut short by a crash and set aside")]
        append(path, decisions[2:])
        there, problems = read_log(path)
        assert there == [decisions[0], decisions[2]]
        assert [problem.where for problem in problems] == ["IF.jsonl, line 2"]
        assert path.read_bytes().startswith(whole[: len(whole) - len(last) + kept])


def test_a_last_line_that_only_lacks_its_end_counts(tmp_path: Path) -> None:
    path, decisions = tmp_path / "IF.jsonl", made(2)
    append(path, decisions[:1])
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append(path, decisions[1:])
    assert read_log(path) == (decisions, [])


def test_two_processes_of_one_coder_do_not_break_each_others_lines(tmp_path: Path) -> None:
    path = tmp_path / "IF.jsonl"
    with adding("IF", path, 60) as one, adding("IF", path, 60) as two:
        for process in (one, two):
            assert process.stdin and process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in (one, two):
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        acknowledged = [line.strip() for process in (one, two) if process.stdout for line in process.stdout]
    decisions, problems = read_log(path)
    assert sorted(ids(decisions)) == sorted(acknowledged)
    assert (len(decisions), problems) == (120, [])


def test_line_ends_and_marks_that_windows_and_drives_add_do_no_harm(tmp_path: Path) -> None:
    path, decisions = tmp_path / "IF.jsonl", made(4)
    lines = [as_line(decision).encode() for decision in decisions]
    path.write_bytes(b"\xef\xbb\xbf" + lines[0] + b"\r\n\r\n" + lines[1] + b"\r\n\xef\xbb\xbf" + lines[2] + b"\r\n")
    append(path, decisions[3:])
    assert read_log(path) == (decisions, [])


def test_lines_that_are_no_decisions_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path, decisions = tmp_path / "IF.jsonl", made(2)
    lines = [as_line(decision).encode() for decision in decisions]
    guess = json.dumps(json.loads(lines[0]) | {"action": "guess"}).encode()
    path.write_bytes(b"\n".join([lines[0], b"<<<<<<< HEAD", guess, b"\0\0\0\0", b"\xff\xfe", lines[1], b""]))
    there, problems = read_log(path)
    assert there == decisions
    assert [problem.where for problem in problems] == [f"IF.jsonl, line {number}" for number in (2, 3, 4, 5)]
    assert "action" in problems[1].what


def test_all_logs_of_a_folder_are_read_copies_among_them(tmp_path: Path) -> None:
    decisions = made(2)
    for name in ("IF.jsonl", "IF (conflicted copy 2026-02-10).jsonl", "site B/AB.JSONL"):
        append(tmp_path / name, decisions)
    (tmp_path / "._IF.jsonl").write_bytes(b"\0\x05\x16\x07")
    (tmp_path / "notes.txt").write_text("not a log", encoding="utf-8")
    assert [path.name for path in log_files(tmp_path)] == [
        "IF (conflicted copy 2026-02-10).jsonl", "IF.jsonl", "AB.JSONL",
    ]  # fmt: skip
    there, problems = read_logs(tmp_path)
    assert sorted(ids(there)) == sorted(ids(decisions) * 3)
    assert problems == []


def test_a_folder_that_is_not_there_holds_no_decisions(tmp_path: Path) -> None:
    assert read_logs(tmp_path / "codings") == ([], [])


def test_a_log_that_cannot_be_opened_is_a_problem_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(tmp_path / "AB.jsonl", made(1))
    append(tmp_path / "IF.jsonl", made(1))
    there = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "AB.jsonl":
            raise PermissionError(errno.EACCES, "Permission denied")
        return there(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    decisions, problems = read_logs(tmp_path)
    assert len(decisions) == 1
    assert [problem.where for problem in problems] == ["AB.jsonl"]


def test_it_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, int]] = []  # which file, and how long it was
    fsync = os.fsync

    def watch(handle: int) -> None:
        fsync(handle)
        synced.append((os.fstat(handle).st_ino, os.fstat(handle).st_size))

    monkeypatch.setattr(os, "fsync", watch)
    path = tmp_path / "codings" / "IF.jsonl"
    append(path, made(1))
    assert synced[0] == (path.stat().st_ino, path.stat().st_size)
    assert {file for file, _ in synced[1:]} == {path.parent.stat().st_ino, tmp_path.stat().st_ino}
    append(path, made(1))
    assert synced[3:] == [(path.stat().st_ino, path.stat().st_size)]


def test_on_a_full_disk_the_decision_is_refused_and_the_next_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, decisions = tmp_path / "IF.jsonl", made(3)
    append(path, decisions[:1])
    write, tries = os.write, iter([True, False])

    def fill(handle: int, data: bytes) -> int:
        if next(tries):
            return write(handle, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(CodingError, match=r"IF.jsonl: .* not kept \(No space left"):
        patch.setattr(os, "write", fill)
        append(path, decisions[1:2])
    append(path, decisions[2:])
    there, problems = read_log(path)
    assert there == [decisions[0], decisions[2]]
    assert [problem.where for problem in problems] == ["IF.jsonl, line 2"]


@pytest.mark.parametrize("name", ["", "A/B", "..", ".hidden", "a:b", "CON", "nul.x", "x" * 61, "Zoe ", "a\nb", "a\\b"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CodingError, match="cannot be the name of a file"):
        log_path(tmp_path, name)


def test_a_name_written_two_ways_is_one_file(tmp_path: Path) -> None:
    assert log_path(tmp_path, "Zoe\u0308 B") == log_path(tmp_path, "Zo\u00eb B") == tmp_path / "Zo\u00eb B.jsonl"


@pytest.mark.parametrize(
    "wrong", [{"start": 10**400}, {"end": 10**12}, {"round": 10**30}, {"start": True}, {"start": -1}]
)
def test_numbers_that_no_text_has_are_no_places(wrong: dict[str, int]) -> None:
    line = {"id": "a", "time": "2026-02-10T09:30:00.000Z", "coder": "IF", "action": "add", "source": "P07", "code": "c"}
    passage = {"start": 0, "end": 4, "quote": "time", "participant": "P07", "transcript": "0" * 64}
    assert from_line(json.dumps(line | passage | {"codebook": "1", "origin": "person"})).end == 4
    with pytest.raises(CodingError, match=next(iter(wrong))):
        from_line(json.dumps(line | passage | {"codebook": "1", "origin": "person"} | wrong))
