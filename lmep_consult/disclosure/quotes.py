"""Which quotations may be shown: those that name nobody, were not meant to stay private, and somebody signed off."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from lmep_consult.disclosure.rules import Rules
from lmep_consult.disclosure.shortening import Cut, cuts_read, cuts_written
from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms import unconfirmed

SIGNED_OFF, DRAFT = "signed off", "draft: not signed off"
RECORD = ["participant", "code", "quote_sha256", "signed_by", "signed_at", "left_out"]
"""The columns of the record of sign-offs, all str: whose words and under which code, the quotation's `quote_hash`,
who signed it off, when, as 2026-03-02 or 2026-03-02T14:05, and which characters of it are left out, as in "14-24 40-52"
("" where it is shown whole). A record without the last column is of an earlier release: all are shown whole."""

_OFF_THE_RECORD = re.compile(
    r"\boff[ -]the[ -]record\b|\b(?:don't|do not|can't|not to) (?:quote|minute|write|use|put) (?:me|that|this|it)\b"
    r"|\b(?:take|strike|cut|leave) (?:that|this|it)(?: bit)? out\b|\b(?:that|this)(?: bit)? come out\b"
    r"|\b(?:keep|treat) (?:this|that|it|my (?:response|answer|name|views|comments)) (?:as )?(?:confidential|private)\b"
    r"|\bin strict confidence\b|\b(?:don't|do not|not to) publish (?:me|my|that|this|it)\b"
    r"|\bbetween (?:you and me|us|ourselves)\b|\bnot for (?:the )?(?:tape|record(?:ing)?|minutes|transcript)\b",
    re.IGNORECASE,
)


def quotable(codings: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Those codings that may be quoted: columns quote, said (the whole turn).

    Held back are quotes that may still name somebody, and all of a turn in which the speaker asks for something to
    stay off the record.
    """
    named = codings["quote"].map(lambda words: may_name(words, rules))
    private = codings["said"].map(asks_for_privacy)
    return codings[~(named.astype(bool) | private.astype(bool))]


@lru_cache(maxsize=2**12)  # of a turn as often as it is coded
def asks_for_privacy(said: str) -> bool:
    """Whether somebody asks for something to stay off the record."""
    return bool(_OFF_THE_RECORD.search(said.replace("’", "'")))


def may_name(words: str, rules: Rules) -> bool:
    """Whether somebody may be named in the words, and no person released them."""
    return words not in rules.read and bool(unconfirmed(words, rules.ordinary, rules.allow))


def quote_hash(quote: str) -> str:
    """What a sign-off is tied to: sha256 of the words, however they are spaced; any other change is another quote."""
    words = " ".join(unicodedata.normalize("NFC", quote).split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def sign_off(
    quotes: pd.DataFrame, record: pd.DataFrame, signed_by: str, when: dt.datetime, cuts: Iterable[Cut] = ()
) -> pd.DataFrame:
    """`record` with a row more for each of `quotes` (participant, code, quote) it does not hold yet. cuts: what is left
    out of them, which is part of what is signed.

    Raises ValueError where nobody signs.
    """
    if not signed_by.strip():
        raise ValueError("A quotation is signed off by somebody: give a name.")
    fresh = signed(quotes, record)
    fresh = fresh[fresh["sign_off"] == DRAFT].drop_duplicates(["participant", "code", "quote"])
    rows = pd.DataFrame(
        {
            "participant": fresh["participant"].astype(str),
            "code": fresh["code"].astype(str),
            "quote_sha256": fresh["quote"].map(quote_hash),
            "signed_by": signed_by.strip(),
            "signed_at": when.isoformat(timespec="minutes"),
            "left_out": cuts_written(cuts),
        },
        columns=RECORD,
    )
    return pd.concat([record[RECORD], rows], ignore_index=True)


def signed(quotes: pd.DataFrame, record: pd.DataFrame, needed: bool = False) -> pd.DataFrame:
    """`quotes` (participant, code, quote) with a column sign_off: "signed off" where `record` holds these very words
    of this participant under this code, else "draft: not signed off". Where sign-off is `needed`, drafts are left
    out. Who signed and when stays in the record."""
    held = set(zip(record["participant"], record["code"], record["quote_sha256"], strict=True))
    keys = zip(quotes["participant"], quotes["code"], quotes["quote"].map(quote_hash), strict=True)
    marks = [SIGNED_OFF if key in held else DRAFT for key in keys]
    marked = quotes.assign(sign_off=pd.Series(marks, index=quotes.index, dtype=object))
    return marked[marked["sign_off"] == SIGNED_OFF] if needed else marked


def as_signed(quotes: pd.DataFrame, record: pd.DataFrame) -> list[tuple[Cut, ...]]:
    """What is left out of each of `quotes` (participant, code, quote), as it was signed off."""
    keys = zip(record["participant"], record["code"], record["quote_sha256"], strict=True)
    held = dict(zip(keys, map(cuts_read, record["left_out"]), strict=True))
    own = zip(quotes["participant"], quotes["code"], quotes["quote"].map(quote_hash), strict=True)
    return [held.get(key, ()) for key in own]


def read_sign_offs(path: str | Path) -> pd.DataFrame:
    """Read the record of sign-offs, a CSV file with the columns of RECORD; none where there is no file yet.

    Raises StudyError, naming the line, where a column or cell is missing, a hash is not one, or `signed_at` is no date.
    """
    path = Path(path)
    if not path.is_file():
        return pd.DataFrame(columns=RECORD, dtype=object)
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: not saved as UTF-8 (byte {error.start}); save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise StudyError(f"{path}: not a CSV file ({error}); save it as CSV UTF-8.") from None
    head = [cell.strip() for cell in lines[0]] if lines else []
    if head not in (RECORD, RECORD[:-1]):
        raise StudyError(f"{path}, line 1: the columns must be {', '.join(RECORD)}, with commas between them.")
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(lines[1:], start=2) if any(row)]
    rows = [(number, [*row, ""] if len(row) == len(RECORD) - 1 else row) for number, row in rows]
    for number, row in rows:
        fault = _fault(row)
        if fault:
            raise StudyError(f"{path}, line {number}: {fault}")
    return pd.DataFrame([row for _, row in rows], columns=RECORD, dtype=object)


def _fault(row: list[str]) -> str:
    """What is wrong with a row of the record, and how to fix it; "" where nothing is."""
    if len(row) != len(RECORD) or not all(row[:-1]):
        return f"each of {', '.join(RECORD[:-1])} must be filled in; fill them in or take the line out."
    if not re.fullmatch(r"[0-9a-f]{64}", row[2]):
        return f"quote_sha256 {row[2][:20]!r} is not 64 hexadecimal digits; sign the quotation off again."
    try:
        dt.datetime.fromisoformat(row[4])
    except ValueError:
        return f"signed_at {row[4][:30]!r} is not a date such as 2026-03-02; write it so."
    try:
        cuts_read(row[5])
    except ValueError:
        return f"left_out {row[5][:30]!r} does not say which characters, as in 14-24; sign the quotation off again."
    return ""
