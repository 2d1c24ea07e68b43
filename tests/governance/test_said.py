"""Notes on what others said, compared with one person's name and words."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.governance.said import Naming, Said
from lmep_consult.participants import read_register
from lmep_consult.study import Study

SAID = Said(
    ["We lost the night bus to Ouseby.", "It stopped in May", "Oak, I say"],
    ["The night bus runs. To Hill", "It stopped", "in May"],
)


@pytest.mark.parametrize(
    ("phrase", "theirs"),
    [
        ("Ouseby", True),
        ("OUSEBY'S", True),
        ("night bus", False),
        ("bus to Ouseby", True),
        ("Ouse", False),
        ("Ouseby. It", False),
        ("stopped in May", True),
        ("", False),
        ("!", False),
        ("never said", False),
    ],
)
def test_a_phrase_is_theirs_where_nobody_else_said_those_words_in_a_row(phrase: str, theirs: bool) -> None:
    assert SAID.is_theirs(phrase) is theirs


@pytest.mark.parametrize(
    ("note", "echoed"),
    [
        ("like: the night bus runs", False),
        ("compare: lost the night bus", True),
        ("lost the bus", False),
        ("much “stopped in May”", True),
        ('calls it "Ouseby"', True),
        ("nothing of it", False),
        ("", False),
    ],
)
def test_a_note_echoes_them_by_four_words_in_a_row_or_words_in_quotation_marks(note: str, echoed: bool) -> None:
    assert SAID.is_echoed(note) is echoed


def naming(study: Study, participant: str, id_: str | None = None) -> Naming:
    register: pd.DataFrame = read_register(study.register)
    if id_:
        register.loc[register["participant"] == participant, "participant"] = id_
    register.loc[register["participant"] == "P3", "name"] = "Anna Marsh"
    return Naming(register, id_ or participant, study.plan)


@pytest.mark.parametrize(
    ("note", "without", "left"),
    [
        ("as Jonas Wren says", "as [withdrawn] says", False),
        ("Wren, Jonas and P1; p1's", "[withdrawn] and [withdrawn]; [withdrawn]'s", False),
        ("jonas@hill.example wrote", "[withdrawn] wrote", False),
        ("P10 and SP1 and P1x", "P10 and SP1 and P1x", False),
        ("Owen and Ruth", "Owen and Ruth", False),
    ],
)
def test_what_surely_names_them_goes(small: Study, note: str, without: str, left: bool) -> None:
    naming_p1 = naming(small, "P1")
    assert naming_p1.without(note) == without
    assert naming_p1.may_name(without) is left


@pytest.mark.parametrize(
    ("participant", "id_", "note", "left"),
    [
        ("P2", "P2", "Anna thinks so", True),  # two are called Anna
        ("P2", "12", "12 months", True),
        ("P2", "12", "112 and 12th", False),
        ("P2", "A", "group A", True),
        ("P2", "A", "a good one", False),
        ("P3", "P3", "a long march by the marsh", False),
        ("P3", "P3", "Marsh and mud", True),
    ],
)
def test_what_may_name_them_stays_and_is_for_a_person(
    small: Study, participant: str, id_: str, note: str, left: bool
) -> None:
    found = naming(small, participant, id_ if id_ != participant else None)
    assert found.without(note) == note
    assert found.may_name(note) is left
