"""Everything a study's raw files hold, imported file by file and put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.fingerprint import code_fingerprint, sha256
from lmep_consult.importing.reader import FileReader
from lmep_consult.importing.records import Imported, forget_others, load, save
from lmep_consult.lock import locked
from lmep_consult.participants import read_register
from lmep_consult.study import KINDS, Study

Tell = Callable[[str], None]
_PATIENCE = 120  # seconds to wait for another import or run, which seldom takes half of that


@dataclass(frozen=True)
class Imports:
    """What an import did, by the files' names under raw/: those that could be read, which of them were read anew, and
    why others could not be."""

    files: dict[str, Imported]
    anew: frozenset[str]
    failures: dict[str, ConsultError]


def import_files(study: Study, tell: Tell = lambda file: None) -> Imports:
    """Read those raw files that changed since they were imported, each whole or not at all; `tell` hears each name.

    The study is held meanwhile, so that nobody else imports; another import or run is waited for.

    Raises StudyError where the study holds no raw files, or two transcripts of one interview; ConsultError where
    another program holds it for long, something begun in it is unfinished, or it was purged.
    """
    with locked(study.folder, wait=_PATIENCE):
        return _import_files(study, tell)


def _import_files(study: Study, tell: Tell) -> Imports:
    paths = [path for kind in KINDS for path in study.raw(kind)]
    if not paths:
        raise StudyError(
            f"{study.folder / 'raw'} holds no files; put transcripts into raw/transcripts, chat logs into raw/chats, "
            "poll exports into raw/polls and attendance reports into raw/attendance."
        )
    register = read_register(study.register, [group.id for group in study.plan.groups])
    reader = FileReader(study, register)
    settings = _settings(study)
    files: dict[str, Imported] = {}
    anew: set[str] = set()
    failures: dict[str, ConsultError] = {}
    seen: dict[str, str] = {}
    for path in paths:
        tell(path.name)
        name = f"{path.parent.name}/{path.name}"
        try:
            if path.parent.name == "transcripts":
                subject = reader.subject_of(path)
                if subject in set(register["participant"]) and seen.setdefault(subject, name) != name:
                    raise StudyError(f"{path}: {subject} has two transcripts; keep one, or join them.")
            raw_hash = sha256(path)
            imported = load(study, name, raw_hash, settings)
            if imported is None:
                imported = reader.read(path)
                save(study, name, imported, raw_hash, settings)
                anew.add(name)
            files[name] = imported
        except ConsultError as error:
            failures[name] = error
    forget_others(study, [f"{path.parent.name}/{path.name}" for path in paths])
    return Imports(files, frozenset(anew), failures)


def import_report(imports: Imports) -> pd.DataFrame:
    """One row a raw file: file, kind, layout, held (turns, voters or people), problems, state ("read", "unchanged" or
    "refused")."""
    rows = [
        (f.file, f.kind, f.layout, f.held, len(f.problems), "read" if name in imports.anew else "unchanged")
        for name, f in imports.files.items()
    ]
    rows += [(Path(name).name, "", "", 0, 1, "refused") for name in imports.failures]
    return pd.DataFrame(rows, columns=["file", "kind", "layout", "held", "problems", "state"])


def _settings(study: Study) -> str:
    """A hash of all that decides how a file is read, besides the file."""
    digest = hashlib.sha256(code_fingerprint().encode())
    for path in (study.folder / "study.toml", study.register, study.confirmed_names):
        digest.update(sha256(path).encode() if path.is_file() else b"none")
    return digest.hexdigest()
