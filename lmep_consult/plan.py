"""What a study intended, as study.toml says it: groups, quotas, events, polls, topic guide, disclosure, dates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

Text = Annotated[str, Field(min_length=1)]
Kind = Literal["ranking", "single", "multiple", "likert", "rating", "text"]


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
    """A sampling criterion: what the people or organisations who took part must be, and how many.

    among: those of the interviews, of the workshops, or of either, each person once.
    where, where_not: what a register row must say, and must not say, by column.
    at_least: so many people or organisations; with `across`, so many different values of that register column.
    at_most_share: no one value of `across` holds a larger share of them.
    source: where the criterion was written down.
    """

    text: Text
    source: str = ""
    among: Literal["interviews", "workshops", "either"] = "interviews"
    group: str | None = None
    where: dict[str, str | list[str]] = {}
    where_not: dict[str, str | list[str]] = {}
    count: Literal["people", "organisations"] = "people"
    across: Text | None = None
    at_least: int = Field(default=1, ge=1)
    at_most_share: float | None = Field(default=None, gt=0, lt=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Criterion:
        if self.at_most_share is not None and self.across is None:
            raise ValueError(f"criterion {self.text!r}: at_most_share needs `across`, the column whose values it is of")
        if self.at_most_share is not None and "at_least" in self.model_fields_set:
            raise ValueError(f"criterion {self.text!r}: at_least and at_most_share are two criteria; make them two")
        return self

    @property
    def columns(self) -> set[str]:
        """The register's columns it asks for."""
        return {*self.where, *self.where_not, *([self.across] if self.across else [])}


class Quota(_Part):
    """So many people or organisations of a group intended, beside the group's own quota of interviews."""

    group: Text
    among: Literal["interviews", "workshops"] = "workshops"
    count: Literal["people", "organisations"] = "people"
    intended: int = Field(ge=0)
    source: str = ""


class Assumption(_Part):
    """What the fieldwork took for granted of each group, and what follows where it does not hold.

    share_below: too few took part where the share of the intended number is below this.
    organisations_below: too unrepresentative where the share of the organisations there are is below this.
    criteria_unmet: too unrepresentative where so many of the group's criteria, or more, are not met.
    consequence: what is done then, as in "additional fieldwork is considered".
    """

    text: Text
    source: str = ""
    consequence: Text
    among: Literal["interviews", "workshops"] = "interviews"
    share_below: float | None = Field(default=None, gt=0, le=1)
    organisations_below: float | None = Field(default=None, gt=0, le=1)
    criteria_unmet: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _can_be_judged(self) -> Assumption:
        if self.share_below is None and self.organisations_below is None and self.criteria_unmet is None:
            raise ValueError("give it share_below, organisations_below or criteria_unmet to be judged by")
        return self


class Fieldwork(_Part):
    """What the fieldwork aimed at besides quotas and criteria.

    tolerance: a target of "around N" people is met by N less or more this share of it.
    workshop_people: how many people were aimed at over all workshops, each counted once.
    region_column, regions: the register's column of regions, and every region a table is to show.
    """

    tolerance: float = Field(default=0.1, ge=0, lt=1)
    workshop_people: int | None = Field(default=None, ge=1)
    region_column: Text = "region"
    regions: list[Text] = []
    quotas: list[Quota] = []
    assumptions: list[Assumption] = []


class Event(_Part):
    """A workshop; `groups` are those invited to it."""

    id: Text
    name: Text
    date: dt.date
    groups: list[Text] = Field(min_length=1)
    target: int | None = Field(default=None, ge=1)


class Question(_Part):
    """A question of a poll: `column` is its heading in the export.

    kind: "ranking", "single" or "multiple" (choices), "likert" (one statement), "rating" (a whole number) or "text".
    options: what was offered, of rankings and choices.
    scale: the labels of a Likert statement, from lowest to highest.
    highest: the best mark of a rating.
    write_in_column: the heading of the text that asks what a voter meant by "Other".
    write_ins: what was written into the ranking, and the option it is counted as; the report prints it.
    codes: options and the codes that stand for them in the codebook, to set votes beside interviews.
    """

    id: Text
    title: Text
    column: Text
    kind: Kind = "ranking"
    write_in_column: str | None = None
    options: list[Text] = Field(default=[], validate_default=True)
    scale: list[Text] = Field(default=[], validate_default=True)
    highest: int = Field(default=10, ge=1)
    write_ins: dict[str, str] = {}
    codes: dict[str, str] = {}

    @field_validator("options", "scale")
    @classmethod
    def _as_the_kind_needs(cls, texts: list[str], info: ValidationInfo) -> list[str]:
        kind = info.data.get("kind")
        needed = kind in ("ranking", "single", "multiple") if info.field_name == "options" else kind == "likert"
        if needed and len(texts) < 2:
            raise ValueError(f"a question of kind {kind!r} needs at least two; name them")
        if kind and texts and not needed:
            raise ValueError(f"a question of kind {kind!r} has none; take them out, or mend the kind")
        if info.field_name == "scale" and len(set(texts)) < len(texts):
            raise ValueError("a label stands twice; take one out")
        return texts


