"""What may be a name in a text without capitals: English words, by the words next to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from lmep_consult.pseudonyms.confirmed import Kind
from lmep_consult.pseudonyms.organisations import PEOPLES
from lmep_consult.pseudonyms.variants import is_first_name
from lmep_consult.pseudonyms.words import TITLES, Word, is_english, is_stop_word

# What roads, buildings and institutions are called after their own name.
_AFTER_NAMES = frozenset(
    "academy annexe arms avenue barn chapel church close cottage court crescent drive farm gardens hall hospice "
    "hospital house infants infirmary inn lane lodge mill place primary quay road row school square street surgery "
    "terrace tower trust way wharf yard".split()
)
# What is said before them when they are no name: the village hall, a primary school, next door's house.
_COMMON = frozenset(
    "art back big bigger boarding boys bus car care charity church city clean coffee community corn council country "
    "county court cricket dance day dead different farm first flat free front full girls gp grammar great green half "
    "high hospital house infant infants junior last little local long lovely main market middle new next nice night "
    "nursery nursing old older open opera other own playing post primary private public quiet right rugby safe same "
    "sausage school scout second secondary sheltered side single small special sports state street summer sunday "
    "terraced third toll town tower trade village wendy wrong young youth".split()
)
_PEOPLE_OF = frozenset(
    "aunt auntie boss boy brother colleague cousin dad daughter deputy friend girl grandad granddaughter grandma "
    "grandson husband lad lady lass manager mate mother mum nan neighbour nephew niece partner sister son uncle wife "
    "woman".split()
)
_NAMED = frozenset("called named nicknamed".split())
_BEFORE_PEOPLE = frozenset("and ask asked from rang ring told with".split())


def names_in_lower_case(text: str, words: Sequence[Word], known: Collection[str]) -> Iterator[tuple[int, int, Kind]]:
    """Runs of words that may be a name: the first and the last (exclusive) of them, and the kind guessed.

    The rules: a word of `known`, single names that English has as words too (see key_of); a first name after "with",
    "asked" or a relative ("my wife rose"); what follows "called" or "named"; what is before "street", "hall" or
    "school", unless such a place is commonly called so.
    """
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        adjoins = before is not None and text[before.end : word.start] in (" ", "'s ", "’s ")
        if word.key in known:
            yield at, at + 1, "person"
        elif before is None or not adjoins or is_stop_word(word.key):
            continue
        elif before.key in _NAMED:
            yield at, at + 1, "other"
        elif before.key in _PEOPLE_OF | _BEFORE_PEOPLE | TITLES and is_first_name(word.key):
            yield at, at + 1, "person"
        elif word.key in _AFTER_NAMES and not _is_common(before):
            saint = at >= 2 and words[at - 2].key in ("st", "saint")
            if saint or text[before.end] == " " or not is_english(before.written):
                yield at - 1 - saint, at + 1, "place"


def _is_common(word: Word) -> bool:
    return is_stop_word(word.key) or word.key in _COMMON | PEOPLES or len(word.key) < 3
