"""A study: what was intended (study.toml, read and checked) and where its files lie."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lmep_consult.errors import StudyError

Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Part):
    """What the outputs are headed with."""

    title: Text
    programme: str = ""
    source: Text
    fictional: bool = False
    codebook: Text = "codebook.yaml"
    seed: int = 20260210


class Team(_Part):
    """Interviewers and facilitators: their words are not coded and their test votes not counted."""

    names: list[Text] = []
    emails: list[Text] = []


class Group(_Part):
    """A stakeholder group; `interviews` is its quota, `organisations` how many of its kind there are."""

    id: Text
    name: Text
    interviews: int | None = Field(default=None, ge=0)
    organisations: int | None = Field(default=None, ge=1)


class Criterion(_Part):
    """A sampling criterion: at least so many people or organisations whose register row is as `where` says."""

    text: Text
    among: Literal["interviews", "workshops"] = "interviews"
    group: str | None = None
    where: dict[str, str | list[str]] = {}
    count: Literal["people", "organisations"] = "people"
    at_least: int = Field(default=1, ge=1)


class Event(_Part):
    """A workshop; `groups` are those invited to it."""

    id: Text
    name: Text
    date: dt.date
    groups: list[Text] = Field(min_length=1)
    target: int | None = Field(default=None, ge=1)


class Question(_Part):
    """A ranking question: `column` is its heading in the export, `options` what was offered.

    write_in_column: the heading of the text that asks what a voter meant by "Other".
    write_ins: what was written into the ranking, and the option it is counted as; the report prints it.
    codes: options and the codes that stand for them in the codebook, to set votes beside interviews.
    """

    id: Text
    title: Text
    column: Text
    write_in_column: str | None = None
    options: list[Text] = Field(min_length=2)
    write_ins: dict[str, str] = {}
    codes: dict[str, str] = {}


class PollPlan(_Part):
    """A poll held in each workshop."""

    id: Text
    title: Text
    questions: list[Question] = Field(min_length=1)


class TopicQuestion(_Part):
    """A question of the topic guide; its id begins with its section's letter."""

    id: Text
    text: Text


class TopicGuide(_Part):
    """What the interviews were to ask, in order: section titles by letter, and questions."""

    sections: dict[str, Text] = {}
    questions: list[TopicQuestion] = []


class DisclosureRules(_Part):
    """What may leave the study.

    minimum_base: a group of fewer people is not shown alone.
    minimum_count: a number of people from 1 to one below it is shown as [c].
    allow: capitalised words and phrases that identify nobody; any other holds a quotation back.
    """

    minimum_base: int = Field(default=3, ge=1)
    minimum_count: int = Field(default=3, ge=1)
    allow: list[Text] = []

    @field_validator("minimum_count")
    @classmethod
    def _withholds_something(cls, minimum: int) -> int:
        if minimum == 2:
            raise ValueError("with 2, a withheld count could only be 1; give 3 or more, or 1 to withhold none")
        return minimum


class Dates(_Part):
    """The days the study promised."""

    fieldwork_start: dt.date
    fieldwork_end: dt.date
    delete_by: dt.date


