"""A codebook, transcripts and what is marked in them, for tests of projects of other programs."""

from __future__ import annotations

import uuid

import pandas as pd

from lmep_consult.codebook import Code, Codebook
from lmep_consult.exchange.codings_csv import COLUMNS

BOOK = Codebook(
    "B", "1", "", (Code("f", "Family", "", "d"), Code("time", "Time", "f", "Too <little> & late", colour="#12436D"))
)


class Spoken:
    """One turn a line, the interviewer's where it begins with "Q"."""

    def __init__(self, text: str, who: str = "P1") -> None:
        lines = text.split("\n")
        starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
        roles = ["interviewer" if line.startswith("Q") else "participant" for line in lines]
        self.text = text
        self.turns = pd.DataFrame(
            {
                "turn": range(1, len(lines) + 1), "role": roles, "start_char": starts,
                "speaker": [role if role == "interviewer" else who for role in roles],
                "participant": ["" if role == "interviewer" else who for role in roles],
                "end_char": [start + len(line) for start, line in zip(starts, lines, strict=True)],
            }
        )  # fmt: skip


def transcripts(texts: dict[str, str]) -> dict[str, Spoken]:
    return {name: Spoken(text, name) for name, text in texts.items()}


def codings(*rows: tuple[str, str, int, int], texts: dict[str, str], memo: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "id": uuid.UUID(int=number + 1).hex, "source": source, "participant": source, "coder": coder,
                "code": "time", "start": start, "end": end, "quote": texts[source][start:end], "memo": memo, "round": 1,
                "time": "2026-03-02T09:00:00.000Z", "codebook": "1",
            }
            for number, (source, coder, start, end) in enumerate(rows)
        ],
        columns=COLUMNS,
    )  # fmt: skip


PEOPLE = pd.DataFrame({"participant": ["P1", "P2"], "group": ["MSA", "=1+1"], "role": ["policy", "<b>"]})
TEXTS = {"P1": "Never 🙂 enough time.\nNo, never.", "P2": "Naïve e\u0301 שלום time"}
