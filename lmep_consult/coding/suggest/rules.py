"""Where a codebook's terms hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.suggest.encoders import Floats


@dataclass(frozen=True)
class _Said:
    turns: pd.DataFrame


def rule_hits(codebook: Codebook, texts: Sequence[str]) -> tuple[Floats | None, dict[tuple[int, int], str]]:
    """Texts x codes, 1 where a term suggests the code, None where the codebook has no terms; and the rule that hit, by
    place of the text and of the code."""
    if not any(code.terms for code in codebook.codes):
        return None, {}
    turns = pd.DataFrame({"turn": range(len(texts)), "role": "participant", "text": list(texts), "start_char": 0})
    place = {code.id: at for at, code in enumerate(codebook.codes)}
    hits = np.zeros((len(texts), len(place)), dtype=np.float32)
    rules: dict[tuple[int, int], str] = {}
    found = codebook.apply(_Said(turns))
    for at, code, rule in zip(found["turn"], found["code"], found["rule"], strict=True):
        hits[at, place[code]] = 1
        rules.setdefault((at, place[code]), rule)
    return hits, rules
