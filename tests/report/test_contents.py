"""What the report's parts share: the words explained."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.report import Contents
from lmep_consult.table import Table


def test_words_on_votes_are_explained_where_somebody_voted(
    contents_of: Callable[..., Contents], hostile: Released
) -> None:
    ranked = release(Table("top", "Top", pd.DataFrame({"option": ["Maps"]}), unit="rank by points"), Rules())
    assert set(contents_of([hostile]).glossary) == {"Base (n)", "Theme", "Withheld"}
    assert {"Clear", "Points", "Theme"} <= set(contents_of([hostile, ranked]).glossary)
