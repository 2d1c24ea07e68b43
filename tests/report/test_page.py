"""The page, parsed as a browser would, and in a browser: no violation of axe-core, no request, all of it in reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lmep_consult.disclosure import Released
from lmep_consult.report import Chart, Findings, Identity, Section, write_page
from lmep_consult.report.chapter import Quotation

HEADLINE = "<b>Maps</b> & {{ words }} first"


class Page(HTMLParser):
    """Tags with their attributes and the text in them, in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = [""]
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        self.words.append("")

    def handle_data(self, data: str) -> None:
        self.words[-1] += data


@pytest.fixture
def page(
    contents_of: Any, tables: list[Released], charts: list[Chart], section: Section, identity: Identity, tmp_path: Path
) -> Path:
    write_page(contents_of(tables, charts, [section], first_page=["bars"]), identity, tmp_path / "page.html")
    return tmp_path / "page.html"


@pytest.fixture
def hostile_page(
    contents_of: Any, hostile: Released, section: Section, said: dict[str, str], identity: Identity, tmp_path: Path
) -> Path:
    found = Findings(HEADLINE, tuple(said), "MSA: Authorities.", tuple(map(str, range(len(said)))))
    quoted = replace(section, quotations=tuple(Quotation(words, "MSA", "signed off") for words in said))
    write_page(contents_of([hostile], [], [quoted], found=found), identity, tmp_path / "hostile.html")
    return tmp_path / "hostile.html"


def test_what_participants_say_stays_text(hostile_page: Path, said: dict[str, str]) -> None:
    read = Page(hostile_page)
    assert "b" not in {tag for tag, _ in read.tags}
    assert [tag for tag, _ in read.tags].count("script") == 1  # the page's own
    assert set(said.values()) <= set(read.words)


def test_it_is_headed_and_signed(page: Path) -> None:
    read = Page(page)
    words = [text.strip() for text in read.words]
    for told in (
        "A study of work",
        "MSA came first",
        "MSA put Maps first.",
        "Maps are clearly first",
        "“We want maps.” (MSA)",
        "First check by Ann, 2 March 2026",
        "Fictional data: all people, places and answers are invented.",
        "3 March 2026, 09:30 UTC",
    ):
        assert told in words
    assert any(text.startswith("A programme") for text in words)
    assert sum("Source: A study, 2026" in text for text in words) == 2
    logo = next(attributes for tag, attributes in read.tags if tag == "img")
    assert logo["alt"] == "The programme’s mark"


def test_headings_go_down_step_by_step_and_each_id_is_one(demo_reports: Path) -> None:
    read = Page(demo_reports / "scoping_report.html")
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    links = {attributes["href"] for tag, attributes in read.tags if tag == "a"}
    assert {link for link in links if link and link.startswith("#")} <= {f"#{each}" for each in ids}
    files = {link for link in links if link and not link.startswith("#")}
    assert files and all((demo_reports / str(link)).is_file() for link in files)
    captions = sum(tag == "caption" for tag, _ in read.tags)
    assert captions == sum(tag == "table" for tag, _ in read.tags) > 15
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in read.tags if tag == "th")


def test_nothing_in_it_asks_for_anything_and_every_picture_has_words(demo_reports: Path) -> None:
    read = Page(demo_reports / "scoping_report.html")
    for tag, attributes in read.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        for name in ("src", "href", "srcset", "action", "poster", "data"):
            own = ("#", "data:image/", *(["tables/"] if tag == "a" else []))  # a link to the CSV next to the page
            assert (attributes.get(name) or "#").startswith(own), (tag, attributes)
        if tag == "img":
            assert len(attributes["alt"] or "") > 30
    assert not re.search(r"url\(|@import", (demo_reports / "scoping_report.html").read_text(encoding="utf-8"))


