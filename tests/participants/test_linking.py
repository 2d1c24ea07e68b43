"""Who is found again in a later wave."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.errors import StudyError
from lmep_consult.participants import linked


def people(*rows: dict[str, str]) -> pd.DataFrame:
    blank = {"name": "", "email": "", "group": "A", "organisation": "", "status": "took part"}
    return pd.DataFrame([blank | row for row in rows])


THEN = people(
    {"participant": "P1", "name": "Anna Reed", "email": "anna@dale.example"},
    {"participant": "P2", "name": "Owen Marsh", "email": "owen@fell.example"},
    {"participant": "P3", "name": "Ruth Field", "email": "office@moor.example"},
    {"participant": "P4", "name": "Noah Brook", "email": "office@moor.example"},
)


def later(**row: str) -> pd.DataFrame:
    return people({"participant": "N1", "consent_linking": "yes", "earlier_participant": ""} | row)


def test_the_same_address_and_consent() -> None:
    assert linked(THEN, later(name="A. Reed", email="Anna@Dale.example")).pairs == {"N1": "P1"}


@pytest.mark.parametrize("said", ["no", "", "not sure"])
def test_without_consent_nobody_is_linked(said: str) -> None:
    found = linked(THEN, later(email="anna@dale.example", consent_linking=said))
    assert (found.pairs, found.not_agreed) == ({}, {"N1": "P1"})


def test_the_earlier_register_may_refuse_and_so_does_a_withdrawal() -> None:
    refused = THEN.assign(consent_linking=["no", "yes", "yes", "yes"])
    assert linked(refused, later(email="anna@dale.example")).pairs == {}
    gone = THEN.assign(status=["withdrew", *["took part"] * 3])
    assert linked(gone, later(email="anna@dale.example")).pairs == {}
    assert linked(THEN, later(email="anna@dale.example", status="withdrew")).pairs == {}


def test_the_id_that_is_given_counts_before_the_address() -> None:
    assert linked(THEN, later(email="anna@dale.example", earlier_participant="P2")).pairs == {"N1": "P2"}


def test_a_name_alone_or_a_shared_address_is_for_a_person_to_settle() -> None:
    by_name = linked(THEN, later(name="owen marsh", email="new@fell.example"))
    assert by_name.pairs == {}
    assert "may be P2" in str(by_name.problems[0])
    shared = linked(THEN, later(name="R. Field", email="office@moor.example"))
    assert shared.pairs == {}
    assert "several rows" in str(shared.problems[0])


def test_an_id_of_nobody_or_of_two_is_refused() -> None:
    with pytest.raises(StudyError, match="nobody in the earlier register has the id 'P9'"):
        linked(THEN, later(earlier_participant="P9"))
    both = pd.concat([later(earlier_participant="P1"), later(participant="N2", earlier_participant="P1")])
    with pytest.raises(StudyError, match="both say 'P1'"):
        linked(THEN, both.reset_index(drop=True))
