"""What a word is known by, whatever its form and spelling; looked up once for words that are said often.

A word that is said has several keys; a word of a term is found where it shares one. All keys are without accents and
the same for British and American spelling. They are

    trained     the word itself, "train" (its base form), and "train+" (a form of that verb which is not the bare verb)
    SMEs        "smes", "sme", and "SME" (an acronym in capitals)

So a term finds all forms of a word in its base form ("train" finds "training"). A term that is one word in -ing finds
its verb only in other forms than the bare one, which may be another word ("training" finds "trained" and not a train),
and a word that the dictionary has as a word of its own is just that ("saw" does not find "see"). An acronym that is
also a word (US, WHO) is found only in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from lmep_consult.codebook.spelling import spelt

_ACRONYM = re.compile(r"([A-Z][A-Z0-9&]{1,5})(?:['’]?s)?")
# Forms that the dictionary takes for nouns, adjectives or rare words, though speech means the verb.
_VERBS = {
    "broke": "break", "felt": "feel", "left": "leave", "shook": "shake", "thinking": "think", "thought": "think",
    "won": "win",
}  # fmt: skip
_PLURALS = {"data": "datum", "people": "person"}  # which it does not know for plurals
_FORMS = ("s", "es", "ed", "ing")
_SHORTEST_PLURAL = 4


@lru_cache(maxsize=2**14)
def keys(word: str) -> tuple[str, ...]:
    """What a word that was said is known by, the word itself first.

    >>> keys("trained"), keys("SMEs"), keys("organizations")
    (('trained', 'train', 'train+'), ('smes', 'sme', 'SME'), ('organisations', 'organisation'))
    """
    form = plain(word)
    bases = _bases(form)
    found = [form, *bases, *(f"{base}+" for base in bases if base != form and not form.endswith("s"))]
    acronym = _ACRONYM.fullmatch(word)
    if acronym:
        found += [plain(acronym[1]), acronym[1]]
    return tuple(dict.fromkeys(key if key.isupper() else spelt(key) for key in found))


@cache
def wanted(word: str, alone: bool = True) -> frozenset[str]:
    """The keys of which a word that was said must have one for a term's `word` to find it. alone: whether the term has
    no other word, which would show what is meant.

    >>> sorted(wanted("SMEs")), sorted(wanted("WHO")), sorted(wanted("saw"))
    (['sme', 'smes'], ['WHO'], ['saw'])
    """
    acronym = _ACRONYM.fullmatch(word)
    if acronym:
        form = plain(acronym[1])
        return frozenset([acronym[1]] if _of(form) else [form, f"{form}s"])
    form = plain(word)
    base = form if form in _PLURALS else _bases(form)[0]
    if base != form and form.endswith("ing"):
        return frozenset([spelt(form), spelt(base) + ("+" if alone else "")])
    if form in _VERBS:
        return frozenset([spelt(form), spelt(base)])
    return frozenset([spelt(form if _is_a_word_of_its_own(form) else base)])


def plain(word: str) -> str:
    """A word in lower case, its accents and ligatures undone."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _bases(word: str) -> tuple[str, ...]:
    """A word's base form by the dictionary and, for one in -ing that the dictionary takes for a noun, its verb too."""
    known = _VERBS.get(word) or _PLURALS.get(word)
    if known or not word:  # of an accent alone nothing is left
        return (known or "",)
    import simplemma  # slow to load, and needed for words that were not looked up before

    base = str(simplemma.lemmatize(word, lang="en")).lower()
    if word.endswith("ing") and (base == word or not _of(base)):
        verbs = [verb for verb in _possible_verbs(word.removesuffix("ing")) if _of(verb) == verb]
        return (base, *(verb for verb in verbs if base != word or _of(f"{verb.removesuffix('e')}ed") == verb))
    unknown = base == word and len(word) >= _SHORTEST_PLURAL and not _of(word)
    if unknown and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _bases(word[:-1])
    return (base,)


def _possible_verbs(stem: str) -> tuple[str, ...]:
    doubled = len(stem) > 2 and stem[-1] == stem[-2]
    return (stem, f"{stem}e", *([stem[:-1]] if doubled else []))


def _is_a_word_of_its_own(word: str) -> bool:
    return any(_of(word + ending) == word for ending in _FORMS)


def _of(form: str) -> str:
    """The base form that the dictionary has for a form; "" where it does not know it."""
    import simplemma

    return str(simplemma.lemmatize(form, lang="en")) if form and simplemma.is_known(form, lang="en") else ""
