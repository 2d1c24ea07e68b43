"""What voters wrote in their own words: into a ranking, next to it, in place of an answer offered, or asked openly."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.shown_counts import most
from lmep_consult.disclosure import ANYBODY, attribution
from lmep_consult.participants import may
from lmep_consult.plan import Plan
from lmep_consult.polls import participant_of
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS
from lmep_consult.text import fold

COLUMNS = [
    "poll", "question", "question_title", "code", "participant", "asked", "group", "text", "counted_as", "base",
]  # fmt: skip
_NOTHING = frozenset(
    (
        "|n a|na|nil|no|none|nothing|null|x|nope|not applicable|no answer|no comment|no comments|nothing to add|"
        "nothing else|no other|no further comments|nothing further"
    ).split("|")
)


def says_nothing(text: str) -> bool:
    """Whether somebody wrote no more than that they have no answer.

    >>> [says_nothing(text) for text in ("N/A", "-", "None.", "None of the buses stop here")]
    [True, True, True, False]
    """
    return " ".join(re.findall(r"\w+", fold(text))) in _NOTHING


def written_words(data: StudyData, plan: Plan, released: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What voters wrote that may be shown, a row a text: poll, question, question_title, code (the question),
    participant (a voter whose words they are), asked (whether the register says that they consented to be quoted; of
    an anonymous voter it cannot), group, text, counted_as (the option it counts as by study.toml, else ""), base
    (voters who answered the question, of the group).

    Words of those who did not consent to be quoted are left out, and so is what says nothing. The group is no finer
    than enough of those who answered the question share; "All groups" where several groups wrote the same, and where
    more is shown of the answers than the words: what stands for one of the options offered would say that somebody of
    the group chose none of these, and what is coded is among the quotations, perhaps without a group.

    released: by name, the frames of the released tables. What was written in place of the one answer offered is left
    out where the counts of the answers leave no room for so many: it would narrow them.
    """
    people, willing = set(data.register["participant"]), may(data.register, "quoting")
    titles = {question.id: (poll.id, question) for poll in plan.polls for question in poll.questions}
    here = ["question", "group", "voter"]
    everyone = pd.concat([data.ballots[here], data.answers[here]]).drop_duplicates()
    everyone["participant"] = [participant_of(voter, people) for voter in everyone["voter"]]  # "" for the anonymous
    rows = []
    for (question, text, counted_as), part in _pieces(data).groupby(["question", "text", "counted_as"], sort=False):
        who = {participant_of(voter, people) for voter in part["voter"]}
        known = sorted(who & willing)
        if question not in titles or not (known or "" in who):
            continue
        voters = everyone[everyone["question"] == question]
        poll, asked_of = titles[question]
        quotable = voters[voters["participant"].isin({"", *willing})]
        counted = asked_of.kind in ("single", "multiple") or asked_of.code_answers
        group = ALL_GROUPS if counted else _group(part, quotable, plan)
        rows.append(
            {
                "poll": poll, "question": question, "question_title": asked_of.title, "code": question,
                "participant": (known or sorted(part["voter"]))[0], "asked": len(known) > 0, "group": group,
                "text": text, "counted_as": counted_as,
                "base": voters.loc[voters["group"].isin([group]) | (group == ALL_GROUPS), "voter"].nunique(),
            }
        )  # fmt: skip
    found = pd.DataFrame(rows, columns=COLUMNS).astype({"asked": bool})
    order = {question: place for place, question in enumerate(titles)}
    found = found.sort_values(["text"], key=lambda words: words.str.casefold(), kind="stable")
    found = found.sort_values("question", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)
    narrow = [name for name, (_, question) in titles.items() if _no_room(name, question.kind, found, released)]
    return found[~found["question"].isin(narrow)].reset_index(drop=True)


def _pieces(data: StudyData) -> pd.DataFrame:
    """Every text with its voter: question, group, voter, text, counted_as."""
    in_ranking = data.ballots[data.ballots["written_in"]].rename(columns={"option": "text"})
    in_answers = data.answers[data.answers["written_in"]].rename(columns={"answer": "text"})
    next_to = pd.concat([data.write_ins, in_answers]).assign(counted_as="")
    columns = ["question", "group", "voter", "text", "counted_as"]
    both = pd.concat([in_ranking[columns], next_to[columns]]).drop_duplicates()
    return both[~both["text"].map(says_nothing).astype(bool)]


def _group(part: pd.DataFrame, voters: pd.DataFrame, plan: Plan) -> str:
    """The group that a text may be said to come from: that of all who wrote it, where enough share it of those who
    answered and may be quoted, `voters`."""
    people = voters.assign(participant=voters["participant"].where(voters["participant"] != "", voters["voter"]))
    people = people.drop_duplicates("participant").reset_index(drop=True)
    labels = attribution(people, ["group"], plan.disclosure.attribution_base)
    wrote = people["participant"].isin(voters.loc[voters["voter"].isin(part["voter"]), "participant"])
    called = set(labels.loc[wrote | people["voter"].isin(part["voter"]), "label"])
    (group,) = called if len(called) == 1 and part["group"].nunique() == 1 else {ANYBODY}
    return ALL_GROUPS if group in (ANYBODY, "") else str(group)


def _no_room(question: str, kind: str, found: pd.DataFrame, released: Mapping[str, pd.DataFrame]) -> bool:
    """Whether so many cannot have written their one answer in, if the counts of the answers are as high as they may
    be."""
    quoted = int((found["question"] == question).sum())
    if kind != "single" or not quoted or "answers" not in released:
        return False
    answers = released["answers"]
    rows = answers[(answers["question"] == question) & (answers["group"] == ALL_GROUPS)]
    highest = [most(cell, int(base)) for cell, base in zip(rows["voters"], rows["base"], strict=True)]
    return rows.empty or sum(highest) + quoted > int(rows["base"].iloc[0])
