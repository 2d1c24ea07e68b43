"""Two coders, names, quotations, the codebook, the framework and progress: each done in a browser, then seen in the
study's files and in the next run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import tiny
from to_read import HELD, TO_SIGN

from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, append, fold, log_path, passage, text_hash
from lmep_consult.disclosure import read_sign_offs
from lmep_consult.importing import read_study_data
from lmep_consult.pseudonyms import read_confirmed
from lmep_consult.run import chain
from lmep_consult.spreadsheet import as_csv
from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")


@pytest.fixture
def folder(tiny_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_run, tmp_path / "study"))


@pytest.fixture
def sit(folder: Path, serve: Any, browser: Any) -> Iterator[Any]:
    """A page of somebody's, in a window of theirs."""
    with ExitStack() as open_:

        def sits(by: str, path: str = "/") -> tuple[Any, Any]:
            page = open_.enter_context(serve(folder, by))
            window = browser.new_page()
            window.set_viewport_size({"width": 1300, "height": 850})
            window.goto(page.address)
            go(page, window, path)
            return page, window

        yield sits


def go(page: Any, window: Any, path: str) -> None:
    window.goto(page.top + path)
    window.wait_for_selector("html[data-ready]")


def settle(window: Any) -> None:
    window.locator("#saved:text-is('All saved')").wait_for()


def press(window: Any, *keys: str) -> None:
    for key in keys:
        window.keyboard.press(key)
    settle(window)


