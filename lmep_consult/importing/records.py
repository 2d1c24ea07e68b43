"""What raw files, and the register, were imported as, on disk: a record a file, in working/imported.

A record names the raw file's hash and the settings it was read under, so that an unchanged file is not read again. Its
content is next to it: transcripts, by the hash of their text, in working/transcripts; the rest in the record. The
record is written last and at once, so that a file is imported whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmep_consult.errors import Problem
from lmep_consult.files import UNFINISHED, write_whole
from lmep_consult.places import IMPORTED, TRANSCRIPTS
from lmep_consult.study import Study

Rows = list[dict[str, Any]]
_A_DAY = 86_400  # seconds


@dataclass(frozen=True)
class Imported:
    """A raw file, read, matched to the register, names replaced.

    file: its name, without its folder. kind: "transcript", "chat", "poll" or "attendance". subject: the participant
    or event it is of. layout; held: how many turns, voters or people. problems: what was not placed (confidential).
    replaced: what was replaced (confidential). content: JSON.
    """

    file: str
    kind: str
    subject: str
    layout: str
    held: int
    problems: tuple[Problem, ...]
    replaced: Rows
    content: dict[str, Any]


def save(study: Study, name: str, imported: Imported, raw_hash: str, settings: str) -> None:
    """Write the record of the raw file `name`, and its content before it; then take away what it replaces."""
    before = _read(_place(study, name))
    content: dict[str, Any] | str = imported.content
    if imported.kind in ("transcript", "chat"):
        text = json.dumps(imported.content, ensure_ascii=False, indent=1)
        content = f"{TRANSCRIPTS.name}/{imported.subject}_{_short_hash(text)}.json"
        write_whole(study.working / content, text + "\n")
    record = {
        "file": imported.file,
        "sha256": raw_hash,
        "settings": settings,
        "kind": imported.kind,
        "subject": imported.subject,
        "layout": imported.layout,
        "held": imported.held,
        "problems": [[problem.where, problem.what, problem.text] for problem in imported.problems],
        "replaced": imported.replaced,
        "content": content,
    }
    write_whole(_place(study, name), json.dumps(record, ensure_ascii=False, indent=1) + "\n", private=True)
    if before is not None and isinstance(before["content"], str) and before["content"] != content:
        (study.working / before["content"]).unlink(missing_ok=True)


def load(study: Study, name: str, raw_hash: str, settings: str) -> Imported | None:
    """What the raw file was imported as, where neither it nor the settings changed since."""
    record = _read(_place(study, name))
    if record is None or (record["sha256"], record["settings"]) != (raw_hash, settings):
        return None
    content = record["content"]
    if isinstance(content, str):
        content = _read(study.working / content)
    if content is None:
        return None
    problems = tuple(Problem(*problem) for problem in record["problems"])
    return Imported(
        record["file"], record["kind"], record["subject"], record["layout"], record["held"], problems,
        record["replaced"], content,
    )  # fmt: skip


def forget_others(study: Study, names: Iterable[str]) -> None:
    """Take away the records, and the transcripts, of raw files that are no longer there, and what a crash left."""
    here = [torn for place in (IMPORTED, TRANSCRIPTS) for torn in study.at(place).glob(f"{UNFINISHED}*")]
    # Elsewhere in working/ somebody who decides may be writing one now.
    old = [torn for torn in study.working.glob(f"{UNFINISHED}*") if time.time() - torn.stat().st_mtime > _A_DAY]
    for torn in (*here, *old):
        torn.unlink(missing_ok=True)
    kept = {_place(study, name) for name in names}
    wanted = set()
    for place in sorted(study.at(IMPORTED).glob("*.json")):
        record = _read(place)
        if place not in kept or record is None:
            place.unlink(missing_ok=True)
        elif isinstance(record["content"], str):
            wanted.add(study.working / record["content"])
    for place in study.at(TRANSCRIPTS).glob("*.json"):
        if place not in wanted:
            place.unlink(missing_ok=True)


def forget_records(study: Study) -> None:
    """Take away every record but leave what was imported: the records hold what was replaced."""
    for place in study.at(IMPORTED).glob("*.json"):
        place.unlink(missing_ok=True)


def _place(study: Study, name: str) -> Path:
    """A record is named by a hash, since people write names into files' names."""
    return study.at(IMPORTED) / f"{_short_hash(name)}.json"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _read(path: Path) -> Any:
    """A file's JSON; None where there is none or it is damaged, so that the raw file is read again."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
