"""What the answers come to: closed questions and themes by respondent type, how right the machine was, campaigns.

Everything that is said of all answers is estimated from those that people coded; what the machine found by itself is in
no frame.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmep_consult.plan.responses import LETTERS, Responses, batch_source
from lmep_consult.responses.estimating import accuracy, estimated_counts
from lmep_consult.responses.sample import called, group_of
from lmep_consult.responses.units import Answers, chosen, with_families
from lmep_consult.table import ALL_GROUPS

ESTIMATED = ["code", "family", "group", "share", "lower", "upper", "base", "sample", "carry"]
THEMES = ["question", "question_title", *ESTIMATED]
BY_ANSWER = ["question", "question_title", "closed", "closed_title", *ESTIMATED]
ACCURACY = ["question", "question_title", "code", "precision", "precision_lower", "precision_upper", "found", "recall",
            "recall_lower", "recall_upper", "carry", "sample"]  # fmt: skip
CLOSED = ["closed", "closed_title", "answer", "group", "share", "base", "carry"]
RECEIVED = ["question", "question_title", "responses", "own_words", "in_campaigns", "campaigns", "to_code", "coded"]
CAMPAIGNS = ["question", "question_title", "campaign", "responses", "codes"]


@dataclass(frozen=True)
class Question:
    """What is known of one question. answered: how many responses hold any text. answers: those in words of the
    respondents' own. sample: of it, as drawn. campaigns: as `units.campaigns_of` has them."""

    answered: int
    answers: Answers
    sample: pd.DataFrame
    campaigns: pd.DataFrame


def response_frames(
    questions: Sequence[Question],
    plan: Responses,
    parents: Mapping[str, str],
    final: pd.DataFrame,
    finished: Collection[str],
) -> dict[str, pd.DataFrame]:
    """By table name: response_themes, response_themes_by_answer, machine_accuracy, responses_received, campaigns.

    parents: each code that counts, and the one it belongs to. final: the codings of finished sources: source,
    participant, code. finished: the sources that people coded in full.

    Shares are of the answers in words of the respondents' own, which campaigns' letters are not. Batches are random
    parts of the sample, so that those that are finished stand for all answers; but where the sample was drawn again,
    only all of it does.
    """
    frames: dict[str, list[pd.DataFrame]] = {
        "response_themes": [pd.DataFrame(columns=THEMES)],
        "response_themes_by_answer": [pd.DataFrame(columns=BY_ANSWER)],
        "machine_accuracy": [pd.DataFrame(columns=ACCURACY)],
        "responses_received": [pd.DataFrame(columns=RECEIVED)],
        "campaigns": [pd.DataFrame(columns=CAMPAIGNS)],
    }
    titles = {question.id: question.text or question.column for question in plan.questions}
    for each in questions:
        about = {"question": each.answers.question, "question_title": titles[each.answers.question]}
        there = each.sample["response"].isin(each.answers.machine.index)  # and not those that were withdrawn
        read = read_by_people(each.sample[there], finished)
        frames["responses_received"].append(_received(each, len(read)).assign(**about)[RECEIVED])
        frames["campaigns"].append(_campaigns(each, final, finished).assign(**about)[CAMPAIGNS])
        if read.empty:
            continue
        machine, person = each.answers.machine, person_found(read, final, parents, each.answers.question)
        chance = read.set_index("response")["chance"]

        def estimated(group: pd.Series) -> pd.DataFrame:
            counts = estimated_counts(machine, person, chance, group)  # noqa: B023  (called at once)
            shares = counts[["responses", "lower", "upper"]].div(counts["base"], axis=0)
            counts[["share", "lower", "upper"]] = shares.to_numpy()
            counts.insert(1, "family", counts["code"].map(parents))
            return counts[ESTIMATED]

        frames["response_themes"].append(estimated(group_of(each.answers, plan)).assign(**about)[THEMES])
        for closed in plan.closed:
            for answer, group in _answered(each.answers.respondents[closed.id], closed.options):
                of = estimated(group)
                title = closed.text or closed.column
                found = of[of["group"] == answer].assign(closed=closed.id, closed_title=title, **about)
                frames["response_themes_by_answer"].append(found[BY_ANSWER])
        if len(read) < len(machine):  # else nothing rests on the machine
            right = accuracy(machine, person, chance)
            frames["machine_accuracy"].append(right.assign(sample=len(read), **about)[ACCURACY])
    return {name: pd.concat([p for p in parts if len(p)] or parts, ignore_index=True) for name, parts in frames.items()}


