"""One program at a time changes a study."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from lmep_consult import lock
from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.lock import CERTIFICATE, JOURNAL, LOCK, locked, unfinished

HOLDING = """
import sys
from pathlib import Path
from lmep_consult.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""
NOBODY = 2**22 + 1  # above the highest id of a process


def left(folder: Path, content: str) -> Path:
    path = folder / "working" / LOCK
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def made_by(host: str, pid: int, hours_ago: float) -> str:
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_ago)
    return json.dumps({"host": host, "pid": pid, "since": since.isoformat()})


def test_the_lock_is_there_while_it_is_held_and_then_gone(tmp_path: Path) -> None:
    path = tmp_path / "working" / LOCK
    with locked(tmp_path):
        assert json.loads(path.read_text(encoding="utf-8"))["pid"] == os.getpid()
        with locked(tmp_path):  # this process has it already
            assert path.exists()
        assert path.exists()
    assert not path.exists()


def test_it_is_given_back_when_what_it_was_for_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    assert not (tmp_path / "working" / LOCK).exists()


def test_another_program_waits_until_the_first_has_ended(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(ConsultError, match=f"Another lmep-consult is at work on .*{platform.node()}"), locked(tmp_path):
        pass
    other.communicate("\n")
    with locked(tmp_path):
        pass


def test_one_that_was_killed_leaves_no_study_closed(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    other.stdout.readline()
    other.kill()
    other.communicate()
    assert (tmp_path / "working" / LOCK).exists()
    with locked(tmp_path):
        pass
    assert list((tmp_path / "working").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "age", "free"),
    [
        (made_by(platform.node(), NOBODY, 0), 0, True),
        (made_by("elsewhere", 1, 23), 0, False),
        (made_by("elsewhere", 1, 25), 0, True),
        ("", 0, False),
        ("", 61, True),
        ('{"host": 1, "pid": "x"', 0, False),
        ('{"host": "h", "pid": 1, "since": "yesterday"}', 61, True),
    ],
    ids=[
        "gone here",
        "elsewhere today",
        "elsewhere yesterday",
        "empty, new",
        "empty, old",
        "damaged, new",
        "no date, old",
    ],
)
def test_a_lock_that_was_left_over_is_told_from_one_that_is_held(
    tmp_path: Path, content: str, age: int, free: bool
) -> None:
    path = left(tmp_path, content)
    os.utime(path, (path.stat().st_mtime - age,) * 2)
    if free:
        with locked(tmp_path):
            pass
        assert not path.exists()
    else:
        with pytest.raises(ConsultError, match=r"or delete .* if none is running"), locked(tmp_path):
            pass
        assert path.read_text(encoding="utf-8") == content


def test_a_lock_taken_by_a_third_in_the_meantime_is_put_back(tmp_path: Path) -> None:
    path = left(tmp_path, "another's")
    lock._take_away(path, b"what was seen")
    assert path.read_text(encoding="utf-8") == "another's"


def test_something_unfinished_refuses_all_but_the_command_that_began_it(tmp_path: Path) -> None:
    path = tmp_path / "working" / JOURNAL
    path.parent.mkdir()
    path.write_text('{"what": "The withdrawal of P7", "command": "withdraw P7", "reason": "r"}', encoding="utf-8")
    assert unfinished(tmp_path) == {"what": "The withdrawal of P7", "command": "withdraw P7", "reason": "r"}
    with locked(tmp_path, "withdraw P7"):
        pass
    for other in ("", "withdraw P70", "purge"):
        sentence = r"The withdrawal of P7 was begun.*`lmep-consult withdraw P7`\.$"
        with pytest.raises(StudyError, match=sentence), locked(tmp_path, other):
            pass
    path.write_text('{"what": ', encoding="utf-8")
    with pytest.raises(StudyError, match=r"unfinished\.json: damaged"), locked(tmp_path):
        pass
    assert not (tmp_path / "working" / LOCK).exists()


def test_a_purged_study_is_open_to_commands_that_are_named_only(tmp_path: Path) -> None:
    (tmp_path / CERTIFICATE).write_text("{}", encoding="utf-8")
    with pytest.raises(StudyError, match="was purged, so there is nothing left to read"), locked(tmp_path):
        pass
    with locked(tmp_path, "withdraw P7"):
        pass
