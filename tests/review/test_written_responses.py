"""The sample of written responses on the page: coded blind by two, settled by a third, and the names in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tiny_responses import BATCH

from lmep_consult.pseudonyms import Confirmed, write_confirmed
from lmep_consult.responses import frames
from lmep_consult.responses.spreading import Workers
from lmep_consult.review.pages import called
from lmep_consult.study import Study

NOBODY = [Confirmed(name, "", "", "IF", "2026-03-01T10:00:00Z") for name in ("Vossberg", "Grimsdale")]
ROUND = f'\n[coding]\nrounds = [{{ sources = ["{BATCH}"], coders = ["IF", "AB"] }}]\n'


@pytest.fixture
def folder(tiny_with_responses: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_with_responses, tmp_path / "study"))


@pytest.fixture
def sit(folder: Path, serve: Any) -> Iterator[Any]:
    """Somebody who has the page open, in a study in which a round names the batch and no word names anybody."""
    with (folder / "study.toml").open("a", encoding="utf-8") as plan:
        plan.write(ROUND)
    write_confirmed(Study.open(folder).confirmed_names, NOBODY)
    read_again(folder)
    with ExitStack() as open_:
        yield lambda by: open_.enter_context(open_.enter_context(serve(folder, by)).client())


def read_again(folder: Path) -> None:
    """What code-responses does, which holds the study until its program ends."""
    assert frames.responding(Study.open(folder)).make(Workers(), lambda *_: None)


def decide(client: Any, number: int, **asked: Any) -> Any:
    answer = client.post("/api/decide", json={"key": f"{number:032x}", "source": BATCH, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_batch_is_coded_blind_by_two_and_settled_by_a_third(sit: Any) -> None:
    first, second = sit("IF"), sit("AB")
    assert first.get("/code").headers["location"] == f"/code/{BATCH}"  # which the round gives them
    page = first.get(f"/code/{BATCH}").text
    assert '<optgroup label="Written responses">' in page and "views: batch 1 ·" in page
    text = first.get(f"/api/source/{BATCH}").json()
    assert text["written"] and text["turns"][0]["who"] == "question"
    assert [turn["who"] for turn in text["turns"][1:]] == [f"response {number}" for number in range(1, 13)]
    assert "secret" not in first.get(f"/api/source/{BATCH}").text  # the ids of the export
    waiting = text["state"]["waiting"]
    for number, each in enumerate(waiting):
        decide(first, number, action="accept", suggestion=each["id"])
        decide(second, 100 + number, action="accept" if number else "reject", suggestion=each["id"])
    decide(first, 200, action="finish")
    assert second.get(f"/api/others/{BATCH}").json() == []
    assert second.get(f"/compare/{BATCH}").status_code == 403
    decide(second, 201, action="finish")

    third = sit("CE")
    assert "0 of 1 batches are coded in full" in third.get("/progress").text
    shown = third.get(f"/compare/{BATCH}").text
    assert "Two coders · views: batch 1" in shown and "1 of these still to settle" in shown
    assert f">{waiting[0]['turn'] - 1 and text['turns'][waiting[0]['turn'] - 1]['who']}</span>" in shown
    row = shown.partition('data-item="')[2].partition('"')[0]
    decide(third, 300, action="settle", difference=row, verdict="keep", memo="it is meant")
    progress = third.get("/progress?work=out").text
    assert "1 of 1 batches are coded in full" in progress and "group discussion" not in progress
    assert "Agreement between coders of written responses" in progress and "counts nowhere" not in progress


def test_names_in_the_sample_are_decided_first_and_replaced_by_code_responses(folder: Path, serve: Any) -> None:
    with serve(folder, "IF") as page, page.client() as client:
        assert client.get(f"/code/{BATCH}").headers["location"] == "/names"
        asked = client.get("/names").text
        assert "Vossberg" in asked and "2 places · in written responses" in asked
        for key, each in zip("ab", asked.split('data-item="')[1:], strict=True):
            answer = {"key": key * 32, "proposal": each.partition('"')[0], "reply": "p" if "Vossberg" in each else "k"}
            assert client.post("/api/name", json=answer).status_code == 200
        assert client.post("/api/names/again", json={"key": "c" * 32}).status_code == 200
        assert client.get(f"/code/{BATCH}").headers["location"] == "/names"  # the batch still has the name
        assert "lmep-consult code-responses reads them again" in client.get("/names").text
        read_again(folder)
        page.sitting.look()
        text = client.get(f"/api/source/{BATCH}").text
        assert "I wrote to [person 1] about the route." in text and "Vossberg" not in text


@pytest.mark.parametrize(
    ("source", "said"),
    [("responses:views:3", "views: batch 3"), ("responses:views:letters", "views: letters"), ("P1", "P1")],
)
def test_a_source_is_called_as_people_say_it(source: str, said: str) -> None:
    assert called(source) == said
