"""What the page knows of a study, for one person: made from the study's files, and made again where these change."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TypeVar, cast

import pandas as pd

from lmep_consult.analysis.by_meaning import by_meaning
from lmep_consult.analysis.coded import Coded, coded, coded_sample, suggestions
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, apart, log_files, log_path, read_log, waiting
from lmep_consult.coding.decisions.coder import new_stamp
from lmep_consult.coding.desk import CodebookDesk, Desk
from lmep_consult.errors import CodingError, ConsultError
from lmep_consult.importing import names_desk, read_study_data
from lmep_consult.lock import deciding, unfinished
from lmep_consult.places import CERTIFICATE, IMPORTED, JOURNAL, PLAN, RESPONSES, RESPONSES_SAMPLE
from lmep_consult.plan.responses import is_batch
from lmep_consult.pseudonyms import NamesDesk
from lmep_consult.responses.frames import lacks_names
from lmep_consult.responses.proposed import names_proposed
from lmep_consult.responses.sample import asked_in, texts_to_code
from lmep_consult.run.kept import codebook_of
from lmep_consult.study import RESPONSES_MADE, Study
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

Stat = tuple[tuple[str, int, int], ...]
Made = TypeVar("Made")
_NOBODY = "Nothing is decided here: start the page with --by NAME, for decisions are somebody's."
_KNOWN = 1000  # answers that are known by their key
_PATIENCE = 2.0  # seconds to wait for another program that decides as the same person


class Later(CodingError):  # noqa: N818
    """A decision that cannot be kept now and may be in a moment; its words say why."""


class Sitting:
    """One person at one study. by: who decides, "" where the page is only read. Methods may be called from any thread,
    one at a time: hold `lock`.

    version: goes up with every change that a page has to know of. untold: what changed that no page was told of yet:
    "logs", "codebook", "names", "quotes", "study". trouble: why nothing can be shown, "" where it can. lacking: why
    written responses may hold names that were decided about, "" where they do not.
    """

    def __init__(self, study: Study, by: str, number: int = 1, start: str = "") -> None:
        """number: of the round of coding. start: the transcript to begin with. Raises ConsultError where the study
        cannot be read."""
        self.study, self.by, self.round, self.start = study, by, number, start
        self.log = log_path(study.codings, by) if by else None
        self.lock = threading.RLock()
        self.names_open = False
        self.version = self._first = time.time_ns() // 1_000_000  # later than any that a window has of an earlier start
        self.untold: set[str] = set()
        self.trouble = ""
        self._kept: dict[str, object] = {}
        self._meant: pd.DataFrame | None = None  # what is suggested by meaning
        self._logs: dict[str, tuple[tuple[int, int], list[Decision]]] = {}
        self._seen = self._signatures()
        self._read()

    # What there is

    @property
    def transcripts(self) -> dict[str, Transcript]:
        return self.data.transcripts | self.answers

    @cached_property
    def desk(self) -> Desk:
        coder = Coder(self.by, self.codebook.version, self.round)
        log = self.log or self.study.codings
        return Desk(
            coder, log, self.transcripts, self.codebook, self.decisions, self.suggestions, None, self.study.plan.coding,
            self.questions,
        )  # fmt: skip

    @property
    def questions(self) -> dict[str, str]:
        """What was asked, by id: the topic guide's questions, and those of polls whose answers are coded."""
        plan = self.study.plan
        asked = {question.id: question.text for question in plan.topic_guide.questions}
        asked |= {source: question.title for source, (_, question) in plan.answers_coded.items()}
        return asked | asked_in(plan.responses, self.answers)

    @cached_property
    def suggestions(self) -> pd.DataFrame:
        """Of rules and, where study.toml names a model, by meaning. Those by meaning stay as they were when this was
        first asked for, so that none vanishes because somebody began to code, and nobody waits for a model to learn
        again because a code was changed."""
        by_rule = suggestions(self.transcripts, self.codebook)
        if not self.study.plan.coding.model:
            return by_rule
        if self._meant is None:
            plan = self.study.plan
            found = [by_meaning(self.data, plan, self.codebook, self.coded)]
            if self.answers:
                sample = replace(self.data, transcripts=self.answers)
                found.append(by_meaning(sample, plan, self.codebook, self.written))
            self._meant = pd.concat(found, ignore_index=True)
        there = self._meant[self._meant["code"].isin([code.id for code in self.codebook.codes])]
        return pd.concat([by_rule, waiting(there, by_rule.assign(coder=""), "")])

    @cached_property
    def decisions(self) -> list[Decision]:
        """All of the study's logs; a log that did not change is not read again."""
        found = {}
        for path in log_files(self.study.codings):
            state = _stat_of(path)
            known = self._logs.get(path.name)
            found[path.name] = known if known and known[0] == state else (state, read_log(path)[0])
        self._logs = found
        return [decision for _, decisions in found.values() for decision in decisions]

    @cached_property
    def coded(self) -> Coded:
        """What all coders' decisions on transcripts come to. For whoever may see them."""
        return coded(self.data, self.study.plan, self.codebook, apart(self.decisions, is_batch)[1])

    @cached_property
    def written(self) -> Coded:
        """The same of the batches of written responses."""
        there = apart(self.decisions, is_batch)[0]
        return coded_sample(self.data, self.answers, self.study.plan, self.codebook, there)

    @property
    def parts(self) -> list[Coded]:
        """Both, where there are both."""
        return [self.coded, *([self.written] if self.answers else [])]

    def coded_of(self, source: str) -> Coded:
        return self.written if is_batch(source) else self.coded

    @cached_property
    def names(self) -> NamesDesk:
        """What may name somebody, and what was decided about it since the text was last read."""
        written = names_proposed(self.study, self.answers.values())
        return names_desk(self.study, self.data, self.by, elsewhere=written)

    @property
    def names_decided(self) -> bool:
        """Whether names were decided about that the text does not have yet."""
        return self._seen["names"] != self._read_with

    @property
    def names_first(self) -> str:
        """Why nothing but the view of names is shown: a word may still name somebody, or what was decided is not in the
        text yet. "" where all is shown, as it is when somebody asked for it all the same (`names_open`)."""
        if self.names_open or self.trouble:
            return ""
        if self.names_decided:
            return "Names were decided about that are not replaced yet; the view Names replaces them."
        if self.lacking:
            return self.lacking
        left = self.names.left
        return (
            f"{left} word{'s' * (left != 1)} may still name somebody; decide about them in the view Names first."
            if left
            else ""
        )

    def open_names(self) -> None:
        """Show everything though names may still be in it."""
        self.names_open = True
        self._changed({"names"})

    def forget_names(self) -> None:
        """What may name somebody is found anew, with the names that the file has now."""
        self._forget("names")

    def read_again(self) -> None:
        """Read the text with the names decided so far."""
        self._read()
        self._changed({"study"})

    # Decisions

    def decide(self, key: str, act: Callable[[Desk], Made]) -> Made | None:
        """Let `act` decide at the desk. key: an id that the browser made; where a log holds a decision of that id, it
        was kept before, nothing is done, and None is returned.

        Raises CodingError for what cannot be, and Later where another program is in the way.
        """
        if self.log is None:
            raise CodingError(_NOBODY)
        self.study.refuse_outside(self.log)
        with self._alone(self.log):
            if self.look() & {"study", "codebook"}:
                raise Later("The study has just changed; look at the passage again.")
            if self.desk.has(key):
                return None
            self.desk.coder = replace(self.desk.coder, stamp=_stamps(key))
            with self.desk.at_once():
                made = act(self.desk)
            self._seen["logs"] = self._logs_now()
            self._forget("decisions", "coded", "written")
            self._changed({"logs"})
        return made

    def change_codebook(self, key: str, act: Callable[[CodebookDesk], Codebook]) -> Codebook:
        """Let `act` change the codebook. key: as of `decide`; where the change was kept before, the codebook is as it
        is. Raises as `decide` does, and CodebookError for what no codebook can be."""
        if self.log is None:
            raise CodingError(_NOBODY)
        file = self.study.folder / self.study.plan.study.codebook
        self.study.refuse_outside(file)
        with self._alone(self.log):
            self.look()
            if self.trouble:
                raise Later(self.trouble)
            book = self.codebook
            if any(decision.id == key for decision in self.decisions):
                return book
            made = act(CodebookDesk(self.by, self.log, book, file, self.decisions, _stamps(key)))
            self.look()
        return made

    def keep(self, file: Path, act: Callable[[], Made]) -> Made:
        """Let `act` write a file of decisions that is not a coder's log. Raises Later where another program is at work
        on it."""
        if not self.by:
            raise CodingError(_NOBODY)
        self.study.refuse_outside(file)
        with self._alone(file):
            made = act()
        now = self._signatures()
        self._changed({part for part in ("names", "quotes") if now[part] != self._seen[part]})
        self._seen = {**self._seen, "names": now["names"], "quotes": now["quotes"]}
        return made

    def once(self, key: str, act: Callable[[], Made]) -> Made:
        """What `act` returns, or returned when it was asked for with this key before: an answer that did not arrive is
        asked for again. The last thousand are known."""
        if key not in self._kept:
            self._kept[key] = act()
            while len(self._kept) > _KNOWN:
                self._kept.pop(next(iter(self._kept)))
        return cast(Made, self._kept[key])

    def _changed(self, parts: set[str]) -> None:
        self.version += 1
        self.untold = self.untold | parts

    @contextmanager
    def _alone(self, file: Path) -> Iterator[None]:
        with ExitStack() as held:
            try:
                held.enter_context(deciding(self.study.folder, file, self.by, _PATIENCE))
            except ConsultError as error:
                raise Later(str(error)) from None
            yield

    # Changes

    def look(self) -> set[str]:
        """What has changed since the last look: "logs", "codebook", "names", "quotes", "study". It is read again."""
        now = self._signatures()
        changed = {part for part, state in now.items() if state != self._seen[part]}
        if not changed:
            return changed
        self._seen = now
        self._changed(changed)
        if "study" in changed or self.trouble:
            self._read()
        elif "codebook" in changed:
            self._read_codebook()
        elif "logs" in changed:
            self._forget("decisions", "coded", "written")
            if "desk" in self.__dict__:
                self.desk.renew(self.decisions)
        if "names" in changed:
            self._forget("names")
        return changed

    def _read(self) -> None:
        self._forget("codebook", "suggestions", "decisions", "coded", "written", "desk", "names")
        self._logs.clear()
        self._meant = None
        self.trouble = ""
        try:
            begun = unfinished(self.study.folder)
            if begun is not None:
                raise CodingError(f"{begun['what']} is under way or was not finished; nothing is shown until it is.")
            self.study = Study.open(self.study.folder)
            self._read_with = _stats([self.study.confirmed_names])
            self.data: StudyData = read_study_data(self.study)
            self.answers = texts_to_code(self.study)
            self.lacking = lacks_names(self.study)
            self._seen = {**self._seen, "study": self._study_now()}  # reading writes what it read
            self._read_codebook()
        except ConsultError as error:
            if self.version == self._first:
                raise
            self.trouble = str(error)

    def _read_codebook(self) -> None:
        self._forget("codebook", "suggestions", "coded", "written", "desk", "decisions")
        try:
            self.codebook: Codebook = codebook_of(self.study, Cache(self.study.cache))
            self.trouble = ""
        except ConsultError as error:
            if self.version == self._first:
                raise
            self.trouble = str(error)

    def _forget(self, *names: str) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    def _signatures(self) -> dict[str, Stat]:
        study = self.study
        return {
            "logs": self._logs_now(),
            "codebook": _stats([study.at(PLAN), study.folder / study.plan.study.codebook]),
            "names": _stats([study.confirmed_names]),
            "quotes": _stats([study.sign_offs, study.quotes_to_sign]),
            "study": self._study_now(),
        }

    def _logs_now(self) -> Stat:
        return _stats(log_files(self.study.codings)) if self.study.codings.is_dir() else ()

    def _study_now(self) -> Stat:
        study = self.study
        places = (JOURNAL, CERTIFICATE, IMPORTED, RESPONSES_SAMPLE)
        there = [study.register, study.at(RESPONSES) / RESPONSES_MADE, *(study.at(place) for place in places)]
        return _stats([*there, *study.raw("transcripts"), *study.raw("chats"), *study.raw("polls")])


def ids_of(key: str) -> Iterator[str]:
    """The browser's id for the first decision of a request, and ids that follow from it for further ones, without end,
    so that a request that is sent again makes the same decisions."""
    yield key
    for number in count(1):
        yield hashlib.sha256(f"{key} {number}".encode()).hexdigest()[:32]


def _stamps(key: str) -> Callable[[], tuple[str, str]]:
    each = ids_of(key)
    return lambda: (next(each), new_stamp()[1])


def _stats(paths: list[Path]) -> Stat:
    return tuple((path.name, *_stat_of(path)) for path in paths)


def _stat_of(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size
