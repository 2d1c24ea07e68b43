"""A study of six people, quick to run, with something of everything a run reads: to change and run again in tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from lmep_consult.study import Study

PLAN = """
[study]
title = "Buses"
source = "Buses, 2026"
fictional = true
codebook = "codebook.yaml"

[dates]
fieldwork_start = 2026-01-01
fieldwork_end = 2026-03-31
delete_by = 2027-07-31

[team]
names = ["Imogen Farrowby"]

[[groups]]
id = "A"
name = "Drivers"
interviews = 4

[[groups]]
id = "B"
name = "Riders"
interviews = 3

[[events]]
id = "W1"
name = "Workshop"
date = 2026-02-10
groups = ["A", "B"]
target = 6

[[polls]]
id = "themes"
title = "Priorities"

[[polls.questions]]
id = "themes"
title = "Priorities"
column = "Rank these"
options = ["Fares", "Routes", "Seats", "Shelters"]
codes = { Fares = "fares", Routes = "routes" }

[topic_guide]
questions = [
    { id = "A1", text = "What do you think of the fares on the bus?" },
    { id = "B1", text = "Which routes are missing where you live?" },
]

[[theory_of_change]]
id = "1"
text = "Lower fares bring more riders"

[[reviews]]
id = "R1"
title = "Fares"
code = "fares"

[disclosure]
minimum_base = 2
quotes_need_sign_off = false
"""
CODEBOOK = """
name: buses
version: "1"
codes:
  - id: money
    name: Money
    definition: Of money.
    codes:
      - {id: fares, name: Fares, definition: Of fares., terms: [fare, fares, ticket], assumptions: {"1": for}}
  - {id: routes, name: Routes, definition: Of routes., terms: [route, routes]}
  - {id: shelters, name: Shelters, definition: Of shelters., terms: [shelter]}
"""
PEOPLE = (
    ("P1", "Jonas Wren", "jonas@hill.example", "A"),
    ("P2", "Anna Reed", "anna@dale.example", "A"),
    ("P3", "Owen Marsh", "owen@fell.example", "A"),
    ("P4", "Ruth Field", "ruth@moor.example", "B"),
    ("P5", "Noah Brook", "noah@lane.example", "B"),
    ("P6", "Lena Stone", "lena@road.example", "B"),
)
ANSWERS = {
    "P1": (
        "I think the fares are too high for us, the ticket to town most of all, and nobody has ever asked us why.",
        "every route stops short of the hospital, so people walk the last mile in the rain with what they carry.",
    ),
    "P2": (
        "I would say that a single fare would help everybody here, the people who change buses most of all.",
        "nobody waits for long where there is no shelter, and we have a single shelter for the whole of the hill.",
    ),
    "P3": (
        "I see people turn away at the fares every day, and some of them come back on foot an hour later.",
        "I know that two routes were cut last winter, and the people who used them have not come back since.",
    ),
    "P4": (
        "I cannot pay the fare on some days, so I stay at home and miss what the others are doing in town.",
        "the routes never meet the trains, which is all that anybody who works in the city would ask of them.",
    ),
    "P5": (
        "I would pay more, since the money is not what keeps people here away from the buses in the end.",
        "the shelter leaks, and the routes are slow, so that most of us have given up and share a lift to work.",
    ),
    "P6": (
        "I find it cheap enough for me, though others will tell you something else about it if you ask them.",
        "I think a route to the college would change everything for the young people who live out here with us.",
    ),
}
VOTES = {
    "P1": "Fares;Routes;Seats;Shelters;",
    "P2": "Fares;Seats;Routes;Shelters;",
    "P3": "Routes;Fares;Seats;Shelters;",
    "P4": "Routes;Shelters;Fares;Seats;",
    "P5": "Routes;Shelters;Seats;Fares;",
    "P6": "Shelters;Routes;Fares;Seats;",
}


def tiny(folder: Path) -> Study:
    """The study, laid out in `folder`."""
    raw = folder / "raw"
    write(folder / "study.toml", PLAN)
    write(folder / "codebook.yaml", CODEBOOK)
    register(folder / "register.xlsx")
    for person, answers in ANSWERS.items():
        interview(raw / "transcripts" / f"{person}_interview.txt", person, answers)
    poll(raw / "polls" / "W1_themes.xlsx")
    attendance(raw / "attendance" / "W1_attendance.csv")
    return Study.open(folder)


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def register(path: Path, people: tuple[tuple[str, ...], ...] = PEOPLE, **more: str) -> None:
    """The register; `more`: further columns, the same for everybody."""
    workbook = Workbook()
    workbook.active.append(
        ("participant", "name", "email", "group", "organisation", "status", "consent_quoting", *more)
    )
    for who, name, email, group in people:
        workbook.active.append((who, name, email, group, f"{name}'s", "took part", "yes", *more.values()))
    workbook.save(path)


def interview(path: Path, person: str, answers: tuple[str, str]) -> None:
    asked = ("What do you think of the fares on the bus?", "Which routes are missing where you live?")
    turns = [line for ask, said in zip(asked, answers, strict=True) for line in (f"I: {ask}", f"{person}: {said}")]
    write(path, "\n".join([*turns, ""]))


def poll(path: Path, votes: dict[str, str] = VOTES, people: tuple[tuple[str, ...], ...] = PEOPLE) -> None:
    emails = {who: email for who, _, email, _ in people}
    names = {who: name for who, name, _, _ in people}
    workbook = Workbook()
    workbook.active.append(("ID", "Completion time", "Email", "Name", "Rank these"))
    for number, (who, vote) in enumerate(votes.items(), start=1):
        workbook.active.append((number, f"2026-02-10 10:{number:02}:00", emails[who], names[who], vote))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)


def feedback(
    folder: Path, plan: str, headings: tuple[str, ...], answers: Sequence[tuple[str, tuple[object, ...]]]
) -> None:
    """Another poll, with its part of study.toml. answers: whose ("" for somebody who did not say), and by heading."""
    text = (folder / "study.toml").read_text(encoding="utf-8")
    write(folder / "study.toml", text.replace("\n[[events]]\n", f"{plan}\n[[events]]\n", 1))
    known = {who: (email, name) for who, name, email, _ in PEOPLE}
    workbook = Workbook()
    workbook.active.append(("ID", "Start time", "Completion time", "Email", "Name", *headings))
    for number, (who, said) in enumerate(answers, start=1):
        times = [dt.datetime(2026, 2, 10, 15, number)] * 2
        workbook.active.append((number, *times, *known.get(who, ("anonymous", "")), *said))
    workbook.save(folder / "raw" / "polls" / "W1_feedback.xlsx")


def attendance(path: Path) -> None:
    rows = [f"{name}\t2026-02-10 10:00\t2026-02-10 11:00\t1h 0m\t{email}\tAttendee" for _, name, email, _ in PEOPLE]
    head = "2. Participants\r\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\r\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((head + "\r\n".join(rows) + "\r\n").encode("utf-16"))
