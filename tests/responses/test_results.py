"""From codings of the sample to what tables hold: by question, type of respondent, closed question and campaign."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from responses_made import TWO_CLOSED

from lmep_consult.plan.responses import batch_source
from lmep_consult.responses.results import Question, read_by_people, response_frames
from lmep_consult.responses.sample import SAMPLE, called
from lmep_consult.responses.units import Answers
from lmep_consult.table import ALL_GROUPS

PARENTS = {"buses": "", "fares": "buses", "air": ""}


def question(drawn: int = 40, batches: int = 4) -> Question:
    index = pd.Index([f"R{number}" for number in range(40)], name="response")
    fares = np.arange(40) < 10
    machine = pd.DataFrame({"buses": fares, "fares": fares, "air": False}, index)
    respondents = pd.DataFrame(
        {
            "type": ["individual"] * 30 + ["charity"] * 10,
            "support": ["Yes", "No"] * 20,
            "travel": [["Bus"], ["Bus", "Car"], [], None] * 10,
        },
        index,
    )
    sample = pd.DataFrame(
        {
            "question": "views", "response": index[:drawn], "number": range(1, drawn + 1),
            "batch": np.arange(drawn) % batches + 1, "chance": drawn / 40, "drawn": 1, "of": 40, "precision": 0.05,
        },
        columns=SAMPLE,
    )  # fmt: skip
    letters = pd.DataFrame({"campaign": ["campaign 1"], "letter": ["Dear council"], "responses": [12]})
    return Question(55, Answers("views", machine, respondents), sample, letters)


def coded(asked: Question, fares: set[str]) -> pd.DataFrame:
    """Codings in which people find fares in these responses."""
    found = asked.sample[asked.sample["response"].isin(fares)]
    return pd.DataFrame(
        {
            "source": [batch_source("views", batch) for batch in found["batch"]],
            "participant": [called(number) for number in found["number"]],
            "code": "fares",
        }
    )


def every_source(batches: int = 4) -> set[str]:
    return {batch_source("views", batch) for batch in range(1, batches + 1)}


def frames(asked: Question, fares: set[str], finished: set[str]) -> dict[str, pd.DataFrame]:
    return response_frames([asked], TWO_CLOSED, PARENTS, coded(asked, fares), finished)


def test_where_everything_was_read_the_counts_are_those_of_people() -> None:
    asked = question()
    found = frames(asked, {"R0", "R1", "R35"}, every_source())["response_themes"]
    shares = found.set_index(["code", "group"])["share"]
    assert shares["fares", ALL_GROUPS] == 3 / 40
    assert shares["buses", ALL_GROUPS] == 3 / 40  # a code counts those that belong to it
    assert shares["air", ALL_GROUPS] == 0
    assert (shares["fares", "individual"], shares["fares", "charity"]) == (2 / 30, 1 / 10)


def test_nothing_is_said_of_themes_before_people_have_finished_a_batch() -> None:
    found = frames(question(), {"R0"}, set())
    assert found["response_themes"].empty
    assert found["machine_accuracy"].empty
    assert found["responses_received"][["to_code", "coded"]].to_numpy().tolist() == [[40, 0]]


def test_batches_that_are_finished_stand_for_the_rest() -> None:
    asked = question()
    read = read_by_people(asked.sample, {batch_source("views", 1), batch_source("views", 3)})
    assert len(read) == 20
    assert (1 / read["chance"]).sum() == pytest.approx(40)
    found = frames(asked, {"R0", "R2"}, {batch_source("views", 1), batch_source("views", 3)})["response_themes"]
    row = found[(found["code"] == "fares") & (found["group"] == ALL_GROUPS)].iloc[0]
    assert row["lower"] < row["share"] < row["upper"]
    assert (row["base"], row["sample"]) == (40, 20)


def test_a_sample_that_was_drawn_again_counts_only_as_a_whole() -> None:
    sample = question().sample
    sample.loc[30:, "drawn"] = 2
    assert read_by_people(sample, every_source() - {batch_source("views", 4)}).empty
    assert len(read_by_people(sample, every_source())) == 40


def test_themes_are_crossed_with_closed_questions_of_one_answer_and_of_several() -> None:
    found = frames(question(), {"R0", "R1"}, every_source())["response_themes_by_answer"]
    shares = found[found["code"] == "fares"].set_index(["closed", "group"])
    assert shares["base"].to_dict() == {
        ("support", "Yes"): 20, ("support", "No"): 20, ("travel", "Bus"): 20, ("travel", "Car"): 10,
    }  # fmt: skip
    assert shares["share"].to_dict() == {
        ("support", "Yes"): 1 / 20, ("support", "No"): 1 / 20, ("travel", "Bus"): 2 / 20, ("travel", "Car"): 1 / 10,
    }  # fmt: skip


def test_a_campaign_is_counted_apart_with_what_people_found_in_its_letter() -> None:
    asked = question()
    letters = batch_source("views", "letters")
    final = pd.DataFrame({"source": [letters], "participant": ["campaign 1"], "code": ["air"]})
    unread = response_frames([asked], TWO_CLOSED, PARENTS, final, every_source())
    read = response_frames([asked], TWO_CLOSED, PARENTS, final, every_source() | {letters})
    assert unread["campaigns"]["codes"].tolist() == [None]
    assert read["campaigns"][["campaign", "responses", "codes"]].to_numpy().tolist() == [[1, 12, "air"]]
    themes = read["response_themes"]
    assert (themes.loc[themes["code"] == "air", "share"] == 0).all()
    received = read["responses_received"].iloc[0]
    assert (received["responses"], received["own_words"], received["in_campaigns"], received["campaigns"]) == (
        55,
        40,
        12,
        1,
    )


def test_no_frame_holds_what_the_machine_counted() -> None:
    found = frames(question(), set(), every_source())
    for frame in found.values():
        for column in frame.select_dtypes("number"):
            if column != "found":  # in the sample
                assert not (frame[column] == 10 / 40).any(), column


def test_ids_of_responses_are_in_no_frame() -> None:
    for frame in frames(question(), {"R0"}, every_source()).values():
        assert not frame.astype(str).isin([f"R{number}" for number in range(40)]).to_numpy().any()
