"""Whether what a study holds can be read, and whether what its coders decided counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from lmep_consult.analysis.coded import coded, coded_sample
from lmep_consult.codebook import Codebook
from lmep_consult.coding import apart, read_logs
from lmep_consult.errors import CodebookError, ConsultError, Problem
from lmep_consult.importing import study_data_of, try_import
from lmep_consult.places import CODING_PROBLEMS, CODINGS, PROBLEMS, RESPONSES, RESPONSES_SAMPLE
from lmep_consult.plan import TopicGuide
from lmep_consult.plan.responses import is_batch
from lmep_consult.responses.frames import lacks_names
from lmep_consult.responses.sample import texts_to_code
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

_SHOWN = 10  # problems of a kind; files in working/ hold them all


def content_problems(study: Study, seen: Callable[[StudyData], None] | None = None) -> Iterator[Problem]:
    """Raw files that are refused, how much in others is not placed, codings that count nowhere; read without anything
    being written. seen: is given what was read."""
    try:
        imports = try_import(study)
    except ConsultError as error:
        yield Problem("raw", str(error))
        return
    for name, refused in imports.failures.items():
        yield Problem(f"raw/{name}", f"refused, so that nothing can be run: {refused}")
    if imports.failures:
        return
    # Which question a turn belongs to takes long to find, and decides nothing here.
    plan = study.plan.model_copy(update={"topic_guide": TopicGuide()})
    data = study_data_of(replace(study, plan=plan), imports)
    if seen:
        seen(data)
    if len(data.problems):
        what = "things in raw files were not placed or do not count; `lmep-consult import` lists them"
        yield Problem(PROBLEMS.path, f"{len(data.problems)} {what}")
    with suppress(CodebookError):  # which is listed with what study.toml says
        yield from _codings(study, data, Codebook.load(study.codebook))


def _codings(study: Study, data: StudyData, codebook: Codebook) -> Iterator[Problem]:
    decisions, unread = read_logs(study.codings)
    of_sample, others = apart(decisions, is_batch)
    interviews = coded(data, study.plan, codebook, others, unread)
    parts = [interviews]
    try:
        if lacking := lacks_names(study):
            yield Problem(RESPONSES.path, lacking)
        if texts := texts_to_code(study):
            parts.append(coded_sample(data, texts, study.plan, codebook, of_sample))
    except ConsultError as error:
        yield Problem(RESPONSES_SAMPLE.path, str(error))
    problems = list(dict.fromkeys(problem for part in parts for problem in part.problems))
    yield from problems[:_SHOWN]
    if len(problems) > _SHOWN:
        more = len(problems) - _SHOWN
        yield Problem(CODINGS.path, f"{more} more like these; `lmep-consult run` lists them in {CODING_PROBLEMS.path}")
    codings = interviews.by_coder
    counted = interviews.sources if interviews.by_people else ()
    idle = codings[~codings["source"].isin(list(counted))]
    if len(idle):
        of = ", ".join(sorted(set(idle["source"]))[:_SHOWN])
        yield Problem(CODINGS.path, f"{len(idle)} codings do not count: {interviews.rests_on}", of)
    for part, what in zip(parts, ("count for nothing", "keep their batches from counting"), strict=False):
        if len(part.open):
            asks = f"passages on which coders differ {what}; `lmep-consult code --adjudicate --by NAME` asks of each"
            of = ", ".join(sorted(set(part.open["source"]))[:_SHOWN])
            yield Problem(CODINGS.path, f"{len(part.open)} {asks}", of)
