"""How far coders agree on each code of a codebook, and on all of them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import scipy

from lmep_consult.codebook import Codebook
from lmep_consult.coding.agreement.fleiss import brennan_prediger_statistic, fleiss_statistic, gwet_statistic
from lmep_consult.coding.agreement.kappa import cohen_statistic, scott_statistic
from lmep_consult.coding.agreement.krippendorff import alpha_statistic
from lmep_consult.coding.agreement.ratings import Patterns, patterns
from lmep_consult.coding.agreement.result import DRAWS, Agreement, Array, Sample, Statistic, intervals, measured
from lmep_consult.coding.agreement.summary import agreement_of
from lmep_consult.coding.decisions.passages import Spoken
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.coding.units import By, Units, coded_units
from lmep_consult.errors import CodingError

ALL_CODES = "All codes"
# A code is given or not: two categories, whether or not both were used.
COEFFICIENTS: dict[str, Callable[[Patterns], Statistic]] = {
    "krippendorff_alpha": alpha_statistic,
    "cohen_kappa": cohen_statistic,
    "scott_pi": scott_statistic,
    "fleiss_kappa": fleiss_statistic,
    "gwet_ac1": lambda found: gwet_statistic(found, categories=2),
    "brennan_prediger": lambda found: brennan_prediger_statistic(found, categories=2),
}


def agreement_table(
    codings: pd.DataFrame,
    transcripts: Mapping[str, Spoken],
    coders: Sequence[str],
    codebook: Codebook,
    by: By = "turns",
    uncoded: bool = True,
    level: float = 0.95,
    seed: int = 0,
    draws: int = DRAWS,
    coefficients: Sequence[str] = tuple(COEFFICIENTS),
) -> pd.DataFrame:
    """Agreement of coders on whether a unit has a code, for each code within the study's scope and all together.

    codings, transcripts, coders, by: as in `coding.units.coded_units`; transcripts are of the sources that all of the
    coders have finished. uncoded: whether units count to which none of them gave any code; without them agreement
    is on which code, given that there is one. level, seed, draws: of the intervals. coefficients: those of
    COEFFICIENTS to work out.

    Returns one row for "All codes" and one for each code in the codebook's order: code, family (the parent's id),
    n_units (turns, characters or questions), agreement (share of pairs of coders, 0 to 1), for each of the
    coefficients the value, _lower and _upper, and for each coder "prevalence NAME", the share of units that they gave
    the code. A code is given where it or any
    code that belongs to it is. Intervals come from drawing units, by characters whole turns.

    "All codes" takes codes as coders gave them, each that any of them used: 1 less mean observed over mean expected
    disagreement, so that rare codes do not weigh as much as common ones (H. De Vries, M. N. Elliott, D. E. Kanouse and
    S. S. Teleki, Using pooled kappa to summarize interrater agreement across many items, Field Methods 20 (2008),
    doi:10.1177/1525822X08317166). All codes of a unit are drawn together.

    A code that no coder gave has 1, with an interval of -1 to 1 where chance depends on use: see `Agreement`.

    Raises CodingError as `coded_units` does, and where none of the coders gave any code; ValueError for a coefficient
    that is not one of COEFFICIENTS.
    """
    for name in coefficients:
        if name not in COEFFICIENTS:
            raise ValueError(f"coefficients: {name!r} is not one of {', '.join(COEFFICIENTS)}")
    parents = parents_in_scope(codebook)
    known = codings[codings["code"].isin(list(parents))]
    units = coded_units(known, transcripts, coders, by)
    if not units.codes:
        raise CodingError(f"None of {', '.join(coders)} gave any code in these sources; nothing can be compared.")
    units = units if uncoded else units.coded()
    used = {code: frozenset(below & set(units.codes)) for code, below in _below(parents).items()}
    # Codes that no coder gave are alike, and so are a code and those that belong to it where one alone was given.
    measured_on = {codes: _on(units, codes, coefficients) for codes in {*used.values(), *map(_only, units.codes)}}
    rows = {ALL_CODES: [_pooled(of_one) for of_one in zip(*(measured_on[_only(c)] for c in units.codes), strict=True)]}
    rows |= {code: measured_on[used[code]] for code in parents}
    different = {id(result): result for row in rows.values() for result in row}
    bounds = dict(zip(different, intervals(list(different.values()), level, seed, draws), strict=True))
    table = []
    for code, row in rows.items():
        line = {"code": code, "family": parents.get(code, ""), "n_units": row[0].n_units, "agreement": row[0].agreement}
        for name, result in zip(coefficients, row, strict=True):
            line[name] = result.value
            line[f"{name}_lower"], line[f"{name}_upper"] = bounds[id(result)]
        given = row[0].prevalence.reindex([True], fill_value=0.0).loc[True]
        table.append(line | {f"prevalence {coder}": given[coder] for coder in coders})
    return pd.DataFrame(table)


def _below(parents: dict[str, str]) -> dict[str, set[str]]:
    """Each code and all that belong to it."""
    below: dict[str, set[str]] = {code: set() for code in parents}
    for code in parents:
        above = code
        while above:
            below[above].add(code)
            above = parents[above]
    return below


def _only(code: str) -> frozenset[str]:
    return frozenset([code])


def _on(units: Units, codes: Collection[str], coefficients: Sequence[str]) -> list[Agreement]:
    found = patterns(units.ratings(codes), units.frame["weight"], units.frame["cluster"])
    return [agreement_of(found, COEFFICIENTS[name](found)) for name in coefficients]


def _pooled(several: Sequence[Agreement]) -> Agreement:
    """One coefficient of many codes, on the same units: their observed and their expected disagreements averaged."""
    widths = [result._sample.content.shape[1] for result in several if result._sample.content is not None]
    ends = np.cumsum(widths)

    def disagreement(weights: Array) -> tuple[Array, Array]:
        parts = [
            result._statistic.disagreement(weights[:, end - width : end])
            for result, width, end in zip(several, widths, ends, strict=True)
        ]
        observed, expected = np.mean(parts, axis=0)
        return observed, expected

    first = several[0]._sample
    sample = Sample(
        first.counts, first.size, scipy.sparse.hstack([result._sample.content for result in several]).tocsr()
    )
    agreement = float(np.mean([result.agreement for result in several]))
    shares = [result.prevalence.reindex([False, True], fill_value=0.0) for result in several]
    prevalence = sum(shares[1:], shares[0]) / len(shares)
    return measured(Statistic(disagreement), sample, agreement, several[0].n_units, prevalence)
