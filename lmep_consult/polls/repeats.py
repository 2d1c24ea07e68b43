"""One person's answers to one question in several exports of a poll: which of them count."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from lmep_consult.errors import Problem
from lmep_consult.plan import RepeatAnswers

_ANSWER = ["poll", "question", "voter"]


def settle_repeats(
    frames: Sequence[pd.DataFrame], rules: Mapping[str, RepeatAnswers], events: Sequence[str], people: Collection[str]
) -> tuple[list[pd.DataFrame], list[Problem]]:
    """The frames with one answer of each person to each question, and what was left out, a problem each.

    frames: one row per answer or a part of one (an option ranked), with the columns file, event, poll, question and
    voter, in the order of the files. rules: by poll, whether a person's "first" or "last" answer counts, or "both",
    which makes the second voter of one person "P07 (2)". events: their ids from the first to the last day. people: the
    ids of participants; other voters are known in their own export only, so that each is another voter.
    """
    place = {event: at for at, event in enumerate(events)}
    given = pd.concat([frame[[*_ANSWER, "file", "event"]] for frame in frames], ignore_index=True).drop_duplicates()
    given = given.sort_values("event", key=lambda event: event.map(place), kind="stable")
    voter_as: dict[tuple[str, str, str, str], str] = {}  # by poll, question, voter and file; "" where it does not count
    by_person: dict[tuple[str, str, str], list[str]] = {}
    for poll, question, voter, file in given[[*_ANSWER, "file"]].astype(str).itertuples(index=False):
        by_person.setdefault((poll, question, voter), []).append(file)
    problems = []
    for (poll, question, voter), files in by_person.items():
        rule = rules.get(poll, "last") if voter in people else "both"
        for number, file in enumerate(files, start=1):
            counts = rule == "both" or file == (files[0] if rule == "first" else files[-1])
            again = f"{voter} ({number})" if rule == "both" and number > 1 else voter
            voter_as[poll, question, voter, file] = again if counts else ""
        if len(files) > 1 and voter in people:
            said = "both answers count" if rule == "both" else f"the {rule} answer counts"
            what = f"{voter} answered question {question} of the poll {poll} in {' and in '.join(files)}; {said}"
            problems.append(Problem(f"poll {poll}", what))
    return [_counting(frame, voter_as) for frame in frames], problems


def participant_of(voter: str, people: Collection[str]) -> str:
    """Whose a ballot or an answer is: "P07" of the person's second voter, "P07 (2)", too; "" of an anonymous one's.

    >>> participant_of("P07 (2)", {"P07"}), participant_of("W1 row 3", {"P07"})
    ('P07', '')
    """
    plain = voter if voter in people else re.sub(r" \([0-9]+\)$", "", voter)
    return plain if plain in people else ""


def _counting(frame: pd.DataFrame, voter_as: Mapping[tuple[str, str, str, str], str]) -> pd.DataFrame:
    keys = zip(*(frame[column] for column in [*_ANSWER, "file"]), strict=True)
    voters = [voter_as[poll, question, voter, file] for poll, question, voter, file in keys]
    settled = frame.assign(voter=pd.Series(voters, index=frame.index, dtype=object))
    return settled[settled["voter"] != ""].drop(columns="file").reset_index(drop=True)
