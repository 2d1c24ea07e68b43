"""How many of the identifiers planted in the six interviews are found (tests/benchmarks/planted_interviews.py)."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "planted_interviews.py"
FORMS = ["dob", "email", "handle", "nhs", "ni", "phone", "plate", "spelled", "url"]


@pytest.fixture(scope="module")
def benchmark() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(BENCHMARK)))


def test_planted_identifiers_are_found_and_ordinary_words_stay(benchmark: SimpleNamespace) -> None:
    places, false, questions = benchmark.measure("tuned")
    assert len(places) >= 120
    assert places.loc[places["kind"].isin(FORMS), "replaced"].all()
    assert places["replaced"].mean() >= 0.55  # the others name people and places that no register holds
    assert places["reviewed"].mean() >= 0.95
    assert not places["attributed"].any()
    assert (false["when"] == "at once").sum() <= 2
    assert questions <= 75
