"""A survey that is open for days: answers of each of them count."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lmep_consult.polls import read_answers

ROWS = """ID,Start time,Completion time,Email,Name,Why?
1,2026-02-08 09:00:00,2026-02-08 09:05:00,anonymous,,too early
2,2026-02-10 09:00:00,2026-02-10 09:05:00,anonymous,,first day
3,2026-02-14 09:00:00,2026-02-14 09:05:00,anonymous,,last day
4,2026-02-15 09:00:00,2026-02-15 09:05:00,anonymous,,too late
"""


def test_answers_count_from_the_first_day_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(ROWS, encoding="utf-8-sig")
    found = read_answers(path, "Why?", "text", date=dt.date(2026, 2, 10), until=dt.date(2026, 2, 14))
    assert list(found.answers["answer"]) == ["first day", "last day"]
    assert [problem.text for problem in found.problems if "a day of the event" in problem.what] == [
        "too early",
        "too late",
    ]
