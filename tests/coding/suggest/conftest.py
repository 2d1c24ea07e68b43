"""A made-up codebook and texts whose coding is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lmep_consult.codebook import Code, Codebook


@pytest.fixture(scope="session")
def farm() -> Codebook:
    """Four codes on farming; terms for one of them."""
    return Codebook(
        "Farm",
        "1",
        "",
        (
            Code("weather", "Weather", definition="Rain, frost, drought and storms.", terms=("hailstone",)),
            Code("machines", "Machines", definition="Tractors, harvesters and their repair."),
            Code("animals", "Animals", definition="Cattle, sheep and poultry, and their keep."),
            Code("money", "Money", definition="Prices, subsidies, loans and debts."),
        ),
    )


@pytest.fixture(scope="session")
def planted() -> tuple[list[str], pd.DataFrame]:
    """1,200 texts of common words. A made-up word goes with each code in 7 texts of 10, and stands in no codebook."""
    draw = np.random.default_rng(20)
    fill = "we had that again this year and then they said it would be fine for all of us here on most days".split()
    signs = {"weather": "zindle", "machines": "glorp", "animals": "mibbet", "money": "quasset"}
    texts, labels = [], []
    for _ in range(1200):
        words = list(draw.choice(fill, 12))
        row = {}
        for code, sign in signs.items():
            stands = draw.random() < 0.25
            row[code] = int(draw.random() < (0.7 if stands else 0.03))
            words += [sign] if stands else []
        texts.append(" ".join(draw.permutation(words)))
        labels.append(row)
    return texts, pd.DataFrame(labels)
