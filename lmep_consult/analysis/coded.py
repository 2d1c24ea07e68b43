"""The interviews as coded: what rules suggest, what people decided, and which of it the tables count.

The rule. A transcript is finished when each coder that a round of study.toml assigns to it has said that it is done,
or, where no round does, when somebody has. Tables count what people coded once every interview is finished, and until
then what the codebook's terms suggest, in all transcripts: what one person does with one interview takes no other out.
study.toml may ask to count finished interviews before all are: `[coding] count = "finished"`. A group discussion, and
the answers to an open question, are waited for where a round names them; others count once somebody has finished them,
and hold no interview back. In a
finished transcript the codings of those who finished it count. `Coded.rests_on` says what of this is so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding import (
    Final,
    Folded,
    Together,
    anchor,
    coded_together,
    final_codings,
    finished,
    fold,
    lost_code_problems,
)
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.waiting import are_waiting
from lmep_consult.errors import Problem
from lmep_consult.plan import Plan, unmatched_batches, unmatched_codes
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

SUGGESTED = ["source", "participant", "code", "start", "end", "quote", "turn", "rule", "said", "origin"]


@dataclass(frozen=True)
class Coded:
    """suggestions: what the codebook's terms suggest in transcripts (columns SUGGESTED); in_chats: likewise in chats.
    folded: what all decisions come to. by_coder: each coder's codings, placed on the transcripts as they are now.
    done: who has finished which transcript in which round: the columns of folded.done.
    together: what several coders did in the same round, as it was when they had finished.
    finished: transcripts that are coded in full. waiting: those that somebody has begun and that are not.
    final: the codings of finished transcripts. open: stretches on which coders differ and nobody has adjudicated.
    counted: what the tables count: final codings or suggestions, by the rule above; starred and refused
        say whether a coder wants the report to quote words of the passage for the code, or wants it not to.
    by_people: which of the two. sources: the transcripts that `counted` is of. rests_on: both in a sentence.
    problems: lines of logs that are no decisions, decisions that contradict each other, codings whose words are gone,
    codings and marks of being done that do not count, codes that the codebook lacks.
    """

    suggestions: pd.DataFrame
    in_chats: pd.DataFrame
    folded: Folded
    by_coder: pd.DataFrame
    done: pd.DataFrame
    together: tuple[Together, ...]
    finished: frozenset[str]
    waiting: frozenset[str]
    final: pd.DataFrame
    open: pd.DataFrame
    counted: pd.DataFrame
    by_people: bool
    sources: frozenset[str]
    rests_on: str
    problems: tuple[Problem, ...]


def coded(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    decisions: Iterable[Decision] = (),
    unread: Iterable[Problem] = (),
) -> Coded:
    """What the transcripts are coded as. decisions, unread: as coding.read_logs gives them."""
    decisions = list(decisions)
    folded = fold(decisions)
    by_coder, lost = anchor(folded.codings, data.transcripts)
    adjudications, lost_too = anchor(folded.adjudications, data.transcripts)
    done, stale = finished(folded.done, data.transcripts)
    work = _Work.of(data, plan, done)
    final, partial = _final(by_coder, adjudications, done, work.finished)
    suggested = suggestions(data.transcripts, codebook)
    by_people = work.complete or (plan.coding.count == "finished" and bool(work.finished))
    return Coded(
        suggestions=suggested,
        in_chats=suggestions(data.chats, codebook),
        folded=folded,
        by_coder=by_coder,
        done=done,
        together=tuple(coded_together(decisions, done, data.transcripts)),
        finished=work.finished,
        waiting=frozenset({*by_coder["source"], *done["source"]} - work.finished),
        final=final.codings,
        open=final.open,
        counted=_with_stars(final.codings if by_people else suggested, anchor(folded.stars, data.transcripts)[0]),
        by_people=by_people,
        sources=work.finished if by_people else frozenset(data.transcripts),
        rests_on=work.rests_on(by_people, len(final.open)),
        problems=(
            *unread,
            *unmatched_codes(plan, [code.id for code in codebook.codes]),
            *lost_code_problems(folded, codebook),
            *_conflicts(folded),
            *_lost(pd.concat([lost, lost_too])),
            *_stale(stale),
            *_partial(partial),
            *_own_adjudications(adjudications, by_coder, done),
        ),
    )


def coded_sample(
    data: StudyData, texts: Mapping[str, Transcript], plan: Plan, codebook: Codebook, decisions: Iterable[Decision]
) -> Coded:
    """What the batches of written responses are coded as. texts: by source. decisions: those about them.

    A batch is finished once nothing is open in it either: what coders differ on must not count as if nobody had found
    it. What is said above of what tables count is not so of batches: counts are estimated from the finished ones.
    """
    read = coded(replace(data, transcripts=dict(texts), chats={}), plan, codebook, decisions)
    differing = frozenset(read.open["source"])
    return replace(
        read,
        finished=read.finished - differing,
        waiting=read.waiting | differing,
        problems=(*read.problems, *unmatched_batches(plan, texts)),
    )


def suggestions(transcripts: Mapping[str, Transcript], codebook: Codebook) -> pd.DataFrame:
    """What the codebook suggests for participants' turns: source (the transcript's name), participant, the columns of
    Codebook.apply, said (the whole turn) and origin ("rule")."""
    parts = [pd.DataFrame(columns=SUGGESTED)]
    for source, transcript in transcripts.items():
        turns = transcript.turns
        who, said = (dict(zip(turns["turn"], turns[column], strict=True)) for column in ("participant", "text"))
        found = codebook.apply(transcript)
        found = found[np.array([who[turn] != "" for turn in found["turn"]], dtype=bool)]
        by, words = ([of[turn] for turn in found["turn"]] for of in (who, said))
        parts.append(found.assign(source=source, participant=by, said=words, origin="rule"))
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)[SUGGESTED]


def _with_stars(counted: pd.DataFrame, stars: pd.DataFrame) -> pd.DataFrame:
    place = ["source", "code", "start", "end"]

    def touched(those: pd.DataFrame) -> list[bool]:
        without = are_waiting(*(frame[place].itertuples(index=False, name=None) for frame in (counted, those)))
        return [not each for each in without]

    wanted = stars["verdict"] == ""
    return counted.assign(starred=touched(stars[wanted]), refused=touched(stars[~wanted]))


@dataclass(frozen=True)
class _Work:
    """Which transcripts there are, which of them tables wait for, and which are finished."""

    interviews: frozenset[str]
    discussions: frozenset[str]
    answers: frozenset[str]
    awaited: frozenset[str]
    finished: frozenset[str]

    @classmethod
    def of(cls, data: StudyData, plan: Plan, done: pd.DataFrame) -> _Work:
        marks: dict[str, set[tuple[int, str]]] = {source: set() for source in data.transcripts}
        for source, number, coder in done[["source", "round", "coder"]].itertuples(index=False):
            marks[source].add((number, coder))
        interviews = frozenset(data.transcripts) & set(data.register["participant"])
        answers = frozenset(data.transcripts) & plan.answers_coded.keys()
        discussions = frozenset(data.transcripts) - interviews - answers
        events = {event.id for event in plan.events}
        called = {source: source if source in interviews | events else _without_number(source) for source in marks}
        assigned: dict[str, set[tuple[int, str]]] = {
            source: {
                (number, coder)
                for (named, number), coders in plan.coding.assigned.items()
                if named in (source, called[source])
                for coder in coders
            }
            for source in data.transcripts
        }
        ready = frozenset(source for source in marks if marks[source] and assigned[source] <= marks[source])
        awaited = interviews | {source for source in discussions | answers if assigned[source]}
        return cls(interviews, discussions, answers, awaited or discussions or answers, ready)

    @property
    def complete(self) -> bool:
        return bool(self.awaited) and self.awaited <= self.finished

    def rests_on(self, by_people: bool, differ: int) -> str:
        """What the tables count, in a sentence or two. differ: passages on which coders differ."""
        kinds = {
            "interviews": self.interviews,
            "group discussions": self.discussions,
            "open questions of polls": self.answers,
        }
        coded = " and ".join(f"{len(of & self.finished)} of {len(of)} {kind}" for kind, of in kinds.items() if of)
        wrote = self.answers & self.finished if by_people else self.answers
        both = " Who wrote an answer is counted among interviewees, once." if wrote else ""
        if not by_people:
            found = "Passages were found by the codebook's terms and have not yet been checked by a person"
            count = f"; {coded} are coded by people, and count so once all are" if self.finished else ""
            return f"{found}{count}.{both}"
        part = self.finished < self.interviews | self.discussions | self.answers
        said = f"Passages were coded by people, in {coded}{', which alone are counted' if part else ''}"
        settled = f"{said}; where coders differed, the adjudicated coding counts.{both}"
        return f"{settled} Passages not yet adjudicated, which are not counted: {differ}." if differ else settled


def _without_number(source: str) -> str:
    """What the transcripts of one event are called without their numbers: "W1" of "W1 2"."""
    return re.sub(r" [0-9]+$", "", source)


def _final(
    by_coder: pd.DataFrame, adjudications: pd.DataFrame, done: pd.DataFrame, ready: Collection[str]
) -> tuple[Final, pd.DataFrame]:
    """What is final in finished transcripts; and the codings there of those who have not finished them."""
    there = by_coder[by_coder["source"].isin(ready)]
    whose = pd.MultiIndex.from_frame(there[["source", "coder"]])
    theirs = whose.isin(pd.MultiIndex.from_frame(done[["source", "coder"]]))
    final = final_codings(
        there[theirs], adjudications[adjudications["source"].isin(ready)], done[done["source"].isin(ready)]
    )
    return final, there[~theirs]


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


def _stale(stale: pd.DataFrame) -> Iterable[Problem]:
    for row in stale.to_dict("records"):
        what = f"“done” in round {row['round']} does not count: {row['why']}"
        yield Problem(f"codings of {row['source']}, {row['coder']}", what, row["id"])


def _partial(partial: pd.DataFrame) -> Iterable[Problem]:
    for (source, coder), rows in partial.groupby(["source", "coder"]):
        what = f"{len(rows)} codings do not count: others have finished {source}, and {coder} has not said “done”"
        yield Problem(f"codings of {source}, {coder}", what, "")


def _own_adjudications(adjudications: pd.DataFrame, by_coder: pd.DataFrame, done: pd.DataFrame) -> Iterable[Problem]:
    both = pd.concat([by_coder[["source", "coder"]], done[["source", "coder"]]])
    coders = set(both.itertuples(index=False, name=None))
    for (source, coder), rows in adjudications.groupby(["source", "coder"]):
        if (source, coder) in coders:
            what = f"{len(rows)} passages adjudicated by {coder}, who is one of the coders of {source}; ask another"
            yield Problem(f"codings of {source}, {coder}", what, "")
