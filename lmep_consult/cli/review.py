"""lmep-consult review: the page where people read, code, check and sign off."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import CodingError


def review(
    study: StudyOption = None,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who decides; left out: your name on this computer.")
    ] = "",
    source: Annotated[str, typer.Option(help="The interview to begin with, such as P07.")] = "",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Where the page is served; left out: a free port.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
    round_: Annotated[int, typer.Option("--round", min=1, help="The round of coding.")] = 1,
    names_later: Annotated[
        bool, typer.Option("--names-later", help="Show transcripts though words in them may still name somebody.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to what would be asked first.")] = False,
) -> None:
    """Open a page on this computer to read, code, check and sign off in. For the team.

    Prints the page's address; the page is served until you end the program (Ctrl+C). Nothing leaves this computer.
    """
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.coding import log_path, read_logs
    from lmep_consult.coding.desk import who_decides
    from lmep_consult.files import open_to_others
    from lmep_consult.review.serving import serve
    from lmep_consult.review.sitting import Sitting

    opened = find_study(study)
    named = bool(by)
    by = by or getpass.getuser()
    question = who_decides(by, opened.plan.coding, read_logs(opened.codings)[0])
    log_path(opened.codings, by)
    if question and not yes:
        if sys.stdin.isatty():
            if not typer.confirm(question, err=True):
                return
        else:  # nobody can be asked: who was named decides, and nobody else does
            by = by if named else ""
            print(question.removesuffix(f" Go on as {by}?"), file=sys.stderr)
    with showing_progress(opened, steps=0):
        sitting = Sitting(opened, by, round_, source)
        sitting.names_open = names_later
        waiting = len(sitting.desk.waiting())  # which is slow the first time
    if left := sitting.names.left:
        print(
            f"{left} word{'s' * (left != 1)} may still name somebody. "
            + (
                "The page shows the transcripts all the same, as you asked."
                if names_later
                else "The page asks about them before it shows anything else; --names-later shows all at once."
            ),
            file=sys.stderr,
        )
    if open_to_others(opened.folder):
        print(
            f"Other users of this computer can read the study's files, though not this page; "
            f"`chmod o-rwx {opened.folder}` keeps them out.",
            file=sys.stderr,
        )
    if source and source not in sitting.transcripts:
        raise CodingError(f"No text to code is called {source!r}; there are {', '.join(sitting.transcripts)}.")

    def begun(address: str) -> None:
        print(address, flush=True)
        who = (
            f"You decide as {by}; {waiting} suggestions wait."
            if by
            else "To decide something, start it with --by NAME."
        )
        print(f"{who} End the page with Ctrl+C.", file=sys.stderr, flush=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

    serve(sitting, port, begun)
