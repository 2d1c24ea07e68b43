"""A study's raw files, each read when it is new or changed, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.errors import ConsultError, InputError, Problem, StudyError
from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.importing.reader import FileReader
from lmep_consult.importing.records import Imported, forget_others, load, save
from lmep_consult.importing.register import kept_register, may_be_kept
from lmep_consult.importing.stray import copy_of, is_no_text
from lmep_consult.lock import locked
from lmep_consult.places import REGISTER
from lmep_consult.study import KINDS, RECORDINGS, Study

Tell = Callable[[str], None]
PATIENCE = 120  # seconds to wait for another import or run, which seldom takes half of that
# The parts of study.toml that decide how a raw file is read.
_DECIDING = {"team", "groups", "events", "polls", "speakers", "disclosure"}


@dataclass(frozen=True)
class Imports:
    """What an import did, by the files' names under raw/: those that could be read, which of them were read again, why
    others could not be, and which were left unread as none that can be. register: as it was read."""

    register: pd.DataFrame
    files: dict[str, Imported]
    reread: frozenset[str]
    failures: dict[str, ConsultError]
    unread: dict[str, Problem]


def import_files(study: Study, tell: Tell = lambda file: None) -> Imports:
    """Read those raw files that changed since they were imported, each whole or not at all; `tell` is given each name.

    The study is held meanwhile, so that nobody else imports; another import or run is waited for.

    Raises StudyError where the study holds no raw files; ConsultError where another program holds it for long,
    something begun in it is unfinished, or it was purged.
    """
    with locked(study.folder, wait=PATIENCE):
        return _import_files(study, tell, keep=True)


def try_import(study: Study) -> Imports:
    """What `import_files` would do, without anything written."""
    return _import_files(study, lambda file: None, keep=False)


def _import_files(study: Study, tell: Tell, keep: bool) -> Imports:
    paths = [path for kind in KINDS for path in study.raw(kind)]
    if not paths:
        raise StudyError(
            f"{study.folder / 'raw'} holds no files; put transcripts into raw/transcripts, chat logs into raw/chats, "
            "poll exports into raw/polls and attendance reports into raw/attendance."
        )
    register = kept_register(study, keep)
    reader = FileReader(study, register)
    settings = _settings(study)
    unread = dict(_misplaced(study))
    files: dict[str, Imported] = {}
    reread: set[str] = set()
    failures: dict[str, ConsultError] = {}
    first_with: dict[tuple[str, str], Path] = {}  # by kind and hash
    for path in paths:
        name = study.name_in_raw(path)
        tell(name.rpartition("/")[2])
        try:
            study.refuse_outside(path)
            left = _left_unread(path, paths)
            if left is not None:
                unread[name] = left
                continue
            raw_hash = sha256(path)
            same = first_with.setdefault((name.partition("/")[0], raw_hash), path)
            if same != path:
                unread[name] = _same_bytes(path, same, reader)
                continue
            imported = load(study, name, raw_hash, settings)
            if imported is None:
                imported = reader.read(path)
                if keep:
                    save(study, name, imported, raw_hash, settings)
                reread.add(name)
            files[name] = imported
        except ConsultError as error:
            failures[name] = error
    if keep:
        forget_others(study, [*files, *failures, *([REGISTER.name] if may_be_kept(register) else [])])
    return Imports(register, files, frozenset(reread), failures, unread)


def import_report(imports: Imports) -> pd.DataFrame:
    """One row a raw file: file, kind, layout, held (turns, voters or people), problems, state ("read", "unchanged",
    "refused" or "not read")."""
    rows = [
        (f.file, f.kind, f.layout, f.held, len(f.problems), "read" if name in imports.reread else "unchanged")
        for name, f in imports.files.items()
    ]
    rows += [(Path(name).name, "", "", 0, 1, "refused") for name in imports.failures]
    rows += [(Path(name).name, "", "", 0, 1, "not read") for name in imports.unread]
    return pd.DataFrame(rows, columns=["file", "kind", "layout", "held", "problems", "state"])


def _settings(study: Study) -> str:
    """A hash of all that decides how a file is read, besides the file."""
    also = [sha256(path) if path.is_file() else "none" for path in (study.register, study.confirmed_names)]
    return key_of(toolkit(), study.plan.model_dump(mode="json", include=_DECIDING), also)


def _misplaced(study: Study) -> Iterator[tuple[str, Problem]]:
    """Files under raw/ that lie in none of the folders an import reads."""
    what = f"not read: put it into raw/{', raw/'.join(KINDS)}, or raw/{RECORDINGS} if it is a recording"
    for path in study.raw_elsewhere():
        yield study.name_in_raw(path), Problem("file", what)


def _left_unread(path: Path, paths: list[Path]) -> Problem | None:
    """Why a file of a folder that is read is left unread, None where it is not."""
    if is_no_text(path):
        return Problem("file", f"not read: {path.suffix} files hold no transcript, poll or attendance report")
    original = copy_of(path, paths)
    if original is not None:
        same = "the same bytes" if sha256(original) == sha256(path) else "other content"
        what = f"not read: by its name it is a copy of {original.name}, with {same}; keep one of them"
        return Problem("file", what)
    return None


def _same_bytes(path: Path, same: Path, reader: FileReader) -> Problem:
    """Raises InputError where the two are of different people or events, so that one has the wrong name."""
    if reader.is_of(path) != reader.is_of(same):
        raise InputError(
            f"{path}: byte for byte the same file as {same.name}, so one of them has the wrong name; export it again."
        )
    return Problem("file", f"not read: byte for byte the same file as {same.name}")
