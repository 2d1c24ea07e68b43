"""Headings of exports: which columns Forms added, in which language, and which are questions."""

from __future__ import annotations

import pytest

from lmep_consult.polls.headings import find_headings

ROLES = {"id": 0, "start": 1, "submitted": 2, "email": 3, "name": 4}


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "Start time", "Completion time", "Email", "Name"],
        ["Id", "Start time", "Completion time", "Email", "Name"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
        ["ID", "Hora de inicio", "Hora de finalizacion", "Correo electronico", "Nombre"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
        ["Id", "Ora di inizio", "Ora di completamento", "Posta elettronica", "Nome"],
        ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"],
        ["ID", "Hora de início", "Hora de conclusão", "Email", "Nome"],
        ["ID", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa"],
        ["ID", "Amser cychwyn", "Amser cwblhau", "E-bost", "Enw"],
        [" \ufeffID", "Start\u00a0time ", "Completion  time\u200b", "EMAIL", "name\u200e"],
    ],
    ids=[
        *("English cloud-linked German Spanish Spanish-without-accents French Italian Dutch".split()),
        *("Portuguese Polish Welsh unseen-marks".split()),
    ],
)
def test_columns_that_forms_adds_are_known_in_every_language(header: list[str]) -> None:
    found = find_headings([*header, "Q"], {})
    assert found is not None
    assert found.added == ROLES
    assert found.questions == {"Q": 5}


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "Completion time", "Q"],
        ["Start time", "Completion time", "Q"],
        ["Q", "Email", "Completion time"],
    ],
)
def test_some_of_the_columns_may_be_missing(header: list[str]) -> None:
    found = find_headings(header, {})
    assert found is not None
    assert list(found.questions) == ["Q"]


@pytest.mark.parametrize("row", [[], ["Completion time", "Q"], ["ID", "Email", "Name"], ["1", "x"], [None, 3.0]])
def test_other_rows_are_no_headings(row: list[object]) -> None:
    assert find_headings(row, {}) is None


def test_what_stands_between_and_behind_is_no_question_either() -> None:
    found = find_headings(["ID", "Completion time", "Language", "Last modified time", "Q", "Name"], {})
    assert found is not None
    assert list(found.questions) == ["Q"]


def test_points_and_feedback_of_a_quiz_are_no_questions() -> None:
    english = ["ID", "Completion time", "Total points", "Quiz feedback", "Grade posted time"]
    found = find_headings([*english, "Why?", "Points - Why?", "Feedback - Why?", "Feedback - Day 2"], {})
    assert found is not None
    assert list(found.questions) == ["Why?", "Feedback - Day 2"]
    spanish = ["ID", "Hora de finalización", "Total de puntos", "Comentarios del cuestionario"]
    found = find_headings([*spanish, "¿Por qué?", "Puntos: ¿Por qué?", "Comentarios: ¿Por qué?"], {})
    assert found is not None
    assert list(found.questions) == ["¿Por qué?"]


def test_a_heading_that_stands_again_gains_a_number() -> None:
    found = find_headings(["ID", "Completion time", "Q", "Q", "Q2", "Q", "Name", "Name"], {})
    assert found is not None
    assert found.questions == {"Q": 2, "Q3": 3, "Q2": 4, "Q4": 5, "Name2": 7}


def test_columns_named_by_the_study_go_before_those_forms_adds() -> None:
    row = ["ID", "Completion time", "Sent", "Who", "Name", "Q"]
    found = find_headings(row, {"submitted": "sent ", "name": "WHO"})
    assert found is not None
    assert (found.added["submitted"], found.added["name"], found.added["id"]) == (2, 3, 0)
    assert list(found.questions) == ["Completion time", "Name", "Q"]
    assert find_headings(row, {"submitted": "Sent on"}) is None
    found = find_headings(["Who", "Q"], {"name": "Who"})
    assert found is not None
    assert list(found.questions) == ["Q"]
