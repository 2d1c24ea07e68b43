"""What may name somebody the register does not hold: for a person to confirm or to clear."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from lmep_consult.pseudonyms.capitals import without_capitals
from lmep_consult.pseudonyms.confirmed import Confirmed, Kind
from lmep_consult.pseudonyms.context import around
from lmep_consult.pseudonyms.descriptions import descriptions
from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.known_words import ALWAYS
from lmep_consult.pseudonyms.lowercase import names_in_lower_case
from lmep_consult.pseudonyms.matching import VERBS
from lmep_consult.pseudonyms.model import entities
from lmep_consult.pseudonyms.organisations import GENERIC, KINDS_OF_ORGANISATION, LANDSCAPE
from lmep_consult.pseudonyms.replacing import Pseudonymiser
from lmep_consult.pseudonyms.surnames import initials_before
from lmep_consult.pseudonyms.unconfirmed import REPLACED, ordinary_words
from lmep_consult.pseudonyms.variants import is_first_name
from lmep_consult.pseudonyms.words import (
    TITLES,
    Word,
    is_english,
    is_stop_word,
    key_of,
    starts_sentence,
    title_before,
    touched,
    words_of,
)

COLUMNS = ["text", "kind", "count", "context", "reason", "before", "after"]
_TITLED = "after a title"
_LOWER = "in text without capitals"
_DESCRIBED = "may describe one person only"
_MODEL = "the name model"
_SUREST_FIRST = [
    _TITLED,
    "no English word",
    "capitalised inside a sentence",
    "abbreviation",
    _LOWER,
    _DESCRIBED,
    _MODEL,
]
_GAP = re.compile(r"[^\S\n]{1,3}|[-‐‑]")
_INSIDE_NAMES = frozenset("de for la le of on upon".split())
_BUILDINGS = frozenset(
    "avenue building close court crescent estate flats gardens gate hall hospital house infirmary lane mill "
    "prison quay road square station terrace tower wharf".split()
)
_COMPANIES = frozenset("bros brothers buses consulting foods futures plc sons solutions".split())
_BEFORE_PLACES = frozenset("around at from in into near outside over through to towards".split())
_CONTEXT = 60  # characters either side
_SHORTENED = ("nt", "ve", "ll", "re", "s", "d", "m")  # dont, thats


class _Proposal(NamedTuple):
    key: str
    text: str
    kind: Kind
    context: str
    reason: str
    before: str = ""
    after: str = ""


def proposals(
    texts: Sequence[str],
    known: Sequence[Identifier],
    allow: Collection[str] = (),
    lower: Sequence[bool] | None = None,
    places: Collection[Confirmed] = (),
    model: str = "",
) -> pd.DataFrame:
    """One row a name that `known` does not replace and neither `allow` nor `places` clears, the surest first, then the
    most frequent.

    Columns: text; kind, as guessed ("person", "organisation", "place", "programme", "other"); count; context, what
    is around it the first time; reason; before and after, the words around it where the question is about one place
    alone. Looked for are capitalised words inside a sentence, alone or in a row, unless the texts have them more often
    in lower case; words that are no English at a sentence's start; and what follows a title, as in "Mrs Thurlbeck".
    Where a text was written down without capitals (`lower` says of each whether it was; without it, each text is judged
    by itself), all words that are no English, and what lowercase.py looks for; whether a participant's name that is an
    English word too names them is asked place by place. In all texts, what may describe one person only; and last, what
    a name `model` finds besides, where one is given (see model.py; ConsultError where it is not installed).
    """
    if lower is None:
        lower = [bool(without_capitals(text)) for text in texts]
    ordinary = ordinary_words(texts)
    names = Pseudonymiser(known, allow, places)
    english = {key_of(name.text) for name in known if name.case == "name" and name.kind == "person"}
    english |= {key for name in known if (key := _only_word(name))}
    named = entities(texts, model) if model else ([] for _ in texts)
    rows = [
        proposal
        for text, is_lower, further in zip(texts, lower, named, strict=True)
        for proposal in _in_text(text, names, ordinary, english if is_lower else None, further)
    ]
    found = pd.DataFrame(rows, columns=_Proposal._fields)
    found["count"] = found.groupby("key")["key"].transform("size")
    found["rank"] = found["reason"].map(_SUREST_FIRST.index)
    found = found.sort_values(["rank", "count"], ascending=[True, False], kind="stable")
    return found.drop_duplicates("key")[COLUMNS].reset_index(drop=True)


def _in_text(
    text: str,
    names: Pseudonymiser,
    ordinary: Collection[str],
    english: Collection[str] | None,
    further: Sequence[tuple[int, int, Kind]],
) -> Iterator[_Proposal]:
    """english: known names that English has as words, where the text has no capitals. further: what a name
    model found."""
    lower = english is not None
    cleared = [(span.start, span.end) for span in names.spans(text, lower)] + names.allowed(text)
    cleared += [match.span() for match in REPLACED.finditer(text)]
    words = words_of(text)
    is_cleared = touched(words, cleared)
    may_name = [
        not is_cleared[at] and _may_name(text, words[at - 1] if at else None, word, lower)
        for at, word in enumerate(words)
    ]
    yield from _described(text, cleared)
    if english is not None:
        yield from _in_lower_case(text, words, is_cleared, may_name, english)
    for start, end, kind in further:
        inside = [at for at, word in enumerate(words) if start <= word.start and word.end <= end]
        new = [at for at in inside if not (is_cleared[at] or may_name[at] or is_stop_word(words[at].key))]
        if any(words[at].key not in TITLES for at in new):
            yield _proposal(text, words[inside[0]].start, words[inside[-1]].end, kind, _MODEL)
    at = 0
    while at < len(words):
        end = _end_of_run(text, words, may_name, at)
        for start in range(at, end):  # what opens a sentence may not belong to the name
            before = words[start - 1] if start else None
            reason = _reason(text, before, words[start:end], ordinary)
            if reason:
                after = words[end] if end < len(words) else None
                titled = reason == _TITLED or initials_before(text, words[start].start)
                kind = "person" if titled else kind_of_name(before, words[start:end], after)
                yield _proposal(text, words[start].start, words[end - 1].end, kind, reason)
                break
        at = max(end, at + 1)


def _only_word(name: Identifier) -> str:
    """The one English word that tells an organisation's name from others, as "bakery" of The Bakery, or that somebody
    confirmed to be a name; "" otherwise."""
    telling = [word.key for word in words_of(name.text) if word.key not in GENERIC | {"the"}]
    asked = name.case in ("name", "capital") and (name.kind == "organisation" or name.reason == "confirmed")
    return telling[0] if asked and len(telling) == 1 else ""


def _proposal(text: str, start: int, end: int, kind: Kind, reason: str) -> _Proposal:
    around = " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())
    return _Proposal(key_of(text[start:end]), text[start:end], kind, around, reason)


def _described(text: str, cleared: Collection[tuple[int, int]]) -> Iterator[_Proposal]:
    for start, end in descriptions(text):
        if not any(begin <= start and end <= stop for begin, stop in cleared):
            yield _proposal(text, start, end, "other", _DESCRIBED)


def _in_lower_case(
    text: str, words: Sequence[Word], is_cleared: Sequence[bool], may_name: list[bool], english: Collection[str]
) -> Iterator[_Proposal]:
    """What the words next to them show to be names; and marks in `may_name` the first names before a surname."""
    for at in range(len(words) - 1):
        next_to = _GAP.fullmatch(text[words[at].end : words[at + 1].start])
        if may_name[at + 1] and next_to and is_first_name(words[at].key) and not is_stop_word(words[at].key):
            may_name[at] = not is_cleared[at]
    for start, end, kind in names_in_lower_case(text, words, english):
        if not any(is_cleared[start:end]) and not all(may_name[start:end]):
            found = _proposal(text, words[start].start, words[end - 1].end, kind, _LOWER)
            if found.key in english:
                before, after = around(words, is_cleared, words[start].start, words[end - 1].end)
                found = found._replace(key=f"{before}|{found.key}|{after}", before=before, after=after)
            yield found


def _may_name(text: str, before: Word | None, word: Word, lower: bool) -> bool:
    """lower: whether the text has no capitals, so that what is no English counts instead."""
    if word.key in TITLES or word.written in ALWAYS or is_stop_word(word.key):
        return False
    if len(word.key) == 1 and text[word.end : word.end + 1] == ".":
        return False  # an initial
    titled = bool(title_before(text, before, word)) and not is_english(word.written)
    strange = lower and len(word.key) > 2 and not is_english(word.written) and not _is_shortened(word.key)
    return (word.is_capitalised or titled or strange) and not any(letter.isdigit() for letter in word.key)


def _is_shortened(key: str) -> bool:
    """Whether it is a small word with another run into it, its apostrophe left out: dont, thats."""
    return any(key.endswith(ending) and is_stop_word(key.removesuffix(ending)) for ending in _SHORTENED)


def _joins(words: Sequence[Word], at: int) -> bool:
    """Whether a small word may be inside a name; "and" only between English words, as others name two people."""
    if words[at].key != "and":
        return words[at].key in _INSIDE_NAMES
    return all(
        word.is_capitalised and is_english(word.written) for word in (*words[at - 1 : at], *words[at + 1 : at + 2])
    )


def _end_of_run(text: str, words: Sequence[Word], may_name: Sequence[bool], at: int) -> int:
    """Where the words that may be one name end (exclusive); `at` itself if none begins there."""
    end = at
    following = at
    while following < len(words) and (may_name[following] or (end > at and _joins(words, following))):
        if following > at and not _GAP.fullmatch(text[words[following - 1].end : words[following].start]):
            break
        following += 1
        if may_name[following - 1]:
            end = following
    return end


def _reason(text: str, before: Word | None, run: Sequence[Word], ordinary: Collection[str]) -> str:
    """Why the words may name somebody; "" if nothing says so."""
    first, strange = run[0], [word for word in run if not is_english(word.written)]
    if title_before(text, before, first):
        return _TITLED
    opens = starts_sentence(text, first.start)
    if opens and is_english(first.written) and (strange or len(run) == 1):
        return ""
    if strange:
        return "abbreviation" if all(word.is_upper for word in run) else "no English word"
    return "" if len(run) == 1 and first.key in ordinary else "capitalised inside a sentence"


def kind_of_name(before: Word | None, run: Sequence[Word], after: Word | None) -> Kind:
    """What a name in these words may be of, by them and by the words next to them."""
    keys = [word.key for word in run]
    if KINDS_OF_ORGANISATION & set(keys) or keys[-1] in _COMPANIES:
        return "organisation"
    if keys[-1] in LANDSCAPE | _BUILDINGS or (before is not None and before.key in _BEFORE_PLACES):
        return "place"
    if all(is_english(word.written) for word in run) and len(run) > 1:
        return "programme"
    if is_first_name(keys[0]) or (after is not None and after.key in VERBS):
        return "person"
    return "other"
