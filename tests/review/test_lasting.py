"""What is acknowledged is in the log once, whatever ends, breaks off or comes between."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import socket
import threading
import time
import uuid
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import tiny
from typer.testing import CliRunner

from lmep_consult.cli import app, options
from lmep_consult.codebook import Codebook
from lmep_consult.coding import fold, read_logs


@pytest.fixture
def folder(tiny_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_run, tmp_path / "study"))


def program(folder: Path, port: int, told: Any) -> None:
    """What `lmep-consult review` does."""
    from lmep_consult.review.serving import serve
    from lmep_consult.review.sitting import Sitting
    from lmep_consult.study import Study

    serve(Sitting(Study.open(folder), "IF"), port, told.send)


class Program:
    """The page as a program of its own, always on the same port. Where the system can copy a process, one that has
    imported the toolkit stands by, so that it starts at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ways = multiprocessing.get_all_start_methods()
        self.way = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        if "forkserver" in ways:
            self.way.set_forkserver_preload(["lmep_consult.review.serving", "lmep_consult.review.sitting"])
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        told, tells = self.way.Pipe(duplex=False)
        self.process = self.way.Process(target=program, args=(self.folder, self.port, tells), daemon=True)
        self.process.start()
        assert told.poll(60)
        self.address = told.recv()
        assert self.address.startswith(f"http://127.0.0.1:{self.port}/?token=")

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def test_the_program_killed_during_200_decisions(folder: Path) -> None:
    program = Program(folder)
    top = f"http://127.0.0.1:{program.port}"
    acknowledged: list[str] = []
    over = threading.Event()

    def decide() -> None:
        client = httpx.Client(base_url=top, headers={"Origin": top}, timeout=5)
        for number in range(200):
            start, code = 43 + number % 100, ("fares", "routes", "shelters")[number // 100]
            place = {"source": "P1", "start": start, "end": start + 3 + number // 4}
            asked = {"key": uuid.uuid4().hex, "action": "add", "code": code, **place}
            while True:
                try:
                    answer = client.post("/api/decide", json=asked)
                    if answer.status_code == 200:
                        acknowledged.append(asked["key"])
                        break
                    if answer.status_code == 409:
                        break
                    client.get(program.address)
                except httpx.TransportError:
                    time.sleep(0.05)
        over.set()

    thread = threading.Thread(target=decide)
    thread.start()
    chance = random.Random(7)  # noqa: S311
    for _ in range(2):
        if over.wait(chance.uniform(0.3, 1.2)):
            break
        program.kill()
        program.start()
    thread.join(120)
    program.kill()
    ids = Counter(each.id for each in read_logs(folder / "working" / "codings")[0])
    assert len(acknowledged) > 150
    assert {ids[key] for key in acknowledged} == {1}
    assert fold(read_logs(folder / "working" / "codings")[0]).conflicts.empty


def test_a_window_that_is_offline_says_what_is_not_saved_and_saves_it_on_return(
    folder: Path, serve: Any, browser: Any
) -> None:
    with serve(folder) as page:
        window = browser.new_page()
        window.goto(page.address)
        window.wait_for_selector("html[data-ready]")
        browser.set_offline(True)
        for key in ("j", "a", "r"):
            window.keyboard.press(key)
        window.locator("#saved", has_text="2 decisions not saved yet (the program does not answer)").wait_for()
        assert "sent again by itself" in window.inner_text("#saved")
        assert window.locator(".chip.coded.unsaved").count() == 1
        assert page.log == []
        kept = window.evaluate("JSON.stringify(localStorage)")
        assert "accept" in kept
        assert "too high" not in kept  # what the browser keeps on the disk holds nobody's words
        browser.set_offline(False)
        window.locator("#saved:text-is('All saved')").wait_for()
        assert page.said == [("accept", "fares"), ("reject", "routes")]
        assert window.locator(".chip.unsaved").count() == 0
        assert window.evaluate("localStorage.length") == 0
        browser.set_offline(True)
        window.keyboard.press("u")
        window.locator("#saved", has_text="1 decision not saved yet").wait_for()
        window.close(run_before_unload=False)
        browser.set_offline(False)
        again = browser.new_page()  # the window was closed; another sends what it left
        again.goto(f"{page.top}/code/P2")
        again.locator("#saved:text-is('All saved')").wait_for()
        assert [action for action, _ in page.said] == ["accept", "reject", "undo"]


def test_windows_that_stay_open_while_the_program_is_started_again_save_and_show_what_is_so(
    folder: Path, serve: Any, browser: Any
) -> None:
    windows = [browser.new_page(), browser.new_page()]
    with serve(folder) as page:
        port = int(page.top.rpartition(":")[2])
        for window, source in zip(windows, ("P1", "P2"), strict=True):
            window.goto(page.address)
            window.goto(f"{page.top}/code/{source}")
            window.wait_for_selector("html[data-ready]")
            for key in ("j", "a"):
                window.keyboard.press(key)
            window.locator("#saved:text-is('All saved')").wait_for()
        browser.set_offline(True)
        for window in windows:
            window.keyboard.press("a")
            window.locator("#saved", has_text="1 decision not saved yet").wait_for()
        assert len(json.loads(windows[0].evaluate("localStorage.getItem('lmep-unsaved')"))) == 2  # of each window
    browser.set_offline(False)
    with serve(folder, "IF", port) as page:
        browser.new_page().goto(page.address)  # which gives the browser the new cookie
        for window in windows:
            window.locator("#saved:text-is('All saved')").wait_for()
            assert window.locator(".chip.waits").count() == 0
        assert [each.action for each in page.log] == ["accept"] * 4


def test_two_windows_and_a_terminal_at_once(folder: Path, serve: Any, browser: Any) -> None:
    with serve(folder) as page:
        windows = [browser.new_page(), browser.new_page()]
        for window, source in zip(windows, ("P1", "P2"), strict=True):
            window.goto(page.address)
            window.goto(f"{page.top}/code/{source}")
            window.wait_for_selector("html[data-ready]")
            window.keyboard.press("j")
        for _ in range(2):
            for window in windows:
                window.keyboard.press("a")
        typed = ["code", "--by", "IF", "--source", "P3", "--yes", "--study", str(folder)]
        assert CliRunner().invoke(app, typed, input="a\na\nq\n", catch_exceptions=False).exit_code == 0
        options._HELD.close()  # as when the program ends
        for window in windows:
            window.locator("#saved:text-is('All saved')").wait_for()
            assert window.locator(".chip.waits").count() == 0
        counts = Counter(each.source for each in page.log)
        assert {source: counts[source] for source in ("P1", "P2", "P3")} == {"P1": 2, "P2": 2, "P3": 2}
        for window in windows:  # each counts what is decided anywhere
            window.locator("[data-count=fares]:text-is('3')").wait_for(timeout=5_000)


def test_while_a_terminal_codes_as_the_same_person_the_page_says_so_and_keeps_what_is_decided(
    folder: Path, serve: Any, browser: Any
) -> None:
    from lmep_consult.lock import deciding

    with serve(folder) as page:
        window = browser.new_page()
        window.goto(page.address)
        window.wait_for_selector("html[data-ready]")
        with deciding(folder, folder / "working" / "codings" / "IF.jsonl", "IF"):
            window.keyboard.press("j")
            window.keyboard.press("a")
            window.locator("#saved", has_text="IF is at work on IF.jsonl").wait_for()
            assert page.log == []
        window.locator("#saved:text-is('All saved')").wait_for()
        assert page.said == [("accept", "fares")]


@pytest.mark.usefixtures("without_charts")
def test_what_was_withdrawn_is_gone_from_the_page_at_once(folder: Path, serve: Any, browser: Any) -> None:
    with serve(folder) as page:
        window = browser.new_page()
        window.goto(page.address)
        window.wait_for_selector("html[data-ready]")
        assert "too high" in window.inner_text("#turns")
        typed = ["withdraw", "P1", "--reason", "asked", "--yes", "--study", str(folder)]
        assert CliRunner().invoke(app, typed, catch_exceptions=False).exit_code == 0
        window.locator(".gone").wait_for(timeout=5_000)
        assert "too high" not in window.content()
        with page.client() as client:
            assert client.get("/api/source/P1").status_code == 404
            assert client.get("/api/source/P2").status_code == 200
            assert client.get("/api/search?q=too+high+for+us").json()["count"] == 0
        assert os.fspath(folder) not in window.content()


def test_names_and_codebook_changes_kept_before_the_program_ended_are_known_when_sent_again(
    folder: Path, serve: Any
) -> None:
    said = "I think that Mrs Thurlbeck knows the fares better than any of us do, and I told the others here so."
    tiny.interview(folder / "raw/transcripts/P1_interview.txt", "P1", (said, tiny.ANSWERS["P1"][1]))
    new = {"key": "b" * 32, "action": "add", "name": "Asking why"}
    edit = {"key": "c" * 32, "action": "term", "code": "shelters", "term": "rain"}
    with serve(folder) as page, page.client() as client:
        with page.sitting.lock:
            waits = page.sitting.names.waiting()[0]["id"]
        named = {"key": "a" * 32, "proposal": waits, "reply": "p"}
        assert client.post("/api/name", json=named).status_code == 200
        client.post("/api/names/again", json={"key": "d" * 32})
        first = [client.post("/api/codebook", json=asked).json() for asked in (new, edit)]
    confirmed = page.study.confirmed_names.read_bytes()
    with serve(folder) as page, page.client() as client:
        assert client.post("/api/name", json=named).status_code == 200
        assert page.study.confirmed_names.read_bytes() == confirmed
        assert client.post("/api/name", json={**named, "key": "e" * 32, "reply": "k"}).status_code == 409
        again = [client.post("/api/codebook", json=asked).json() for asked in (new, edit)]
        assert [each["code"] for each in again] == [each["code"] for each in first] == ["asking-why", ""]
        assert [each.to_version for each in page.log] == ["2", "3"]
        assert Codebook.load(folder / "codebook.yaml").version == "3"
