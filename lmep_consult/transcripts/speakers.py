"""Who is speaking: each label of a transcript as the team or as a participant of the register."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lmep_consult.errors import Problem
from lmep_consult.names import match_id, match_name
from lmep_consult.transcripts.labels import parts_of, roles_of
from lmep_consult.transcripts.model import Transcript

TEAM = "team"
_NOBODY = re.compile(
    r"(?:unknown|unidentified|speaker|guest|user|caller)(?:[\s_-]?(?:speaker|user|\d{1,3}))?", re.IGNORECASE
)


class _Said(NamedTuple):
    """Whom a label means ("team", an id, or "" where that cannot be told), and why it cannot be told."""

    who: str
    what: str = ""


def identify_speakers(
    transcript: Transcript,
    participant: str,
    names: Mapping[str, str],
    team: Collection[str],
    *,
    attended: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
) -> Transcript:
    """Fill `role` and `participant` of every turn whose speaker can be told.

    participant: the id of the person interviewed, "" in a focus group. names: those of everyone in the register, by id.
    team: the names of interviewers and facilitators. attended: the ids of a focus group's people, none where that is
    not known. mapping: labels of this file, and the id or "team" that each stands for; it goes before all else.

    Then labels are told in this order: the same name; an id; a role ("Interviewer", and in an interview
    "Participant" where the file has one such label only); initials, a first name or a surname that can be one person's
    only. In an interview these are sought among the team and the person interviewed. A label that means nobody, or
    may mean several, stays "unknown", and so do numbers where all labels are numbers: one problem a label, never a
    guess.
    """
    turns = transcript.turns.copy()
    labels = [label for label in turns["label"].unique() if label]
    stated = {_fold(label): who for label, who in (mapping or {}).items()}
    roles = roles_of(labels)
    generic = {_fold(label) for label in labels if roles[label] == "participant" and not _id_in(label, names)}
    cast = _Cast(participant, names, team, attended, roles, one_generic=len(generic) == 1)
    counted = all(map(str.isdecimal, labels))  # a program's numbers, although somebody's id may be "1"
    problems = []
    for label in labels:
        spoken = turns["label"] == label
        if _fold(label) in stated:
            who, what = _Said(stated[_fold(label)])
        else:
            who, what = _Said("", "is a number, which says nobody's name") if counted else cast.tell(label)
        turns.loc[spoken, "role"] = "interviewer" if who == TEAM else "participant" if who else "unknown"
        turns.loc[spoken, "participant"] = "" if who == TEAM else who
        if not who:
            count = f"{spoken.sum()} turns" if spoken.sum() > 1 else "1 turn"
            settle = "add it under [speakers] in study.toml"
            first = turns.loc[spoken, "turn"].iloc[0]
            problems.append(Problem(f"turn {first}", f"{label!r} speaks in {count} and {what}; {settle}"))
    for label in mapping or {}:
        if _fold(label) not in map(_fold, labels):
            problems.append(Problem("file", "nobody in it has this label, which [speakers] in study.toml names", label))
    return transcript.with_turns(turns, problems)


class _Cast:
    """Those who may be speaking."""

    def __init__(
        self,
        participant: str,
        names: Mapping[str, str],
        team: Collection[str],
        attended: Collection[str],
        roles: Mapping[str, str],
        one_generic: bool,
    ) -> None:
        self.participant = participant
        self.names = names
        self.roles = roles
        self.one_generic = one_generic
        here = [participant] if participant else (list(attended) or list(names))
        self.team = [(TEAM, name) for name in team]
        self.here = self.team + [(id_, names[id_]) for id_ in here if id_ in names]

    def tell(self, label: str) -> _Said:
        if _NOBODY.fullmatch(label.strip()):
            return _Said("", "names nobody")
        match = match_name(label, self.here)
        if not match.exact:
            everyone = match_name(label, self.team + list(self.names.items()))
            match = everyone if everyone.exact else match
        if match.exact:
            return self._of(match.ids)
        if ids := _id_in(label, self.names):
            return self._of(ids)
        role = self.roles[label]
        if role == "interviewer":
            return _Said(TEAM)
        if role == "participant":
            return self._generic()
        return self._of(match.ids)

    def _of(self, ids: tuple[str, ...]) -> _Said:
        if len(ids) > 1:
            return _Said("", f"may be {' or '.join(ids)}")
        if not ids:
            return _Said("", "is nobody the study knows by that name")
        (who,) = ids
        if self.participant and who not in (TEAM, self.participant):
            return _Said("", f"is {who}, but this is the interview of {self.participant}")
        return _Said(who)

    def _generic(self) -> _Said:
        if not self.participant:
            return _Said("", "may be any participant of the group")
        if not self.one_generic:
            return _Said("", f"may or may not be {self.participant}, for the file has several such labels")
        return _Said(self.participant)


def _id_in(label: str, ids: Collection[str]) -> tuple[str, ...]:
    """The ids a label may be, whole or in its brackets: "P07", "Participant (P07)"."""
    plain, inside = parts_of(label)
    return match_id(label, ids) or match_id(plain, ids) or match_id(inside, ids)


def _fold(label: str) -> str:
    """A label as labels are compared: some programs put brackets round it, "[SPEAKER_00]"."""
    plain = " ".join(label.split()).casefold()
    return plain[1:-1] if plain[:1] == "[" and plain[-1:] == "]" else plain
