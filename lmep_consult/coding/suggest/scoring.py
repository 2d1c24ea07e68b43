"""From features and labels to how sure each code is of each text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lmep_consult.coding.suggest.calibration import calibrated
from lmep_consult.coding.suggest.encoders import Floats
from lmep_consult.coding.suggest.features import Features, Rows
from lmep_consult.coding.suggest.regression import Fit, fit

_GUESS = 0.1  # what a guess counts next to a text coded by a person
_SUREST = 0.7  # of the texts that a code may be expected in, the share that is guessed to be its
_EXPECTATION = 20  # how many coded texts the expectation is worth that codes are equally common


@dataclass(frozen=True)
class Scored:
    """sure: texts x codes. features: of all texts, those to score from row `first`. known: the rows learnt from, which
    `fit` weighs."""

    sure: npt.NDArray[np.float64]
    features: Features
    first: int
    known: Rows
    fit: Fit


def scored(features: Features, first: int, guessed: Rows, labels: Floats, trust: Floats, coded: int) -> Scored:
    """Score the texts from row `first` on.

    labels, trust: rows up to `first` x codes, 1 or 0 and how much that counts; the first `coded` of them are people's,
    the others the codebook's. guessed: the rows of texts to score that take part themselves: after a first round, those
    that a code fits best are taken for its, and all others for not its, at little trust (self-training; Yarowsky 1995,
    doi:10.3115/981658.981684). Each is scored as it would be without its own guess.
    """
    codes = labels.shape[1]
    counted = trust[:coded].sum(axis=0)
    common = ((trust * labels)[:coded].sum(axis=0) + _EXPECTATION / codes) / (counted + _EXPECTATION)
    known = np.r_[np.arange(first), guessed]
    likeness = features.likeness(known)
    fitted = fit(likeness[:first, :first], labels, trust)
    if guessed.size:
        guesses = np.zeros((len(guessed), codes), dtype=np.float32)
        values = fitted.mean + likeness[first:, :first] @ fitted.weights
        for code, places in enumerate(np.argsort(-values, axis=0, kind="stable").T):
            guesses[places[: int(_SUREST * common[code] * len(guessed))], code] = 1
        labels = np.vstack([labels, guesses])
        trust = np.vstack([trust, np.full_like(guesses, _GUESS)])
        fitted = fit(likeness, labels, trust)
    values = fitted.mean + features.weighed(known, fitted.weights)
    values[guessed] = fitted.left_out[first:]
    sure = calibrated(values[first:], fitted.left_out[:coded], labels[:coded], trust[:coded], 1 / codes)
    return Scored(sure, features, first, known, fitted)
