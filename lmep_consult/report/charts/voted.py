"""Charts of votes: shares by group, first places by certainty, and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import Bounds, Words, bounds_of_count, from_to
from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.report.findings.certainty import Certainty, Difference, First, differences, firsts, shown_ranks
from lmep_consult.report.findings.headings import title_of_votes
from lmep_consult.report.findings.questions import Roles, roles
from lmep_consult.report.findings.saying import out_of
from lmep_consult.table import ALL_GROUPS, SUPPRESSED

_LEVELS = {Certainty.CLEAR: 2, Certainty.LIKELY: 1, Certainty.CLOSE: 0}
VOTES, RANKS, CERTAINTY = "votes", "ranks", "certainty"  # names of charts, the first two before what was voted on


def vote_charts(frames: Mapping[str, pd.DataFrame], plan: Plan, source: str) -> Iterator[Sketch]:
    """How many of each group put each option in their top three, and ranks, each for priorities, outcomes and formats;
    and the first places by how sure they are, where groups are shown alone. Shares that are all withheld have no chart.

    Questions of three options or fewer have no shares: the top three would be all of them, and how many put an option
    first would, with the ranks, nearly give the ballots of a small group (`disclosure.voters_wanted`). Their chart is
    that of ranks, where a shade says which options could be first.
    """
    ranked = shown_ranks(frames["priorities"])
    if ranked.empty:
        return
    found, apart = firsts(frames["priorities"]), differences(frames["group_differences"])
    for name, questions in by_role(roles(plan, ranked)).items():
        top = frames["top_three"][frames["top_three"]["question"].isin(questions)]
        order = ranked[ranked["question"].isin(questions)].drop_duplicates(["question", "option"])
        if (top["voters"] != SUPPRESSED).any():
            yield _shares(top, order, found, apart, name, plan, source)
        yield _ranks(ranked[ranked["question"].isin(questions)], found, name, source)
    if any(each.group != ALL_GROUPS for each in found):
        yield _certainty(found, plan, source)


def by_role(asked: Roles) -> dict[str, tuple[str, ...]]:
    """Priorities, outcomes and formats, each with the questions that ask for them."""
    named = {"priorities": asked.priorities, "outcomes": asked.outcomes, "formats": asked.formats}
    return {name: questions for name, questions in named.items() if questions}


def _shares(
    top: pd.DataFrame, order: pd.DataFrame, found: list[First], apart: list[Difference], name: str, plan: Plan,
    source: str,
) -> Sketch:  # fmt: skip
    """A row an option in the order of `order`, a mark a group. top: rows of `top_three`."""
    questions = list(dict.fromkeys(top["question"]))
    groups = [group.id for group in plan.groups if group.id in set(top["group"])]
    solid = {(each.question, each.option, group) for each in apart for group in (*each.higher, *each.lower)}
    cells = {(row["question"], row["option"], row["group"]): row for row in top.to_dict("records")}
    rows: list[Any] = []
    said: list[str] = []
    for question in questions:
        if len(questions) > 1:
            rows.append(str(top.loc[top["question"] == question, "question_title"].iloc[0]))
        for option in order.loc[order["question"] == question, "option"]:
            bounds = {group: _bounds(cells.get((question, option, group))) for group in (*groups, ALL_GROUPS)}
            marks = [
                None if (ends := bounds[group]) is None else [*ends, (question, option, group) in solid]
                for group in groups
            ]
            overall = bounds[ALL_GROUPS]
            rows.append([option, marks, overall[0] if overall and overall[0] == overall[1] else None])
            counts = {group: _out_of(cells.get((question, option, group))) for group in groups}
            counted = [f"{group} {count}" for group, count in counts.items() if count]
            said.append(f"{short(option)}: {', '.join(counted) or 'withheld'}")
    title = title_of_votes(found, apart, questions, "option")
    return Sketch(
        f"{VOTES}_{name}",
        title,
        "Share of voters with each option in their top three, by stakeholder group",
        "Share of voters who put it in their top three (number of voters). Solid: the group differs from another by "
        "more than chance among voters. A bar between marks: anywhere along it.",
        f"{title}. Voters who put it in their top three. {'; '.join(said)}.",
        f"priorities_{questions[0]}",
        source,
        "dots",
        {
            "groups": [
                *([group, _voters(top, group), at] for at, group in enumerate(groups)),
                ["All voters", _voters(top, ALL_GROUPS), None],
            ],
            "rows": rows,
            "close": name == "priorities",  # which is on the first page
        },
    )


def _bounds(row: Mapping[Any, Any] | None) -> Bounds | None:
    return None if row is None else bounds_of_count(row["voters"], row["base"], Words())


def _out_of(row: Mapping[Any, Any] | None) -> str | None:
    return None if row is None else out_of(row["voters"], row["base"])


def _voters(rows: pd.DataFrame, group: str) -> str:
    return from_to(rows.loc[rows["group"] == group, "base"])


def _certainty(found: list[First], plan: Plan, source: str) -> Sketch:
    """Questions by groups: who is first, and how sure that is."""
    there = {each.group for each in found}
    groups = [ALL_GROUPS, *(group.id for group in plan.groups if group.id in there)]
    by_question: dict[str, dict[str, First]] = {}
    for each in found:
        by_question.setdefault(each.title, {})[each.group] = each
    rows = [
        [
            title,
            [[str(of[group].certainty), _LEVELS[of[group].certainty]] if group in of else ["", 0] for group in groups],
        ]
        for title, of in by_question.items()
    ]
    of_groups = [each.certainty for each in found if each.group != ALL_GROUPS]
    clear, likely = (of_groups.count(certainty) for certainty in (Certainty.CLEAR, Certainty.LIKELY))
    title = f"Of {len(of_groups)} first places by group, {_are(clear)} clear and {_are(likely)} likely"
    alt = [
        f"{title_of}: {', '.join(f'{group} {_said(of[group])}' for group in groups if group in of)}"
        for title_of, of in by_question.items()
    ]
    return Sketch(
        CERTAINTY,
        title,
        "First place in each question, by stakeholder group, and how sure it is",
        "Whether the votes settle which option is first.",
        f"{title}. {'; '.join(alt)}.",
        "priorities",
        source,
        "grid",
        {"columns": groups, "rows": rows, "label": 136, "close": True},
    )


def _are(count: int) -> str:
    return f"{count or 'none'} {'are' if count > 1 else 'is'}"


def _said(first: First) -> str:
    if first.certainty is Certainty.CLOSE:
        return f"{first.certainty} ({len(first.open_to)} of {first.options} could be first)"
    return f"{short(first.leaders[0])} ({first.certainty})"


def _ranks(ranked: pd.DataFrame, found: list[First], name: str, source: str) -> Sketch:
    """Options by groups: the rank, and where the votes leave first place open to it a shade."""
    groups = list(dict.fromkeys(ranked["group"]))
    cells = {(row["question"], row["option"], row["group"]): row for row in ranked.to_dict("records")}
    overall = [each for each in found if each.group == ALL_GROUPS and each.question in set(ranked["question"])]
    rows: list[Any] = []
    for first in overall:
        if len(overall) > 1:
            rows.append(first.title)
        options = dict.fromkeys(ranked.loc[ranked["question"] == first.question, "option"])
        rows += [
            [option, [_rank(cells.get((first.question, option, group))) for group in groups]] for option in options
        ]
    if len(overall) == 1:
        title = f"{len(overall[0].open_to)} of {overall[0].options} options could be first overall"
    else:
        settled = sum(each.certainty is not Certainty.CLOSE for each in overall)
        title = f"Overall, first place is settled in {settled or 'none'} of {len(overall)} questions"
    leading = [f"{each.title}: {group_firsts}" for each in overall if (group_firsts := _leading(found, each.question))]
    return Sketch(
        f"{RANKS}_{name}",
        title,
        f"Rank of each option, by stakeholder group ({listed(each.title for each in overall)})",
        "Rank by points; equal points, equal rank; number of voters in brackets. Shaded: could be first.",
        f"{title}. Ranked first in {'; '.join(leading)}.",
        f"priorities_{overall[0].question}" if overall else "priorities",
        source,
        "grid",
        {
            "columns": [f"{group} ({_voters(ranked, group)})" for group in groups],
            "rows": rows,
            "label": 250,
            "close": len(overall) > 1,
        },
    )


def _leading(found: list[First], question: str) -> str:
    return ", ".join(f"{each.group} {listed(each.leaders)}" for each in found if each.question == question)


def _rank(row: Mapping[Any, Any] | None) -> list[Any]:
    return ["ranked by nobody", 0] if row is None else [str(row["rank"]), int(row["rank_lower"] == 1)]
