"""Selected words are the words that are kept, whatever they are written in: through the browser."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import tiny
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(
    ["fares ", "é", "e\u0301", "🙂", "👩‍👩‍👧", "שלום ", "مرحبا ", "\u202eabc\u202c", "\r", "\t", " ", "ﬁ", "İ", "𝒜",
     "’", "नमस्ते ", "\u0000", "<b>", "&amp;",
     "1️⃣", "\u00a0", "\ufeff"]
)  # fmt: skip
TURNS = st.lists(st.lists(PIECES | st.text(max_size=4), min_size=1, max_size=9).map("".join), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def page(serve: Any, tiny_run: Path, tmp_path_factory: pytest.TempPathFactory, profile: Any) -> Iterator[Any]:
    """A page, and a window of it whose transcript can be set."""
    folder = Path(shutil.copytree(tiny_run, tmp_path_factory.mktemp("offsets") / "study"))
    with serve(folder) as served:
        window = profile.new_page()
        window.goto(served.address)
        yield served, window
        window.close()


def say(served: Any, texts: list[str]) -> str:
    """Make these the turns of P1, of which nothing is coded; returns their whole text."""
    sitting = served.sitting
    whole, rows = "", []
    for number, text in enumerate(texts, start=1):
        start = len(whole) + bool(whole)
        whole = f"{whole}\n{text}" if whole else text
        rows.append({"turn": number, "start_char": start, "end_char": start + len(text), "text": text})
    with sitting.lock:
        for path in sitting.study.codings.glob("*.jsonl"):
            path.unlink()
        sitting.look()
        old = sitting.data.transcripts["P1"]
        frame = pd.DataFrame(rows).assign(speaker="P1", participant="P1", role="participant", start_s=float("nan"))
        frame = frame.assign(end_s=float("nan"), question="", section="", confidence=1.0)
        said = replace(old, text=whole, turns=frame)
        sitting.data = replace(sitting.data, transcripts={"P1": said})
        for name in ("desk", "suggestions", "coded", "decisions"):
            sitting.__dict__.pop(name, None)
        sitting.version += 1
    return whole


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(TURNS, st.data())
@example(["🙂 e\u0301 שלום", "fares 🙂🙂 too"], None)
def test_the_kept_quote_is_what_was_selected(page: Any, texts: list[str], data: Any) -> None:
    served, window = page
    whole = say(served, texts)
    first = 0 if data is None else data.draw(st.integers(0, len(texts) - 1))
    last = len(texts) - 1 if data is None else data.draw(st.integers(first, len(texts) - 1))
    start = 1 if data is None else data.draw(st.integers(0, len(texts[first])))
    end = len(texts[last]) - 2 if data is None else data.draw(st.integers(0, len(texts[last])))
    words = "\n".join(
        text[start if at == first else 0 : end if at == last else None]
        for at, text in enumerate(texts) if first <= at <= last
    )  # fmt: skip
    assume((first, start) < (last, end) and len(words.strip().strip("\ufeff\u0000 ")) > 0)
    assume(
        texts[first][start : end if first == last else None].strip("\ufeff \t\r\n\u00a0") and texts[last][:end].strip()
    )
    window.reload()
    window.wait_for_selector("html[data-ready]")
    window.evaluate(
        """([first, start, last, end]) => {
            const nodes = [...document.querySelectorAll('.words')].map(words => words.firstChild);
            getSelection().setBaseAndExtent(nodes[first], start, nodes[last], end);
        }""",
        [first, units(texts[first], start), last, units(texts[last], end)],
    )
    window.keyboard.press("c")
    window.keyboard.type("fares")
    window.keyboard.press("Enter")
    window.locator(".chip.coded").first.wait_for()
    window.locator("#saved:text-is('All saved')").wait_for()
    (made,) = served.log
    spaces = "\ufeff" + "".join(
        map(chr, [9, 10, 11, 12, 13, 32, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288])
    )
    assert made.quote == words.strip(spaces)
    assert whole[made.start : made.end] == made.quote


def units(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


def test_lines_that_end_as_on_windows_and_letters_of_every_kind(serve: Any, profile: Any, tmp_path: Path) -> None:
    study = tiny.tiny(tmp_path / "study")
    path = study.folder / "raw" / "transcripts" / "P1_interview.txt"
    said = "Я 🙂 e\u0301 שלום — the fares are too high, مرحبا, for everyone 🙂 here I would say."
    path.write_bytes(f"I: What do you think of the fares?\r\nP1: {said}\r\nI: Oh?\r\nP1: Yes, I think so.\r\n".encode())
    with serve(study.folder) as served:
        served.sitting.open_names()  # words of another script may be names
        window = profile.new_page()
        window.goto(served.address)
        window.wait_for_selector("html[data-ready]")
        text = served.sitting.transcripts["P1"].turns["text"].iloc[1]
        start, end = text.index("too high"), text.index(" here")
        window.evaluate(
            """([start, end]) => {
                const node = document.querySelector('#turn-2 .words').firstChild;
                getSelection().setBaseAndExtent(node, start, node, end);
            }""",
            [units(text, start), units(text, end)],
        )
        window.keyboard.press("c")
        window.keyboard.type("fares")
        window.keyboard.press("Enter")
        window.locator(".chip.coded").wait_for()
        window.locator("#saved:text-is('All saved')").wait_for()
        assert served.log[-1].quote == text[start:end]
        window.close()


def test_words_that_are_no_longer_there_are_not_coded(page: Any) -> None:
    served, _ = page
    say(served, ["the fares are high"])
    with served.client() as client:
        asked = {"key": uuid.uuid4().hex, "action": "add", "source": "P1", "start": 4, "end": 9, "code": "fares"}
        old = client.get("/api/source/P1").json()["transcript"]
        assert client.post("/api/decide", json={**asked, "quote": "fare "}).status_code == 409
        say(served, ["all the fares are high"])
        answer = client.post("/api/decide", json={**asked, "transcript": old})
        assert answer.status_code == 409
        assert "have changed since" in answer.json()["error"]
