"""Write the raw files of the third demonstration study: a consultation with written responses.

    python data/responses/make_files.py [FOLDER]

The study is FICTIONAL: the town, the proposals and every answer are invented. Answers are put together from sentences,
each with the code that it deserves. Some sentences hold none of the codebook's terms, so that the terms miss them, and
some hold a term and mean something else; that is what a sample is coded for. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
SEED, RESPONSES = 20260401, 1200
TYPES = {"An individual": 0.78, "A business": 0.12, "A voluntary group": 0.07, "A public body": 0.03}
AREAS = ("Town centre", "Villages", "Elsewhere")
TRAVEL = ("Bus", "Car", "Cycle", "Walk")
HEADINGS = [
    "Response ID", "Date submitted", "Are you responding as", "Where do you live or work?",
    "Do you support the proposals?", "May we quote you?", "How do you travel?",
    "What do you think of the proposals?", "What one thing would you change?",
]  # fmt: skip

# What is said, by code: in words that hold a term of the codebook, and in words that hold none.
SAID: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fares": (
        ("the fares are more than we can pay", "a single ticket costs as much as a meal",
         "I would go by bus if the fare were halved", "a day ticket for families would help"),
        ("it is simply too dear to travel every day", "my grandchildren cannot afford the ride to town"),
    ),
    "evenings": (
        ("there is no bus in the evening", "the last bus leaves before the shops close",
         "please run evening buses to the villages"),
        ("after seven o'clock I am stranded", "shift workers have no way home at night"),
    ),
    "shelters": (
        ("the shelter at the market lets the rain in", "we need shelters at the stops on the hill"),
        ("people stand in the rain with nowhere to sit", "there is no cover where we wait"),
    ),
    "access": (
        ("the low-floor buses do not stop near the clinic", "wheelchair users are left at the kerb",
         "step-free access is promised and never comes"),
        ("my father cannot climb on board", "with a pram you wait for the next one, and the next"),
    ),
    "parking": (
        ("parking near the square is full by nine", "do not take away the parking on Mill Street",
         "the car park charges are fair"),
        ("there is nowhere left to leave the car", "customers drive round and round the block"),
    ),
    "cycling": (
        ("the cycle lane ends where it is most needed", "a cycle route to the school would be used",
         "please join up the cycle lanes"),
        ("riding a bike here is not for the faint of heart", "children should be able to pedal to school"),
    ),
    "safety": (
        ("the crossing by the school is dangerous", "a safer crossing is needed at Dale End",
         "traffic past the nursery is dangerous"),
        ("somebody will be hurt on that corner", "cars race down the hill at all hours"),
    ),
    "trade": (
        ("my shop depends on passing trade", "the works will cost us trade for a year",
         "trade on the high street is fragile enough"),
        ("takings fell by a third when the road was shut", "small firms will not survive another closure"),
    ),
    "air": (
        ("the air quality by the bridge is a disgrace", "cleaner air matters most to me"),
        ("the fumes make my asthma worse", "you can taste the exhaust at the lights"),
    ),
    "process": (
        ("this consultation came too late", "the consultation papers are hard to follow"),
        ("nobody asked us before it was all decided", "the drop-in session was over before I finished work"),
    ),
}  # fmt: skip
# What holds a term and means something else, by the code that the term belongs to.
OTHERWISE = {
    "fares": ("the fare at the new cafe is good", "I was given a parking ticket that I did not deserve"),
    "trade": ("I am a plumber by trade",),
    "safety": ("it would be dangerous to promise more than the council can pay for",),
    "access": ("I had no access to the papers at the library",),
    "air": ("the town has an air of neglect",),
}
NEITHER = (
    "I have lived here for thirty years", "thank you for reading this", "I agree with most of it",
    "I have no strong view on the rest", "the drawings are well made", "we discussed this at our meeting",
    "I hope it goes ahead", "I would rather it did not go ahead", "we look forward to the next steps",
)  # fmt: skip
# How likely each code is, by type of respondent, in the order of TYPES.
LIKELY = {
    "fares": (0.22, 0.06, 0.25, 0.1), "evenings": (0.16, 0.08, 0.2, 0.1), "shelters": (0.06, 0.01, 0.08, 0.03),
    "access": (0.05, 0.02, 0.3, 0.2), "parking": (0.18, 0.45, 0.04, 0.05), "cycling": (0.14, 0.04, 0.15, 0.2),
    "safety": (0.12, 0.05, 0.18, 0.3), "trade": (0.02, 0.5, 0.02, 0.05), "air": (0.06, 0.02, 0.15, 0.3),
    "process": (0.05, 0.1, 0.12, 0.15),
}  # fmt: skip
LETTERS = (
    "I am writing to object to the closure of Mill Street. Parking on Mill Street keeps our shops alive. Without "
    "it trade will move to the retail park and will not come back. I ask the council to withdraw this proposal and to "
    "talk to the people who work here before it draws up another one.",
    "We support the proposals for safer streets. A safer crossing at Dale End has been promised for ten years. Please "
    "build the cycle lane all the way to the school, and do it before another winter has passed. Our children deserve "
    "streets on which they can walk and cycle.",
)
PEOPLE = {
    "P1": ("Hester Vane", "Ambleford Traders"), "P2": ("Rufus Kell", "Hillside School"),
    "P3": ("Mabel Stroud", "Valley Buses"), "P4": ("Edwin Poole", "Ambleford Wheelers"),
    "P5": ("Clara Finch", "Step-free Ambleford"), "P6": ("Ivo Marsh", "Town Council"),
}  # fmt: skip
ANSWERED, ALSO = 0.94, 0.55  # how many answer the first question, and the second


def main(folder: Path) -> None:
    random.seed(SEED)
    rng = random.Random(SEED)  # noqa: S311  (invented data)
    rows = [_row(rng, number) for number in range(1, RESPONSES + 1)]
    target = folder / "raw" / "responses"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "portal.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([HEADINGS, *rows])
    _register(folder / "register.xlsx")
    interviews = folder / "raw" / "transcripts"
    interviews.mkdir(exist_ok=True)
    for who in PEOPLE:
        (interviews / f"{who}_interview.txt").write_text(_interview(rng, who), encoding="utf-8", newline="\n")


def _row(rng: random.Random, number: int) -> list[str]:
    kind = rng.choices(list(TYPES), list(TYPES.values()))[0]
    letter = rng.random()
    if letter < 0.09:
        views = _edited(rng, LETTERS[0 if kind in ("A business", "An individual") and letter < 0.06 else 1])
        if rng.random() < 0.3:
            views = f"{views}\n\n{_text(rng, kind)}"
        support = "No" if "object" in views else "Yes"
    else:
        views = _text(rng, kind) if rng.random() < ANSWERED else ""
        support = rng.choices(["Yes", "No", "Not sure"], [0.45, 0.35, 0.2])[0]
    change = _text(rng, kind, short=True) if rng.random() < ALSO else ""
    day = f"{rng.randrange(1, 31):02}/04/2026"
    travel = ", ".join(way for way in TRAVEL if rng.random() < 0.4)
    quote = "Yes" if rng.random() < 0.7 else "No"
    return [f"ANON-{number:05}", day, kind, rng.choice(AREAS), support, quote, travel, views, change]


def _text(rng: random.Random, kind: str, short: bool = False) -> str:
    at = list(TYPES).index(kind)
    said = []
    for code, likely in LIKELY.items():
        if rng.random() < likely[at] * (0.5 if short else 1.0):
            with_term, without = SAID[code]
            said.append(rng.choice(with_term if rng.random() < 0.7 else without))
        elif rng.random() < 0.03 and code in OTHERWISE:
            said.append(rng.choice(OTHERWISE[code]))
    said += rng.sample(NEITHER, rng.randrange(0, 2 if short else 3))
    rng.shuffle(said)
    return " ".join(sentence[0].upper() + sentence[1:] + "." for sentence in said or [rng.choice(NEITHER)])


def _edited(rng: random.Random, letter: str) -> str:
    """The letter with a word or two changed, as people do."""
    words = letter.split()
    for _ in range(rng.randrange(0, 3)):
        at = rng.randrange(len(words))
        words[at] = {"our": "the", "I": "We", "ask": "urge", "Please": "Do"}.get(words[at], words[at])
    return " ".join(words)


def _register(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["participant", "name", "email", "group", "organisation", "status", "consent_quoting"])
    for who, (name, organisation) in PEOPLE.items():
        email = f"{name.replace(' ', '.').lower()}@ambleford.example"
        sheet.append([who, name, email, "ORG", organisation, "took part", "yes"])
    draft = io.BytesIO()
    book.save(draft)
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2026-04-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2026, 4, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _interview(rng: random.Random, who: str) -> str:
    lines = []
    for asked in ("What do you think of the proposals?", "What would you change?"):
        said = [rng.choice(SAID[code][0]) for code in rng.sample(list(SAID), 3)]
        lines += [f"I: {asked}", f"{who}: " + ", and ".join(said) + "."]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
