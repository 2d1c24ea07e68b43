"""What a run leaves in the study's folder."""

from __future__ import annotations

import hashlib
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
from lmep_consult.run.material import Material
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript


def write_material(study: Study, material: Material) -> None:
    """Write what was read to working/: pseudonymised transcripts, the account of files and problems, and the key.

    All of it is confidential; the key is the only link back to names.
    """
    with _staged(study.working, study.folder) as new:
        (new / "transcripts").mkdir()
        for participant, transcript in material.transcripts.items():
            content = json.dumps(_as_json(participant, transcript), ensure_ascii=False, indent=1)
            digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]
            _write(new / "transcripts" / f"{participant}_{digest}.json", content)
        current = {path.name for path in (new / "transcripts").iterdir()}
        _write_frame(new / "import_report.csv", material.files)
        _write_frame(new / "problems.csv", material.problems)
        names = dict(zip(material.register["participant"], material.register["name"], strict=True))
        key = {"people": names, "replaced": material.replaced.to_dict("records")}
        _write(new / "pseudonyms.key", json.dumps(key, ensure_ascii=False, indent=1))
        (new / "pseudonyms.key").chmod(0o600)
    for path in (study.working / "transcripts").glob("*.json"):
        if path.name not in current:
            path.unlink()


def write_held_back(study: Study, held_back: pd.DataFrame) -> None:
    """Write working/held_back.csv: passages a person must check before they are quoted, and why."""
    with _staged(study.working, study.folder) as new:
        _write_frame(new / "held_back.csv", held_back)


def write_suggestions(study: Study, suggestions: pd.DataFrame) -> None:
    """Write working/suggestions.csv: every passage the codebook suggests, for people to decide on."""
    with _staged(study.working, study.folder) as new:
        _write_frame(new / "suggestions.csv", suggestions.drop(columns="said"))


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
    frame.map(safe_cell).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _as_json(participant: str, transcript: Transcript) -> dict[str, Any]:
    columns = ["turn", "speaker", "role", "participant", "start_s", "end_s", "start_char", "end_char"]
    turns = transcript.turns[columns].astype(object).where(transcript.turns[columns].notna(), None)
    return {
        "participant": participant,
        "layout": transcript.layout,
        "text": transcript.text,
        "turns": turns.to_dict("records"),
    }
