"""Every ranking question of the polls, in all the ways a report looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmep_consult.disclosure import groups_to_hide
from lmep_consult.plan import Plan
from lmep_consult.ranking import (
    compare_groups,
    first_to_last,
    friedman,
    kendalls_w,
    pooled,
    priorities,
    sensitivity,
)
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, first_places


@dataclass(frozen=True)
class Asked:
    """One question's ballots. ranks: voters x options; group and event: of each voter; shown: the groups that may be
    looked at alone."""

    poll: str
    question: str
    title: str
    ranks: pd.DataFrame
    group: pd.Series
    event: pd.Series
    shown: list[str]


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
            hidden = groups_to_hide(sizes, plan.disclosure.minimum_base)
            shown = [name for name in group.unique() if name not in hidden]
            yield Asked(poll.id, question.id, question.title, ranks, group, voters["event"], shown)


def rankings(data: StudyData, plan: Plan) -> dict[str, pd.DataFrame]:
    """The ranking tables by name: priorities, pooling, group_differences, agreement, sensitivity, places.

    Each has columns poll, question, question_title and those of the function in lmep_consult.ranking that made it.
    """
    made: dict[str, list[pd.DataFrame]] = {name: [] for name in _EMPTY}
    for here in asked(data, plan):
        seed = plan.study.seed
        alone = here.group.isin(here.shown)
        top = first_places(here.ranks.shape[1])
        tables = {"priorities": priorities(here.ranks, here.group, seed)}
        if len(here.ranks) >= plan.disclosure.minimum_base:  # of fewer voters, priorities withhold everything
            tables |= {
                "pooling": pooled(here.ranks, here.group.where(alone), top),
                "group_differences": _differences(here, seed, plan.disclosure.minimum_base),
                "agreement": pd.DataFrame(list(_agreement(here, seed))),
                "sensitivity": _sensitivity(here, top, plan.disclosure.minimum_base),
                "places": first_to_last(here.ranks).assign(base=len(here.ranks)),
            }
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
    "pooling": [*_QUESTION, "option", "rank_by_person", "rank_by_group", "moves", "base"],
    "group_differences": [
        *_QUESTION,
        "option",
        "group_a",
        "group_b",
        "difference",
        "p",
        "p_adjusted",
        "apart",
        "workshops_a",
        "holds_a",
        "workshops_b",
        "holds_b",
        "needed_effect",
        "base",
    ],
    "agreement": [*_QUESTION, "group", "w", "w_lower", "w_upper", "friedman_p", "base"],
    "sensitivity": [*_QUESTION, "option", "method", "rank", "flips", "base"],
    "places": [*_QUESTION, "option", "place", "share", "base"],
}


def _sensitivity(here: Asked, top: int, minimum: int) -> pd.DataFrame:
    """Without each workshop, but not without one of so few voters that the difference would disclose theirs."""
    table = sensitivity(here.ranks, here.event, top)
    voters = here.event.reindex(here.ranks.index).value_counts()
    few = {f"Without {event}" for event, count in voters.items() if count < minimum}
    return table[~table["method"].isin(few)]


def _differences(here: Asked, seed: int, minimum: int) -> pd.DataFrame:
    """Between the groups that may be shown and have two voters or more, within the workshops that a pair shares.

    Columns as `compare_groups` gives them, workshops for clusters; apart: "yes" where the two came together in none,
    "nearly" where in none with `minimum` voters of both; base: the voters of both whose ballots the difference rests
    on. A workshop with fewer than `minimum` voters of a group is not counted: that would disclose too much about them.
    """
    columns = _EMPTY["group_differences"][len(_QUESTION) :]
    sizes = here.group.value_counts()
    groups = [name for name in here.shown if sizes[name] >= 2]
    if len(groups) < 2:
        return pd.DataFrame(columns=columns)
    group = here.group[here.group.isin(groups)]
    table = compare_groups(here.ranks.loc[group.index], group, here.event[group.index], seed, smallest=minimum)
    if "groups" in table.attrs:  # of two groups the frame gives both directions
        first, second = table.attrs["groups"]
        table = table.reset_index(names="option").assign(group_a=first, group_b=second)
    table = table.rename(columns={"clusters_a": "workshops_a", "clusters_b": "workshops_b"})
    met = table["needed_effect"].isna() & table["difference"].notna()
    table["apart"] = np.select([met, table["together"] > 0], ["no", "nearly"], "yes")
    base = [f"{a} and {b}" for a, b in zip(table["voters_a"], table["voters_b"], strict=True)]
    return table.assign(base=base)[columns]


def _agreement(here: Asked, seed: int) -> Iterator[dict[str, object]]:
    for name in [ALL_GROUPS, *here.shown]:
        voters = here.ranks if name == ALL_GROUPS else here.ranks[here.group.reindex(here.ranks.index) == name]
        w, test = kendalls_w(voters), friedman(voters)
        lower, upper = w.interval(seed=seed)
        yield {
            "group": name,
            "w": w.value,
            "w_lower": lower,
            "w_upper": upper,
            "friedman_statistic": test.statistic,
            "friedman_df": test.df,
            "friedman_p": test.p,
            "base": len(voters),
        }
