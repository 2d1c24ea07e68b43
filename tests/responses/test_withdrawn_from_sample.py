"""A response of the sample is withdrawn: nothing that was coded of it is left, and what others wrote stays."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd

from lmep_consult import governance
from lmep_consult.cli.code_responses import code_responses
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.responses.sample import called, read_sample, texts_to_code
from lmep_consult.study import Study


def test_what_was_coded_of_it_goes_with_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    copy_demonstration(folder, "responses")
    export = folder / "raw" / "responses" / "portal.csv"
    pd.read_csv(export, dtype=str, keep_default_na=False).head(120).to_csv(export, index=False)
    code_responses(study=folder)
    study = Study.open(folder)
    sample = read_sample(study)
    twice = sample["response"].value_counts()
    response = str(twice[twice == 2].index[0])  # answers to both questions are in the sample
    name = called(sample.loc[sample["response"] == response, "number"].iloc[0])
    who = [
        (source, each) for source, text in texts_to_code(study).items() for each in text.turns["participant"] if each
    ]
    lines = [
        {"id": f"{number:032x}", "time": "2026-05-04T09:00:00.000Z", "coder": "TO", "action": "memo", "source": source,
         "participant": participant, "memo": "a note"}
        for number, (source, participant) in enumerate(who)
    ]  # fmt: skip
    log = study.codings / "TO.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    counts = governance.withdraw(study, response, "asked by e-mail", dt.date(2026, 6, 1)).counts
    left = [json.loads(line)["participant"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert (counts["rows of responses"], counts["decisions"], counts["answers of the sample"]) == (1, 2, 2)
    assert len(left) == len(lines) - 2
    assert name not in left
    assert response not in set(read_sample(study)["response"])
    assert response not in export.read_text(encoding="utf-8")
    code_responses(study=folder)
    assert name not in {each for text in texts_to_code(study).values() for each in text.turns["participant"]}
