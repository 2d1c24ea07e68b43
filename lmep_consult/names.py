"""Which of several people a label in a file means, however their names are written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

_LONGEST = 200  # characters; nobody's name is longer
_SPACES = re.compile(r"\s+")
_TAG_WORDS = (
    # as meeting software adds them, in English, German, French, Spanish, Portuguese, Italian, Dutch and Polish
    r"external|guest|unverified|extern|gast|nicht überprüft|nicht verifiziert|externe|invitée?|non vérifiée?"
    r"|extern[oa]|invitad[oa]|no (?:verificad|comprobad)[oa]|convidad[oa]|não (?:verificad|confirmad)[oa]"
    r"|estern[oa]|ospite|non verificat[oa]|niet geverifieerd|zewnętrzn[ya]|gość|niezweryfikowan[ya]"
)
_TAG = re.compile(rf"\s*\((?:{_TAG_WORDS})\)\s*$", re.IGNORECASE)
_OFFICE = re.compile(r"\s*\[[^\[\]]{0,100}\]\s*$")
_BRACKETED = re.compile(r"[(（][^()（）]{0,100}[)）]|\[[^\[\]]{0,100}\]")
_TITLES = frozenset(
    "dr mr mrs ms miss mx prof professor cllr councillor sir dame lord lady baroness rev reverend".split()
)
_HONOURS = frozenset("cbe dbe frs kbe kc mbe mp obe phd qc".split())
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_HYPHENS = re.compile(r"[‐‑‒–—−]")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Who a label may mean: nobody, one person, or several people.

    exact: the names differ only in how they are written; otherwise only initials, a first name or a surname are.
    """

    ids: tuple[str, ...] = ()
    exact: bool = False

    @property
    def only(self) -> str:
        """The one person's id, "" where there is none or more than one."""
        return self.ids[0] if len(self.ids) == 1 else ""


def match_name(label: str, people: Collection[tuple[str, str]]) -> Match:
    """Which of `people` (id and name; an id may have several names) the label may mean.

    The whole name goes before the name without its middle names, and that before initials ("J. Doe", "Jane D",
    "JD") and a first name or surname alone. Case, accents, apostrophes, white space, the order of "Last, First", titles
    and what is in brackets are ignored. Misspellings match nobody.

    >>> people = [("P1", "Jane Doe"), ("P2", "Sam Roe"), ("P3", "Sam Poe")]
    >>> match_name("DOE, Dr Jane (Guest)", people), match_name("Sam", people)
    (Match(ids=('P1',), exact=True), Match(ids=('P2', 'P3'), exact=False))
    """
    said = _words(label)
    if not said:
        return Match()
    letters = _written_initials(label)
    levels: tuple[tuple[bool, Callable[[Words, Words], bool]], ...] = (
        (True, _same),
        (True, _same_but_for_middle_names),
        (False, lambda said, name: _initials_or_part(said, name) or letters in _initials(name)),
    )
    for exact, alike in levels:
        if ids := dict.fromkeys(id_ for id_, name in people if alike(said, _words(name))):
            return Match(tuple(ids), exact)
    return Match()


def match_id(label: str, ids: Collection[str]) -> tuple[str, ...]:
    """The ids a label may be: the same one, or those that differ in case, leading zeros and separators only.

    >>> match_id("p7", ["P07", "P70"])
    ('P07',)
    """
    said = label.strip().casefold()
    same = tuple(id_ for id_ in ids if id_.casefold() == said)
    return same or tuple(id_ for id_ in ids if _plain_id(id_) == _plain_id(label))


def name_key(name: str) -> str:
    """The name as it is compared: without tags, titles, case, accents, apostrophes and hyphens, first name first."""
    return " ".join(_words(name)).replace("-", " ")


def without_tags(name: str) -> str:
    """The name without "(External)", "(Guest)" and their like in other languages, and with single spaces.

    >>> without_tags("Doe,  Jane (Guest) (Unverified)")
    'Doe, Jane'
    """
    name = _SPACES.sub(" ", name).strip()
    while len(name) <= _LONGEST and (shorter := _TAG.sub("", name)) != name:
        name = shorter
    return name


def speaker_name(label: str) -> str:
    """The label as "First Last", without the tags meeting software adds.

    >>> speaker_name("Doe, Jane [NA]"), speaker_name("Jane Doe (External)")
    ('Jane Doe', 'Jane Doe')
    """
    name = without_tags(label)
    while len(name) <= _LONGEST and (shorter := without_tags(_OFFICE.sub("", name))) != name:
        name = shorter
    return _first_name_first(name)


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


@lru_cache(maxsize=4096)
def _words(name: str) -> Words:
    """The words of a name, first name first, as they are compared; none where it cannot be a name."""
    if len(name) > _LONGEST:
        return ()
    name = unicodedata.normalize("NFKC", name)
    while (shorter := _BRACKETED.sub(" ", name)) != name:
        name = shorter
    parts = [part for word in name.split(",") if (part := _SPACES.sub(" ", word).strip())]
    if len(" ".join(parts[:-1]).split()) > 1 and _plain(parts[-1]) in _HONOURS:
        del parts[-1]
    named = _first_name_first(", ".join(parts))
    words = [word for word in (_plain(word).strip(".-") for word in re.split(r"[\s.]+", named)) if word]
    while words and words[0] in _TITLES:
        del words[0]
    while len(words) > 2 and words[-1] in _HONOURS:
        del words[-1]
    return tuple(words)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold().translate(_LETTERS))
    return _HYPHENS.sub("-", "".join(letter for letter in text if unicodedata.category(letter) not in ("Mn", "Cf")))


def _same(said: Words, name: Words) -> bool:
    return " ".join(said).replace("-", " ") == " ".join(name).replace("-", " ")


def _same_but_for_middle_names(said: Words, name: Words) -> bool:
    return _ends(said) == _ends(name) != ("", "") and len(said[0]) > 1 and len(said[-1]) > 1 and _middles(said, name)


def _initials_or_part(said: Words, name: Words) -> bool:
    """An initial for one name or both, or a first name or surname alone."""
    if len(said) == 1:
        return len(said[0]) > 1 and said[0] in (name[:1] + name[-1:])
    if len(name) < 2:
        return False
    return all(map(_agree, _ends(said), _ends(name))) and _middles(said, name)


def _ends(words: Words) -> tuple[str, str]:
    return (words[0], words[-1]) if len(words) > 1 else ("", "")


def _agree(one: str, other: str) -> bool:
    """Whether two words are the same, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[:1] == other[:1])


def _middles(said: Words, name: Words) -> bool:
    """Whether no middle name speaks against another: one side has none, or the fewer agree in turn with the more."""
    fewer, more = sorted((said[1:-1], name[1:-1]), key=len)
    rest = iter(more)
    return all(any(_agree(word, other) for other in rest) for word in fewer)


def _written_initials(label: str) -> str:
    """The letters of a label that is initials and no more, such as "JD" or "J.A.D."; "" of any other."""
    letters = re.sub(r"[\s.]", "", label[:_LONGEST])
    return _plain(letters) if 2 <= len(letters) <= 4 and letters.isalpha() and letters.isupper() else ""


def _initials(words: Words) -> set[str]:
    """What a person's initials may be: of first name and surname, or of every name."""
    if len(words) < 2:
        return set()
    parts = [part for word in words for part in word.split("-") if part]
    return {words[0][0] + words[-1][0], "".join(w[0] for w in words), "".join(part[0] for part in parts)}


def _plain_id(id_: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\s_-]", "", id_[:_LONGEST].casefold()))
