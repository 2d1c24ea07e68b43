"""Every view by keyboard, at twice the size, in light and dark, and by name for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lmep_consult.review.pages import VIEWS

PATHS = [f"/{view}" for view, _ in VIEWS]


@pytest.fixture(scope="module", params=["light", "dark"])
def shown(request: pytest.FixtureRequest, served: Any, profile: Any) -> Iterator[Any]:
    window = profile.new_page()
    window.set_viewport_size({"width": 1280, "height": 900})
    window.emulate_media(color_scheme=request.param)
    window.goto(served.address)
    yield window
    window.close()


def go(window: Any, served: Any, path: str) -> None:
    window.goto(served.top + path)
    window.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_no_violation(shown: Any, served: Any, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    go(shown, served, path)
    if path == "/code":
        shown.keyboard.press("j")
    for width in (1280, 640):  # the second is the first at twice the size
        shown.set_viewport_size({"width": width, "height": 700})
        found = axe.run(shown).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_sheets_and_the_picker_too(shown: Any, served: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    go(shown, served, "/code/P1")
    shown.set_viewport_size({"width": 1280, "height": 900})
    for keys, there in (
        ("?", "#sheet[open]"),
        ("/", "#search[open]"),
        ("jc", "#picker:not([hidden])"),
        ("jn", "textarea"),
    ):
        for key in keys:
            shown.keyboard.press(key)
        shown.locator(there).wait_for()
        found = axe.run(shown).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        shown.keyboard.press("Escape")
        shown.locator(there).wait_for(state="hidden")


def test_the_keyboard_reaches_everything(served: Any, profile: Any) -> None:
    window = profile.new_page()
    window.goto(served.address)
    go(window, served, "/code/P1")
    window.keyboard.press("j")
    reached = []
    for _ in range(40):
        window.keyboard.press("Tab")
        reached.append(window.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    for name in ("Skip to the main part", "sources", "order", "Money", "Accepta", "Rejectr", "Noten"):
        assert name.lower() in {each.lower() for each in reached}, reached
    assert "Fares" not in reached  # the codes are one stop
    window.locator("#tree [tabindex='0']").focus()
    keys = ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "ArrowLeft", "End", "ArrowDown", "Home")
    to = ("Fares", "Money", "Fares", "Money", "Money", "Shelters", "Shelters", "Money")
    for key, there in zip(keys, to, strict=True):
        window.keyboard.press(key)
        assert window.evaluate("document.activeElement.querySelector('.tree-name').textContent") == there
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Tab")
    window.keyboard.press("Shift+Tab")
    assert window.evaluate("document.activeElement.textContent").startswith("Fares")
    window.close()
