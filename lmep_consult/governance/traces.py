"""Everything in a study that one participant said, wrote or voted, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.coding import log_files
from lmep_consult.errors import ConsultError, Problem
from lmep_consult.files import files_in
from lmep_consult.governance.decisions import codings_without, sign_offs_without
from lmep_consult.governance.deleting import Step
from lmep_consult.governance.places import (
    id_of,
    names_id,
    raw_files,
    read_files,
    unknown_in_working,
)
from lmep_consult.governance.register_status import with_status
from lmep_consult.governance.rows import attendance_lines, poll_rows, without_lines, without_poll_rows
from lmep_consult.governance.spoken import rendition, spoken_by
from lmep_consult.participants import withdrawn
from lmep_consult.places import PLAN
from lmep_consult.study import Study

Found = Iterator[Step | Problem]


@dataclass(frozen=True)
class Traces:
    """steps: how each file loses what is the participant's. to_check: what a person must look at."""

    steps: tuple[Step, ...]
    to_check: tuple[Problem, ...]


def traces(study: Study, register: pd.DataFrame, participant: str) -> Traces:
    """The participant's traces in the register, raw/ and what people decided; every file that may hold one is a step
    or something to check. The register's status comes first."""
    search = _Search(study, register, participant)
    found = [*search.in_register(), *search.in_raw(), *search.in_decisions(), *search.elsewhere()]
    return Traces(
        tuple(entry for entry in found if isinstance(entry, Step)),
        tuple(dict.fromkeys(entry for entry in found if isinstance(entry, Problem))),
    )


@dataclass(frozen=True)
class _Search:
    study: Study
    register: pd.DataFrame
    participant: str

    def in_register(self) -> Found:
        if self.participant not in withdrawn(self.register):
            content = with_status(self.study.register, self.participant, "withdrew")
            yield Step(self.study.register, "status in the register", 1, content)

    def in_raw(self) -> Found:
        look: dict[str, Callable[[Path, str], Found]] = {
            "transcripts": self._turns,
            "chats": self._turns,
            "polls": self._votes,
            "attendance": self._stays,
        }
        ids = set(self.register["participant"])
        read = read_files(self.study)
        for path in raw_files(self.study):
            subject = id_of(self.study, ids, path)
            if subject == self.participant:
                yield Step(path, "files of their own", 1)
            elif path in read and (subject or path.parent.name in ("polls", "attendance")):
                try:
                    yield from look[path.parent.name](path, subject)
                except ConsultError as error:
                    yield Problem(self._place(path), "could not be searched; look through it by hand", str(error))
            elif names_id(path, self.participant):
                yield Problem(self._place(path), "the id stands in the file's name; delete the file if it is theirs")
            elif subject not in ids:
                yield Problem(self._place(path), "a file that cannot be searched; they may be in it")

    def in_decisions(self) -> Found:
        for path in log_files(self.study.codings):
            content, count = codings_without(path, self.participant)
            if count:
                yield Step(path, "decisions", count, content)
        path = self.study.sign_offs
        if path.is_file():
            content, count = sign_offs_without(path, self.participant)
            if count:
                yield Step(path, "signed-off quotations", count, content)

    def elsewhere(self) -> Found:
        """Files nobody but the team knows of."""
        for path in unknown_in_working(self.study):
            yield Problem(self._place(path), "not made by lmep-consult; look whether it holds what they said")
        own = ("raw", "working", "reports", "exports")
        for top in sorted(self.study.folder.iterdir()):
            if top.name not in own:
                for path in files_in(top) if top.is_dir() else [top]:
                    if names_id(path, self.participant):
                        yield Problem(self._place(path), "the id stands in the file's name; delete it if it is theirs")

    def _turns(self, path: Path, subject: str) -> Found:
        spoken = spoken_by(self.study, self.register, self.participant, path, subject)
        for label in spoken.unknown:
            what = "speaks in it and is not identified; if it is they, cut these turns by hand"
            yield Problem(self._place(path), what, label)
        for line in spoken.within:
            what = "a line that opens with their name is part of another's turn; cut it by hand if they say it"
            yield Problem(self._place(path), what, line)
        for line in spoken.beside:
            what = "a line that may open another's turn goes with theirs; make it a turn of its own if another says it"
            yield Problem(self._place(path), what, line)
        if not spoken.turns:
            return
        if spoken.rest.turns.empty:
            yield Step(path, "turns in files of several speakers", spoken.turns)
            return
        target, content = rendition(spoken.rest, path, self.study.working)
        if target != path:
            what = f"only its other turns are kept, as {target.name}; headings and notes in it are not"
            yield Problem(self._place(path), what)
        yield Step(path, "turns in files of several speakers", spoken.turns, content, target)

    def _votes(self, path: Path, subject: str) -> Found:
        rows = poll_rows(self.study, self.register, self.participant, path)
        yield from self._perhaps(path, rows.perhaps)
        (group,) = self.register.loc[self.register["participant"] == self.participant, "group"]
        if rows.anonymous and group in self.study.event_of(path).groups:
            yield Problem(self._place(path), f"{rows.anonymous} anonymous votes; if one is theirs it cannot be found")
        yield from self._in_plan(rows.words)
        if rows.numbers:
            content = without_poll_rows(self.study, path, rows.numbers)
            yield Step(path, "poll rows", len(rows.numbers), content)

    def _stays(self, path: Path, subject: str) -> Found:
        rows = attendance_lines(self.study, self.register, self.participant, path)
        yield from self._perhaps(path, rows.perhaps)
        if rows.numbers:
            yield Step(path, "attendance lines", len(rows.numbers), without_lines(path, rows.numbers))

    def _perhaps(self, path: Path, names: tuple[str, ...]) -> Found:
        for name in names:
            yield Problem(
                self._place(path), "a row under this name is nobody's for sure; delete it if it is theirs", name
            )

    def _in_plan(self, words: tuple[str, ...]) -> Found:
        """study.toml may say what a write-in of theirs counts as, and so repeat it."""
        for poll in self.study.plan.polls:
            for question in poll.questions:
                for text in question.write_ins:
                    if any(text.casefold() in said.casefold() for said in words):
                        yield Problem(PLAN.name, "write_ins names what they wrote; take it out", text)

    def _place(self, path: Path) -> str:
        return path.relative_to(self.study.folder).as_posix()
