"""lmep-consult report: the reports, their checks, and what changed between runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, open_study
from lmep_consult.errors import StudyError
from lmep_consult.places import CHARTS, NUMBERS, RUN_RECORD, SLIDES, VALUES, WORKBOOK_ODS
from lmep_consult.study import Study

if TYPE_CHECKING:
    from lmep_consult.documents import Filled


def report(
    study: StudyOption = None,
    check: Annotated[bool, typer.Option("--check", help="With --by: record that the results were checked.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who checked.")] = "",
    final: Annotated[bool, typer.Option("--final", help="Refuse unless every check is made.")] = False,
    ods: Annotated[bool, typer.Option("--ods", help="The workbook as OpenDocument too.")] = False,
    slides: Annotated[bool, typer.Option("--slides", help="The findings as slides (PowerPoint) too.")] = False,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Every value in a control too, to copy into your own document (Word).")
    ] = False,
    tables: Annotated[
        str,
        typer.Option(
            metavar="WHICH",
            help="Tables shown after the results: summary, standard, full, or names with commas between.",
        ),
    ] = "",
    fill: Annotated[
        Path | None,
        typer.Option(
            metavar="DOCUMENT",
            help="Bring a document of your own up to date: the controls of a .docx, the shapes of a .pptx, the "
            "placeholders of a .md.",
        ),
    ] = None,
    check_only: Annotated[
        bool, typer.Option("--check-only", help="With --fill: only list; exit with 1 where something is stale.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="With --fill: replace also what somebody changed by hand.")
    ] = False,
    compare: Annotated[
        str,
        typer.Option(
            metavar="RUN",
            help="Show what changed since an earlier run ('list' names them) or 'released', the last final reports.",
        ),
    ] = "",
) -> None:
    """Make the reports; check them, compare them with an earlier run, or demand that they are final."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.run.chain import run
    from lmep_consult.run.freshness import last_run

    opened = open_study(study)
    if tables:
        opened = _showing(opened, tables)
    asked = [place for wanted, place in ((ods, WORKBOOK_ODS), (slides, SLIDES), (numbers, NUMBERS)) if wanted]
    if tables or last_run(opened) is None or not all(opened.at(place).is_file() for place in asked):
        with showing_progress(opened) as tell:
            run(opened, tell, asked)
    if check:
        _check(opened, by)
        with showing_progress(opened) as tell:
            run(opened, tell)
    if fill:
        _fill(opened, fill, check_only, overwrite)
        return
    if compare:
        _compare(opened, compare)
    _state(opened, final)


def _showing(study: Study, tables: str) -> Study:
    """The study as if study.toml said so in `[report] include`."""
    names = [name.strip() for name in tables.split(",") if name.strip()]
    include = names[0] if len(names) == 1 else names
    report = study.plan.report.model_copy(update={"include": include})
    return replace(study, plan=study.plan.model_copy(update={"report": report}))


def _check(study: Study, by: str) -> None:
    from lmep_consult.files import write_whole
    from lmep_consult.governance.checks import read_checks, with_check
    from lmep_consult.spreadsheet import as_csv

    record, results = read_checks(study.checks), _results(study)
    record = with_check(record, results, study.plan.report.checks, by, dt.datetime.now(dt.UTC))
    write_whole(study.checks, as_csv(record))


def _state(study: Study, final: bool) -> None:
    from lmep_consult.governance.checks import check_state, read_checks

    now = check_state(read_checks(study.checks), _results(study), study.plan.report.checks)
    made = f", by {now.by} at {now.at}" if now.by else ""
    typer.echo(f"The reports in {study.reports} are at: {now.state}{made}")
    if now.missing and final:
        raise StudyError(
            f"The reports are not final: {' and '.join(now.missing)} missing; "
            "lmep-consult report --check --by NAME records one."
        )
    if final:
        _refuse_stale(study)
        from lmep_consult.run.last_release import remember_release

        remember_release(study)
        typer.echo("They are remembered as the last release: the next reports are compared with them.")


def _fill(study: Study, document: Path, check_only: bool, overwrite: bool) -> None:
    from lmep_consult.documents import listed

    filled = _filled(study, document, overwrite)
    typer.echo("\n".join(listed(filled.lines)))
    if check_only:
        raise typer.Exit(int(filled.stale))
    path = filled.write(document, dt.date.today())
    typer.echo(f"Filled: {path}" if path else f"Nothing changed; {document} is as it should be.")


def _filled(study: Study, document: Path, overwrite: bool = False) -> Filled:
    from lmep_consult.documents import fill
    from lmep_consult.governance import changed_by_withdrawals
    from lmep_consult.report import read_values

    values = read_values(study.at(VALUES))
    return fill(document, values, study.at(CHARTS), overwrite, changed_by_withdrawals(study))


def _refuse_stale(study: Study) -> None:
    for name in study.plan.report.documents:
        if _filled(study, study.folder / name).stale:
            raise StudyError(
                f"The reports are not final: {study.folder / name} is not up to date; "
                f"lmep-consult report --fill {name!r} fills it (put what it writes in its place)."
            )


def _compare(study: Study, run: str) -> None:
    from lmep_consult.cli.show import show_frame
    from lmep_consult.run.changes import changes
    from lmep_consult.run.history import kept

    if run == "released":
        from lmep_consult.run.last_release import changes_since_release

        found = changes_since_release(study)
        show_frame(found)
        typer.echo(f"{len(found)} numbers of people are published otherwise than in the last final reports.")
        return
    there = kept(study)
    if run == "list":
        typer.echo("\n".join(there) or "No earlier run is kept.")
        return
    if not there:
        raise StudyError("No earlier run is kept to compare the reports with; `lmep-consult run` keeps each.")
    found = changes(study, run, there[-1])
    show_frame(found)
    typer.echo(f"{len(found)} cells differ between {run} and {there[-1]}. For the team only.")


def _results(study: Study) -> str:
    import json

    record = json.loads(study.at(RUN_RECORD).read_text(encoding="utf-8"))
    return str(record["results"])
