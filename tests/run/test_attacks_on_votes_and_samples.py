"""Readers who subtract, divide and know things: what they try on the votes and the sample of a report, and do not get.

Each test is an attack on the released tables. The demonstration is given a fourth group with one voter, so that there
are groups that no table shows alone.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lmep_consult.analysis.polls import poll_frames
from lmep_consult.codebook import Codebook
from lmep_consult.coverage import ALL_REGIONS
from lmep_consult.disclosure import Released, Rules, further_voters_wanted, release_all, step
from lmep_consult.report import tidy_tables
from lmep_consult.run.chain import Outcome
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, Range

ALONE = "CJC"  # invited to a workshop of the demonstration; nobody came
RULES = Rules(minimum_count=3)
LEAST = 6  # voters of whom measures may be shown


def with_one_voter_alone(data: StudyData) -> StudyData:
    """The demonstration's votes, one voter of those of W4 being alone in a group."""
    there = data.ballots[data.ballots["event"] == "W4"]["voter"].unique()
    asked = data.ballots.groupby("voter")["question"].nunique()
    full = asked.max()
    one = next(voter for voter in there if asked[voter] == full)
    ballots = data.ballots.copy()
    ballots.loc[ballots["voter"] == one, "group"] = ALONE
    return replace(data, ballots=ballots)


def with_hidden_ballots_swapped(data: StudyData, hidden: str) -> StudyData:
    """The voter who is alone and one of another hidden group change ballots, question by question."""
    ballots = data.ballots.copy()
    group_of = ballots.drop_duplicates("voter").set_index("voter")["group"]
    (one,) = group_of.index[group_of == ALONE]
    asked = ballots.groupby("voter")["question"].agg(set)
    others = [voter for voter in group_of.index[group_of == hidden] if asked[voter] == asked[one]]
    ranks = ballots.set_index(["voter", "question", "option"])["rank"]
    other = next(each for each in others if not ranks[each].equals(ranks[one]))
    swapped = ballots["voter"].map({one: other, other: one}).fillna(ballots["voter"])
    groups = swapped.map(group_of)
    return replace(data, ballots=ballots.assign(group=groups))


def released(outcome: Outcome, data: StudyData) -> dict[str, pd.DataFrame]:
    frames = outcome.analysis.frames | poll_frames(data, outcome.study.plan)
    tables = tidy_tables(frames, outcome.study.plan, Codebook.load(outcome.study.codebook), "Counted.")
    votes = [table for table in tables if {"poll", "question"} <= set(table.frame) and table.name != "joint_display"]
    return {each.table.name: each.table.frame for each in release_all(votes, RULES)}


@pytest.fixture(scope="module")
def attacked(demo_run: Outcome) -> tuple[StudyData, dict[str, pd.DataFrame]]:
    data = with_one_voter_alone(demo_run.data)
    return data, released(demo_run, data)


@pytest.fixture(scope="module")
def tables(demo_run: Outcome) -> dict[str, Released]:
    return demo_run.tables


@pytest.fixture(scope="module")
def published(demo_reports: Path) -> set[str]:
    return {path.stem for path in (demo_reports / "tables").glob("*.csv")}


def test_the_group_of_one_is_in_no_table_of_votes(attacked: tuple[StudyData, dict[str, pd.DataFrame]]) -> None:
    for name, frame in attacked[1].items():
        for column in {"group", "group_a", "group_b"} & set(frame):
            assert ALONE not in set(frame[column]), name


def test_weights_do_not_tell_the_ballot_of_who_is_alone(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]], demo_run: Outcome
) -> None:
    """With the priorities and the quotas, the re-weighted points gave the points of a group of one. Now whoever of the
    hidden groups cast which of their ballots, no table of votes is other than it was, nor in another order."""
    data, before = attacked
    (hidden,) = set(data.ballots["group"]) - set(before["priorities"]["group"]) - {ALONE}
    after = released(demo_run, with_hidden_ballots_swapped(data, hidden))
    assert before.keys() == after.keys()
    for name in before.keys() - {"top_three"}:  # counts of people, which are released as counts are
        pd.testing.assert_frame_equal(before[name], after[name], obj=name)
    order = ["question", "group", "option"]
    pd.testing.assert_frame_equal(before["top_three"][order], after["top_three"][order])


