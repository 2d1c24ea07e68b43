"""lmep-consult code: apply the codebook, decide on what it suggests, settle where coders differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions, open_study
from lmep_consult.errors import CodingError
from lmep_consult.places import SUGGESTIONS

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.analysis.coded import Coded
    from lmep_consult.codebook import Codebook


def code(
    study: StudyOption = None,
    by: Annotated[str, typer.Option("--by", metavar="CODER", help="Decide on suggestions, as this coder.")] = "",
    source: Annotated[str, typer.Option(help="Only this one, such as P07, feedback:more or responses:views:1.")] = "",
    done: Annotated[
        bool | None,
        typer.Option("--done/--not-done", help="With --by and --source: it is coded in full, or not yet after all."),
    ] = None,
    adjudicate: Annotated[bool, typer.Option("--adjudicate", help="With --by: settle where coders differ.")] = False,
    round_: Annotated[int, typer.Option("--round", min=1, help="The round of coding.")] = 1,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to what would be asked first.")] = False,
) -> None:
    """Apply the codebook to what participants said and say how far coding has come; with --by, decide."""
    import pandas as pd

    from lmep_consult.analysis.by_meaning import by_meaning
    from lmep_consult.analysis.coded import coded, coded_sample
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.coding import Coder, apart, log_path, read_logs
    from lmep_consult.coding.desk import Desk, who_decides
    from lmep_consult.importing import read_study_data
    from lmep_consult.plan.responses import is_batch
    from lmep_consult.responses.sample import asked_in, texts_to_code
    from lmep_consult.run.kept import codebook_of
    from lmep_consult.run.working_files import write_codings

    if (done is not None or adjudicate) and not by:
        raise CodingError("A decision is somebody's: say whose with --by.")
    if done is not None and not source:
        raise CodingError("Say which interview or batch is coded in full, with --source.")
    opened = find_study(study) if by else open_study(study)

    def sure(question: str) -> bool:
        return yes or typer.confirm(question)

    log = log_path(opened.codings, by) if by else None
    if log:
        question = who_decides(by, opened.plan.coding, read_logs(opened.codings)[0], adjudicate)
        if question and not sure(question):
            return
        hold_decisions(opened, log, by)
    codebook = codebook_of(opened, Cache(opened.cache))
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    decisions, unread = read_logs(opened.codings)
    of_sample, others = apart(decisions, is_batch)
    interviews = coded(data, opened.plan, codebook, others, unread)
    answers = texts_to_code(opened)
    texts = data.transcripts | answers
    if source and source not in texts:
        raise CodingError(f"No text to code is called {source!r}; there are {', '.join(texts)}.")
    parts = [interviews]
    if answers:
        parts.append(coded_sample(data, answers, opened.plan, codebook, of_sample))
    meant = by_meaning(data, opened.plan, codebook, interviews) if opened.plan.coding.model else None
    if not log:
        write_codings(opened, parts, meant)
        _show(interviews, codebook)
        for sample in parts[1:]:
            _show_sample(sample, len(answers))
        typer.echo(f"To decide on them: lmep-consult code --by CODER; all are in {opened.at(SUGGESTIONS)}")
        return
    desk = Desk(
        Coder(by, codebook.version, round_),
        log,
        texts,
        codebook,
        decisions,
        pd.concat([*(part.suggestions for part in parts), meant]),
        pd.concat([part.open for part in parts]),
        opened.plan.coding,
        {question.id: question.text for question in opened.plan.topic_guide.questions}
        | {source: question.title for source, (_, question) in opened.plan.answers_coded.items()}
        | asked_in(opened.plan.responses, answers),
    )
    if adjudicate:
        from lmep_consult.cli.adjudicate import ask_about_differences

        ask_about_differences(desk)
    elif done is None:
        from lmep_consult.cli.decide import ask_about_suggestions

        ask_about_suggestions(desk, source, sure)
    elif done:
        from lmep_consult.cli.decide import finish

        if finish(desk, source, sure):
            typer.echo(f"{source} is coded in full by {by}, round {round_}.")
    else:
        desk.reopen(source)
        typer.echo(f"{source} is not coded in full by {by}, round {round_}.")


def _show(interviews: Coded, codebook: Codebook) -> None:
    from lmep_consult.cli.show import show_frame
    from lmep_consult.coding.scope import parents_in_scope

    show_frame(_progress(interviews))
    typer.echo(f"{len(interviews.suggestions)} passages suggested, {len(interviews.final)} codings final, "
               f"{len(interviews.open)} to adjudicate")  # fmt: skip
    for problem in interviews.problems:
        typer.echo(f"  {problem}")
    by_code = interviews.counted.groupby("code")["participant"].nunique().sort_values(ascending=False, kind="stable")
    shown = by_code[by_code.index.isin(list(parents_in_scope(codebook)))].rename("interviewees").reset_index()
    typer.echo(f"\nInterviewees by code. {interviews.rests_on}")
    show_frame(shown)


def _show_sample(sample: Coded, batches: int) -> None:
    from lmep_consult.cli.show import show_frame

    typer.echo(f"\nWritten responses: {len(sample.finished)} of {batches} batches are coded in full")
    show_frame(_progress(sample, "batches"))
    typer.echo(f"{len(sample.suggestions)} passages suggested, {len(sample.final)} codings final, "
               f"{len(sample.open)} to adjudicate")  # fmt: skip
    for problem in sample.problems:
        typer.echo(f"  {problem}")


def _progress(coded: Coded, sources: str = "interviews") -> pd.DataFrame:
    """A row a coder: sources begun and finished, and how many decisions. Nothing that a blind coder must not see."""
    import pandas as pd

    folded = coded.folded
    rows = []
    for coder, decided in folded.decided.groupby("coder"):
        rows.append(
            (
                coder,
                decided["source"].nunique(),
                coded.done.loc[coded.done["coder"] == coder, "source"].nunique(),
                int((folded.codings["coder"] == coder).sum()),
                int((folded.rejections["coder"] == coder).sum()),
            )
        )
    return pd.DataFrame(rows, columns=["coder", sources, "finished", "codings", "rejected"])
