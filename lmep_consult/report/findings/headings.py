"""Headings and titles that say what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lmep_consult.report.findings.certainty import Certainty, Difference, First
from lmep_consult.report.findings.saying import listed, voters
from lmep_consult.table import ALL_GROUPS

LONGEST = 65  # characters of a section's heading


def title_of_votes(found: Iterable[First], apart: Sequence[Difference], questions: Iterable[str], what: str) -> str:
    """What the votes of these questions say: the surest first place, overall before a group's; else the surest
    difference; else that nothing is settled. what: the options, as in "theme"."""
    asked = set(questions)
    own = [each for each in found if each.question in asked and each.certainty is not Certainty.CLOSE]
    own.sort(key=lambda each: (each.group != ALL_GROUPS, list(Certainty).index(each.certainty)))
    differ = [each for each in apart if each.question in asked]
    if own and own[0].group == ALL_GROUPS:
        return f"{own[0].leaders[0]} is {surely(own[0].certainty)} first overall"
    if differ:
        return f"{voters(differ[0].higher)} put {differ[0].option} higher than {voters(differ[0].lower)}"
    if own:
        return f"{own[0].leaders[0]} is {surely(own[0].certainty)} first for {voters([own[0].group])}"
    return f"No {what} is a settled first, and no group reliably differs"


def heading_of_votes(found: Iterable[First], questions: Iterable[str], what: str) -> str:
    """The same for a heading. what: the questions, as in "Priorities"."""
    asked = set(questions)
    own = [each for each in found if each.question in asked]
    settled = [each for each in own if each.certainty is not Certainty.CLOSE]
    overall = [each for each in settled if each.group == ALL_GROUPS]
    groups = list(dict.fromkeys(each.group for each in settled if each.group != ALL_GROUPS))
    said = []
    if overall and len(overall) == len({each.question for each in own}) == 1:
        said.append(f"{what}: {overall[0].leaders[0]} is {surely(overall[0].certainty)} first")
    elif len(settled) == 1:
        only = settled[0]
        said.append(f"{what}: {only.leaders[0]} is {surely(only.certainty)} first for {only.group}")
    if groups:
        said.append(f"{what}: only {listed(groups)} {'has' if len(groups) == 1 else 'have'} a settled first")
    return heading(*said, f"{what}: no first place is settled")


def heading(*wanted: str) -> str:
    """The first that is short enough; else as much of the last as is."""
    for each in wanted:
        if len(each) <= LONGEST:
            return each
    return f"{wanted[-1][: LONGEST - 1].rstrip()}…"


def surely(certainty: Certainty) -> str:
    return "clearly" if certainty is Certainty.CLEAR else "likely"
