"""One person's lines taken out of what people decided: codings and signed-off quotations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from lmep_consult.archive import MAX_ARCHIVE, read_bytes
from lmep_consult.disclosure import read_sign_offs


def codings_without(path: Path, participant: str) -> tuple[bytes, int]:
    """A coder's log without the decisions about what the participant said, and how many those are.

    They are those that name the participant, or a transcript of theirs, and those that undo or replace one of them. A
    line that is not JSON, as a crash leaves it, cannot be told to be anybody's and goes too. Other lines stay byte for
    byte.
    """
    lines = read_bytes(path, MAX_ARCHIVE).splitlines(keepends=True)
    decisions = [_decision(line) for line in lines]
    gone = {number for number, decision in enumerate(decisions) if decision is None or _of(decision, participant)}
    ids: set[str] = set()
    while True:  # what supersedes a decision that goes, goes with it
        ids |= {str(decision["id"]) for number in gone if (decision := decisions[number]) and "id" in decision}
        more = {
            number for number, decision in enumerate(decisions) if decision and str(decision.get("supersedes")) in ids
        }
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


def _of(decision: dict[str, Any], participant: str) -> bool:
    source = str(decision.get("source", ""))
    return decision.get("participant") == participant or source == participant or source.startswith(f"{participant} ")
