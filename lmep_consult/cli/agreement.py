"""lmep-consult agreement: how far coders agree."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import CodingError

By = Literal["turns", "characters", "questions"]


def agreement(
    study: StudyOption = None,
    by: Annotated[str, typer.Option(help="What is compared: turns, characters or questions.")] = "turns",
    coded_only: Annotated[bool, typer.Option("--coded-only", help="Leave out what no coder gave a code.")] = False,
) -> None:
    """Show how far the coders of double-coded interviews, and of batches of written responses, agree: round by round
    and code by code, with intervals."""
    from lmep_consult.analysis.reliability import COEFFICIENTS
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.coding import apart, coded_together, finished, fold, read_logs
    from lmep_consult.coding.agreement import agreement_table
    from lmep_consult.importing import read_study_data
    from lmep_consult.plan.responses import is_batch
    from lmep_consult.responses.sample import texts_to_code
    from lmep_consult.run.kept import codebook_of

    if by not in ("turns", "characters", "questions"):
        raise CodingError(f"--by {by}: it is turns, characters or questions.")
    opened = find_study(study)
    codebook = codebook_of(opened, Cache(opened.cache))
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    of_sample, others = apart(read_logs(opened.codings)[0], is_batch)
    answers = {} if by == "questions" else texts_to_code(opened)  # a batch answers one question
    together = []
    for texts, decisions, what in (
        (data.transcripts, others, "interviews"),
        (answers, of_sample, "batches of written responses"),
    ):
        done, _ = finished(fold(decisions).done, texts)
        together += [(part, texts, what) for part in coded_together(decisions, done, texts)]
    if not together:
        raise CodingError(
            "No interview has been finished by two coders in one round; "
            "`lmep-consult code --by CODER --source P07 --done` says so."
        )
    for part, texts, what in together:
        transcripts = {source: texts[source] for source in part.sources}
        unit: By = by  # type: ignore[assignment]
        table = agreement_table(
            part.codings,
            transcripts,
            part.coders,
            codebook,
            unit,
            not coded_only,
            seed=opened.plan.study.seed,
            coefficients=COEFFICIENTS,
        )
        seen = "blind" if part.blind else "not blind: a later round, when they had seen each other's codings"
        typer.echo(f"\nRound {part.round} ({seen}): {' and '.join(part.coders)}, {len(part.sources)} {what}, by {by}")
        columns = ["code", "n_units", "agreement"]
        for name in COEFFICIENTS:
            columns += [name, f"{name}_lower", f"{name}_upper"]
        show_frame(table[[*columns, *(column for column in table.columns if str(column).startswith("prevalence"))]])
