"""Tables as readers meet them: numbered, nothing empty, nothing unprintable."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.report.shown import shown
from lmep_consult.table import Table
from lmep_consult.text import printable


@given(
    st.text(st.characters(), max_size=50) | st.binary(max_size=50).map(lambda b: b.decode("utf-8", "surrogateescape"))
)
def test_printable_text_fits_into_xml_and_says_the_same(text: str) -> None:
    kept = printable(text)
    root = etree.Element("a")
    root.text = kept
    assert etree.fromstring(etree.tostring(root, encoding="utf-8")).text == (kept or None)
    assert printable(kept) == kept
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    assert all(now in (was, "\ufffd") for was, now in zip(plain, kept, strict=True))


def test_no_cell_of_a_table_is_empty(tables: list[Released]) -> None:
    made = [shown(number, table) for number, table in enumerate(tables, start=1)]
    assert made[0].rows[2] == ["All groups", 12, "90%", "3 (2 to 3)", "[x]"]
    assert made[0].numeric == [False, True, True, True, True]
    assert made[0].shorthand.keys() == {"[c]", "[x]", "[z]"}
    assert made[2].rows == [["[z]", "[z]"]]


def test_a_mark_that_a_note_explains_is_not_explained_twice() -> None:
    table = Table("t", "t", pd.DataFrame({"a": ["[c]"]}), notes=("[c]: too few people.",))
    assert shown(1, release(table, Rules())).shorthand == {}


def test_cells_are_pythons_own(tables: list[Released]) -> None:
    frame = pd.DataFrame(
        {"when": pd.to_datetime(["2026-03-02"]), "how many": pd.array([3], "Int64"), "so": [True], "blank": ["  "]}
    )
    made = shown(1, release(Table("t", "t", frame), Rules()))
    assert made.rows == [["2026-03-02", 3, "yes", "[x]"]]
    assert type(made.rows[0][1]) is int
