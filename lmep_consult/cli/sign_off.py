"""lmep-consult sign-off: the quotations a report may show, signed off by a person one by one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions
from lmep_consult.errors import StudyError


def sign_off(
    signed_by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who signs; kept with each quotation.")],
    study: StudyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Sign all off without being asked.")] = False,
) -> None:
    """Ask of each quotation chosen for the report whether it may be shown. For the team."""
    import pandas as pd

    from lmep_consult.disclosure import read_sign_offs
    from lmep_consult.disclosure import sign_off as signed
    from lmep_consult.files import write_whole
    from lmep_consult.spreadsheet import plain_cell

    opened = find_study(study)
    hold_decisions(opened, opened.sign_offs, signed_by)
    if not opened.quotes_to_sign.is_file():
        raise StudyError(f"{opened.quotes_to_sign} is missing; `lmep-consult run` writes it.")
    waiting = pd.read_csv(opened.quotes_to_sign, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    waiting["quote"] = waiting["quote"].map(plain_cell)
    record = read_sign_offs(opened.sign_offs)
    before = len(record)
    for place in range(len(waiting)):
        quote = waiting.iloc[[place]]
        row = quote.iloc[0]
        typer.echo(f"\n{place + 1} of {len(waiting)}  {row['code']}, {row['attribution']}\n{row['quote']}")
        answer = "y" if yes else typer.prompt("Sign off? [y/n/q]", default="n").strip().casefold()
        if answer == "q":
            break
        if answer == "y":
            record = signed(quote, record, signed_by, dt.datetime.now(dt.UTC))
            write_whole(opened.sign_offs, record.to_csv(index=False, lineterminator="\n"))
    typer.echo(f"{len(record) - before} signed off, in {opened.sign_offs}; the next run shows them.")
