"""What coders agree or differ on: turns, characters or answers to questions, and who gave each of them which code."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.coding.decisions.passages import Spoken
from lmep_consult.errors import CodingError

By = Literal["turns", "characters", "questions"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Units:
    """frame: one row per unit of participants' speech: source, turn (of a question, its first), question, start, end
        (into the source's text; of a question, from its first turn to its last), weight (characters of a run, else 1),
        cluster (what varies as a whole: the turn of a run, else the unit).
    coders, codes: the axes of `given`: codes x units x coders, whether the coder gave the unit the code.
    """

    frame: pd.DataFrame
    coders: list[str]
    codes: list[str]
    given: Flags

    def ratings(self, codes: Collection[str]) -> pd.DataFrame:
        """Units x coders: whether the coder gave the unit any of these codes."""
        wanted = [place for place, code in enumerate(self.codes) if code in codes]
        either = np.asarray(self.given[wanted].any(axis=0))
        return pd.DataFrame(either, index=self.frame.index, columns=self.coders)

    def sets(self) -> pd.DataFrame:
        """Units x coders: the set of codes that the coder gave the unit, for alpha by Jaccard's or MASI distance."""
        names = np.array(self.codes, dtype=object)
        cells = [[frozenset(names[unit]) for unit in coder.T] for coder in self.given.transpose(2, 0, 1)]
        return pd.DataFrame(dict(zip(self.coders, cells, strict=True)), index=self.frame.index)

    def coded(self) -> Units:
        """Those to which any of the coders gave a code."""
        kept = np.flatnonzero(self.given.any(axis=(0, 2)))
        return Units(self.frame.iloc[kept].reset_index(drop=True), self.coders, self.codes, self.given[:, kept])


def coded_units(
    codings: pd.DataFrame, transcripts: Mapping[str, Spoken], coders: Sequence[str], by: By = "turns"
) -> Units:
    """Part what participants said into units, with the codes that each coder gave to each.

    codings: columns source, coder, code, start, end; those of other coders or sources are left out. transcripts: the
    sources that all of the coders have finished, so that no code means that a coder gave none. Their turns have turn,
    participant ("" for an interviewer, whose words are no unit), start_char, end_char and, by questions, question.

    by: "turns", which have a code where any of their characters has it; "characters", as runs that all coders coded
    alike from end to end, so that a long text stays small; "questions", all that is said in a source under a question,
    which has the codes of its turns (turns under no question are no unit).

    Raises CodingError where there are no two coders, nothing was said, or turns have no question to go by.
    """
    if by not in get_args(By):
        raise ValueError(f"by={by!r}: it is one of {', '.join(get_args(By))}")
    if len(set(coders)) < 2:
        raise CodingError("Agreement needs at least two coders who finished the same sources.")
    turns, offsets = _turns(transcripts, by)
    spans = codings[codings["coder"].isin(coders) & codings["source"].isin(list(transcripts))]
    offset = spans["source"].map(offsets).astype("int64")
    spans = spans.assign(start=spans["start"].astype("int64") + offset, end=spans["end"].astype("int64") + offset)
    frame = _runs(turns, spans) if by == "characters" else turns
    codes = sorted(set(spans["code"]))
    given = _given(frame, spans, list(coders), codes)
    if by == "questions":
        frame, given = _questions(frame, given)
    offset = frame["source"].map(offsets)
    frame = frame.assign(start=frame["start"] - offset, end=frame["end"] - offset)
    return Units(frame, list(coders), codes, given)


def _turns(transcripts: Mapping[str, Spoken], by: By) -> tuple[pd.DataFrame, dict[str, int]]:
    """Participants' turns, all texts laid end to end; and where each text begins."""
    parts, offsets, offset = [], {}, 0
    for source, transcript in transcripts.items():
        turns = transcript.turns
        if by == "questions" and "question" not in turns:
            raise CodingError(
                f"{source}: its turns have no question; compare by turns, or align it with the topic guide."
            )
        said = turns[(turns["participant"] != "") & (turns["end_char"] > turns["start_char"])]
        question = said.get("question", "")
        places = {"start": said["start_char"] + offset, "end": said["end_char"] + offset}
        parts.append(pd.DataFrame({"source": source, "turn": said["turn"], "question": question, **places}))
        offsets[source] = offset
        offset += len(transcript.text) + 1
    turns = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if by == "questions" and len(turns):
        turns = turns[turns["question"] != ""].reset_index(drop=True)
    if not len(turns):
        raise CodingError("No source that all coders finished holds words of a participant; nothing can be compared.")
    return turns.assign(weight=1, cluster=range(len(turns))), offsets


def _runs(turns: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The turns parted wherever a span begins or ends."""
    edges = np.unique(np.concatenate([turns["start"], turns["end"], spans["start"], spans["end"]]))
    starts, ends = edges[:-1], edges[1:]
    turn = np.searchsorted(turns["start"].to_numpy(), starts, side="right") - 1
    within = (turn >= 0) & (starts < turns["end"].to_numpy()[turn])
    runs = turns.iloc[turn[within]].reset_index(drop=True)
    return runs.assign(start=starts[within], end=ends[within], weight=(ends - starts)[within])


def _given(units: pd.DataFrame, spans: pd.DataFrame, coders: list[str], codes: list[str]) -> Flags:
    """Codes x units x coders: whether a span of the coder with the code touches the unit."""
    first = np.searchsorted(units["end"].to_numpy(), spans["start"], side="right")
    last = np.searchsorted(units["start"].to_numpy(), spans["end"], side="left")
    code = pd.Index(codes).get_indexer(pd.Index(spans["code"]))
    coder = pd.Index(coders).get_indexer(pd.Index(spans["coder"]))
    change = np.zeros((len(codes), len(units) + 1, len(coders)), dtype=np.int32)
    np.add.at(change, (code, first, coder), 1)
    np.add.at(change, (code, np.maximum(first, last), coder), -1)
    return np.asarray(change.cumsum(axis=1)[:, :-1] > 0)


def _questions(turns: pd.DataFrame, given: Flags) -> tuple[pd.DataFrame, Flags]:
    """Turns of one source and question as one unit."""
    groups = turns.groupby(["source", "question"], sort=False)
    number = groups.ngroup().to_numpy()
    either = np.zeros((number.max() + 1, given.shape[0], given.shape[2]), dtype=bool)
    np.logical_or.at(either, number, given.transpose(1, 0, 2))
    firsts = groups.agg(turn=("turn", "first"), start=("start", "min"), end=("end", "max")).reset_index()
    columns = ["source", "turn", "question", "start", "end"]
    return firsts[columns].assign(weight=1, cluster=range(len(firsts))), either.transpose(1, 0, 2)
