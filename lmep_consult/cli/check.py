"""lmep-consult check: what would be made of a file, without a study; or whether a study keeps its promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import CodebookError, InputError, Problem, StudyError, UnknownLayout

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.study import Study
    from lmep_consult.study_data import StudyData


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Files of any kind; left out: the study.")
    ] = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the meeting, to read 10/02 and 02/10 the right way."),
    ] = None,
    study: StudyOption = None,
) -> None:
    """Show what is made of each file: its layout, who speaks or answers, what is not placed. Of a study's file, the day
    is that of its event. Without files, say what in the study is overdue, missing, unfinished or does not agree."""
    if not files:
        _check_study(study)
        return
    failed = False
    for path in files:
        try:
            _show(path, date.date() if date else None)
        except (InputError, StudyError, CodebookError) as error:
            typer.echo(f"{error}\n", err=True)
            failed = True
    if failed:
        raise typer.Exit(1)


def _check_study(folder: Path | None) -> None:
    from lmep_consult.cli.summary import consent_lines
    from lmep_consult.governance import check_study

    opened = find_study(folder)
    read: list[StudyData] = []
    found = check_study(opened, dt.date.today(), read.append)
    stale = _stale(opened)
    found += [stale] if stale else []
    things = f"{len(found)} thing{'s' * (len(found) > 1)}" if found else "nothing"
    typer.echo(f"{opened.folder}: {things} to do")
    for problem in found:
        typer.echo(f"  {problem}")
    for data in read:
        for line in consent_lines(data):
            typer.echo(line)


def _stale(study: Study) -> Problem | None:
    """That there are no reports, or those of an earlier state of the study; of a purged one they stay as they are."""
    from lmep_consult.errors import ConsultError
    from lmep_consult.places import CERTIFICATE, REPORTS, RUN_RECORD
    from lmep_consult.run.freshness import last_run

    if study.at(CERTIFICATE).is_file():
        return None
    if not study.at(RUN_RECORD).is_file():
        return Problem(REPORTS.path, "none are made yet; `lmep-consult run` makes them")
    try:
        fresh = last_run(study) is not None
    except ConsultError:  # which the check has listed
        fresh = False
    what = "the study has changed since they were made, so they may quote people who no longer agree to it; "
    return None if fresh else Problem(REPORTS.path, what + "`lmep-consult run` makes them again")


def _show(path: Path, date: dt.date | None) -> None:
    """Show the file as the first kind whose layouts fit it; what fits none is refused as what its name says it is."""
    from lmep_consult.codebook.excel_file import is_codebook
    from lmep_consult.participants import is_register

    kind = path.suffix.casefold()
    if kind == ".xlsx" and is_register(path):
        _register(path)
        return
    if kind in (".yaml", ".yml", ".qdc") or (kind == ".xlsx" and is_codebook(path)):
        _codebook(path)
        return
    on, columns = _of_study(path)
    as_table: InputError | None = None
    for show in (_attendance, _poll):
        try:
            show(path, date or on, columns)
            return
        except UnknownLayout as error:
            as_table = error
    try:
        _transcript(path)
    except InputError as error:
        raise (as_table if as_table and path.suffix.casefold() in (".csv", ".xlsx") else error) from None


def _of_study(path: Path) -> tuple[dt.date | None, dict[str, str]]:
    """The day of the event whose file it is, and how its poll's columns are headed, where the file lies in a study."""
    from lmep_consult.study import Study

    date, columns = None, {}
    try:
        study = Study.find(path.parent)
        date = study.event_of(path).date
        columns = {str(role): heading for role, heading in study.poll_of(path)[1].columns.items()}
    except StudyError:
        pass  # no study's file, or not named as one: it is read without a study
    return date, columns


def _register(path: Path) -> None:
    from lmep_consult.participants import read_register, register_of
    from lmep_consult.study import Study

    try:
        study = Study.find(path.parent)
    except StudyError:
        study = None
    known = study is not None and study.register.resolve() == path.resolve()
    register = register_of(study) if study and known else read_register(path)
    _heading(path, "register", f"{len(register)} people")
    _frame(register.groupby(["group", "status"], sort=False).size().rename("people").reset_index())
    typer.echo(f"Columns: {', '.join(register.columns)}")
    _problems(register.attrs["problems"])


def _codebook(path: Path) -> None:
    import pandas as pd

    from lmep_consult.codebook import Codebook

    codebook = Codebook.load(path)
    _heading(path, "codebook", f"{codebook.name}, version {codebook.version or 'none'}, {len(codebook.codes)} codes")
    rows = [(code.id, code.name, code.parent, len(code.terms)) for code in codebook.codes]
    _frame(pd.DataFrame(rows, columns=["code", "name", "parent", "terms"]))
    _problems(())


def _transcript(path: Path) -> None:
    from lmep_consult.transcripts import read_transcript
    from lmep_consult.transcripts.overview import set_aside, silent, speakers_of

    transcript = read_transcript(path)
    speakers, aside = speakers_of(transcript), set_aside(transcript)
    _heading(path, transcript.layout, f"{len(transcript.turns)} turns, {speakers['words'].sum()} words")
    _frame(speakers.assign(share=speakers["share"].map("{:.0%}".format)))
    seen = transcript.account.assign(characters=transcript.account["text"].map(lambda text: len("".join(text.split()))))
    counts = seen.groupby("kind")["characters"].sum()
    typer.echo("Of its visible characters: " + ", ".join(f"{number} {kind}" for kind, number in counts.items()))
    typer.echo(f"Words set aside, other than labels: {aside['words'].sum()}")
    if not aside.empty:
        _frame(aside)
    for warning in silent(transcript):
        typer.echo(f"Warning: {warning}")
    _problems(transcript.problems)


def _poll(path: Path, date: dt.date | None, columns: dict[str, str]) -> None:
    from lmep_consult.polls import describe_export, read_export

    export = read_export(path, columns, date)
    _heading(path, f"poll export ({export.headings.program})", f"{len(export.rows)} responses")
    _frame(describe_export(export))
    _problems(export.problems)


def _attendance(path: Path, date: dt.date | None, _: dict[str, str]) -> None:
    from lmep_consult.polls import read_attendance

    people = read_attendance(path, date)
    _heading(path, "attendance report", f"{len(people)} people")
    _frame(people)
    _problems(people.attrs.get("problems", ()))


def _heading(path: Path, layout: str, held: str) -> None:
    typer.echo(f"{path}: {layout}, {held}")


def _frame(frame: pd.DataFrame) -> None:
    from lmep_consult.cli.show import show_frame

    show_frame(frame)


def _problems(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    typer.echo(f"Not placed, or to look at: {len(listed)}")
    for problem in listed:
        typer.echo(f"  {problem}")
    typer.echo()
