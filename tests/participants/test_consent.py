"""Consent, purpose by purpose: only a yes is one."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.participants import PURPOSES, Purpose, consent_gaps, may, refusals


def register(**columns: list[str]) -> pd.DataFrame:
    people = {"participant": ["P1", "P2", "P3", "P4"], "status": ["took part", "agreed", "declined", "withdrew"]}
    return pd.DataFrame(people | columns, dtype=object)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_only_yes_is_consent_and_who_withdrew_gives_none(purpose: Purpose) -> None:
    said = register(**{f"consent_{purpose}": [" YES", "", "no", "yes"]})
    assert may(said, purpose) == {"P1"}
    assert refusals(said, purpose) == {
        "P2": f"has no consent to {purpose} in the register",
        "P3": f"did not consent to {purpose}",
        "P4": "withdrew",
    }
    assert may(register(**{f"consent_{purpose}": ["maybe", "yes?", "ja", "yes"]}), purpose) == set()
    assert may(register(**{f"consent_{purpose}": ["Y", "TRUE", "N", ""]}), purpose) == {"P1", "P2"}


def test_where_the_column_is_absent_people_are_heard_and_quoted_but_not_contacted_or_identified() -> None:
    asked = {purpose: may(register(), purpose) for purpose in PURPOSES}
    everybody = {"P1", "P2", "P3"}
    assert asked == {"recording": everybody, "quoting": everybody} | {later: set() for later in PURPOSES[2:]}


def test_gaps_are_of_those_who_agreed_or_took_part_and_of_columns_there_are() -> None:
    gaps = consent_gaps(register(consent_quoting=["", "not by name", "", ""], consent_contact=["No", "yes", "", ""]))
    assert gaps.to_dict("records") == [
        {"participant": "P1", "purpose": "quoting", "recorded": ""},
        {"participant": "P2", "purpose": "quoting", "recorded": "not by name"},
    ]
    assert consent_gaps(register()).empty
    assert list(consent_gaps(register()).columns) == ["participant", "purpose", "recorded"]
