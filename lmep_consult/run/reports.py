"""What a run leaves in reports/: the released tables and charts in every form, all at once or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import DRAFT, Released, made_of
from lmep_consult.fingerprint import sha256
from lmep_consult.governance.checks import check_state, read_checks
from lmep_consult.places import (
    ANNEX,
    CHARTS,
    GOVSPEAK,
    NUMBERS,
    ON_REQUEST,
    PAGE,
    REPORT,
    RUN_RECORD,
    SCOPING_NOTES,
    SLIDES,
    TABLES,
    VALUES,
    WORKBOOK,
    WORKBOOK_ODS,
    Place,
)
from lmep_consult.plan import Plan
from lmep_consult.report import (
    FIRST_PAGE,
    Chart,
    Contents,
    chapter,
    contents,
    draw_charts,
    findings,
    identity_of,
    included,
    page_tables,
    scoping_notes,
    values,
    write_charts,
    write_csv,
    write_govspeak,
    write_numbers,
    write_ods,
    write_page,
    write_schema,
    write_scoping_notes,
    write_slides,
    write_values,
    write_word_annex,
    write_word_report,
    write_workbook,
)
from lmep_consult.report.writers.identity import NOBODY_READ, SOME_UNREAD
from lmep_consult.run.freshness import left_by_a_program
from lmep_consult.run.releasing import Tables
from lmep_consult.run.swap import swapped
from lmep_consult.study import Study


def write_reports(
    study: Study,
    released: Tables,
    rests_on: str,
    codebook: Codebook,
    record: dict[str, Any],
    cache: Cache,
    asked: Collection[Place] = (),
) -> None:
    """Write the reports and run.json, which begins as `record`; all at once, or nothing. Tables that the study has
    nothing for are not written.

    rests_on: whose codings the tables count, in a sentence. cache: where charts are kept. asked: those of
    `places.ON_REQUEST` to make; those that are there are made again, as they would else be out of date.

    What somebody else put into reports/ is copied to reports_set_aside/, so that reports/ holds what the run made and
    nothing of theirs is lost.

    Raises ConsultError where a report is open in another program and cannot be replaced.
    """
    about = study.plan.study
    tidy = released.tidy
    charts = draw_charts(tidy, study.plan, about.source, cache)
    report = _contents(study.plan, tidy, charts)
    record["tables"] = [
        {"number": each.number, "name": each.table.name, "title": each.table.title, "csv": each.table.csv}
        for each in report.tables
    ]
    filled = [each for each in tidy.values() if len(each.table.frame)]
    with swapped(study.reports) as new:
        tables = write_csv(filled, new / TABLES.name)
        record["results"] = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(tables))).hexdigest()
        write_charts(charts, new / CHARTS.name)
        checks = check_state(read_checks(study.checks), record["results"], study.plan.report.checks)
        identity = identity_of(
            about, study.folder, checks.state, checks.by, checks.at, record["finished"], unread(tidy)
        )
        template = study.folder / about.word_template if about.word_template else None
        write_schema(filled, identity, new / TABLES.name)
        write_workbook(report, identity, new / WORKBOOK.name)
        write_page(report, identity, new / PAGE.name)
        write_word_report(report, identity, new / REPORT.name, template)
        write_word_annex(report, identity, new / ANNEX.name, template)
        write_govspeak(report, identity, new / GOVSPEAK.name)
        named = values(tidy, report, charts)
        write_values(named, new / VALUES.name)
        wanted = {place for place in ON_REQUEST if place in asked or study.at(place).is_file()}
        if NUMBERS in wanted:
            write_numbers(named, identity, new / NUMBERS.name, template)
        if SLIDES in wanted:
            deck = study.folder / about.slides_template if about.slides_template else None
            write_slides(tidy, report, identity, new / SLIDES.name, deck)
        notes = scoping_notes(study.plan, codebook, tidy, rests_on)
        write_scoping_notes(notes, identity, new / SCOPING_NOTES.name, template)
        if WORKBOOK_ODS in wanted:
            write_ods(report, identity, new / WORKBOOK_ODS.name)
        made = sorted(path for path in new.rglob("*") if path.is_file())
        record["outputs"] = [{"file": path.relative_to(new).as_posix(), "sha256": sha256(path)} for path in made]
        public = {**record, "inputs": _without_names(record["inputs"])}
        _write(new / RUN_RECORD.name, json.dumps(public, ensure_ascii=False, indent=1))
        _set_aside(study, new)


def _contents(plan: Plan, tidy: Mapping[str, Released], charts: Sequence[Chart]) -> Contents:
    """What the forms of the report show, from released tables by name."""
    results = [(section, made_of(tidy.values(), section.table)) for section in chapter(tidy, plan)]
    pages = page_tables(tidy, plan)
    shown = included(plan.report.include, [page.table.name for page in pages], tidy)
    return contents(findings(tidy, plan), FIRST_PAGE, results, pages, charts, shown)


def unread(tidy: Mapping[str, Released]) -> str:
    """What readers must know first where words of participants are shown that nobody signed off; "" where none are."""
    frames = [tidy[name].table.frame for name in ("quotes", "assumption_quotes", "write_ins")]
    marks = pd.concat([frame["sign_off"] for frame in frames])
    if not (marks == DRAFT).any():
        return ""
    return NOBODY_READ if (marks == DRAFT).all() else SOME_UNREAD


def _without_names(inputs: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The inputs as anybody may see them: their kind and hash, but no name, which would disclose who came or went."""
    kinds = [{"kind": each["file"].rpartition("/")[0] or each["file"], "sha256": each["sha256"]} for each in inputs]
    return sorted(kinds, key=lambda each: (each["kind"], each["sha256"]))


def _set_aside(study: Study, new: Path) -> None:
    """Copy what no run made from reports/ to reports_set_aside/, under the same names."""
    made = _outputs_of(study.at(RUN_RECORD)) | {RUN_RECORD.name}
    for path in sorted(study.reports.rglob("*")):
        place = path.relative_to(study.reports)
        if not path.is_file() or left_by_a_program(path) or place.as_posix() in made or (new / place).exists():
            continue
        target = study.set_aside / place
        target.parent.mkdir(parents=True, exist_ok=True)
        number = 1
        while target.exists() and target.read_bytes() != path.read_bytes():
            number += 1
            target = target.with_name(f"{place.stem} {number}{place.suffix}")
        shutil.copy2(path, target)


def _outputs_of(record: Path) -> set[str]:
    """The files that the run of this record made; none where it is missing or damaged."""
    try:
        return {output["file"] for output in json.loads(record.read_text(encoding="utf-8"))["outputs"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _write(path: Path, content: str) -> None:
    path.write_text(content + "\n", encoding="utf-8", newline="\n")
