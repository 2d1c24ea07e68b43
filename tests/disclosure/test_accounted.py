"""A table whose numbers are not accounted for does not come to the door."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.disclosure import require_accounted
from lmep_consult.errors import DisclosureError
from lmep_consult.table import Range, Table

FRAME = pd.DataFrame({"code": ["a", "b"], "said": [7, 4], "base": [9, 9], "met": [True, False]})


def test_a_column_of_numbers_must_say_what_it_counts() -> None:
    table = Table("themes", "t", FRAME, key=("code",), base="base")
    with pytest.raises(DisclosureError, match=r"themes\.said holds numbers and the table does not say what they count"):
        require_accounted(table)


@pytest.mark.parametrize("role", ["people", "measures", "open"])
def test_once_it_does_the_table_passes(role: str) -> None:
    table = Table("themes", "t", FRAME, key=("code",), base="base", **{role: ("said",)})
    assert require_accounted(table) is table


@pytest.mark.parametrize("cell", [Range(0, 2, of=9), 2, 0.25])
def test_one_number_among_words_is_a_number(cell: object) -> None:
    frame = pd.DataFrame({"code": ["a", "b"], "said": pd.Series(["many", cell], dtype=object)})
    with pytest.raises(DisclosureError, match="said holds numbers"):
        require_accounted(Table("themes", "t", frame, key=("code",)))
