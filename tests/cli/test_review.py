"""The command that serves the page, as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.coding import Coder, append, log_path
from lmep_consult.errors import ConsultError
from lmep_consult.study import Study


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    typed = ["review", "--study", str(folder), "--no-browser", "--port", "0", *options]
    made = [sys.executable, "-c", "from lmep_consult.cli import main; main()", *typed]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(made, text=True, encoding="utf-8", **pipes)


@contextmanager
def entered(address: str) -> Iterator[httpx.Client]:
    top = address.partition("/?")[0]
    with httpx.Client(base_url=top, headers={"Origin": top}, timeout=30) as client:
        assert client.get(address).status_code == 303
        yield client


@pytest.mark.parametrize("by", ["AB", ""])
def test_the_first_line_is_the_address_and_nobody_decides_who_was_not_named(tiny_folder: Path, by: str) -> None:
    study = Study.open(tiny_folder)
    append(log_path(study.codings, "IF"), [Coder("IF", "1").done("P1", "0" * 64)])
    program = started(tiny_folder, *(["--by", by, "--source", "P2"] if by else []))
    try:
        assert program.stdout is not None
        with entered(program.stdout.readline().strip()) as client:
            assert client.get("/code").headers["location"] == ("/code/P2" if by else "/code/P1")
            first = client.get("/api/state/P2").json()["waiting"][0]
            asked = {"key": "a" * 32, "action": "accept", "source": "P2", "suggestion": first["id"]}
            answer = client.post("/api/decide", json=asked)
            assert answer.status_code == (200 if by else 409)
            named = client.post("/api/name", json={"key": "b" * 32, "reply": "p", "proposal": "x"})
            assert named.status_code == 409
    finally:
        program.terminate()
        _, said = program.communicate(timeout=20)
    assert ("AB has not coded here before" in said) == bool(by)
    assert ("start it with --by NAME" in said) == (not by)
    assert "token" not in said
    assert log_path(study.codings, "AB").is_file() == bool(by)


def test_what_cannot_be_served_is_said_in_a_sentence(tiny_folder: Path) -> None:
    typed = ["review", "--study", str(tiny_folder), "--no-browser", "--by", "IF", "--source", "P99"]
    with pytest.raises(ConsultError, match=r"^No text to code is called 'P99'; there are P1, P2"):
        CliRunner().invoke(app, typed, catch_exceptions=False)
