"""What each ranking question of the polls is for: priorities, outcomes, or the formats of outputs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.plan import Plan


@dataclass(frozen=True)
class Roles:
    """Ids of the ranking questions that somebody answered, by what they are for."""

    priorities: tuple[str, ...]
    outcomes: tuple[str, ...]
    formats: tuple[str, ...]


def roles(plan: Plan, priorities: pd.DataFrame) -> Roles:
    """Questions whose options study.toml ties to codes ask for priorities (the first question, where none does), the
    one it names for formats asks for formats, the others for outcomes."""
    answered = set(priorities["question"])
    ranked = [question for poll in plan.polls for question in poll.questions if question.id in answered]
    formats = tuple(question.id for question in ranked if question.id == plan.report.formats)
    others = [question for question in ranked if question.id not in formats]
    main = tuple(question.id for question in others if question.codes) or tuple(q.id for q in others[:1])
    return Roles(main, tuple(question.id for question in others if question.id not in main), formats)
