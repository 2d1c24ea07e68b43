"""Which of the answers in an export count: those of the event's days, and of each voter's the latest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.polls.export import Answer


def of_the_day(
    path: Path, question: str, answers: Sequence[Answer], date: dt.date | None, until: dt.date | None = None
) -> tuple[list[Answer], list[Problem]]:
    """The answers sent on the event's day, or from `date` to `until`; those sent on another are problems, as are those
    of no known time, which count. Without a date, all. Raises InputError where there is no answer at all, or none
    of the day.
    """
    if not answers:
        raise InputError(f"{path}: nobody answered {question!r}; take the file out of the study.")
    if date is None:
        return list(answers), []
    last = until or date
    counted = [a for a in answers if a.submitted is None or date <= a.submitted.date() <= last]
    day = "the event's day" if last == date else "a day of the event"
    days = f"{date}" if last == date else f"{date} to {last}"
    if not counted:
        raise InputError(
            f"{path}: no answer to {question!r} was sent on {day}, {days}; one was sent on "
            f"{answers[0].submitted:%Y-%m-%d}; correct the event's date in study.toml, or take out the file."
        )
    problems = [
        Problem(a.where, f"sent on {a.submitted:%Y-%m-%d}, not on {day}; does not count", a.text)
        for a in answers
        if a.submitted is not None and not date <= a.submitted.date() <= last
    ]
    unknown = f"counts, though without a time of completion it is not known whether it was sent on {day}"
    return counted, problems + [Problem(a.where, unknown) for a in counted if a.submitted is None]


def latest_of_each(answers: Sequence[Answer]) -> tuple[list[Answer], list[Problem]]:
    """Each voter's latest answer, of equal times the lower row; the others are problems."""
    latest: dict[str, Answer] = {}
    for answer in answers:
        before = latest.get(answer.voter)
        if before is None or (answer.submitted or dt.datetime.min) >= (before.submitted or dt.datetime.min):
            latest[answer.voter] = answer
    again = "the same person answered again in {}, which counts"
    return [answer for answer in answers if latest[answer.voter] is answer], [
        Problem(answer.where, again.format(latest[answer.voter].where), answer.text)
        for answer in answers
        if latest[answer.voter] is not answer
    ]


def voters(answers: Sequence[Answer]) -> pd.DataFrame:
    """One row a voter: voter, name, email, submitted."""
    rows = [(answer.voter, answer.name, answer.email, answer.submitted) for answer in answers]
    return pd.DataFrame(rows, columns=["voter", "name", "email", "submitted"]).astype({"submitted": "datetime64[us]"})
