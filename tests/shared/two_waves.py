"""Two waves of a small study: 24 people each, 12 of them in both. Between the waves talk of fares rose and that of
shelters fell; routes stayed; of four options, Fares came among the first three more often."""

from __future__ import annotations

from pathlib import Path

import tiny
from tiny import CODEBOOK, PLAN, write

from lmep_consult.study import Study

SIZE = 24
FIRST = ("Jonas", "Anna", "Owen", "Ruth", "Noah", "Lena", "Amir", "Zara", "Ivan", "Mabel", "Otto", "Greta")
LAST = ("Wren", "Reed", "Marsh", "Field", "Brook", "Stone")
EVERYBODY = [(f"{first} {last}", f"{first}.{last}@hill.example".lower()) for last in LAST for first in FIRST]
SAID = {
    "fares": "what we pay for a ticket is more than I can find on most days of the week in this place",
    "routes": "nobody has asked us which routes we want, though we would tell them if they did ask us",
    "shelters": "there is no shelter where I wait, and I wait for a long time on most of the mornings",
    "": "I have not much to say about that, it is as it is and we all get on with it somehow here",
}
# By theme, the places of those who speak of it in each wave.
SPEAK = {
    "fares": (range(3), range(21)),
    "routes": (range(0, SIZE, 2), range(0, SIZE, 2)),
    "shelters": (range(2, SIZE), range(2)),
}
LATER_CODEBOOK = CODEBOOK.replace('version: "1"', 'version: "2"').replace(
    "{id: routes, name: Routes", "{id: lines, name: Lines"
)


def two_waves(folder: Path) -> tuple[Study, Study]:
    """The studies in folder/then and folder/now; the later codebook calls routes lines, as its study.toml says."""
    studies = []
    for at, name in enumerate(("then", "now")):
        place = folder / name
        plan = PLAN.replace("Buses, 2026", f"Buses, {2026 + at}").replace(
            'title = "Buses"', f'title = "Buses {2026 + at}"'
        )
        plan = plan.replace("minimum_base = 2", "minimum_base = 3")
        if at:
            plan = plan.replace('Routes = "routes"', 'Routes = "lines"')
        other = ("../now", "../then")[at]
        codes = 'codes = { routes = ["lines"] }\n' if at else ""
        write(place / "study.toml", f'{plan}\n[waves]\nothers = ["{other}"]\n{codes}')
        write(place / "codebook.yaml", (CODEBOOK, LATER_CODEBOOK)[at])
        first = at * SIZE // 2  # so that half are the same people
        people = tuple(
            (f"{'PN'[at]}{number + 1}", *EVERYBODY[first + number], "AB"[number % 2]) for number in range(SIZE)
        )
        tiny.register(place / "register.xlsx", people, consent_linking="yes")
        for number, (who, *_) in enumerate(people):
            about = [theme for theme, waves in SPEAK.items() if number in waves[at]]
            words = ", and ".join(SAID[theme] for theme in about) or SAID[""]
            tiny.interview(place / "raw" / "transcripts" / f"{who}_interview.txt", who, (f"{words}.", f"{SAID['']}."))
        votes = {
            who: ("Fares;Routes;Seats;Shelters;" if number in SPEAK["fares"][at] else "Shelters;Routes;Seats;Fares;")
            for number, (who, *_) in enumerate(people)
        }
        tiny.poll(place / "raw" / "polls" / "W1_themes.xlsx", votes, people)
        studies.append(Study.open(place))
    return studies[0], studies[1]
