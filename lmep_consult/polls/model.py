"""What a poll export is read into."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.errors import Problem


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

    def without(self, voters: set[str], problems: list[Problem]) -> Poll:
        """The poll as if `voters` had not answered, with the problems that say so."""
        return Poll(
            self.question,
            self.options,
            self.ballots[~self.ballots["voter"].isin(voters)].reset_index(drop=True),
            self.voters[~self.voters["voter"].isin(voters)].reset_index(drop=True),
            (*self.problems, *problems),
            self.source,
        )

    def ranks(self) -> pd.DataFrame:
        """Voters x options offered: 1 = first, NaN = not ranked. Write-ins are left out and ranks closed up."""
        offered = self.ballots[~self.ballots["written_in"]]
        table = offered.pivot(index="voter", columns="option", values="rank").astype(float)
        return table.reindex(columns=list(self.options)).rank(axis=1)

    def written_in(self) -> pd.DataFrame:
        """What voters wrote in, verbatim: voter, option, rank."""
        return self.ballots.loc[self.ballots["written_in"], ["voter", "option", "rank"]].reset_index(drop=True)
