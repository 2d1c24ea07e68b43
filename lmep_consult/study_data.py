"""Everything a study's raw files hold, put together: what is analysed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from lmep_consult.transcripts import Transcript


@dataclass(frozen=True)
class StudyData:
    """What was read.

    register: as participants.read_register gives it.
    transcripts: interviews by the participant's id, group discussions by the event's (W1, W1 2 ...), open answers that
        are coded by the poll's and the question's (feedback:more), a turn per answer; names replaced, speakers
        identified, each turn with section, question and confidence.
    chats: what was written during events, likewise.
    ballots: one row per voter, question and option, over all rankings: event, poll, question, voter (the participant's
        id, or event and row for the anonymous), group, option, rank, written_in, counted_as (the option a write-in
        counts as by study.toml, else "").
    answers: one row per answer to another question: event, poll, question, voter, group, kind ("single", "multiple",
        "likert", "rating", "text"), answer, value, written_in; names replaced.
    write_ins: text written besides a ranking: event, poll, question, voter, group, text; names replaced.
    attended: one row per person and event: event, participant, group, organisation, minutes.
    ordinary: words the transcripts hold in lower case.
    replaced: what was replaced: source, turn, start, end (in the turn as spoken), text, replacement, kind, reason,
        before and after (the words around it) (confidential).
    files: one row per raw file: file, kind, layout, held (turns, ballots or people), problems.
    problems: one row per thing not placed: file, where, what, text (confidential).
    monitored: one row per line of the tables in monitoring/: measure, what, period, value, of, target, file, line.
    """

    register: pd.DataFrame
    transcripts: dict[str, Transcript]
    chats: dict[str, Transcript]
    ballots: pd.DataFrame
    answers: pd.DataFrame
    write_ins: pd.DataFrame
    attended: pd.DataFrame
    ordinary: frozenset[str]
    replaced: pd.DataFrame
    files: pd.DataFrame
    problems: pd.DataFrame
    monitored: pd.DataFrame = field(default_factory=pd.DataFrame)
