"""What a purge deletes and keeps, as the certificate that it leaves says it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from lmep_consult.errors import Problem, StudyError
from lmep_consult.files import write_whole
from lmep_consult.places import CERTIFICATE, READABLE_CERTIFICATE
from lmep_consult.study import Study

Entry = dict[str, Any]  # file, sha256, bytes


@dataclass(frozen=True)
class Purge:
    """What a purge deletes, or deleted, and what it keeps: one entry a file with file, sha256, bytes.

    links: links that are deleted, while what they lead to is not. personal: what is kept and still about people.
    unknown: files and folders in the study's folder that lmep-consult does not know and leaves, for a person to see to.
    out_of_reach: where copies may lie that somebody must see to. before: whether the study was purged before and
    nothing has come back.
    """

    deleted: tuple[Entry, ...]
    links: tuple[str, ...]
    kept: tuple[Entry, ...]
    personal: tuple[str, ...]
    unknown: tuple[Problem, ...]
    out_of_reach: tuple[str, ...]
    before: bool = False


def certificate(study: Study) -> dict[str, Any] | None:
    """What the certificate says; None where there is none. Raises StudyError where it is damaged."""
    path = study.at(CERTIFICATE)
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"date": str(said["date"]), "deleted": list(said["deleted"])} | said
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise StudyError(f"{path}: damaged; restore an earlier copy of it.") from None


def certify(study: Study, done: Purge, date: str) -> None:
    """Write the certificate, for programs and for people. It names nobody: of files that lmep-consult does not know,
    whose names may, it says how many were left."""
    said = {
        "study": study.plan.study.title,
        "date": date,
        "delete_by": study.plan.dates.delete_by.isoformat(),
        "deleted": done.deleted,
        "links": done.links,
        "kept": done.kept,
        "kept_and_about_people": done.personal,
        "left_unknown": len(done.unknown),
        "out_of_reach": done.out_of_reach,
    }
    write_whole(study.at(CERTIFICATE), json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    lines = [
        "CERTIFICATE OF DELETION",
        "",
        _line("Study", study.plan.study.title),
        _line("Deleted on", date),
        _line("To be deleted by", said["delete_by"]),
        "",
        f"Deleted: {len(done.deleted)} files (sha256, bytes, name; a name that may name people is shortened to the id)",
        *(f"  {entry['sha256']} {entry['bytes']:>12} {entry['file']}" for entry in done.deleted),
        "",
        f"Links deleted, but not what they lead to: {len(done.links)}; deal with each and tick it off",
        *(f"  [ ] {link}" for link in done.links),
        "",
        f"Kept: {len(done.kept)} files (sha256, bytes, name)",
        *(f"  {entry['sha256']} {entry['bytes']:>12} {entry['file']}" for entry in done.kept),
        "",
        "Kept, and still about people:",
        *(f"  {name}" for name in done.personal),
        "",
        f"Not known to this program and left in the study's folder: {len(done.unknown)} files and folders",
        "",
        "Out of this program's reach; deal with each and tick it off:",
        *(f"  [ ] {place}" for place in done.out_of_reach),
    ]
    write_whole(study.at(READABLE_CERTIFICATE), "\n".join(lines) + "\n")


def _line(what: str, said: object) -> str:
    return f"{what + ':':<18}{said}"
