"""What a run ends with on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from lmep_consult.places import (
    ANNEX,
    CHARTS,
    CODING_PROBLEMS,
    CONSENTS,
    EXPLORE,
    GOVSPEAK,
    HELD_BACK,
    PAGE,
    PROBLEMS,
    REPORT,
    RUN_RECORD,
    SCOPING_NOTES,
    TABLES,
    TEAM_ONLY,
    WORKBOOK,
)
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

_PROBLEMS_SHOWN = 6


def show_summary(outcome: Outcome) -> None:
    """What was read, what could not be placed, the top priorities by group, quotas missed, where the files are."""
    for part in (
        read_lines(outcome.data),
        consent_lines(outcome.data),
        problem_lines(outcome.study, outcome.data),
        _coding_lines(outcome),
        _response_lines(outcome),
        _priority_lines(outcome),
        _gap_lines(outcome),
        _file_lines(outcome),
    ):
        lines = list(part)
        for line in lines:
            typer.echo(line)
        if lines:
            typer.echo()


def read_lines(data: StudyData) -> Iterator[str]:
    yield "Read"
    held = {"transcript": "turns", "chat": "messages", "poll": "voters", "attendance": "people"}
    for kind, rows in data.files.groupby("kind", sort=False):
        layouts = ", ".join(f"{count} {layout}" for layout, count in rows["layout"].value_counts().items())
        yield f"  {len(rows)} {kind} files, {rows['held'].sum()} {held[str(kind)]} ({layouts})"


def consent_lines(data: StudyData) -> Iterator[str]:
    """What was read of consents, purpose by purpose, and of whom something stays out because of it."""
    from lmep_consult.importing import consents_kept

    kept = consents_kept(data)
    if kept.empty:
        yield "Consent: the register has no column consent_recording, consent_quoting or the like, so all may be quoted"
        return
    yield f"Consent, as the register says it (person by person in {CONSENTS.path})"
    for purpose, rows in kept.groupby("purpose", sort=False):
        counts = rows["read"].value_counts()
        told = [f"{counts.get(read, 0)} {read}" for read in ("yes", "no")]
        neither = f", {counts['neither']} neither, which counts as no" if "neither" in counts else ""
        yield f"  {purpose}: {', '.join(told)}{neither}"
        lacking = rows[(rows["read"] != "yes") & (purpose in ("recording", "quoting"))]
        for row in lacking.head(_PROBLEMS_SHOWN).to_dict("records"):
            yield f"    {row['participant']} ({row['written'] or 'blank'}): {row['left_out']}"
        if len(lacking) > _PROBLEMS_SHOWN:
            yield f"    and {len(lacking) - _PROBLEMS_SHOWN} more"


def problem_lines(study: Study, data: StudyData) -> Iterator[str]:
    problems = data.problems
    yield f"Not placed or not counted: {len(problems)}"
    for row in problems.head(_PROBLEMS_SHOWN).itertuples():
        yield f"  {row.file}, {row.where}: {row.what}"
    if len(problems) > _PROBLEMS_SHOWN:
        yield f"  and {len(problems) - _PROBLEMS_SHOWN} more, all in {study.at(PROBLEMS)}"


def _coding_lines(outcome: Outcome) -> Iterator[str]:
    coded = outcome.analysis.coded
    yield "Coding"
    yield f"  {coded.rests_on}"
    if coded.problems:
        yield f"  {len(coded.problems)} problems: {outcome.study.at(CODING_PROBLEMS)}"


def _response_lines(outcome: Outcome) -> Iterator[str]:
    received = outcome.analysis.frames.get("responses_received")
    if received is None:
        return
    yield "Written responses"
    for row in received.to_dict("records"):
        yield f"  {row['question']}: {row['responses']:,} answers, {row['in_campaigns']:,} of them from campaigns"
        yield f"    {row['coded']:,} of {row['to_code']:,} answers of the sample are coded by people"


def _priority_lines(outcome: Outcome) -> Iterator[str]:
    from lmep_consult.report.tables.top import top_of_each

    questions = top_of_each(outcome.tables["priorities"])
    if questions:
        yield "Top priorities (rank, and the places the votes leave open)"
    for question, groups in questions.items():
        yield f"  {question}"
        for group, words in groups.items():
            yield f"    {group}: {words}"


def _gap_lines(outcome: Outcome) -> Iterator[str]:
    import pandas as pd

    from lmep_consult.report.findings.saying import count_of

    sample, criteria = (outcome.analysis.frames[name] for name in ("sample_interviews", "criteria"))
    yield "Sample"
    for row in sample.to_dict("records"):
        if pd.isna(row["intended"]):
            yield f"  {row['group']}: {count_of(row['achieved'], 'interview', 'interviews')}"
            continue
        missed = f", {row['short_by']} short" if row["short_by"] else ""
        yield f"  {row['group']}: {row['achieved']} of {row['intended']} interviews{missed}"
    for row in criteria[criteria["met"] == "no"].to_dict("records"):
        yield f"  Not met: {row['criterion']} ({row['reached']} of {row['needed']})"


def _file_lines(outcome: Outcome) -> Iterator[str]:
    held_back = len(outcome.quotations.held_back)
    yield "Reports"
    for place in (PAGE, REPORT, ANNEX, WORKBOOK, GOVSPEAK, SCOPING_NOTES, TABLES, CHARTS, RUN_RECORD):
        if outcome.study.at(place).exists():
            yield f"  {outcome.study.at(place)}"
    yield f"  For the team only: {outcome.study.at(TEAM_ONLY)}"
    yield f"  Every coded passage, to search: {outcome.study.at(EXPLORE)}"
    words = outcome.quotations
    if outcome.study.plan.disclosure.quotes_need_sign_off and len(words.to_sign):
        yield f"  {len(words.to_sign)} quotations wait for `lmep-consult sign-off --by NAME`, which asks about each"
    elif words.quotes.empty and len(outcome.analysis.coded.counted):
        yield "  No quotation is shown: of no theme do the tables show that anybody spoke of it, as they count so few"
    if held_back:
        yield f"  {held_back} passages are not quoted until a person has checked them: {outcome.study.at(HELD_BACK)}"
        yield "    `lmep-consult sign-off --held-back --by NAME` asks about each"
