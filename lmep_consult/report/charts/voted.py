"""Charts of votes: shares by group, first places by certainty, and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import bounds_of_share, from_to
from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.report.findings.certainty import Certainty, Difference, First, differences, firsts, shown_ranks
from lmep_consult.report.findings.headings import title_of_votes
from lmep_consult.report.findings.questions import Roles, roles
from lmep_consult.table import ALL_GROUPS

_LEVELS = {Certainty.CLEAR: 2, Certainty.LIKELY: 1, Certainty.CLOSE: 0}
VOTES, CERTAINTY = "votes", "certainty"  # names of charts: the first is followed by what was voted on


def vote_charts(frames: Mapping[str, pd.DataFrame], plan: Plan, source: str) -> Iterator[Sketch]:
    """How many of each group put each option among the first: a chart for priorities, outcomes and formats; the first
    places and how sure they are; ranks, a chart a question."""
    ranked = shown_ranks(frames["priorities"])
    if ranked.empty:
        return
    found, apart = firsts(frames["priorities"]), differences(frames["group_differences"])
    asked = roles(plan, ranked)
    for name, questions in by_role(asked).items():
        yield _shares(ranked, found, apart, name, questions, plan, source)
    yield _certainty(found, plan, source)
    for first in found:
        if first.group == ALL_GROUPS:
            yield _ranks(ranked[ranked["question"] == first.question], first, source)


def by_role(asked: Roles) -> dict[str, tuple[str, ...]]:
    """The names of the charts of shares, and the questions in each."""
    named = {"priorities": asked.priorities, "outcomes": asked.outcomes, "formats": asked.formats}
    return {name: questions for name, questions in named.items() if questions}


def _shares(
    ranked: pd.DataFrame, found: list[First], apart: list[Difference], name: str, questions: Sequence[str], plan: Plan,
    source: str,
) -> Sketch:  # fmt: skip
    rows = ranked[ranked["question"].isin(questions)]
    groups = [group.id for group in plan.groups if group.id in set(rows["group"])]
    solid = {(each.question, each.option, group) for each in apart for group in (*each.higher, *each.lower)}
    drawn: list[Any] = []
    said = []
    for question in questions:
        own = rows[rows["question"] == question]
        if len(questions) > 1:
            drawn.append(f"{own['question_title'].iloc[0]} ({_places(own)})")
        for option in own.drop_duplicates("option")["option"]:
            shares = own[own["option"] == option].set_index("group")["top_share"]
            bounds = {group: bounds_of_share(shares.get(group)) for group in (*groups, ALL_GROUPS)}
            dots = [
                [*bounds[group], (question, option, group) in solid] if bounds[group] else None  # type: ignore[misc]
                for group in groups
            ]
            overall = bounds[ALL_GROUPS]
            drawn.append([option, dots, sum(overall) / 2 if overall else None])
            told = [f"{group} {_percent(bounds[group])}" for group in groups if bounds[group]]
            said.append(f"{short(option)}: {', '.join(told) or 'withheld'}")
    where = (
        f"in their {_places(rows)}" if rows["top_places"].nunique() == 1 and rows["top_places"].iloc[0] > 1 else "first"
    )
    where = "among the places in brackets" if rows["top_places"].nunique() > 1 else where
    title = title_of_votes(found, apart, questions, "option")
    return Sketch(
        f"{VOTES}_{name}",
        title,
        f"Share of voters with each option {where}, by stakeholder group",
        f"Share of voters who put it {where} (number of voters). Solid: the group differs from another by more than "
        "chance among voters.",
        f"{title}. Share of voters who put it {where}. {'; '.join(said)}.",
        f"priorities_{questions[0]}",
        source,
        "dots",
        {
            "groups": [
                *([group, _voters(rows, group), at] for at, group in enumerate(groups)),
                ["All voters", _voters(rows, ALL_GROUPS), None],
            ],
            "rows": drawn,
            "close": name == "priorities",  # which stands on the first page
        },
    )


def _places(rows: pd.DataFrame) -> str:
    top = int(rows["top_places"].iloc[0])
    return "first place" if top == 1 else f"top {'three' if top == 3 else top}"


def _percent(bounds: tuple[float, float] | None) -> str:
    low, high = bounds or (0.0, 1.0)
    return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"


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


def _ranks(rows: pd.DataFrame, overall: First, source: str) -> Sketch:
    """Options by groups: the rank, and where the votes leave first place open to it a shade."""
    groups = list(dict.fromkeys(rows["group"]))
    cells = {(row["option"], row["group"]): row for row in rows.to_dict("records")}
    options = list(dict.fromkeys(rows["option"]))
    drawn = [[option, [_rank(cells.get((option, group))) for group in groups]] for option in options]
    bases = rows.drop_duplicates("group").set_index("group")["base"]
    first = {group: rows[(rows["group"] == group) & (rows["rank"] == 1)]["option"] for group in groups}
    open_to = len(overall.open_to)
    title = (
        f"{listed(overall.leaders)} could alone be first overall"
        if open_to == 1
        else f"{open_to} of {overall.options} options could be first overall"
    )
    alt = "; ".join(f"{group}: {listed(options)}" for group, options in first.items() if len(options))
    return Sketch(
        f"ranks_{overall.question}",
        title,
        f"{overall.title}: rank by stakeholder group",
        "Rank by points; equal points, equal rank; number of voters in brackets. Shaded: could be first.",
        f"{overall.title}. {title}. Ranked first: {alt}.",
        f"priorities_{overall.question}",
        source,
        "grid",
        {"columns": [f"{group} ({bases[group]})" for group in groups], "rows": drawn, "label": 200},
    )


def _rank(row: Mapping[Any, Any] | None) -> list[Any]:
    return ["ranked by nobody", 0] if row is None else [str(row["rank"]), int(row["rank_lower"] == 1)]
