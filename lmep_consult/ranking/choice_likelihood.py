"""The likelihood of ballots read as rows of choices, with ties of any order.

The likelihood sums over everything that could have been chosen instead; those sums are elementary symmetric
polynomials, built up one option at a time from the end of the ballot, and differentiated backwards through the same
steps, so that only positive numbers are ever added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.integer]

_NUMBERS_AT_ONCE, _UNSHARED = 500_000, 250_000


@dataclass(frozen=True, eq=False)
class Choices:
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
    def of(cls, ballots: _Ints, counts: _Ints) -> Choices:
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

    def __init__(self, choices: Choices, chain: _Ints, weight: _Floats, theta: _Floats) -> None:
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

    def __init__(self, choices: Choices, chain: _Ints, weight: _Floats, theta: _Floats) -> None:
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
            pairs += scipy.sparse.csr_array((np.ones(n_ballots), (option, rows)), shape=(n + 1, n_ballots)) @ together
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


def log_likelihood_of(choices: Choices, theta: _Floats) -> tuple[float, _Floats]:
    """Of the ballots, at log worths and log deltas; and its gradient."""
    value = choices.log_worths_of_chosen(theta)
    gradient = np.append(choices.wins, choices.n_made[1:])
    for part in choices.at(theta):
        expected = part.expected()
        value -= part.log_total
        gradient -= np.append(expected.sum(axis=0), expected[1:].sum(axis=1))
    return value, gradient


def information_of(choices: Choices, theta: _Floats) -> _Floats:
    """Minus the second derivatives of the log-likelihood; they do not depend on what was chosen."""
    return sum((part.covariance() for part in choices.at(theta)), np.zeros((len(theta),) * 2))
