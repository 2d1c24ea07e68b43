"""Which files a study's folder holds, by what becomes of them, and whose a raw file is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from lmep_consult.coding import log_files
from lmep_consult.files import REPLACED, UNFINISHED, files_in
from lmep_consult.places import COMPARISON, EXPORTS, PLACES, RAW, REPORTS, SET_ASIDE
from lmep_consult.study import KINDS, Study, begins_with_id

_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")


def id_of(study: Study, participants: Collection[str], path: Path) -> str:
    """The participant or event whose id the raw file's name begins with, or else a folder's that it lies in, the inner
    one first, as an import has it; "" where none is."""
    ids = sorted([*participants, *(event.id for event in study.plan.events)], key=len, reverse=True)
    for name in reversed(path.relative_to(study.at(RAW)).parts):
        for id_ in ids:
            if begins_with_id(name, id_):
                return id_
    return ""


def raw_files(study: Study) -> list[Path]:
    """Every file and link under raw/, hidden ones and recordings too, except what systems leave."""
    return [path for path in files_in(study.at(RAW)) if path.name not in _SYSTEM]


def read_files(study: Study) -> set[Path]:
    """The raw files that an import reads."""
    return {path for kind in KINDS for path in study.raw(kind)}


def derived_files(study: Study) -> list[Path]:
    """The files of working/ that a command makes again."""
    derived = [study.at(place) for place in PLACES if place.fate == "derived" and place != EXPORTS]
    return [path for top in derived for path in files_in(top)]


def released_files(study: Study) -> list[Path]:
    """The files of reports/, of reports_set_aside/, of comparison/ and of exports/."""
    return [path for place in (REPORTS, SET_ASIDE, COMPARISON, EXPORTS) for path in files_in(study.at(place))]


def unknown(study: Study) -> list[Path]:
    """The files and whole folders in the study's folder that are neither the toolkit's nor named in study.toml."""
    about = study.plan.study
    named = {study.folder / name for name in (about.codebook, about.logo, about.word_template) if name}
    known = {study.at(place) for place in PLACES}
    found = []
    for top in sorted(study.folder.iterdir()):
        if any(path.is_relative_to(top) for path in named):
            found += [path for path in files_in(top) if path not in named]
        elif top not in known and not top.name.startswith((UNFINISHED, REPLACED)):
            found.append(top)
    return [path for path in found if path.name not in _SYSTEM]


def unknown_in_working(study: Study) -> Iterator[Path]:
    """What lies in working/ and is none of the toolkit's."""
    known = {study.at(place) for place in PLACES}
    if study.working.is_dir():
        for top in sorted(study.working.iterdir()):
            if top not in known and not top.name.startswith(UNFINISHED):
                yield from files_in(top)
    logs = log_files(study.codings)
    yield from (path for path in files_in(study.codings) if path not in logs)
