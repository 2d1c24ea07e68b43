"""Which files a study's folder holds, by what becomes of them, and whose a raw file is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lmep_consult.coding import log_files
from lmep_consult.files import UNFINISHED, files_in
from lmep_consult.places import EXPORTS, PLACES, RAW, REPORTS, SET_ASIDE
from lmep_consult.study import KINDS, Study, begins_with_id

_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")


def id_of(study: Study, participants: Collection[str], path: Path) -> str:
    """The participant or event whose id the raw file's name begins with, or a folder's it lies in; "" where none is."""
    ids = sorted([*participants, *(event.id for event in study.plan.events)], key=len, reverse=True)
    for part in path.relative_to(study.at(RAW)).parts:
        for id_ in ids:
            if begins_with_id(part, id_):
                return id_
    return ""


def names_id(path: Path, id_: str) -> bool:
    """Whether the id stands anywhere in the file's name."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(id_)}(?![A-Za-z0-9])", path.name, re.IGNORECASE) is not None


def raw_files(study: Study) -> list[Path]:
    """Every file and link under raw/, hidden ones and recordings too, but for what systems leave."""
    return [path for path in files_in(study.at(RAW)) if path.name not in _SYSTEM]


def read_files(study: Study) -> set[Path]:
    """The raw files that an import reads."""
    return {path for kind in KINDS for path in study.raw(kind)}


def derived_files(study: Study) -> list[Path]:
    """The files of working/ that a command makes again."""
    derived = [study.at(place) for place in PLACES if place.fate == "derived" and place != EXPORTS]
    return [path for top in derived for path in files_in(top)]


def released_files(study: Study) -> list[Path]:
    """The files of reports/, of reports_set_aside/ and of exports/."""
    return [path for place in (REPORTS, SET_ASIDE, EXPORTS) for path in files_in(study.at(place))]


def unknown_in_working(study: Study) -> Iterator[Path]:
    """What lies in working/ and is none of the toolkit's."""
    known = {study.at(place) for place in PLACES}
    if study.working.is_dir():
        for top in sorted(study.working.iterdir()):
            if top not in known and not top.name.startswith(UNFINISHED):
                yield from files_in(top)
    logs = log_files(study.codings)
    yield from (path for path in files_in(study.codings) if path not in logs)
