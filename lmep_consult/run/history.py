"""Runs kept, so that the next can be compared with them.

A run's tables and its record lie in working/runs, in a folder named by the time it ended. They hold no more than the
reports did, but two releases together can disclose more than each alone: they are for the team, and withdrawals and
purges delete them.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from lmep_consult.files import write_whole
from lmep_consult.places import RUN_RECORD, TABLES
from lmep_consult.study import Study


def keep(study: Study, record: dict[str, Any]) -> None:
    """Keep the tables of the reports as they are, next to the record of the run that made them."""
    name = str(record["finished"]).replace(":", "-").replace("+00-00", "Z")
    place = study.runs / name
    for again in range(2, 1000):  # a second run in the same second
        if not place.exists():
            break
        place = study.runs / f"{name}-{again}"
    for path in sorted(study.at(TABLES).glob("*.csv")):
        write_whole(place / TABLES.name / path.name, path.read_bytes(), private=True)
    numbered = {**record, "number": max(_numbers(study).values(), default=0) + 1}
    content = json.dumps(numbered, ensure_ascii=False, indent=1) + "\n"
    write_whole(place / RUN_RECORD.name, content, private=True)  # last: the run is whole


def kept(study: Study) -> list[str]:
    """The names of the runs kept, the earliest first: in the order they were made, whatever the clock said."""
    return [name for _, name in sorted((number, name) for name, number in _numbers(study).items())]


def last_kept(study: Study) -> dict[str, Any] | None:
    """The record of the last run kept, None where there is none."""
    names = kept(study)
    return record_of(study, names[-1]) if names else None


def record_of(study: Study, run: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((study.runs / run / RUN_RECORD.name).read_text(encoding="utf-8"))
    return record


def _numbers(study: Study) -> dict[str, int]:
    """By run, which it was; one whose record is damaged is passed over, as if it had not been kept."""
    numbers = {}
    for path in study.runs.glob(f"*/{RUN_RECORD.name}"):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            record = json.loads(path.read_text(encoding="utf-8"))
            numbers[path.parent.name] = int(record.get("number", 0)) if record["inputs"] and record["finished"] else 0
    return numbers
