"""What the report's parts share: the words explained."""

from __future__ import annotations

from collections.abc import Callable

from lmep_consult.disclosure import Released
from lmep_consult.report import Contents, Section


def test_words_on_votes_are_explained_where_somebody_voted(
    contents_of: Callable[..., Contents], hostile: Released, section: Section
) -> None:
    assert set(contents_of([hostile]).glossary) == {"Base (n)", "Theme", "Withheld"}
    assert {"Clear", "Points", "Theme"} <= set(contents_of([hostile], sections=[section]).glossary)
