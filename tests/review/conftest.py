"""The page served from a copy of a study, asked by a client, or looked at in a browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from lmep_consult.coding import Decision, read_logs
from lmep_consult.review.serving import prepared
from lmep_consult.review.sitting import Sitting
from lmep_consult.study import Study


class Served:
    """A page that is being served. address: as it is printed, with its token."""

    def __init__(self, study: Study, sitting: Sitting, address: str) -> None:
        self.study, self.sitting, self.address = study, sitting, address

    @property
    def top(self) -> str:
        return self.address.partition("/?")[0]

    @property
    def log(self) -> list[Decision]:
        return read_logs(self.study.codings)[0]

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was decided, in order: action and code."""
        return [(decision.action, decision.code) for decision in self.log]

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """Somebody who opened the printed address."""
        own = {"base_url": self.top, "headers": {"Origin": self.top}, "timeout": 30}
        with httpx.Client(**own) as client:
            assert client.get(self.address).status_code == 303
            yield client


@contextmanager
def serving(folder: Path, by: str = "IF", port: int = 0) -> Iterator[Served]:
    study = Study.open(folder)
    sitting = Sitting(study, by)
    there: list[str] = []
    ready = threading.Event()

    def opened(address: str) -> None:
        there.append(address)
        ready.set()

    server, place = prepared(sitting, port, opened)
    thread = threading.Thread(target=lambda: server.run(sockets=[place]), daemon=True)
    thread.start()
    assert ready.wait(60)
    yield Served(study, sitting, there[0])
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    return serving


@pytest.fixture(scope="module")
def folder(tiny_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tiny study that the tests of a module share."""
    return Path(shutil.copytree(tiny_run, tmp_path_factory.mktemp("page") / "study"))


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder) as page:
        yield page


def is_fault(message: Any) -> bool:
    """Whether what a page says in its console is one; that a decision was refused, or did not get through, is none."""
    return message.type == "error" and not any(each in message.text for each in ("409", "ERR_INTERNET_DISCONNECTED"))


@pytest.fixture
def window(served: Served, browser: Any) -> Iterator[Any]:
    """The page of the first interview in a window of its own; nothing may go wrong in it."""
    faults: list[str] = []
    shown = browser.new_page()
    shown.set_viewport_size({"width": 1400, "height": 860})
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    shown.goto(served.address)
    shown.wait_for_selector("html[data-ready]")
    yield shown
    assert faults == []