class PollPlan(_Part):
    """A poll held in each workshop.

    columns: the headings of the columns that say who answered and when, where an export has others than Forms gives.
    """

    id: Text
    title: Text
    questions: list[Question] = Field(min_length=1)
    columns: dict[Literal["id", "start", "submitted", "email", "name"], Text] = {}


class TopicQuestion(_Part):
    """A question of the topic guide.

    section: the id of its section; where it is left out, the first letter of the question's id.
    prompts: the guide's prompts and probes, other words in which an interviewer may ask it.
    """

    id: Text
    section: Text
    text: Text
    prompts: list[Text] = []

    @model_validator(mode="before")
    @classmethod
    def _section_from_id(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("id"), str):
            return {"section": given["id"][:1], **given}
        return given


class TopicGuide(_Part):
    """What the interviews were to ask, in order: section titles by their ids, and questions."""

    sections: dict[str, Text] = {}
    questions: list[TopicQuestion] = []

    @model_validator(mode="after")
    def _sections_have_titles(self) -> TopicGuide:
        for question in self.questions:
            if self.sections and question.section not in self.sections:
                raise ValueError(f"question {question.id}: its section {question.section!r} is not one of the sections")
        return self


# Whom the labels of one transcript stand for: a participant's id, or "team" for an interviewer or facilitator.
Speakers = dict[Text, Text]


class DisclosureRules(_Part):
    """What may leave the study.

    minimum_base: a group of fewer people is not shown alone.
    minimum_count: a number of people from 1 to one below it is shown as [c].
    unanimous_base: that all of a group of fewer people said a thing is shown as [c]: it would tell what each said.
    quotes_need_sign_off: only quotations that somebody signed off are shown; false shows the others too, as drafts.
    attribution_base: a quotation's attribution fits at least so many of those who took part.
    allow: capitalised words and phrases that identify nobody: they stay in transcripts unless they are part of a
        name of the register, and any other holds a quotation back.
    """

    minimum_base: int = Field(default=3, ge=1)
    minimum_count: int = Field(default=3, ge=1)
    unanimous_base: int = Field(default=5, ge=1)
    quotes_need_sign_off: bool = True
    attribution_base: int = Field(default=3, ge=1)
    allow: list[Text] = []

    @field_validator("minimum_count")
    @classmethod
    def _withholds_something(cls, minimum: int) -> int:
        if minimum == 2:
            raise ValueError("with 2, a withheld count could only be 1; give 3 or more, or 1 to withhold none")
        return minimum


class Dates(_Part):
    """The days the study promised.

    delete_by: recordings, transcripts and whatever quotes them are deleted by then.
    backups: where copies lie that the toolkit cannot reach; somebody must see to them then.
    """

    fieldwork_start: dt.date
    fieldwork_end: dt.date
    delete_by: dt.date
    backups: list[Text] = []


class Plan(_Part):
    """The whole of study.toml."""

    study: About
    dates: Dates
    team: Team = Team()
    groups: list[Group] = Field(min_length=1)
    criteria: list[Criterion] = []
    fieldwork: Fieldwork = Fieldwork()
    events: list[Event] = []
    polls: list[PollPlan] = []
    topic_guide: TopicGuide = TopicGuide()
    speakers: dict[Text, Speakers] = {}
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
        quotas = [(group.id, "interviews", "people") for group in self.groups if group.interviews is not None]
        for quota in self.fieldwork.quotas:
            if quota.group not in known:
                raise ValueError(f"fieldwork quota: {quota.group!r} is not the id of a group")
            quotas.append((quota.group, quota.among, quota.count))
            if quotas.count(quotas[-1]) > 1:
                raise ValueError(f"group {quota.group}: two quotas of {quota.count} among {quota.among}; keep one")
        for poll in self.polls:
            for question in poll.questions:
                if len(set(question.options)) < len(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: an option stands twice")
                for option in (set(question.write_ins.values()) | set(question.codes)) - set(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: {option!r} is not one of its options")
        return self
