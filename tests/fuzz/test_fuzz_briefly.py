"""A short run of fuzz_readers.py; the long one is its own command."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz_readers import READERS, SECONDS, feed
from mutations import mutated
from seeds import seeds


def test_readers_read_or_refuse_whatever_they_are_given(tmp_path: Path) -> None:
    ends, longest, wrong = feed(range(600), seed=0, keep=tmp_path)
    assert wrong == []
    assert longest < SECONDS
    assert sum(number for end, number in ends.items() if end.endswith(" read")) > 60


@pytest.mark.parametrize("number", range(len(seeds())))
def test_what_is_not_damaged_is_read(tmp_path: Path, number: int) -> None:
    kind, data = seeds()[number]
    if kind == "a ranking to find":
        pytest.skip("an option that holds a semicolon cannot be told without the options")
    path = tmp_path / "input"
    path.write_bytes(data)
    READERS[kind](path)


def test_damage_is_done_and_can_be_done_again() -> None:
    files = [data for _, data in seeds()]
    once, twice = ([mutated(data, files, random.Random(3)) for data in files] for _ in range(2))  # noqa: S311
    assert sum(new != old for new, old in zip(once, files, strict=True)) > len(files) / 2
    assert [new for new in once if new[:2] != b"PK"] == [new for new in twice if new[:2] != b"PK"]
