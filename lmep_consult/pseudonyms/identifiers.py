"""What identifies the people and organisations of the register, and what stands in its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Identifier:
    """A string to be replaced. `any_case` is off for single words, which may be ordinary in lower case."""

    text: str
    replacement: str
    kind: str
    any_case: bool


# What an organisation's name shares with others of its kind, besides what transcripts show to be ordinary.
_GENERIC = frozenset(
    "authority board care clinical cluster combined committee connect corporate council county group integrated "
    "joint mayoral metropolitan nhs region regional strategic trust work "
    "greater central north south east west mid northern southern eastern western".split()
)


def identifiers(register: pd.DataFrame, team: Collection[str], ordinary: Collection[str]) -> list[Identifier]:
    """Everything in the register that would identify somebody, longest first.

    People become their id in brackets ([P07]), organisations their group and number in the register's order
    ([ICB 2]), team members [interviewer]. A first name, a surname or a word of an organisation's name counts
    alone unless `ordinary` holds it in lower case; one that several share becomes [name] or [place].
    """
    found: dict[tuple[str, bool], dict[str, str]] = defaultdict(dict)  # (text, any_case) -> replacement -> kind

    def add(text: str, replacement: str, kind: str, any_case: bool = True) -> None:
        if len(text) > 1:
            found[text, any_case][replacement] = kind

    people = [(row["name"], f"[{row['participant']}]") for row in register.to_dict("records")]
    for name, replacement in [*people, *((member, "[interviewer]") for member in team)]:
        first, _, rest = name.partition(" ")
        add(name, replacement, "person", any_case=bool(rest))
        if rest:
            add(f"{rest}, {first}", replacement, "person")
        for part in {*name.split(), *re.split(r"[\s-]+", name)}:
            if part.lower() not in ordinary:
                add(part, replacement, "person", any_case=False)
    for row in register.to_dict("records"):
        add(row["email"], f"[{row['participant']}]", "email")
        if " " in row.get("job_title", "") and (register["job_title"] == row["job_title"]).sum() == 1:
            add(row["job_title"], "[job title]", "job title")
    for group, rows in register.groupby("group", sort=False):
        for number, organisation in enumerate(rows["organisation"].unique(), start=1):
            replacement = f"[{group} {number}]"
            add(organisation, replacement, "organisation", any_case=" " in organisation)
            for short in _short_forms(organisation):
                add(short, replacement, "organisation")
            for word in re.findall(r"[^\W\d_]+", organisation):
                if word.lower() not in _GENERIC and word.lower() not in ordinary and word[0].isupper():
                    add(word, replacement, "organisation", any_case=False)
    merged = [Identifier(text, *_one_of(replacements), any_case) for (text, any_case), replacements in found.items()]
    return sorted(merged, key=lambda identifier: -len(identifier.text))


def _short_forms(organisation: str) -> list[str]:
    """The name without what its kind of organisation is called, where two words or more are left."""
    kind = r"\s+(?:Combined Authority|Integrated Care Board|Connect to Work cluster|Corporate Joint Committee)$"
    short = re.sub(kind, "", organisation)
    forms = {short, short.removeprefix("NHS ")} - {organisation}
    return [form for form in forms if " " in form]


def _one_of(replacements: dict[str, str]) -> tuple[str, str]:
    if len(replacements) == 1:
        return next(iter(replacements.items()))
    kinds = set(replacements.values())
    return ("[name]", "person") if "person" in kinds else ("[place]", "organisation")
