"""Interviews somebody typed: each turn opens with a speaker and a colon."""

from __future__ import annotations

import re
from collections import Counter

from lmep_consult.errors import Problem
from lmep_consult.transcripts.model import Reading, Utterance, is_name, role_of

_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\t\n]{0,59}?)\s*(?::\s*\t?|\t:?)\s*(?P<words>.*)", re.DOTALL)


def read(lines: list[str], layout: str) -> Reading | None:
    """The reading, or None where no line opens a turn.

    A label opens a turn when it states a role ("Interviewer:", "P07:") or is a name that opens two lines or more;
    so a colon inside a sentence does not. Other lines go on with the turn before; those ahead of the first
    turn are furniture.
    """
    candidates = Counter(
        match["label"] for line in lines if (match := _LABEL.fullmatch(line.strip())) and is_name(match["label"])
    )
    labels = {label for label, times in candidates.items() if times >= 2 or role_of(label) != "unknown"}
    if not labels:
        return None
    reading = Reading(layout)
    for number, line in enumerate(lines, start=1):
        match = _LABEL.fullmatch(line.strip())
        if match and match["label"] in labels:
            reading.utterances.append(Utterance(match["label"], match["words"]))
        elif not line.strip():
            continue
        elif not reading.utterances:
            reading.furniture.append(line.strip())
        else:
            if match and match["label"] in candidates:
                what = "may open a turn, but its name opens no other; read as part of the turn before"
                reading.problems.append(Problem(f"line {number}", what, line.strip()))
            reading.utterances[-1].text += " " + line.strip()
    return reading
