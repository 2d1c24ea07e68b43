"""Settings of study.toml that match nothing in the study: a column, a value, a code, a source that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lmep_consult.errors import Problem
from lmep_consult.plan.responses import is_batch
from lmep_consult.plan.whole import Plan

if TYPE_CHECKING:
    import pandas as pd


def unmatched(
    plan: Plan, register: pd.DataFrame, codes: Collection[str] | None = None, sources: Collection[str] | None = None
) -> list[Problem]:
    """What the plan names and the study does not have, a problem each, with what may be meant.

    register: one row per person, as participants.read_register gives it. codes: the ids of the codebook; sources: the
    participants, events and open questions of which there is a text to code. What is None is not known and not held
    against the plan.
    """
    found = [*_criteria(plan, register), *_regions(plan, register), *_guide(plan), *_people(plan, register)]
    if codes is not None:
        found += unmatched_codes(plan, codes)
    if sources is not None:
        found += _sources(plan, _to_code(plan, register) - set(sources))
    return found


def _criteria(plan: Plan, register: pd.DataFrame) -> Iterator[Problem]:
    for criterion in plan.criteria:
        where, text = "study.toml, criteria", criterion.text
        for column in sorted(criterion.columns - set(register)):
            yield Problem(where, f"the register has no column {column!r}{_near(column, register.columns)}", text)
        for column, value in [*criterion.where.items(), *criterion.where_not.items()]:
            if column not in register:
                continue
            there = set(register[column].astype(str))
            for one in [value] if isinstance(value, str) else value:
                if one not in there:
                    yield Problem(where, f"nobody's {column!r} in the register is {one!r}{_near(one, there)}", text)


def _regions(plan: Plan, register: pd.DataFrame) -> Iterator[Problem]:
    """A region that nobody is of may be listed, so that it shows as zero; one that is not listed shows apart."""
    column, listed = plan.fieldwork.region_column, plan.fieldwork.regions
    where = "study.toml, fieldwork"
    if column not in register:
        if listed or "region_column" in plan.fieldwork.model_fields_set:
            yield Problem(
                where, f"region_column: the register has no column {column!r}{_near(column, register.columns)}"
            )
        return
    for region in sorted(set(register[column].astype(str)) - set(listed)) if listed else []:
        ids = ", ".join(register.loc[register[column] == region, "participant"][:5])
        what = f"of {region!r}{_near(region, listed)}" if region else "of no region"
        yield Problem(where, f"regions: {ids} in the register {'is' if ',' not in ids else 'are'} {what}")


def _guide(plan: Plan) -> Iterator[Problem]:
    questions = [question.id for question in plan.topic_guide.questions]
    for asked in plan.report.follow_up_questions:
        if asked not in questions:
            what = f"follow_up_questions: the topic guide has no question {asked!r}{_near(asked, questions)}"
            yield Problem("study.toml, report", what)
    polled = [question.id for poll in plan.polls for question in poll.questions]
    if plan.report.formats and plan.report.formats not in polled:
        what = f"formats: no poll has the question {plan.report.formats!r}{_near(plan.report.formats, polled)}"
        yield Problem("study.toml, report", what)


def _people(plan: Plan, register: pd.DataFrame) -> Iterator[Problem]:
    people = set(register["participant"])
    for begins, speakers in plan.speakers.items():
        for label, who in speakers.items():
            if who != "team" and who not in people:
                what = f"{label!r} is {who!r}, who is not in the register{_near(who, people)}"
                yield Problem(f"study.toml, speakers.{begins}", what)
    for part in plan.coding.rounds:
        for source in part.sources:
            known = _to_code(plan, register) | set(plan.responses.batches_like(source) if plan.responses else ())
            if source not in known:
                kinds = "event, open question or batch of responses" if plan.responses else "event or open question"
                what = f"{source!r} is the id of no participant, {kinds}{_near(source, known)}"
                yield Problem(f"study.toml, coding round {part.round}", what)
    if plan.cases and plan.cases.column not in register:
        column = plan.cases.column
        yield Problem("study.toml, cases", f"the register has no column {column!r}{_near(column, register.columns)}")
    groups = set(register["group"])
    for group in plan.groups:
        if group.id not in groups and not register.empty:
            yield Problem("study.toml, groups", f"nobody in the register is of the group {group.id!r}")


def unmatched_codes(plan: Plan, codes: Collection[str]) -> Iterator[Problem]:
    """The codes that the plan names and the codebook does not have. codes: the ids of the codebook's."""
    named = [(f"study.toml, review {review.id}", review.code) for review in plan.reviews]
    named += [("study.toml, report, follow_up_codes", code) for code in plan.report.follow_up_codes]
    named += [("study.toml, cases, headings", code) for code in (plan.cases.headings if plan.cases else ())]
    for each in plan.comparisons:
        named += [
            (f"study.toml, comparison {each.id}", code) for code in (each.rows, each.columns, each.within) if code
        ]
    for advice in plan.recommendations:
        named += [(f"study.toml, recommendation {advice.id}", code) for code in advice.evidence]
    for poll in plan.polls:
        for question in poll.questions:
            named += [(f"study.toml, poll {poll.id}, question {question.id}", code) for code in question.codes.values()]
    for where, code in named:
        if code not in codes:
            yield Problem(where, f"the codebook has no code {code!r}{_near(code, codes)}")


def unmatched_batches(plan: Plan, sources: Collection[str]) -> Iterator[Problem]:
    """The batches of written responses that rounds name and that are not among those there are, `sources`."""
    for part in plan.coding.rounds:
        for source in part.sources:
            if is_batch(source) and source not in sources:
                yield Problem(f"study.toml, coding round {part.round}", f"there is no batch {source!r} to code")


def _sources(plan: Plan, silent: Collection[str]) -> Iterator[Problem]:
    for part in plan.coding.rounds:
        for source in part.sources:
            if source in silent:
                yield Problem(f"study.toml, coding round {part.round}", f"there is no transcript of {source!r} to code")


def _to_code(plan: Plan, register: pd.DataFrame) -> set[str]:
    """What a source to code can be called."""
    return {*register["participant"], *(event.id for event in plan.events), *plan.answers_coded}


def _near(word: str, words: Collection[str]) -> str:
    known = {other.casefold(): other for other in map(str, words) if other}
    near = difflib.get_close_matches(word.casefold(), known, n=1)
    return f"; it may be {known[near[0]]!r}" if near else ""
