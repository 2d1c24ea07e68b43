"""Ridge regression on likeness, with what each text would be given had it not been learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lmep_consult.coding.suggest.encoders import Floats

_PENALTY = 0.6


@dataclass(frozen=True)
class Fit:
    """mean: a value for each code, added to a text's likeness to the texts learnt from times their `weights` (texts x
    codes). left_out: texts x codes, what each text is given by the others."""

    mean: Floats
    weights: Floats
    left_out: Floats


def fit(likeness: Floats, labels: Floats, trust: Floats) -> Fit:
    """Kernel ridge regression of 0/1 labels, one code next to the other.

    likeness: texts x texts. labels: texts x codes. trust: texts x codes, how much each label counts: 1 for a person's,
    0 to leave it out. The values left out are exact, not refitted (Craven and Wahba 1978, doi:10.1007/BF01404567).
    """
    mean = (trust * labels).sum(axis=0) / np.maximum(trust.sum(axis=0), 1e-6)
    weights = np.zeros_like(labels)
    left_out = np.tile(mean, (len(labels), 1))
    patterns, of_code = np.unique(trust, axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        some, codes = np.flatnonzero(pattern > 0), np.flatnonzero(of_code == number)
        if not some.size:
            continue
        inverse = np.linalg.inv(likeness[np.ix_(some, some)] + np.diag(_PENALTY / pattern[some]))
        block = np.ix_(some, codes)
        weights[block] = inverse @ (labels[block] - mean[codes])
        left_out[block] = labels[block] - weights[block] / np.diag(inverse)[:, None]
        others = np.flatnonzero(pattern <= 0)
        left_out[np.ix_(others, codes)] += likeness[np.ix_(others, some)] @ weights[block]
    return Fit(mean, weights, left_out)