def test_no_points_are_left_to_subtract_or_to_multiply_by_the_base(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]],
) -> None:
    """Points of two releases, times the base, gave the ballot of somebody who withdrew."""
    columns = {column for frame in attacked[1].values() for column in frame}
    assert not {column for column in columns if "borda" in column or "mean" in column or column.endswith("share")}


def test_a_difference_between_groups_does_not_give_their_sums(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]],
) -> None:
    for row in attacked[1]["group_differences"].to_dict("records"):
        smaller = min(map(int, row["base"].split(" and ")))
        hides = step(1 / smaller, RULES)
        assert smaller >= LEAST
        assert row["difference"] == pytest.approx(round(row["difference"] / hides) * hides)


def test_votes_without_a_workshop_do_not_give_those_of_few(attacked: tuple[StudyData, dict[str, pd.DataFrame]]) -> None:
    frame = attacked[1]["sensitivity"]
    for _, rows in frame.groupby("question"):
        base = rows["base"].max()
        without = rows[rows["method"].str.startswith("Without")]["base"].unique()
        assert all(base - each >= LEAST for each in without)


def test_no_places_narrow_the_ranges_of_how_many_put_an_option_among_their_first_three(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]],
) -> None:
    """By that method, an option "16 to 17" before another "16 to 17" had 17."""
    methods = attacked[1]["sensitivity"]["method"]
    assert not methods.str.contains("Top-three", case=False).any()
    order = attacked[1]["top_three"].groupby(["question", "group"], sort=False)["option"].agg(list)
    assert all(orders.map(tuple).nunique() == 1 for _, orders in order.groupby("question"))


def test_agreement_is_too_coarse_to_give_the_sums(attacked: tuple[StudyData, dict[str, pd.DataFrame]]) -> None:
    """W of full ballots is a sum of squares; Friedman's statistic and p gave it exactly."""
    frame = attacked[1]["agreement"]
    assert not {"group", "friedman_statistic", "friedman_p"} & set(frame)
    for column in ("w", "w_lower", "w_upper"):
        assert (frame[column] * 10 % 1 < 1e-9).all()
    assert (frame["base"] >= further_voters_wanted(RULES, options=4)).all()


def test_a_fingerprint_of_p_is_cut_short(attacked: tuple[StudyData, dict[str, pd.DataFrame]]) -> None:
    """p by permutation, with a known seed, would check a guess at the ballots."""
    frame = attacked[1]["group_differences"]
    assert "p" not in frame
    assert np.allclose(frame["p_adjusted"].dropna() * 1000 % 1 % 0.999999, 0, atol=1e-5)


def test_nobody_who_came_and_did_not_vote_can_be_counted_by_workshop(published: set[str]) -> None:
    assert not {"poll_response", "recruitment", "places"} & published


def test_who_agreed_and_did_not_come_cannot_be_counted_nor_who_did_both(tables: dict[str, Released]) -> None:
    stages = tables["sample_stages"].table.frame
    assert "agreed" not in stages
    assert set(stages["among"]) == {"interviews", "workshops"}
    assert set(tables["organisations_reached"].table.frame["among"]) == {"interviews", "workshops"}


def test_a_row_by_code_does_not_tell_that_somebody_spoke_of_it(tables: dict[str, Released]) -> None:
    """Coders' agreement had a row a code that any of two interviewees spoke of; a number of codes tells whether any was
    spoken of by nobody."""
    assert "code" not in tables["coder_agreement"].table.frame
    assert not {"codes", "known", "reached"} & set(tables["code_saturation"].table.frame)


