"""Codes suggested by meaning, learnt from what people coded in this study."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.coded import SUGGESTED, Coded
from lmep_consult.codebook import Codebook, sentences
from lmep_consult.coding import waiting
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.coding.suggest import Suggester
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript


def by_meaning(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> pd.DataFrame:
    """What the model that study.toml names suggests for the interviews nobody has coded yet: columns SUGGESTED; rule
    says how sure it is and why.

    It learns from the final codings of the others, sentence by sentence. Families are not suggested. A suggestion is
    never a coding until a person decides.

    Raises SuggestionError where the extra is not installed or there is no such model.
    """
    begun = coded.finished | coded.waiting
    learn_from = _sentences({s: t for s, t in data.transcripts.items() if s in coded.finished})
    open_ = _sentences({s: t for s, t in data.transcripts.items() if s not in begun})
    if open_.empty:
        return pd.DataFrame(columns=SUGGESTED)
    suggester = Suggester(codebook, None if plan.coding.model == "default" else plan.coding.model)
    leaves = [code for code in parents_in_scope(codebook) if not codebook.children(code)]
    if len(learn_from):
        suggester.learn(list(learn_from["quote"]), _labels(learn_from, coded.final, leaves))
    found = suggester.suggest(list(open_["quote"]), plan.coding.threshold)
    found = found[found["code"].isin(leaves)]
    rows = open_.iloc[found["text"].astype(int)].reset_index(drop=True)
    why = [f"{sure:.0%} sure: {why}" for sure, why in zip(found["sure"], found["why"], strict=True)]
    made = rows.assign(code=list(found["code"]), rule=why, origin=list(found["origin"]))[SUGGESTED]
    by_rule = coded.suggestions.assign(coder="")
    return waiting(made, by_rule, "")  # what a rule suggests already is not suggested again


def _sentences(transcripts: Mapping[str, Transcript]) -> pd.DataFrame:
    """One row a sentence of a participant's: source, participant, start, end, quote, turn, said."""
    rows = []
    for source, transcript in transcripts.items():
        turns = transcript.turns[transcript.turns["participant"] != ""]
        for turn in turns.to_dict("records"):
            for start, end in sentences(turn["text"]):
                place = (turn["start_char"] + start, turn["start_char"] + end)
                rows.append((source, turn["participant"], *place, turn["text"][start:end], turn["turn"], turn["text"]))
    return pd.DataFrame(rows, columns=["source", "participant", "start", "end", "quote", "turn", "said"])


def _labels(said: pd.DataFrame, final: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Sentences x codes: 1 where a final coding of the code touches the sentence."""
    place = said[["source", "start", "end"]].assign(row=range(len(said)))
    pairs = place.merge(final[["source", "start", "end", "code"]], on="source", suffixes=("", "_coded"))
    touching = pairs[(pairs["start"] < pairs["end_coded"]) & (pairs["start_coded"] < pairs["end"])]
    labels = pd.DataFrame(0.0, index=range(len(said)), columns=codes)
    for code, rows in touching.groupby("code")["row"]:
        if code in labels:
            labels.loc[list(rows), code] = 1.0
    return labels.set_axis(
        [f"{source}, turn {turn}" for source, turn in zip(said["source"], said["turn"], strict=True)]
    )
