"""A disk that fills up ends a command in a sentence, wherever it was writing."""

from __future__ import annotations

import errno

import pytest

from lmep_consult import cli


@pytest.mark.parametrize("number", [errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)])
def test_it_is_a_sentence_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def full() -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr(cli, "app", full)
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    assert capsys.readouterr().err == ("lmep-consult: No space left on device; make room and give the command again.\n")


def test_another_fault_of_the_system_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(OSError, match="Input/output error"):
        cli.main()
