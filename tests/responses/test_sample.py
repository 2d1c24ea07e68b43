"""The sample that people code: drawn once, kept, grown, and shown without saying who wrote what."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.errors import InputError
from lmep_consult.places import RESPONSES, RESPONSES_SAMPLE
from lmep_consult.responses.sample import asked_in, draw_samples, read_sample, texts_to_code
from lmep_consult.responses.units import answers_to
from lmep_consult.study import Study

DATA = Path(__file__).parents[2] / "data" / "responses"
CODEBOOK = DATA.parents[1] / "codebooks" / "ambleford.yaml"


def written(folder: Path, number: int) -> Study:
    """A study with so many coded responses, of which every tenth is a campaign's letter and nothing else."""
    ids = [f"secret-{each}" for each in range(number)]
    letter = [each % 10 == 0 for each in range(number)]
    views = pd.DataFrame(
        {
            "response": ids,
            "question": "views",
            "text": "The fares are too high.",
            "campaign": ["campaign 1" if each else None for each in letter],
            "own": ["" if each else f"The fares are too high, {at} times." for at, each in enumerate(letter)],
        }
    )
    respondents = pd.DataFrame(
        {"response": ids, "file": "a.csv", "row": range(2, number + 2), "quotable": True,
         "type": ["An individual", "A business"] * (number // 2), "area": "Villages", "support": "Yes"}
    )  # fmt: skip
    respondents["travel"] = [["Bus"]] * number
    coded = pd.DataFrame(
        {"response": ids[1::3], "question": "views", "code": "fares", "start": 0, "end": 9, "rule": ""}
    )
    (folder / "study.toml").write_bytes((DATA / "study.toml").read_bytes())
    place = RESPONSES.of(folder)
    for name, frame in (("texts", views), ("respondents", respondents), ("coded", coded)):
        (place / name).mkdir(parents=True, exist_ok=True)
        frame.to_parquet(place / name / "part-00000.parquet")
    letters = {
        "campaign": ["campaign 1"],
        "question": ["views"],
        "letter": ["Dear council"],
        "responses": [sum(letter)],
    }
    pd.DataFrame(letters).to_parquet(place / "campaigns.parquet")
    (place / "coded.json").write_text(json.dumps({"key": "made"}), encoding="utf-8")
    return Study.open(folder)


def test_a_sample_is_drawn_and_its_size_said(tmp_path: Path) -> None:
    study = written(tmp_path, 1000)
    views, change = draw_samples(study, Codebook.load(CODEBOOK))
    sample = read_sample(study)
    assert f"views: {len(sample)} of 900 answers are for people to code" in views
    assert change == "change: no answers in words of the respondents' own, so there is nothing to code."
    assert (1 / sample["chance"]).sum() == pytest.approx(900, rel=0.1)


def test_it_stays_as_it_is_until_responses_come(tmp_path: Path) -> None:
    study = written(tmp_path, 400)
    book = Codebook.load(CODEBOOK)
    draw_samples(study, book)
    before, first = study.at(RESPONSES_SAMPLE).read_bytes(), read_sample(study)
    draw_samples(study, book)
    assert study.at(RESPONSES_SAMPLE).read_bytes() == before
    draw_samples(written(tmp_path, 1000), book)
    second = read_sample(study).set_index("response")
    again = first[first["response"].isin(second.index)].set_index("response")
    assert len(second) > len(first)
    assert len(again) > len(first) / 2
    pd.testing.assert_frame_equal(
        again[["number", "batch", "drawn"]], second.loc[again.index, ["number", "batch", "drawn"]]
    )
    assert second["number"].is_unique
    assert set(second.loc[~second.index.isin(again.index), "drawn"]) == {2}


def test_coders_see_answers_under_numbers_and_letters_by_themselves(tmp_path: Path) -> None:
    study = written(tmp_path, 200)
    draw_samples(study, Codebook.load(CODEBOOK))
    texts = texts_to_code(study)
    sample = read_sample(study)
    assert list(texts)[-1] == "responses:views:letters"
    assert texts["responses:views:letters"].turns["text"].tolist()[1:] == ["Dear council"]
    said = [turn for transcript in texts.values() for turn in transcript.turns.to_dict("records")]
    assert not any("secret" in str(cell) or "individual" in str(cell) for turn in said for cell in turn.values())
    numbers = {turn["participant"] for turn in said} - {"", "campaign 1"}
    assert numbers == {f"response {number}" for number in sample["number"]}
    assert set(asked_in(study.plan.responses, texts).values()) == {"What do you think of the proposals?"}


def test_a_code_is_found_where_one_that_belongs_to_it_is(tmp_path: Path) -> None:
    study = written(tmp_path, 30)
    found = answers_to(study.at(RESPONSES), "views", {"buses": "", "fares": "buses", "air": ""}, ["type"])
    assert len(found.machine) == 27  # letters alone are no answers in somebody's own words
    assert found.machine["buses"].equals(found.machine["fares"])
    assert found.machine.sum().to_dict() == {"buses": 9, "fares": 9, "air": 0}
    assert found.respondents.index.equals(found.machine.index)


def test_what_is_no_sample_is_refused_in_a_sentence(tmp_path: Path) -> None:
    study = written(tmp_path, 30)
    study.at(RESPONSES_SAMPLE).write_bytes(b"no parquet")
    with pytest.raises(InputError, match="not the sample that was drawn"):
        read_sample(study)
