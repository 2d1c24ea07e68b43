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


@pytest.mark.parametrize(
    ("part", "replaced", "reviewed", "asked"),
    [("tuned", 0.57, 0.97, 75), ("held-out", 0.48, 0.9, 95)],  # the others name people and places no register holds
)
def test_planted_identifiers_are_found_and_ordinary_words_stay(
    benchmark: SimpleNamespace, part: str, replaced: float, reviewed: float, asked: int
) -> None:
    places, false, questions = benchmark.measure(part)
    assert len(places) >= 120
    assert places.loc[places["kind"].isin(FORMS), "replaced"].mean() >= 0.95
    assert places["replaced"].mean() >= replaced
    assert places["reviewed"].mean() >= reviewed
    assert not places["attributed"].any()
    assert (false["when"] == "at once").sum() <= 2
    assert questions <= asked
