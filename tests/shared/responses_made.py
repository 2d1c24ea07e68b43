"""How fictional responses are read, and by what codebook they are coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lmep_consult.codebook import Code, Codebook
from lmep_consult.plan import Responses
from lmep_consult.pseudonyms import Identifier
from lmep_consult.responses.making import Responding
from lmep_consult.responses.names import Names

PLAN: dict[str, Any] = {
    "id": "Response ID",
    "received": "Date submitted",
    "attributes": {"type": "Are you responding as", "nation": "Nation"},
    "group_by": "type",
    "letters": "views",
    "questions": [{"id": "views", "column": "Your views"}],
    "closed": [{"id": "support", "column": "Do you support the plan?", "options": ["Support", "Neither", "Oppose"]}],
}
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
