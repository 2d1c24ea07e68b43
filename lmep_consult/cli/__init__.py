"""The command line; one short module per command, which loads what it needs when it is called."""

from __future__ import annotations

import errno
import gc
import sys

import typer

from lmep_consult.cli import (
    agreement,
    check,
    code,
    code_responses,
    codebook,
    compare,
    coverage,
    demo,
    export,
    init,
    panel,
    pseudonymise,
    purge,
    rank,
    read,
    report,
    review,
    run,
    saturation,
    sign_off,
    trace,
    withdraw,
)
from lmep_consult.errors import ConsultError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # the disk, or one's part of it
app = typer.Typer(
    name="lmep-consult",
    help="From the raw files of a policy consultation to the tables, charts and quotations of its scoping report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("init")(init.init)
app.command("run")(run.run)
app.command("import")(read.read)
app.command("check")(check.check)
app.command("code")(code.code)
app.command("code-responses")(code_responses.code_responses)
app.command("review")(review.review)
app.command("codebook")(codebook.codebook)
app.command("agreement")(agreement.agreement)
app.command("saturation")(saturation.saturation)
app.command("export")(export.export)
app.command("rank")(rank.rank)
app.command("coverage")(coverage.coverage)
app.command("pseudonymise")(pseudonymise.pseudonymise)
app.command("report")(report.report)
app.command("compare")(compare.compare)
app.command("trace")(trace.trace)
app.command("sign-off")(sign_off.sign_off)
app.command("panel")(panel.panel)
app.command("withdraw")(withdraw.withdraw)
app.command("purge")(purge.purge)


def main() -> None:
    """Run a command; what the user can fix ends in one sentence and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be able to show every letter
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    gc.set_threshold(100_000)  # nearly all that a command makes lives to its end: looking for waste took a tenth of it
    try:
        app()
    except ConsultError as error:
        print(f"lmep-consult: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        print(f"lmep-consult: {error.strerror}; make room and give the command again.", file=sys.stderr)
        sys.exit(1)