def test_the_same_study_gives_the_same_page_but_for_when_it_was_made(
    contents_of: Any, tables: list[Released], charts: list[Chart], section: Section, identity: Identity, page: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    again = page.with_name("again.html")
    made = contents_of(tables, charts, [section], first_page=["bars"])
    write_page(made, Identity(**{**vars(identity), "made_at": "2027-01-01T00:00:00+00:00"}), again)
    lines = zip(text.splitlines(), again.read_text(encoding="utf-8").splitlines(), strict=True)
    assert [before for before, after in lines if before != after] == [
        '  <p class="app-note">Made: <time datetime="2026-03-03T09:30:00+00:00">3 March 2026, 09:30 UTC</time></p>'
    ]


# --- in a browser ---


@pytest.fixture(params=["demonstration", "hostile"])
def opened(request: pytest.FixtureRequest, browser: Any, hostile_page: Path) -> Iterator[Any]:
    """The page in a browser that fails on any request but for the page itself, and on any message."""
    path = hostile_page
    if request.param == "demonstration":
        path = request.getfixturevalue("demo_reports") / "scoping_report.html"
    asked: list[str] = []
    browser.set_offline(True)
    shown = browser.new_page()
    shown.set_viewport_size({"width": 1280, "height": 900})
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: asked.append(message.text))
    shown.on("dialog", lambda dialog: asked.append(dialog.message))
    shown.goto(path.as_uri())
    yield shown
    assert [url for url in asked if not url.startswith("data:image/")] == [path.as_uri()]


def test_axe_finds_no_violation(opened: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    for width in (1280, 320):
        opened.set_viewport_size({"width": width, "height": 700})
        assert [violation["id"] for violation in axe.run(opened).response["violations"]] == []


def test_at_320_pixels_nothing_is_cut(opened: Any) -> None:
    """All of it fits, or lies in a region that scrolls and can be reached by keyboard."""
    opened.set_viewport_size({"width": 320, "height": 700})
    assert opened.evaluate("document.documentElement.scrollWidth") == 320
    cut = opened.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(element => {
            const scrolls = element.closest('.app-scroll[tabindex="0"]');
            const box = element.getBoundingClientRect();
            const hidden = element.matches('.govuk-skip-link, .govuk-visually-hidden');
            return box.width && !scrolls && !hidden && (box.right > 320 || box.left < 0);
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    clipped = opened.evaluate(
        """() => [...document.querySelectorAll('td, th, p, li, h1, h2, h3')].filter(element =>
            element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible'
        ).length"""
    )
    assert clipped == 0


def test_search_shows_what_holds_the_words_and_copy_takes_every_cell(browser: Any, demo_reports: Path) -> None:
    browser.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = browser.new_page()
    shown.goto((demo_reports / "scoping_report.html").as_uri())
    parts = shown.locator(".app-part")
    every, seen = parts.count(), shown.locator(".app-part:visible")
    shown.locator("#search").fill("  Integrated settlement ")
    assert 0 < seen.count() < every
    assert all("integrated settlement" in text.lower() for text in seen.all_text_contents())
    assert shown.locator("details.app-part:visible:not([open])").count() == 0
    assert shown.locator("#found").text_content() == f"{seen.count()} of {every} parts"
    shown.locator("#search").fill("no such words")
    assert seen.count() == 0
    shown.locator("#search").fill("")
    assert seen.count() == every
    table, button = shown.locator("#table_2"), shown.locator("button[data-table=table_2]")
    cells = [[" ".join(cell.split()) for cell in row.locator("th, td").all_text_contents()]
             for row in table.locator("tr").all()]  # fmt: skip
    button.click()
    expect = "\n".join("\t".join(row) for row in cells)
    assert shown.evaluate("navigator.clipboard.readText()") == expect
    assert button.text_content() == "Copied"
    shown.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    button.click()
    assert button.text_content() == "Selected: now press Ctrl+C"
    assert cells[1][0] in shown.evaluate("String(getSelection())")


def test_charts_keep_a_size_that_can_be_read(browser: Any, demo_reports: Path) -> None:
    shown = browser.new_page()
    shown.set_viewport_size({"width": 320, "height": 700})
    shown.goto((demo_reports / "scoping_report.html").as_uri())
    widths = shown.evaluate("() => [...document.querySelectorAll('figure img')].map(img => img.clientWidth)")
    assert widths
    assert min(widths) >= 600


def test_the_keyboard_reaches_links_and_what_scrolls(opened: Any) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert opened.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"
    opened.evaluate("document.activeElement.blur()")
    there = "[...document.querySelectorAll('a, .app-scroll')].filter(each => !each.closest('details:not([open])'))"
    count, others = (
        opened.evaluate(f"{there}.length"),
        opened.evaluate("document.querySelectorAll('button, summary, input').length"),
    )
    reached = set()
    opened.evaluate("window.getSelection().removeAllRanges(); window.scrollTo(0, 0); document.body.focus()")
    for _ in range(count + others + 2):
        opened.keyboard.press("Tab")
        reached.add(opened.evaluate(f"{there}.indexOf(document.activeElement)"))
    assert set(range(count)) <= reached
