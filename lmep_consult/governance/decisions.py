"""One person's part of what people decided, taken out of it: codings, names and signed-off quotations.

Whose a decision is goes by the passage it is about: by its participant, and by the source where that is the person's
own. What a coder wrote in a memo makes a decision nobody's else's: a decision about others stays, and only the words
in it that name the person go.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmep_consult.archive import MAX_ARCHIVE, read_bytes
from lmep_consult.disclosure import read_sign_offs
from lmep_consult.errors import InputError


@dataclass(frozen=True)
class Log:
    """A coder's log without one person's part.

    content: the bytes. gone: how many decisions went. blanked: how many notes on others had words taken out. notes: the
    notes on others as they are left.
    """

    content: bytes
    gone: int
    blanked: int
    notes: tuple[str, ...]


def codings_without(path: Path, participant: str, unnamed: Callable[[str], str] = str) -> Log:
    """A coder's log without the participant's part.

    What goes: decisions about what they said, those that only undo, replace or adjudicate one of them, and a line that
    a crash cut short, of which nobody can know whose it is. The memos of others become what `unnamed` makes of them.
    Other lines stay byte for byte.

    Raises InputError where the file is no log in UTF-8, so that nothing in it can be read.
    """
    lines = _lines(path)
    decisions = [_decision(line) for line in lines]
    gone = {number for number, decision in enumerate(decisions) if decision is None or _is_of(decision, participant)}
    ids: set[str] = set()
    while True:  # what points at a decision that goes, goes with it
        ids |= {str(decision["id"]) for number in gone if (decision := decisions[number]) and "id" in decision}
        more = {number for number, decision in enumerate(decisions) if decision and _follows(decision, ids)}
        if more <= gone:
            break
        gone |= more
    kept, notes, blanked = [], [], 0
    for number, (line, decision) in enumerate(zip(lines, decisions, strict=True)):
        if number in gone:
            continue
        memo = str((decision or {}).get("memo") or "")
        without = unnamed(memo)
        if decision and without != memo:
            line, blanked = _line(decision | {"memo": without}, line), blanked + 1
        kept.append(line)
        notes += [without] if without else []
    return Log(b"".join(kept), len(gone), blanked, tuple(notes))


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


def _lines(path: Path) -> list[bytes]:
    data = read_bytes(path, MAX_ARCHIVE)
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path}: not saved as UTF-8; save it as UTF-8.")
    return data.splitlines(keepends=True)


def _decision(line: bytes) -> dict[str, Any] | None:
    """A blank line is a decision about nothing."""
    if not line.strip():
        return {}
    try:
        decision = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return decision if isinstance(decision, dict) else None


def _line(decision: dict[str, Any], as_before: bytes) -> bytes:
    """The decision as a line, with the byte-order mark and the line's end that were there."""
    mark = b"\xef\xbb\xbf" if as_before.startswith(b"\xef\xbb\xbf") else b""
    end = as_before[len(as_before.rstrip(b"\r\n")) :]
    return mark + json.dumps(decision, ensure_ascii=False).encode("utf-8") + end


def _is_of(decision: dict[str, Any], participant: str) -> bool:
    """Whether they said the passage, or it is in their own source, of which there may be several ("P07 2")."""
    who, source = (_key(str(decision.get(key) or "")) for key in ("participant", "source"))
    theirs = _key(participant)
    return theirs in (who, source) or (not who and re.fullmatch(re.escape(theirs) + r" \d+", source) is not None)


def _key(id_: str) -> str:
    return unicodedata.normalize("NFC", id_).casefold()


def _follows(decision: dict[str, Any], ids: Collection[str]) -> bool:
    """Whether it is about decisions that go and about nothing somebody else said."""
    given = [decision.get(key, []) for key in ("supersedes", "about")]
    pointed_at = {str(key) for keys in given for key in (keys if isinstance(keys, list) else [keys])}
    return not pointed_at.isdisjoint(ids) and not (decision.get("participant") and decision.get("quote"))
