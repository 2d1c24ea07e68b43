"""Everything in a study that one participant said, wrote or voted, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lmep_consult.coding import log_files
from lmep_consult.errors import ConsultError, Problem
from lmep_consult.files import files_in, is_link, leads_out
from lmep_consult.governance.decisions import codings_without, sign_offs_without
from lmep_consult.governance.deleting import Step
from lmep_consult.governance.places import id_of, raw_files, read_files, unknown, unknown_in_working
from lmep_consult.governance.register_status import with_status
from lmep_consult.governance.rows import attendance_lines, poll_rows, without_lines, without_poll_rows
from lmep_consult.governance.said import Naming, Said, contains
from lmep_consult.governance.spoken import rendition, spoken_by
from lmep_consult.participants import withdrawn
from lmep_consult.places import PLAN
from lmep_consult.pseudonyms import confirmed_csv, read_confirmed
from lmep_consult.study import RESPONSES, Study, names_id
from lmep_consult.transcripts import read_transcript

Found = Iterator[Step | Problem]


@dataclass(frozen=True)
class Traces:
    """steps: how each file loses what is the participant's. to_check: what a person must look at."""

    steps: tuple[Step, ...]
    to_check: tuple[Problem, ...]


def traces(study: Study, register: pd.DataFrame, participant: str) -> Traces:
    """The participant's traces in the register, raw/ and what people decided; every file that may hold one is a step
    or something to check.

    The register's status comes first, and what is found by their words before the files that hold these.
    """
    search = _Search(study, register, participant)
    in_raw = list(search.in_raw())
    found = [*search.in_register(), *search.in_names(), *search.in_decisions(), *in_raw, *search.elsewhere()]
    return Traces(
        tuple(entry for entry in found if isinstance(entry, Step)),
        tuple(dict.fromkeys(entry for entry in found if isinstance(entry, Problem))),
    )


@dataclass(frozen=True)
class _Search:
    study: Study
    register: pd.DataFrame
    participant: str
    said: Said = field(default_factory=Said)

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
        responses = set(self.study.responses)
        if responses:
            what = "written responses; if one is theirs: lmep-consult withdraw with the response's id"
            yield Problem(f"raw/{RESPONSES}", what)
        for path in raw_files(self.study):
            if path in responses:
                continue
            subject = id_of(self.study, ids, path)
            kind = self.study.name_in_raw(path).partition("/")[0]
            if is_link(path):
                yield from self._link(path, subject)
            elif subject == self.participant:
                if path in read and kind in ("transcripts", "chats"):
                    self._hear(path)
                yield Step(path, "files of their own", 1)
            elif path in read and (subject or kind in ("polls", "attendance")):
                try:
                    yield from look[kind](path, subject)
                except ConsultError as error:
                    self.said.unread = True
                    yield Problem(self._place(path), "could not be searched; look through it by hand", str(error))
            elif names_id(path.name, self.participant):
                yield Problem(self._place(path), "the id is in the file's name; delete the file if it is theirs")
            elif subject not in ids:
                yield Problem(self._place(path), "a file that cannot be searched; they may be in it")

    def in_names(self) -> Found:
        """Names that the register does not hold and that nobody but they said, as far as all could be searched."""
        decided = read_confirmed(self.study.confirmed_names)
        theirs = [name for name in decided if self.said.is_theirs(name.as_said)]
        if theirs and self.said.unread:
            for name in theirs:
                what = "they said it, and others may in files that could not be searched; take the row out if not"
                yield Problem(self._place(self.study.confirmed_names), what, name.text)
        elif theirs:
            content = confirmed_csv(name for name in decided if name not in theirs).encode("utf-8")
            yield Step(self.study.confirmed_names, "names that only they said", len(theirs), content)

    def in_decisions(self) -> Found:
        naming = Naming(self.register, self.participant, self.study.plan)
        names = [name.text for name in read_confirmed(self.study.confirmed_names)]
        of_theirs = [name for name in names if self.said.is_theirs(name)]
        for path in log_files(self.study.codings):
            if leads_out(path, self.study.folder):
                yield Problem(self._place(path), "a link out of the study's folder; deal with what it leads to")
                continue
            try:
                log = codings_without(path, self.participant, naming.without)
            except ConsultError as error:
                yield Problem(self._place(path), "could not be searched; look through it by hand", str(error))
                continue
            if log.gone or log.blanked:
                yield Step(path, "decisions", log.gone, log.content)
                yield Step(path, "notes on others that named them", log.blanked, log.content)
            for note in log.notes:
                if naming.may_name(note):
                    yield Problem(self._place(path), "a note on what others said may name them; look at it", note)
                elif self.said.is_echoed(note) or any(contains(note, name) for name in of_theirs):
                    what = "a note on what others said holds words that only they said; look at it"
                    yield Problem(self._place(path), what, note)
        path = self.study.sign_offs
        if path.is_file():
            content, count = sign_offs_without(path, self.participant)
            if count:
                yield Step(path, "signed-off quotations", count, content)

    def elsewhere(self) -> Found:
        """Files nobody but the team knows of."""
        for path in unknown_in_working(self.study):
            yield Problem(self._place(path), "not made by lmep-consult; look whether it holds what they said")
        for top in unknown(self.study):
            files = files_in(top)
            if top not in files:
                what = f"a folder that lmep-consult does not know, {len(files)} files; look whether they are in it"
                yield Problem(self._place(top), what)
            for path in files:
                if names_id(path.name, self.participant):
                    yield Problem(self._place(path), "the id is in the file's name; delete it if it is theirs")

    def _link(self, path: Path, subject: str) -> Found:
        if subject == self.participant:
            yield Step(path, "links to files of their own", 1)
            yield Problem(self._place(path), "only the link is deleted; deal with what it leads to")
        else:
            yield Problem(self._place(path), "a link, which is not followed; they may be in what it leads to")

    def _hear(self, path: Path) -> None:
        """Remember what a file of their own says; one that cannot be read goes all the same."""
        with suppress(ConsultError):
            self.said.theirs.extend(read_transcript(path).turns["text"])

    def _turns(self, path: Path, subject: str) -> Found:
        spoken = spoken_by(self.study, self.register, self.participant, path, subject)
        self.said.theirs.extend(spoken.said)
        self.said.others.extend(spoken.rest.turns["text"])
        for label in spoken.unknown:
            what = "speaks in it and is not identified; if it is this person, cut these turns by hand"
            yield Problem(self._place(path), what, label)
        for line in spoken.within:
            what = "a line that opens with their name is part of another's turn; cut it by hand if they say it"
            yield Problem(self._place(path), what, line)
        for line in spoken.next_to:
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
        self.said.theirs.extend(rows.words)
        self.said.others.extend(rows.words_of_others)
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
                self._place(path), "it is not certain whose the row under this name is; delete it if it is theirs", name
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
