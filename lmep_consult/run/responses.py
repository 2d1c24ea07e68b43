"""The written responses of a study: what people code of them, and what that comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.coded import Coded, coded_sample
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Decision
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.disclosure import People
from lmep_consult.errors import StudyError
from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.places import RAW, RESPONSES, RESPONSES_SAMPLE
from lmep_consult.plan import Responses
from lmep_consult.responses.frames import lacks_names, number_of
from lmep_consult.responses.quoting import group_and_leave
from lmep_consult.responses.results import Question, answer_called, closed_answers, read_by_people, response_frames
from lmep_consult.responses.sample import answers_of, read_sample, texts_to_code
from lmep_consult.responses.units import campaigns_of, rows
from lmep_consult.run.kept_frames import kept_frames
from lmep_consult.study import Study, files_below
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

_TIED = 10_000  # respondents to closed questions who are compared with an earlier release; of more, rounding hides ten


@dataclass(frozen=True)
class Sampled:
    """texts: what people code, by source. coded: what it is coded as. frames: by table name, what all answers come to.
    sample: as it was drawn. respondents: by response of the sample, whether it may be quoted, and its group. people:
    who could be counted, by question."""

    texts: Mapping[str, Transcript]
    coded: Coded
    frames: dict[str, pd.DataFrame]
    sample: pd.DataFrame
    respondents: pd.DataFrame
    people: People


def sampled(
    study: Study, data: StudyData, codebook: Codebook, decisions: Iterable[Decision], cache: Cache | None
) -> Sampled | None:
    """What people code of the responses and what it comes to; None in a study without responses. decisions: those about
    answers of the sample. Frames are made again where responses, sample, codings or settings changed.

    Raises StudyError where there are responses and code-responses was not run, or not since names were decided about:
    then they may still hold these.
    """
    texts, plan = texts_to_code(study), study.plan.responses
    if plan is None:
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
        plan.model_dump(mode="json"),
        parents,
        [[path.relative_to(study.folder).as_posix(), sha256(path)] for path in files if path.is_file()],
        final.to_json(orient="split"),
        sorted(read.finished),
    )
    frames = kept_frames(cache, key, lambda: _frames(study, codebook, parents, final, read.finished))
    sample = read_sample(study)
    columns = ["response", "quotable", *_of_respondents(plan)]
    every = number_of(study.at(RESPONSES) / "respondents") <= _TIED
    of = [] if every else list(sample["response"])
    known = rows(study.at(RESPONSES), "respondents", columns, of=of).set_index("response")
    people = {**_people(known, plan, sample, read.finished), **(_closed_people(known, plan) if every else {})}
    drawn = known[known.index.isin(sample["response"])]
    return Sampled(texts, read, frames, sample, group_and_leave(drawn, plan.group_by), people)


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
    respondents = rows(folder, "respondents", ["response", *_of_respondents(plan)]).set_index("response")
    frames = response_frames(questions, plan, parents, final, frozenset(finished))
    return {"closed_answers": closed_answers(respondents, plan), **frames}


def _of_respondents(plan: Responses) -> list[str]:
    """The columns of respondents that tables are split by."""
    return [*([plan.group_by] if plan.group_by else []), *(closed.id for closed in plan.closed)]


def _closed_people(known: pd.DataFrame, plan: Responses) -> People:
    """By closed question those who answered it, each with its type."""
    found: dict[tuple[str, ...], dict[str, str | tuple[str, ...]]] = {}
    for closed in plan.closed:
        given = known[closed.id].explode()
        answered = known.loc[given.index[given.notna() & (given != "")].unique()]
        types = answered[plan.group_by].fillna("") if plan.group_by else pd.Series("", answered.index)
        found[(closed.id,)] = {str(response): str(group) for response, group in types.items()}
    return found


def _people(known: pd.DataFrame, plan: Responses, sample: pd.DataFrame, finished: Collection[str]) -> People:
    """By question those whose answers people read, each with its type and the answers it gave to closed questions.
    known: by response, what is known of it."""
    groups: dict[str, list[str]] = {response: [] for response in known.index}
    if plan.group_by:
        for response, group in known[plan.group_by].dropna().items():
            groups[str(response)].append(str(group))
    for closed in plan.closed:
        for response, answer in known[closed.id].explode().dropna().items():
            groups[str(response)].append(answer_called(closed.id, str(answer)))
    found: dict[tuple[str, ...], dict[str, str | tuple[str, ...]]] = {}
    for question in plan.questions:
        read = read_by_people(sample[sample["question"] == question.id], finished)["response"]
        found[(question.id,)] = {response: tuple(groups[response]) for response in read if response in groups}
    return found
