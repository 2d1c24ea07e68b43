"""The written responses of a study: what people code of them, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.coded import Coded, coded_sample
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Decision
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.errors import StudyError
from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.places import RAW, RESPONSES, RESPONSES_SAMPLE
from lmep_consult.responses.frames import lacks_names
from lmep_consult.responses.quoting import group_and_leave
from lmep_consult.responses.results import Question, response_frames
from lmep_consult.responses.sample import answers_of, read_sample, texts_to_code
from lmep_consult.responses.units import campaigns_of, rows
from lmep_consult.run.kept_frames import kept_frames
from lmep_consult.study import Study, files_below
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript


@dataclass(frozen=True)
class Sampled:
    """texts: what people code, by source. coded: what it is coded as. frames: by table name, what all answers come to.
    sample: as it was drawn. respondents: by response of the sample, whether it may be quoted, and its group."""

    texts: Mapping[str, Transcript]
    coded: Coded
    frames: dict[str, pd.DataFrame]
    sample: pd.DataFrame
    respondents: pd.DataFrame


def sampled(
    study: Study, data: StudyData, codebook: Codebook, decisions: Iterable[Decision], cache: Cache | None
) -> Sampled | None:
    """What people code of the responses and what it comes to; None in a study without responses. decisions: those about
    answers of the sample. Frames are made again where responses, sample, codings or settings changed.

    Raises StudyError where there are responses and code-responses was not run, or not since names were decided about:
    then they may still hold these.
    """
    texts = texts_to_code(study)
    if study.plan.responses is None:
        return None
    if not texts:
        if study.responses:
            raise StudyError(
                f"{study.at(RAW) / 'responses'}: no answers of these are drawn for people to code; run lmep-consult "
                "code-responses first."
            )
        return None
    if lacking := lacks_names(study):
        raise StudyError(f"{study.at(RESPONSES)}: {lacking}")
    read = coded_sample(data, texts, study.plan, codebook, decisions)
    final = read.final[["source", "participant", "code"]].drop_duplicates()
    parents = parents_in_scope(codebook)
    files = [study.at(RESPONSES_SAMPLE), *files_below(study.at(RESPONSES))]
    key = key_of(
        "responses",
        toolkit(),
        study.plan.responses.model_dump(mode="json"),
        parents,
        [[path.relative_to(study.folder).as_posix(), sha256(path)] for path in files if path.is_file()],
        final.to_json(orient="split"),
        sorted(read.finished),
    )
    frames = kept_frames(cache, key, lambda: _frames(study, codebook, parents, final, read.finished))
    sample = read_sample(study)
    group_by = study.plan.responses.group_by
    columns = ["response", "quotable", *([group_by] if group_by else [])]
    known = rows(study.at(RESPONSES), "respondents", columns, of=list(sample["response"])).set_index("response")
    return Sampled(texts, read, frames, sample, group_and_leave(known, group_by))


def _frames(
    study: Study, codebook: Codebook, parents: Mapping[str, str], final: pd.DataFrame, finished: Iterable[str]
) -> dict[str, pd.DataFrame]:
    plan, folder, sample = study.plan.responses, study.at(RESPONSES), read_sample(study)
    assert plan is not None  # noqa: S101  (a study without responses has no texts to code)
    questions = [
        Question(
            answered=len(rows(folder, "texts", ["response"], question.id)),
            answers=answers_of(study, codebook, question.id),
            sample=sample[sample["question"] == question.id],
            campaigns=campaigns_of(folder, question.id),
        )
        for question in plan.questions
    ]
    return response_frames(questions, plan, parents, final, frozenset(finished))
