"""One person's turns cut out of a file in which several speak."""

from __future__ import annotations

import html
import math
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError
from lmep_consult.files import UNFINISHED, write_whole
from lmep_consult.names import match_id, match_name
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript


@dataclass(frozen=True)
class Spoken:
    """What a file holds of one person.

    turns: how many of theirs. said: their words, a text a turn. rest: the transcript without them. unknown: labels of
    speakers who may be they. within: lines that open with a label of theirs and were read as another's words. next_to:
    lines that may open another's turn and were read as theirs.
    """

    turns: int
    said: tuple[str, ...]
    rest: Transcript
    unknown: tuple[str, ...]
    within: tuple[str, ...]
    next_to: tuple[str, ...]


def spoken_by(study: Study, register: pd.DataFrame, participant: str, path: Path, subject: str) -> Spoken:
    """Read a transcript or chat that is not the participant's own interview and find their turns in it.

    subject: the event or the participant the file is of. Speakers are identified as in an import, but somebody who
    speaks in another's interview is found too. Raises InputError where the file cannot be read.
    """
    names = dict(zip(register["participant"], register["name"], strict=True))
    group_of = dict(zip(register["participant"], register["group"], strict=True))
    invited = {group for event in study.plan.events if event.id == subject for group in event.groups}
    there = [id_ for id_, group in group_of.items() if group in invited]
    mapping = study.speakers_of(path, names)
    read = read_transcript(path)
    transcript = identify_speakers(read, "", names, study.plan.team.names, attended=there, mapping=mapping)

    def surely(label: str) -> bool:
        return mapping.get(label) == participant or _is(participant, label, names)

    turns = transcript.turns
    theirs = turns["participant"] == participant
    unsure = turns["role"] == "unknown"
    if subject in names:  # nobody else is expected there, so that a first name alone says nothing
        sure = turns["label"].map(surely).astype(bool)
        theirs, unsure = theirs & sure, theirs & ~sure
    opening = [" ".join(p.text.split()) for p in read.problems if ":" in p.text]
    return Spoken(
        int(theirs.sum()),
        tuple(turns.loc[theirs, "text"]),
        transcript.with_turns(turns[~theirs]),
        tuple(dict.fromkeys(turns.loc[unsure, "label"])),
        tuple(line for line in opening if surely(line.partition(":")[0].strip())),
        tuple(line for line in opening if turns.loc[theirs, "text"].str.contains(line, regex=False).any()),
    )


def _is(participant: str, label: str, names: dict[str, str]) -> bool:
    """Whether the label is the participant's id or whole name, and nobody else's."""
    match = match_name(label, list(names.items()))
    return match_id(label, names) == (participant,) or (match.exact and match.only == participant)


def rendition(rest: Transcript, path: Path, working: Path) -> tuple[Path, bytes]:
    """The file that takes the place of `path`, holding the turns of `rest` and nothing else, and what is in it.

    WebVTT where every turn has its times, else a line a turn, `label: words` after its time. Where that would read as
    other turns than these, WebVTT whose missing times are those of the turn before. Its name goes on with .vtt or .txt,
    so that what the name begins with still holds. A rendition is tried out in the folder `working`.

    Raises InputError where no rendition reads as these turns.
    """
    turns = rest.turns
    exact = bool(turns["start_s"].notna().all() and turns["end_s"].notna().all())
    for suffix, text in ((".vtt", _captions(turns)), (".txt", _lines(turns)))[:: 1 if exact else -1]:
        target = path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)
        trial = working / f"{UNFINISHED}{os.getpid()}{suffix}"
        write_whole(trial, text, private=True)
        try:
            if _same(read_transcript(trial).turns, turns):
                return target, text.encode("utf-8")
        except InputError:
            continue
        finally:
            trial.unlink()
    raise InputError(f"{path}: its other turns cannot be written out so that they read the same; cut it by hand.")


def _same(found: pd.DataFrame, wanted: pd.DataFrame) -> bool:
    """Whether labels and words are the same, and the times wherever they were known."""
    if list(found["label"]) != list(wanted["label"]) or list(found["text"]) != list(wanted["text"]):
        return False
    return all(
        math.isnan(known) or abs(read - known) < 0.002
        for column in ("start_s", "end_s")
        for read, known in zip(found[column], wanted[column], strict=True)
    )


def _captions(turns: pd.DataFrame) -> str:
    cues = ["WEBVTT\n"]
    last = 0.0
    for number, turn in enumerate(turns.to_dict("records"), start=1):
        start = last if math.isnan(turn["start_s"]) else turn["start_s"]
        end = start if math.isnan(turn["end_s"]) else turn["end_s"]
        voice = f"<v {html.escape(turn['label'], quote=False)}>" if turn["label"] else ""
        words = html.escape(turn["text"], quote=False)
        cues.append(f"turn/{number}-0\n{_clock(start)} --> {_clock(end)}\n{voice}{words}\n")
        last = start
    return "\n".join(cues)


def _lines(turns: pd.DataFrame) -> str:
    lines = []
    for turn in turns.to_dict("records"):
        time = "" if math.isnan(turn["start_s"]) else f"{_clock(turn['start_s'])[:8]} "
        lines.append(f"{time}{turn['label']}: {turn['text']}\n")
    return "".join(lines)


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
