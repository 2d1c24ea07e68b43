"""Open answers of polls as texts to code: a source per question, a turn per answer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lmep_consult.errors import Problem
from lmep_consult.participants import refusals
from lmep_consult.plan import Plan
from lmep_consult.polls import participant_of
from lmep_consult.transcripts import Transcript, written_down


def written_answers(
    answers: pd.DataFrame, register: pd.DataFrame, plan: Plan, events: Sequence[str]
) -> tuple[dict[str, Transcript], list[Problem]]:
    """The answers to the questions that study.toml wants coded, by the source's name ("feedback:more"), in the order of
    `events` and of the files; and whose answers are left out.

    answers: as in StudyData, those that count. A source begins with the question, as an interviewer's turn; then each
    turn is a participant's, so that a person who also speaks in an interview counts once. An anonymous answer is its
    voter's ("W1 row 3"): it can be coded, and is counted as no participant's. As with turns, the words of those whose
    words may not be recorded are left out.
    """
    people, silent = set(register["participant"]), refusals(register, "recording")
    place = {event: at for at, event in enumerate(events)}
    found: dict[str, Transcript] = {}
    problems: list[Problem] = []
    for source, (poll, question) in plan.answers_coded.items():
        here = answers[(answers["poll"] == poll.id) & (answers["question"] == question.id)]
        here = here.sort_values("event", key=lambda event: event.map(place), kind="stable")
        whose = here["voter"].map(lambda voter: participant_of(voter, people) or voter)
        for who in sorted(set(whose) & silent.keys()):
            problems.append(Problem(who, f"{silent[who]}, so the answer to {source} is not coded"))
        kept = ~whose.isin(list(silent))
        if kept.any():
            found[source] = written_down(
                source, question.column, here.loc[kept, "answer"].tolist(), whose[kept].tolist()
            )
    return found, problems
