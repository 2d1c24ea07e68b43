"""A written response is withdrawn: what people coded of it, and its place in the sample."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from lmep_consult.coding import log_files
from lmep_consult.errors import StudyError
from lmep_consult.governance.decisions import codings_without, sign_offs_without
from lmep_consult.governance.deleting import Step, begin, carry_out, finish
from lmep_consult.governance.places import derived_files, released_files
from lmep_consult.governance.withdrawal import record_withdrawal
from lmep_consult.lock import alone
from lmep_consult.participants import register_of
from lmep_consult.places import RESPONSES, RESPONSES_SAMPLE
from lmep_consult.responses.making import is_made
from lmep_consult.responses.sample import answer_called, as_bytes, read_sample
from lmep_consult.responses.units import rows
from lmep_consult.study import Study


def is_response(study: Study, id_: str) -> bool:
    """Whether it is the id of a written response, and nobody's in the register."""
    if study.plan.responses is None or id_ in set(register_of(study)["participant"]):
        return False
    return id_ in set(read_sample(study)["response"]) or not _where(study, id_).empty


def forget_response(study: Study, response: str, reason: str, today: dt.date) -> Mapping[str, int]:
    """Delete what was coded and signed off of a response, and its place in the sample, and record it; how many of each.

    Its row must have been taken out of the export first, and the responses coded again without it: only who keeps the
    exports knows where copies lie.

    Raises StudyError, saying which row of which file it is, where it is still there; ConsultError where the study is in
    use or a file cannot be changed: then the same call again goes on from there.
    """
    found = _where(study, response)
    if len(found):
        file, row = found.iloc[0][["file", "row"]]
        place = f"{file}, row {row}" if row else str(file)
        raise StudyError(
            f"{response} is in raw/responses/{place}: take it out there and in every copy, run lmep-consult "
            "code-responses, then give this command again."
        )
    command = f"withdraw {response}"
    with alone(study.folder, command):
        begin(study.folder, f"The withdrawal of {response}", command, {})
        counts = Counter[str]()
        for steps in _steps(study, response):
            for step in steps:
                counts[step.kind] += step.count
            carry_out(steps, command)
        record_withdrawal(study, response, today.isoformat(), reason, counts)
        finish(study.folder, command)
    return +counts


def _where(study: Study, response: str) -> pd.DataFrame:
    if not is_made(study.at(RESPONSES)):
        raise StudyError(f"{study.at(RESPONSES)}: not made yet; run lmep-consult code-responses.")
    return rows(study.at(RESPONSES), "respondents", ["response", "file", "row"], of=[response])


def _steps(study: Study, response: str) -> Iterator[list[Step]]:
    """What is done, answer by answer, since each changes the files anew; its place in the sample goes last."""
    sample = read_sample(study)
    for question, number in sample.loc[sample["response"] == response, ["question", "answer"]].to_numpy():
        name = answer_called(question, number)
        logs = [(path, codings_without(path, name)) for path in log_files(study.codings)]
        yield [Step(path, "decisions", log.gone, log.content) for path, log in logs]
        if study.sign_offs.is_file():
            content, count = sign_offs_without(study.sign_offs, name)
            yield [Step(study.sign_offs, "signed-off quotations", count, content)]
    rest = sample[sample["response"] != response]
    yield [
        *(Step(path, "files made again in working", 1) for path in derived_files(study)),
        *(Step(path, "files in reports", 1) for path in released_files(study)),
        Step(study.at(RESPONSES_SAMPLE), "answers of the sample", len(sample) - len(rest), as_bytes(rest)),
    ]
