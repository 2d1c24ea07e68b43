"""Under which question of the topic guide each theme came up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.decisions.passages import Spoken
from lmep_consult.coding.scope import held, parents_in_scope


def code_by_question(
    codings: pd.DataFrame, transcripts: Mapping[str, Spoken], questions: Iterable[str], codebook: Codebook
) -> pd.DataFrame:
    """Participants, not mentions, per question and code.

    codings: columns source, turn, participant, code; a coding is of the turn it begins in. transcripts: by name; their
    turns have turn, participant, question ("" where a turn belongs to none). questions: ids, in the guide's order. A
    code counts those who have it or any code that belongs to it; codes out of the study's scope do not count.

    Returns one row for each question (those under none last, as "") that participants answered and each code, in the
    codebook's order: question, code, family (the parent's id), participants, base (who answered the question).
    """
    columns = ["turn", "participant", "question"]
    parts = [t.turns[columns].assign(source=name) for name, t in transcripts.items()]
    turns = pd.concat(parts or [pd.DataFrame(columns=[*columns, "source"])])
    bases = turns[turns["participant"] != ""].groupby("question")["participant"].nunique().to_dict()
    parents = parents_in_scope(codebook)
    given = codings.merge(turns[["source", "turn", "question"]], on=["source", "turn"])
    pairs = held(given[["question", "code", "participant"]].drop_duplicates(), parents)
    counts = pairs[pairs["participant"] != ""].groupby(["question", "code"])["participant"].nunique().to_dict()
    order = [question for question in [*questions, ""] if question in bases]
    rows = [
        (question, code, parent, counts.get((question, code), 0), bases[question])
        for question in order
        for code, parent in parents.items()
    ]
    table = pd.DataFrame(rows, columns=["question", "code", "family", "participants", "base"])
    return table.astype({"participants": int, "base": int})
