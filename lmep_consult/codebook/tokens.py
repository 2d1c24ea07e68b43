"""Speech as words in sentences, each with its place in the text as it was written.

What programs and pages put into words is passed over: characters of no width, soft hyphens. A hyphen parts words, since
what one writes "co-ordinate" another writes "coordinate"; `Spoken.joined` puts such parts together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any, NamedTuple

from lmep_consult.codebook.spelling import spelt
from lmep_consult.codebook.words import keys

HYPHENS = "-‐‑–"
_STRETCH = re.compile(r"\S+")
_WORD_AND_MARK = re.compile("([A-Za-z]?[a-z]+)([.,]?)")
_NO_GAP = ("", " ")  # a line break or a wider space ends a sentence that a mark had ended, whatever follows
_OPENING = ("[", "(", "“", "‘")
# Characters of no width, and the apostrophe of "over-50's" and "SME's".
_NOTHING = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]|(?<=\d)['’](?=s\b)|(?<=[A-Z]{2})['’](?=s\b)")
_APOSTROPHE = re.compile(r"(?<=\w)[´`ʹʼ′＇‘‛](?=\w)")
_PREFIXES = frozenset("co e on re up".split())  # which may stand apart from their word: "up skill"
_SHORTEST_PART = 3  # letters of any other part of a word that stands apart
_LENGTH, _SAID, _KEYS = attrgetter("length"), attrgetter("said"), attrgetter("keys")
_MOST_PIECES = 2**17  # kept, of about 1,000 bytes each; then all are forgotten
_SHOUT = 4  # words, all in capitals, from which on capitals say nothing


class Token(NamedTuple):
    """A token of speech. start, end: where it lies in its piece. word: what is left without hyphens at its ends, ""
    where nothing is; from where to where in the piece. said: the word in lower case. keys: what it is known by (see
    `words`). ends: whether it ends a sentence. opens: whether it is a bracket or mark that belongs to what follows.
    marks: whether it is punctuation. apart: whether a line break or the like is before it in its piece."""

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
    apart: bool


class Piece(NamedTuple):
    """What is between two spaces of a text. length: with the space after it. words: its tokens that are words. ends:
    whether a sentence may end with one of its tokens. is_plain: whether it neither ends a sentence nor opens one.
    closes: whether all that it does is to end one with its last token. leads: whether it begins one, where one has
    ended before it. trails: whether what follows it is further away than a space."""

    length: int
    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    said: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    ends: bool
    is_plain: bool
    closes: bool
    leads: bool
    trails: bool


class Spoken:
    """A text's words in order. keys: what each is known by (see `words`). said: each in lower case. sentences: where
    each begins and ends in the text, white space round it left out. first, last: each sentence's first word and the one
    after its last. is_sentence: whether the text is known to be one, and has words. is_cut: whether it is cut out of
    one, so that it does not show whether that is all in capitals."""

    def __init__(self, text: str, is_sentence: bool = False, is_cut: bool = False) -> None:
        self.text = text
        self._pieces = list(map(piece_of, text.split(" ")))
        said = list(map(_SAID, self._pieces))
        self.said: list[str] = list(chain.from_iterable(said))
        self.keys: list[tuple[str, ...]] = list(chain.from_iterable(map(_KEYS, self._pieces)))
        self._word_at = list(accumulate(map(len, said), initial=0))  # the number of each piece's first word
        self._begins = list(accumulate(map(_LENGTH, self._pieces), initial=0))  # where each piece begins
        self.sentences, self.first = self._as_one_sentence() if is_sentence else self._in_sentences()
        self.last = [*self.first, len(self.said)][1:]
        for first, last, (start, end) in zip(self.first, self.last, self.sentences, strict=True):
            if last - first >= _SHOUT and not is_cut and text[start:end].isupper():
                words = [token.word for piece in self._pieces for token in piece.words]
                self.keys[first:last] = [keys(word.lower()) for word in words[first:last]]

    @property
    def size(self) -> int:
        """How many pieces (what is between two spaces) it has."""
        return len(self._pieces)

    def words_in(self, place: int) -> range:
        """The words of one of its pieces."""
        return range(self._word_at[place], self._word_at[place + 1])

    def start(self, at: int) -> int:
        """Where the word begins in the text."""
        begins, token = self._placed(at)
        return begins + token.word_start

    def end(self, at: int) -> int:
        """Where the word ends in the text."""
        begins, token = self._placed(at)
        return begins + token.word_end

    def _placed(self, at: int) -> tuple[int, Token]:
        """The word's token, and where its piece begins."""
        n = bisect_right(self._word_at, at) - 1
        return self._begins[n], self._pieces[n].words[at - self._word_at[n]]

    def sentence_of(self, at: int) -> int:
        """Which sentence the word is of."""
        return bisect_right(self.first, at) - 1

    def is_hyphenated(self, at: int) -> bool:
        """Whether a hyphen alone, at the end of a line or not, parts the word from the one after it."""
        if at + 1 >= len(self.said) or self.text[self.end(at)] not in HYPHENS:
            return False
        return not self.text[self.end(at) + 1 : self.start(at + 1)].strip()

    def are_one(self, at: int) -> bool:
        """Whether the word and the one after it, in the same sentence, may be one word: parted by a hyphen, or by white
        space where they are not very short."""
        if at + 1 >= self.last[self.sentence_of(at)]:
            return False
        apart = self.text[self.end(at) : self.start(at + 1)].isspace()
        return self.is_hyphenated(at) or (apart and may_be_one(self.said[at], self.said[at + 1]))

    def joined(self, at: int) -> tuple[str, ...]:
        """What the word and the one after it are known by as one word."""
        return _as_one(self.keys[at][0], self.keys[at + 1])

    def _as_one_sentence(self) -> tuple[list[tuple[int, int]], list[int]]:
        end = self._begins[-2] + self._pieces[-1].tokens[-1].end
        return [(self._pieces[0].tokens[0].start, end)], [0]

    def _in_sentences(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Where each sentence begins and ends, and its first word.

        A sentence ends with a full stop or the like and the marks that follow it (as spaCy's sentencizer has it), but
        an opening bracket or quotation mark belongs to the next.
        """
        starts: list[int] = []
        ends: list[int] = []
        first: list[int] = []
        ended, begins, apart = False, True, False
        opening: tuple[int, int, int] | None = None

        def take(start: int, end: int, word: int) -> None:
            if begins:
                starts.append(start)
                ends.append(end)
                first.append(word)
            ends[-1] = end

        telling = [n for n, piece in enumerate(self._pieces) if not piece.is_plain]
        telling.append(len(self._pieces))
        coming, n = iter(telling), 0
        to_come = next(coming)
        while n < len(self._pieces):
            if n < to_come and not (ended or begins or opening):
                n = to_come
                ends[-1] = self._begins[n - 1] + self._pieces[n - 1].tokens[-1].end
                continue
            at, word = self._begins[n], self._word_at[n]
            for token in self._pieces[n].tokens:
                if ended and (apart or token.apart):
                    ended, begins = False, True
                apart = False
                if token.ends:
                    ended = True
                elif ended and not token.marks:
                    ended, begins = False, True
                if opening:
                    take(*opening)
                    opening, begins = None, False
                here = (at + token.start, at + token.end, word)
                if token.opens:
                    opening = here
                else:
                    take(*here)
                    begins = False
                word += bool(token.word)
            apart = apart or self._pieces[n].trails
            to_come = next(coming) if n == to_come else to_come
            n += 1
        if opening:
            begins = begins or (ended and _NOTHING.sub("", self.text[opening[1] :]) not in _NO_GAP)
            take(*opening)
        return list(zip(starts, ends, strict=True)), first


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
    return [token.word for part in text.split(" ") for token in piece_of(part).words]


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text without what is no part of its words; and where each character was before, None if nothing has moved."""
    text = _APOSTROPHE.sub("'", text)
    if not _NOTHING.search(text):
        return text, None
    gone = {at for found in _NOTHING.finditer(text) for at in range(*found.span())}
    places = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in places), places


class _Pieces(dict[str, Piece]):
    """Most pieces are said again and again: each is taken apart once."""

    def __missing__(self, text: str) -> Piece:
        if len(self) == _MOST_PIECES:
            self.clear()
        self[text] = piece = _taken_apart(text)
        return piece


_PIECES = _Pieces()
piece_of: Callable[[str], Piece] = _PIECES.__getitem__  # what is between two spaces, taken apart


def _taken_apart(text: str) -> Piece:
    plain, places = _plain(text)
    tokens: list[Token] = []
    before = 0  # where the last stretch without white space ended
    for stretch in _STRETCH.finditer(plain):
        tokens += _tokens(stretch[0], stretch.start(), before < stretch.start())
        before = stretch.end()
    if places:
        tokens = [
            token._replace(
                start=places[token.start], end=places[token.end - 1] + 1,
                word_start=places[token.word_start] if token.word else 0,
                word_end=places[token.word_end - 1] + 1 if token.word else 0,
            )
            for token in tokens
        ]  # fmt: skip
    words = tuple(token for token in tokens if token.word)
    opens, ends = any(token.opens for token in tokens), [token.ends for token in tokens]
    return Piece(
        len(text) + 1, tuple(tokens), words, tuple(token.said for token in words), tuple(token.keys for token in words),
        ends=any(ends), is_plain=bool(tokens) and not any(ends) and not opens,
        closes=any(ends) and not any(ends[:-1]) and not opens,
        leads=bool(tokens) and not tokens[0].marks and not tokens[0].ends, trails=before < len(plain) or not tokens,
    )  # fmt: skip


def _tokens(stretch: str, at: int, apart: bool) -> Iterator[Token]:
    """The tokens of a stretch without white space, which spaCy takes by itself."""
    ends = _sentence_ends()
    for text, index, marks in _cut(stretch):
        start = at + index
        word = text.strip(HYPHENS)
        begin = start + text.index(word)
        said = word.lower().replace("’", "'")
        yield Token(
            start, start + len(text), word, begin, begin + len(word), said, keys(word) if word else (),
            text in ends, text in _OPENING, marks, apart,
        )  # fmt: skip
        apart = False


def _cut(stretch: str) -> list[tuple[str, int, bool]]:
    """The tokens that spaCy takes a stretch for: each, where it begins, and whether it is punctuation. Most stretches
    are a word and perhaps a mark after it, for which spaCy need not be asked."""
    tokenizer = _tokenizer()
    simple = _WORD_AND_MARK.fullmatch(stretch)
    if simple and tokenizer.rules.keys().isdisjoint((stretch, simple[1])):
        return [(simple[1], 0, False), (simple[2], len(simple[1]), True)][: 1 + bool(simple[2])]
    return [(token.text, token.idx, token.is_punct) for token in tokenizer(stretch)]


# spaCy is slow to load, and most commands read no speech.
@cache
def _sentence_ends() -> frozenset[str]:
    from spacy.pipeline import Sentencizer

    return frozenset(Sentencizer.default_punct_chars)


@cache
def _tokenizer() -> Any:
    import spacy
    from spacy.util import compile_infix_regex

    english = spacy.blank("en")
    # spaCy leaves some hyphens, and the marks after which a space is missing, in the word.
    infixes = [*(english.Defaults.infixes or ()), r"(?<=\w)[-‐‑–](?=\w)", r"(?<=[^\W\d_])[;!?](?=[^\W\d_])"]
    tokenizer: Any = english.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return tokenizer
