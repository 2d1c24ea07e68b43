"""What becomes of the identifiers planted in six fictional interviews: replaced at once, after a review, or never.

Run as `python tests/benchmarks/planted_interviews.py [tuned|held-out] [--list] [--model NAME]`. Every place counts by
itself. A name is out where each word of it that tells something is replaced; a number, an address or a description only
where it is replaced whole. The careful reviewer confirms a proposal where at least half of the places it stands are
planted, and keeps the others.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from lmep_consult.pseudonyms import (
    Confirmed,
    Identifier,
    Pseudonymiser,
    decide,
    identifiers,
    in_force,
    lower_turns,
    of_places,
)
from lmep_consult.pseudonyms.matching import Span
from lmep_consult.pseudonyms.proposals import proposals
from lmep_consult.transcripts import read_transcript

FOLDER = Path(__file__).parents[1] / "pseudonyms" / "interviews"
PARTS = {"tuned": "123", "held-out": "456"}
WHOLE = "description dob email handle nhs ni phone plate spelled url".split()
MARK = re.compile(r"⟦(\w+)(?: (\S+?))?\|(.+?)⟧", re.DOTALL)
PARTICIPANT = r"\b[THR]\d\b"
WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
FUNCTION_WORDS = "a an and at by for he his i in is it my of on or our she that the to used we who with".split()
# What may stay of a name: it says what kind of thing it is.
MAY_STAY = [
    *FUNCTION_WORDS,
    *"""
