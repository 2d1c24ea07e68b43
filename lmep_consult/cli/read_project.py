"""What another program exported: its codings as decisions, its codebook as a codebook of the study's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from lmep_consult.cli.options import find_study, hold_decisions
from lmep_consult.codebook import Codebook
from lmep_consult.errors import CodebookError, CodingError, InputError
from lmep_consult.study import Study


def read_codebook(file: Path, folder: Path | None) -> None:
    """Save a .qdc file as a codebook that can be edited, in the study's folder."""
    _save_codebook(Codebook.load(file), file, find_study(folder))


def read_project(file: Path, by: str, folder: Path | None) -> None:
    """Append the codings and notes of a .qdpx file to the logs of those who made them."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.coding import append, log_path, read_logs
    from lmep_consult.exchange import bring_in, read_qdpx
    from lmep_consult.importing import read_study_data

    if file.suffix.lower() != ".qdpx":
        raise InputError(
            f"{file}: another program's project is a .qdpx file and its codebook a .qdc file; transcripts and polls go "
            "into the study's raw/ folder, and `lmep-consult import` without a file reads them."
        )
    study = find_study(folder)
    project = read_qdpx(file)
    with showing_progress(study, steps=0) as tell:
        data = read_study_data(study, tell)
    codebook = Codebook.load(study.codebook)
    brought = bring_in(project, data.transcripts, codebook, read_logs(study.codings)[0], by)
    try:
        logs = {coder: log_path(study.codings, coder) for coder in brought.decisions}
    except CodingError as error:
        raise CodingError(f"{file}: {error} With --by you can say whose the codings are.") from None
    for coder, log in logs.items():
        hold_decisions(study, log, coder)
    for coder, decisions in brought.decisions.items():
        append(logs[coder], decisions)
        sources = {decision.source for decision in decisions}
        typer.echo(f"{coder}: {len(decisions)} decisions on {len(sources)} transcripts")
    if brought.here_already:
        typer.echo(f"{brought.here_already} were here already")
    if brought.problems:
        typer.echo(f"Not taken, or to look at: {len(brought.problems)}")
        for problem in brought.problems:
            typer.echo(f"  {problem}")
    if brought.strangers:
        _save_codebook(project.codebook, file, study)
    if brought.decisions:
        typer.echo("When an interview is coded in full: lmep-consult code --by CODER --source ID --done")


def _save_codebook(codebook: Codebook, file: Path, study: Study) -> None:
    path = study.folder / f"{file.stem}.yaml"
    codebook = replace(codebook, version=codebook.version or "1")  # so that codings can say which they go by
    if path.exists() and Codebook.load(path) != codebook:
        raise CodebookError(f"{path} is there already and is another codebook; move it, or rename {file.name}.")
    codebook.save(path)
    typer.echo(
        f'{len(codebook.codes)} codes: {path}; to use them, give its name in study.toml: codebook = "{path.name}"'
    )
