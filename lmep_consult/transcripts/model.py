"""What every layout is read into."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from lmep_consult.errors import Problem

_SPACES = re.compile(r"\s+")


@dataclass
class Utterance:
    """One speaker's uninterrupted words as a layout module finds them."""

    label: str
    text: str
    start_s: float = math.nan
    end_s: float = math.nan


@dataclass
class Reading:
    """What a layout module makes of a file: utterances in the file's order, furniture, and what is left over."""

    layout: str
    utterances: list[Utterance] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Transcript:
    """Who said what.

    text: the spoken text of all turns, joined by line feeds.
    turns: one row a turn, in order of time, with columns turn (int, from 1), speaker (the label put as
        "First Last"), label (the speaker as the file writes it), role ("interviewer", "participant" or
        "unknown"), participant (the register's id, "" until speakers are identified), start_s, end_s (float
        seconds, NaN if unknown), text, start_char, end_char (code points into `text`, end exclusive).
    problems: what could not be placed.
    layout: which layout the file was read as.
    furniture: what the file holds besides speech, such as its title and date.
    source: the file's name.
    """

    text: str
    turns: pd.DataFrame
    problems: tuple[Problem, ...]
    layout: str
    furniture: tuple[str, ...] = ()
    source: str = ""

    def with_turns(self, turns: pd.DataFrame, problems: Iterable[Problem] = ()) -> Transcript:
        """The same transcript with other turns: `text` and the offsets are made anew from their texts."""
        turns = turns.reset_index(drop=True)
        lengths = turns["text"].str.len()
        start = (lengths + 1).cumsum() - lengths - 1
        turns = turns.assign(turn=range(1, len(turns) + 1), start_char=start, end_char=start + lengths)
        return Transcript(
            "\n".join(turns["text"]),
            turns,
            (*self.problems, *problems),
            self.layout,
            self.furniture,
            self.source,
        )


COLUMNS = [
    "turn",
    "speaker",
    "label",
    "role",
    "participant",
    "start_s",
    "end_s",
    "text",
    "start_char",
    "end_char",
]


def transcript_of(reading: Reading, source: str) -> Transcript:
    """Order the utterances by time (those without one stay where they are) and number the turns."""
    problems = list(reading.problems)
    rows = []
    clock = 0.0
    for place, utterance in enumerate(reading.utterances, start=1):
        text = _SPACES.sub(" ", utterance.text).strip()
        if not text:
            problems.append(Problem(f"entry {place}", "a speaker without words", utterance.label))
            continue
        clock = clock if math.isnan(utterance.start_s) else utterance.start_s
        rows.append(
            {
                "speaker": speaker_name(utterance.label),
                "label": utterance.label,
                "role": role_of(utterance.label),
                "participant": "",
                "start_s": utterance.start_s,
                "end_s": utterance.end_s,
                "text": text,
                "_clock": clock,
            }
        )
    columns = [*COLUMNS, "_clock"]
    turns = pd.DataFrame(rows, columns=columns).sort_values("_clock", kind="stable").drop(columns="_clock")
    turns = turns.astype({"start_s": float, "end_s": float})
    blank = Transcript("", turns, tuple(problems), reading.layout, tuple(reading.furniture), source)
    numbered = blank.with_turns(turns)
    nameless = numbered.turns[numbered.turns["label"] == ""]
    return numbered.with_turns(
        numbered.turns,
        [
            Problem(f"turn {turn}", "nobody is named as speaking", text)
            for turn, text in zip(nameless["turn"], nameless["text"], strict=True)
        ],
    )


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