class Plan(_Part):
    """The whole of study.toml."""

    study: About
    dates: Dates
    team: Team = Team()
    groups: list[Group] = Field(min_length=1)
    criteria: list[Criterion] = []
    events: list[Event] = []
    polls: list[PollPlan] = []
    topic_guide: TopicGuide = TopicGuide()
    disclosure: DisclosureRules = DisclosureRules()

    @model_validator(mode="after")
    def _names_agree(self) -> Plan:
        for what, parts in (
            ("group", self.groups),
            ("event", self.events),
            ("poll", self.polls),
            ("poll question", [question for poll in self.polls for question in poll.questions]),
            ("topic_guide question", self.topic_guide.questions),
        ):
            ids = [part.id for part in parts]
            for twice in sorted({i for i in ids if ids.count(i) > 1}):
                raise ValueError(f"the {what} id {twice!r} stands twice; give each its own")
        known = {group.id for group in self.groups}
        for event in self.events:
            for group in sorted(set(event.groups) - known):
                raise ValueError(f"event {event.id}: {group!r} is not the id of a group")
        for criterion in self.criteria:
            if criterion.group is not None and criterion.group not in known:
                raise ValueError(f"criterion {criterion.text!r}: {criterion.group!r} is not the id of a group")
        for poll in self.polls:
            for question in poll.questions:
                if len(set(question.options)) < len(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: an option stands twice")
                for option in (set(question.write_ins.values()) | set(question.codes)) - set(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: {option!r} is not one of its options")
        return self


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

        Raises StudyError, in one sentence, where it is missing, is not TOML, or says what cannot be.
        """
        folder = Path(folder)
        path = folder / "study.toml"
        if not path.is_file():
            raise StudyError(
                f"{folder} holds no study.toml; name the study's folder with --study, "
                "or see a whole one made by `lmep-consult demo`."
            )
        try:
            plan = Plan.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
        except UnicodeDecodeError as error:
            raise StudyError(f"{path}: not saved as UTF-8 (byte {error.start}); save it as UTF-8.") from None
        except tomllib.TOMLDecodeError as error:
            raise StudyError(f"{path}: not valid TOML: {error}.") from None
        except ValidationError as error:
            raise StudyError(f"{path}: {_first_fault(error)}") from None
        return cls(folder, plan)

    @classmethod
    def find(cls, start: str | Path = ".") -> Study:
        """Open the study whose folder is `start` or the nearest above it that holds a study.toml."""
        start = Path(start).resolve()
        for folder in (start, *start.parents):
            if (folder / "study.toml").is_file():
                return cls.open(folder)
        return cls.open(start)

    @property
    def register(self) -> Path:
        return self.folder / "register.xlsx"

    @property
    def working(self) -> Path:
        return self.folder / "working"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

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
            f"{self.folder / 'study.toml'}: the codebook {self.plan.study.codebook!r} is neither in the "
            "study's folder nor among those that ship with lmep-consult."
        )

    def raw(self, kind: Literal["transcripts", "polls", "attendance"]) -> list[Path]:
        """The raw files of a kind, by name; lock files and what operating systems leave behind are passed over."""
        folder = self.folder / "raw" / kind
        if not folder.is_dir():
            return []
        return sorted(
            path
            for path in folder.iterdir()
            if path.is_file() and path.name[0] not in ".~" and path.name not in ("Thumbs.db", "desktop.ini")
        )

    def inputs(self) -> Iterator[Path]:
        """Every file the outputs rest on."""
        yield self.folder / "study.toml"
        yield self.register
        yield self.codebook
        for kind in ("transcripts", "polls", "attendance"):
            yield from self.raw(kind)

    def event_of(self, path: Path) -> Event:
        """The event whose id the file's name begins with, the longest if several; StudyError where there is none."""
        for event in sorted(self.plan.events, key=lambda event: -len(event.id)):
            if begins_with_id(path.stem, event.id):
                return event
        ids = ", ".join(event.id for event in self.plan.events) or "none are in study.toml"
        raise StudyError(f"{path}: the file's name must begin with the id of an event ({ids}).")

    def poll_of(self, path: Path) -> tuple[Event, PollPlan]:
        """The event and poll a file's name begins with, as in W1_themes.xlsx."""
        event = self.event_of(path)
        rest = path.stem[len(event.id) :].lstrip("_- ")
        for poll in sorted(self.plan.polls, key=lambda poll: -len(poll.id)):
            if begins_with_id(rest, poll.id):
                return event, poll
        ids = ", ".join(poll.id for poll in self.plan.polls) or "none are in study.toml"
        raise StudyError(f"{path}: after the event {event.id}, the file's name must give a poll's id ({ids}).")


def bundled(name: str) -> Path:
    """Where something that ships with the toolkit lies: in the installed package, or in a checkout."""
    inside = Path(__file__).parent / "bundled"
    return (inside if inside.is_dir() else Path(__file__).parents[1]) / name


def begins_with_id(name: str, id_: str) -> bool:
    """Whether a file's name begins with an id that ends there: W1_themes with W1, W12_themes not."""
    return re.match(re.escape(id_) + r"(?![A-Za-z0-9])", name, re.IGNORECASE) is not None


def _first_fault(error: ValidationError) -> str:
    fault: Any = error.errors()[0]
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]]
    where = "".join(parts).lstrip(".")
    if fault["type"] == "missing":
        return f"{where} is missing; add it."
    if fault["type"] == "extra_forbidden":
        return f"{where} is not a setting lmep-consult knows; mend its spelling or take it out."
    message = fault["msg"].removeprefix("Value error, ")
    return f"{where}: {message}." if where else f"{message}."
