"""Words of respondents that a report shows: a few passages of each theme, drawn from those that people coded."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.disclosure import ANYBODY, DRAFT, SIGNED_OFF, Rules, asks_for_privacy, quotable, signed
from lmep_consult.plan.responses import batch_source
from lmep_consult.responses.sample import called
from lmep_consult.responses.sampling import shuffled

_EACH = 2  # quotations of a theme, by different people
QUOTES = ["question", "code", "group", "participant", "quote", "words", "attribution", "sign_off"]
_HELD = ["participant", "code", "turn", "quote", "words", "why", "said", "would_show"]


@dataclass(frozen=True)
class ResponseQuotes:
    """quotes: those that may be shown: QUOTES; group and attribution are the type of respondent, or anybody where too
    few share it. to_sign: those that wait for a sign-off, likewise. held_back: those that may name somebody or ask for
    privacy, with why."""

    quotes: pd.DataFrame
    to_sign: pd.DataFrame
    held_back: pd.DataFrame

    @property
    def read(self) -> frozenset[str]:
        """The words that a person has signed off."""
        return frozenset(self.quotes.loc[self.quotes["sign_off"] == SIGNED_OFF, "words"])


def response_quotes(
    final: pd.DataFrame,
    sample: pd.DataFrame,
    respondents: pd.DataFrame,
    sign_offs: pd.DataFrame,
    rules: Rules,
    seed: int,
    needed: bool = True,
    shared_by: int = 3,
) -> ResponseQuotes:
    """Choose quotations. final: final codings of the sample. sample: as drawn. respondents: by response, quotable and
    group. sign_offs: the record. needed: whether a quotation is shown only when it is signed off. shared_by: how many
    who may be quoted a type of respondent needs, to be named."""
    answers = sample.assign(
        source=[batch_source(question, batch) for question, batch in sample[["question", "batch"]].to_numpy()],
        participant=sample["number"].map(called),
    )
    known = final.merge(answers[["source", "participant", "question", "response"]], on=["source", "participant"])
    known = known.join(respondents, on="response")
    known = known[known["quotable"].fillna(False).astype(bool)]
    known = known.assign(words=known["quote"])
    sharing = respondents.loc[respondents["quotable"].fillna(False).astype(bool), "group"].value_counts()
    named = known["group"].map(sharing).fillna(0).ge(shared_by) & (known["group"] != "")
    known["attribution"] = known["group"].where(named, ANYBODY)
    known["group"] = known["attribution"]
    known = signed(known.reset_index(drop=True), sign_offs)
    free = known.index.isin(quotable(known, rules).index) | (known["sign_off"] == SIGNED_OFF)
    order = pd.Series(shuffled(pd.Index(known["participant"] + known["code"]), seed), index=known.index)
    known = known.assign(order=order, draft=known["sign_off"] == DRAFT)
    chosen = _few(known[free])
    held = known[~free]
    why = [
        "the respondent asked for privacy" if asks_for_privacy(said) else "may name somebody" for said in held["said"]
    ]
    return ResponseQuotes(
        (chosen[~chosen["draft"]] if needed else chosen)[QUOTES].reset_index(drop=True),
        chosen.loc[chosen["draft"], QUOTES].reset_index(drop=True),
        held.assign(why=why, would_show="no")[_HELD].reset_index(drop=True),
    )


def _few(known: pd.DataFrame) -> pd.DataFrame:
    """Of each question and theme a few, those that are signed off first, then in a random order."""
    known = known.sort_values(["question", "draft", "order"], kind="stable")
    known = known.drop_duplicates(["question", "code", "participant"])
    return known.groupby(["question", "code"], sort=False).head(_EACH)


def group_and_leave(respondents: pd.DataFrame, group_by: str) -> pd.DataFrame:
    """By response: whether it may be quoted, and its group ("" for none)."""
    group = respondents[group_by].fillna("").astype(str) if group_by else pd.Series("", index=respondents.index)
    return pd.DataFrame({"quotable": respondents["quotable"], "group": group}, index=respondents.index)
