"""Asking a coder about each suggestion in turn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import typer

from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, anchor, append, passage, text_hash, waiting
from lmep_consult.errors import CodingError, ConsultError
from lmep_consult.transcripts import Transcript

HELP = """a  accept          c CODE  accept under another code     + CODE words  code other words of this turn
r  reject          n TEXT  note on this passage          u  undo the last decision
s  skip for now    d  this interview is coded in full     q  stop      ?  this help"""


def ask_about_suggestions(
    interviews: Coded,
    suggestions: pd.DataFrame,
    transcripts: Mapping[str, Transcript],
    codebook: Codebook,
    coder: Coder,
    log: Path,
    source: str = "",
) -> None:
    """Ask about each suggestion that the coder has not decided on; each answer is on the disk before the next question.

    Others' decisions are not shown, so that coding stays blind.
    """
    decided, _ = anchor(interviews.folded.decided, transcripts)
    left = waiting(suggestions, decided, coder.name)
    rows = left[left["source"] == source] if source else left
    queue: list[dict[Any, Any]] = rows.to_dict("records")
    made: list[tuple[Decision, int]] = []  # with the place in the queue to go back to
    at = 0
    typer.echo(f"{len(queue)} suggestions to decide on\n{HELP}")
    while at < len(queue):
        row = queue[at]
        typer.echo(_question(row, codebook, f"{at + 1} of {len(queue)}"))
        word, _, rest = typer.prompt("", default="?", show_default=False, prompt_suffix="> ").strip().partition(" ")
        try:
            if word == "q":
                break
            if word == "s":
                at += 1
            elif word == "u" and made:
                last, at = made.pop()
                append(log, [coder.undo(last)])
                typer.echo(f"Undone: {last.action} {last.code}")
            else:
                decision = _decision(word, rest.strip(), row, transcripts[row["source"]], codebook, coder)
                if decision is None:
                    typer.echo(HELP)
                    continue
                append(log, [decision])
                made.append((decision, at))
                if word in ("a", "r", "c"):
                    at += 1
                elif word == "d":
                    at = next((n for n in range(at, len(queue)) if queue[n]["source"] != row["source"]), len(queue))
        except ConsultError as error:
            typer.echo(str(error))
    typer.echo(f"{len(made)} decisions, in {log}; the next run goes by them.")


def _decision(
    word: str, rest: str, row: Mapping[Any, Any], transcript: Transcript, codebook: Codebook, coder: Coder
) -> Decision | None:
    """What the answer comes to; None where it is none of those that HELP names."""
    here = passage(row["source"], transcript, row["start"], row["end"], row["quote"])
    if word == "a":
        return coder.accept(here, row["code"], row["origin"], row["rule"])
    if word == "r":
        return coder.reject(here, row["code"], row["origin"], row["rule"], memo=rest)
    if word == "c" and rest:
        return coder.accept_changed(here, codebook.code(rest).id, row["code"], row["origin"], row["rule"])
    if word == "n" and rest:
        return coder.memo(rest, here, code=row["code"])
    if word == "d":
        return coder.done(row["source"], text_hash(transcript.text))
    code, _, words = rest.partition(" ")
    if word == "+" and words.strip():
        turn = transcript.turns.set_index("turn").loc[row["turn"]]
        start = turn["text"].find(words.strip())
        if start < 0:
            raise CodingError("Those words do not stand in this turn; copy them from it.")
        start += int(turn["start_char"])
        return coder.add(passage(row["source"], transcript, start, start + len(words.strip())), codebook.code(code).id)
    return None


def _question(row: Mapping[Any, Any], codebook: Codebook, place: str) -> str:
    code = codebook.code(row["code"])
    said = row["said"].replace(row["quote"], f">>> {row['quote']} <<<", 1)
    heading = f"{place}  {row['source']}, turn {row['turn']}"
    return f"\n{heading}\n{said}\n{code.id}: {code.name}. {code.definition}\nWhy: {row['rule']}"
