"""At the end of a study what was promised to go is deleted, and a certificate says what and what is left."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmep_consult.errors import StudyError
from lmep_consult.files import files_in, write_whole
from lmep_consult.governance.deleting import Step, begin, carry_out, clear_folders, finish, torn_files
from lmep_consult.governance.places import id_of, raw_files, released_files
from lmep_consult.lock import alone, unfinished
from lmep_consult.participants import read_register
from lmep_consult.places import CERTIFICATE, JOURNAL, LOCKS, PLACES, RAW, READABLE_CERTIFICATE, USER_PANEL, WITHDRAWALS
from lmep_consult.study import KINDS, Study

_COMMAND = "purge"
_OUT_OF_REACH = (
    "earlier versions and recycle bins of drives that synchronise (OneDrive, SharePoint, Dropbox, Google Drive)",
    "recordings, transcripts and chats that Teams, Stream or Zoom keep of the meetings",
    "poll responses that Microsoft Forms keeps",
    "attachments of emails and messages",
    "copies on laptops, telephones and memory sticks, and backups of any of these",
)
_HASHED_NAME = re.compile(r"(?:.{1,80}_)?[0-9a-f]{16}")

Entry = dict[str, Any]  # file, sha256, bytes


@dataclass(frozen=True)
class Purge:
    """What a purge deletes, or deleted, and what it keeps: one entry a file with file, sha256, bytes.

    personal: what is kept and still about people. out_of_reach: where copies may lie that somebody must see to.
    before: whether the study was purged before and nothing has come back.
    """

    deleted: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    personal: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    before: bool = False


def planned_purge(study: Study) -> Purge:
    """What `purge` would delete and keep; a file's name is told by its id and ending alone, for it may name people.

    Raises StudyError where the register cannot be read: the ids are its.
    """
    return _plan(study, _going(study), [])


def purge(study: Study, today: dt.date) -> Purge:
    """Delete recordings, transcripts, chats, whatever in working/ quotes them and the key; leave a certificate.

    Kept are the register, polls and attendance, what was released, the codebook and the record of withdrawals. The
    certificate, purge_certificate.json and .txt, tells each deleted file's sha256. A purge that broke off goes on from
    where it stopped, with the date it was begun on; one of a purged study adds what has come back.

    Raises ConsultError where the study is in use, a withdrawal is unfinished, or a file cannot be deleted: then the
    same call again goes on from there.
    """
    with alone(study.folder, _COMMAND):
        begun = unfinished(study.folder)
        going = _going(study)
        plan = _plan(study, going, begun["deleted"] if begun else [])
        if plan.before and begun is None:
            return plan
        date = begun["date"] if begun else today.isoformat()
        begin(study.folder, "The purge", _COMMAND, {"date": date, "deleted": list(plan.deleted)})
        carry_out([Step(path, "files", 1) for path in going], _COMMAND)
        below = [path for path in study.at(RAW).glob("*/*") if path.is_dir()]
        clear_folders([*below, *(path for path in study.working.glob("*") if path.is_dir())])
        _certify(study, plan, date)
        finish(study.folder, _COMMAND)
        return plan


def certificate(study: Study) -> Entry | None:
    """What purge_certificate.json says; None where there is none. Raises StudyError where it is damaged."""
    path = study.at(CERTIFICATE)
    try:
        said: Entry = json.loads(path.read_text(encoding="utf-8"))
        return {"date": str(said["date"]), "deleted": list(said["deleted"])} | said
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise StudyError(f"{path}: damaged; restore an earlier copy of it.") from None


def _going(study: Study) -> list[Path]:
    """All of raw/ but polls and attendance, and all of working/ but the record of withdrawals and the user panel."""
    raw = [path for path in raw_files(study) if _top(study, path) not in ("polls", "attendance")]
    stay = {study.at(place) for place in (WITHDRAWALS, USER_PANEL, JOURNAL)} | set(files_in(study.at(LOCKS)))
    working = [path for path in files_in(study.working) if path not in stay]
    return list(dict.fromkeys([*raw, *working, *torn_files(study.folder)]))


def _plan(study: Study, going: list[Path], begun: list[Entry]) -> Purge:
    earlier = certificate(study)
    participants = set(read_register(study.register)["participant"])
    deleted = begun or (earlier["deleted"] if earlier else [])
    torn = set(torn_files(study.folder))  # which are parts of files that are told, or were never finished
    for path in going:
        entry = _entry(path, _told(study, participants, path))
        if path not in torn and entry not in deleted:  # begun before and there still, or deleted and back again
            deleted = [*deleted, entry]
    kept = [*released_files(study), *([study.codebook] if study.codebook.is_relative_to(study.folder) else [])]
    personal = [study.register, *study.raw("polls"), *study.raw("attendance"), study.at(USER_PANEL)]
    return Purge(
        tuple(deleted),
        tuple(_entry(path, _place(study, path)) for path in kept),
        tuple(_told(study, participants, path) for path in personal if path.is_file()),
        (*study.plan.dates.backups, *_OUT_OF_REACH),
        before=earlier is not None and not going,
    )


def _entry(path: Path, told: str) -> Entry:
    with path.open("rb") as file:
        return {"file": told, "sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def _told(study: Study, participants: set[str], path: Path) -> str:
    """The file's place, as far as it cannot name anybody: a raw file's by the id it begins with."""
    parts = path.relative_to(study.folder).parts
    if parts[0] == "raw":
        top = _top(study, path)
        folder = top if top in (*KINDS, "recordings") else "other"
        return f"raw/{folder}/{id_of(study, participants, path) or 'name withheld'}{path.suffix}"
    if parts[0] == "working" and (path in {study.at(place) for place in PLACES} or _HASHED_NAME.fullmatch(path.stem)):
        return "/".join(parts)
    if len(parts) == 1 and path == study.register:
        return path.name
    return f"{parts[0] if parts[0] == 'working' else '.'}/name withheld{path.suffix}"


def _top(study: Study, path: Path) -> str:
    """The folder of raw/ that the file lies in, "" where it lies in none."""
    parts = path.relative_to(study.at(RAW)).parts
    return parts[0] if len(parts) > 1 else ""


def _place(study: Study, path: Path) -> str:
    return path.relative_to(study.folder).as_posix()


def _certify(study: Study, plan: Purge, date: str) -> None:
    said = {
        "study": study.plan.study.title,
        "date": date,
        "delete_by": study.plan.dates.delete_by.isoformat(),
        "deleted": plan.deleted,
        "kept": plan.kept,
        "kept_and_about_people": plan.personal,
        "out_of_reach": plan.out_of_reach,
    }
    write_whole(study.at(CERTIFICATE), json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    lines = [
        "CERTIFICATE OF DELETION",
        "",
        _line("Study", study.plan.study.title),
        _line("Deleted on", date),
        _line("To be deleted by", said["delete_by"]),
        "",
        f"Deleted: {len(plan.deleted)} files (sha256, bytes, name; a name that may name people is shortened to the id)",
        *(f"  {entry['sha256']} {entry['bytes']:>12} {entry['file']}" for entry in plan.deleted),
        "",
        f"Kept: {len(plan.kept)} files (sha256, bytes, name)",
        *(f"  {entry['sha256']} {entry['bytes']:>12} {entry['file']}" for entry in plan.kept),
        "",
        "Kept, and still about people:",
        *(f"  {name}" for name in plan.personal),
        "",
        "Out of this program's reach; see to each and tick it off:",
        *(f"  [ ] {place}" for place in plan.out_of_reach),
    ]
    write_whole(study.at(READABLE_CERTIFICATE), "\n".join(lines) + "\n")


def _line(what: str, said: object) -> str:
    return f"{what + ':':<18}{said}"
