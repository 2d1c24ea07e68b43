"""Reading and coding in a real browser, by mouse and by keyboard; each decision is then looked for in the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny

from lmep_consult.coding import fold

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def clean(served: Any) -> Iterator[None]:
    """The log as it was before the test, so that each begins with nothing decided."""
    yield
    for path in served.study.codings.glob("*.jsonl"):
        path.unlink()


def settle(window: Any) -> None:
    """Wait until everything is kept."""
    window.locator("#saved:text-is('All saved')").wait_for()


def press(window: Any, *keys: str) -> None:
    for key in keys:
        window.keyboard.press(key)
    settle(window)


def select(window: Any, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Select with the mouse from a character of a turn to another: (turn, UTF-16 offset)."""
    points = window.evaluate(
        """([[first, from], [last, to]]) => {
            const box = (turn, at) => {
                const range = document.createRange();
                const node = document.querySelector(`#turn-${turn} .words`).firstChild;
                range.setStart(node, at); range.setEnd(node, at);
                const { x, y, height } = range.getBoundingClientRect();
                return [x, y + height / 2];
            };
            return [box(first, from), box(last, to)];
        }""",
        [list(first), list(last)],
    )
    window.mouse.move(*points[0])
    window.mouse.down()
    window.mouse.move(points[1][0] - 3, points[1][1])
    window.mouse.move(*points[1])
    window.mouse.up()


def codings(served: Any) -> list[tuple[str, str]]:
    rows = fold(served.log).codings
    return [tuple(row) for row in rows[["code", "quote"]].itertuples(index=False)]


def test_the_token_leaves_the_address_and_the_transcript_is_there(window: Any, served: Any) -> None:
    assert window.url == f"{served.top}/code/P1"
    assert "All saved" in window.inner_text("#saved")
    turns = window.locator(".turn")
    assert turns.count() == 4
    assert tiny.ANSWERS["P1"][0] in turns.nth(1).inner_text()
    assert window.locator("h2.question").all_inner_texts() == [
        "A1 What do you think of the fares on the bus?", "B1 Which routes are missing where you live?",
    ]  # fmt: skip
    assert window.locator(".turn.asks").count() == 2
    assert window.locator(".chip.waits").all_inner_texts() == ["Fares\nrule", "Routes\nrule"]


def test_accept_reject_and_undo_five_times_and_again_from_the_start(window: Any, served: Any) -> None:
    press(window, "j")
    assert "term “fare” in “fares”" in window.inner_text("#card")
    press(window, "a", "r")
    assert served.said == [("accept", "fares"), ("reject", "routes")]
    assert window.locator(".chip.waits").count() == 0
    assert window.locator(".chip.coded").all_inner_texts() == ["Fares"]
    press(window, "u", "u")
    assert [action for action, _ in served.said] == ["accept", "reject", "undo", "undo"]
    assert window.locator(".chip.waits").count() == 2
    press(window, "a", "a")
    press(window, "s", "u", "u", "u", "u", "u")
    assert window.locator(".chip.waits").count() == 2
    assert codings(served) == []


def test_words_across_two_turns_are_coded_with_the_mouse_and_two_letters(window: Any, served: Any) -> None:
    first, second = tiny.ANSWERS["P1"]
    select(window, (2, first.index("nobody")), (4, second.index("stops")))
    window.wait_for_selector("#picker:not([hidden])")
    window.keyboard.type("sh")
    assert window.locator("#picker-list li").first.inner_text().startswith("Shelters")
    press(window, "Enter")
    asked = "Which routes are missing where you live?"
    quote = f"{first[first.index('nobody') :]}\n{asked}\n{second[: second.index(' stops')]}"
    assert codings(served) == [("shelters", quote)]
    assert window.locator(".chip.coded").all_inner_texts() == ["Shelters"]
    assert window.evaluate("getSelection().isCollapsed")
    press(window, ".")  # the last code again: it has it already
    assert window.inner_text("#said") == "You gave this passage shelters already."


def test_words_are_chosen_by_keyboard_and_get_a_second_code_by_its_number(window: Any, served: Any) -> None:
    press(window, "j", "v", *["Shift+ArrowRight"] * 3)
    assert window.inner_text(".card-quote") == "I think the fares"
    press(window, "ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowRight")
    assert window.inner_text(".card-quote") == "route stops"
    window.keyboard.press("Enter")
    window.keyboard.type("mon")
    press(window, "Enter")
    assert codings(served) == [("money", "route stops")]
    press(window, "c")
    window.keyboard.type("shel")
    press(window, "Enter")
    assert codings(served) == [("shelters", "route stops")]
    press(window, "2")
    assert codings(served) == [("money", "route stops"), ("shelters", "route stops")]


