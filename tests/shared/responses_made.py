"""How fictional responses are read, and by what codebook they are coded."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from fictional_responses import HEADINGS, edited, ordinary, rows

from lmep_consult.codebook import Code, Codebook
from lmep_consult.plan import ClosedQuestion, Responses, TextQuestion
from lmep_consult.pseudonyms import Identifier
from lmep_consult.responses import store
from lmep_consult.responses.making import Responding
from lmep_consult.responses.names import Names
from lmep_consult.responses.spreading import Workers

PLAN: dict[str, Any] = {
    "id": "Response ID",
    "received": "Date submitted",
    "attributes": {"type": "Are you responding as", "nation": "Nation"},
    "group_by": "type",
    "letters": "views",
    "questions": [{"id": "views", "column": "Your views"}],
    "closed": [{"id": "support", "column": "Do you support the plan?", "options": ["Support", "Neither", "Oppose"]}],
}
# Two closed questions, of one answer and of several.
TWO_CLOSED = Responses(
    id="ID",
    attributes={"type": "You are"},
    group_by="type",
    questions=[TextQuestion(id="views", column="Your views")],
    closed=[
        ClosedQuestion(id="support", column="Do you agree?", options=["Yes", "No"]),
        ClosedQuestion(id="travel", column="How do you travel?", kind="multiple", options=["Bus", "Car"]),
    ],
)
CODEBOOK = Codebook(
    "Fictional", "1", "Buses",
    (
        Code("cost", "Cost", definition="What it costs", terms=("fare", "price", "pension", "paid")),
        Code("safety", "Safety", definition="Feeling safe", terms=("road safety", "unsafe")),
        Code("access", "Access", definition="Getting on", terms=("step-free", "wheelchair", "pushchair")),
    ),
)  # fmt: skip
NAMES = Names(
    (Identifier("Winifred Achterberg", "[P07]", "person"), Identifier("Achterberg", "[P07]", "person")), (), ()
)


def responding(files: Sequence[Path], folder: Path, size: int = 100, **settings: object) -> Responding:
    plan = Responses.model_validate({**PLAN, **settings})
    return Responding(files[0].parent, tuple(files), plan, NAMES, CODEBOOK, folder, size)


def write_export(path: Path, count: int = 450, campaign: int = 40) -> Path:
    """An export of so many responses, among them a campaign's."""
    rng = random.Random(3)  # noqa: S311
    letter = ordinary(rng, 70)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number, row in enumerate(rows(count, seed=2)):
            writer.writerow(
                [*row[:5], edited(rng, letter)[0] if number % 11 == 0 and number < campaign * 11 else row[5]]
            )
    return path


def frame(folder: Path, name: str) -> pd.DataFrame:
    return pd.concat([store.read(path).to_pandas() for path in store.parts(folder / name)], ignore_index=True)


def made(to_make: Responding, by: Workers | None = None) -> Path:
    assert to_make.make(by or Workers(), lambda *_: None)
    return to_make.folder
