"""Somebody who codes, and the decisions they make."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from lmep_consult.coding.decisions.decision import Action, Decision
from lmep_consult.coding.decisions.passages import Passage


def new_stamp() -> tuple[str, str]:
    """An id that nobody else has, and the time now."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return uuid.uuid4().hex, now.replace("+00:00", "Z")


@dataclass(frozen=True)
class Coder:
    """Each method returns a decision of theirs, which counts once it is in their log.

    codebook: the version they code with. round: of coding. stamp: gives each decision its id and time.

    Every method raises CodingError where something is missing that the decision needs.
    """

    name: str
    codebook: str = ""
    round: int = 1
    stamp: Callable[[], tuple[str, str]] = new_stamp

    def add(self, passage: Passage, code: str, memo: str = "") -> Decision:
        """A coding of their own."""
        return self._decide("add", passage, code=code, origin="person", memo=memo)

    def accept(self, passage: Passage, code: str, origin: str = "rule", rule: str = "", memo: str = "") -> Decision:
        """A suggestion becomes a coding."""
        return self._decide("accept", passage, code=code, origin=origin, rule=rule, memo=memo)

    def reject(self, passage: Passage, code: str, origin: str = "rule", rule: str = "", memo: str = "") -> Decision:
        """A suggestion is turned down."""
        return self._decide("reject", passage, code=code, origin=origin, rule=rule, memo=memo)

    def change(self, coding: Decision, passage: Passage, code: str, memo: str = "") -> Decision:
        """Another code or passage in place of a coding's; it stays of its round."""
        new = self._decide("change", passage, code=code, origin="person", memo=memo, supersedes=(coding.id,))
        return replace(new, round=coding.round)

    def accept_changed(
        self, passage: Passage, code: str, was: str, origin: str = "rule", rule: str = "", memo: str = ""
    ) -> Decision:
        """A suggestion of the code `was` becomes a coding with another code or passage."""
        return self._decide("change", passage, code=code, was=was, origin=origin, rule=rule, memo=memo)

    def merge(self, codings: Iterable[Decision], passage: Passage, code: str, memo: str = "") -> Decision:
        """One coding in place of several."""
        ids = tuple(coding.id for coding in codings)
        return self._decide("merge", passage, code=code, origin="person", memo=memo, supersedes=ids)

    def undo(self, decision: Decision, memo: str = "") -> Decision:
        """As if the decision had never been made; undoing an undo makes it again."""
        new = self._decide("undo", memo=memo, supersedes=(decision.id,))
        return replace(new, source=decision.source, participant=decision.participant, round=decision.round)

    def memo(self, text: str, passage: Passage | None = None, source: str = "", code: str = "") -> Decision:
        """A note on a passage, a source or a code."""
        on = {} if passage else {"source": source}
        return self._decide("memo", passage, code=code, memo=text, **on)

    def star(self, passage: Passage, code: str) -> Decision:
        """A passage that the report should quote for a code."""
        return self._decide("star", passage, code=code)

    def refuse(self, passage: Passage, code: str, reason: str) -> Decision:
        """A passage that the report must not quote for a code."""
        return self._decide("star", passage, code=code, verdict="drop", memo=reason)

    def done(self, source: str, transcript: str) -> Decision:
        """They have finished this source, whose text has the SHA-256 `transcript`, in this round."""
        return self._decide("done", source=source, transcript=transcript)

    def adjudicate(
        self, codings: Iterable[str], passage: Passage, code: str, verdict: Literal["keep", "drop"], reason: str
    ) -> Decision:
        """The final word on codings (their ids) that differ: whether the passage keeps the code."""
        about = tuple(codings)
        return self._decide("adjudicate", passage, code=code, about=about, verdict=verdict, memo=reason)

    def migrate(self, mapping: Mapping[str, Iterable[str]], from_version: str, to_version: str) -> Decision:
        """The codebook's next version: what codes became; those that are not named stay as they are."""
        became = {old: tuple(new) for old, new in mapping.items()}
        return self._decide("migrate", mapping=became, from_version=from_version, to_version=to_version)

    def summarise(self, participant: str, code: str, text: str, instead_of: Iterable[str] = ()) -> Decision:
        """A participant's cell of the framework matrix, in place of earlier summaries (their ids)."""
        return self._decide("summarise", participant=participant, code=code, memo=text, supersedes=tuple(instead_of))

    def _decide(self, action: Action, passage: Passage | None = None, **values: Any) -> Decision:
        identity, time = self.stamp()
        if passage:
            values |= asdict(passage)
        if values.get("code"):
            values["codebook"] = self.codebook
        return Decision(identity, time, self.name, action, round=self.round, **values)
