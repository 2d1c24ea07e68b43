"""What a run leaves in the study's folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.analysis.analyse import Analysis, rules_of
from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.sample import Sample
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, in_words, release, release_all
from lmep_consult.errors import ConsultError
from lmep_consult.files import write_whole
from lmep_consult.fingerprint import sha256
from lmep_consult.governance.checks import read_checks, standing
from lmep_consult.importing import Imports, import_report
from lmep_consult.importing.records import forget_records
from lmep_consult.pseudonyms import write_key
from lmep_consult.report import (
    draw_charts,
    identity_of,
    page_tables,
    scoping_notes,
    team_workbook,
    tidy_tables,
    write_charts,
    write_csv,
    write_govspeak,
    write_ods,
    write_page,
    write_schema,
    write_scoping_notes,
    write_word,
    write_workbook,
)
from lmep_consult.spreadsheet import as_csv
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

ODS = "scoping_tables.ods"
KEY_VARIABLE = "LMEP_CONSULT_PASSPHRASE"  # the environment variable that encrypts the key


def write_account(study: Study, imports: Imports, data: StudyData) -> None:
    """Write to working/ the account of files and problems, and the key. All of it is confidential; the key is the only
    link back to names.

    It is encrypted where the environment holds a passphrase; then nothing else in working/ keeps what was replaced,
    and every file is read again by the next import.
    """
    _write_frame(study.working / "import_report.csv", import_report(imports))
    _write_frame(study.working / "problems.csv", data.problems)
    _write_frame(study.working / "questions.csv", questions_of(data))
    names = dict(zip(data.register["participant"], data.register["name"], strict=True))
    key = {"people": names, "replaced": data.replaced.to_dict("records")}
    passphrase = os.environ.get(KEY_VARIABLE)
    write_key(study.working / "pseudonyms.key", key, passphrase)
    if passphrase is not None:
        forget_records(study)


def questions_of(data: StudyData) -> pd.DataFrame:
    """Which question of the topic guide each turn was taken to belong to, for a person to check: source, turn, role,
    participant, section, question, confidence, text."""
    columns = ["source", "turn", "role", "participant", "section", "question", "confidence", "text"]
    frames = [t.turns.assign(source=source)[columns] for source, t in data.transcripts.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def write_quotes(study: Study, analysis: Analysis) -> None:
    """Write what people have to decide about quotations: held_back.csv, passages to check before they are quoted, and
    why; quotes_to_sign.csv, those chosen for the report that nobody has signed off; reidentification_risks.csv,
    combinations of attributes that outputs show and too few have."""
    _write_frame(study.working / "held_back.csv", analysis.held_back)
    _write_frame(study.quotes_to_sign, analysis.to_sign)
    _write_frame(study.working / "reidentification_risks.csv", analysis.reidentification)


def write_sample(study: Study, sample: Sample) -> None:
    """Write what only the team may see of the sample: who counts towards each criterion, who was asked and answered
    what, and whom to recruit next."""
    _write_frame(study.working / "criteria_met_by.csv", sample.met_by)
    _write_frame(study.working / "questions_by_person.csv", sample.asked)
    _write_frame(study.working / "recruit_next.csv", sample.to_recruit.people)


def write_codings(study: Study, coded: Coded, suggestions: pd.DataFrame | None = None) -> None:
    """Write what the team has to look at and decide on: suggestions.csv, every passage that the codebook suggests, or
    `suggestions` instead;
    to_adjudicate.csv, where coders differ; coding_problems.csv, decisions that contradict each other or whose words are
    gone."""
    found = coded.suggestions if suggestions is None else suggestions
    suggested = pd.concat([found, coded.in_chats], ignore_index=True)
    _write_frame(study.working / "suggestions.csv", suggested.drop(columns="said"))
    _write_frame(study.working / "to_adjudicate.csv", coded.open.drop(columns=["said", "ids"]))
    problems = [(problem.where, problem.what, problem.text) for problem in coded.problems]
    _write_frame(study.working / "coding_problems.csv", pd.DataFrame(problems, columns=["where", "what", "text"]))


def write_team(study: Study, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write working/team_only.xlsx, a sheet a frame: what the team works with and nobody else sees."""
    write_whole(study.working / "team_only.xlsx", team_workbook(frames), private=True)


def write_changes(study: Study, changed: pd.DataFrame) -> None:
    """Write working/changes_since_last_run.csv: which numbers the reports show otherwise than before, and why."""
    _write_frame(study.working / "changes_since_last_run.csv", changed)


def write_reports(
    study: Study,
    data: StudyData,
    analysis: Analysis,
    codebook: Codebook,
    record: dict[str, Any],
    ods: bool = False,
) -> dict[str, Released]:
    """Write the reports and run.json, which begins as `record`; all at once, or nothing.

    ods: the workbook as OpenDocument too; so it is where there is one, which would else be out of date.

    Returns the released tables by name.

    Raises ConsultError where a report is open in another program and cannot be replaced.
    """
    about = study.plan.study
    rules = rules_of(study.plan, data)
    together = release_all(tidy_tables(analysis.frames, study.plan, codebook, analysis.coded.rests_on), rules)
    if study.plan.report.theme_counts == "words":
        scale = [(wording.word, wording.at_least) for wording in study.plan.report.scale]
        together = [in_words(released, scale) for released in together]
    tidy = {released.table.name: released for released in together}
    pages = [release(table, rules) for table in page_tables(tidy, study.plan) if len(table.frame)]
    charts = draw_charts(tidy, study.plan, about.source)
    with _staged(study.reports, study.folder) as new:
        tables = write_csv(tidy.values(), new / "tables")
        record["results"] = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(tables))).hexdigest()
        write_charts(charts, new / "charts")
        stands = standing(read_checks(study.checks), record["results"], study.plan.report.checks)
        identity = identity_of(about, study.folder, stands.state, stands.by, stands.at, record["finished"])
        template = study.folder / about.word_template if about.word_template else None
        write_schema(tidy.values(), identity, new / "tables")
        write_workbook(pages, identity, new / "scoping_tables.xlsx")
        write_page(pages, charts, identity, new / "scoping_report.html")
        write_word(pages, charts, identity, new / "scoping_annex.docx", template)
        write_govspeak(pages, charts, identity, new / "scoping_report.govspeak.md")
        write_scoping_notes(scoping_notes(study.plan, codebook, tidy), identity, new / "scoping_notes", template)
        if ods or (study.reports / ODS).is_file():
            write_ods(pages, identity, new / ODS)
        made = sorted(path for path in new.rglob("*") if path.is_file())
        record["outputs"] = [{"file": path.relative_to(new).as_posix(), "sha256": sha256(path)} for path in made]
        _write(new / "run.json", json.dumps(record, ensure_ascii=False, indent=1))
    return tidy


@contextmanager
def _staged(folder: Path, beside: Path) -> Iterator[Path]:
    """A new folder to write to, whose files take their places in `folder` only when all are written."""
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=beside))
    try:
        yield new
        files = sorted((path for path in new.rglob("*") if path.is_file()), key=lambda path: path.name == "run.json")
        for path in files:
            target = folder / path.relative_to(new)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                path.replace(target)
            except PermissionError:
                raise ConsultError(
                    f"{target} is open in another program or may not be replaced; close it and run again."
                ) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write(path: Path, content: str) -> None:
    path.write_text(content + "\n", encoding="utf-8", newline="\n")


def _write_frame(path: Path, frame: pd.DataFrame) -> None:
    write_whole(path, as_csv(frame))
