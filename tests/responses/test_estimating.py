"""Corrected counts: compared with formulas worked out otherwise, and against the truth in simulations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, hypergeom

from lmep_consult.responses.estimating import accuracy, estimated_counts
from lmep_consult.responses.sampling import draw
from lmep_consult.table import ALL_GROUPS


def flags(ones: dict[str, list[int]], number: int) -> pd.DataFrame:
    index = pd.Index([f"R{each}" for each in range(number)])
    return pd.DataFrame({code: np.isin(range(number), where) for code, where in ones.items()}, index)


def simple(number: int, size: int, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """A machine that is often wrong, what people found in a simple random sample, chances and groups."""
    random = np.random.default_rng(seed)
    true = random.random((number, 3)) < (0.05, 0.2, 0.5)
    machine = np.where(random.random((number, 3)) < 0.85, true, random.random((number, 3)) < 0.1)
    index = pd.Index([f"R{each}" for each in range(number)])
    frames = [pd.DataFrame(each, index, columns=list("abc")) for each in (machine, true)]
    read = index[random.choice(number, size, replace=False)]
    return frames[0], frames[1].loc[read], pd.Series(size / number, read), pd.Series("", index)


def test_where_the_machine_finds_nothing_the_sample_speaks_alone() -> None:
    # A simple random sample of a thousandth: Clopper and Pearson's interval, but for the finite population.
    machine, person = flags({"a": []}, 100_000), flags({"a": [0, 1, 2]}, 100)
    group = pd.Series("", machine.index)
    row = estimated_counts(machine, person, pd.Series(0.001, person.index), group).iloc[0]
    low, high = binomtest(3, 100).proportion_ci(method="exact")
    assert row["responses"] == pytest.approx(3000)
    assert row["lower"] == pytest.approx(100_000 * low, rel=0.01)
    assert row["upper"] == pytest.approx(100_000 * high, rel=0.01)


@pytest.mark.parametrize("read", [0.2, 0.5, 0.7, 0.9])
def test_precision_covers_whatever_the_number_of_right_ones_is(read: float) -> None:
    """Of 100 answers that the machine found, a simple random sample was read. How many right ones are in it has the
    hypergeometric distribution, so how often the interval holds the truth is known without a simulation."""
    there, size = 100, round(100 * read)
    seen = np.arange(size + 1)  # a code for each number of right ones that may be in the sample
    machine = flags({str(right): list(range(there)) for right in seen}, there)
    person = flags({str(right): list(range(right)) for right in seen}, size)
    found = accuracy(machine, person, pd.Series(read, person.index))
    low, high = there * found["precision_lower"].to_numpy(), there * found["precision_upper"].to_numpy()
    for right in range(there + 1):
        holds = (low <= right + 1e-6) & (right - 1e-6 <= high)
        assert hypergeom.pmf(seen, there, right, size)[holds].sum() >= 0.95, right


def test_where_nothing_was_seen_the_count_may_still_be_some() -> None:
    machine, person = flags({"a": []}, 100_000), flags({"a": []}, 300)
    row = estimated_counts(machine, person, pd.Series(0.003, person.index), pd.Series("", machine.index)).iloc[0]
    assert (row["responses"], row["lower"]) == (0, 0)
    assert row["upper"] == pytest.approx(100_000 * (1 - 0.025 ** (1 / 300)), rel=0.01)  # the rule of three, for 97.5%


def test_the_best_value_is_the_post_stratified_estimate() -> None:
    machine, person, chance, group = simple(5000, 400)
    found = estimated_counts(machine, person, chance, group).set_index("code")["responses"]
    sampled = machine.loc[person.index]
    for code in "abc":
        right = person.loc[sampled[code], code].mean() * machine[code].sum()
        missed = person.loc[~sampled[code], code].mean() * (~machine[code]).sum()
        assert found[code] == pytest.approx(right + missed)


def test_it_is_prediction_powered_inference_with_the_best_weight() -> None:
    ppi = pytest.importorskip("ppi_py", reason="ppi-python, which needs numba, is no part of the test extra")
    machine, person, chance, group = simple(200_000, 500)
    found = estimated_counts(machine, person, chance, group).set_index("code")
    rest = machine.index.difference(person.index)
    for code in "abc":
        parts = (person[code], machine.loc[person.index, code], machine.loc[rest, code])
        theirs = ppi.ppi_mean_pointestimate(*(part.to_numpy(dtype=float) for part in parts))
        low, high = ppi.ppi_mean_ci(*(part.to_numpy(dtype=float) for part in parts), alpha=0.05)
        assert found.loc[code, "responses"] / 200_000 == pytest.approx(float(np.ravel(theirs)[0]), abs=1e-3)
        width = (found.loc[code, "upper"] - found.loc[code, "lower"]) / 200_000
        assert width == pytest.approx(float(np.ravel(high)[0] - np.ravel(low)[0]), rel=0.2)


def test_a_sample_of_everything_gives_the_truth_and_no_interval() -> None:
    machine, person = flags({"a": [0, 1, 2]}, 10), flags({"a": [2, 3]}, 10)
    group = pd.Series(["x"] * 4 + ["y"] * 6, machine.index)
    rows = estimated_counts(machine, person, pd.Series(1.0, person.index), group)
    assert rows[["responses", "lower", "upper"]].to_numpy().tolist() == [[2, 2, 2], [0, 0, 0], [2, 2, 2]]
    assert rows["group"].tolist() == [ALL_GROUPS, "y", "x"]
    right = accuracy(machine, person, pd.Series(1.0, person.index)).iloc[0]
    assert (right["precision"], right["recall"]) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert (right["recall_lower"], right["recall_upper"]) == (pytest.approx(1 / 2), pytest.approx(1 / 2))


def test_a_group_that_nobody_read_is_unknown() -> None:
    machine, person = flags({"a": [0]}, 10), flags({"a": [0]}, 5)
    group = pd.Series(["x"] * 5 + ["y"] * 5, machine.index)
    rows = estimated_counts(machine, person, pd.Series(0.5, person.index), group).set_index("group")
    assert rows.loc["y", ["lower", "upper", "sample"]].tolist() == [0, 5, 0]


def test_what_was_read_bounds_the_interval() -> None:
    machine, person, chance, group = simple(60, 55)
    for row in estimated_counts(machine, person, chance, group).to_dict("records"):
        seen = person[row["code"]].sum()
        assert seen <= row["lower"] <= row["responses"] <= row["upper"] <= 60 - (55 - seen)


def test_shares_that_nothing_is_known_of_are_missing() -> None:
    machine, person = flags({"a": [], "b": [0]}, 100), flags({"a": [1], "b": []}, 10)
    right = accuracy(machine, person, pd.Series(0.1, person.index)).set_index("code")
    assert np.isnan(right.loc["a", "precision"])
    assert np.isnan(right.loc["b", "recall"])
    assert right.loc["a", ["recall", "recall_lower"]].tolist() == [0, 0]
    assert (right.loc["b", "precision"], right.loc["b", "precision_lower"]) == (0, 0)


@pytest.mark.parametrize("size", [100, 300])
def test_intervals_hold_the_truth_in_a_stratified_sample(size: int) -> None:
    machine, true, _, _ = simple(3000, 3000)
    group = pd.Series(np.where(np.arange(3000) % 10, "many", "few"), machine.index)
    truth = true.loc[machine.index].sum()
    held = np.zeros(3)
    for seed in range(60):
        sample = draw(machine, group, size, seed)
        rows = estimated_counts(machine, true.loc[sample.index], sample["chance"], group)
        rows = rows[rows["group"] == ALL_GROUPS].set_index("code")
        held += ((rows["lower"] <= truth) & (truth <= rows["upper"])).to_numpy()
    assert (held >= 60 * 0.93 - 1).all()
