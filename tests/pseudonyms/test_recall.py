"""How many of the planted identifiers are found in the transcripts the rules were written by."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "pseudonym_recall.py"


@pytest.fixture(scope="module")
def benchmark() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(BENCHMARK)))


def test_recall_and_precision_do_not_fall(benchmark: SimpleNamespace) -> None:
    rows = benchmark.measure("dev")
    assert len(rows) >= 550
    by_form = rows[rows["kind"].isin(["email", "link", "phone", "postcode"])]
    assert by_form["replaced"].all()
    assert rows["replaced"].mean() >= 0.54  # over half of those planted are people and places no register holds
    assert rows["proposed"].mean() >= 0.99
    replaced, found, words = benchmark.precision("dev")
    assert replaced["planted"].mean() >= 0.97
    assert found["planted"].mean() >= 0.8
    assert (~replaced["planted"]).sum() / words * 1000 < 0.5


def test_the_measure_can_fail(benchmark: SimpleNamespace) -> None:
    """With nothing known, nothing that needs the register is out; a word left standing counts against."""
    setting = benchmark.Setting.read()
    turns = benchmark.turns_of("P01")
    nothing = [benchmark.Pseudonymiser([], setting.allow).spans(turn) for turn in turns]
    assert not benchmark.is_out(turns, nothing, "Rosalind Achterberg")
    pseudonymiser = benchmark.Pseudonymiser(setting.known(), setting.allow)
    known = [pseudonymiser.spans(turn) for turn in turns]
    assert benchmark.is_out(turns, known, "Rosalind Achterberg")
    assert not benchmark.is_out(turns, known, "words that stand nowhere")
