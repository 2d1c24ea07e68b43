"""What a poll export is read into."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.errors import Problem
from lmep_consult.plan import Kind


@dataclass(frozen=True)
class Poll:
    """The ballots of one ranking question.

    question: the heading of the column in the export.
    options: what was offered, in the study's order (or as the fullest ballot lists them).
    ballots: one row per voter and option, with columns voter, option, rank (Int64, 1 = first, <NA> = not ranked),
        written_in (bool: not among the options), submitted (datetime).
    voters: one row per voter who answered, with columns voter, name, email, submitted.
    problems: rows that do not count, and why.
    source: the file's name.
    """

    question: str
    options: tuple[str, ...]
    ballots: pd.DataFrame
    voters: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    source: str = ""

    def ranks(self) -> pd.DataFrame:
        """Voters x options offered: 1 = first, NaN = not ranked. Write-ins are left out and ranks closed up."""
        offered = self.ballots[~self.ballots["written_in"]]
        table = offered.pivot(index="voter", columns="option", values="rank").astype(float)
        return table.reindex(columns=list(self.options)).rank(axis=1)


@dataclass(frozen=True)
class Answers:
    """The answers to one question that is no ranking.

    question: the heading of the column in the export.
    kind: "single", "multiple", "likert", "rating" or "text".
    answers: one row per voter and answer, with columns voter, question, answer (str, as the study spells it), value
        (float: the mark of a rating, the place on the scale of a Likert answer, 1 = lowest; else NaN), written_in
        (bool: the voter's own words), submitted (datetime).
    voters: one row per voter who answered, with columns voter, name, email, submitted.
    problems: answers that do not count, and why.
    source: the file's name.
    """

    question: str
    kind: Kind
    answers: pd.DataFrame
    voters: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    source: str = ""
