"""Everything in order, doing again only what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from lmep_consult import __version__
from lmep_consult.analysis.analyse import Analysis, analyse, interviewees
from lmep_consult.analysis.coded import coded
from lmep_consult.analysis.for_team import passages, team_frames
from lmep_consult.analysis.quotations import Quotations
from lmep_consult.cache import Cache
from lmep_consult.coding import apart, read_logs
from lmep_consult.disclosure import Released, read_sign_offs
from lmep_consult.fingerprint import versions
from lmep_consult.importing import import_files, study_data_of
from lmep_consult.lock import locked
from lmep_consult.places import Place
from lmep_consult.plan.responses import is_batch
from lmep_consult.run.changes import changes
from lmep_consult.run.freshness import fingerprint_of, inputs_of
from lmep_consult.run.history import keep, kept
from lmep_consult.run.kept import codebook_of, kept_poll_frames, kept_sample
from lmep_consult.run.last_release import last_release
from lmep_consult.run.releasing import released_tables
from lmep_consult.run.reports import write_reports
from lmep_consult.run.responses import sampled
from lmep_consult.run.working_files import (
    left_in_working,
    write_account,
    write_changes,
    write_codings,
    write_counts,
    write_passages,
    write_quotes,
    write_sample,
    write_team,
)
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData


@dataclass(frozen=True)
class Outcome:
    """What a run did: `tables` are those it released, by name; `quotations` the words of participants in them, and
    those that wait for a person."""

    study: Study
    data: StudyData
    analysis: Analysis
    tables: dict[str, Released]
    quotations: Quotations


def run(study: Study, tell: Callable[[str], None] = lambda step: None, asked: Collection[Place] = ()) -> Outcome:
    """From raw files to reports; `tell` is called with each step and file. Nothing is replaced unless all of it works.

    asked: those of `places.ON_REQUEST` to make too.

    Raises ConsultError where another program is at work on the study, or something begun in it is unfinished.
    """
    with locked(study.folder):
        return _run(study, tell, asked)


def _run(study: Study, tell: Callable[[str], None], asked: Collection[Place]) -> Outcome:
    started = _now()
    inputs = inputs_of(study)  # before anything is read: what changes meanwhile makes the next run stale
    cache = Cache(study.cache)
    codebook = codebook_of(study, cache)
    imports = import_files(study, tell)
    for error in imports.failures.values():
        raise error
    data = study_data_of(study, imports, cache)
    tell("Coding, ranking, coverage")
    decisions, unread = read_logs(study.codings)
    of_sample, others = apart(decisions, is_batch)
    interviews = coded(data, study.plan, codebook, others, unread)
    of_polls = kept_poll_frames(data, study.plan, cache)
    sample = kept_sample(data, study.plan, cache)
    analysis = analyse(data, study.plan, codebook, interviews, sample, of_polls)
    responses = sampled(study, data, codebook, of_sample, cache)
    if responses:
        analysis.frames.update(responses.frames)
    sign_offs = read_sign_offs(study.sign_offs)
    released = released_tables(data, study.plan, codebook, analysis, sign_offs, cache, last_release(study), responses)
    tell("Writing reports")
    record: dict[str, Any] = {
        "study": study.plan.study.title,
        "fictional": study.plan.study.fictional,
        "started": started,
        "finished": _now(),
        "seed": study.plan.study.seed,
        "codebook": {"name": codebook.name, "version": codebook.version},
        "versions": {
            "lmep-consult": __version__,
            **versions(),
        },
        "fingerprint": fingerprint_of(inputs),
        "inputs": inputs,
    }
    write_account(study, imports, data)
    write_codings(study, [interviews, *([responses.coded] if responses else [])])
    write_quotes(study, released.quotations, analysis.sample)
    write_sample(study, analysis.sample)
    write_counts(study, released.release)
    people = interviewees(data, study.plan, interviews.sources)
    for_team = team_frames(data, study.plan, codebook, interviews, people, analysis.frames)
    write_team(study, for_team, dt.datetime.fromisoformat(record["started"]))
    write_passages(study, passages(data, codebook, interviews, released.quotations, sign_offs))
    before = kept(study)[-1:]
    write_reports(study, released, interviews.rests_on, codebook, record, cache, asked)
    cache.forget_unused()
    keep(study, record | {"left": left_in_working(study)})
    for last in before:
        write_changes(study, changes(study, last, kept(study)[-1]))
    return Outcome(study, data, analysis, released.tidy, released.quotations)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
