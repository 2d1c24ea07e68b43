"""What a study is called, who runs it, and the days it promised."""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from lmep_consult.plan.part import Part, Text


class About(Part):
    """What the outputs are headed with.

    logo: a PNG or JPEG; word_template: a Word document whose styles the report takes; slides_template: a PowerPoint
    presentation whose masters the slides take. All lie in the study's folder.
    """

    title: Text
    programme: str = ""
    source: Text
    fictional: bool = False
    logo: str = ""
    logo_alt: str = ""
    word_template: str = ""
    slides_template: str = ""
    codebook: Text = "codebook.yaml"
    seed: int = Field(default=20260210, ge=0, le=2**32 - 1)  # what every generator of random numbers takes

    @model_validator(mode="after")
    def _logo_has_words(self) -> About:
        if self.logo and not self.logo_alt:
            raise ValueError("a logo needs logo_alt, the words for those who cannot see it; add it")
        return self


class Team(Part):
    """Interviewers and facilitators: their words are not coded and their test votes not counted."""

    names: list[Text] = []
    emails: list[Text] = []


class Dates(Part):
    """The days the study promised.

    delete_by: recordings, transcripts and whatever quotes them are deleted by then.
    backups: where copies lie that the toolkit cannot reach; somebody must see to them then.
    """

    fieldwork_start: dt.date
    fieldwork_end: dt.date
    delete_by: dt.date
    backups: list[Text] = []