def test_percents_of_codes_fit_many_numbers_of_codes(tables: dict[str, Released], demo_run: Outcome) -> None:
    percents = tables["saturation_curve"].table.frame[["new", "cumulative"]].to_numpy(dtype=float).ravel()
    assert (percents % 5 == 0).all()  # whole percents, or codes, would tell how many codes there are
    told = (percents / 5).astype(int)
    codes = demo_run.analysis.frames["saturation_curve"]["cumulative"].max()

    def fits(whole: int) -> bool:
        can = {round(part / whole * 20) for part in range(whole + 1)}
        return set(told) <= can

    assert all(fits(whole) for whole in range(20, 2 * codes))


def test_supporters_of_a_review_are_shown_only_where_they_are_enough(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]],
) -> None:
    for cell in attacked[1]["formats_by_supporters"]["voters"]:
        assert (cell.low if isinstance(cell, Range) else cell) >= LEAST or cell == "[c]"


def test_the_missing_of_each_group_do_not_give_the_totals(
    attacked: tuple[StudyData, dict[str, pd.DataFrame]],
) -> None:
    """What the missing could move is told for all groups together, in places: by group and in points, several bounds on
    one total would close in on it."""
    frame = attacked[1]["worst_case"]
    assert frame.groupby("question")["missing"].nunique().eq(1).all()
    assert all(pd.api.types.is_integer(place) for place in frame["place_best"])


def test_median_lengths_and_times_are_of_enough_interviews(tables: dict[str, Released]) -> None:
    notes = tables["method_notes"].table.frame.set_index("item")["text"]
    assert not any(letter.isdigit() for letter in notes[19])


@pytest.fixture(scope="module")
def regions(demo_run: Outcome) -> tuple[dict[str, int], dict[str, int], dict[str, Range]]:
    """By region: how many were interviewed, how many invited, what is told."""
    frame = demo_run.analysis.frames["regions"]
    rows = frame[(frame["group"] == ALL_GROUPS) & (frame["region"] != ALL_REGIONS)].set_index("region")
    told = demo_run.tables["regions"].table.frame.set_index("region")["interviewed"]
    return rows["took_part"].to_dict(), rows["invited"].to_dict(), told.to_dict()


def possible(told: dict[str, tuple[int, int]], whole: int) -> dict[str, tuple[int, int]]:
    """The least and the most each region may hold, by the whole and what is told of the others."""
    low, high = (sum(ends[at] for ends in told.values()) for at in (0, 1))
    return {
        region: (max(least, whole - (high - most)), min(most, whole - (low - least)))
        for region, (least, most) in told.items()
    }


def test_regions_cannot_be_solved_with_the_totals_and_two_public_facts(
    regions: tuple[dict[str, int], dict[str, int], dict[str, Range]],
) -> None:
    """The sentence on limitations named regions nobody came from, and with the totals six cells of 29 were solved, ten
    with two public facts."""
    true, invited, cells = regions
    told = {region: (cell.low, min(cell.high, invited[region])) for region, cell in cells.items()}
    few = {region for region, cell in cells.items() if cell.low == 0}
    assert len(few) == 7
    for known in (which for number in range(3) for which in combinations(told, number)):
        left = sum(true.values()) - sum(true[region] for region in known)
        found = possible({region: ends for region, ends in told.items() if region not in known}, left)
        for region in few - set(known):
            assert found[region] == (0, min(2, invited[region])), (region, known)


def test_nothing_tells_regions_by_group(tables: dict[str, Released]) -> None:
    assert "group" not in tables["regions"].table.frame
    assert not [name for name, each in tables.items() if {"region", "group"} <= set(each.table.frame)]


def test_the_sentence_on_limitations_names_no_region_as_empty(tables: dict[str, Released]) -> None:
    said = tables["limitations"].table.frame["draft"].item()
    few = [region for region, cell in tables["regions"].table.frame.itertuples(index=False) if cell.low == 0]
    assert "Nobody was interviewed" not in said
    assert all(region in said for region in few)


def test_criteria_are_told_as_met_or_not_and_not_by_how_many(tables: dict[str, Released]) -> None:
    assert "reached" not in tables["criteria"].table.frame
