"""What a study is called, who runs it, and the days it promised."""

from __future__ import annotations

import datetime as dt

from lmep_consult.plan.part import Part, Text


class About(Part):
    """What the outputs are headed with."""

    title: Text
    programme: str = ""
    source: Text
    fictional: bool = False
    codebook: Text = "codebook.yaml"
    seed: int = 20260210


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
