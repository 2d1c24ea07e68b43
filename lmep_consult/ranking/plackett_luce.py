"""The Plackett-Luce model for partial ballots with ties of any order.

A ballot is read as a row of choices: the options placed first are chosen from all that the voter ranked, those placed
second from the rest, and so on. The likelihood sums over everything that could have been chosen instead; those sums
are elementary symmetric polynomials, built up one option at a time from the end of the ballot, and differentiated
backwards through the same steps, so that only positive numbers are ever added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from lmep_consult.errors import RankingError
from lmep_consult.ranking.ballots import checked
from lmep_consult.ranking.quasi_variance import quasi_variances

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.integer]
_Bools = npt.NDArray[np.bool_]

_NUMBERS_AT_ONCE, _UNSHARED = 500_000, 250_000
_WARM_STEPS, _STEPS = 100, 100
# Estimates have settled once the next step is so small, or would add so little to the log-likelihood.
_SETTLED, _GAIN = 1e-8, 1e-14
# Log worths move no further at once, and with ties stay within this, lest their powers overflow.
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
    - where the ballots fall into sets of options never ranked together, only pseudo-rankings tell their worths
      apart: standard errors outside the first option's set are infinite, quasi-standard errors hold within a set, and
      that of an option ranked with no other is infinite.

    A quasi-standard error is NaN in the rare case of a quasi-variance below 0.

    Raises RankingError as `lmep_consult.ranking.ballots.checked` does; where pseudo_rankings is 0 and the
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
    ballots, counts = _alike(np.nan_to_num(checked(ranks).to_numpy()).astype(np.int16))
    if pseudo_rankings == 0:
        _require_links(ballots, ranks.columns)
    somebody = ballots.any(axis=0)
    ranked, ballots = ranks.columns[np.flatnonzero(somebody)], ballots[:, somebody]
    choices = _Choices.of(ballots, counts)
    _require_finite_ties(choices, pseudo_rankings)
    try:
        theta, log_likelihood, information = _fit(choices, pseudo_rankings)
        standard_error, quasi = _standard_errors(information, ballots > 0)
    except np.linalg.LinAlgError:
        raise RankingError(
            "The worths lie too far apart to be worked out; set pseudo_rankings higher, or leave out options that "
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


def _alike(places: _Ints) -> tuple[_Ints, _Ints]:
    """Each different ballot once, and how many voters cast it."""
    ordered = places[np.lexsort(places.T)]
    first = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1)))
    return ordered[first], np.diff(np.append(first, len(ordered)))


@dataclass(frozen=True, eq=False)
class _Choices:
    """Ballots as rows of choices. Positions run from the option placed last to the one placed first.

    chain: positions x ballots, the option at each; n_options stands for none.
    weight: positions x ballots; where the options up to here are a set that was chosen from, how many voters did so,
    else 0.
    chosen: positions x ballots; there, how many options were chosen at once.
    sizes: 1, and the sizes of ties that occur; n_made: how many choices were of each size.
    wins: per option, its share 1 / |S| of every choice S it was in.
    """

    n_options: int
    chain: _Ints
    weight: _Floats
    chosen: _Ints
    sizes: list[int]
    n_made: _Floats
    wins: _Floats

    @classmethod
    def of(cls, ballots: _Ints, counts: _Ints) -> _Choices:
        """ballots: ballots x options, dense ranks, 0 = not ranked; counts: how many voters cast each."""
        n_ballots, n_options = ballots.shape
        key = ballots + np.arange(n_ballots)[:, None] * (n_options + 1)
        tied = np.bincount(key.ravel(), minlength=n_ballots * (n_options + 1))[key]
        longest = int((ballots > 0).sum(axis=1).max())
        order = np.argsort(-ballots, axis=1, kind="stable")[:, :longest]
        place = np.take_along_axis(ballots, order, axis=1)
        last = np.ones_like(place, dtype=bool)
        last[:, :-1] = place[:, :-1] != place[:, 1:]
        weight = np.where(last & (place > 0), counts[:, None], 0).T.astype(float)
        chosen = np.take_along_axis(tied, order, axis=1).T
        sizes = sorted({1, *np.unique(chosen[weight > 0]).tolist()})
        return cls(
            n_options=n_options,
            chain=np.where(place > 0, order, n_options).T,
            weight=weight,
            chosen=chosen,
            sizes=sizes,
            n_made=np.array([weight[chosen == size].sum() for size in sizes]),
            wins=counts @ np.where(ballots > 0, 1 / tied, 0.0),
        )

    def log_worths_of_chosen(self, theta: _Floats) -> float:
        return float(self.wins @ theta[: self.n_options] + self.n_made[1:] @ theta[self.n_options :])

    def at(self, theta: _Floats) -> Iterator[_Untied | _Tied]:
        """The ballots at these parameters, so many at a time that memory stays small."""
        kind = _Untied if self.sizes == [1] else _Tied
        step = max(1, _NUMBERS_AT_ONCE // ((self.n_options + 1) * sum(self.sizes)))
        for start in range(0, self.chain.shape[1], step):
            yield kind(self, self.chain[:, start : start + step], self.weight[:, start : start + step], theta)


class _Untied:
    """Ballots without ties at given parameters, where a choice's denominator is the sum of the worths left."""

    def __init__(self, choices: _Choices, chain: _Ints, weight: _Floats, theta: _Floats) -> None:
        self.chain, self.n_options = chain, choices.n_options
        self.worth = np.exp(theta)
        each = np.append(self.worth, 0.0)[chain]
        total = _running_sums(each)
        self.log_total = float((weight * np.log(total)).sum())
        self.rate = np.where(weight > 0, weight / total, 0.0)
        self.total = total
        self.each = each

    def expected(self) -> _Floats:
        """Expected number of times each option is chosen: 1 x options."""
        shares = (self.each * _from_here_on(self.rate)).ravel()
        return np.bincount(self.chain.ravel(), shares, self.n_options + 1)[None, :-1].astype(float)

    def covariance(self) -> _Floats:
        """What the choices add to the information. Two options meet in the choices down to the earlier placed one."""
        meeting = np.zeros((self.n_options + 1, self.chain.shape[1]))
        meeting[self.chain, np.arange(self.chain.shape[1])] = _from_here_on(self.rate / self.total)
        products = np.zeros((self.n_options, self.n_options))
        for option in range(self.n_options):
            shared = np.minimum(meeting[option], meeting[option:-1]).sum(axis=1)
            products[option, option:] = products[option:, option] = shared
        covariance: _Floats = np.diag(self.expected()[0]) - np.outer(self.worth, self.worth) * products
        return covariance


