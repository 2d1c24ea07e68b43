"""One key for the British and the American spelling of a word, since captions often write the second.

Rules, not a list of words, so that forms nobody listed are covered too. A rule may bring a word to what is no spelling
("organize" to "organise"); all that counts is that both spellings come to the same and no other word does.
"""

from __future__ import annotations

import re

_WORDS = {
    "aeroplane": "airplane", "aluminium": "aluminum", "amongst": "among", "artefact": "artifact", "cosy": "cozy",
    "disc": "disk", "enquire": "inquire", "enquiry": "inquiry", "grey": "gray", "jewellery": "jewelry",
    "likeable": "likable", "manoeuvre": "maneuver", "maths": "math", "mould": "mold", "mum": "mom",
    "plough": "plow", "sulphur": "sulfur", "whilst": "while", "yoghurt": "yogurt",
}  # fmt: skip
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=[a-z]{3})iz(?=e$|e[drs]|ing|ation|ab)", "is"),  # organize, not size
        (r"(?<=[a-z])yz(?=e$|e[drs]|ing)", "ys"),  # analyze
        # labour, behavioural, favourite; not four, hour, course
        (r"([aeiouy][bcdfghlmnprstv]+i?)our(?=$|s|ed|ing|er|a|ful|hood|i[st]|less|ly$|y$)", r"\1or"),
        (r"(?<=[a-rt-z])tre(?=$|s$|d$)", "ter"),  # centre
        (r"(?<=[aeiou])bre(?=$|s$)", "ber"),  # fibre
        (r"(?<=[a-z]{3}og)ue(?=$|s$)", ""),  # dialogue, not vogue
        (r"(?<=gram)me(?=$|s$)", ""),  # programme
        (r"^([^aeiouy]*[aeiouy]+[^aeiouy]+[aeiouy]+)ll", r"\1l"),  # travelling, counsellor, enroll; not skill
        (r"^(sk|w)illful", r"\1ilful"),
        (r"^(def|lic|off|pret)ence", r"\1ense"),
        (r"^practis", "practic"),
        (r"(?<=dg)e(?=ment)", ""),  # judgement
        (r"^ageing$", "aging"),
        (r"^sceptic", "skeptic"),
        (r"(an|arch|^f|gyn|^h|leuk|clop|orthop|^p)ae(?=[a-z])", r"\1e"),  # paediatric, anaemia
        (r"^[ao]e(?=st|so)|(?<=^f)oe(?=[a-z])|(?<=rh)oe|(?<=m)oe(?=o)", "e"),  # oestrogen, foetus
    )
)
_SKELETON = str.maketrans("ckz", "sss", "aeioulm")  # what no rule tells apart, and what some take away
_MAY_DIFFER = re.compile("[iy]z|our|[tb]re|ogue|gramme|ll|[^i]ence|practis|dgement|ageing|sceptic|[ao]e")  # for speed


def spelt(word: str) -> str:
    """What a word's spellings on both sides of the Atlantic have in common; word: in lower case.

    >>> spelt("organizations") == spelt("organisations"), spelt("labor") == spelt("labour"), spelt("four")
    (True, True, 'four')
    """
    word = _WORDS.get(word, word)
    if not _MAY_DIFFER.search(word):
        return word
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    return word


def skeleton(word: str) -> str | None:
    """What all that comes to the same spelling has in common, and what two parts of a word have one after the other;
    None where nothing need be. word: as `spelt` gives it.

    >>> skeleton(spelt("organ") + spelt("ize")) == skeleton(spelt("organize"))
    True
    """
    return None if word in _SHORTENED else bare(word)


def bare(part: str) -> str:
    """The skeleton of a part of a word."""
    return part.translate(_SKELETON)


_SHORTENED = frozenset(short for word, short in _WORDS.items() if bare(word) != bare(short))