def test_either_end_is_moved_by_words(window: Any, served: Any) -> None:
    press(window, "j", "e", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    assert (
        served.log[-1].quote
        == "the fares are too high for us, the ticket to town most of all, and nobody has ever asked"
    )
    assert (served.log[-1].action, served.log[-1].was) == ("change", "fares")
    window.locator(".chip.coded").click()
    press(window, "e", "ArrowRight", "Escape")
    assert len(served.log) == 1
    press(window, "e", "ArrowRight", "Enter")
    assert served.log[-1].quote.endswith("asked us")
    assert served.log[-1].supersedes == (served.log[0].id,)


def test_a_star_a_note_and_a_taken_out_coding(window: Any, served: Any) -> None:
    press(window, "j", "s")
    assert served.said == [("accept", "fares"), ("star", "fares")]
    window.locator(".chip.coded").click()
    assert "★" in window.inner_text("#card")
    window.keyboard.press("n")
    window.keyboard.type("ask about children")
    press(window, "Enter")
    assert (served.log[-1].action, served.log[-1].memo, served.log[-1].code) == ("memo", "ask about children", "fares")
    assert "ask about children" in window.locator(".chip.coded").inner_text()
    press(window, "s")
    assert "★" not in window.inner_text("#card")
    press(window, "r")
    assert codings(served) == []
    assert [action for action, _ in served.said[-2:]] == ["undo", "reject"]
    assert window.locator(".chip.waits").all_inner_texts() == ["Routes\nrule"]


def test_done_is_asked_about_where_suggestions_wait_and_can_be_taken_back(window: Any, served: Any) -> None:
    window.keyboard.press("d")
    window.get_by_role("dialog", name="2 suggestions of P1 wait").wait_for()
    window.get_by_role("button", name="Cancel").click()
    settle(window)
    assert served.log == []
    window.keyboard.press("d")
    window.get_by_role("button", name="Yes").click()
    window.locator("#sources option:checked:text-is('P1 · done')").wait_for(state="attached")
    press(window, "d")
    assert [action for action, _ in served.said] == ["done", "undo"]


def test_a_search_finds_words_in_every_transcript_and_what_is_found_can_be_coded(window: Any, served: Any) -> None:
    window.keyboard.press("/")
    window.keyboard.type("SHELTER")
    window.locator("#search-count", has_text="3 places").wait_for()
    assert window.inner_text("#search-count") == "3 places in 2 texts"
    window.keyboard.press("Enter")
    window.wait_for_url("**/code/P2#*")
    window.wait_for_selector("html[data-ready]")
    window.keyboard.press("c")
    window.keyboard.type("routes")
    press(window, "Enter")
    assert codings(served) == [("routes", "shelter")]
    window.keyboard.press("]")
    window.wait_for_url("**/code/P3")


def test_all_of_one_terms_hits_are_shown_and_then_rejected(window: Any, served: Any) -> None:
    window.locator(".chip.waits", has_text="Routes").click()
    window.get_by_role("button", name="Reject all of “route” and “routes”").click()
    sheet = window.get_by_role("dialog")
    assert "Reject all" in sheet.inner_text()
    count = sheet.locator("li").count()
    assert count > 3
    window.get_by_role("button", name=f"Reject {count}").click()
    window.locator(".chip.waits", has_text="Routes").wait_for(state="detached")
    settle(window)
    assert served.said == [("reject", "routes")] * count
    assert {each.memo for each in served.log} == {"all that “route” and “routes” suggests"}
    (left,) = window.locator(".chip.waits").all_text_contents()
    assert "Fares" in left


def test_what_another_program_decides_is_seen_within_a_second(window: Any, served: Any, other: Any) -> None:
    other("IF")
    window.locator(".chip.coded").wait_for()


@pytest.fixture
def other(served: Any) -> Any:
    """Somebody who accepts the first suggestion of P1 in a terminal."""
    from typer.testing import CliRunner

    from lmep_consult.cli import app, options

    def accepts(by: str) -> None:
        typed = ["code", "--by", by, "--source", "P1", "--yes", "--study", str(served.study.folder)]
        result = CliRunner().invoke(app, typed, input="a\nq\n", catch_exceptions=False)
        options._HELD.close()  # as when the program ends
        assert result.exit_code == 0, result.output

    return accepts


def test_a_recording_is_there_to_be_played_and_no_other_file_is(served: Any, folder: Path) -> None:
    recordings = folder / "raw" / "recordings"
    recordings.mkdir(parents=True)
    (recordings / "P1_call.wav").write_bytes(b"RIFF0123456789")
    (recordings / "P2_notes.txt").write_text("not a sound", encoding="utf-8")
    with served.client() as client:
        assert [client.get(f"/api/source/{who}").json()["recording"] for who in ("P1", "P2")] == [True, False]
        part = client.get("/recording/P1", headers={"Range": "bytes=4-7"})
        assert (part.status_code, part.content) == (206, b"0123")
        assert client.get("/recording/P2").status_code == 404
        assert client.get("/recording/P1_call").status_code == 404


def test_what_is_said_stays_text(browser: Any, serve: Any, tmp_path: Path) -> None:
    """Script in what people say, in a code's name, in a note and in a file's name runs nowhere."""
    evil = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    study = tiny.tiny(tmp_path / "study")
    tiny.interview(
        study.folder / "raw/transcripts/P1_interview.txt", "P1", (f"{evil} is what I think of the fares.", "No.")
    )
    book = (study.folder / "codebook.yaml").read_text(encoding="utf-8").replace("name: Fares", f"name: 'Fares {evil}'")
    tiny.write(study.folder / "codebook.yaml", book.replace("Of fares.", f"'Of fares {evil}'"))
    asked: list[str] = []
    with serve(study.folder) as page:
        shown = browser.new_page()
        shown.on("dialog", lambda dialog: asked.append(dialog.message))
        shown.on("request", lambda request: asked.append(request.url) if "127.0.0.1" not in request.url else None)
        shown.goto(page.address)
        shown.wait_for_selector("html[data-ready]")
        for key in ("j", "n"):
            shown.keyboard.press(key)
        shown.keyboard.type(evil)
        press(shown, "Enter", "a")
        shown.keyboard.press("/")
        shown.keyboard.type("<img")
        shown.wait_for_selector("#search-hits li")
        assert evil in shown.inner_text("#turn-2")
        assert shown.locator("main img, main script, #card img, #search img").count() == 0
        assert [each.memo for each in page.log] == [evil, ""]
    assert asked == []
