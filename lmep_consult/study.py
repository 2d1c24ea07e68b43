"""A study's folder: study.toml read and checked, and where its files lie."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lmep_consult import places
from lmep_consult.errors import StudyError
from lmep_consult.files import files_ending, leads_out
from lmep_consult.places import Place

if TYPE_CHECKING:  # what checks a plan is slow to load, and `--help` reads none
    from lmep_consult.plan import Event, Plan, PollPlan, Speakers

RawKind = Literal["transcripts", "chats", "polls", "attendance"]
KINDS: tuple[RawKind, ...] = ("transcripts", "chats", "polls", "attendance")
RESPONSES = "responses"  # the folder of raw/ that code-responses reads
RESPONSES_MADE = "coded.json"  # in working/responses: from what everything there was made
RECORDINGS = "recordings"  # the folder of raw/ that is never read, but deleted with the transcripts
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"  # no letter or digit is there
_LEFT_BY_SYSTEMS = ("Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Study:
    """A study's folder and its plan.

    >>> study = Study.open("data/demo")
    >>> study.plan.groups[0].interviews
    12
    """

    folder: Path
    plan: Plan

    @classmethod
    def open(cls, folder: str | Path) -> Study:
        """Read and check `folder`/study.toml.

        Raises StudyError where it is missing, is not TOML, says what cannot be (with the line where there is one), or
        where it or a link leads out of the folder: nothing outside it is read, written or deleted.
        """
        folder = Path(folder)
        path = places.PLAN.of(folder)
        if not path.is_file() and (written := path.with_name(f"{path.name}.txt")).is_file():
            raise StudyError(f"{written}: a study's plan is called {path.name}; take the .txt off its name.")
        if not path.is_file():
            raise StudyError(
                f"{folder} holds no study.toml; name the study's folder with --study, "
                "or see a whole one made by `lmep-consult demo`."
            )
        from lmep_consult.plan.reading import read_plan

        study = cls(folder, read_plan(path))
        study._refuse_places_outside()
        return study

    @classmethod
    def find(cls, start: str | Path = ".") -> Study:
        """Open the study whose folder is `start` or the nearest above it that holds a study.toml."""
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if places.PLAN.of(folder).is_file():
                return cls.open(folder)
        return cls.open(start)

    def _refuse_places_outside(self) -> None:
        for place in places.PLACES:
            self.refuse_outside(self.at(place))
        about = self.plan.study
        named = [
            ("study.logo", about.logo),
            ("study.word_template", about.word_template),
            ("study.slides_template", about.slides_template),
            ("study.codebook", about.codebook),
            *(("report.documents", name) for name in self.plan.report.documents),
        ]
        for setting, name in named:
            if name and leads_out(self.folder / name, self.folder):
                plan = self.at(places.PLAN)
                raise StudyError(f"{plan}: {setting}: {name!r} lies outside the study's folder; copy it into it.")

    def refuse_outside(self, path: Path) -> None:
        """Raises StudyError where a file of the study is a link out of its folder, or has a name that is no text."""
        if leads_out(path, self.folder):
            raise StudyError(
                f"{path}: a link that leads out of the study's folder, where nothing is read or written; put the file "
                "or folder itself in its place."
            )
        place = path.relative_to(self.folder).as_posix()
        if place != _text(place):
            raise StudyError(f"{_text(str(path))}: the name holds bytes that are no UTF-8; rename it.")

    def at(self, place: Place) -> Path:
        """Where one of the places every study has lies in this one."""
        return place.of(self.folder)

    @property
    def register(self) -> Path:
        return self.at(places.REGISTER)

    @property
    def working(self) -> Path:
        return self.at(places.WORKING)

    @property
    def confirmed_names(self) -> Path:
        """What people decided about names that the register does not hold."""
        return self.at(places.NAMES)

    @property
    def codings(self) -> Path:
        """The folder of what people decided about transcripts: a log a coder."""
        return self.at(places.CODINGS)

    @property
    def runs(self) -> Path:
        """The tables of earlier runs."""
        return self.at(places.RUNS)

    @property
    def checks(self) -> Path:
        """Who has checked which results."""
        return self.at(places.CHECKS)

    @property
    def sign_offs(self) -> Path:
        """The record of sign-offs: which quotations were signed off, by whom and when."""
        return self.at(places.SIGN_OFFS)

    @property
    def quotes_to_sign(self) -> Path:
        """The quotations chosen for the report that nobody has signed off yet."""
        return self.at(places.QUOTES_TO_SIGN)

    @property
    def reports(self) -> Path:
        return self.at(places.REPORTS)

    @property
    def set_aside(self) -> Path:
        """What people put into reports/, which holds what a run made and nothing else."""
        return self.at(places.SET_ASIDE)

    @property
    def cache(self) -> Path:
        """Results that cost time to make; may be deleted at any time."""
        return self.at(places.CACHE)

    @property
    def codebook(self) -> Path:
        """The codebook named in study.toml: in the study's folder, else one that ships with the toolkit."""
        own = self.folder / self.plan.study.codebook
        if own.is_file():
            return own
        shipped = bundled(self.plan.study.codebook)
        if shipped.is_file():
            return shipped
        raise StudyError(
            f"{self.at(places.PLAN)}: the codebook {self.plan.study.codebook!r} is neither in the "
            "study's folder nor among those that ship with lmep-consult."
        )

    def raw(self, kind: RawKind) -> list[Path]:
        """The raw files of a kind, at or below its folder; lock files and what operating systems leave behind are
        passed over."""
        return files_below(self.at(places.RAW) / kind)

    @property
    def responses(self) -> list[Path]:
        """The exports of written responses, and letters and e-mails."""
        return files_below(self.at(places.RAW) / RESPONSES)

    @property
    def monitoring(self) -> list[Path]:
        """The tables of what is monitored."""
        return files_below(self.at(places.MONITORING))

    def raw_elsewhere(self) -> list[Path]:
        """Files under raw/ that lie in none of the folders it should have."""
        known = tuple(f"{kind}/" for kind in (*KINDS, RECORDINGS, RESPONSES))
        return [path for path in files_below(self.at(places.RAW)) if not self.name_in_raw(path).startswith(known)]

    def name_in_raw(self, path: Path) -> str:
        """A raw file's place under raw/, as in "polls/W1_themes.xlsx"."""
        return _text(path.relative_to(self.at(places.RAW)).as_posix())

    def inputs(self) -> Iterator[Path]:
        """Every file the outputs rest on.

        Raises StudyError where one is a link out of the study's folder, or has a name that is no text.
        """
        for path in self._inputs():
            if path != self.codebook:  # which may be one that ships with the toolkit
                self.refuse_outside(path)
            yield path

    def _inputs(self) -> Iterator[Path]:
        yield self.at(places.PLAN)
        yield self.register
        yield self.codebook
        yield from (path for path in (self.confirmed_names, self.sign_offs, self.checks) if path.is_file())
        about = self.plan.study
        own = (self.folder / name for name in (about.logo, about.word_template, about.slides_template) if name)
        yield from (path for path in own if path.is_file())
        yield from files_ending(self.codings, ".jsonl")
        for kind in KINDS:
            yield from self.raw(kind)
        yield from self.monitoring
        if self.plan.responses:
            yield from self.responses
            made = (self.at(places.RESPONSES) / RESPONSES_MADE, self.at(places.RESPONSES_SAMPLE))
            yield from (path for path in made if path.is_file())

    def event_of(self, path: Path) -> Event:
        """The event whose id the file's name begins with, the longest if several; StudyError where there is none."""
        for event in sorted(self.plan.events, key=lambda event: -len(event.id)):
            if begins_with_id(path.stem, event.id):
                return event
        ids = ", ".join(event.id for event in self.plan.events) or "none are in study.toml"
        raise StudyError(f"{path}: the file's name must begin with the id of an event ({ids}).")

    def speakers_of(self, path: Path, participants: Collection[str]) -> Speakers:
        """What [speakers] says of the labels of a raw file: the entry its name begins with, the longest if several.

        Raises StudyError where an entry names somebody who is neither one of `participants` nor "team".
        """
        for begins, speakers in sorted(self.plan.speakers.items(), key=lambda entry: -len(entry[0])):
            if begins_with_id(path.name, begins):
                for label, who in speakers.items():
                    if who != "team" and who not in participants:
                        raise StudyError(
                            f"{self.at(places.PLAN)}: speakers.{begins}: {label!r} is {who!r}, which is neither "
                            'the id of anybody in the register nor "team".'
                        )
                return speakers
        return {}

    def poll_of(self, path: Path) -> tuple[Event, PollPlan]:
        """The event and poll a file's name begins with, as in W1_themes.xlsx."""
        from lmep_consult.plan.ids import in_files

        event = self.event_of(path)
        rest = in_files(path.stem)[len(in_files(event.id)) :].lstrip("-")
        for poll in sorted(self.plan.polls, key=lambda poll: -len(poll.id)):
            if begins_with_id(rest, poll.id):
                return event, poll
        ids = ", ".join(poll.id for poll in self.plan.polls) or "none are in study.toml"
        raise StudyError(f"{path}: after the event {event.id}, the file's name must give a poll's id ({ids}).")


def bundled(name: str) -> Path:
    """Where something that ships with the toolkit lies: in the installed package, or in a checkout."""
    inside = Path(__file__).parent / "bundled"
    return (inside if inside.is_dir() else Path(__file__).parents[1]) / name


def files_below(folder: Path) -> list[Path]:
    """The files at or below a folder, in order; lock files and what operating systems leave behind are passed over."""
    hidden = (".", "~")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(hidden) for part in path.relative_to(folder).parts)
        and path.name not in _LEFT_BY_SYSTEMS
    )


def _text(name: str) -> str:
    """The name with what is no text in it spelled out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def begins_with_id(name: str, id_: str) -> bool:
    """Whether a file's name begins with an id that ends there: W1_themes with W1, W12_themes not.

    Case, `-` for `_` and the two ways to write an accent make no difference, as in `plan.ids.in_files`.
    """
    from lmep_consult.plan.ids import in_files

    return re.match(re.escape(in_files(id_)) + _END, in_files(name)) is not None


def names_id(name: str, id_: str) -> bool:
    """Whether the id is anywhere in a file's name."""
    from lmep_consult.plan.ids import in_files

    return re.search(_START + re.escape(in_files(id_)) + _END, in_files(name)) is not None
