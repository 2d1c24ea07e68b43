"""Fictional responses to a consultation that never was, on buses in a county that is not there; made from a seed.

python tests/shared/fictional_responses.py FILE.csv 1000000
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

HEADINGS = "Response ID|Date submitted|Are you responding as|Nation|Do you support the plan?|Your views".split("|")
TYPES = ["An individual", "A charity", "A business", "A council"]
NATIONS = ["England", "Scotland", "Wales"]
SUPPORT = ["Support", "Neither", "Oppose"]

_PHRASES = [
    said.split("|")
    for said in (
        "my mother worries|my neighbours complain|our members agree|many older people feel|"
        "the students here say|families on low pay find|carers told us|my son thinks|our staff report|"
        "wheelchair users know|volunteers believe|shift workers insist|most of our customers accept|"
        "my late father argued|nobody I asked doubts|new parents add",
        "the evening bus|the cost of fares|training for drivers|the ticket machine|step-free access|"
        "the new timetable|the shelter|parking near the station|the cycle route|information at stops|"
        "the school service|air quality|community transport|the hospital shuttle|road safety|"
        "the lack of trains|the booking line|the park and ride",
        "in the valley|by the old mill|near the market|on the estate|at the edge of town|"
        "along the coast|in our village|around the hospital|outside the college|over the bridge|"
        "in the uplands|beyond the ring road|at the depot",
        "because it stops early|since the price rose|as nobody was asked|although it was promised|"
        "when the weather turns|which costs us hours|so they stay at home|now the branch is closed|"
        "even when it is full|if it were on time|as the contract was cut|for want of money|"
        "while the road is dug up|unless somebody acts|where it used to stop",
        "at night|in winter|every week|since spring|to be fair|on Sundays|last year|for years|sadly|"
        "these days|at first",
        "with a pushchair|on two sticks|after work|before school|without a car|on a pension|with a heavy bag|on call",
        "and I would pay more|and that is a shame|and it could be fixed|and we are tired of it|"
        "and I have said so before|and others will follow|and it worked elsewhere|and it is not too late|"
        "and my street is worse|and few have noticed",
        "counted {n} people waiting|saw {n} cars|paid {n} pounds|walked {n} minutes|wrote {n} letters|"
        "lost {n} customers",
        "a better way exists|a small change would help|the plan reads well|think again|trust has gone|children notice",
    )
]


_CHANGED = "quickly slowly badly nicely softly clearly plainly warmly firmly gladly truly sadly".split()


def ordinary(rng: random.Random, words: int = 60) -> str:
    """A text of about so many words that nobody else wrote."""
    said: list[str] = []
    count = 0
    while count < words:
        kinds = rng.sample(_PHRASES, rng.randrange(3, 7))
        sentence = " ".join(rng.choice(kind).format(n=rng.randrange(2, 90)) for kind in kinds)
        said.append(f"{sentence[0].upper()}{sentence[1:]}.")
        count += sentence.count(" ") + 1
    return " ".join(said)


def edited(rng: random.Random, letter: str) -> tuple[str, str]:
    """The letter as a supporter sends it, a few words changed, a sentence left out or words added; and what was
    added."""
    sentences = letter.split(". ")
    kind = rng.random()
    if kind < 0.3:
        return letter, ""
    if kind < 0.5 and len(sentences) > 3:
        del sentences[rng.randrange(len(sentences))]
    words = ". ".join(sentences).split(" ")
    for _ in range(rng.randrange(1, max(2, len(words) // 15))):
        words[rng.randrange(len(words))] = rng.choice(_CHANGED)
    own = ordinary(rng, rng.randrange(8, 60)) if rng.random() < 0.4 else ""
    text = " ".join(words)
    return (f"{own} {text}" if rng.random() < 0.5 else f"{text} {own}").strip(), own


def rows(count: int, seed: int = 1) -> Iterator[list[str]]:
    """Rows as a portal would export them, under HEADINGS."""
    rng = random.Random(seed)  # noqa: S311
    for number in range(1, count + 1):
        day = f"2026-0{rng.randrange(3, 6)}-{rng.randrange(1, 28):02}"
        yield [
            f"ANON-{number:07}", day, rng.choice(TYPES), rng.choice(NATIONS), rng.choice(SUPPORT), ordinary(rng),
        ]  # fmt: skip


def write(path: Path, count: int, seed: int = 1) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, seed))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
