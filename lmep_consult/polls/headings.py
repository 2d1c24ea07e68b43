"""The heading row of an export: which columns Forms added, and which are questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lmep_consult.text import fold, shown, unaccented

# The columns Forms adds, as it heads them in English, German, Spanish, French, Italian, Dutch, Portuguese, Polish
# and Swedish, and (translated, not seen) in Welsh.
_ADDED = {
    "id": ["ID"],
    "start": [
        *(
            "Start time",
            "Startzeit",
            "Hora de inicio",
            "Heure de début",
            "Ora di inizio",
            "Begintijd",
            "Hora de início",
        ),
        *("Godzina rozpoczęcia", "Starttid", "Amser cychwyn", "Amser dechrau"),
    ],
    "submitted": [
        *("Completion time", "Fertigstellungszeit", "Hora de finalización", "Heure de fin", "Ora di completamento"),
        *("Tijd van voltooien", "Hora de conclusão", "Godzina ukończenia", "Slutförandetid"),
        *("Amser cwblhau", "Amser gorffen"),
    ],
    "email": [
        *("Email", "E-Mail", "Correo electrónico", "Adresse de messagerie", "Adresse e-mail", "Courriel"),
        *("Posta elettronica", "Correio eletrônico", "Correio eletrónico", "Adres e-mail", "E-post", "E-bost", "Ebost"),
    ],
    "name": ["Name", "Nombre", "Nom", "Nome", "Naam", "Nazwa", "Namn", "Enw"],
    "language": ["Language", "Sprache", "Idioma", "Langue", "Lingua", "Taal", "Język", "Språk", "Iaith"],
    "modified": [
        *("Last modified time", "Zeitpunkt der letzten Änderung", "Uhrzeit der letzten Änderung"),
        *("Hora de la última modificación", "Heure de la dernière modification", "Ora dell'ultima modifica"),
        *("Tijd van laatste wijziging", "Hora da última modificação", "Czas ostatniej modyfikacji"),
        *("Tid för senaste ändring", "Amser addasu diwethaf"),
    ],
    "points": [
        *("Total points", "Gesamtpunktzahl", "Total de puntos", "Total des points", "Punti totali"),
        *("Totaal aantal punten", "Total de pontos", "Suma punktów", "Cyfanswm pwyntiau"),
    ],
    "feedback": [
        *("Quiz feedback", "Quizfeedback", "Comentarios del cuestionario", "Commentaires du quiz", "Feedback del quiz"),
        *("Feedback do questionário", "Comentários do teste", "Opinia o teście", "Adborth cwis"),
    ],
    "graded": ["Grade posted time", "Hora de publicación de la calificación"],
}
_ROLES = {unaccented(heading): role for role, headings in _ADDED.items() for heading in headings}
# What a quiz adds to each question: `Points - Q`, `Comentarios: Q`.
_QUIZ = re.compile(
    r"(?:points?|punkte|puntos|punti|punten|pontos|punkty|pwyntiau|feedback|comentarios|commentaires|commenti"
    r"|opinia|adborth)\s?[-:]\s?(.+)"
)


@dataclass(frozen=True)
class Headings:
    """The headings of an export by column: all of them, the questions among them, and by role those Forms adds."""

    all: dict[str, int]
    questions: dict[str, int]
    added: dict[str, int]


def find_headings(row: Sequence[Any], columns: Mapping[str, str]) -> Headings | None:
    """The headings, if this row is the one that holds them.

    `columns` names columns by role (id, start, submitted, email, name) where they are headed in a way of their own:
    all of them must stand in the row. Without it, there must be a time of completion and another column Forms adds.
    A heading that stands twice gains a number, as Forms gives it: Convene, Convene2.
    """
    texts = [shown(cell) for cell in row]
    own = {fold(heading): role for role, heading in columns.items()}
    added: dict[str, int] = {}
    for at, text in enumerate(texts):
        if fold(text) in own:
            added.setdefault(own[fold(text)], at)
    for at, text in enumerate(texts):
        role = _ROLES.get(unaccented(text))
        if role and role not in columns and at not in added.values():
            added.setdefault(role, at)
    if columns.keys() - added.keys() or (not columns and not ("submitted" in added and len(added) > 1)):
        return None
    named = _numbered(texts)
    known = {unaccented(heading) for heading in named}
    marks = {at for heading, at in named.items() if (m := _QUIZ.fullmatch(unaccented(heading))) and m[1] in known}
    added_at = set(added.values())
    return Headings(named, {h: at for h, at in named.items() if at not in added_at | marks}, added)


def _numbered(texts: Sequence[str]) -> dict[str, int]:
    """By column, the headings that are not blank; the second of a name is Name2, unless there is one."""
    named: dict[str, int] = {}
    taken = {fold(text) for text in texts}
    times: Counter[str] = Counter()
    for at, text in enumerate(texts):
        if not text:
            continue
        heading = text
        times[text] += 1
        while heading in named or (times[text] > 1 and fold(heading) in taken):
            heading = f"{text}{times[text]}"
            times[text] += heading in named or fold(heading) in taken
        taken.add(fold(heading))
        named[heading] = at
    return named
