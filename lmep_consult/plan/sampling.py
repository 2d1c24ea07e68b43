"""Who was to take part: groups, criteria, quotas, workshops."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from lmep_consult.plan.part import Part, Text


class Group(Part):
    """A stakeholder group; `interviews` is its quota, `organisations` how many of its kind there are.

    singular: what quotations call one of its organisations, as in "an integrated care board"; left out, they call it
    "an organisation".
    """

    id: Text
    name: Text
    singular: str = Field(default="", max_length=80, pattern=r"^[^\[\]\n]*$")
    interviews: int | None = Field(default=None, ge=0)
    organisations: int | None = Field(default=None, ge=1)


class Criterion(Part):
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


class Quota(Part):
    """So many people or organisations of a group intended, besides the group's own quota of interviews."""

    group: Text
    among: Literal["interviews", "workshops"] = "workshops"
    count: Literal["people", "organisations"] = "people"
    intended: int = Field(ge=0)
    source: str = ""


class Assumption(Part):
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


class Fieldwork(Part):
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


class Event(Part):
    """A workshop, a visit or a survey; `groups` are those invited. until: its last day, where it takes several.
    survey: whether people answer it each by themselves, so that it has answers and nobody who came.
    """

    id: Text
    name: Text
    date: dt.date
    until: dt.date | None = None
    groups: list[Text] = Field(min_length=1)
    target: int | None = Field(default=None, ge=1)
    survey: bool = False

    @field_validator("until")
    @classmethod
    def _after_it_began(cls, until: dt.date | None, info: ValidationInfo) -> dt.date | None:
        if until and until < info.data.get("date", until):
            raise ValueError(f"{until} is before the event's date; correct one of them")
        return until
