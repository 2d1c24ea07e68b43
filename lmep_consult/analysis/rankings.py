"""Every ranking question of the polls, in all the ways a report looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmep_consult.disclosure import Rules, further_voters_wanted, groups_to_hide, step, voters_wanted
from lmep_consult.plan import Plan
from lmep_consult.ranking import (
    compare_groups,
    first_to_last,
    kendalls_w,
    pooled,
    priorities,
    sensitivity,
)
from lmep_consult.ranking.sensitivity import TOP_THREE
from lmep_consult.study_data import StudyData
from lmep_consult.table import first_places

RANKS = ("rank", "rank_lower", "rank_upper", "tier", "ahead")


@dataclass(frozen=True)
class Asked:
    """One question's ballots. ranks: voters x options; group and event: of each voter; shown: the groups that may be
    looked at alone; wanted: how many voters a group must have for that."""

    poll: str
    question: str
    title: str
    ranks: pd.DataFrame
    group: pd.Series
    event: pd.Series
    shown: list[str]
    wanted: int


def voting_rules(plan: Plan) -> Rules:
    """The study's disclosure rules, as far as they are about votes."""
    settings = plan.disclosure
    return Rules(settings.minimum_base, settings.minimum_count, unanimous_base=settings.unanimous_base)


def asked(data: StudyData, plan: Plan) -> Iterator[Asked]:
    """The questions somebody answered, groups in study.toml's order."""
    order = {group.id: place for place, group in enumerate(plan.groups)}
    offered = data.ballots[~data.ballots["written_in"].astype(bool)]
    for poll in plan.polls:
        for question in poll.questions:
            ballots = offered[(offered["poll"] == poll.id) & (offered["question"] == question.id)]
            ranks = ballots.pivot(index="voter", columns="option", values="rank").astype(float)
            ranks = ranks.reindex(columns=question.options).dropna(how="all")
            if ranks.empty:
                continue
            voters = ballots.drop_duplicates("voter").set_index("voter").loc[ranks.index]
            group = voters["group"].sort_values(key=lambda groups: groups.map(order), kind="stable")
            sizes = {str(name): int(size) for name, size in group.value_counts().items()}
            wanted = voters_wanted(voting_rules(plan), ranks.shape[1])
            hidden = groups_to_hide(sizes, wanted)
            shown = [name for name in group.unique() if name not in hidden]
            yield Asked(poll.id, question.id, question.title, ranks, group, voters["event"], shown, wanted)


def rankings(data: StudyData, plan: Plan) -> dict[str, pd.DataFrame]:
    """The ranking tables by name: ranks_shown, top_three, pooling, group_differences, agreement, sensitivity, and, for
    the team alone, priorities and places.

    Each has columns poll, question, question_title and those of the function that made it; those that tell further
    things of the same ballots (`further_voters_wanted`) have no rows for questions of too few voters.
    """
    rules = voting_rules(plan)
    made: dict[str, list[pd.DataFrame]] = {name: [] for name in _EMPTY}
    for here in asked(data, plan):
        seed, voters, options = plan.study.seed, len(here.ranks), here.ranks.shape[1]
        top = first_places(options)
        ranked = priorities(here.ranks, here.group, seed)
        tables = {
            "priorities": ranked,
            "ranks_shown": ranks_shown(ranked, rules),
            "places": first_to_last(here.ranks).assign(base=voters),
        }
        if options > 3:
            tables["top_three"] = _top_three(ranked, list(here.ranks.columns))
        if voters >= here.wanted:
            tables["group_differences"] = _differences(here, seed, rules)
        if voters >= further_voters_wanted(rules, options):
            alone = here.group.where(here.group.isin(here.shown))
            tables["pooling"] = pooled(here.ranks, alone, top)
            tables["sensitivity"] = _sensitivity(here, top)
            if options > 3:
                tables["agreement"] = _agreement(here, seed)
        for name, table in tables.items():
            table.insert(0, "poll", here.poll)
            table.insert(1, "question", here.question)
            table.insert(2, "question_title", here.title)
            made[name].append(table)
    return {
        name: pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_EMPTY[name])
        for name, parts in made.items()
    }


_QUESTION = ["poll", "question", "question_title"]
_EMPTY = {  # what the tables of a study without polls are headed with
    "priorities": [*_QUESTION, *priorities(pd.DataFrame(), pd.Series(dtype=object), seed=0).columns],
    "ranks_shown": [*_QUESTION, "group", "option", *RANKS, "base"],
    "top_three": [*_QUESTION, "group", "option", "voters", "base"],
    "pooling": [*_QUESTION, "option", "rank_by_person", "rank_by_group", "moves", "base"],
    "group_differences": [
        *_QUESTION,
        "option",
        "group_a",
        "group_b",
        "difference",
        "p_adjusted",
        "apart",
        "workshops_a",
        "holds_a",
        "workshops_b",
        "holds_b",
        "needed_effect",
        "base",
    ],
    "agreement": [*_QUESTION, "w", "w_lower", "w_upper", "base"],
    "sensitivity": [*_QUESTION, "option", "method", "rank", "flips", "base"],
    "places": [*_QUESTION, "option", "place", "share", "base"],
}


