"""The findings as sentences: each rule makes one, or none where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from lmep_consult.coverage import called_in
from lmep_consult.plan import Plan
from lmep_consult.report.amounts import bounds_of_count, may_be_most, number, shares_of_words
from lmep_consult.report.findings.certainty import Certainty, Difference, First
from lmep_consult.report.findings.saying import count_of, listed, out_of, sentence, voters
from lmep_consult.table import ALL_GROUPS, first_places

Frames = Mapping[str, pd.DataFrame]
DIFFERENCES = "Differences between stakeholder groups"  # how the title of their table begins
_NAMED = 3  # more options than these are counted, not named
_TOLD = 2  # clear differences that are named on the first page; of those that are only likely, one


def headline(main: First | None, of_groups: list[First], apart: list[Difference]) -> str:
    """The firmest first place of a group, and whether the one over all groups is settled."""
    if main is None:
        return "What was said, and by whom"
    settled = main.certainty is not Certainty.CLOSE
    whole = f"{main.leaders[0]} is {_surely(main)} first" if settled else "no first priority is settled"
    firm = [each for each in of_groups if each.certainty is not Certainty.CLOSE]
    firm = [each for each in firm if not (settled and each.leaders == main.leaders)]
    if firm:
        best = min(firm, key=lambda each: list(Certainty).index(each.certainty))
        return f"For {voters([best.group])}, {best.leaders[0]} is {_surely(best)} first; overall, {whole}"
    if apart:
        return f"Overall, {whole}; {voters(apart[0].higher)} want {apart[0].option} more than {voters(apart[0].lower)}"
    return f"Overall, {whole}"


def _surely(first: First) -> str:
    return "clearly" if first.certainty is Certainty.CLEAR else "likely"


def firsts_by_group(of_groups: list[First], top: pd.DataFrame) -> str:
    """What each group puts first in the question on priorities, and how sure. top: the table `top_three`."""
    if not of_groups:
        return ""
    said = [_settled(each, top) for each in of_groups if each.certainty is not Certainty.CLOSE]
    close = [each.group for each in of_groups if each.certainty is Certainty.CLOSE]
    if close and not said:
        return f"No group's first place is settled: for {voters(close)} it is too close to call."
    if close:
        said.append(f"for {voters(close)} first place is too close to call")
    return sentence("; ".join(said))


def _settled(first: First, top: pd.DataFrame) -> str:
    said = f"{first.leaders[0]} is {_surely(first)} first for {voters([first.group])}"
    share = in_top(top, first.question, first.leaders[0], first.group)
    return f"{said} ({share})" if share else said


def in_top(top: pd.DataFrame, question: str, option: str, group: str) -> str:
    """How many of a group have an option among their first three: "all 11 have it in their top three"; "" where nobody
    is shown, as of questions of three options or fewer."""
    said = out_of_group(top, question, option, group)
    return f"{said} have it in their top three" if said else ""


def out_of_group(top: pd.DataFrame, question: str, option: str, group: str) -> str | None:
    rows = top[(top["question"] == question) & (top["option"] == option) & (top["group"] == group)]
    return None if rows.empty else out_of(rows["voters"].iloc[0], rows["base"].iloc[0])


def overall(main: First | None) -> str:
    """Whether first place over all groups is settled."""
    if main is None:
        return ""
    everybody = f"among all {main.base} voters"
    if main.certainty is Certainty.CLEAR:
        return f"Overall, {main.leaders[0]} is clearly first {everybody}."
    if main.certainty is Certainty.LIKELY:
        could = len(main.open_to) - 1
        return f"Overall, {main.leaders[0]} is likely first {everybody}, though {could} more could be."
    return f"Overall, first place is too close to call {everybody}: {could_be_first(main)}."


def could_be_first(first: First) -> str:
    """The options that could be first, by name where they are few, and who has the most points."""
    most = listed(first.leaders) if len(first.leaders) <= _NAMED else f"{len(first.leaders)} options"
    have = "has" if len(first.leaders) == 1 else "share"
    if len(first.open_to) == first.options:
        return f"any of the {first.options} options could be first, and {most} {have} the most points"
    if len(first.open_to) <= _NAMED:
        return f"{listed(first.open_to, 'or')} could be first, and {most} {have} the most points"
    return f"{len(first.open_to)} of {first.options} options could be first, and {most} {have} the most points"


def where_groups_differ(apart: list[Difference], top: pd.DataFrame, event: tuple[str, str]) -> str:
    """The surest and largest differences, and how many more there are. event: what one and several are called."""
    if not apart:
        return "No difference between groups is reliable."
    clear = [each for each in apart if each.certainty is Certainty.CLEAR]
    named = [f"{higher(each, top)}; {held_in(each, event)}" for each in clear[:_TOLD] or apart[:1]]
    more = len(apart) - len(named)
    return sentence("; ".join(named)) + (f" {more_differences(more)}" if more else "")


def more_differences(number_of: int) -> str:
    """How many differences are not named, and where they are: by the title of the table, which all forms give."""
    return f"{count_of(number_of, 'more is', 'more are')} in the table “{DIFFERENCES}”."


def higher(each: Difference, top: pd.DataFrame) -> str:
    """Who puts what higher than whom, and by how much."""
    reliably = "reliably " if each.certainty is Certainty.CLEAR else ""
    said = f"{voters(each.higher)} {reliably}put {each.option} higher than {voters(each.lower)}"
    return f"{said}{_against(each, top)}"


def _against(each: Difference, top: pd.DataFrame) -> str:
    groups = (*each.higher, *each.lower)
    counts = {group: out_of_group(top, each.question, each.option, group) for group in groups}
    if None in counts.values():
        return ""
    high, low = (listed(f"{counts[group]} {group}" for group in side) for side in (each.higher, each.lower))
    return f" ({high} voters have it in their top three, against {low})"


def held_in(each: Difference, event: tuple[str, str]) -> str:
    """In how many events a difference holds, and whether the events could be the reason. event: as in
    `where_groups_differ`."""
    if each.certainty is Certainty.CLEAR:
        holds, of = next(iter(each.workshops.values()))
        return f"it holds in {holds} of the {count_of(of, *event)} where they met"
    total = sum(of for _, of in each.workshops.values())
    one, several = event
    where = f"it holds in all {total} {several} with enough voters, but" if total > 1 else "but"
    return f"{where} the groups never met in the same {one}, so {several} may be the reason"


def other_questions(found: Iterable[First], questions: Iterable[str], what: str) -> str:
    """The settled first places of further questions, overall and by group, and which are not settled."""
    asked = set(questions)
    by_question: dict[str, list[First]] = {}
    for each in found:
        if each.question in asked:
            by_question.setdefault(each.title, []).append(each)
    if not by_question:
        return ""
    settled = [
        f"{first.leaders[0]} is {_surely(first)} first for {voters([first.group])} ({first.title})"
        for each in by_question.values()
        for first in each
        if first.certainty is not Certainty.CLOSE
    ]
    overall_firsts = [each for rows in by_question.values() for each in rows if each.group == ALL_GROUPS]
    unsettled = [each for each in overall_firsts if each.certainty is Certainty.CLOSE]
    if len(unsettled) == 1 == len(overall_firsts):
        settled.append(f"overall, first place for {what} is too close to call: {could_be_first(unsettled[0])}")
    elif unsettled:
        which = "" if len(unsettled) == len(overall_firsts) else f" ({listed(each.title for each in unsettled)})"
        settled.append(f"overall, first place for {what} is too close to call{which}")
    return sentence("; ".join(settled))


def survey(answers: pd.DataFrame, plan: Plan) -> str:
    """Which answer most gave to each question where one was to be chosen, as far as the numbers tell; "" where there is
    none."""
    words, said = shares_of_words(plan), []
    single = [question.id for poll in plan.polls for question in poll.questions if question.kind == "single"]
    overall = answers[(answers["group"] == ALL_GROUPS) & answers["question"].isin(single)]
    for title, rows in overall.groupby("question_title", sort=False):
        base = rows["base"].iloc[0]
        cells = zip(rows["answer"], rows["voters"], strict=True)
        known = {answer: ends for answer, cell in cells if (ends := bounds_of_count(cell, base, words))}
        least = max((low for low, _ in known.values()), default=0)
        top = [answer for answer, ends in known.items() if may_be_most(ends, least)]
        if len(top) == 1 and len(known) == len(rows):
            count = rows.set_index("answer")["voters"][top[0]]
            said.append(f"{title}: {top[0]} ({count} of {base})")
    return f"Most frequent answers. {'; '.join(said)}." if said else ""


def taking_part(frames: Frames) -> str:
    """Who took part and who was missing."""
    stages = frames["sample_stages"]
    people = stages[stages["counted"] == "people"]
    interviews, workshops = (
        people[people["among"] == among].set_index("group") for among in ("interviews", "workshops")
    )
    parts = [*_interviews(interviews), *_workshops(workshops, frames["workshops"])]
    if not parts:
        return ""
    nobody = [
        group
        for group in dict.fromkeys(people["group"])
        if group != ALL_GROUPS and all(number(cell) == 0 for cell in people.loc[people["group"] == group, "took_part"])
    ]
    missing = [f"nobody took part from {listed(nobody)}"] if nobody else []
    return sentence("; ".join([listed(parts), *_short(interviews, nobody), *missing]))


def _interviews(interviews: pd.DataFrame) -> list[str]:
    if ALL_GROUPS not in interviews.index or not number(interviews.loc[ALL_GROUPS, "took_part"]):
        return []
    done, intended = (interviews.loc[ALL_GROUPS, column] for column in ("took_part", "intended"))
    planned = number(intended)
    if planned is None:
        return [count_of(done, "interview took place", "interviews took place")]
    return [f"{int(number(done) or 0)} of {int(planned)} intended interviews took place"]


def _workshops(workshops: pd.DataFrame, events: pd.DataFrame) -> list[str]:
    came = workshops["took_part"].get(ALL_GROUPS)
    if len(events) < 2 or not number(came):
        return []
    return [f"{count_of(came, 'person', 'people')} came to {count_of(len(events) - 1, *called_in(events))}"]


def _short(interviews: pd.DataFrame, nobody: list[str]) -> list[str]:
    """The groups of whom fewer than half as many were interviewed as intended."""
    said = []
    for group, row in interviews.iterrows():
        done, intended = number(row["took_part"]), number(row["intended"])
        if group != ALL_GROUPS and group not in nobody and done is not None and intended and done < intended / 2:
            said.append(f"{group} ({int(done)} of {int(intended)} interviews)")
    return [f"fewer than half of those intended were interviewed from {listed(said)}"] if said else []


def other_analyses(sensitivity: pd.DataFrame, questions: Iterable[str]) -> str:
    """In how many other analyses, by another method or without one event, the first places would be others."""
    changed, unchanged = [], []
    asked = list(questions)
    for question in asked:
        own = sensitivity[sensitivity["question"] == question]
        if own.empty:
            continue
        tried, flips = own["method"].nunique() - 1, own[own["flips"].astype(bool)]["method"].nunique()
        title = f" of {own['question_title'].iloc[0]}" if len(asked) > 1 else ""
        top = "first three" if first_places(own["option"].nunique()) == 3 else "first place"
        if flips:
            changed.append(f"the {top}{title} would change in {flips} of {tried} other analyses")
        else:
            unchanged.append(f"the {top}{title} would be the same in all {tried} other analyses")
    return sentence(listed(changed or unchanged)) if changed or unchanged else ""
