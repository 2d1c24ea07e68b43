"""The Plackett-Luce model for partial ballots with ties of any order.

A ballot is read as a row of choices: the options placed first are chosen from all that the voter ranked, those placed
second from the rest, and so on; `choice_likelihood` says how likely that is. Here it is made as large as can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from lmep_consult.ballots import checked
from lmep_consult.errors import RankingError
from lmep_consult.ranking.choice_likelihood import Choices, information_of, log_likelihood_of
from lmep_consult.ranking.quasi_variance import quasi_variances

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.integer]
_Bools = npt.NDArray[np.bool_]

_WARM_STEPS, _STEPS = 100, 100
# Estimates have settled once the next step is so small, or would add so little to the log-likelihood.
_SETTLED, _GAIN = 1e-8, 1e-14
# Log worths move no further at once, and with ties stay within this, so that their powers do not overflow.
_LONGEST, _FURTHEST = 10.0, 250.0


@dataclass(frozen=True, eq=False)
class PlackettLuce:
    """A fitted model. Every Series but `tie` has one entry an option, in the order of the ballots' columns.

    worth: sums to 1; the chance that the option comes first of all, if one comes first alone.
    log_worth: log worth less the first option's, which has 0.
    standard_error: of log_worth; 0 for the first option.
    quasi_standard_error: the standard error of the difference between two log worths is about the root of the sum of
    the squares of theirs, whichever option is the reference.
    tie: delta_2, delta_3, ... for the sizes of ties that occur: how common they are; empty where nobody tied.
    log_likelihood: of the ballots, pseudo-rankings not counted, at these estimates.
    """

    worth: pd.Series
    log_worth: pd.Series
    standard_error: pd.Series
    quasi_standard_error: pd.Series
    tie: pd.Series
    log_likelihood: float


def plackett_luce(ranks: pd.DataFrame, pseudo_rankings: float = 0.5) -> PlackettLuce:
    """Fit the Plackett-Luce model by maximum likelihood.

    ranks: voters x options. The voter's choice of a set S has a probability in proportion to
    delta_|S| * (product of the worths in S) ** (1 / |S|), among all sets of the sizes that occur anywhere in the
    ballots (delta_1 = 1). An option the voter did not rank was not there to choose: it is neither better nor worse
    than the ranked ones. To count options not ranked as last, rank them so, tied, first.

    pseudo_rankings: each option also wins and loses so many times against a made-up option of worth 1 (not counted
    in log_likelihood nor in the standard errors). That keeps worths finite where an option always wins or loses
    and draws them a little towards one another; 0 gives plain maximum likelihood.

    Follows H. L. Turner, J. van Etten, D. Firth, I. Kosmidis, Modelling rankings in R: the PlackettLuce package,
    Computational Statistics 35 (2020), doi:10.1007/s00180-020-00959-3, and agrees with that package's coef, vcov,
    qvcalc and logLik. Beyond it:

    - an option nobody ranked has NaN throughout, and the reference is then the first option that somebody ranked;
    - where the ballots fall into sets of options never ranked together, only pseudo-rankings connect their worths
      apart: standard errors outside the first option's set are infinite, quasi-standard errors hold within a set, and
      that of an option ranked with no other is infinite.

    A quasi-standard error is NaN in the rare case of a quasi-variance below 0.

    Raises RankingError as `lmep_consult.ballots.checked` does; where pseudo_rankings is 0 and the
    options are not all linked by chains of voters placing one before the other, both ways (a tie is no link);
    where voters tied so regularly that a delta has no finite estimate; and where pseudo_rankings is so low that worths
    lie too far apart to be worked out. Raises ValueError where pseudo_rankings is below 0 or not finite.

    The toy data of that package's vignette:

    >>> ballots = [{"A": 1, "B": 2}, {"C": 1, "A": 2}, {"A": 1, "D": 2}, {"B": 1, "A": 2}, {"B": 1, "C": 2}]
    >>> ranks = pd.DataFrame(ballots, columns=["A", "B", "C", "D"])
    >>> plackett_luce(ranks).log_worth.round(4).to_dict()
    {'A': 0.0, 'B': 0.5184, 'C': 0.1355, 'D': -1.1538}
    >>> fit = plackett_luce(ranks[["A", "B", "C"]], pseudo_rankings=0)
    >>> fit.standard_error.round(4).to_dict(), round(-2 * fit.log_likelihood, 4)
    ({'A': 0.0, 'B': 1.3596, 'C': 1.5973}, 5.1356)
    """
    if not (np.isfinite(pseudo_rankings) and pseudo_rankings >= 0):
        raise ValueError(f"pseudo_rankings={pseudo_rankings!r}: it is a number of 0 or more")
    ballots, counts = _alike(_closed_up(ranks))
    if pseudo_rankings == 0:
        _require_links(ballots, ranks.columns)
    somebody = ballots.any(axis=0)
    ranked, ballots = ranks.columns[np.flatnonzero(somebody)], ballots[:, somebody]
    choices = Choices.of(ballots, counts)
    _require_finite_ties(choices, pseudo_rankings)
    try:
        theta, log_likelihood, information = _fit(choices, pseudo_rankings)
        standard_error, quasi = _standard_errors(information, ballots > 0)
    except np.linalg.LinAlgError:
        raise RankingError(
            "The worths are too far apart to be estimated; set pseudo_rankings higher, or leave out options that "
            "always win or always lose."
        ) from None
    log_worth = theta[: len(ranked)] - theta[0]
    worth = np.exp(log_worth - log_worth.max())

    def by_option(values: _Floats, name: str) -> pd.Series:
        return pd.Series(values, index=ranked, name=name).reindex(ranks.columns)

    return PlackettLuce(
        worth=by_option(worth / worth.sum(), "worth"),
        log_worth=by_option(log_worth, "log_worth"),
        standard_error=by_option(standard_error, "standard_error"),
        quasi_standard_error=by_option(quasi, "quasi_standard_error"),
        tie=pd.Series(
            np.exp(theta[len(ranked) :]), index=[f"delta_{size}" for size in choices.sizes[1:]], name="tie", dtype=float
        ),
        log_likelihood=log_likelihood,
    )


def _closed_up(ranks: pd.DataFrame) -> _Ints:
    """The places on each ballot as 1, 2, 2, 3, whatever numbers stand for them, and 0 where there is none."""
    places: _Ints = np.nan_to_num(checked(ranks).rank(axis=1, method="dense").to_numpy()).astype(np.int16)
    return places


def _alike(places: _Ints) -> tuple[_Ints, _Ints]:
    """Each different ballot once, and how many voters cast it."""
    ordered = places[np.lexsort(places.T)]
    first = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1)))
    return ordered[first], np.diff(np.append(first, len(ordered)))


def _pseudo_rankings(choices: Choices, theta: _Floats, times: float) -> tuple[float, _Floats, _Floats]:
    """Log-likelihood, gradient and information of a win and a loss of each option against one of worth 1."""
    n = choices.n_options
    gradient, information = np.zeros(len(theta)), np.zeros((len(theta),) * 2)
    options = np.arange(n)
    worth = np.exp(theta[:n])
    paired = 2 in choices.sizes
    tie = np.exp(theta[:n] / 2 + theta[n]) if paired else np.zeros(n)
    total = 1 + worth + tie
    win, tie = worth / total, tie / total
    share = win + tie / 2
    gradient[:n] = times * (1 - 2 * share)
    information[options, options] = 2 * times * (win + tie / 4 - share**2)
    if paired:
        gradient[n] = -2 * times * tie.sum()
        information[n, n] = 2 * times * (tie * (1 - tie)).sum()
        information[:n, n] = information[n, :n] = 2 * times * tie * (1 / 2 - share)
    return times * float((theta[:n] - 2 * np.log(total)).sum()), gradient, information


def _fit(choices: Choices, times: float) -> tuple[_Floats, float, _Floats]:
    """Log worths and log deltas at the maximum, and there the ballots' own log-likelihood and information."""
    n = choices.n_options
    n_choices = choices.n_made.sum()

    def penalised(theta: _Floats) -> tuple[float, _Floats]:
        value, gradient = log_likelihood_of(choices, theta)
        more, slope, _ = _pseudo_rankings(choices, theta, times)
        return -(value + more) / n_choices, -(gradient + slope) / n_choices

    theta = _start(choices)
    if len(choices.sizes) > 1:
        # With ties second derivatives cost far more than first: go near with the latter, arrive with the former.
        options = {"maxiter": _WARM_STEPS, "ftol": 1e-15, "gtol": 1e-9}
        bounds = [(-_FURTHEST, _FURTHEST)] * len(theta)
        from scipy.optimize import minimize  # slow to load, and seldom needed

        theta = minimize(penalised, theta, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    # Without pseudo-rankings worths are free up to a factor, which this pins.
    pinned = np.zeros_like(theta)
    pinned[:n] = 1.0 if times == 0 else 0.0
    value, gradient = penalised(theta)
    for _ in range(_STEPS):
        curvature = (
            information_of(choices, theta) + _pseudo_rankings(choices, theta, times)[2] + np.outer(pinned, pinned)
        )
        step = np.linalg.solve(curvature, -gradient * n_choices)
        if np.abs(step).max() < _SETTLED or abs(step @ gradient) * n_choices < _GAIN:
            theta = theta + step
            return theta, log_likelihood_of(choices, theta)[0], information_of(choices, theta)
        step *= min(1.0, _LONGEST / np.abs(step).max())
        higher = value + 1e-12 * abs(value)
        while not (reached := penalised(theta + step))[0] <= higher:
            step /= 2
        theta, (value, gradient) = theta + step, reached
    raise np.linalg.LinAlgError("the steps do not get smaller")


def _start(choices: Choices) -> _Floats:
    """Log odds of being placed before another option, and deltas that would fit if worths were equal."""
    n, chain = choices.n_options, choices.chain
    ranked = (chain < n) * choices.weight.max(axis=0)
    behind = np.arange(len(chain))[:, None]
    ahead = (chain < n).sum(axis=0) - 1 - behind
    won, lost = (np.bincount(chain.ravel(), (ranked * pairs).ravel(), n + 1)[:n] for pairs in (behind, ahead))
    n_left = choices.weight.sum(axis=1)
    possible = np.array([n_left @ _binomials(behind[:, 0] + 1, size) for size in choices.sizes])
    rate = np.log(np.maximum(choices.n_made, 0.5) / possible)
    return np.append(np.log((won + 0.5) / (lost + 0.5)), rate[1:] - rate[0])


def _binomials(n: _Ints, k: int) -> _Floats:
    """n choose k, 0 where n < k."""
    steps = np.arange(1, k + 1)
    counts: _Floats = np.prod(np.maximum(n[:, None] - k + steps, 0) / steps, axis=1)
    return counts


def _standard_errors(information: _Floats, ranked: _Bools) -> tuple[_Floats, _Floats]:
    """Standard errors against the first option, and quasi-standard errors. ranked: ballots x options."""
    n = ranked.shape[1]
    together = ranked.T.astype(float) @ ranked
    n_sets, label = scipy.sparse.csgraph.connected_components(together > 0, directed=False)
    sets = [np.flatnonzero(label == one) for one in range(n_sets)]
    kept = np.setdiff1d(np.arange(len(information)), [one[0] for one in sets])
    covariance = np.zeros_like(information)
    covariance[np.ix_(kept, kept)] = np.linalg.inv(information[np.ix_(kept, kept)])
    standard_error = np.where(label == label[0], np.sqrt(np.diag(covariance)[:n]), np.inf)
    quasi = np.full(n, np.inf)
    for one in sets:
        if len(one) > 1:
            variances = quasi_variances(covariance[np.ix_(one, one)])
            quasi[one] = np.sqrt(np.where(variances > 0, variances, np.nan))
    return standard_error, quasi


def _require_finite_ties(choices: Choices, pseudo_rankings: float) -> None:
    left = np.arange(1, len(choices.chain) + 1)[:, None]
    for size in choices.sizes[1:]:
        fewer = (choices.weight > 0) & (left >= size) & (choices.chosen < size)
        if not fewer.any() and not (size == 2 and pseudo_rankings > 0):
            raise RankingError(
                f"Whenever a voter had {size} or more options left, {size} or more of them were tied, so there is no "
                "estimate of how common ties are; leave out ballots that tie all their options."
            )


def _require_links(ballots: _Ints, options: pd.Index) -> None:
    """Without pseudo-rankings no set of options may always win against the others, or never."""
    before = np.stack([((ballots > own) & (own > 0)).any(axis=0) for own in ballots.T[:, :, None]])
    n_sets, label = scipy.sparse.csgraph.connected_components(before, directed=True, connection="strong")
    if n_sets == 1:
        return
    found = []
    for one in range(n_sets):
        inside = label == one
        names = ", ".join(repr(name) for name in options[np.flatnonzero(inside)])
        if not before[np.ix_(inside, ~inside)].any():
            found.append(f"nobody places {names} before any other option")
        if not before[np.ix_(~inside, inside)].any():
            found.append(f"nobody places any other option before {names}")
    raise RankingError(
        f"The worths have no finite estimate without pseudo-rankings: {'; '.join(found)}. Set pseudo_rankings above 0, "
        "or leave these options out."
    )
