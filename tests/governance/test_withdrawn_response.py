"""A written response is withdrawn: nothing that was coded of it is left, and what others wrote stays."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult import governance
from lmep_consult.cli.code_responses import code_responses
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.errors import StudyError
from lmep_consult.responses.sample import answer_called, read_sample, texts_to_code
from lmep_consult.study import Study


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with 150 of its responses."""
    folder = tmp_path_factory.mktemp("responses") / "study"
    copy_demonstration(folder, "responses")
    export = folder / "raw" / "responses" / "portal.csv"
    pd.read_csv(export, dtype=str, keep_default_na=False).head(150).to_csv(export, index=False)
    code_responses(study=folder)
    return folder


def test_what_was_coded_of_it_goes_once_its_row_is_gone(coded: Path) -> None:
    study = Study.open(coded)
    sample = read_sample(study)
    twice = sample["response"].value_counts()
    response = str(twice[twice == 2].index[0])  # answers to both questions are in the sample
    names = {
        answer_called(*row) for row in sample.loc[sample["response"] == response, ["question", "answer"]].to_numpy()
    }
    log = study.codings / "TO.jsonl"
    texts = {source: transcript.text for source, transcript in texts_to_code(study).items()}
    lines = [
        {"id": f"{number:032x}", "time": "2026-05-04T09:00:00.000Z", "coder": "TO", "action": "memo", "source": source,
         "participant": who, "memo": "a note"}
        for source, transcript in texts_to_code(study).items()
        for number, who in enumerate(transcript.turns["participant"], start=1000 * (1 + list(texts).index(source)))
        if who
    ]  # fmt: skip
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert governance.is_response(study, response)
    with pytest.raises(StudyError, match=r"portal\.csv, row \d+: take it out there"):
        governance.forget_response(study, response, "", dt.date(2026, 6, 1))

    export = coded / "raw" / "responses" / "portal.csv"
    rows = pd.read_csv(export, dtype=str, keep_default_na=False)
    rows[rows["Response ID"] != response].to_csv(export, index=False)
    code_responses(study=coded)
    counts = governance.forget_response(study, response, "asked by e-mail", dt.date(2026, 6, 1))
    left = [json.loads(line)["participant"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert (counts["decisions"], counts["answers of the sample"]) == (2, 2)
    assert len(left) == len(lines) - 2
    assert names.isdisjoint(left)
    assert response not in set(read_sample(study)["response"])
    assert not governance.is_response(study, response)
    assert response in (coded / "working" / "withdrawals.csv").read_text(encoding="utf-8-sig")


def test_a_participant_of_the_register_is_no_response(coded: Path) -> None:
    assert not governance.is_response(Study.open(coded), "P1")
    assert not governance.is_response(Study.open(coded), "nobody")
