"""From a layout's reading to a transcript."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.names import speaker_name
from lmep_consult.transcripts.account import SPEECH, Reading
from lmep_consult.transcripts.labels import roles_of
from lmep_consult.transcripts.model import Transcript

_COLUMNS = [
    "turn", "speaker", "label", "role", "participant", "start_s", "end_s", "text", "start_char", "end_char", "where",
]  # fmt: skip
_MOST_TURNS = 30_000  # ten times those of a day-long meeting
_OVERLAP = 5.0  # seconds by which a turn may begin before the one it follows, since people talk at once
_KEPT = "the order of the file is kept"
_REMEDY = (
    "transcribe it again so that each speaker has a name, or save it as text with a name and a colon before each turn"
)
_SPACES = re.compile(r"\s+")
_MOST_SOUGHT = 100  # labels that are sought in what is said: those that open most turns
_LONGEST_LINE = 500  # characters that are looked at where words go on behind a clock
_AFTER_WORDS = r"(?:\A\s*|(?<=[.?!…\"”’)\]–—-])\s+)"  # where a turn could begin within a line
_SENTENCE_BEFORE = re.compile(r".*[.?!…\"”’]\s+", re.DOTALL)  # in a label


def transcript_of(reading: Reading, path: Path) -> Transcript:
    """Number the turns, in the order of the reading; where the clock falls back, a problem says so.

    Raises InputError where there are too many.
    """
    if len(reading.utterances) > _MOST_TURNS:
        raise InputError(
            f"{path}: it holds more than {_MOST_TURNS:,} turns, so is no transcript; cut it into its meetings."
        )
    reading.close()
    problems = [*reading.source.problems, *reading.problems, *_within(reading), *_longer_labels(reading)]
    roles = roles_of(utterance.label for utterance in reading.utterances)
    rows = []
    clock = 0.0
    for utterance in reading.utterances:
        text = _SPACES.sub(" ", utterance.text).strip()
        if not text:
            problems.append(Problem(reading.where(utterance.start), "a speaker without words", utterance.label))
            continue
        if clock - utterance.start_s > _OVERLAP:
            what = (
                f"the clock falls back from {_clock(clock)} to {_clock(utterance.start_s)}, as where a second recording"
            )
            problems.append(Problem(reading.where(utterance.start), f"{what} begins or a time is wrong; {_KEPT}"))
        clock = clock if math.isnan(utterance.start_s) else utterance.start_s
        rows.append(
            {
                "speaker": speaker_name(utterance.label),
                "label": utterance.label,
                "role": roles[utterance.label],
                "participant": "",
                "start_s": utterance.start_s,
                "end_s": utterance.end_s,
                "text": text,
                "where": reading.where(utterance.start),
            }
        )
    turns = pd.DataFrame(rows, columns=_COLUMNS).astype({"start_s": float, "end_s": float})
    blank = Transcript("", turns, tuple(problems), reading.layout, _account(reading), path.name)
    numbered = blank.with_turns(turns)
    return replace(numbered, problems=(*numbered.problems, *_nameless(numbered.turns)))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _within(reading: Reading) -> Iterator[Problem]:
    """What is said, but looks like the opening of a turn or a caption: the line break before it may be lost."""
    often = Counter(utterance.label for utterance in reading.utterances if utterance.label).most_common(_MOST_SOUGHT)
    label = "|".join(re.escape(label) for label, _ in sorted(often, key=lambda each: -len(each[0]))) or "(?!)"
    opens = re.compile(
        rf"{_AFTER_WORDS}(?:[*_\[(]{{0,3}}(?:{label})(?:[\])]?\s*[:：][*_]{{0,3}}(?=\s)|(?:\s+|\s*[\[(])\d{{1,2}}:\d\d)|[^\w\s]{{0,6}}[:：](?=\s))"
        r"|\d\d:\d\d[.,]\d{3}\s{0,3}-->"
    )
    text = reading.source.text
    for claim in reading.claims:
        if claim.kind != SPEECH:
            continue
        said = text[claim.start : claim.end] + text[claim.end : claim.end + _LONGEST_LINE].partition("\n")[0]
        for match in opens.finditer(said):
            what = "a turn may begin within the line; if it does, put a line break before it"
            if match.start() < claim.end - claim.start:
                yield Problem(reading.where(claim.start + match.end()), what, said[match.start() :].strip())


def _longer_labels(reading: Reading) -> Iterator[Problem]:
    """Labels that are a sentence and then another's label: the line break between them may be lost."""
    what = "words before a speaker's name are taken for part of it; if they were said, put a line break after them"
    labels = {utterance.label for utterance in reading.utterances if utterance.label}
    for utterance in reading.utterances:
        match = _SENTENCE_BEFORE.match(utterance.label)
        if match and utterance.label[match.end() :] in labels:
            yield Problem(reading.where(utterance.start), what, utterance.label)


def _nameless(turns: pd.DataFrame) -> list[Problem]:
    what = "nobody is named as speaking"
    nameless = turns[turns["label"] == ""]
    if len(nameless) == len(turns) > 1:
        return [Problem(f"turns 1 to {len(turns)}", f"{what}; {_REMEDY}", turns["text"].iloc[0])]
    return [Problem(f"turn {turn}", what, text) for turn, text in zip(nameless["turn"], nameless["text"], strict=True)]


def _account(reading: Reading) -> pd.DataFrame:
    """One row a stretch of the source, in its order."""
    claims, furniture = reading.claims, reading.source.furniture
    without_place = [None] * len(furniture)
    return pd.DataFrame(
        {
            "where": [*(reading.where(claim.start) for claim in claims), *["outside the text"] * len(furniture)],
            "kind": [*(claim.kind for claim in claims), *["furniture"] * len(furniture)],
            "start": pd.array([*(claim.start for claim in claims), *without_place], dtype="Int64"),
            "end": pd.array([*(claim.end for claim in claims), *without_place], dtype="Int64"),
            "text": [*(reading.source.text[claim.start : claim.end] for claim in claims), *furniture],
        }
    )
