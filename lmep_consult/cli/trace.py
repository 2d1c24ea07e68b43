"""lmep-consult trace: where a number in a report comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import StudyError
from lmep_consult.places import RAW, RUN_RECORD, TABLES, VALUES
from lmep_consult.study import RESPONSES, RawKind, Study

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.run.trail import Trail


def trace(
    table: Annotated[
        str,
        typer.Argument(
            help="A table by its number in the report (Table_11) or by its name in reports/tables; or the tag of a "
            "value, as in 'priorities/themes/A/1/option'."
        ),
    ] = "",
    row: Annotated[str, typer.Argument(help="The row, as in 'themes, Skills, All groups'; left out: list them.")] = "",
    column: Annotated[str, typer.Argument(help="The column; left out: list them.")] = "",
    document: Annotated[
        Path | None,
        typer.Option("--document", metavar="DOCX", help="Say of each control of a Word document what is behind it."),
    ] = None,
    study: StudyOption = None,
) -> None:
    """List the ballots, codings or people behind one cell, what made it, and the files it rests on. For the team."""
    from lmep_consult.cli.show import show_frame
    from lmep_consult.fingerprint import sha256
    from lmep_consult.run.trail import published_row, table_called

    opened = find_study(study)
    if document:
        _trace_document(opened, document)
        return
    if not table:
        raise StudyError("Say what to trace: a table, the tag of a value, or --document with a Word document.")
    if "/" in table:
        table, row, column = _of_tag(opened, table)
    table = table_called(opened.at(RUN_RECORD), table)
    rows = published_row(opened.at(TABLES), table, row)
    if len(rows) != 1 or not column:
        typer.echo("\n".join(rows.index) if len(rows) != 1 else ", ".join(rows.columns))
        return
    found = _following(opened)(table, rows.iloc[0], column)
    typer.echo(f"{table}, {rows.index[0]}, {column}: {found.value}")
    typer.echo(f"Made by {found.made_by} from {len(found.rows)} {found.rests}")
    show_frame(found.rows.dropna(axis="columns", how="all"))
    typer.echo("\nFiles")
    for path in _files(opened, found):
        typer.echo(f"  {path.relative_to(opened.folder).as_posix()}  sha256 {sha256(path)}")
    if not found.rows.size:
        raise StudyError("There is nothing to trace: the cell is zero.")


def _of_tag(study: Study, tag: str) -> tuple[str, str, str]:
    """The table, row and column behind a tag; row and column are "" where it rests on a whole table."""
    from lmep_consult.documents import nearest
    from lmep_consult.report import read_values

    values = read_values(study.at(VALUES))
    if tag not in values:
        near = nearest(tag, values)
        how = f"is it {near!r}?" if near else "`lmep-consult report --numbers` lists all."
        raise StudyError(f"No value has the tag {tag!r}; {how}")
    value = values[tag]
    typer.echo(f"{value.title}\n  {value.text}")
    return value.table, value.row, value.column


def _trace_document(study: Study, document: Path) -> None:
    """Each control of a document: where it is, what it says, and what is behind it."""
    from lmep_consult.documents import read_controls
    from lmep_consult.report import read_values
    from lmep_consult.run.trail import TABLES as MADE_BY
    from lmep_consult.run.trail import published_row, table_called

    values = read_values(study.at(VALUES))
    controls = read_controls(document, values)
    follow = _following(study)
    for control in controls:
        typer.echo(f"{control.tag} (in {control.where}): {' '.join(control.text.split())}")
        value = values.get(control.tag)
        if value is None:
            typer.echo("  names something that no longer exists")
            continue
        table = table_called(study.at(RUN_RECORD), value.table)
        rests, made_by = MADE_BY.get(table, ("released tables", ""))
        rows = published_row(study.at(TABLES), table, value.row) if value.row and value.column else None
        if rows is not None and len(rows) == 1:
            found = follow(table, rows.iloc[0], value.column)
            files = ", ".join(path.relative_to(study.folder).as_posix() for path in _files(study, found))
            typer.echo(f"  {table}, {value.row}, {value.column}: {found.value}")
            typer.echo(
                f"  made by {found.made_by} from {len(found.rows)} {found.rests}; files: {files or 'the register'}"
            )
        else:
            typer.echo(f"  made from the table {table}, by {made_by} from {rests}")


def _following(study: Study) -> Callable[[str, pd.Series, str], Trail]:
    """What follows cells of tables back, the study's data read once."""
    from lmep_consult.analysis.coded import coded
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.coding import apart, read_logs
    from lmep_consult.importing import read_study_data
    from lmep_consult.plan.responses import is_batch
    from lmep_consult.run.freshness import last_run
    from lmep_consult.run.kept import codebook_of
    from lmep_consult.run.responses import sampled
    from lmep_consult.run.trail import TABLES as MADE_BY
    from lmep_consult.run.trail import trail
    from lmep_consult.run.trail_responses import response_trail

    if last_run(study) is None:
        typer.echo("The study has changed since the reports were made; `lmep-consult run` makes them again.", err=True)
    codebook = codebook_of(study, Cache(study.cache))
    with showing_progress(study, steps=0) as tell:
        data = read_study_data(study, tell)
    decisions, unread = read_logs(study.codings)
    of_sample, others = apart(decisions, is_batch)
    interviews = coded(data, study.plan, codebook, others, unread)
    responses = sampled(study, data, codebook, of_sample, None)

    def follow(table: str, row: pd.Series, column: str) -> Trail:
        cells = {str(name): cell for name, cell in row.items()}
        if MADE_BY[table][0] == "responses" and responses:
            return response_trail(table, cells, column, study, codebook, responses.coded)
        return trail(table, cells, column, data, interviews, codebook)

    return follow


def _files(study: Study, found: Trail) -> list[Path]:
    """The raw files that the rows were read from."""
    from lmep_consult.study import begins_with_id

    if found.rests == "monitoring":
        return [path for path in study.monitoring if path.name in set(found.rows["file"])]
    if found.rests == "responses":
        raw, files = study.at(RAW) / RESPONSES, set(found.rows["file"])
        return [path for path in study.responses if path.relative_to(raw).as_posix() in files]
    polls = found.rests in ("ballots", "answers")
    kinds: list[RawKind] = ["polls"] if polls else ["transcripts", "attendance"]
    paths = [path for kind in kinds for path in study.raw(kind)]
    asked = [path for path in paths if not polls or study.poll_of(path)[1].id == found.row.get("poll")]
    return [path for path in asked if any(begins_with_id(path.name, source) for source in found.sources)]
