"""The command line; one short module per command, which loads what it needs when it is called."""

from __future__ import annotations

import atexit
import errno
import gc
import sys
from collections.abc import Callable

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
    rich_markup_mode=None,  # half of the time that help took went to loading what draws boxes
)
_COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo.demo,
    "init": init.init,
    "run": run.run,
    "import": read.read,
    "check": check.check,
    "code": code.code,
    "code-responses": code_responses.code_responses,
    "review": review.review,
    "codebook": codebook.codebook,
    "agreement": agreement.agreement,
    "saturation": saturation.saturation,
    "export": export.export,
    "rank": rank.rank,
    "coverage": coverage.coverage,
    "pseudonymise": pseudonymise.pseudonymise,
    "report": report.report,
    "compare": compare.compare,
    "trace": trace.trace,
    "sign-off": sign_off.sign_off,
    "panel": panel.panel,
    "withdraw": withdraw.withdraw,
    "purge": purge.purge,
}
for _name, _command in _COMMANDS.items():
    _says = " ".join((_command.__doc__ or "").partition("\n\n")[0].split())  # else cut short
    app.command(_name, short_help=_says)(_command)


def main() -> None:
    """Run a command; what the user can fix ends in one sentence and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be able to show every letter
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    gc.set_threshold(100_000)  # nearly all that a command makes lives to its end: looking for waste took a tenth of it
    atexit.register(gc.freeze)  # and all of it goes with the process: no need to look for cycles in it first
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
