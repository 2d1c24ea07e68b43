"""How many of the identifiers planted in the demonstration transcripts are replaced, how many are proposed, and what is
replaced or proposed without need.

Run as `python tests/benchmarks/pseudonym_recall.py [dev|held-out]`. The rules were written looking at the planted lists
of P01 to P13 (dev) only; P14 to P20 were kept aside (held-out).

A planted identifier counts as replaced where, wherever it stands, no word of it is left that is a name (no English);
of those made of English words only, where no word is left. Titles and what kind of organisation or landscape it is may
stay. It counts as proposed where the same holds once every proposal is confirmed. Intervals are exact
(Clopper-Pearson, 95%) and take identifiers as independent, which those of one transcript are not quite.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from scipy.stats import beta

from lmep_consult.pseudonyms import Identifier, identifiers
from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.matching import Span
from lmep_consult.pseudonyms.organisations import GENERIC
from lmep_consult.pseudonyms.proposals import proposals
from lmep_consult.pseudonyms.replacing import Pseudonymiser
from lmep_consult.pseudonyms.words import TITLES, Word, is_english, words_of
from lmep_consult.study import Study

DEMO = Path(__file__).parents[2] / "data" / "demo"
PARTS = {"dev": [f"P{n:02}" for n in range(1, 14)], "held-out": [f"P{n:02}" for n in range(14, 21)]}
MAY_STAY = GENERIC | TITLES | {"ca", "icb"}


@dataclass(frozen=True)
class Setting:
    """The demonstration study's register, team and allow list."""

    register: pd.DataFrame
    team: list[str]
    allow: list[str]

    @classmethod
    def read(cls) -> Setting:
        plan = Study.open(DEMO).plan
        register = pd.read_csv(DEMO / "source" / "register.csv", dtype=str, keep_default_na=False)
        return cls(register, [*plan.team.names, *plan.team.emails], list(plan.disclosure.allow))

    def names(self) -> set[str]:
        """The words of the register's names, organisations and job titles, as they are compared."""
        texts = [*self.register["name"], *self.register["organisation"], *self.register["job_title"]]
        return {word.key for text in texts for word in words_of(text)}

    def known(self, confirmed: list[Confirmed] | None = None) -> list[Identifier]:
        return identifiers(self.register, self.team, confirmed or [])


def turns_of(participant: str) -> list[str]:
    lines = (DEMO / "source" / "transcripts" / f"{participant}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ", 2)[2] for line in lines if line.count(" | ") >= 2 and not line.startswith("#")]


