"""What a run leaves in the study's folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, release
from lmep_consult.errors import ConsultError
from lmep_consult.files import write_whole
from lmep_consult.report import (
    draw_charts,
    page_tables,
    safe_cell,
    tidy_tables,
    write_charts,
    write_csv,
    write_page,
    write_workbook,
)
from lmep_consult.run.analysis import Analysis, rules_of
from lmep_consult.run.freshness import sha256
from lmep_consult.run.material import Imports, Material, import_report
from lmep_consult.study import Study


def write_account(study: Study, imports: Imports, material: Material) -> None:
    """Write to working/ the account of files and problems, and the key. All of it is confidential; the key is the only
    link back to names."""
    _write_frame(study.working / "import_report.csv", import_report(imports))
    _write_frame(study.working / "problems.csv", material.problems)
    _write_frame(study.working / "questions.csv", questions_of(material))
    names = dict(zip(material.register["participant"], material.register["name"], strict=True))
    key = {"people": names, "replaced": material.replaced.to_dict("records")}
    write_whole(study.working / "pseudonyms.key", json.dumps(key, ensure_ascii=False, indent=1) + "\n", private=True)


def questions_of(material: Material) -> pd.DataFrame:
    """Which question of the topic guide each turn was taken to belong to, for a person to check: source, turn, role,
    participant, section, question, confidence, text."""
    columns = ["source", "turn", "role", "participant", "section", "question", "confidence", "text"]
    frames = [t.turns.assign(source=source)[columns] for source, t in material.transcripts.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def write_held_back(study: Study, held_back: pd.DataFrame) -> None:
    """Write working/held_back.csv: passages a person must check before they are quoted, and why."""
    _write_frame(study.working / "held_back.csv", held_back)


def write_suggestions(study: Study, suggestions: pd.DataFrame) -> None:
    """Write working/suggestions.csv: every passage the codebook suggests, for people to decide on."""
    _write_frame(study.working / "suggestions.csv", suggestions.drop(columns="said"))


def write_reports(
    study: Study, material: Material, analysis: Analysis, codebook: Codebook, record: dict[str, Any]
) -> dict[str, Released]:
    """Write the reports and run.json, which begins as `record`; all at once, or nothing.

    Returns the released tables by name.

    Raises ConsultError where a report is open in another program and cannot be replaced.
    """
    about = study.plan.study
    rules = rules_of(study.plan, material)
    tidy = {table.name: release(table, rules) for table in tidy_tables(analysis.frames, study.plan, codebook)}
    pages = [release(table, rules) for table in page_tables(tidy, study.plan) if len(table.frame)]
    charts = draw_charts(tidy, study.plan, about.source)
    with _staged(study.reports, study.folder) as new:
        write_csv(tidy.values(), new / "tables")
        write_charts(charts, new / "charts")
        write_workbook(pages, about, new / "scoping_tables.xlsx")
        write_page(pages, charts, about, new / "scoping_report.html")
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
    write_whole(path, "\ufeff" + frame.map(safe_cell).to_csv(index=False, lineterminator="\n"))