academy advice and annexe big board borough brow care centre church council councillor county der doctor dr
exchange farm father foundation great hall high hill hospice house infants insight lane little magna maître mister
mr mrs ms nether of old parva partnership primary prof professor repair road rooms row saint school sister skills
st street surgery the trust university upper wee wife yard
""".split(),
]


@dataclass(frozen=True)
class Place:
    """One marked place: in the turn `turn` of the interview, from `start` to `end`."""

    interview: str
    turn: int
    start: int
    end: int
    kind: str
    who: str
    text: str

    def telling(self) -> list[tuple[int, int]]:
        """The words that must go, by where they stand."""
        words = [(m.group().casefold(), m.start(), m.end()) for m in WORD.finditer(self.text)]
        if self.kind in WHOLE:  # all but "the" or "at" before it
            telling = words[words[0][0] in FUNCTION_WORDS :]
        else:
            telling = [word for word in words if word[0] not in MAY_STAY and word[0] != "s"] or words
        return [(self.start + start, self.start + end) for _, start, end in telling]

    def is_out(self, spans: list[Span]) -> bool:
        return all(any(s.start <= start and end <= s.end for s in spans) for start, end in self.telling())

    def touches(self, span: Span) -> bool:
        return span.start < self.end and self.start < span.end


@cache
def interview(number: str) -> tuple[list[str], list[Place]]:
    """The turns of an interview as they are read, and the places marked."""
    file = next(FOLDER.glob(f"{number}_*"))
    marked = file.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / file.name
        plain.write_text(MARK.sub(r"\3", marked), encoding="utf-8")
        turns = [text.replace("\n", " ") for text in read_transcript(plain).turns["text"]]
    marks = [(m[1], m[2] or "", " ".join(m[3].split())) for m in MARK.finditer(marked)]
    places, turn, at = [], 0, 0
    for kind, who, text in _spoken(marks, turns):
        while (found := _find(turns[turn], text, at)) < 0:
            turn, at = turn + 1, 0
        places.append(Place(number, turn, found, found + len(text), kind, who, text))
        at = found + len(text)
    return turns, places


def _find(turn: str, text: str, at: int) -> int:
    match = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)").search(turn, at)
    return match.start() if match else -1


def _spoken(marks: list[tuple[str, str, str]], turns: list[str]) -> list[tuple[str, str, str]]:
    """Without the labels of speakers, which the reader takes for what they are."""
    return [mark for mark in marks if any(_find(turn, mark[2], 0) >= 0 for turn in turns)]


def known(confirmed: list[Confirmed]) -> list[Identifier]:
    register = pd.read_csv(FOLDER / "register.csv", dtype=str, keep_default_na=False)
    return identifiers(register, ["Imogen Farrowby"], confirmed)


def review(found: pd.DataFrame, numbers: str) -> list[Confirmed]:
    """What a careful person decides about the proposals: confirms them (replacement) or keeps them."""
    decided: list[Confirmed] = []
    for row in found.to_dict("records"):
        pattern = _pattern(row["before"], row["text"], row["after"])
        hits = [_planted(n, i, m) for n in numbers for i, t in enumerate(interview(n)[0]) for m in pattern.finditer(t)]
        kind = row["kind"] if hits and sum(hits) * 2 >= len(hits) else None
        decided.append(decide(decided, row["text"], kind, "all", "", around=(row["before"], row["after"])))
    return decided


def _pattern(before: str, text: str, after: str) -> re.Pattern[str]:
    gap = r"\W+(?:s\W+)?"
    around = [gap.join(map(re.escape, words.split())) for words in (before, after)]
    lead = rf"(?:{around[0]}{gap})" if before else r"(?<!\w)"
    return re.compile(rf"{lead}(?P<it>{re.escape(text)})" + (gap + around[1] if after else r"(?!\w)"), re.IGNORECASE)


def _planted(number: str, turn: int, match: re.Match[str]) -> bool:
    places = [place for place in interview(number)[1] if place.turn == turn and place.kind != "keep"]
    return any(place.start < match.end("it") and match.start("it") < place.end for place in places)


def measure(part: str, model: str = "") -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The places (kind, text, replaced, reviewed, attributed: to somebody else than is meant); what was replaced or
    confirmed that is not planted (text, replacement, when); and the number of questions asked of the reviewer."""
    numbers = PARTS[part]
    at_once = Pseudonymiser(known([]), [])
    said = [turn for n in numbers for turn in interview(n)[0]]
    lower = [is_lower for n in numbers for is_lower in lower_turns(interview(n)[0])]
    found = proposals(said, known([]), [], lower, model=model)
    decided = review(found, numbers)
    confirmed, kept = in_force(decided)
    later = Pseudonymiser(known(confirmed), kept, of_places(decided))
    rows, false = [], []
    for number in numbers:
        turns, places = interview(number)
        for index, (turn, is_lower) in enumerate(zip(turns, lower_turns(turns), strict=True)):
            here = [place for place in places if place.turn == index]
            spans = {"at once": at_once.spans(turn, is_lower), "reviewed": later.spans(turn, is_lower)}
            for place in here:
                if place.kind != "keep":
                    outs = [place.is_out(of) for of in spans.values()]
                    people = {who for s in spans["at once"] if place.touches(s) for who in _people(s)}
                    wrong = bool(people - {place.who})
                    rows.append((number, place.kind, place.text, *outs, wrong))
            for when, of in spans.items():
                for span in of:
                    if not any(place.touches(span) for place in here if place.kind != "keep"):
                        false.append((number, turn[span.start : span.end], span.replacement, when))
    columns = ["interview", "kind", "text", "replaced", "reviewed", "attributed"]
    return (
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame(false, columns=["interview", "text", "replacement", "when"]),
        len(found),
    )


def _people(span: Span) -> list[str]:
    return re.findall(PARTICIPANT, span.replacement)


def by_kind(places: pd.DataFrame) -> pd.DataFrame:
    table = places.groupby("kind")[["replaced", "reviewed", "attributed"]].sum()
    table.insert(0, "planted", places.groupby("kind").size())
    table.loc["all"] = table.sum()
    return table


def main() -> None:
    model = sys.argv[sys.argv.index("--model") + 1] if "--model" in sys.argv else ""
    for part in [name for name in sys.argv[1:] if name in PARTS] or PARTS:
        places, false, questions = measure(part, model)
        print(f"\n{part}: interviews {', '.join(PARTS[part])}\n{by_kind(places).to_string()}")
        for when, of in false.groupby("when"):
            to_people = sum(bool(re.search(PARTICIPANT, replacement)) for replacement in of["replacement"])
            print(f"replaced without need, {when}: {len(of)}, of them as a participant: {to_people}")
        print(f"questions: {questions}")
        if "--list" in sys.argv:
            print(false.to_string())
            print(places[~places["replaced"] | places["attributed"]].to_string())


if __name__ == "__main__":
    main()
