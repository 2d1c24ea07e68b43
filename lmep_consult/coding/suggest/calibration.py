"""From a regression's value to how sure a suggestion is."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from lmep_consult.coding.suggest.encoders import Floats

Doubles = npt.NDArray[np.float64]
# What is held of the curve before anyone has coded, each with how firmly (standard deviation); from public texts on
# other subjects, see docs/suggestions.md.
_SLOPE = (15.0, 2.0)
_CEILING = (float(logit(0.9)), 1.0)
_FLOOR = (float(logit(0.002)), 1.0)
_LEVEL_SD, _CODE_SD = 2.0, 1.0


def calibrated(values: Floats, learnt: Floats, labels: Floats, trust: Floats, expected: float) -> Doubles:
    """How likely each of `values` (texts x codes) is a coding.

    learnt, labels, trust: of the texts that people coded, the value each had from the others, 1 or 0, and whether it
    was judged. expected: how likely a code is for a text of which nothing is known and that has this value.

    A logistic curve (Platt 1999) with one slope, a level for each code that leans to the level of all, the less the
    more was coded, a ceiling below 1 and a floor above 0, as people do not code alike even where a code is plain or
    plainly absent: the highest posterior under normal priors.
    """
    from scipy.optimize import minimize  # slow to load

    codes = values.shape[1]
    level = logit(expected) - _SLOPE[0] * expected
    centre = np.r_[_CEILING[0], _FLOOR[0], _SLOPE[0], level, np.zeros(codes)]
    firm = np.r_[_CEILING[1], _FLOOR[1], _SLOPE[1], _LEVEL_SD, np.full(codes, _CODE_SD)] ** -2

    def misfit(at: Doubles) -> tuple[float, Doubles]:
        ceiling, floor, curve = expit(at[0]), expit(at[1]), expit(at[2] * learnt + at[3] + at[4:])
        likely = np.clip(floor + (ceiling - floor) * curve, 1e-9, 1 - 1e-9)
        loss = -(trust * (labels * np.log(likely) + (1 - labels) * np.log1p(-likely))).sum()
        per_likely = trust * (likely - labels) / (likely * (1 - likely))
        per_logit = per_likely * (ceiling - floor) * curve * (1 - curve)
        gradient = np.r_[
            (per_likely * curve).sum() * ceiling * (1 - ceiling),
            (per_likely * (1 - curve)).sum() * floor * (1 - floor),
            (per_logit * learnt).sum(),
            per_logit.sum(),
            per_logit.sum(axis=0),
        ]
        return float(loss + (firm * (at - centre) ** 2).sum() / 2), gradient + firm * (at - centre)

    best = minimize(misfit, centre, jac=True, method="L-BFGS-B").x
    ceiling, floor, curve = expit(best[0]), expit(best[1]), expit(best[2] * values + best[3] + best[4:])
    return cast("Doubles", floor + (ceiling - floor) * curve)
