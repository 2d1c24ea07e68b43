"""Speech as words in sentences, each with its place in the text as it was written.

What programs and pages put into words is passed over: characters of no width, soft hyphens. A hyphen parts words, since
what one writes "co-ordinate" another writes "coordinate"; `Spoken.joined` puts such parts together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from lmep_consult.codebook.spelling import spelt
from lmep_consult.codebook.words import keys

if TYPE_CHECKING:
    from spacy.tokens import Doc

HYPHENS = "-‐‑–"
_STRETCH = re.compile(r"\S+")
_NO_GAP = ("", " ")  # a line break or a wider space ends a sentence that a mark had ended, whatever follows
_OPENING = ("[", "(", "“", "‘")
# Characters of no width, and the apostrophe of "over-50's" and "SME's".
_NOTHING = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]|(?<=\d)['’](?=s\b)|(?<=[A-Z]{2})['’](?=s\b)")
_APOSTROPHE = re.compile(r"(?<=\w)[´`ʹʼ′＇‘‛](?=\w)")
_PREFIXES = frozenset("co e on re up".split())  # which may stand apart from their word: "up skill"
_SHORTEST_PART = 3  # letters of any other part of a word that stands apart
_SHOUT = 4  # words, all in capitals, from which on capitals say nothing


class Token(NamedTuple):
    """A token of speech. word: what is left without hyphens at its ends, "" where nothing is; from where to where in
    the token. said: the word in lower case. keys: what it is known by (see `words`). ends: whether it ends a sentence.
    opens: whether it is a bracket or mark that belongs to what follows. marks: whether it is punctuation."""

    text: str
    start: int
    end: int
    word: str
    word_start: int
    word_end: int
    said: str
    keys: tuple[str, ...]
    ends: bool
    opens: bool
    marks: bool


class Spoken:
    """A text's words in order. keys: what each is known by (see `words`). said: each in lower case. starts, ends: where
    each lies in the text. sentence_of: which sentence each is of. sentences: where each begins and ends in the text,
    white space round it left out. first, last: each sentence's first word and the one after its last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentence_of: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.said: list[str] = []
        self.keys: list[tuple[str, ...]] = []
        plain, places = _plain(text)
        bounds: list[tuple[int, int]] = []
        words: list[str] = []
        for token, at, opens in _in_sentences(plain):
            if opens:
                bounds.append((at + token.start, at + token.end))
                self.first.append(len(words))
                self.last.append(len(words))
            else:
                bounds[-1] = (bounds[-1][0], at + token.end)
            if token.word:
                words.append(token.word)
                self.said.append(token.said)
                self.keys.append(token.keys)
                self.starts.append(at + token.word_start)
                self.ends.append(at + token.word_end)
                self.sentence_of.append(len(bounds) - 1)
                self.last[-1] = len(words)
        if places:
            self.starts = [places[start] for start in self.starts]
            self.ends = [places[end - 1] + 1 for end in self.ends]
            bounds = [(places[start], places[end - 1] + 1) for start, end in bounds]
        self.sentences = bounds
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
        return _as_one(self.keys[at][0], self.keys[at + 1])


@lru_cache(maxsize=2**16)
def _as_one(word: str, after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(spelt(word + key) for key in after)


def may_be_one(one: str, other: str) -> bool:
    """Whether two words that stand apart may be one, as "child care" and "up skill" are.

    >>> may_be_one("child", "care"), may_be_one("in", "formal")
    (True, False)
    """
    return len(other) >= _SHORTEST_PART and (len(one) >= _SHORTEST_PART or one in _PREFIXES)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, white space round it left out."""
    return Spoken(text).sentences


def words_of(text: str) -> list[str]:
    """A term's words as they are written, hyphens between them left out."""
    return [token.word for token, _, _ in _in_sentences(_plain(text)[0]) if token.word]


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text without what is no part of its words; and where each character was before, None if nothing has moved."""
    text = _APOSTROPHE.sub("'", text)
    if not _NOTHING.search(text):
        return text, None
    gone = {at for found in _NOTHING.finditer(text) for at in range(*found.span())}
    places = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in places), places


def _in_sentences(text: str) -> Iterator[tuple[Token, int, bool]]:
    """Each token, where the stretch begins that it is in, and whether a sentence begins with it.

    A sentence ends with a full stop or the like and the marks that follow it (as spaCy's sentencizer has it), but an
    opening bracket or quotation mark belongs to the next.
    """
    ended, begins = False, True
    opening: tuple[Token, int] | None = None
    before = 0  # where the last stretch ended
    for stretch in _STRETCH.finditer(text):
        at = stretch.start()
        if ended and text[before:at] not in _NO_GAP:
            ended, begins = False, True
        before = stretch.end()
        for token in tokens_of(stretch[0]):
            if token.ends:
                ended = True
            elif ended and not token.marks:
                ended, begins = False, True
            if opening:
                yield *opening, begins
                opening, begins = None, False
            if token.opens:
                opening = (token, at)
            else:
                yield token, at, begins
                begins = False
    if opening:
        yield *opening, begins or (ended and text[before:] not in _NO_GAP)


@lru_cache(maxsize=2**17)
def tokens_of(stretch: str) -> tuple[Token, ...]:
    """The tokens of a stretch without white space. spaCy takes each stretch by itself, and most are said again and
    again: each is taken apart once."""
    found = []
    ends = _sentence_ends()
    for token in _tokenizer()(stretch):
        text, start = token.text, token.idx
        word = text.strip(HYPHENS)
        begin = start + text.index(word)
        said = word.lower().replace("’", "'")
        found.append(
            Token(
                text, start, start + len(text), word, begin, begin + len(word), said, keys(word) if word else (),
                text in ends, text in _OPENING, token.is_punct,
            )
        )  # fmt: skip
    return tuple(found)


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
