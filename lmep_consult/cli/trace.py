"""lmep-consult trace: where a number in a report comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import StudyError
from lmep_consult.places import RUN_RECORD, TABLES
from lmep_consult.study import RawKind, Study

if TYPE_CHECKING:
    from lmep_consult.run.trail import Trail


def trace(
    table: Annotated[
        str, typer.Argument(help="A table by its number in the report (Table_11) or by its name in reports/tables.")
    ],
    row: Annotated[str, typer.Argument(help="The row, as in 'themes, Skills, All groups'; left out: list them.")] = "",
    column: Annotated[str, typer.Argument(help="The column; left out: list them.")] = "",
    study: StudyOption = None,
) -> None:
    """List the ballots, codings or people behind one cell, what made it, and the files it rests on. For the team."""
    from lmep_consult.analysis.coded import coded
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.coding import read_logs
    from lmep_consult.fingerprint import sha256
    from lmep_consult.importing import read_study_data
    from lmep_consult.run.freshness import last_run
    from lmep_consult.run.kept import codebook_of
    from lmep_consult.run.trail import published_row, table_called, trail

    opened = find_study(study)
    table = table_called(opened.at(RUN_RECORD), table)
    rows = published_row(opened.at(TABLES), table, row)
    if len(rows) != 1 or not column:
        typer.echo("\n".join(rows.index) if len(rows) != 1 else ", ".join(rows.columns))
        return
    if last_run(opened) is None:
        typer.echo("The study has changed since the reports were made; `lmep-consult run` makes them again.", err=True)
    codebook = codebook_of(opened, Cache(opened.cache))
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    interviews = coded(data, opened.plan, codebook, *read_logs(opened.codings))
    found = trail(table, {str(name): cell for name, cell in rows.iloc[0].items()}, column, data, interviews, codebook)
    typer.echo(f"{table}, {rows.index[0]}, {column}: {found.value}")
    typer.echo(f"Made by {found.made_by} from {len(found.rows)} {found.rests}")
    show_frame(found.rows.dropna(axis="columns", how="all"))
    typer.echo("\nFiles")
    for path in _files(opened, found):
        typer.echo(f"  {path.relative_to(opened.folder).as_posix()}  sha256 {sha256(path)}")
    if not found.rows.size:
        raise StudyError("There is nothing to trace: the cell is zero.")


def _files(study: Study, found: Trail) -> list[Path]:
    """The raw files that the rows were read from."""
    from lmep_consult.study import begins_with_id

    polls = found.rests in ("ballots", "answers")
    kinds: list[RawKind] = ["polls"] if polls else ["transcripts", "attendance"]
    paths = [path for kind in kinds for path in study.raw(kind)]
    asked = [path for path in paths if not polls or study.poll_of(path)[1].id == found.row.get("poll")]
    return [path for path in asked if any(begins_with_id(path.name, source) for source in found.sources)]
