"""Ranking questions: one cell a voter, best first, `A;B;C;`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.polls.export import Answer, Export, read_export
from lmep_consult.polls.model import Poll


def read_poll(path: str | Path, options: Sequence[str] | None = None, question: str | None = None) -> Poll:
    """Read one ranking question of a Forms or Teams Polls export (.xlsx or .csv).

    `question` is the heading of its column; it may be left out where only one column holds rankings. `options`
    are what was offered; left out, they are taken from the fullest answers, all of which must permute one set.
    A token that is no option is a write-in, unless more than half of the answers hold it.

    Voters are named by their email address, else by the row's id. Of several answers under one address the
    latest counts; the others are problems. An empty answer makes no voter and is a problem.

    Raises InputError naming the file (and row, where one is to blame): not an export, no such question, options
    that do not match, an option twice in one answer.
    """
    export = read_export(path)
    heading = question if question is not None else _only_ranking(export)
    answers = export.answers(heading)
    given = [answer for answer in answers if answer.text]
    if not given:
        raise InputError(f"{path}: nobody answered {heading!r}; take the file out of the study.")
    counted, problems = _latest_of_each(given)
    problems += [Problem(a.where, f"no answer to {heading!r}") for a in answers if not a.text]
    if options is None:
        offered = permuted_set([answer.text for answer in counted])
        if offered is None:
            raise InputError(f"{path}: the full answers to {heading!r} do not rank one set; name the options.")
    else:
        offered = [" ".join(option.split()) for option in options]
    ballots = [split_ranking(answer.text, offered) for answer in counted]
    _check(Path(path), heading, offered, counted, ballots)
    rows = [
        (
            answer.voter,
            option,
            ballot.index(option) + 1 if option in ballot else None,
            written_in,
            answer.submitted,
        )
        for answer, ballot in zip(counted, ballots, strict=True)
        for option, written_in in [(o, False) for o in offered] + [(o, True) for o in ballot if o not in offered]
    ]
    times = {"submitted": "datetime64[us]"}
    voters = [(answer.voter, answer.name, answer.email, answer.submitted) for answer in counted]
    return Poll(
        heading,
        tuple(offered),
        pd.DataFrame(rows, columns=["voter", "option", "rank", "written_in", "submitted"]).astype(
            {"rank": "Int64"} | times
        ),
        pd.DataFrame(voters, columns=["voter", "name", "email", "submitted"]).astype(times),
        tuple(problems),
        export.path.name,
    )


def split_ranking(cell: str, options: Sequence[str]) -> list[str]:
    """The tokens of `A;B;C;`, best first, without the white space round them.

    An option may itself hold a semicolon, so the longest known option is matched first.

    >>> split_ranking("Work; health;Skills ;Parks;", ["Skills", "Work; health"])
    ['Work; health', 'Skills', 'Parks']
    """
    pieces = [piece.strip() for piece in cell.split(";")]
    cut = {option: [part.strip() for part in option.split(";")] for option in options}
    longest_first = sorted(cut, key=lambda option: -len(cut[option]))
    tokens = []
    at = 0
    while at < len(pieces):
        found = next((o for o in longest_first if pieces[at : at + len(cut[o])] == cut[o]), pieces[at])
        if found:
            tokens.append(found)
        at += len(cut.get(found, [found]))
    return tokens


def permuted_set(cells: Sequence[str]) -> list[str] | None:
    """The options in the order of the first full answer, where all full answers permute one set of two or more."""
    split = [split_ranking(cell, []) for cell in cells]
    longest = max((len(tokens) for tokens in split), default=0)
    full = [tokens for tokens in split if len(tokens) == longest]
    return full[0] if longest > 1 and len({frozenset(tokens) for tokens in full}) == 1 else None


def _only_ranking(export: Export) -> str:
    rankings = [
        heading
        for heading in export.questions
        if permuted_set([answer.text for answer in export.answers(heading) if answer.text])
    ]
    if len(rankings) != 1:
        found = "; ".join(map(repr, rankings)) or "none"
        raise InputError(f"{export.path}: say which question to read; columns that look like rankings: {found}.")
    return rankings[0]


def _latest_of_each(answers: list[Answer]) -> tuple[list[Answer], list[Problem]]:
    latest: dict[str, Answer] = {}
    for answer in answers:
        before = latest.get(answer.voter)
        if before is None or (answer.submitted or dt.datetime.min) >= (before.submitted or dt.datetime.min):
            latest[answer.voter] = answer
    again = "the same person answered again in {}, which counts"
    return [answer for answer in answers if latest[answer.voter] is answer], [
        Problem(answer.where, again.format(latest[answer.voter].where), answer.text)
        for answer in answers
        if latest[answer.voter] is not answer
    ]


def _check(path: Path, heading: str, offered: list[str], answers: list[Answer], ballots: list[list[str]]) -> None:
    for answer, ballot in zip(answers, ballots, strict=True):
        for token, times in Counter(ballot).items():
            if times > 1:
                raise InputError(f"{path}, {answer.where}: {token!r} is ranked twice; mend the cell.")
    held = Counter(token for ballot in ballots for token in ballot)
    missing = [option for option in offered if option not in held]
    if len(missing) == len(offered):
        raise InputError(
            f"{path}: no answer to {heading!r} holds any of the options in study.toml, but for instance "
            f"{answers[0].text!r}; make the two agree."
        )
    for token, times in held.items():
        if token not in offered and times > max(1, len(ballots) / 2):
            hint = f", while its option {missing[0]!r} is in no answer" if missing else ""
            raise InputError(
                f"{path}: {times} of {len(ballots)} answers to {heading!r} rank {token!r}, which is not among the "
                f"options in study.toml{hint}; make the two agree."
            )
