"""Ranking questions: one cell a voter, best first, `A;B;C;`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.polls.export import Answer, Export, read_export
from lmep_consult.polls.grids import OTHER
from lmep_consult.polls.model import Poll
from lmep_consult.polls.options import Offer
from lmep_consult.polls.question_types import always_together, permuted_set, question_type, type_in
from lmep_consult.polls.submissions import latest_of_each, of_the_day, voters
from lmep_consult.text import fold

Ballot = tuple[Answer, list[str]]


def read_poll(
    path: str | Path | Export,
    options: Sequence[str] | None = None,
    question: str | None = None,
    date: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    settled: Collection[str] = (),
    until: dt.date | None = None,
) -> Poll:
    """Read one ranking question of an export of Forms, Teams Polls or another program (.xlsx or .csv), given by its
    path or as read_export gives it.

    `question` is the heading of its column; it may be left out where only one column holds the options or, without
    options, only one surely holds rankings: those in doubt are problems. `options` are what was offered; left out, they
    are taken from the fullest answers, all of which must permute one set. Case, white space and the shape of
    apostrophes and dashes do not matter. A token that is no option is a write-in, unless more than half of the answers
    hold it. `date` is the event's day, or its first where `until` is its last: answers of another day do not
    count, and it settles whether 10/02 is in February. `columns` names columns of another layout by role, as
    for read_export.

    A full answer that holds another text in the place of an option is a problem, except "Other" and the texts
    `settled`: the option may have been renamed while the poll ran. So is a row of columns that are no ranking, as where
    two options share a place.

    Voters are named by their email address, else by the row's id. Of several answers under one address the
    latest counts. Problems are the others, empty answers, those that rank an option twice, which do not count, and
    those that can be read in two ways.

    Raises InputError naming the file (and row, where one is to blame): not an export, no such question, nothing that
    counts, options that do not match or that may be several.
    """
    export = path if isinstance(path, Export) else read_export(path, columns, date)
    problems = list(export.problems)
    if question is None:
        heading, in_doubt = _only_ranking(export, options)
        problems += in_doubt
    else:
        heading = export.heading(question)
    answers = export.answers(heading, chosen=False)
    problems += export.faults(heading, chosen=False)
    problems += [Problem(a.where, f"no answer to {heading!r}") for a in answers if not a.text]
    given, other_days = of_the_day(export.path, heading, [a for a in answers if a.text], date, until)
    options = options if options is not None else export.options(heading)
    offer, in_doubt = _offer(export.path, heading, options, [answer.text for answer in given])
    ballots, unreadable = _ballots(export.path, heading, offer, given)
    latest, again = latest_of_each([answer for answer, _ in ballots])
    counting = {answer.where for answer in latest}
    counted = [ballot for ballot in ballots if ballot[0].where in counting]
    _check(export.path, heading, offer.options, counted, settled)
    rows = [
        (answer.voter, option, ranked.index(option) + 1 if option in ranked else None, written_in, answer.submitted)
        for answer, ranked in counted
        for option, written_in in [(o, False) for o in offer.options]
        + [(o, True) for o in ranked if o not in offer.options]
    ]
    return Poll(
        heading,
        tuple(offer.options),
        pd.DataFrame(rows, columns=["voter", "option", "rank", "written_in", "submitted"]).astype(
            {"rank": "Int64", "written_in": "bool", "submitted": "datetime64[us]"}
        ),
        voters(latest),
        (*problems, *other_days, *in_doubt, *unreadable, *_replaced(offer.options, counted, settled), *again),
        export.path.name,
    )


def _replaced(offered: Sequence[str], ballots: Sequence[Ballot], settled: Collection[str]) -> Iterator[Problem]:
    """Answers as long as the list of options that hold another text in the place of one."""
    known = {fold(text) for text in settled}
    for answer, ranked in ballots:
        others = [text for text in ranked if text not in offered and fold(text) not in known]
        lacking = [option for option in offered if option not in ranked and not OTHER.match(option)]
        if others and lacking and len(ranked) == len(offered):
            what = (
                f"ranks {' and '.join(map(repr, others))} and not {' and '.join(map(repr, lacking))}; if an option was "
                "renamed while the poll ran, count it as that option by write_ins in study.toml"
            )
            yield Problem(answer.where, what, answer.text)


def offer_of(path: Path, heading: str, options: Sequence[str]) -> Offer:
    """The options to find in a file's cells; InputError where two of them are too alike."""
    try:
        return Offer(options)
    except ValueError as error:
        raise InputError(
            f"{path}: the options of {heading!r} hold {str(error)!r} twice, apart from spaces or semicolons; take one "
            "out of study.toml."
        ) from None


