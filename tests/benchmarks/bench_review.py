"""How quick the page is: python tests/benchmarks/bench_review.py

Ready: from asking for a transcript to its being there to be worked on, by the page's own clock; median of 7, for 12,000
words with 500 codings, and for 1,700 words among 20 and among 100 transcripts. Acknowledged: from pressing Enter to the
decision being on the disk and said to be, over 1,000 decisions, by a client on this machine.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "shared"), str(Path(__file__).parents[1] / "review")]

import tiny  # noqa: E402
from chromium import ARGUMENTS, CHROMIUM  # noqa: E402
from conftest import serving  # noqa: E402

from lmep_consult.coding import Coder, append, log_path, passage  # noqa: E402
from lmep_consult.importing import read_study_data  # noqa: E402
from lmep_consult.study import Study  # noqa: E402

WORDS = "the fares on this route are what people of the town talk about when a shelter leaks and nobody comes to see it"


def speech(words: int, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS.split()) for _ in range(words))


def study_of(folder: Path, transcripts: int, words: int) -> Study:
    study = tiny.tiny(folder)
    chance = random.Random(3)  # noqa: S311
    people = tuple((f"P{n}", f"Zed Quill{n}", f"q{n}@hill.example", "A") for n in range(1, transcripts + 1))
    tiny.register(study.register, people)
    for path in [*study.raw("transcripts"), *study.raw("polls"), *study.raw("attendance")]:
        path.unlink()
    for who, *_ in people:
        turns = [line for _ in range(words // 80) for line in ("I: And then?", f"{who}: {speech(80, chance)}.")]
        tiny.write(study.folder / "raw" / "transcripts" / f"{who}_interview.txt", "\n".join([*turns, ""]))
    return Study.open(folder)


def code(study: Study, number: int) -> None:
    transcript = read_study_data(study).transcripts["P1"]
    turns = transcript.turns[transcript.turns["participant"] != ""]
    chance, coder = random.Random(5), Coder("IF", "1")  # noqa: S311
    made = []
    for _ in range(number):
        turn = turns.iloc[chance.randrange(len(turns))]
        start = int(turn["start_char"]) + chance.randrange(0, 200)
        made.append(
            coder.add(passage("P1", transcript, start, start + 60), chance.choice(["fares", "routes", "shelters"]))
        )
    append(log_path(study.codings, "IF"), made)


def ready(browser: object, study: Study) -> float:
    with serving(study.folder) as page:
        window = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        window.goto(page.address)
        times = []
        for _ in range(7):
            window.goto(f"{page.top}/code/P1")
            window.wait_for_selector("html[data-ready]")
            times.append(float(window.evaluate("document.documentElement.dataset.ready")))
        return statistics.median(times)


def acknowledged(study: Study) -> list[float]:
    times = []
    with serving(study.folder, "AB") as page, page.client() as client:
        text = page.sitting.transcripts
        sources = [source for source in text for _ in range(50)]
        for number, source in enumerate(sources[:1000]):
            start = 20 + number % 50 * 30
            asked = {
                "key": uuid.uuid4().hex, "action": "add", "source": source, "start": start, "end": start + 12,
                "code": "fares",
            }  # fmt: skip
            began = time.perf_counter()
            answer = client.post("/api/decide", json=asked)
            times.append((time.perf_counter() - began) * 1000)
            assert answer.status_code in (200, 409), answer.text
    return sorted(times)


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as top, sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        large = study_of(Path(top) / "large", 1, 12_000)
        code(large, 500)
        print(f"12,000 words, 500 codings: ready in {ready(chromium, large):.0f} ms")
        for count in (20, 100):
            many = study_of(Path(top) / str(count), count, 1_700)
            print(f"1,700 words among {count} transcripts: ready in {ready(chromium, many):.0f} ms")
            if count == 20:
                times = acknowledged(many)
                print(f"acknowledged: median {times[500]:.1f} ms, 99th percentile {times[990]:.1f} ms")
