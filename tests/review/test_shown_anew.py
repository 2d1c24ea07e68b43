"""While somebody works, others decide too: no click, key or word of theirs is lost when the page is shown anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from lmep_consult.coding import fold


@pytest.fixture
def clean(served: Any) -> Iterator[None]:
    yield
    for path in served.study.codings.glob("*.jsonl"):
        path.unlink()


pytestmark = pytest.mark.usefixtures("clean")


def decides(served: Any, **asked: Any) -> None:
    """Another window decides something."""
    with served.client() as client:
        assert client.post("/api/decide", json={"key": uuid.uuid4().hex, **asked}).status_code == 200


def summarises(served: Any, words: str, participant: str = "P2") -> None:
    decides(served, action="summarise", participant=participant, code="routes", memo=words)


def settle(window: Any) -> None:
    window.locator("#saved:text-is('All saved')").wait_for()


def has_value(field: Any, value: str) -> None:
    """Wait until a field has the value."""
    from playwright.sync_api import expect

    expect(field).to_have_value(value)


def drawn(window: Any) -> None:
    """Wait until what has come is on the screen."""
    window.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")


@pytest.fixture
def framework(served: Any, window: Any) -> Any:
    decides(served, action="summarise", participant="P1", code="fares", memo="high")
    window.goto(f"{served.top}/framework?participant=P1")
    window.wait_for_selector("html[data-ready]")
    return window


def press_slowly(window: Any, button: Any, meanwhile: Any, address: str) -> None:
    """Press a button of the mouse on something, and let go when `meanwhile` was shown on the page."""
    box = button.bounding_box()
    window.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.mouse.down()
    with window.expect_response(lambda answer: address in answer.url and answer.request.method == "GET"):
        meanwhile()
    drawn(window)
    window.mouse.up()


def test_a_click_is_not_lost_when_others_decide_while_the_button_is_down(served: Any, framework: Any) -> None:
    cell = framework.locator(".item", has_text="Fares").first
    cell.get_by_label("Summary").fill("too high")
    save = cell.get_by_role("button", name="Save")
    press_slowly(framework, save, lambda: summarises(served, "few"), "/framework")
    settle(framework)
    assert "too high" in list(fold(served.log).summaries["memo"])


def test_a_click_on_a_suggestion_is_not_lost_either(served: Any, window: Any) -> None:
    window.keyboard.press("j")
    accept = window.locator("#card [data-act=accept]")
    press_slowly(window, accept, lambda: summarises(served, "few"), "/api/state")
    settle(window)
    window.locator(".chip.coded", has_text="Fares").wait_for()
    assert ("accept", "fares") in served.said


def test_an_older_answer_is_not_shown_after_a_newer_one(served: Any, framework: Any) -> None:
    held: list[tuple[Any, Any]] = []

    def hold(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    framework.route("**/framework?*", hold)
    with framework.expect_request("**/framework?*"):
        summarises(served, "one", "P1")
    while not held:
        framework.wait_for_timeout(20)
    summarises(served, "two", "P1")
    framework.wait_for_timeout(300)  # in which a second answer could overtake the first
    route, answer = held[0]
    route.fulfill(response=answer)
    cell = framework.locator("[data-item=routes] textarea")
    has_value(cell, "two")
    drawn(framework)
    assert cell.input_value() == "two"
    framework.unroute_all(behavior="wait")


def test_what_is_being_written_keeps_its_place_its_cursor_and_its_words(served: Any, framework: Any) -> None:
    field = framework.locator("[data-item=fares] textarea")
    field.fill("too high for many")
    field.evaluate("field => field.setSelectionRange(4, 8)")
    with framework.expect_response(lambda answer: "/framework" in answer.url):
        summarises(served, "seen", "P1")
    has_value(framework.locator("[data-item=routes] textarea"), "seen")
    framework.keyboard.type("dear")
    assert field.input_value() == "too dear for many"


def test_a_note_is_not_lost_when_others_decide(served: Any, window: Any) -> None:
    window.keyboard.press("j")
    window.keyboard.press("n")
    window.keyboard.type("ask about ")
    with window.expect_response(lambda answer: "/api/state" in answer.url):
        decides(served, action="add", source="P1", start=200, end=210, code="money")
    window.locator(".chip.coded", has_text="Money").wait_for()
    window.keyboard.type("children")
    window.keyboard.press("Enter")
    settle(window)
    assert served.log[-1].memo == "ask about children"


def test_what_is_refused_is_said_and_what_was_written_stays(served: Any, window: Any) -> None:
    window.goto(f"{served.top}/codebook?code=fares")
    terms = window.get_by_label("Terms, one a line")
    terms.fill("fare\nwalk [not")
    window.get_by_role("button", name="Save as the next version").click()
    window.locator("#said.fault", has_text="cannot be read").wait_for()
    settle(window)
    assert terms.input_value() == "fare\nwalk [not"
    window.on("dialog", lambda dialog: dialog.accept())  # which asks before what was written is left


def test_a_form_is_sent_again_when_the_program_answers_and_is_kept_once(served: Any, window: Any) -> None:
    window.goto(f"{served.top}/codebook")
    window.get_by_label("Name").fill("Waiting")
    window.get_by_label("Definition").fill("Of waiting.")
    window.context.set_offline(True)
    window.get_by_role("button", name="Make it").click()
    window.locator("#saved", has_text="1 decision not saved yet (the program does not answer)").wait_for()
    assert "aiting" not in window.evaluate("JSON.stringify(localStorage)")
    window.context.set_offline(False)
    window.get_by_role("heading", name="Waiting").wait_for()
    settle(window)
    with served.client() as client:  # the same again, as where the answer was lost
        asked = {"key": uuid.uuid4().hex, "action": "edit", "code": "waiting", "definition": "Of waiting long."}
        said = [client.post("/api/codebook", json=asked).json() for _ in range(2)]
    assert said[0] == said[1]
    assert [each.action for each in served.log] == ["migrate", "migrate"]
