"""What one person said, compared with other texts: which names nobody else said, which notes may be about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.pseudonyms import Pseudonymiser, identifiers
from lmep_consult.pseudonyms.words import is_english, words_of

WITHDRAWN = "[withdrawn]"  # what is in the place of a name
_IN_A_ROW = 4  # words that are taken for somebody's own
_QUOTED = re.compile(r"[“\"‘']([^“”\"‘’']{3,}?)[”\"’']")


@dataclass
class Said:
    """theirs, others: what the person and everybody else said and wrote, a text a turn or answer; complete before
    anything is asked. unread: whether a file could not be searched, so that others may have said more."""

    theirs: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unread: bool = False

    def is_theirs(self, phrase: str) -> bool:
        """Whether they said the words in a row and nobody else did."""
        words = _plain([phrase])
        return words.strip() != "" and words in self._theirs and words not in self._others

    def is_echoed(self, note: str) -> bool:
        """Whether a note holds four words in a row, or words in quotation marks, that only they said."""
        keys = [word.key for word in words_of(note)]
        rows = (" ".join(keys[at : at + _IN_A_ROW]) for at in range(len(keys) - _IN_A_ROW + 1))
        return any(map(self.is_theirs, rows)) or any(map(self.is_theirs, _QUOTED.findall(note)))

    @cached_property
    def _theirs(self) -> str:
        return _plain(self.theirs)

    @cached_property
    def _others(self) -> str:
        return _plain(self.others)


def _plain(texts: Iterable[str]) -> str:
    """The words as they are compared, a space around each, no two texts running into one."""
    return " | ".join(f" {' '.join(word.key for word in words_of(text))} " for text in texts)


def contains(text: str, phrase: str) -> bool:
    """Whether the words of the phrase are in the text, in a row.

    >>> contains("In Upper Ouseby's hall", "upper ouseby"), contains("Ousebyton", "Ouseby")
    (True, False)
    """
    return _plain([phrase]) in _plain([text])


class Naming:
    """Finds where a note names one person.

    A name goes where it can be nobody else's, as in a transcript. An id goes where it holds a letter and a digit, as
    P07 does; one that is a word or a number ("A", "12") may mean something else, and so may a name that several share.
    """

    def __init__(self, register: pd.DataFrame, participant: str, plan: Plan) -> None:
        team = [*plan.team.names, *plan.team.emails]
        self._names = Pseudonymiser(identifiers(register, team), plan.disclosure.allow)
        self._replacement = f"[{participant}]"
        (name,) = register.loc[register["participant"] == participant, "name"]
        self._parts = {word.key for word in words_of(name)}
        flags = re.IGNORECASE if any(map(str.isdigit, participant)) else 0  # "A" is also a word
        self._id = re.compile(rf"(?<![^\W_]){re.escape(participant)}(?![^\W_])", flags)
        self._is_unlike_words = bool(flags) and any(map(str.isalpha, participant))

    def without(self, note: str) -> str:
        """The note with WITHDRAWN where it surely names them."""
        for span in reversed(self._names.spans(note)):
            if span.replacement == self._replacement:
                note = note[: span.start] + WITHDRAWN + note[span.end :]
        return self._id.sub(WITHDRAWN, note) if self._is_unlike_words else note

    def may_name(self, note: str) -> bool:
        """Whether a note may still name them: by an id that is a word or number, or a name that several share."""
        names = (word for word in words_of(note) if word.key in self._parts)
        return bool(self._id.search(note)) or any(word.is_capitalised or not is_english(word.written) for word in names)
