"""What is monitored besides interviews: page views, downloads, attendance, feedback."""

from __future__ import annotations

from pydantic import Field

from lmep_consult.plan.part import Part, Text


class Measure(Part):
    """Something that is counted over time, and the assumption of the theory of change it speaks to. Tables in
    monitoring/ give its values by its id.

    unit: what a value counts, such as views. people: whether it counts people, so that small numbers are ranges.
    target: what is aimed at, where a row of a table gives none.
    """

    id: Text
    text: Text
    assumption: Text
    unit: str = ""
    people: bool = False
    target: float | None = Field(default=None, ge=0)


class Monitoring(Part):
    """What is monitored, in the order it is shown."""

    measures: list[Measure] = []
