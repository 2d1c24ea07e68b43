"""One person's lines taken out of what people decided: codings and signed-off quotations."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lmep_consult.archive import MAX_ARCHIVE, read_bytes
from lmep_consult.disclosure import read_sign_offs

# What coders and codes are called, what points at other decisions, and what a speaker says of others, who may be named
# in brackets there: the words are the speaker's.
_NOT_ABOUT_PEOPLE = (
    "id", "time", "coder", "action", "transcript", "quote", "before", "after", "code", "was", "codebook", "origin",
    "rule", "supersedes", "about", "verdict", "mapping", "from_version", "to_version",
)  # fmt: skip


def codings_without(path: Path, participant: str) -> tuple[bytes, int]:
    """A coder's log without the decisions about what the participant said, and how many those are.

    They are those that name the participant, or a transcript of theirs, in whatever key but what others said; and those
    that undo, replace or adjudicate one of them. A line that is not JSON, as a crash leaves it, cannot be told to be
    anybody's and goes too. Other lines stay byte for byte.
    """
    lines = read_bytes(path, MAX_ARCHIVE).splitlines(keepends=True)
    decisions = [_decision(line) for line in lines]
    gone = {number for number, decision in enumerate(decisions) if decision is None or _names(decision, participant)}
    ids: set[str] = set()
    while True:  # what points at a decision that goes, goes with it
        ids |= {str(decision["id"]) for number in gone if (decision := decisions[number]) and "id" in decision}
        more = {number for number, decision in enumerate(decisions) if decision and ids & _pointed_at(decision)}
        if more <= gone:
            break
        gone |= more
    return b"".join(line for number, line in enumerate(lines) if number not in gone), len(gone)


def sign_offs_without(path: Path, participant: str) -> tuple[bytes, int]:
    """The record of signed-off quotations without the participant's, and how many those are.

    Raises StudyError where the record is not as `disclosure.read_sign_offs` reads it.
    """
    record = read_sign_offs(path)
    kept = record[record["participant"] != participant]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(record.columns)
    writer.writerows(kept.itertuples(index=False))
    return ("\ufeff" + out.getvalue()).encode("utf-8"), len(record) - len(kept)


def _decision(line: bytes) -> dict[str, Any] | None:
    """A blank line is a decision about nothing."""
    if not line.strip():
        return {}
    try:
        decision = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return decision if isinstance(decision, dict) else None


def _pointed_at(decision: dict[str, Any]) -> set[str]:
    """The ids it supersedes or is about."""
    given = [decision.get(key, []) for key in ("supersedes", "about")]
    return {str(key) for ids in given for key in (ids if isinstance(ids, list) else [ids])}


def _names(decision: dict[str, Any], participant: str) -> bool:
    said = [value for key, value in decision.items() if key not in _NOT_ABOUT_PEOPLE]
    flags = re.IGNORECASE if any(map(str.isdigit, participant)) else 0  # "A" is also a word
    name = re.compile(rf"(?<![A-Za-z0-9]){re.escape(participant)}(?![A-Za-z0-9])", flags)
    return any(name.search(text) for text in _texts(said))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(part)
