"""Ranges of counts that nothing ties are found by themselves, and kept as long as none of these counts changes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.cache import Cache
from lmep_consult.disclosure import Rules, release_all
from lmep_consult.table import Range, Table

Spoke = list[list[int]]  # of each code, how many spoke of it in each of three groups


def themes(spoke: Spoke) -> Table:
    """Codes of one family each, so that no sum goes over two of them; ten people a group."""
    cells = [
        (f"c{code}", group, count, base)
        for code, counts in enumerate(spoke)
        for group, count, base in zip(
            ["g1", "g2", "g3", "All groups"], [*counts, sum(counts)], [10, 10, 10, 30], strict=True
        )
    ]
    frame = pd.DataFrame(cells, columns=["code", "group", "people", "base"])
    return Table("themes", "t", frame, key=("code",), people=("people",), base="base")


def released(spoke: Spoke, cache: Cache | None = None) -> pd.DataFrame:
    (made,) = release_all([themes(spoke)], Rules(), cache)
    return made.table.frame


@settings(max_examples=30, deadline=None)  # the first example loads scipy
@given(st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=1, max_size=4))
def test_codes_that_nothing_ties_are_published_as_if_each_stood_alone(spoke: Spoke) -> None:
    alone = [released([counts])["people"].tolist() for counts in spoke]
    assert released(spoke)["people"].tolist() == [cell for cells in alone for cell in cells]


def test_what_is_kept_is_chosen_anew_where_counts_or_rules_changed(tmp_path: Path) -> None:
    first, second = [[1, 5, 7], [2, 2, 9], [4, 5, 6]], [[1, 5, 7], [4, 2, 9], [1, 1, 6]]
    for spoke in (first, second, first):
        pd.testing.assert_frame_equal(released(spoke, Cache(tmp_path)), released(spoke))
    strict, loose = (release_all([themes(first)], Rules(minimum_count=n), Cache(tmp_path)) for n in (5, 1))
    assert Range(0, 4, 10) in strict[0].table.frame["people"].tolist()
    assert loose[0].table.frame["people"].tolist() == themes(first).frame["people"].tolist()
