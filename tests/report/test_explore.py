"""The team's page of passages: words are text, and one key stars."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lmep_consult.report import explore_page
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study

PLAN = Study.open(Path(__file__).parents[2] / "data" / "demo").plan


def passages(words: list[str]) -> pd.DataFrame:
    """Passages of two groups by turns, the second of which is signed off."""
    rows = [
        (f"P{at:02}", "P", ("MSA", "ICB")[at % 2], "Barriers / Time", "A1", said, ("draft", "signed off")[at % 2], "no")
        for at, said in enumerate(words)
    ]
    columns = ["source", "participant", "group", "theme", "question", "words", "state", "starred"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture
def shown(said: dict[str, str], tmp_path: Path, browser: Any) -> Iterator[Any]:
    """The page in a browser, which asks for nothing else and says nothing."""
    path = tmp_path / "explore.html"
    path.write_bytes(explore_page(passages(list(said)), PLAN))
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(path.as_uri())
    yield page
    assert asked == [path.as_uri()]


def test_what_participants_say_stays_text_and_is_found(shown: Any, said: dict[str, str]) -> None:
    quoted = "[...document.querySelectorAll('blockquote')].map(each => each.textContent)"
    assert shown.evaluate(quoted) == list(said.values())
    shown.fill("#find", "<script>")
    assert shown.evaluate(quoted) == ["<script>alert(1)</script>"]
    shown.fill("#find", "")
    shown.select_option("#group", "ICB")
    assert shown.evaluate(quoted) == list(said.values())[1::2]
    shown.select_option("#state", "draft")
    assert shown.evaluate(quoted) == []
    assert "0 of " in shown.text_content("#found")


def test_one_key_stars_and_takes_the_star_away(shown: Any) -> None:
    shown.keyboard.press("j")
    shown.keyboard.press("s")
    assert "starred" in shown.locator("li").nth(1).text_content()
    shown.select_option("#stars", "yes")
    assert shown.locator("li").count() == 1
    shown.evaluate("document.activeElement.blur()")
    shown.keyboard.press("s")
    assert "starred" not in shown.locator("li").first.text_content()


def test_axe_finds_no_violation(shown: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    assert [violation["id"] for violation in axe.run(shown).response["violations"]] == []


def test_a_run_leaves_it_for_the_team_with_every_passage_that_counts(demo_run: Outcome) -> None:
    page = (demo_run.study.folder / "working" / "explore.html").read_text(encoding="utf-8")
    assert f"For the team only: {len(demo_run.analysis.coded.counted)} coded passages" in page
    assert not list(demo_run.study.reports.rglob("explore.html"))
