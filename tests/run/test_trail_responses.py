"""From a number about written responses back to the responses behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lmep_consult.cli.code_responses import code_responses
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.codebook import Codebook
from lmep_consult.errors import StudyError
from lmep_consult.plan.responses import batch_source
from lmep_consult.responses.frames import campaigns, respondents, texts
from lmep_consult.responses.sample import called, read_sample
from lmep_consult.run.trail import Trail
from lmep_consult.run.trail_responses import response_trail
from lmep_consult.study import Study
from lmep_consult.table import ALL_GROUPS

CODE = "parking"


@pytest.fixture(scope="module")
def study(once: Callable[[str, Callable[[Path], object]], Path]) -> Study:
    """The first 150 responses of the demonstration, with a sample drawn. Not to be changed."""

    def make(place: Path) -> None:
        copy_demonstration(place / "study", "responses")
        export = place / "study" / "raw" / "responses" / "portal.csv"
        pd.read_csv(export, dtype=str, keep_default_na=False).head(150).to_csv(export, index=False)
        code_responses(study=place / "study")

    return Study.open(once("responses_of_150", make) / "study")


@pytest.fixture(scope="module")
def sample(study: Study) -> pd.DataFrame:
    drawn = read_sample(study)
    return drawn[drawn["question"] == "views"].reset_index(drop=True)


def followed(study: Study, sample: pd.DataFrame, table: str, row: dict[str, Any], column: str) -> Trail:
    """With one batch finished, in which people found the code in the first answer."""
    first = sample.sort_values("number").iloc[0]
    final = pd.DataFrame(
        {"source": [batch_source("views", first["batch"])], "participant": [called(first["number"])], "code": [CODE]}
    )
    read: Any = SimpleNamespace(final=final, finished=frozenset({batch_source("views", first["batch"])}))
    return response_trail(table, row, column, study, Codebook.load(study.codebook), read)


def row(**more: object) -> dict[str, Any]:
    return {"question": "views", "code": CODE, "group": ALL_GROUPS, "share": 0.2, "base": 300, "sample": 50, **more}


def test_behind_a_share_are_the_answers_people_coded(study: Study, sample: pd.DataFrame) -> None:
    found = followed(study, sample, "response_themes", row(), "share")
    batch = sample.sort_values("number").iloc[0]["batch"]
    assert set(found.rows["response"]) == set(sample.loc[sample["batch"] == batch, "response"])
    carry = found.rows.loc[found.rows["found_by_people"].astype(bool), "response"]
    assert carry.tolist() == [sample.sort_values("number").iloc[0]["response"]]
    places = respondents(study, ["response", "file", "row"]).set_index("response")
    assert (places.loc[found.rows["response"], "row"].to_numpy() == found.rows["row"].to_numpy()).all()
    assert (found.rests, found.value) == ("responses", 0.2)


def test_behind_a_base_are_all_answers_of_the_group(study: Study, sample: pd.DataFrame) -> None:
    known, own = respondents(study, ["response", "type"]), texts(study, ["response", "question", "own"])
    of = set(known.loc[known["type"] == "A business", "response"])
    written = set(own.loc[(own["question"] == "views") & (own["own"].str.strip() != ""), "response"])
    found = followed(study, sample, "response_themes", row(group="A business"), "base")
    assert set(found.rows["response"]) == of & written


def test_behind_a_share_by_answer_are_those_who_chose_it(study: Study, sample: pd.DataFrame) -> None:
    chose = respondents(study, ["response", "travel"]).explode("travel")
    of = set(chose.loc[chose["travel"] == "Bus", "response"])
    found = followed(study, sample, "response_themes_by_answer", row(closed="travel", group="Bus"), "share")
    assert len(found.rows)
    assert set(found.rows["response"]) <= of & set(sample["response"])


def test_behind_a_closed_question_is_what_each_answered(study: Study, sample: pd.DataFrame) -> None:
    known = respondents(study, ["response", "type", "support"])
    known = known[(known["type"] == "A business") & (known["support"].fillna("") != "")]
    asked = {"closed": "support", "answer": "No", "group": "A business", "share": 0.4, "base": len(known)}
    found = followed(study, sample, "closed_answers", asked, "share").rows
    assert dict(zip(found["response"], found["answer"], strict=True)) == dict(
        zip(known["response"], known["support"], strict=True)
    )
    assert found["answer"].iloc[0] == "No"


def test_behind_what_was_received_are_all_who_answered(study: Study, sample: pd.DataFrame) -> None:
    every = texts(study, ["response", "question"])
    found = followed(study, sample, "responses_received", {"question": "views", "responses": 1}, "responses")
    assert set(found.rows["response"]) == set(every.loc[every["question"] == "views", "response"])


def test_behind_a_campaign_are_those_who_sent_the_letter(study: Study, sample: pd.DataFrame) -> None:
    largest = campaigns(study).sort_values("responses", ascending=False, kind="stable").iloc[0]
    asked = {"question": str(largest["question"]), "campaign": 1, "responses": int(largest["responses"])}
    found = followed(study, sample, "campaigns", asked, "responses")
    assert len(found.rows) == largest["responses"]


def test_a_column_that_is_not_there_is_refused(study: Study, sample: pd.DataFrame) -> None:
    with pytest.raises(StudyError, match="response_themes has no column 'mean'; it has question, code"):
        followed(study, sample, "response_themes", row(), "mean")
