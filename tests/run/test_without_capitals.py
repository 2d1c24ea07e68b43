"""Passages from text without capitals wait for a person; those of others do not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import tiny

from lmep_consult.places import HELD_BACK
from lmep_consult.run.chain import run
from lmep_consult.study import Study

CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v I>what do you think of the fares on the bus</v>

00:00:06.500 --> 00:00:20.000
<v P1>i think the fares are too high for us and i told wendover the same when wendover
ran the ticket office at dale end and the ticket to town is dearer than ever</v>

00:00:21.000 --> 00:00:26.000
<v I>which routes are missing where you live</v>

00:00:26.500 --> 00:00:40.000
<v P1>every route stops short of the hospital so people walk the last mile with wendover
in the rain and i do it too on most days of the week with what i carry</v>
"""


def test_what_was_said_in_text_without_capitals_waits_for_a_person(tiny_folder: Path) -> None:
    transcripts = tiny_folder / "raw" / "transcripts"
    (transcripts / "P1_interview.txt").unlink()
    tiny.write(transcripts / "P1_interview.vtt", CAPTIONS)
    study = Study.open(tiny_folder)
    run(study)
    held = pd.read_csv(study.at(HELD_BACK), encoding="utf-8-sig", keep_default_na=False)
    of_p1 = held[held["participant"] == "P1"]
    assert set(of_p1["code"]) == {"fares", "routes"}
    assert of_p1["why"].str.startswith("from text without capitals").all()
    assert not held.loc[held["participant"] != "P1", "why"].str.contains("without capitals").any()
    shown = (tiny_folder / "reports" / "tables" / "quotes.csv").read_text(encoding="utf-8-sig")
    assert "wendover" not in shown
    assert "fare" in shown
