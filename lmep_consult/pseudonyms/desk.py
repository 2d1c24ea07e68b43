"""One person's answers about names that the register does not hold: what waits for them, and what they decide."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms.capitals import lower_turns
from lmep_consult.pseudonyms.confirmed import Confirmed, in_force, of_places, read_confirmed, write_confirmed
from lmep_consult.pseudonyms.identifiers import Identifier, identifiers
from lmep_consult.pseudonyms.proposals import proposals
from lmep_consult.pseudonyms.review import answered, still_open

Proposal = dict[Hashable, Any]


class NamesDesk:
    """What may name somebody, for one person to decide about. Each answer is in the file when `answer` returns; the
    text itself has it once it is read again."""

    def __init__(
        self,
        decided_by: str,
        file: Path,
        register: pd.DataFrame,
        team: Collection[str],
        allow: Collection[str],
        transcripts: Iterable[Sequence[str]],
        model: str = "",
        elsewhere: pd.DataFrame | None = None,
    ) -> None:
        """file: where answers are kept. team: names and addresses of its members. allow: what names nobody.
        transcripts: of each, the texts of its turns. model: see `proposals`. elsewhere: what was found in other texts:
        the columns of `proposals`, and read, whether it is in a text that people read.

        Raises StudyError where the file is not as it should be.
        """
        self.decided_by, self.file = decided_by, file
        self._register, self._team, self._allow = register, list(team), tuple(allow)
        self.decided = read_confirmed(file)
        transcripts = list(transcripts)
        self._lower = [is_lower for turns in transcripts for is_lower in lower_turns(turns)]
        self._texts, self._model = [text for turns in transcripts for text in turns], model
        self._elsewhere = elsewhere
        self._found_before: dict[Confirmed, pd.DataFrame] = {}  # by the answer that changed it
        self.found = self._find()

    def waiting(self) -> list[Proposal]:
        """The rows of `proposals` that wait for an answer, each with an id; and read, whether it is in a text that
        people read."""
        rows: list[Proposal] = self.found.to_dict("records")
        return [{**row, "id": _id(row)} for row in rows]

    def answer(self, proposal: str, reply: str) -> Confirmed | Literal["skip", "quit", "unclear"]:
        """What the reply (see `answered`) comes to for the proposal of that id. The same reply of the same person to
        one that they decided about already comes to what was kept then: it was sent again.

        Raises StudyError where none waits that has it, or the reply names what was not confirmed before.
        """
        row = next((row for row in self.waiting() if row["id"] == proposal), None)
        if row is None:
            if (kept := self._kept(proposal, reply)) is not None:
                return kept
            raise StudyError("That name waits no longer: it was decided about, or the text was read again.")
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        answer = answered(reply, row, self.decided, self.decided_by, now)
        if isinstance(answer, Confirmed):
            decided = [*self.decided, answer]
            write_confirmed(self.file, decided)
            self.decided = decided
            self._found_before[answer] = self.found
            rest = self.found[[_id(each) != proposal for each in self.found.to_dict("records")]]
            self.found = still_open(rest, *self._settled())
        return answer

    def undo(self, proposal: str) -> Confirmed:
        """Take their last answer about that proposal out of the file; it waits again, in a text that has the answer
        once the text is read again. Returns the answer. Raises StudyError where there is none of theirs."""
        for number in reversed(range(len(self.decided))):
            last = self.decided[number]
            if last.decided_by == self.decided_by and _of_answer(last) == proposal:
                decided = self.decided[:number] + self.decided[number + 1 :]
                write_confirmed(self.file, decided)
                self.decided = decided
                before = self._found_before.pop(last, None)
                newest = number == len(decided)
                self.found = before if before is not None and newest else self._find()
                return last
        raise StudyError("You have decided nothing about that name, or undone it already.")

    @property
    def left(self) -> int:
        """How many wait that are in texts which people read."""
        return int(self.found["read"].sum())

    def _find(self) -> pd.DataFrame:
        settled = self._settled()
        found = proposals(self._texts, *settled, self._lower, of_places(self.decided), self._model).assign(read=True)
        if self._elsewhere is None:
            return found
        more = still_open(self._elsewhere, *settled)
        return pd.concat([found, more[~more["text"].isin(found["text"])]], ignore_index=True)

    def _kept(self, proposal: str, reply: str) -> Confirmed | None:
        """Their last decision about the proposal, where this reply came to it."""
        for number in reversed(range(len(self.decided))):
            kept = self.decided[number]
            if _of_answer(kept) == proposal:
                about: Proposal = {"text": kept.text, "before": kept.before, "after": kept.after}
                same = answered(reply, about, self.decided[:number], self.decided_by, kept.when)
                return kept if same == kept else None
        return None

    def _settled(self) -> tuple[list[Identifier], tuple[str, ...]]:
        replaced, kept = in_force(self.decided)
        return identifiers(self._register, self._team, replaced), (*self._allow, *kept)


def _of_answer(answer: Confirmed) -> str:
    """The id of the proposal that it is an answer to."""
    return _id({"text": answer.text, "before": answer.before, "after": answer.after})


def _id(row: Proposal) -> str:
    parts = "\x1f".join(str(row[name]) for name in ("text", "before", "after"))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
