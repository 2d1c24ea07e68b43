"""Replacements as readers of a report may see them: in words, which link no two quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lmep_consult.pseudonyms.confirmed import KINDS

_BRACKETED = re.compile(r"\[[^\[\]\n]{1,80}\]")
_BETWEEN = re.compile(r"\s*(?:,|/|&|-|–)?\s*(?:(?:and|or|&)\s+)?", re.IGNORECASE)
_NEIGHBOURS = re.compile(rf"{_BRACKETED.pattern}(?:{_BETWEEN.pattern}{_BRACKETED.pattern})*", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:an?|the|this|that|my|your|his|her|its|our|their|every|each|no|any)\s{1,3}$", re.I)
_ARTICLE = re.compile(r"^\[an? ")
_NUMBERED = re.compile(r"\[(?P<kind>[a-z]{1,20}) \d{1,9}\]")
_ONE = {
    "person": "a person",
    "name": "a person",
    "place": "a place",
    "organisation": "an organisation",
    "programme": "a programme",
    "other": "a name",
}
_SEVERAL = {"person": "people", "place": "places", "organisation": "organisations", "programme": "programmes"}
_SOMETHING = "a name"


@dataclass(frozen=True)
class Readable:
    """How a study's replacements are put into words.

    The rule: whatever is in brackets and is an id, or was put there for a name, becomes words of its kind, the same
    for all of that kind. A person is "[a person]", whether or not the register holds them: another word for those it
    holds would say who took part. Neighbours of one kind become one. What a transcriber put into brackets in small
    letters ("[laughs]") stays, without its figures.

    kind_of: of each replacement the study made, the kind, as in {"[P06]": "person"}. singular: what one organisation of
    a stakeholder group is called, by the group's id. groups: whose organisations are numbered, as in "[NHS 2]".
    """

    kind_of: Mapping[str, str]
    groups: frozenset[str] = frozenset()
    singular: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[str], replaced: pd.DataFrame, singular: Mapping[str, str]) -> Readable:
        """people: the register's ids. replaced: replacement and kind of what the import replaced. singular: what one
        organisation of each group is called, "" where study.toml does not say."""
        kinds = dict(zip(replaced["replacement"], replaced["kind"], strict=True))
        kinds |= {f"[{who}]": "person" for who in people}
        said = {group: words for group, words in singular.items() if words}
        return cls({text: kind for text, kind in kinds.items() if kind in KINDS}, frozenset(singular), said)

    def __call__(self, text: str, name_groups: bool = False) -> str:
        """The text for readers. name_groups: organisations of a group are called by its singular; where it does not say
        whose words they are, a group in them might.

        >>> to_read = Readable({"[P06]": "person"}, frozenset({"NHS"}), {"NHS": "an NHS trust"})
        >>> to_read("[P06] moved from [place 8], [place 9] to [NHS 2].", name_groups=True)
        '[a person] moved from [places] to [an NHS trust].'
        """

        def in_words(run: re.Match[str]) -> str:
            words = self._run(run[0], name_groups)
            return (
                _ARTICLE.sub("[", words, count=1)
                if _DETERMINED.search(text[max(0, run.start() - 12) : run.start()])
                else words
            )

        return _NEIGHBOURS.sub(in_words, text)

    def _run(self, text: str, name_groups: bool) -> str:
        """Brackets with no more than a comma, "and" or their like between them."""
        found = list(_BRACKETED.finditer(text))
        parts: list[tuple[str, str, str]] = []  # what is before it, what it says, its kind
        last: set[str] = set()  # what the last of `parts` means
        end = 0
        for match in found:
            kind, one = self._kind_and_words(match[0], name_groups)
            if parts and kind and kind == parts[-1][2]:
                last.add(match[0])
                alike = len(last) == 1
                parts[-1] = (parts[-1][0], parts[-1][1] if alike else f"[{_SEVERAL.get(kind, 'names')}]", kind)
            else:
                parts.append((text[end : match.start()], one, kind))
                last = {match[0]}
            end = match.end()
        return "".join(before + words for before, words, _ in parts)

    def _kind_and_words(self, bracketed: str, name_groups: bool) -> tuple[str, str]:
        """The kind of a replacement, "" where it is none that the study numbers, and the words in its place."""
        inside = bracketed[1:-1].strip()
        group, _, number = inside.rpartition(" ")
        numbered = _NUMBERED.fullmatch(bracketed)
        kind = self.kind_of.get(bracketed, "")
        if group in self.groups and number.isdigit():
            words = self.singular.get(group, "") if name_groups else ""
            return "organisation", f"[{words or _ONE['organisation']}]"
        if not kind and numbered and numbered["kind"] in _ONE:
            kind = numbered["kind"]
        if not kind and inside in _ONE:
            kind = "person" if inside == "name" else inside
        if kind:
            return kind, f"[{_ONE[kind]}]"
        if inside in (*_ONE.values(), *_SEVERAL.values()) or not re.search(r"[\d]|[^\W\d_a-z]", inside):
            return "", bracketed
        left = " ".join(word for word in inside.split() if word.islower() and word.isalpha())
        return "", f"[{left or _SOMETHING}]"


def outline(text: str) -> str:
    """The text with each run of brackets as one: the same of words with ids and of the same words for readers.

    >>> outline("[P06] of [place 8], [place 9]") == outline("[a person] of [places]")
    True
    """
    return _NEIGHBOURS.sub("[]", text)
