"""The sample of answers that people code: drawn once, kept, and shown to coders as interviews are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.errors import InputError
from lmep_consult.files import write_whole
from lmep_consult.places import PLAN, RESPONSES, RESPONSES_SAMPLE
from lmep_consult.plan.responses import LETTERS, Responses, TextQuestion, batch_source
from lmep_consult.responses.making import is_made
from lmep_consult.responses.sampling import draw, half_width, size_for
from lmep_consult.responses.units import Answers, answers_to, campaigns_of, rows
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript, written_down

SAMPLE = ["question", "response", "number", "batch", "chance", "drawn", "of", "precision"]


def read_sample(study: Study) -> pd.DataFrame:
    """The sample as it was drawn, a row an answer; without rows where none was.

    question, response; number (of the response, from 1, by which coders know it); batch (the source it is in); chance
    (with which it came into the sample); drawn (1, or how many times the sample was drawn until it was in it); of (how
    many answers there were); precision (that was wanted).

    Raises InputError where the file is not what was written.
    """
    path = study.at(RESPONSES_SAMPLE)
    if not path.is_file():
        return pd.DataFrame(columns=SAMPLE)
    try:
        return pd.read_parquet(path)[SAMPLE]
    except (OSError, ValueError, KeyError):
        raise InputError(
            f"{path}: not the sample that was drawn; delete it and run lmep-consult code-responses, which draws it "
            "again the same from the same responses."
        ) from None


def as_bytes(sample: pd.DataFrame) -> bytes:
    """The sample as it is kept."""
    held = BytesIO()
    sample.to_parquet(held, index=False)
    return held.getvalue()


def draw_samples(study: Study, codebook: Codebook) -> list[str]:
    """Draw a sample for each question that has none, or that more answers came to since, or for which another precision
    is wanted now; and say of each question, in a sentence, how large its sample is and what it will show.

    A sample that is there stays though the codebook changes. One drawn again keeps the numbers of the answers that are
    in it again, and most are.
    """
    plan = _settings(study)
    before = read_sample(study)
    parts, said = [], []
    for question in plan.questions:
        answers = answers_of(study, codebook, question.id)
        old = before[before["question"] == question.id]
        there = len(answers.machine)
        if not there:
            said.append(f"{question.id}: no answers in words of the respondents' own, so there is nothing to code.")
            continue
        group = group_of(answers, plan)
        if old.empty or old["of"].iloc[0] < there or old["precision"].iloc[0] != plan.precision:
            size = size_for(answers.machine, group, plan.precision)
            old = _drawn(answers, group, size, study.plan.study.seed, old).assign(of=there, precision=plan.precision)
        parts.append(old)
        width = half_width(answers.machine, group, len(old))
        said.append(
            f"{question.id}: {len(old):,} of {there:,} answers are for people to code. A code that half of the answers "
            f"carry will be known to {100 * width:.1f} percentage points either way (95%), a rarer one better."
        )
    if parts:
        now = _numbered(pd.concat(parts, ignore_index=True), before)
        if not now.astype(object).equals(before.astype(object)):
            write_whole(study.at(RESPONSES_SAMPLE), as_bytes(now), private=True)
    return said


def answers_of(study: Study, codebook: Codebook, question: str) -> Answers:
    """The answers to a question, with what the machine found in each and what is known of respondents."""
    plan = _settings(study)
    columns = [*plan.attributes, *(closed.id for closed in plan.closed)]
    return answers_to(study.at(RESPONSES), question, parents_in_scope(codebook), columns)


def group_of(answers: Answers, plan: Responses) -> pd.Series:
    """By response, the group that tables show it in."""
    if not plan.group_by:
        return pd.Series("", index=answers.machine.index)
    return answers.respondents[plan.group_by].fillna("").astype(str)


def texts_to_code(study: Study) -> dict[str, Transcript]:
    """What people code, by source: the answers drawn, in batches, and the letters of campaigns. Who wrote an answer is
    said nowhere: a coder knows it by a number. None in a study without responses, or before code-responses."""
    if study.plan.responses is None or not is_made(study.at(RESPONSES)):
        return {}
    sample = read_sample(study)
    return {
        source: written_down(source, question.text or question.column, texts["text"].tolist(), texts["who"].tolist())
        for question in study.plan.responses.questions
        for source, texts in _texts(study, question, sample[sample["question"] == question.id])
    }


def asked_in(plan: Responses | None, sources: Mapping[str, Transcript]) -> dict[str, str]:
    """The words of the question that the texts of each source answer."""
    asked = {question.id: question.text or question.column for question in plan.questions} if plan else {}
    return {source: asked[source.split(":")[1]] for source in sources}


def called(number: int) -> str:
    """How coders know whoever wrote an answer."""
    return f"response {number}"


def _texts(study: Study, question: TextQuestion, sample: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    if len(sample):
        columns = ["response", "own"]
        written = rows(study.at(RESPONSES), "texts", columns, question.id, of=list(sample["response"]))
        texts = sample.merge(written.rename(columns={"own": "text"}), on="response").sort_values("number")
        texts["who"] = texts["number"].map(called)
        for batch, part in texts.groupby("batch"):
            yield batch_source(question.id, str(batch)), part
    campaigns = campaigns_of(study.at(RESPONSES), question.id)
    if len(campaigns):
        letters = campaigns.rename(columns={"letter": "text"})
        yield batch_source(question.id, LETTERS), letters.assign(who=letters["campaign"])


def _drawn(answers: Answers, group: pd.Series, size: int, seed: int, old: pd.DataFrame) -> pd.DataFrame:
    """The sample drawn anew; answers that were in the old one keep their batch, others are in batches after these."""
    found = draw(answers.machine, group, size, seed).rename_axis("response").reset_index()
    known = old.set_index("response")
    again = found["response"].isin(known.index)
    new = found[~again]
    new = new.assign(
        batch=new["batch"].rank(method="dense").astype(int) + (int(known["batch"].max()) if len(known) else 0),
        drawn=int(known["drawn"].max()) + 1 if len(known) else 1,
    )
    kept = found[again].drop(columns="batch").join(known[["batch", "drawn"]], on="response")
    return pd.concat([kept, new], ignore_index=True).assign(question=answers.question)


def _numbered(sample: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """With the number of each response: the one it had before, or the next."""
    numbers = dict(zip(before["response"], before["number"], strict=True))
    last = max(numbers.values(), default=0)
    new = [response for response in dict.fromkeys(sample["response"]) if response not in numbers]
    numbers |= {response: last + at for at, response in enumerate(new, start=1)}
    return sample.assign(number=sample["response"].map(numbers).astype(int))[SAMPLE]


def _settings(study: Study) -> Responses:
    plan = study.plan.responses
    if plan is None:
        raise InputError(f"{study.at(PLAN)} has no [responses]; say there what was asked.")
    return plan
