"""One person's changes of the codebook: each is a new version of the file and an event in their log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from lmep_consult.codebook import Change, Code, Codebook, migrate
from lmep_consult.coding.decisions.coder import Coder, new_stamp
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.folding import fold
from lmep_consult.coding.decisions.log import append
from lmep_consult.coding.decisions.lost import lost_codes, migrations_of
from lmep_consult.errors import ConsultError
from lmep_consult.files import write_whole


class CodebookDesk:
    """book: as it is. file: where the next version goes, which is a copy in the study's folder where the book is one
    that ships. decisions: all of the study's logs. stamp: gives each event its id and time."""

    def __init__(
        self,
        by: str,
        log: Path,
        book: Codebook,
        file: Path,
        decisions: Iterable[Decision],
        stamp: Callable[[], tuple[str, str]] = new_stamp,
    ) -> None:
        self.by, self.log, self.book, self.file, self._decisions = by, log, book, file, list(decisions)
        self._stamp = stamp

    def lost(self) -> set[str]:
        """Codes that codings have and the codebook has no longer."""
        return set(lost_codes(fold(self._decisions), self.book)["code"])

    def change(
        self, changes: Iterable[Change], found: Mapping[str, Iterable[str]] | None = None, version: str = ""
    ) -> tuple[Codebook, list[str]]:
        """Make the changes: the file is the next version, and the log says what became of each code.

        found: what codes became that the codebook had lost already. version: left out, one up.

        Returns the new codebook and the ids that codes have no longer. Raises CodebookError where a change cannot be
        made, ConsultError where the file or the log cannot be written: then both are as they were.
        """
        new, became = migrate(self.book, changes, version or next_version(self.book.version))
        gone = {**became, **(found or {})}
        steps = migrations_of(Coder(self.by, new.version, stamp=self._stamp), self._decisions, gone, self.book.version)
        before = self.file.read_bytes() if self.file.exists() else None
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new.save(self.file)
        try:
            append(self.log, steps)
        except ConsultError:
            if before is not None:
                write_whole(self.file, before)
            raise
        self.book = new
        self._decisions += steps
        return new, list(gone)


def part_of(old: Code, said: str) -> Code | None:
    """A part of a code that is split, from "id=Name" or "id": what else it is stays to be written. None where there is
    no id."""
    id_, _, name = (part.strip() for part in said.partition("="))
    return replace(old, id=id_, name=name or id_, terms=(), examples=(), guid="") if id_ else None


def next_version(version: str) -> str:
    """The version after this one: its last number one up.

    >>> next_version("3"), next_version("1.9"), next_version("draft"), next_version("")
    ('4', '1.10', 'draft.1', '1')
    """
    number = re.search(r"\d+$", version)
    if number:
        return version[: number.start()] + str(int(number[0]) + 1)
    return f"{version}.1" if version else "1"
