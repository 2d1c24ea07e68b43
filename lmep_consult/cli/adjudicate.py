"""Asking an adjudicator about each passage on which coders differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import typer

from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, append, passage
from lmep_consult.transcripts import Transcript


def ask_about_differences(
    differing: pd.DataFrame, transcripts: Mapping[str, Transcript], codebook: Codebook, coder: Coder, log: Path
) -> None:
    """Ask of each passage whether it keeps the code, and why; each answer is on the disk before the next question."""
    settled = 0
    for place, row in enumerate(differing.to_dict("records"), start=1):
        code = codebook.code(row["code"])
        said = row["said"].replace(row["quote"], f">>> {row['quote']} <<<", 1)
        typer.echo(f"\n{place} of {len(differing)}  {row['source']}, turn {row['turn']}\n{said}")
        typer.echo(f"{code.id}: {code.name}. {code.definition}\nGiven by {row['coders']}, not by {row['without']}.")
        answer = typer.prompt("k REASON keep, d REASON drop, s skip, q stop", default="s", prompt_suffix="> ").strip()
        word, _, reason = answer.partition(" ")
        if word == "q":
            break
        if word not in ("k", "d"):
            continue
        here = passage(row["source"], transcripts[row["source"]], row["start"], row["end"], row["quote"])
        reason = reason.strip() or typer.prompt("Why").strip()
        append(log, [coder.adjudicate(row["ids"], here, code.id, "keep" if word == "k" else "drop", reason)])
        settled += 1
    typer.echo(f"{settled} settled, in {log}; the next run goes by them.")
