"""One person's reading of quotations: what waits for them, and what they sign off."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.disclosure.quotes import DRAFT, quote_hash, read_sign_offs, sign_off, signed
from lmep_consult.disclosure.shortening import cuts_of, shortened
from lmep_consult.errors import StudyError
from lmep_consult.files import write_whole
from lmep_consult.spreadsheet import plain_cell
from lmep_consult.table import ALL_GROUPS


@dataclass(frozen=True)
class ToRead:
    """A passage that waits for a person. id: of these words of this speaker. codes: under which the report would show
    it. attribution: who it would say speaks, "" where that is not settled. words: what readers would see. quote: the
    same as coders have it. why: what holds it back, "" where nothing does. said: the whole turn, "" where it is not
    needed."""

    id: str
    participant: str
    codes: tuple[str, ...]
    attribution: str
    words: str
    quote: str
    why: str = ""
    said: str = ""


class SignOffDesk:
    """What one person reads and signs off. Each sign-off is in the record, on the disk, when `sign` returns; the object
    itself may be thrown away and made again at any time."""

    def __init__(self, signed_by: str, record: Path, to_sign: Path, held_back: Path) -> None:
        """record: the record of sign-offs. to_sign, held_back: what a run left for people to read, as CSV.

        Raises StudyError where the record is not as it should be, or a run has left nothing to read.
        """
        if not signed_by.strip():
            raise StudyError("A quotation is signed off by somebody: give a name.")
        self.signed_by, self._file = signed_by, record
        self._record = read_sign_offs(record)
        self._waiting = {False: _read(to_sign), True: _read(held_back)}

    def waiting(self, held_back: bool = False) -> list[ToRead]:
        """The passages chosen for the report that nobody has signed off; or, of those held back because they may name
        somebody or were to stay private, the ones that the report would show if a person released them."""
        left = self._waiting[held_back]
        left = left[signed(left, self._record)["sign_off"] == DRAFT]
        rows = [part for _, part in left.groupby(["participant", "quote"], sort=False)]
        return [_to_read(part) for part in rows]

    def without(self, passage: str, phrases: Iterable[str], readable: Callable[[str, bool], str]) -> str:
        """What readers would see of the passage of that id without some of its words, which are given as they stand in
        it (see `cuts_of`). readable: puts replaced names into words; whether a group is named with them.

        Raises StudyError where no such passage waits, or those words are not in it.
        """
        first = self._named(passage).iloc[0]
        named = first.get("group", ALL_GROUPS) != ALL_GROUPS
        cuts = cuts_of(first["quote"], phrases)
        return shortened(first["quote"], cuts, lambda part: readable(part, named)) if cuts else str(first["words"])

    def sign(self, passage: str, phrases: Iterable[str] = ()) -> None:
        """Sign off the passage of that id, under every code that it would stand under, without the words of `phrases`.
        One that was held back is released with it.

        Raises StudyError where no such passage waits, or those words are not in it.
        """
        part = self._named(passage)
        cuts = cuts_of(part["quote"].iloc[0], phrases)
        self._keep(sign_off(part, self._record, self.signed_by, dt.datetime.now(dt.UTC), cuts))

    def take_back(self, passage: str) -> None:
        """Undo a sign-off of a passage that waited, whoever signed. Raises as `sign` does."""
        part = self._named(passage)
        keys = set(zip(part["participant"], part["code"], part["quote"].map(quote_hash), strict=True))
        rows = zip(self._record["participant"], self._record["code"], self._record["quote_sha256"], strict=True)
        self._keep(self._record[[row not in keys for row in rows]].reset_index(drop=True))

    def _named(self, passage: str) -> pd.DataFrame:
        """The rows of a passage, a code each."""
        for left in self._waiting.values():
            part = left[[_id(*row) == passage for row in zip(left["participant"], left["quote"], strict=True)]]
            if len(part):
                return part
        raise StudyError("No such quotation waits to be read; the study has changed since it was shown.")

    def _keep(self, record: pd.DataFrame) -> None:
        write_whole(self._file, record.to_csv(index=False, lineterminator="\n"))
        self._record = record


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise StudyError(f"{path} is missing; `lmep-consult run` writes it.")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig").map(plain_cell)
    if not {"participant", "code", "quote", "words"} <= set(rows):
        raise StudyError(f"{path} is of another version of the toolkit; `lmep-consult run` makes it again.")
    return rows[rows["would_show"] == "yes"] if "would_show" in rows else rows


def _to_read(part: pd.DataFrame) -> ToRead:
    """Of one passage's rows, a code each."""
    first = {str(column): str(cell) for column, cell in part.iloc[0].items()}
    more = {name: first.get(name, "") for name in ("attribution", "why", "said")}
    named = _id(first["participant"], first["quote"])
    return ToRead(named, first["participant"], tuple(part["code"]), words=first["words"], quote=first["quote"], **more)


def _id(participant: str, quote: str) -> str:
    return hashlib.sha256(f"{participant}\x1f{quote}".encode()).hexdigest()[:16]
