"""Speech as words in sentences, each with its place in the text as it was written.

What programs and pages put into words is passed over: characters of no width, soft hyphens. A hyphen parts words, since
what one writes "co-ordinate" another writes "coordinate"; `Spoken.joined` puts such parts together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from lmep_consult.codebook.spelling import spelt
from lmep_consult.codebook.words import keys

if TYPE_CHECKING:
    from spacy.tokens import Doc

HYPHENS = "-‐‑–"
_OPENING = ("[", "(", "“", "‘")
# Characters of no width, and the apostrophe of "over-50's" and "SME's".
_NOTHING = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]|(?<=\d)['’](?=s\b)|(?<=[A-Z]{2})['’](?=s\b)")
_APOSTROPHE = re.compile(r"(?<=\w)[´`ʹʼ′＇‘‛](?=\w)")
_PREFIXES = frozenset("co e on re up".split())  # which may stand apart from their word: "up skill"
_SHORTEST_PART = 3  # letters of any other part of a word that stands apart
_SHOUT = 4  # words, all in capitals, from which on capitals say nothing


class Spoken:
    """A text's words in order. keys: what each is known by (see `words`). said: each in lower case. starts, ends: where
    each lies in the text. sentence_of: which sentence each is of. sentences: where each begins and ends in the text,
    white space round it left out. first, last: each sentence's first word and the one after its last."""

    def __init__(self, text: str, doc: Doc, places: list[int] | None) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentence_of: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        bounds: list[tuple[int, int]] = []
        words: list[str] = []
        for token, start, opens in _visible(doc):
            end = start + len(token)
            if opens:
                bounds.append((start, end))
                self.first.append(len(words))
                self.last.append(len(words))
            else:
                bounds[-1] = (bounds[-1][0], end)
            word = token.strip(HYPHENS)
            if word:
                words.append(word)
                self.starts.append(start + token.index(word))
                self.ends.append(self.starts[-1] + len(word))
                self.sentence_of.append(len(bounds) - 1)
                self.last[-1] = len(words)
        if places:
            self.starts = [places[start] for start in self.starts]
            self.ends = [places[end - 1] + 1 for end in self.ends]
            bounds = [(places[start], places[end - 1] + 1) for start, end in bounds]
        self.sentences = bounds
        self.said = [word.lower().replace("’", "'") for word in words]
        self.keys = [keys(word) for word in words]
        for first, last in zip(self.first, self.last, strict=True):
            if last - first >= _SHOUT and "".join(words[first:last]).isupper():
                self.keys[first:last] = [keys(word.lower()) for word in words[first:last]]

    def is_hyphenated(self, at: int) -> bool:
        """Whether a hyphen alone, at the end of a line or not, parts the word from the one after it."""
        if at + 1 >= len(self.said) or self.text[self.ends[at]] not in HYPHENS:
            return False
        return not self.text[self.ends[at] + 1 : self.starts[at + 1]].strip()

    def are_one(self, at: int) -> bool:
        """Whether the word and the one after it, in the same sentence, may be one word: parted by a hyphen, or by white
        space where they are not very short."""
        if at + 1 >= self.last[self.sentence_of[at]]:
            return False
        apart = self.text[self.ends[at] : self.starts[at + 1]].isspace()
        return self.is_hyphenated(at) or (apart and may_be_one(self.said[at], self.said[at + 1]))

    def joined(self, at: int) -> tuple[str, ...]:
        """What the word and the one after it are known by as one word."""
        return tuple(spelt(self.keys[at][0] + key) for key in self.keys[at + 1])


def may_be_one(one: str, other: str) -> bool:
    """Whether two words that stand apart may be one, as "child care" and "up skill" are.

    >>> may_be_one("child", "care"), may_be_one("in", "formal")
    (True, False)
    """
    return len(other) >= _SHORTEST_PART and (len(one) >= _SHORTEST_PART or one in _PREFIXES)


def spoken(texts: Iterable[str]) -> Iterator[Spoken]:
    """Each text's words."""
    for text in texts:
        plain, places = _plain(text)
        yield Spoken(text, _tokenizer()(plain), places)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, white space round it left out."""
    (said,) = spoken([text])
    return said.sentences


def words_of(text: str) -> list[str]:
    """A term's words as they are written, hyphens between them left out."""
    return [word for token, _, _ in _visible(_tokenizer()(_plain(text)[0])) if (word := token.strip(HYPHENS))]


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text without what is no part of its words; and where each character was before, None if nothing has moved."""
    text = _APOSTROPHE.sub("'", text)
    if not _NOTHING.search(text):
        return text, None
    gone = {at for found in _NOTHING.finditer(text) for at in range(*found.span())}
    places = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in places), places


def _visible(doc: Doc) -> Iterator[tuple[str, int, bool]]:
    """Each token that is no white space: its text, where it begins, and whether a sentence begins with it.

    A sentence ends with a full stop or the like and the marks that follow it (as spaCy's sentencizer has it), but an
    opening bracket or quotation mark belongs to the next.
    """
    ends = _sentence_ends()
    ended, begins = False, True
    mark: tuple[str, int] | None = None
    for token in doc:
        word = token.text
        if word in ends:
            ended = True
        elif ended and not token.is_punct:
            ended, begins = False, True
        if mark:
            yield *mark, begins
            mark, begins = None, False
        if word in _OPENING:
            mark = (word, token.idx)
        elif not word.isspace():
            yield word, token.idx, begins
            begins = False
    if mark:
        yield *mark, begins


# spaCy is slow to load, and most commands read no speech.
@cache
def _sentence_ends() -> frozenset[str]:
    from spacy.pipeline import Sentencizer

    return frozenset(Sentencizer.default_punct_chars)


@cache
def _tokenizer() -> Callable[[str], Doc]:
    import spacy
    from spacy.util import compile_infix_regex

    english = spacy.blank("en")
    # spaCy leaves some hyphens, and the marks after which a space is missing, in the word.
    infixes = [*(english.Defaults.infixes or ()), r"(?<=\w)[-‐‑–](?=\w)", r"(?<=[^\W\d_])[;!?](?=[^\W\d_])"]
    tokenizer: Any = english.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return english.tokenizer
