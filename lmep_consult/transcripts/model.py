"""What every layout is read into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from lmep_consult.errors import Problem

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Transcript:
    """Who said what.

    text: the spoken text of all turns, joined by line feeds.
    turns: one row a turn, in order of time, with columns turn (int, from 1), speaker (the label put as
        "First Last"), label (the speaker as the file writes it), role ("interviewer", "participant" or
        "unknown"), participant (the register's id, "" until speakers are identified), start_s, end_s (float
        seconds, NaN if unknown), text, start_char, end_char (code points into `text`, end exclusive), where (the
        line or paragraph of the file it begins in).
    problems: what could not be placed, and what a person should look at.
    layout: which layout the file was read as.
    account: one row a stretch of the file's text, in the file's order, with columns where, kind ("speech",
        "furniture", "problem"), start, end (code points of the file's text, <NA> for headers and footers), text.
        Together they hold every visible character of the file.
    source: the file's name.
    """

    text: str
    turns: pd.DataFrame
    problems: tuple[Problem, ...]
    layout: str
    account: pd.DataFrame
    source: str = ""

    def with_turns(self, turns: pd.DataFrame, problems: Iterable[Problem] = ()) -> Transcript:
        """The same transcript with other turns: `text` and the offsets are made anew from their texts."""
        turns = turns.reset_index(drop=True)
        lengths = turns["text"].str.len()
        start = (lengths + 1).cumsum() - lengths - 1
        turns = turns.assign(turn=range(1, len(turns) + 1), start_char=start, end_char=start + lengths)
        return replace(self, text="\n".join(turns["text"]), turns=turns, problems=(*self.problems, *problems))


_INTERVIEWER = re.compile(r"(?:interviewer|int|i|facilitator|moderator|q)\s*\d*", re.IGNORECASE)
_PARTICIPANT = re.compile(r"(?:interviewee|participant|respondent|resp|p|r|a)\s*[-_]?\s*\d*", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*(?:\[[^\]]*\]|\((?:External|Guest|Unverified|Extern|Gast)\))\s*$", re.IGNORECASE)


def role_of(label: str) -> str:
    """The role a label states by itself; a name states none.

    >>> role_of("Interviewer 2"), role_of("P07"), role_of("Jane Doe")
    ('interviewer', 'participant', 'unknown')
    """
    if _INTERVIEWER.fullmatch(label.strip()):
        return "interviewer"
    if _PARTICIPANT.fullmatch(label.strip()):
        return "participant"
    return "unknown"


_NAME_PART = re.compile(r"[^\W\d_a-z][\w.'’-]*,?|(?:de|van|von|der|al|el|bin|\d+|\([^)]*\)|\[[^\]]*\])")


def is_name(label: str) -> bool:
    """Whether a label states a role or is written as people's names are: a sentence has words in small letters.

    >>> is_name("Pieter van der Berg"), is_name("P07"), is_name("The first thing")
    (True, True, False)
    """
    parts = label.split()
    return role_of(label) != "unknown" or (len(parts) <= 6 and all(_NAME_PART.fullmatch(p) for p in parts))


def speaker_name(label: str) -> str:
    """The label as "First Last", without the tags meeting software adds.

    >>> speaker_name("Doe, Jane [NA]"), speaker_name("Jane Doe (External)")
    ('Jane Doe', 'Jane Doe')
    """
    name = _SPACES.sub(" ", label).strip()
    while (shorter := _BRACKETED.sub("", name)) != name:
        name = shorter
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name
