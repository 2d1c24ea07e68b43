"""From a regression's value to how sure a suggestion is."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize
from scipy.special import expit

from lmep_consult.coding.suggesting.encoders import Floats

# What is held of the curve before anyone has coded, and how firmly (standard deviations); from public texts of other
# subjects, see docs/suggestions.md.
_SLOPE, _SLOPE_SD, _LEVEL_SD, _CODE_SD = 15.0, 2.0, 2.0, 1.0


def calibrated(
    values: Floats, learnt: Floats, labels: Floats, trust: Floats, expected: float
) -> npt.NDArray[np.float64]:
    """How likely each of `values` (texts x codes) is a coding.

    learnt, labels, trust: of the texts that people coded, the value each had from the others, 1 or 0, and whether it
    was judged. expected: the share of all labels that would be 1, for as long as nobody coded.

    A logistic curve (Platt 1999) with one slope, and a level for each code that leans to the level of all, the less the
    more was coded: the highest posterior under normal priors.
    """
    codes = values.shape[1]
    level = brentq(lambda at: float(expit(_SLOPE * values + at).mean()) - expected, -100, 100) if values.size else 0.0
    centre = np.r_[_SLOPE, level, np.zeros(codes)]
    firm = np.r_[_SLOPE_SD, _LEVEL_SD, np.full(codes, _CODE_SD)] ** -2

    def misfit(at: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        logit = at[0] * learnt + at[1] + at[2:]
        loss = (trust * (np.logaddexp(0, logit) - labels * logit)).sum() + (firm * (at - centre) ** 2).sum() / 2
        off = trust * (expit(logit) - labels)
        return float(loss), np.r_[(off * learnt).sum(), off.sum(), off.sum(axis=0)] + firm * (at - centre)

    best = minimize(misfit, centre, jac=True, method="L-BFGS-B").x
    return cast("npt.NDArray[np.float64]", expit(best[0] * values + best[1] + best[2:]))
