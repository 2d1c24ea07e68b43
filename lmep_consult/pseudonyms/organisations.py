"""How an organisation is called besides its whole name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lmep_consult.pseudonyms.words import is_english, words_of

# What an organisation's name shares with others: what kind of organisation it is, where in the country it lies.
KINDS_OF_ORGANISATION = frozenset(
    "academy agency alliance associates association authority board borough care centre charity city cluster college "
    "combined commission committee community company connect consortium corporate council county district employment "
    "enterprise federation forum foundation group health hospital institute integrated joint limited local ltd mayoral "
    "metropolitan national network nhs office partners partnership primary programme project region regional school "
    "service services society strategic strategy team trust union unit university work".split()
)
_BETWEEN = frozenset("a and at for in of on the to with".split())
LANDSCAPE = frozenset(
    "greater little lower upper central north south east west mid northern southern eastern western bay beach bridge "
    "coast coastal cross dale estate fell field forest green hill hills island isle levels moor park peninsula point "
    "river riverside shire street town vale valley village water wood".split()
)
GENERIC = KINDS_OF_ORGANISATION | _BETWEEN | LANDSCAPE
# Groups of people in organisations' names; English always writes them with a capital.
PEOPLES = frozenset(
    "african american arab asian bangladeshi black british caribbean catholic chinese christian church cornish english "
    "european gypsy hindu indian irish islamic jewish kurdish methodist muslim pakistani polish portuguese quaker roma "
    "romanian scottish sikh somali sudanese syrian traveller turkish ukrainian welsh".split()
)


def proper_words(organisation: str) -> list[str]:
    """The words that name it by themselves: those no other organisation, landscape or people shares; of English words,
    one that is alone, and not joined to others by "and".

    >>> proper_words("NHS Pellow Coast Integrated Care Board"), proper_words("Anchor Trust")
    (['Pellow'], ['Anchor'])
    >>> proper_words("Polish Family Association"), proper_words("Pellow Bright Futures")
    ([], ['Pellow'])
    >>> proper_words("Care and Repair"), proper_words("University of Reading")
    ([], ['Reading'])
    """
    words = words_of(organisation)
    joined = any(word.key == "and" for word in words)
    proper = [word for word in words if word.is_capitalised and word.key not in GENERIC]
    if len(proper) > 1 or joined:
        proper = [word for word in proper if not is_english(word.written)]
    return [word.written for word in proper if word.key not in PEOPLES]


def forms_of(organisation: str) -> Iterator[tuple[str, Literal["any", "capital", "upper"]]]:
    """Other forms of the name, and in which case they count: without its kind, its kind abbreviated, initials; two
    letters alone mean too much else, as TV and HE do.

    >>> [form for form, _ in forms_of("Wendmoor and Tarn Combined Authority")]
    ['Wendmoor and Tarn', 'Wendmoor and Tarn CA', 'W and T', 'W and T CA', 'WT CA', 'WTCA', 'WATCA']
    """
    words = [word.written for word in words_of(organisation)]
    length = len(words)
    while length and words[length - 1].casefold() in KINDS_OF_ORGANISATION | _BETWEEN:
        length -= 1
    named, kind = words[:length], words[length:]
    if not named:
        return
    letters = "".join(word[0] for word in kind if word[0].isupper())
    abbreviation = letters if len(letters) > 1 else ""
    for start in range(len(named)):
        if start and named[start - 1].casefold() not in KINDS_OF_ORGANISATION | {"the", "greater"}:
            break
        short = " ".join(named[start:])
        if (start or kind) and len(named) - start > 1:
            yield short, "capital" if all(map(is_english, named[start:])) else "any"
        if abbreviation:
            yield f"{short} {abbreviation}", "any"
    proper = [word for word in named if word.casefold() not in KINDS_OF_ORGANISATION]
    capitals = [word[0] for word in proper if word.casefold() not in _BETWEEN]
    if len(capitals) < 2:
        return
    initials = "".join(capitals)
    spoken = [" and ".join(capitals)] if "and" in [word.casefold() for word in proper] and len(capitals) == 2 else []
    for form in [*spoken, initials]:
        if len(form) > 2:
            yield form, "upper"
        if abbreviation:
            yield f"{form} {abbreviation}", "upper"
    if abbreviation:
        yield initials + abbreviation, "upper"
    everything = "".join(word[0] for word in words).upper()
    if everything != initials + abbreviation and len(everything) > 2:
        yield everything, "upper"
