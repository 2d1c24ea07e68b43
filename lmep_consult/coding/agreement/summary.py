"""What goes next to a coefficient: percent agreement, prevalence, the number of units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.coding.agreement.metrics import members
from lmep_consult.coding.agreement.ratings import Patterns
from lmep_consult.coding.agreement.result import Agreement, Statistic, measured


def agreement_of(found: Patterns, statistic: Statistic, sets: bool = False) -> Agreement:
    """The coefficient with percent agreement, prevalence and the number of units. sets: whether ratings are sets."""
    together = np.where(found.rated > 1, found.weights, 0)
    share = float(together @ found.agreeing / together.sum())
    return measured(statistic, found.sample, share, int(together.sum()), _prevalence(found, sets))


def _prevalence(found: Patterns, sets: bool) -> pd.DataFrame:
    columns = []
    for codes in found.codes.T:
        rated = codes >= 0
        given = np.bincount(codes[rated], weights=found.weights[rated], minlength=len(found.values))
        columns.append(given / max(given.sum(), 1))
    names, shares = found.values, np.array(columns).T
    if sets:
        names, held = members(found.values)
        shares = held.T @ shares
    return pd.DataFrame(shares, index=pd.Index(names, name="category", tupleize_cols=False), columns=found.coders)
