"""The interviews as coded: what rules suggest, what people decided, and which of it the tables count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding import Folded, anchor, final_codings, fold
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.errors import Problem
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

SUGGESTED = ["source", "participant", "code", "start", "end", "quote", "turn", "rule", "said", "origin"]


@dataclass(frozen=True)
class Coded:
    """suggestions: what the codebook's terms suggest in transcripts (columns SUGGESTED); in_chats: likewise in chats.
    folded: what all decisions come to. by_coder: each coder's codings, placed on the transcripts as they are now.
    final: the codings that are final. open: stretches on which coders differ and nobody has adjudicated.
    waiting: sources that not all who are to code them have finished, so that nothing of them is final.
    counted: what the tables count: the final codings, or while nobody has coded anything the suggestions.
    by_people: which of the two. sources: the transcripts that `counted` is of.
    problems: lines of logs that are no decisions, decisions that contradict each other, codings whose words are gone.
    """

    suggestions: pd.DataFrame
    in_chats: pd.DataFrame
    folded: Folded
    by_coder: pd.DataFrame
    final: pd.DataFrame
    open: pd.DataFrame
    waiting: frozenset[str]
    counted: pd.DataFrame
    by_people: bool
    sources: frozenset[str]
    problems: tuple[Problem, ...]


def coded(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    decisions: Iterable[Decision] = (),
    unread: Iterable[Problem] = (),
) -> Coded:
    """What the transcripts are coded as. decisions, unread: as coding.read_logs gives them."""
    folded = fold(decisions)
    by_coder, lost = anchor(folded.codings, data.transcripts)
    adjudications, lost_too = anchor(folded.adjudications, data.transcripts)
    begun = {*by_coder["source"], *folded.done["source"]} & data.transcripts.keys()
    waiting = {source for source in begun if not _finished(source, folded.done, plan)}
    ready = begun - waiting
    final = final_codings(
        by_coder[by_coder["source"].isin(ready)],
        adjudications[adjudications["source"].isin(ready)],
        folded.done[folded.done["source"].isin(ready)],
    )
    suggested = suggestions(data.transcripts, codebook)
    return Coded(
        suggested,
        suggestions(data.chats, codebook),
        folded,
        by_coder,
        final.codings,
        final.open,
        frozenset(waiting),
        final.codings if ready else suggested,
        bool(ready),
        frozenset(ready or data.transcripts),
        (*unread, *_conflicts(folded), *_lost(pd.concat([lost, lost_too]))),
    )


def suggestions(transcripts: Mapping[str, Transcript], codebook: Codebook) -> pd.DataFrame:
    """What the codebook suggests for participants' turns: source (the transcript's name), participant, the columns of
    Codebook.apply, said (the whole turn) and origin ("rule")."""
    parts = [pd.DataFrame(columns=SUGGESTED)]
    for source, transcript in transcripts.items():
        turns = transcript.turns[transcript.turns["participant"] != ""].set_index("turn")
        said = turns[["participant", "text"]].rename(columns={"text": "said"})
        found = codebook.apply(transcript).join(said, on="turn", how="inner")
        parts.append(found.assign(source=source, origin="rule"))
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)[SUGGESTED]


def _finished(source: str, done: pd.DataFrame, plan: Plan) -> bool:
    """Whether all coders that a round assigns to the source have finished it; where none does, one pass is enough."""
    finished = set(zip(done["source"], done["round"], done["coder"], strict=True))
    return all(
        (source, number, coder) in finished
        for (assigned, number), coders in plan.coding.assigned.items()
        if assigned == source
        for coder in coders
    )


def _conflicts(folded: Folded) -> Iterable[Problem]:
    for row in folded.conflicts.to_dict("records"):
        yield Problem(f"codings of {row['source'] or 'no source'}, {row['coders']}", row["what"], ", ".join(row["ids"]))
    for row in folded.undecided.to_dict("records"):
        choices: Collection[str] = row["choices"]
        what = f"code {row['code']} became {' or '.join(choices) or 'nothing'}; a person must choose"
        yield Problem(f"codings of {row['source']}, {row['coder']}", what, row["id"])


def _lost(lost: pd.DataFrame) -> Iterable[Problem]:
    for row in lost.to_dict("records"):
        yield Problem(
            f"codings of {row['source']}, {row['coder']}", f"{row['code']} counts nowhere: {row['why']}", row["id"]
        )
