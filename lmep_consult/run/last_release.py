"""The last reports that were final, as the next ones have to know them."""

from __future__ import annotations

import json

import pandas as pd

from lmep_consult.disclosure import Earlier
from lmep_consult.errors import StudyError
from lmep_consult.files import write_whole
from lmep_consult.places import COUNTS, LAST_RELEASE
from lmep_consult.study import Study
from lmep_consult.table import Range

CHANGED = ["table", "row", "before", "after"]


def last_release(study: Study) -> Earlier:
    """What was published of counts in the last reports that were final; of none where none were.

    Raises StudyError where its file is damaged: without it the next reports could tell what one person said.
    """
    path = study.at(LAST_RELEASE)
    if not path.is_file():
        return Earlier()
    try:
        return Earlier.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        raise StudyError(
            f"{path} is damaged. It holds what the last final reports published, with which the next are compared; "
            "take it from a backup, or delete it if no reports have been given to anybody."
        ) from None


def remember_release(study: Study) -> None:
    """Take the reports as they are for the last release."""
    write_whole(study.at(LAST_RELEASE), study.at(COUNTS).read_bytes(), private=True)


def changes_since_release(study: Study) -> pd.DataFrame:
    """Which numbers of people the reports publish otherwise than the last final ones: table, row, before, after; "" for
    a number that only one of them has.

    Raises StudyError where no reports were final.
    """
    if not study.at(LAST_RELEASE).is_file():
        raise StudyError("No reports have been final; lmep-consult report --final makes them so.")
    now = Earlier.from_json(json.loads(study.at(COUNTS).read_text(encoding="utf-8")))
    before, after = _cells(last_release(study)), _cells(now)
    rows = [
        (*key, before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]
    return pd.DataFrame(rows, columns=CHANGED, dtype=object)


def _cells(release: Earlier) -> dict[tuple[str, str], str]:
    return {
        (of, ", ".join((*key, group))): str(low) if low == high else str(Range(low, high, of=base))
        for (of, key, group), base, (low, high) in zip(release.names, release.bases, release.published, strict=True)
    }
