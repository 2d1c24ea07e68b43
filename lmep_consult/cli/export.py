"""lmep-consult export: the coding for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, open_study
from lmep_consult.errors import StudyError
from lmep_consult.files import leads_out
from lmep_consult.places import EXPORTS


class Format(StrEnum):
    qdpx = "qdpx"
    qdc = "qdc"
    csv = "csv"


def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; left out: exports/ in the study's folder.")] = None,
    to: Annotated[Format, typer.Option("--to", help="A whole project, the codebook, or the codings.")] = Format.qdpx,
    study: StudyOption = None,
) -> None:
    """Write a REFI-QDA project (NVivo, MAXQDA, ATLAS.ti, QualCoder), the codebook or the codings. For the team."""
    from lmep_consult.analysis.coded import coded
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.codebook import Codebook
    from lmep_consult.coding import memo_list, read_logs
    from lmep_consult.disclosure import attributes_shown
    from lmep_consult.exchange import write_codings_csv, write_qdpx
    from lmep_consult.importing import read_study_data

    opened = open_study(study)
    codebook = Codebook.load(opened.codebook)
    path = file or opened.at(EXPORTS) / f"consultation.{to.value}"
    if path.exists() and not leads_out(path, opened.folder) and leads_out(path, opened.at(EXPORTS)):
        raise StudyError(f"{path}: is a file of the study, which an export would take the place of; give another name.")
    if to is Format.qdc:
        codebook.save(path)
        typer.echo(f"{len(codebook.codes)} codes: {path}")
        return
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    interviews = coded(data, opened.plan, codebook, *read_logs(opened.codings))
    codings = interviews.by_coder
    if to is Format.csv:
        write_codings_csv(path, codings)
    else:
        spoke = {who for t in data.transcripts.values() for who in t.turns["participant"]}
        people = data.register[data.register["participant"].isin(spoke)]
        people = people[["participant", *attributes_shown(people, opened.plan)]]
        memos = interviews.folded.memos
        here = memos[memos["source"].isin(list(data.transcripts))]
        write_qdpx(path, codebook, data.transcripts, codings, people, here, opened.plan.study.title)
        left = len(memo_list(interviews.folded)) - len(here) - int((codings["memo"] != "").sum())
        typer.echo(f"Left out: {left} notes on no passage or source" if left else "Nothing was left out")
    typer.echo(f"{len(codings)} codings of {codings['coder'].nunique()} coders: {path}")