def test_two_code_blind_a_third_settles_and_the_next_run_counts_it(sit: Any, folder: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    one, first = sit("IF", "/code/P1")
    two, second = sit("AB", "/code/P1")
    press(first, "j", "a", "a", "d")
    press(second, "j", "a")
    with two.client() as client, one.client() as other:
        assert client.get("/api/others/P1").json() == []  # the server itself keeps it back
        assert client.get("/compare/P1").status_code == 403
        assert other.get("/compare/P1").status_code == 403  # also from who is done
        page = client.get("/compare").text
        assert "blind until all are done" in page
    press(second, "r", "d")
    with two.client() as client:
        assert {(each["coder"], each["code"]) for each in client.get("/api/others/P1").json()} == {
            ("IF", "fares"), ("IF", "routes"),
        }  # fmt: skip
    second.reload()
    second.locator(".chip.theirs", has_text="IF").first.wait_for()
    go(two, second, "/compare/P1")
    assert "You are one of its coders" in second.inner_text("main")
    assert second.locator("form.settle").count() == 0
    three, third = sit("SN", "/compare/P1")
    table = third.locator(".both-coders")
    assert table.locator("thead th").all_inner_texts() == ["Code", "AB", "IF", "Together"]
    assert [each.split() for each in table.locator("tr.agree td").all_inner_texts()] == [
        ["gave", "it"],
        ["gave", "it"],
        ["agree"],
    ]
    assert table.locator("tr.differs td").first.inner_text() == "did not"
    assert table.locator("tr.differs td").nth(1).inner_text() == "gave it"
    assert "differ" in table.locator("tr.differs td").last.inner_text()
    words = table.locator("mark").all_inner_texts()
    assert len(words) == len(set(words)) == 2
    for width in (1300, 640):
        third.set_viewport_size({"width": width, "height": 700})
        found = axe.run(third).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        assert third.evaluate("document.documentElement.scrollWidth") <= width
    third.get_by_role("button", name="Keep the code").click()
    third.locator("#said.shown", has_text="Say why").wait_for()
    third.keyboard.press("w")
    third.keyboard.press("Escape")
    third.get_by_label("Why").fill("it is said in so many words")
    third.keyboard.press("Enter")  # which chooses neither
    assert third.evaluate("document.activeElement.textContent") == "Keep the code"
    assert not any(each.coder == "SN" for each in three.log)
    third.get_by_role("button", name="Keep the code").click()
    third.locator("tr.settled", has_text="keep, it is said in so many words").wait_for()
    verdict = three.log[-1] if three.log[-1].coder == "SN" else next(each for each in three.log if each.coder == "SN")
    assert (verdict.action, verdict.verdict, verdict.memo) == ("adjudicate", "keep", "it is said in so many words")
    outcome = chain.run(Study.open(folder))
    final = outcome.analysis.coded.final
    assert sorted(final["code"]) == ["fares", "routes"]


def test_coders_whose_ends_differ_are_shown_on_one_passage_each_with_their_own_words(folder: Path, serve: Any) -> None:
    study = Study.open(folder)
    transcript = read_study_data(study).transcripts["P1"]
    start, end = (int(transcript.turns.iloc[1][name]) for name in ("start_char", "end_char"))
    given = {"AB": [("fares", start, start + 7), ("money", start + 8, end)], "IF": [("fares", start, end)]}
    for by, codings in given.items():
        coder = Coder(by, "1")
        made = [coder.add(passage("P1", transcript, a, b), code) for code, a, b in codings]
        append(log_path(study.codings, by), [*made, coder.done("P1", text_hash(transcript.text))])
    with serve(folder, "SN") as page, page.client() as client:
        shown = client.get("/compare/P1").text
    assert shown.count(f"<mark>{transcript.text[start:end]}</mark>") == shown.count("<mark>") == 1
    assert shown.count("to “") == 2  # of AB, whose words are fewer; not of IF, who took the whole passage
    assert f"to “{transcript.text[start : start + 7]}”" in shown
    assert shown.count(">did not<") == 1  # IF, money


def test_a_terms_hits_are_seen_before_it_is_one_and_the_change_is_a_version(sit: Any, folder: Path) -> None:
    page, window = sit("IF", "/codebook?code=shelters")
    window.get_by_label("Word or phrase").fill("rain")
    found = window.locator("#term-found", has_text="1 passage in 1 text")
    found.wait_for()
    assert "also found for Routes (1)" in found.inner_text()
    assert "walk the last mile in the rain" in found.inner_text()
    window.get_by_label("Word or phrase").fill("walk [not")
    window.locator("#term-found").get_by_text("cannot be read").wait_for()
    window.get_by_label("Word or phrase").fill("rain")
    window.get_by_role("button", name="Add it to the terms").click()
    window.get_by_role("heading", name="buses, version 2").wait_for()
    book = Codebook.load(folder / "codebook.yaml")
    assert (book.version, book.code("shelters").terms) == ("2", ("shelter", "rain"))
    assert [(each.action, each.from_version, each.to_version) for each in page.log] == [("migrate", "1", "2")]
    go(page, window, "/code/P1")
    assert sorted(window.locator(".chip.waits .chip-name").all_inner_texts()) == ["Fares", "Routes", "Shelters"]
    press(window, "j", "a")
    go(page, window, "/codebook?code=fares")
    window.get_by_text("Rename, move, merge or split").click()
    assert "1 coding of all coders have this code" in window.inner_text("details")
    window.get_by_label("New name").fill("Prices")
    window.get_by_role("button", name="Rename").click()
    window.get_by_role("heading", name="Prices").wait_for()
    window.get_by_label("Into").select_option("money")
    window.get_by_role("button", name="Merge 1 coding").click()
    window.get_by_role("heading", name="buses, version 4").wait_for()
    assert list(fold(page.log).codings["code"]) == ["money"]
    found = chain.run(Study.open(folder)).analysis.coded.suggestions
    rain = found[(found["code"] == "shelters") & (found["source"] == "P1")]
    assert "walk the last mile in the rain" in rain["quote"].item()


def test_a_code_is_made_while_coding(sit: Any, folder: Path) -> None:
    page, window = sit("IF", "/code/P1")
    press(window, "j", "v")
    window.keyboard.press("Enter")
    window.keyboard.type("Asking why")
    press(window, "Enter")
    window.locator(".chip.coded", has_text="Asking why").wait_for()
    settle(window)
    assert Codebook.load(folder / "codebook.yaml").code("asking-why").name == "Asking why"
    assert [(each.action, each.code) for each in page.log] == [("migrate", ""), ("add", "asking-why")]


def test_a_name_is_confirmed_and_gone_from_the_text(sit: Any, folder: Path) -> None:
    said = "I think that Mrs Thurlbeck knows the fares better than any of us, and so does her son Darren, every day."
    tiny.interview(folder / "raw/transcripts/P1_interview.txt", "P1", (said, tiny.ANSWERS["P1"][1]))
    page, window = sit("IF", "/names")
    with page.client() as client:  # nothing else is shown, nor decided, before that
        assert client.get("/code/P1").headers["location"] == "/names"
        for path in (
            "/api/source/P1",
            "/api/state/P1",
            "/api/search?q=Thurlbeck",
            "/recording/P1",
            "/api/term?term=fare",
        ):
            assert client.get(path).status_code == 503
        asked = {"key": "a" * 32, "action": "add", "source": "P1", "start": 50, "end": 60, "code": "fares"}
        assert client.post("/api/decide", json=asked).status_code == 503
    window.locator(".item", has_text="Thurlbeck").locator("mark").first.wait_for()
    window.locator(".item", has_text="Thurlbeck").get_by_role("button", name="a person").click()
    window.locator(".item", has_text="after a title").wait_for(state="detached")
    settle(window)
    press(window, "n", "u")  # and once more, as it is
    assert len(read_confirmed(page.study.confirmed_names)) == 1
    press(window, "n")
    assert [(each.text, each.replacement, each.decided_by) for each in read_confirmed(page.study.confirmed_names)] == [
        ("Thurlbeck", "[person 1]", "IF"), ("Darren", "", "IF"),
    ]  # fmt: skip
    window.get_by_role("button", name="Replace them now").click()
    window.locator("form[data-act='/api/names/again']").wait_for(state="detached")
    go(page, window, "/code/P1")
    assert "[person 1] knows the fares" in window.inner_text("#turn-2")
    read = chain.run(Study.open(folder)).data.transcripts["P1"].text
    assert "Mrs [person 1] knows the fares" in read
    assert "her son Darren" in read  # of whom it was said that it names nobody
    go(page, window, "/names?replaced=yes")
    window.locator(".item", has_text="Thurlbeck").get_by_role("button", name="Only in P1:2").click()
    window.get_by_role("button", name="It stays in P1:2").wait_for()
    settle(window)
    last = read_confirmed(page.study.confirmed_names)[-1]
    assert (last.text, last.replacement, last.decided_by, last.is_of_a_place) == ("Thurlbeck", "", "IF", True)
    window.get_by_role("button", name="Read them again now").click()
    window.locator("form[data-act='/api/names/again']").wait_for(state="detached")
    assert "Thurlbeck" not in window.inner_text("main")
    go(page, window, "/code/P1")
    assert "Mrs Thurlbeck knows the fares" in window.inner_text("#turn-2")


def test_what_may_name_somebody_is_shown_only_where_it_is_asked_for(sit: Any, folder: Path) -> None:
    said = "I think that Mrs Thurlbeck knows the fares better than any of us do, and I told the others here so."
    tiny.interview(folder / "raw/transcripts/P1_interview.txt", "P1", (said, tiny.ANSWERS["P1"][1]))
    page, window = sit("IF", "/code/P1")
    window.wait_for_url("**/names")
    window.get_by_text("Until then nothing else is shown").wait_for()
    window.get_by_role("button", name="Show them all the same").click()
    settle(window)
    go(page, window, "/code/P1")
    assert "Mrs Thurlbeck" in window.inner_text("#turn-2")
    assert "1 word may still name somebody" in window.inner_text(".warning")


def test_a_quotation_is_read_in_its_place_and_signed_off_or_refused(sit: Any, folder: Path) -> None:
    first, second = tiny.ANSWERS["P1"]
    rows = [("P1", "fares", "A", "Drivers", first, first), ("P1", "routes", "A", "Drivers", second, second)]
    working = folder / "working"
    (working / "quotes_to_sign.csv").write_text(as_csv(pd.DataFrame(rows, columns=TO_SIGN.columns)), encoding="utf-8")
    (working / "held_back.csv").write_text(as_csv(HELD), encoding="utf-8")
    page, window = sit("IF", "/quotations")
    window.locator(".item").first.get_by_text("In its place").click()
    assert (
        "What do you think of the fares on the bus?" in window.locator(".item").first.locator(".passage").inner_text()
    )
    press(window, "y", "u")
    assert read_sign_offs(page.study.sign_offs).empty
    press(window, "y")
    window.locator(".item").nth(1).wait_for(state="detached")
    assert read_sign_offs(page.study.sign_offs)[["participant", "code", "signed_by"]].to_numpy().tolist() == [
        ["P1", "fares", "IF"]
    ]
    window.get_by_label("or refuse it, because").fill("it makes fun of somebody")
    window.get_by_role("button", name="Refuse").click()
    window.locator(".item").wait_for(state="detached")
    settle(window)
    window.locator("main").focus()
    press(window, "u")
    window.get_by_label("or refuse it, because").fill("it makes fun of somebody")
    window.get_by_role("button", name="Refuse").click()
    window.locator(".item").wait_for(state="detached")
    settle(window)
    refused = page.log[-1]
    assert (refused.action, refused.verdict, refused.memo) == ("star", "drop", "it makes fun of somebody")
    with page.sitting.lock:
        counted = page.sitting.coded.counted
    assert counted.loc[counted["refused"], "quote"].tolist() == [second]
    go(page, window, "/quotations?held=yes")
    assert "Held back: may name somebody: Darren" in window.inner_text(".item")


def test_a_quotation_is_shortened_and_the_next_run_shows_what_was_signed(sit: Any, folder: Path) -> None:
    study = Study.open(folder)
    add_codings(study)
    chain.run(study)
    _, window = sit("IF", "/quotations")
    item = window.locator(".item", has_text="too high for us").first
    item.get_by_text("Shorten it").click()
    item.get_by_label("Leave out").fill("the tickets")
    item.get_by_text("is not in the quotation").wait_for()
    assert item.get_by_role("button", name="Sign off").is_disabled()
    item.get_by_label("Leave out").fill("the ticket to town most of all,")
    item.locator("blockquote", has_text="[…]").wait_for()
    shown = item.locator("blockquote").inner_text()
    assert shown == "I think the fares are too high for us, […] and nobody has ever asked us why."
    item.get_by_role("button", name="Sign off").click()
    settle(window)
    outcome = chain.run(Study.open(folder))
    assert outcome.analysis.coded.final["quote"].str.contains("ticket to town").any()  # what was coded is as it was
    pages = "".join(path.read_text(encoding="utf-8") for path in (folder / "reports").rglob("*.csv"))
    assert shown in pages
    assert "ticket to town" not in pages


def add_codings(study: Study) -> None:
    """Two people's answers about fares are coded by two coders, as wholes."""
    transcripts = read_study_data(study).transcripts
    for who in ("P1", "P2", "P3"):
        transcript = transcripts[who]
        turn = transcript.turns.iloc[1]
        coder = Coder("IF", "1")
        there = passage(who, transcript, int(turn["start_char"]), int(turn["end_char"]))
        append(log_path(study.codings, "IF"), [coder.add(there, "fares"), coder.done(who, text_hash(transcript.text))])


def test_a_cell_of_the_framework_is_written_and_what_is_starred_is_quoted_first(sit: Any, folder: Path) -> None:
    page, window = sit("IF", "/code/P1")
    press(window, "j", "s")
    assert chain.run(Study.open(folder)).analysis.coded.counted["starred"].sum() == 1
    go(page, window, "/framework?participant=P1")
    cell = window.locator(".item", has_text="Fares").first
    assert "too high for us" in cell.inner_text()
    cell.get_by_label("Summary").fill("finds them too high")
    cell.get_by_role("button", name="Save").click()  # and at once again
    cell.get_by_label("Summary").fill("cannot pay them")
    cell.get_by_role("button", name="Save").click()
    settle(window)
    assert list(fold(page.log).summaries["memo"]) == ["cannot pay them"]
    window.locator("details summary", has_text="of which you coded nothing").click()
    another = window.locator("details .item").first.get_by_label("Summary")
    another.fill("not sent yet")
    cell.get_by_label("Summary").fill("cannot pay")
    cell.get_by_role("button", name="Save").click()
    settle(window)
    assert page.log[-1].memo == "cannot pay"
    assert another.is_visible()
    assert another.input_value() == "not sent yet"  # what is written in one cell is there after another is saved
    go(page, window, "/progress")
    assert window.locator("table", has_text="Accepted as suggested").locator("td").all_inner_texts() == list("1000")
    assert "1 decided" in window.inner_text("main")
    window.get_by_text("Work out agreement").click()
    window.wait_for_selector("html[data-ready]")
    assert "What the study owes" in window.inner_text("main")