def closed_answers(respondents: pd.DataFrame, plan: Responses) -> pd.DataFrame:
    """How many gave each answer to each closed question, of those who answered it, overall and by type of respondent.

    respondents: by response, the type (if study.toml says which attribute that is) and the closed questions.
    Returns a row a question, answer and group (`ALL_GROUPS` first, then the largest): closed, closed_title, answer,
    group, share, base (of the group, who answered the question), carry (who gave the answer).
    """
    rows = []
    for closed in plan.closed:
        given = respondents[closed.id].explode()
        given = given[given.notna() & (given != "")]
        one_each = given.reset_index().drop_duplicates()
        answered = given.index.unique()
        group = respondents.loc[answered, plan.group_by].fillna("") if plan.group_by else pd.Series("", answered)
        bases = {ALL_GROUPS: len(answered), **group[group != ""].value_counts().to_dict()}
        one_each["group"] = one_each[given.index.name].map(group)
        counted = one_each.groupby([closed.id, "group"]).size()
        overall = one_each[closed.id].value_counts()
        for answer in _known(one_each[closed.id], closed.options):
            for name, base in bases.items():
                gave = int(overall.get(answer, 0) if name == ALL_GROUPS else counted.get((answer, name), 0))
                share = gave / base if base else 0.0
                rows.append((closed.id, closed.text or closed.column, answer, name, share, base, gave))
    return pd.DataFrame(rows, columns=CLOSED)


def answer_called(closed: str, answer: str) -> str:
    """What the group of those who gave an answer to a closed question is called, as no other group is."""
    return f"{closed} = {answer}"


def read_by_people(sample: pd.DataFrame, finished: Collection[str]) -> pd.DataFrame:
    """Of the sample of one question, the answers in batches that are finished, with the chance that an answer had to be
    one of these; none where the sample was drawn again and is not finished."""
    done = pd.Series(
        [batch_source(question, batch) in finished for question, batch in sample[["question", "batch"]].to_numpy()],
        index=sample.index,
        dtype=bool,
    )
    read = sample[done]
    if len(read) < len(sample) and sample["drawn"].nunique() > 1:
        return sample.head(0)
    return read.assign(chance=read["chance"] * len(read) / max(len(sample), 1))


def person_found(read: pd.DataFrame, final: pd.DataFrame, parents: Mapping[str, str], question: str) -> pd.DataFrame:
    """Response x code: what people found in the answers they read."""
    index = pd.Index(read["response"], name="response")
    place = {called(number): at for at, number in enumerate(read["number"])}
    sources = {batch_source(question, batch) for batch in read["batch"]}
    there = final[final["source"].isin(sources) & final["participant"].isin(place) & final["code"].isin(parents)]
    return with_families(there["participant"].map(place).to_numpy(dtype=np.intp), there["code"], index, parents)


def _answered(answers: pd.Series, options: Collection[str]) -> list[tuple[str, pd.Series]]:
    """Each answer to a closed question, in the order of study.toml, and by response the same answer or ""."""
    given = set(answers.explode().dropna()) - {""}
    known = [option for option in _known(given, options) if option in given]
    return [(option, chosen(answers, option).map({True: option, False: ""})) for option in known]


def _known(given: Iterable[str], options: Collection[str]) -> list[str]:
    """The options of study.toml, and after them what else was answered."""
    return [*options, *sorted(set(given) - set(options))]


def _received(each: Question, coded: int) -> pd.DataFrame:
    letters = int(each.campaigns["responses"].sum())
    row = (each.answered, len(each.answers.machine), letters, len(each.campaigns), len(each.sample), coded)
    return pd.DataFrame([row], columns=RECEIVED[2:])


def _campaigns(each: Question, final: pd.DataFrame, finished: Collection[str]) -> pd.DataFrame:
    """codes: the ids of those that people gave the letter, joined by spaces; None where nobody has finished it."""
    source = batch_source(each.answers.question, LETTERS)
    letters = final[final["source"] == source].groupby("participant")["code"]
    given = {who: " ".join(dict.fromkeys(codes)) for who, codes in letters}
    codes = [given.get(who, "") if source in finished else None for who in each.campaigns["campaign"]]
    return each.campaigns[["responses"]].assign(campaign=range(1, len(codes) + 1), codes=pd.Series(codes, dtype=object))
