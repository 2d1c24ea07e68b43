"""What a coder decided, as one record and as one line of JSON."""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from lmep_consult.errors import CodingError

Action = Literal[
    "add", "accept", "reject", "change", "merge", "undo", "memo", "star", "done", "adjudicate", "migrate", "summarise"
]
Name = Annotated[str, Field(min_length=1)]
Time = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
Place = Annotated[int, Field(ge=0, lt=1_000_000_000)]

_PASSAGE = ("source", "transcript", "quote", "code")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "add": _PASSAGE,
    "accept": _PASSAGE,
    "reject": _PASSAGE,
    "change": _PASSAGE,
    "merge": (*_PASSAGE, "supersedes"),
    "undo": ("supersedes",),
    "memo": ("memo",),
    "star": _PASSAGE,
    "done": ("source",),
    "adjudicate": (*_PASSAGE, "about", "verdict"),
    "migrate": ("to_version",),  # the first may have had none
    "summarise": ("participant", "code", "memo"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one coder; what does not apply to its action is left empty.

    id: a uuid4 in hexadecimal. time: UTC, as in "2026-02-10T09:30:00.000Z". action: "add" (a coding of their own),
    "accept" or "reject" (of a suggestion), "change" (a coding, or a suggestion whose code was `was`), "merge", "undo",
    "memo", "star" (a passage that the report should quote or, with the verdict "drop", must not), "done" (with a
    source, in a round), "adjudicate", "migrate" (to another version of the codebook) or "summarise" (a participant's
    cell of the framework matrix, its text in `memo`).
    source: the transcript's name. transcript: the SHA-256 of its text; "done" is said of that text, in older logs of
    the name alone. start, end: code points into that text, end exclusive. quote: what is there. before, after: up
    to 32 characters either side, within the speaker's turn.
    codebook: its version. origin: who thought of it: "person", "rule" or "model NAME VERSION"; rule: what matched.
    supersedes: ids of decisions that it replaces or undoes. about, verdict: the codings that are adjudicated
    and whether the passage keeps the code. mapping: the codes that a code became.

    Raises CodingError where something is missing that its action needs.
    """

    id: Name
    time: Time
    coder: Name
    action: Action
    source: str = ""
    participant: str = ""
    transcript: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    start: Place | None = None
    end: Place | None = None
    quote: str = ""
    before: str = ""
    after: str = ""
    code: str = ""
    was: str = ""
    codebook: str = ""
    origin: str = ""
    rule: str = ""
    memo: str = ""
    supersedes: tuple[Name, ...] = ()
    about: tuple[Name, ...] = ()
    verdict: Literal["", "keep", "drop"] = ""
    mapping: Mapping[Name, tuple[Name, ...]] = field(default_factory=dict)
    from_version: str = ""
    to_version: str = ""
    round: Annotated[int, Field(ge=1, lt=1_000_000)] = 1

    def __post_init__(self) -> None:
        for name in ("start", "end", "round"):
            if getattr(self, name) is not None:  # numpy's whole numbers become Python's, which JSON knows
                object.__setattr__(self, name, operator.index(getattr(self, name)))
        missing = [name for name in _NEEDED[self.action] if not getattr(self, name)]
        if missing:
            raise CodingError(f"A decision to {self.action} needs {', '.join(missing)}; give it.")
        if (self.start is None) is not (self.end is None) or (self.start is None) is not (self.quote == ""):
            raise CodingError(f"A decision to {self.action} a passage needs start, end and quote; give all three.")
        if self.start is not None and self.end is not None and self.end - self.start != len(self.quote):
            raise CodingError(
                f"A quote of {len(self.quote)} characters cannot be at {self.start} to {self.end}; offsets count "
                "code points, and the end is exclusive."
            )


def as_line(decision: Decision) -> str:
    """One line of JSON, without its line feed; keys that do not apply are left out."""
    values = {part.name: getattr(decision, part.name) for part in fields(decision)}
    return json.dumps(
        {key: value for key, value in values.items() if value not in ("", None, (), {})}, ensure_ascii=False
    )


def from_line(line: bytes | str) -> Decision:
    """The decision that a line of JSON holds; keys that are not known are passed over.

    Raises CodingError, saying what is wrong, where it holds none.

    >>> line = '{"id": "a1", "time": "2026-02-10T09:30:00.000Z", "coder": "IF", "action": "done", "source": "P07"}'
    >>> from_line(line).coder
    'IF'
    """
    try:
        return _READER.validate_json(line, strict=True)
    except ValidationError as error:
        fault = error.errors()[0]
        if fault["type"] == "json_invalid":
            raise CodingError(fault["msg"].replace("Invalid JSON", "not JSON")) from None
        where = ".".join(str(part) for part in fault["loc"])
        raise CodingError(f"{where}: {fault['msg']}" if where else fault["msg"]) from None


_READER = TypeAdapter(Decision)