def _offer(
    path: Path, heading: str, options: Sequence[str] | None, cells: Sequence[str]
) -> tuple[Offer, list[Problem]]:
    """What was offered: as the study says, else as the full answers list it."""
    if options is not None:
        return offer_of(path, heading, options), []
    offered = permuted_set(cells)
    if offered is None:
        raise InputError(f"{path}: the full answers to {heading!r} do not rank one set; name the options.")
    together, telling = always_together(cells)
    if telling:
        raise InputError(f"{path}: in {heading!r}, {together[0]!r} may be one option or two; name the options.")
    what = "are always together, so may be one option; if they are, name the options"
    problems = [Problem(f"column {heading!r}", what, pair) for pair in together]
    if doubt := question_type(cells).doubt:
        problems.append(Problem(f"column {heading!r}", f"the options were taken from it though {doubt}; name them"))
    return Offer(offered), problems


def _only_ranking(export: Export, options: Sequence[str] | None) -> tuple[str, list[Problem]]:
    """The one column that ranks the options, or surely ranks something; and those in doubt."""
    doubts: dict[str, str] = {}
    if options is not None:
        offer = offer_of(export.path, "the question", options)
        answered = {h: [a.text for a in export.answers(h) if a.text] for h in export.questions}
        sure = [h for h, cells in answered.items() if _mostly(offer, cells)]
    else:
        types = {heading: type_in(export, heading) for heading in export.questions}
        sure = [h for h, seen in types.items() if seen.kind == "ranking" and not seen.doubt]
        doubts = {h: seen.doubt for h, seen in types.items() if seen.kind in ("ranking", "multiple") and seen.doubt}
    if len(sure) != 1:
        found = "; ".join(map(repr, sure)) or "none"
        or_maybe = f"; in doubt: {'; '.join(f'{heading!r} ({why})' for heading, why in doubts.items())}"
        raise InputError(
            f"{export.path}: say which question to read; columns that look like rankings: {found}"
            f"{or_maybe if doubts else ''}."
        )
    what = "not read, as it may be a ranking or a multiple choice ({}); name the question to read it"
    return sure[0], [Problem(f"column {heading!r}", what.format(why)) for heading, why in doubts.items()]


def _mostly(offer: Offer, cells: Sequence[str]) -> bool:
    """Whether at least half of what the cells list are options."""
    tokens = [token for cell in cells for token in offer.tokens(cell)]
    return bool(tokens) and 2 * sum(token in offer.options for token in tokens) >= len(tokens)


def _ballots(path: Path, heading: str, offer: Offer, answers: Sequence[Answer]) -> tuple[list[Ballot], list[Problem]]:
    """Each answer with what it ranks, best first; those that rank something twice are problems."""
    ballots = []
    problems = []
    for answer in answers:
        ranked = offer.tokens(answer.text)
        twice = [token for token, times in Counter(ranked).items() if times > 1]
        if twice:
            what = f"{twice[0]!r} is ranked twice; the answer to {heading!r} does not count"
            problems.append(Problem(answer.where, what, answer.text))
        elif ranked:
            ballots.append((answer, ranked))
            if offer.two_ways(answer.text):
                what = f"the answer to {heading!r} can be read in two ways; the longest option was taken first"
                problems.append(Problem(answer.where, what, answer.text))
        else:
            problems.append(Problem(answer.where, f"no answer to {heading!r}", answer.text))
    if not ballots:
        first = problems[0]
        raise InputError(f"{path}, {first.where}: {first.what}, and so with every other; correct the options or file.")
    return ballots, problems


def _check(
    path: Path, heading: str, offered: Sequence[str], ballots: Sequence[Ballot], settled: Collection[str]
) -> None:
    """Refuse answers that do not hold the options, or mostly hold another that the study has not settled."""
    known = {fold(text) for text in settled}
    held = Counter(token for _, ranked in ballots for token in ranked)
    missing = [option for option in offered if option not in held]
    if len(missing) == len(offered):
        raise InputError(
            f"{path}: no answer to {heading!r} holds any of the options in study.toml; one answer is "
            f"{ballots[0][0].text!r}; make the two agree."
        )
    for token, times in held.items():
        if token not in offered and fold(token) not in known and times > max(1, len(ballots) / 2):
            hint = f", while its option {missing[0]!r} is in no answer" if missing else ""
            raise InputError(
                f"{path}: {times} of {len(ballots)} answers to {heading!r} rank {token!r}, which is not among the "
                f"options in study.toml{hint}; make the two agree, or count it as an option by write_ins."
            )