def ranks_shown(ranked: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """What reports may say of the ranks that `priorities` gives: group, option, RANKS, base; not the points.

    Of a group smaller than unanimous_base only the rank and whether the option could be first are shown (rank_lower 1
    or 2, rank_upper the last place, no tier): narrower ranges would tell that all of them agree. Of three options or
    fewer, whether one is ahead of all others wants as many voters as other further things that are shown.
    """
    options = ranked.groupby("group")["option"].transform("size")
    small = ranked["base"] < rules.unanimous_base
    few = (options <= 3) & (ranked["base"] < further_voters_wanted(rules, options=3))
    last = options.astype("Int64").where(ranked["rank"].notna())
    told = ranked.assign(
        rank_lower=ranked["rank_lower"].where(~small, ranked["rank_lower"].clip(upper=2)),
        rank_upper=ranked["rank_upper"].where(~small, last),
        tier=ranked["tier"].mask(small),
        ahead=ranked["ahead"].astype("boolean").mask(small | few),
    )
    return told[["group", "option", *RANKS, "base"]]


def _top_three(ranked: pd.DataFrame, options: list[str]) -> pd.DataFrame:
    """How many voters of each group put each option among their first three, from what `priorities` gives: group,
    option, voters, base. Options are in the order they were offered: that of the points would tell a small group's."""
    voters = (ranked["top3_share"] * ranked["base"]).round().astype("int64")
    table = ranked[["group", "option"]].assign(voters=voters, base=ranked["base"])
    groups = {group: place for place, group in enumerate(ranked["group"].unique())}
    places = {option: place for place, option in enumerate(options)}
    order = table["group"].map(groups) * len(options) + table["option"].map(places)
    return table.loc[order.sort_values().index].reset_index(drop=True)


def _sensitivity(here: Asked, top: int) -> pd.DataFrame:
    """Without each workshop, but not without one of so few voters that the difference would disclose theirs; and not by
    how many put an option among their first three: the table of these says it, and places would narrow its ranges."""
    table = sensitivity(here.ranks, here.event, top)
    voters = here.event.reindex(here.ranks.index).value_counts()
    few = {f"Without {event}" for event, count in voters.items() if count < here.wanted}
    return table[~table["method"].isin(few | {TOP_THREE})]


def _differences(here: Asked, seed: int, rules: Rules) -> pd.DataFrame:
    """Between the groups that may be shown, within the workshops that a pair shares.

    Columns as `compare_groups` gives them, workshops for clusters; apart: "yes" where the two came together in none,
    "nearly" where in none with enough voters of both; base: the voters of both whose ballots the difference rests
    on. A workshop is counted for a group that has enough voters there to be shown alone. Differences are rounded as
    points are (`disclosure.step`), and so are p and what would undo a difference, to what is read of them.
    """
    columns = _EMPTY["group_differences"][len(_QUESTION) :]
    if len(here.shown) < 2:
        return pd.DataFrame(columns=columns)
    group = here.group[here.group.isin(here.shown)]
    ranks, event = here.ranks.loc[group.index], here.event[group.index]
    table = compare_groups(ranks, group, event, seed, smallest=here.wanted)
    if "groups" in table.attrs:  # of two groups the frame gives both directions
        first, second = table.attrs["groups"]
        table = table.reset_index(names="option").assign(group_a=first, group_b=second)
    table = table.rename(columns={"clusters_a": "workshops_a", "clusters_b": "workshops_b"})
    met = table["needed_effect"].isna() & table["difference"].notna()
    table["apart"] = np.select([met, table["together"] > 0], ["no", "nearly"], "yes")
    base = [f"{a} and {b}" for a, b in zip(table["voters_a"], table["voters_b"], strict=True)]
    steps = [step(1 / voters, rules) for voters in table[["voters_a", "voters_b"]].min(axis=1)]
    table["difference"] = (table["difference"] / steps).round() * steps
    return table.assign(base=base).round({"difference": 1, "p_adjusted": 3, "needed_effect": 1})[columns]


def _agreement(here: Asked, seed: int) -> pd.DataFrame:
    """How far all voters together agree on one order, to one decimal: more would tell what the points are."""
    w = kendalls_w(here.ranks)
    lower, upper = w.interval(seed=seed)
    row = {"w": w.value, "w_lower": lower, "w_upper": upper, "base": len(here.ranks)}
    return pd.DataFrame([row]).round({"w": 1, "w_lower": 1, "w_upper": 1})
