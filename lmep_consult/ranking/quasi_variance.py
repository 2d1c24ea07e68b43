"""Quasi-variances: one number an option from which the standard error of any difference can be had."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_STEPS, _SMALL = 200, 1e-10


def quasi_variances(covariance: _Floats) -> _Floats:
    """The q for which q_i + q_j comes nearest to the variance of every difference between two estimates.

    covariance: options x options, of estimates known up to a constant; a row and column of zeros may stand for the
    reference. Nearest means that the sum over pairs of log((q_i + q_j) / variance of the difference) squared is
    smallest, as in D. Firth and R. X. de Menezes, Quasi-variances, Biometrika 91 (2004), doi:10.1093/biomet/91.1.65,
    and in the R package qvcalc. Two options share the variance of their difference equally, which is exact. With
    very unequal variances one of the q can be below 0, though no q_i + q_j is.

    Raises ValueError for fewer than two options.

    >>> quasi_variances(np.array([[0.0, 0.0, 0.0], [0.0, 5.0, 1.0], [0.0, 1.0, 4.0]])).round(6).tolist()
    [1.0, 4.0, 3.0]
    """
    if len(covariance) < 2:
        raise ValueError("quasi-variances describe differences: at least two options are needed")
    own = np.diag(covariance)
    target = own[:, None] + own - 2 * covariance
    np.fill_diagonal(target, 1.0)
    if len(covariance) == 2:
        return np.full(2, target[0, 1] / 2)
    quasi: _Floats = (target.sum(axis=1) - 1) / (len(target) - 1) / 2
    misfit = _misfit(quasi, target)
    for _ in range(_STEPS):
        step = _gauss_newton(quasi, target)
        while (nearer := _misfit(quasi + step, target)) > misfit and np.abs(step).max() > _SMALL * np.abs(quasi).max():
            step /= 2
        if nearer > misfit:  # rounding leaves nothing to gain
            break
        quasi, misfit = quasi + step, nearer
        if np.abs(step).max() <= _SMALL * np.abs(quasi).max():
            break
    return quasi


def _log_ratios(quasi: _Floats, target: _Floats) -> _Floats:
    ratio = (quasi[:, None] + quasi) / target
    np.fill_diagonal(ratio, 1.0)
    logs: _Floats = np.log(np.maximum(ratio, 1e-300))
    return logs


def _misfit(quasi: _Floats, target: _Floats) -> float:
    return float((_log_ratios(quasi, target) ** 2).sum())


def _gauss_newton(quasi: _Floats, target: _Floats) -> _Floats:
    slope = 1 / (quasi[:, None] + quasi)
    np.fill_diagonal(slope, 0.0)
    squared = slope**2
    step: _Floats = np.linalg.solve(
        squared + np.diag(squared.sum(axis=1)), -(slope * _log_ratios(quasi, target)).sum(axis=1)
    )
    return step
