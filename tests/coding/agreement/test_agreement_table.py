"""The table of agreement per code: families, scope, pooling, and intervals of the same draws."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lmep_consult.coding.agreement import ALL_CODES, agreement_table, cohen_kappa, gwet_ac1, krippendorff_alpha
from lmep_consult.coding.units import coded_units
from lmep_consult.errors import CodingError
from lmep_consult.transcripts import Transcript

CODERS = ["Ann", "Bo", "Cy"]
PARENTS = {"barriers": "", "money": "barriers", "cost": "money", "fees": "money", "time": "barriers", "never": ""}


def book(outside: str = "") -> Any:
    codes = [SimpleNamespace(id=code, parent=parent, out_of_scope=code == outside) for code, parent in PARENTS.items()]
    return SimpleNamespace(codes=tuple(codes))


@pytest.fixture(scope="module")
def study(spoken: Callable[..., Transcript]) -> tuple[pd.DataFrame, dict[str, Transcript]]:
    """Three interviews of forty answers, which three coders coded much alike."""
    random = np.random.default_rng(5)
    transcripts, rows = {}, []
    for source in ("P1", "P2", "P3"):
        turns = [("" if place % 2 else source, "words " * 10) for place in range(80)]
        transcripts[source] = spoken(*turns, questions=tuple(f"Q{place // 8}" for place in range(80)))
        for turn in transcripts[source].turns.to_dict("records")[::2]:
            for code in ("cost", "fees", "time", "money"):
                true = random.random() < 0.3
                for coder in CODERS:
                    if random.random() < (0.9 if true else 0.05):
                        start = turn["start_char"] + int(random.integers(0, 20))
                        rows.append((source, coder, code, start, start + int(random.integers(5, 30))))
    return pd.DataFrame(rows, columns=["source", "coder", "code", "start", "end"]), transcripts


@pytest.mark.parametrize("by", ["turns", "characters", "questions"])
def test_each_code_has_the_coefficients_of_its_units(
    study: tuple[pd.DataFrame, dict[str, Transcript]], by: Any
) -> None:
    codings, transcripts = study
    table = agreement_table(codings, transcripts, CODERS, book(), by).set_index("code")
    assert table.index.tolist() == [ALL_CODES, *PARENTS]
    assert table["family"].tolist() == ["", *PARENTS.values()]
    units = coded_units(codings, transcripts, CODERS, by)
    assert table["n_units"].tolist() == [units.frame["weight"].sum()] * 7
    for code, members in {"cost": ["cost"], "barriers": ["money", "cost", "fees", "time"]}.items():
        ratings = units.ratings(members)
        arguments = {"weights": units.frame["weight"], "cluster": units.frame["cluster"]}
        for coefficient in (krippendorff_alpha, cohen_kappa, gwet_ac1):
            result = coefficient(ratings, **arguments)
            lower, upper = result.interval()
            name = coefficient.__name__
            assert table.loc[code, [name, f"{name}_lower", f"{name}_upper"]].tolist() == pytest.approx(
                [result.value, lower, upper]
            )
        assert table.loc[code, "agreement"] == pytest.approx(result.agreement)
        shares = [np.average(ratings[coder], weights=units.frame["weight"]) for coder in CODERS]
        assert table.loc[code, [f"prevalence {coder}" for coder in CODERS]].tolist() == pytest.approx(shares)


def test_all_codes_are_pooled(study: tuple[pd.DataFrame, dict[str, Transcript]]) -> None:
    codings, transcripts = study
    two = ["Ann", "Bo"]
    table = agreement_table(codings, transcripts, two, book()).set_index("code")
    units = coded_units(codings, transcripts, two)
    observed, expected = [], []
    for code in ("cost", "fees", "time", "money"):  # those that were used, each as it was given
        ann, bo = units.ratings([code]).to_numpy().T
        observed.append((ann == bo).mean())
        expected.append(ann.mean() * bo.mean() + (1 - ann.mean()) * (1 - bo.mean()))
    pooled = (np.mean(observed) - np.mean(expected)) / (1 - np.mean(expected))
    assert table.loc[ALL_CODES, "cohen_kappa"] == pytest.approx(pooled)
    assert table.loc[ALL_CODES, "agreement"] == pytest.approx(np.mean(observed))
    lower, upper = table.loc[ALL_CODES, ["cohen_kappa_lower", "cohen_kappa_upper"]]
    single = table.loc[["cost", "fees", "time", "money"]]
    assert lower < pooled < upper
    assert upper - lower < (single["cohen_kappa_upper"] - single["cohen_kappa_lower"]).min()


def test_a_code_that_nobody_gave(study: tuple[pd.DataFrame, dict[str, Transcript]]) -> None:
    row = agreement_table(*study, CODERS, book()).set_index("code").loc["never"]
    assert row[["cohen_kappa", "cohen_kappa_lower", "cohen_kappa_upper"]].tolist() == [1, -1, 1]
    assert row[[f"prevalence {coder}" for coder in CODERS]].tolist() == [0, 0, 0]
    assert row["gwet_ac1_lower"] > 0.9


def test_codes_out_of_scope_do_not_count(study: tuple[pd.DataFrame, dict[str, Transcript]]) -> None:
    codings, transcripts = study
    table = agreement_table(codings, transcripts, CODERS, book(outside="money"))
    assert table["code"].tolist() == [ALL_CODES, "barriers", "time", "never"]
    alone = agreement_table(codings[codings["code"] == "time"], transcripts, CODERS, book())
    first = [column for column in table if column not in ("code", "family")]
    assert table.loc[0, first].tolist() == alone.loc[0, first].tolist()


def test_without_what_nobody_coded_agreement_is_lower(study: tuple[pd.DataFrame, dict[str, Transcript]]) -> None:
    codings, transcripts = study
    whole = agreement_table(codings, transcripts, CODERS, book(), "characters").set_index("code")
    coded = agreement_table(codings, transcripts, CODERS, book(), "characters", uncoded=False).set_index("code")
    assert (coded["n_units"] < whole["n_units"]).all()
    assert coded.loc["cost", "agreement"] < whole.loc["cost", "agreement"]
    assert coded.loc["cost", "prevalence Ann"] > whole.loc["cost", "prevalence Ann"]


def test_nothing_coded_is_nothing_to_compare(study: tuple[pd.DataFrame, dict[str, Transcript]]) -> None:
    codings, transcripts = study
    with pytest.raises(CodingError, match="None of Ann, Bo gave any code"):
        agreement_table(codings.head(0), transcripts, ["Ann", "Bo"], book())


def test_only_the_coefficients_asked_for_are_worked_out_and_are_what_they_are_among_all(
    study: tuple[pd.DataFrame, dict[str, Transcript]],
) -> None:
    whole = agreement_table(*study, CODERS, book(), draws=50)
    two = agreement_table(*study, CODERS, book(), draws=50, coefficients=("gwet_ac1", "cohen_kappa"))
    assert [column for column in two if str(column).endswith("_lower")] == ["gwet_ac1_lower", "cohen_kappa_lower"]
    pd.testing.assert_frame_equal(whole[two.columns], two)
    with pytest.raises(ValueError, match="'kappa' is not one of krippendorff_alpha"):
        agreement_table(*study, CODERS, book(), coefficients=("kappa",))