def planted_in(participant: str) -> list[dict[str, str]]:
    with (DEMO / "source" / "planted" / f"{participant}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def left_of(text: str, spans: list[Span], planted: str) -> Iterator[list[str]]:
    """Of each place where `planted` stands in `text`: the words of it that identify and are left."""
    for match in re.finditer(rf"(?<!\w){re.escape(planted)}(?!\w)", text):
        words = [word for word in words_of(text) if word.start < match.end() and match.start() < word.end]
        telling = telling_words(words)
        yield [w.written for w in telling if not any(s.start <= w.start and w.end <= s.end for s in spans)]


def telling_words(words: list[Word]) -> list[Word]:
    """The words of an identifier that must not be left."""
    particular = [word for word in words if word.key not in MAY_STAY] or words
    return [word for word in particular if not is_english(word.written)] or particular


def is_out(turns: list[str], spans: list[list[Span]], planted: str) -> bool:
    left = [words for turn, replaced in zip(turns, spans, strict=True) for words in left_of(turn, replaced, planted)]
    return bool(left) and not any(left)


def confirm_all(found: pd.DataFrame) -> list[Confirmed]:
    return [
        Confirmed(row["text"], row["kind"], f"[{row['kind']} {number}]", "everything", "")
        for number, row in enumerate(found.to_dict("records"), start=1)
    ]


def measure(part: str) -> pd.DataFrame:
    """One row a planted identifier: participant, kind, text, held (whether the register holds every name in it, or its
    form is enough), replaced, proposed (replaced or proposed)."""
    setting = Setting.read()
    known = setting.known()
    names = setting.names()
    turns = {participant: turns_of(participant) for participant in PARTS[part]}
    found = proposals([turn for said in turns.values() for turn in said], known, setting.allow)
    replacing = [Pseudonymiser(known, setting.allow) for known in (known, setting.known(confirm_all(found)))]
    rows = []
    for participant, said in turns.items():
        before, after = ([pseudonymiser.spans(turn) for turn in said] for pseudonymiser in replacing)
        for row in planted_in(participant):
            if any(row["text"] in turn for turn in said):
                replaced = is_out(said, before, row["text"])
                proposed = replaced or is_out(said, after, row["text"])
                telling = {word.key for word in telling_words(words_of(row["text"]))}
                held = row["kind"] in ("email", "link", "phone", "postcode") or telling <= names
                rows.append((participant, row["kind"], row["text"], held, replaced, proposed))
    return pd.DataFrame(rows, columns=["participant", "kind", "text", "held", "replaced", "proposed"])


def precision(part: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """What is replaced (participant, text, reason, planted) and proposed (text, kind, count, reason, planted), where
    `planted` is whether a planted identifier of the part holds it; and the number of words spoken."""
    setting = Setting.read()
    known = setting.known()
    pseudonymiser = Pseudonymiser(known, setting.allow)
    said = {participant: turns_of(participant) for participant in PARTS[part]}
    listed = {participant: [row["text"].casefold() for row in planted_in(participant)] for participant in said}
    replaced = pd.DataFrame(
        [
            (participant, turn[span.start : span.end], span.reason, span.replacement)
            for participant, turns in said.items()
            for turn in turns
            for span in pseudonymiser.spans(turn)
        ],
        columns=["participant", "text", "reason", "replacement"],
    )
    replaced["planted"] = [
        any(text.casefold() in whole or whole in text.casefold() for whole in listed[participant])
        for participant, text in zip(replaced["participant"], replaced["text"], strict=True)
    ]
    found = proposals([turn for turns in said.values() for turn in turns], known, setting.allow)
    everything = [whole for texts in listed.values() for whole in texts]
    found["planted"] = [any(text.casefold() in w or w in text.casefold() for w in everything) for text in found["text"]]
    return replaced, found, sum(len(turn.split()) for turns in said.values() for turn in turns)


def share(hits: int, of: int) -> str:
    lower = beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    upper = beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return f"{hits:4} of {of:4} = {hits / of:6.1%} [{lower:.1%}, {upper:.1%}]"


def main() -> None:
    part = sys.argv[1] if len(sys.argv) > 1 else "dev"
    rows = measure(part)
    print(f"{part}: {len(rows)} planted identifiers in {rows['participant'].nunique()} transcripts\n")
    for kind, of_kind in [*rows.groupby("kind"), ("all", rows)]:
        print(f"{kind:13} replaced {share(of_kind['replaced'].sum(), len(of_kind))}", end="   ")
        print(f"replaced or proposed {share(of_kind['proposed'].sum(), len(of_kind))}")
    held = rows[rows["held"]]
    print(f"\nof those the register holds, or of a form: replaced {share(held['replaced'].sum(), len(held))}")
    print("not replaced: " + "; ".join(held.loc[~held["replaced"], "text"]))
    replaced, found, words = precision(part)
    print(f"\nreplaced: {share(replaced['planted'].sum(), len(replaced))} planted")
    print(f"proposed: {share(found['planted'].sum(), len(found))} planted")
    print(f"{words} words\n\nreplaced, not planted:")
    others = replaced[~replaced["planted"]]
    print(others.groupby(["text", "replacement", "reason"]).size().to_string() if len(others) else "nothing")
    print("\nproposed, not planted:\n" + found.loc[~found["planted"], ["text", "kind", "count", "reason"]].to_string())
    print(
        "\nneither replaced nor proposed:\n" + rows.loc[~rows["proposed"], ["participant", "kind", "text"]].to_string()
    )
    print("\nproposed only:\n" + "; ".join(rows.loc[rows["proposed"] & ~rows["replaced"], "text"].unique()))


if __name__ == "__main__":
    main()
