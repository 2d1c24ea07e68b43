"""One program at a time makes what is derived, several people decide, and a withdrawal wants everybody out."""

from __future__ import annotations

import errno
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import filelock
import pytest

from lmep_consult import lock
from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.lock import alone, deciding, locked, unfinished
from lmep_consult.places import CERTIFICATE, JOURNAL, LOCKS

HOLDING = """
import sys
from pathlib import Path
from lmep_consult.lock import alone, deciding, locked
folder = Path(sys.argv[1])
with {held}:
    print("held", flush=True)
    sys.stdin.readline()
"""
RUN, CODER = "locked(folder)", "deciding(folder, folder / 'codings' / 'anna.jsonl', 'Anna')"
WITHDRAWAL = "alone(folder, 'withdraw P7')"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_MOMENT", 0)


@contextmanager
def elsewhere(folder: Path, held: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds something of the study."""
    code = HOLDING.format(held=held)
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        yield other
    finally:
        if other.poll() is None:
            other.communicate("\n")


def entered(*held: AbstractContextManager[None]) -> None:
    for each in held:
        with each:
            pass


def coding(folder: Path, coder: str) -> AbstractContextManager[None]:
    return deciding(folder, folder / "codings" / f"{coder.lower()}.jsonl", coder)


def test_while_one_program_is_at_work_another_is_refused_and_then_not(tmp_path: Path) -> None:
    with elsewhere(tmp_path, RUN):
        sentence = rf"^Another lmep-consult is at work on .* \(on {platform.node()}, since 20.* UTC\); wait"
        for other in (locked(tmp_path), alone(tmp_path, "purge")):
            with pytest.raises(ConsultError, match=sentence):
                entered(other)
    entered(locked(tmp_path), alone(tmp_path, "purge"))


def test_the_thread_that_holds_it_may_ask_again_and_no_other_thread_may(tmp_path: Path) -> None:
    said: list[str] = []

    def another_thread() -> None:
        try:
            entered(locked(tmp_path))
            said.append("let in")
        except ConsultError as error:
            said.append(str(error))

    def asked() -> str:
        thread = threading.Thread(target=another_thread)
        thread.start()
        thread.join()
        return said[-1]

    with locked(tmp_path):
        entered(locked(tmp_path))
        assert asked().startswith("Another lmep-consult is at work")
    assert asked() == "let in"


def test_it_is_given_back_when_what_it_was_for_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with elsewhere(tmp_path, RUN):
        pass


def test_two_people_decide_at_once_also_while_a_run_is_at_work(tmp_path: Path) -> None:
    with elsewhere(tmp_path, CODER):
        entered(coding(tmp_path, "Ben"), locked(tmp_path))
        with locked(tmp_path):
            entered(coding(tmp_path, "Ben"))
        with elsewhere(tmp_path, RUN):
            entered(coding(tmp_path, "Ben"))


def test_one_log_is_one_persons_at_a_time(tmp_path: Path) -> None:
    sentence = r"^Anna is at work on anna\.jsonl of .*; wait until they have stopped"
    with elsewhere(tmp_path, CODER), pytest.raises(ConsultError, match=sentence):
        entered(coding(tmp_path, "Anna"))
    entered(coding(tmp_path, "Anna"))


def test_a_withdrawal_waits_for_who_decides_and_keeps_others_out(tmp_path: Path) -> None:
    with elsewhere(tmp_path, CODER), pytest.raises(ConsultError, match=r"^Anna is at work on anna\.jsonl"):
        entered(alone(tmp_path, "withdraw P7"))
    with elsewhere(tmp_path, WITHDRAWAL):
        for refused in (coding(tmp_path, "Anna"), coding(tmp_path, "Ben"), locked(tmp_path)):
            with pytest.raises(ConsultError, match="Another lmep-consult is at work"):
                entered(refused)
    entered(coding(tmp_path, "Ben"), alone(tmp_path, "withdraw P7"))


@pytest.mark.parametrize("held", [RUN, CODER, WITHDRAWAL])
def test_one_that_was_killed_leaves_nothing_locked(tmp_path: Path, held: str) -> None:
    with elsewhere(tmp_path, held) as other:
        other.kill()
        other.communicate()
        entered(locked(tmp_path), coding(tmp_path, "Anna"), alone(tmp_path, "withdraw P7"))


def test_afterwards_no_lock_says_who_held_it(tmp_path: Path) -> None:
    entered(locked(tmp_path), coding(tmp_path, "Anna"), alone(tmp_path, "purge"))
    assert not any(path.read_bytes().strip(b"\0") for path in LOCKS.of(tmp_path).iterdir())


def test_a_drive_that_cannot_lock_is_met_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(self: object, timeout: float) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(filelock.FileLock, "acquire", cannot)
    with pytest.raises(ConsultError, match=r"cannot be locked \(No locks available\).*move the study to a drive that"):
        entered(locked(tmp_path))


def test_a_folder_that_may_not_be_written_to_is_met_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def may_not(self: object, timeout: float) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(filelock.FileLock, "acquire", may_not)
    with pytest.raises(ConsultError, match=r"a file cannot be made there \(Permission denied\)"):
        entered(locked(tmp_path))


def test_something_unfinished_refuses_all_but_the_command_that_began_it(tmp_path: Path) -> None:
    path = JOURNAL.of(tmp_path)
    path.parent.mkdir()
    path.write_text('{"what": "The withdrawal of P7", "command": "withdraw P7", "reason": "r"}', encoding="utf-8")
    assert unfinished(tmp_path) == {"what": "The withdrawal of P7", "command": "withdraw P7", "reason": "r"}
    entered(locked(tmp_path, "withdraw P7"))
    for other in (locked(tmp_path), locked(tmp_path, "withdraw P70"), alone(tmp_path, "purge"), coding(tmp_path, "A")):
        with pytest.raises(StudyError, match=r"The withdrawal of P7 was begun.*`lmep-consult withdraw P7`\.$"):
            entered(other)
    for damaged in ('{"what": ', "[" * 50_000):
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(StudyError, match=r"unfinished\.json: damaged"):
            entered(locked(tmp_path))


def test_a_purged_study_is_open_to_commands_that_are_named_only(tmp_path: Path) -> None:
    CERTIFICATE.of(tmp_path).write_text("{}", encoding="utf-8")
    for refused in (locked(tmp_path), coding(tmp_path, "Anna")):
        with pytest.raises(StudyError, match="was purged, so there is nothing left to read"):
            entered(refused)
    entered(locked(tmp_path, "withdraw P7"))