class _Tied:
    """Ballots with ties at given parameters: all that could have been chosen, and its first derivatives."""

    def __init__(self, choices: _Choices, chain: _Ints, weight: _Floats, theta: _Floats) -> None:
        n = choices.n_options
        log_worth = np.append(theta[:n], -np.inf)
        self.chain, self.weight, self.sizes, self.n_options = chain, weight, choices.sizes, n
        self.delta = np.exp(np.append(0.0, theta[n:]))
        self.roots = [np.exp(log_worth / size)[chain] for size in self.sizes]
        self.sums = [_symmetric_sums(root, size) for root, size in zip(self.roots, self.sizes, strict=True)]
        of_size = np.stack([delta * sums[1:, -1] for delta, sums in zip(self.delta, self.sums, strict=True)])
        total = of_size.sum(axis=0)
        total[weight == 0] = 1.0
        self.inverse = np.where(weight > 0, 1 / total, 0.0)
        self.log_total = float((weight * np.log(total)).sum())
        # The probability that as many options as this are chosen at once: sizes x positions x ballots.
        self.share = of_size * self.inverse
        self.back = [
            _backwards(root, weight * self.inverse * delta, size)
            for root, delta, size in zip(self.roots, self.delta, self.sizes, strict=True)
        ]

    def expected(self) -> _Floats:
        """Expected share in choices of each size: sizes x options. Sums over options to the number of such choices."""
        return np.stack(
            [
                np.bincount(
                    self.chain.ravel(),
                    weights=(root / size * np.einsum("pkb,pkb->pb", back[1:, 1:], sums[:-1, :-1])).ravel(),
                    minlength=self.n_options + 1,
                )[:-1]
                for root, back, sums, size in zip(self.roots, self.back, self.sums, self.sizes, strict=True)
            ]
        )

    def covariance(self) -> _Floats:
        """What the choices add to the information: of their shares and of the sizes of ties, summed over choices."""
        n, n_ballots = self.n_options, self.chain.shape[1]
        rows = np.arange(n_ballots)
        pairs = np.zeros((n + 1, n + 1))
        width = n + len(self.sizes) - 1
        products = np.zeros((width, width))
        # By size k = 1, 2, ...: derivative of the k-th symmetric sum by each option's log worth, up to this position.
        slopes = [np.zeros((size, n_ballots, n + 1)) for size in self.sizes]
        for at, option in enumerate(self.chain):
            shares, together = np.zeros((n_ballots, n + 1)), np.zeros((n_ballots, n + 1))
            for slope, root, sums, back, delta, size in zip(
                slopes, self.roots, self.sums, self.back, self.delta, self.sizes, strict=True
            ):
                each = root[at] / size
                if size > 1:
                    together += np.einsum("kb,kbo->bo", each * back[at + 1, 2:], slope[:-1])
                    slope[1:] += root[at][:, None] * slope[:-1]
                slope[:, rows, option] = each * sums[at, :-1]
                shares += delta * slope[-1]
            pairs += csr_array((np.ones(n_ballots), (option, rows)), shape=(n + 1, n_ballots)) @ together
            shares *= self.inverse[at][:, None]
            both = np.concatenate([shares[:, :n], self.share[1:, at].T], axis=1) * np.sqrt(self.weight[at])[:, None]
            products += _products(both[self.weight[at] > 0])
        second = np.zeros_like(products)
        second[:n, :n] = (pairs + pairs.T)[:n, :n]
        expected = self.expected()
        second[np.arange(n), np.arange(n)] += (expected / np.array(self.sizes)[:, None]).sum(axis=0)
        second[:n, n:] = expected[1:].T
        second[n:, :n] = expected[1:]
        second[n:, n:] = np.diag(expected[1:].sum(axis=1))
        return second - products


