"""Topics that are named only to deny them, or only to repeat the question.

To deny a verb is not to deny its topic: "the buses do not run", "nobody has any data" and "there is no training" say
what people lack, which is what a consultation asks for. A topic is denied where it is said not to be what is meant ("it
is not time that stops us"), no trouble ("time is no problem", "no problem with time", "time doesn't matter"), not
lacking ("we don't lack time", "no shortage of time") or not spoken of ("nobody talks about time").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NEGATORS = frozenset("not n't nt never no nor neither without hardly scarcely barely none nobody nothing".split())
_OF_BEING = frozenset("not n't nt never".split())  # negators that "it is" may come before
_BE = frozenset("is are was were am be been being ai 's 're 'm s re".split())
_BREAKS = frozenset(",;:.!?–—()").union({"but", "although", "though", "whereas", "because", "except", "however"})
WITHIN = _BEFORE, _AFTER = 6, 5  # words before and after in which a negator counts
_NOT_ALL = frozenset(
    "only just enough always all necessarily".split()
)  # with which a negator denies less than the topic
_BASED = ("based", "led", "driven", "informed")  # so does "not evidence based"
_TROUBLES = frozenset(
    "trouble troubles problem problems issue issues barrier barriers obstacle obstacles difficulty difficulties "
    "concern concerns worry worries challenge challenges lack shortage".split()
)
_REASONS = frozenset("reason cause what why".split())  # "is not what stops us"
_MATTERING = frozenset("matter bother worry arise apply".split())  # "does n't matter"
_LITTLE = r"(?:a|an|the|any|our|your|my|his|her|its|their|this|that|these|those|really|actually|so much|even|ever) "
_MEANT = re.compile(rf"(?:{_LITTLE})*(?:(?:about|because of|down to|(?:question|matter|case|lack) of) )?(?:{_LITTLE})*")
_LACKING = re.compile(
    r"(?:really |actually |even |ever )*"
    r"(?:(?:lack|need|mention)(?:s|ed|ing)? |short(?:age)? of |(?:lack|need) (?:of|for) "
    r"|(?:talk|speak)(?:s|ed|ing)? (?:\w+ )?(?:about|of) |spoke (?:about|of) ).*"
)
_NO_TROUBLE = re.compile(
    rf"(?:{_LITTLE}|have |had |got |see |big |real |main |major |particular |biggest )*(?:{'|'.join(_TROUBLES)}) .*"
)
_HAVE = re.compile(rf"(?:{_LITTLE}|have |had |got |see |face )*")
_ECHO = re.compile(
    r"\byou (?:mentioned|said|asked|were asking|talked|spoke|brought up|raised|called)\b|\bas you (?:say|put it)\b"
    r"|\byour (?:question|point)\b|\byou 're asking\b|\byou are asking\b"
)


def is_denied(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the topic that the words from `first` to `last` name is denied within their clause. words: a sentence's,
    in lower case. A negator among them belongs to them and denies nothing.

    A negator within a few words counts (after NegEx: Chapman et al. 2001, doi:10.1006/jbin.2001.1029), but only with
    the words that make it a denial of the topic.

    >>> is_denied("time is not our trouble".split(), 0, 0), is_denied("we do n't lack data".split(), 4, 4)
    (True, True)
    >>> is_denied("the buses do not run".split(), 1, 1), is_denied("nobody has any data".split(), 3, 3)
    (False, False)
    """
    if not may_deny(words[max(first - _BEFORE, 0) : last + 1 + _AFTER]):  # for speed: most deny nothing
        return False
    for at in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if words[at] in _BREAKS:
            break
        if words[at] in _NEGATORS:
            return _denies_what_follows(words, at, first, last)
    for at in range(last + 1, min(last + 1 + _AFTER, len(words))):
        if words[at] in _BREAKS:
            break
        if words[at] in _NEGATORS:
            return _denies_what_stands_before(words, at)
    return False


def may_deny(words: Sequence[str]) -> bool:
    """Whether some words, in lower case, may deny a topic that is near them."""
    return not _NEGATORS.isdisjoint(words)


def _denies_what_follows(words: Sequence[str], negator: int, first: int, last: int) -> bool:
    between = words[negator + 1 : first]
    if not _NOT_ALL.isdisjoint(between):
        return False
    said = "".join(f"{word} " for word in between)
    if _LACKING.fullmatch(said) or _NO_TROUBLE.fullmatch(said):
        return True
    if not _TROUBLES.isdisjoint(words[first : last + 1]):
        return bool(_HAVE.fullmatch(said))  # "there are no barriers"
    if (
        words[negator] not in _OF_BEING
        or not _MEANT.fullmatch(said)
        or words[last + 1 : last + 2] in [[w] for w in _BASED]
    ):
        return False
    opens = negator == 0 or words[negator - 1] in _BREAKS
    return opens or (words[negator - 1] in _BE and "there" not in words[max(negator - 2, 0) : negator])


def _denies_what_stands_before(words: Sequence[str], negator: int) -> bool:
    after = words[negator + 1 : negator + 5]
    for at, word in enumerate(after):
        if word in _BREAKS:
            after = after[:at]
            break
    if not _NOT_ALL.isdisjoint(after):
        return False
    if words[negator - 1] in _BE:
        return not (_TROUBLES | _REASONS).isdisjoint(after)
    return words[negator] in _OF_BEING and bool(after) and after[0] in _MATTERING


def is_echo(before: str) -> bool:
    """Whether what is before some words in their sentence hands them back to the interviewer.

    >>> is_echo("you mentioned "), is_echo("you could say that ")
    (True, False)
    """
    said = before.casefold()
    return may_echo(said) and bool(_ECHO.search(said.replace("’", "'").replace("'re", " 're")))


def may_echo(text: str) -> bool:
    """Whether a text may be part of what hands words back to the interviewer.

    >>> may_echo("You"), may_echo("mentioned")
    (True, False)
    """
    return "you" in text.casefold()
