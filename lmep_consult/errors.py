"""The errors a user can meet, and the record of what a reader could not place."""

from __future__ import annotations

from dataclasses import dataclass


class ConsultError(Exception):
    """Something the user can fix. The message names the file, the place and the way to fix it."""


class StudyError(ConsultError):
    """study.toml, the register or the study's folder is not as it must be."""


class InputError(ConsultError):
    """A raw file (transcript, poll export, attendance report) cannot be read as what it should be."""


class UnknownLayout(InputError):  # noqa: N818
    """A raw file is in none of the layouts that its reader knows: it may be of another kind."""


class CodebookError(ConsultError):
    """A codebook names a code twice, lacks a definition, or is not a codebook."""


class CodingError(ConsultError):
    """A decision that cannot be kept: its quote is not what is in the transcript, or it lacks what it needs."""


class SuggestionError(ConsultError):
    """Suggestions by meaning cannot be made: something is not installed, or texts and labels do not go together."""


class RankingError(ConsultError):
    """Ballots or options that a ranking method cannot work on."""


class DisclosureError(ConsultError):
    """Something was about to leave the study without passing through disclosure control."""


@dataclass(frozen=True)
class Problem:
    """One thing a reader could not place: where it is, what is wrong, and the source text."""

    where: str
    what: str
    text: str = ""

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 80 else self.text[:77] + "..."
        return f"{self.where}: {self.what}" + (f" ({shown!r})" if shown else "")