def _products(rows: _Floats) -> _Floats:
    """rows.T @ rows, in pieces too small to be shared among threads, which wait for one another on busy cores.

    Where others use the cores too, one large product can take many times as long; the pieces always cost the same.
    """
    width = rows.shape[1]
    height = max(1, _UNSHARED // width**2)
    pieces = np.zeros((-(-len(rows) // height), height, width))
    pieces.reshape(-1, width)[: len(rows)] = rows
    products: _Floats = (pieces.transpose(0, 2, 1) @ pieces).sum(axis=0)
    return products


def _running_sums(values: _Floats) -> _Floats:
    """Sums down to each row; row by row is far faster than numpy's cumsum."""
    sums = values.copy()
    for at in range(1, len(sums)):
        sums[at] += sums[at - 1]
    return sums


def _from_here_on(values: _Floats) -> _Floats:
    """Sums from each position to the one placed first."""
    return _running_sums(values[::-1])[::-1]


def _symmetric_sums(roots: _Floats, size: int) -> _Floats:
    """Elementary symmetric polynomials of the roots before each position: positions + 1 x 0..size x ballots."""
    sums = np.zeros((len(roots) + 1, size + 1, roots.shape[1]))
    sums[:, 0] = 1.0
    for at, root in enumerate(roots):
        np.multiply(root, sums[at, :-1], out=sums[at + 1, 1:])
        sums[at + 1, 1:] += sums[at, 1:]
    return sums


def _backwards(roots: _Floats, weight: _Floats, size: int) -> _Floats:
    """Derivatives by `_symmetric_sums` of its last sums, those after each position weighted and added up."""
    back = np.zeros((len(roots) + 1, size + 1, roots.shape[1]))
    for at in range(len(roots) - 1, -1, -1):
        back[at + 1, -1] += weight[at]
        np.multiply(roots[at], back[at + 1, 1:], out=back[at, :-1])
        back[at] += back[at + 1]
    return back


def _log_likelihood(choices: _Choices, theta: _Floats) -> tuple[float, _Floats]:
    """Of the ballots, at log worths and log deltas; and its gradient."""
    value = choices.log_worths_of_chosen(theta)
    gradient = np.append(choices.wins, choices.n_made[1:])
    for part in choices.at(theta):
        expected = part.expected()
        value -= part.log_total
        gradient -= np.append(expected.sum(axis=0), expected[1:].sum(axis=1))
    return value, gradient


def _information(choices: _Choices, theta: _Floats) -> _Floats:
    """Minus the second derivatives of the log-likelihood; they do not depend on what was chosen."""
    return sum((part.covariance() for part in choices.at(theta)), np.zeros((len(theta),) * 2))


def _pseudo_rankings(choices: _Choices, theta: _Floats, times: float) -> tuple[float, _Floats, _Floats]:
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


def _fit(choices: _Choices, times: float) -> tuple[_Floats, float, _Floats]:
    """Log worths and log deltas at the maximum, and there the ballots' own log-likelihood and information."""
    n = choices.n_options
    n_choices = choices.n_made.sum()

    def penalised(theta: _Floats) -> tuple[float, _Floats]:
        value, gradient = _log_likelihood(choices, theta)
        more, slope, _ = _pseudo_rankings(choices, theta, times)
        return -(value + more) / n_choices, -(gradient + slope) / n_choices

    theta = _start(choices)
    if len(choices.sizes) > 1:
        # With ties second derivatives cost far more than first: go near with the latter, arrive with the former.
        options = {"maxiter": _WARM_STEPS, "ftol": 1e-15, "gtol": 1e-9}
        bounds = [(-_FURTHEST, _FURTHEST)] * len(theta)
        theta = minimize(penalised, theta, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    # Without pseudo-rankings worths are free up to a factor, which this pins.
    pinned = np.zeros_like(theta)
    pinned[:n] = 1.0 if times == 0 else 0.0
    value, gradient = penalised(theta)
    for _ in range(_STEPS):
        curvature = _information(choices, theta) + _pseudo_rankings(choices, theta, times)[2] + np.outer(pinned, pinned)
        step = np.linalg.solve(curvature, -gradient * n_choices)
        if np.abs(step).max() < _SETTLED or abs(step @ gradient) * n_choices < _GAIN:
            theta = theta + step
            return theta, _log_likelihood(choices, theta)[0], _information(choices, theta)
        step *= min(1.0, _LONGEST / np.abs(step).max())
        higher = value + 1e-12 * abs(value)
        while not (reached := penalised(theta + step))[0] <= higher:
            step /= 2
        theta, (value, gradient) = theta + step, reached
    raise np.linalg.LinAlgError("the steps do not get smaller")


def _start(choices: _Choices) -> _Floats:
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
    n_sets, label = connected_components(together > 0, directed=False)
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


def _require_finite_ties(choices: _Choices, pseudo_rankings: float) -> None:
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
    n_sets, label = connected_components(before, directed=True, connection="strong")
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
