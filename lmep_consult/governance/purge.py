"""At the end of a study what was promised to go is deleted, and a certificate says what and what is left."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lmep_consult.errors import Problem
from lmep_consult.files import files_in, is_link, leads_out
from lmep_consult.governance.certificate import Entry, Purge, certificate, certify
from lmep_consult.governance.deleting import Step, begin, carry_out, clear_folders, finish, torn_files
from lmep_consult.governance.places import id_of, raw_files, released_files, unknown
from lmep_consult.lock import alone, unfinished
from lmep_consult.participants import read_register
from lmep_consult.places import EXPORTS, JOURNAL, LOCKS, PLACES, RAW, SET_ASIDE, USER_PANEL, WITHDRAWALS, WORKING
from lmep_consult.study import KINDS, RECORDINGS, RESPONSES, Study, begins_with_id

_COMMAND = "purge"
_OUT_OF_REACH = (
    "earlier versions and recycle bins of drives that synchronise (OneDrive, SharePoint, Dropbox, Google Drive)",
    "recordings, transcripts and chats that Teams, Stream or Zoom keep of the meetings",
    "poll responses that Microsoft Forms keeps",
    "attachments of emails and messages",
    "projects and codings exported to other programs (NVivo, MAXQDA, ATLAS.ti)",
    "copies on laptops, telephones and memory sticks, and backups of any of these",
)
# Endings of recordings and captions, which hold nothing but what people said.
_SPOKEN = frozenset(
    ".3gp .aac .aiff .amr .avi .flac .m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .mpg .oga .ogg .opus .sbv .srt .vtt .wav "
    ".webm .wma .wmv".split()
)
_TABLES = (".csv", ".tsv", ".txt", ".xlsx")
_HASHED_NAME = re.compile(r"(?:.{1,80}_)?[0-9a-f]{16}")


def planned_purge(study: Study) -> Purge:
    """What `purge` would delete and keep; of a file's name only id and ending are shown, because it may name people.

    Raises StudyError where the register cannot be read: the ids are its.
    """
    participants = _participants(study)
    return _plan(study, participants, _going(study, participants), {})


def purge(study: Study, today: dt.date) -> Purge:
    """Delete recordings, transcripts, chats, whatever in working/ and exports/ quotes them, and the key; leave a
    certificate.

    Kept are the register, polls and attendance, what was released, the codebook and the record of withdrawals. Of a
    link, the link is deleted and never what it leads to. Recordings and captions elsewhere in the study's folder go
    where their names begin with the id of a participant or an event; what else lies there is left for a person. The
    certificate, purge_certificate.json and .txt, lists each deleted file's sha256. A purge that broke off goes on from
    where it stopped, with the date it was begun on; one of a purged study adds what has come back.

    Raises ConsultError where the study is in use, a withdrawal is unfinished, or a file cannot be deleted: then the
    same call again goes on from there.
    """
    with alone(study.folder, _COMMAND):
        begun = unfinished(study.folder)
        participants = _participants(study)
        going = _going(study, participants)
        plan = _plan(study, participants, going, begun or {})
        if plan.before and begun is None:
            return plan
        date = begun["date"] if begun else today.isoformat()
        begin(study.folder, "The purge", _COMMAND, {"date": date, "deleted": plan.deleted, "links": plan.links})
        carry_out([Step(path, "files", 1) for path in going], _COMMAND)
        below = [path for path in study.at(RAW).glob("*/*") if path.is_dir()]
        clear_folders([*below, study.at(EXPORTS), *(path for path in study.working.glob("*") if path.is_dir())])
        certify(study, plan, date)
        finish(study.folder, _COMMAND)
        return plan


def _participants(study: Study) -> set[str]:
    return set(read_register(study.register)["participant"])


def _going(study: Study, participants: set[str]) -> list[Path]:
    """All of raw/ but tables of polls and attendance; all of exports/; all of working/ but the record of withdrawals
    and the user panel; recordings and captions elsewhere."""
    raw = [path for path in raw_files(study) if not _is_table(study, participants, path)]
    stay = {study.at(place) for place in (WITHDRAWALS, USER_PANEL, JOURNAL)} | set(files_in(study.at(LOCKS)))
    working = [path for path in files_in(study.working) if path not in stay]
    ids = [*participants, *(event.id for event in study.plan.events)]
    spoken = [path for top in unknown(study) for path in files_in(top) if path.suffix.casefold() in _SPOKEN]
    strays = [path for path in spoken if any(begins_with_id(path.name, id_) for id_ in ids)]
    return list(dict.fromkeys([*raw, *working, *files_in(study.at(EXPORTS)), *strays, *torn_files(study.folder)]))


def _is_table(study: Study, participants: set[str], path: Path) -> bool:
    """Whether it may be a poll's export or an attendance report: a table where those lie, and no participant's."""
    if _top(study, path) not in ("polls", "attendance") or path.suffix.casefold() not in _TABLES or is_link(path):
        return False
    return id_of(study, participants, path) not in participants


def _plan(study: Study, participants: set[str], going: list[Path], begun: dict[str, Any]) -> Purge:
    """begun: the journal of a purge that broke off, which holds what was deleted then; {} where there is none."""
    earlier = certificate(study) or {}
    before = begun or earlier
    deleted, links = list(before.get("deleted", ())), list(before.get("links", ()))
    torn = set(torn_files(study.folder))  # which are parts of files that are listed, or were never finished
    for path in going:
        name = _told(study, participants, path)
        if is_link(path):
            links += [name] if leads_out(path, study.folder) and name not in links else []
        elif path not in torn and (entry := _entry(path, name)) not in deleted:  # there still, or deleted and back
            deleted.append(entry)
    gone = set(going)
    kept = [path for path in released_files(study) if path not in gone and not is_link(path)]
    if study.codebook.is_relative_to(study.folder):
        kept.append(study.codebook)
    personal = [study.register, *(path for path in raw_files(study) if path not in gone), study.at(USER_PANEL)]
    return Purge(
        tuple(deleted),
        tuple(links),
        tuple(_entry(path, _place(study, path)) for path in kept),
        tuple(_told(study, participants, path) for path in personal if path.is_file()),
        tuple(_left(study, gone)),
        (*study.plan.dates.backups, *_OUT_OF_REACH),
        before=bool(earlier) and not going,
    )


def _left(study: Study, gone: set[Path]) -> Iterator[Problem]:
    """What nobody here can judge."""
    for top in unknown(study):
        left = [path for path in files_in(top) if path not in gone]
        if top.is_dir() and not is_link(top):
            yield Problem(
                _place(study, top), f"a folder that lmep-consult does not know, {len(left)} files; deal with it"
            )
        elif left:
            yield Problem(_place(study, top), "a file that lmep-consult does not know; deal with it")
    if aside := files_in(study.at(SET_ASIDE)):
        what = f"what people put into reports/, {len(aside)} files; delete what quotes transcripts"
        yield Problem(SET_ASIDE.path, what)


def _entry(path: Path, name: str) -> Entry:
    with path.open("rb") as file:
        return {"file": name, "sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def _told(study: Study, participants: set[str], path: Path) -> str:
    """The file's place, as far as it cannot name anybody: a raw file's by the id it begins with."""
    ending = path.suffix.encode("utf-8", "replace").decode()
    top = path.relative_to(study.folder).parts[0]
    if top == RAW.path:
        folder = _top(study, path)
        place = folder if folder in (*KINDS, RECORDINGS, RESPONSES) else "other"
        return f"{RAW.path}/{place}/{id_of(study, participants, path) or 'name withheld'}{ending}"
    known = path in {study.at(place) for place in PLACES} or _HASHED_NAME.fullmatch(path.stem)
    if known and top in (WORKING.path, study.register.name):
        return _place(study, path)
    return f"{top if top in (WORKING.path, EXPORTS.path) else '.'}/name withheld{ending}"


def _top(study: Study, path: Path) -> str:
    """The folder of raw/ that the file lies in, "" where it lies in none."""
    parts = path.relative_to(study.at(RAW)).parts
    return parts[0] if len(parts) > 1 else ""


def _place(study: Study, path: Path) -> str:
    return path.relative_to(study.folder).as_posix()
