"""Invented studies with planted findings: the first page says those and claims nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from lmep_consult.analysis.rankings import rankings
from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.plan import Plan
from lmep_consult.report.findings import Findings, findings
from lmep_consult.report.findings.certainty import Certainty, Difference, First, differences, firsts
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData
from lmep_consult.table import Table

PLAN = Study.open(Path(__file__).parents[3] / "data" / "demo").plan
NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta"]
SIZES = {"MSA": 18, "ICB": 36, "CtW": 36}
WORKSHOPS = ["W1", "W2", "W3"]  # each with a third of each group
SEEDS = [3, 14, 159]

Ballot = Callable[[np.random.Generator, str], list[str]]


def by_chance(random: np.random.Generator, group: str) -> list[str]:
    return list(random.permutation(NAMES))


def msa_put_alpha_first(random: np.random.Generator, group: str) -> list[str]:
    order = by_chance(random, group)
    if group == "MSA":
        order.remove("Alpha")
        order.insert(0, "Alpha")
    return order


def ctw_put_gamma_low(random: np.random.Generator, group: str) -> list[str]:
    order = by_chance(random, group)
    if group == "CtW":
        order.remove("Gamma")
        order.insert(int(random.integers(6, 8)), "Gamma")
    return order


def all_put_beta_and_eta_on_top(random: np.random.Generator, group: str) -> list[str]:
    rest = [name for name in by_chance(random, group) if name not in ("Beta", "Eta")]
    return [*random.permutation(["Beta", "Eta"]), *rest]


PLANTED: dict[str, Ballot] = {
    "themes": msa_put_alpha_first,
    "participant": ctw_put_gamma_low,
    "formats": all_put_beta_and_eta_on_top,
}


def tables_of(seed: int, ballots: dict[str, Ballot], sizes: dict[str, int] = SIZES) -> dict[str, Released]:
    """The released ranking tables of a study in which each group's voters answer as `ballots` say."""
    random = np.random.default_rng(seed)
    rows = []
    for question, ballot in ballots.items():
        for group, size in sizes.items():
            for number in range(size):
                who, event = f"{group}{number}", WORKSHOPS[number % 3]
                order = ballot(random, group)
                rows += [
                    (event, POLL_OF[question], question, who, group, name, place, False)
                    for place, name in enumerate(order, 1)
                ]
    columns = ["event", "poll", "question", "voter", "group", "option", "rank", "written_in"]
    frames = rankings(cast(StudyData, SimpleNamespace(ballots=pd.DataFrame(rows, columns=columns))), plan_of(ballots))
    people = [
        (among, "people", group, 20, 18) for among in ("interviews", "workshops") for group in ("All groups", *sizes)
    ]
    stages = pd.DataFrame(people, columns=["among", "counted", "group", "intended", "took_part"])
    frames["answers"] = pd.DataFrame(
        columns=["poll", "question", "question_title", "kind", "group", "answer", "voters", "base"]
    )
    frames |= {
        "sample_stages": stages,
        "workshops": pd.DataFrame({"event": ["W1", "W2", "W3", "All"], "name": "Workshop"}),
    }
    frames["answers"] = pd.DataFrame(columns=["question", "question_title", "group", "answer", "voters", "base"])
    return {name: release(Table(name, name, frame), Rules()) for name, frame in frames.items()}


POLL_OF = {question.id: poll.id for poll in PLAN.polls for question in poll.questions}


def plan_of(ballots: dict[str, Any]) -> Plan:
    """The demonstration's plan with these questions alone, whose options are NAMES."""
    polls = []
    for poll in PLAN.polls:
        asked = [q.model_copy(update={"options": NAMES}) for q in poll.questions if q.id in ballots]
        if asked:
            polls.append(poll.model_copy(update={"questions": asked}))
    return PLAN.model_copy(update={"polls": polls})


@pytest.fixture(scope="module", params=SEEDS)
def planted(request: pytest.FixtureRequest) -> tuple[Findings, list[First], list[Difference]]:
    tidy = tables_of(request.param, PLANTED)
    said = findings(tidy, plan_of(PLANTED))
    return (
        said,
        firsts(tidy["priorities"].table.frame),
        differences(tidy["group_differences"].table.frame),
    )


def test_the_one_first_place_that_was_planted_is_claimed_and_no_other(
    planted: tuple[Findings, list[First], list[Difference]],
) -> None:
    _, places, _ = planted
    settled = {
        (each.question, each.group, each.leaders, each.certainty)
        for each in places
        if each.certainty is not Certainty.CLOSE
    }
    assert settled == {("themes", "MSA", ("Alpha",), Certainty.CLEAR)}


def test_the_differences_that_were_planted_are_claimed_and_no_other(
    planted: tuple[Findings, list[First], list[Difference]],
) -> None:
    _, _, apart = planted
    claimed = {(each.question, each.option, each.certainty, each.higher, each.lower) for each in apart}
    assert claimed == {
        ("themes", "Alpha", Certainty.CLEAR, ("MSA",), ("ICB", "CtW")),
        ("participant", "Gamma", Certainty.CLEAR, ("MSA", "ICB"), ("CtW",)),
    }


def test_the_first_page_says_what_was_planted(planted: tuple[Findings, list[First], list[Difference]]) -> None:
    said, _, _ = planted
    assert said.headline == "For MSA voters, Alpha is clearly first; overall, no first priority is settled"
    by_group, overall, apart, outcomes, formats, sample = said.sentences
    assert by_group == (
        "Alpha is clearly first for MSA voters (all 18 have it in their top three); "
        "for ICB and CtW voters first place is too close to call."
    )
    assert overall.startswith("Overall, first place is too close to call among all 90 voters: ")
    assert apart.startswith(
        "MSA voters reliably put Alpha higher than ICB and CtW voters (all 18 MSA voters have it in"
    )
    assert "MSA and ICB voters reliably put Gamma higher than CtW voters" in apart
    assert outcomes.startswith("Overall, first place for outcomes is too close to call: ")
    tie = formats.removeprefix("Overall, first place for formats is too close to call: ")
    assert tie.startswith(("Beta or Eta could be first, and ", "Eta or Beta could be first, and "))
    assert sample == "18 of 20 intended interviews took place and 18 people came to 3 workshops."


@pytest.mark.parametrize("seed", SEEDS)
def test_votes_by_chance_are_not_taken_for_findings(seed: int) -> None:
    ballots: dict[str, Ballot] = {"themes": by_chance}
    said = findings(tables_of(seed, ballots), plan_of(ballots))
    assert said.headline == "Overall, no first priority is settled"
    assert said.sentences[0] == (
        "No group's first place is settled: for MSA, ICB and CtW voters it is too close to call."
    )
    assert said.sentences[2] == "No difference between groups is reliable."


def test_what_groups_that_never_met_put_apart_is_not_called_reliable() -> None:
    ballots: dict[str, Ballot] = {"themes": msa_put_alpha_first}
    tidy = tables_of(3, ballots)
    frame = tidy["group_differences"].table.frame.copy()
    assert {each.certainty for each in differences(frame)} == {Certainty.CLEAR}
    apart = frame.assign(apart="yes", p_adjusted=np.nan, needed_effect=0.5)
    (claim, *others) = differences(apart)
    assert {each.certainty for each in (claim, *others)} == {Certainty.LIKELY}
    assert not differences(apart.assign(needed_effect=0.0))  # no more than chance among voters
    assert not differences(apart.assign(holds_a=0))  # not the same way in every workshop
