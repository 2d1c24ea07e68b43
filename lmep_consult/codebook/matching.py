"""Finding a codebook's terms in speech, in whatever form and spelling their words are said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import NamedTuple, Protocol

import pandas as pd
from spacy.lang.en.stop_words import STOP_WORDS

from lmep_consult.codebook.denial import WITHIN, is_denied, is_echo, may_deny, may_echo
from lmep_consult.codebook.passages import Passage, passages
from lmep_consult.codebook.phrases import (
    ANYTHING,
    OPEN,
    Phrase,
    end_of,
    following,
    has_bits,
    phrase_of,
    places_of,
    rest_bit,
)
from lmep_consult.codebook.scanning import NOTHING, Glance, Hit, Scanner, Sight
from lmep_consult.codebook.spelling import bare, skeleton
from lmep_consult.codebook.terms import CodeTerms, Term, parsed
from lmep_consult.codebook.tokens import HYPHENS, Spoken, may_be_one, piece_of

COLUMNS = ["code", "start", "end", "quote", "turn", "rule"]
_START = attrgetter("start")
_DENIED = ", though denied"  # of why
_AT_ONCE = 1000  # texts scanned together: more need memory that does not stay close to the processor


class SpokenText(Protocol):
    """What a codebook is applied to; a Transcript is one."""

    @property
    def turns(self) -> pd.DataFrame: ...


class Found(NamedTuple):
    """A code that a sentence suggests. start, end: where the sentence lies in the text, in code points, end exclusive.
    rule: which terms matched which words, and what else decided."""

    code: str
    start: int
    end: int
    rule: str


def suggest(codes: tuple[CodeTerms, ...], transcript: SpokenText) -> pd.DataFrame:
    """See Codebook.apply."""
    turns = transcript.turns
    turns = turns[turns["role"] != "interviewer"]
    rows = [
        (code, offset + start, offset + end, text[start:end], number, rule)
        for number, offset, text, found in zip(
            turns["turn"], turns["start_char"], turns["text"], find_in(codes, turns["text"]), strict=True
        )
        for code, start, end, rule in found
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"start": int, "end": int, "turn": int})


def find_in(codes: tuple[CodeTerms, ...], texts: Iterable[str]) -> Iterator[list[Found]]:
    """See Codebook.find_in."""
    rules = _rules(codes)
    coming = iter(texts)
    while some := list(islice(coming, _AT_ONCE)):
        for scanned in rules.scanner.scan(some):
            if scanned is None:
                yield []
                continue
            found = [
                Found(code, start, end, why)
                for start, end, hits in scanned.sentences
                for code, why in _by_code([(hit.code, hit.why) for hit in hits])
            ]
            if scanned.unsure:
                for passage in passages(scanned.pieces, scanned.unsure, scanned.breaks, scanned.on_text):
                    found += _found(passage, rules.hits(passage))
                found.sort(key=_START)
            yield found


def _found(passage: Passage, hits: Iterable[_Hit]) -> Iterator[Found]:
    of: dict[int, list[tuple[str, str]]] = {}
    for sentence, code, why in hits:
        of.setdefault(sentence, []).append((code, why))
    for sentence in sorted(of):
        start, end = passage.said.sentences[sentence]
        for code, why in _by_code(of[sentence]):
            yield Found(code, passage.offset + start, passage.offset + end, why)


def _by_code(hits: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """A sentence's codes, each once with all that it is there for."""
    if len(hits) == 1:
        return hits
    reasons: dict[str, dict[str, None]] = {}
    for code, why in hits:
        reasons.setdefault(code, {})[why] = None
    return [(code, "; ".join(why)) for code, why in reasons.items()]


class _Hit(NamedTuple):
    sentence: int
    code: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """A term of a code."""

    phrase: Phrase
    text: str
    term: Term
    code: str
    skips_denied: bool
    skips_echo: bool

    @property
    def on_text(self) -> bool:
        """Whether a condition may depend on more than the sentence."""
        return bool(self.term.near or self.term.turn)

    @property
    def depends(self) -> bool:
        """Whether a condition depends on what is round the phrase."""
        return bool(self.term.not_in) or self.on_text


class _Rules:
    """A codebook's terms, found by the first word of each that is not common; what a word is known by, alone or put
    together with the one after it, is looked up once."""

    def __init__(self, codes: tuple[CodeTerms, ...]) -> None:
        self._by_key: dict[str, list[tuple[int, _Rule]]] = {}
        self._by_pattern: list[tuple[re.Pattern[str], tuple[int, _Rule]]] = []
        self._under = lru_cache(maxsize=2**16)(self._look_up)
        self._fitting = lru_cache(maxsize=2**16)(self._look_for)
        for code, terms, skips_denied, skips_echo in codes:
            for text in terms:
                term = parsed(text)
                phrase = phrase_of(term.words)
                if phrase.words:
                    self._add(_Rule(phrase, text, term, code, skips_denied, skips_echo))
        self._rests = self._what_follows()
        self._following = lru_cache(maxsize=None)(following)
        self.scanner = Scanner(self._glance, self._sight, _not_denied, WITHIN)

    def _add(self, rule: _Rule) -> None:
        """Under the first word that is not as common as "the", with how many words are before it."""
        words, joint = rule.phrase.words, rule.phrase.joint
        at = next((n for n, word in enumerate(words) if isinstance(word, re.Pattern) or word.isdisjoint(STOP_WORDS)), 0)
        word = words[at]
        if isinstance(word, re.Pattern):
            self._by_pattern.append((word, (at, rule)))
        else:
            for key in word | joint[at]:
                self._by_key.setdefault(key, []).append((at, rule))
        if at:
            for key in joint[at - 1]:
                self._by_key.setdefault(key, []).append((at - 1, rule))

    def hits(self, passage: Passage) -> Iterator[_Hit]:
        """In the order of the words under which rules are kept."""
        said = passage.said
        for here in passage.words:
            for before, rule in self._known_by(said, here):
                if here >= before:
                    first = here - before
                    last = end_of(rule.phrase, said, first)
                    if last >= 0 and _conditions_hold(rule.term, said, first, last):
                        yield from _judged(rule, said, first, last)

    def _what_follows(self) -> dict[str, int]:
        """By each beginning of a key, what a word must have that may be the rest, as bits."""
        rests: dict[str, int] = {}
        for key in self._by_key:
            is_regular = skeleton(key) is not None
            for end in range(1, len(key)):
                rest = rest_bit(bare(key[end:])) if is_regular else ANYTHING
                rests[key[:end]] = rests.get(key[:end], 0) | rest
        return rests

    def _glance(self, piece: str) -> Glance:
        said, part = Spoken(piece, is_cut=True), piece_of(piece)
        wants, rest = 0, 0
        for here in range(len(said.keys)):
            if self._may_be_continued(said, here):
                rest |= self._rests.get(said.keys[here][0], 0)
                rest |= ANYTHING if self._by_pattern and _is_cut(said, here) else 0
            for before, rule in self._known_by(said, here):
                if before <= here and end_of(rule.phrase, said, here - before) == OPEN:
                    wants |= self._following(rule.phrase)
                    rest |= ANYTHING if len(said.keys) > 1 else 0  # a word of the phrase may have begun
        has = has_bits(said.keys[0]) if said.keys else (ANYTHING, ANYTHING)
        starts, ends = (part.tokens[0].start, part.tokens[-1].end) if part.tokens else (0, 0)
        return Glance(
            self._seen(said, range(len(said.keys))), (wants, rest), has, starts, ends,
            breaks=not part.is_plain, closes=part.closes, leads=part.leads, is_lower=any(map(str.islower, piece)),
            denies=not part.said or may_deny(part.said), echoes=may_echo(piece),
        )  # fmt: skip

    def _sight(self, pieces: Sequence[str], at: int) -> Sight:
        """Of the phrases that are kept under a word of the piece at `at`."""
        said = Spoken(" ".join(pieces), is_cut=True)
        return self._seen(said, said.words_in(at))

    def _seen(self, said: Spoken, words: range) -> Sight:
        """Of the phrases that are kept under these words."""
        hits: list[Hit] = []
        missing = 0
        is_open = depends = on_text = False
        for here in words:
            is_open = is_open or self._may_be_continued(said, here)
            for before, rule in self._known_by(said, here):
                if before > here:
                    missing = max(missing, before - here)
                    continue
                end = end_of(rule.phrase, said, here - before)
                is_open = is_open or end == OPEN
                if end >= here:
                    why = _why(rule, said, here - before, end)
                    first, last = here - before - words.start, end - words.start
                    hits.append(Hit(rule.code, why, first, last, rule.skips_denied))
                    depends = depends or rule.depends
                    on_text = on_text or rule.on_text
        return Sight(tuple(hits), is_open, missing, depends, on_text) if hits or is_open or missing else NOTHING

    def _may_be_continued(self, said: Spoken, at: int) -> bool:
        """Whether the word is the last, and may be known by what it is put together with the one after it."""
        if at + 1 < len(said.keys):
            return False
        return _is_cut(said, at) or (said.keys[at][0] in self._rests and may_be_one(said.said[at], "any"))

    def _known_by(self, said: Spoken, at: int) -> tuple[tuple[int, _Rule], ...]:
        """The rules that are kept under the word at `at`, by itself or put together with the one after it."""
        own = said.keys[at]
        found = self._under(own)
        if own[0] in self._rests and at + 1 < len(said.keys):
            both = self._under(said.joined(at))
            if both and said.are_one(at):
                found += both
        if self._by_pattern:
            found += self._fitting(said.said[at], own)
            if said.is_hyphenated(at):
                found += self._fitting(said.said[at] + said.said[at + 1], said.joined(at))
        return found

    def _look_up(self, known_by: tuple[str, ...]) -> tuple[tuple[int, _Rule], ...]:
        return tuple(rule for key in known_by for rule in self._by_key.get(key, ()))

    def _look_for(self, word: str, known_by: tuple[str, ...]) -> tuple[tuple[int, _Rule], ...]:
        like = (word, *known_by)
        return tuple(rule for pattern, rule in self._by_pattern if any(map(pattern.fullmatch, like)))


@lru_cache(maxsize=8)
def _rules(codes: tuple[CodeTerms, ...]) -> _Rules:
    return _Rules(codes)


def _is_cut(said: Spoken, at: int) -> bool:
    """Whether a hyphen is after the word."""
    end = said.end(at)
    return said.text[end : end + 1] in tuple(HYPHENS)


def _judged(rule: _Rule, said: Spoken, first: int, last: int) -> Iterator[_Hit]:
    """The hit, unless it is denied or only repeats the question and the codebook passes such over."""
    sentence = said.sentence_of(first)
    begin, end = said.first[sentence], said.last[sentence]
    why = _why(rule, said, first, last)
    before = said.text[said.start(begin) : said.start(first)]
    for skips, is_so, word in (
        (rule.skips_denied, is_denied(said.said[begin:end], first - begin, last - begin), _DENIED),
        (rule.skips_echo, is_echo(before), ", though it repeats the question"),
    ):
        if is_so and skips:
            return
        why += word if is_so else ""
    yield _Hit(sentence, rule.code, why)


def _why(rule: _Rule, said: Spoken, first: int, last: int) -> str:
    return f"term “{rule.text}” in “{said.text[said.start(first) : said.end(last)]}”"


def _not_denied(hits: tuple[Hit, ...], pieces: Sequence[str], at: int) -> tuple[Hit, ...]:
    """Of the hits at a piece of a sentence, those that count, with what was decided."""
    said = [piece_of(piece).said for piece in pieces]
    words, here = list(chain.from_iterable(said)), sum(map(len, said[:at]))
    counting = []
    for hit in hits:
        if not is_denied(words, here + hit.first, here + hit.last):
            counting.append(hit)
        elif not hit.skips_denied:
            counting.append(hit._replace(why=hit.why + _DENIED))
    return tuple(counting)


def _conditions_hold(term: Term, said: Spoken, first: int, last: int) -> bool:
    if term.not_in and any(a <= last and first <= b for a, b in places_of(term.not_in, said)):
        return False
    if term.near and not any(0 < max(a - last, first - b) <= term.within for a, b in places_of(term.near, said)):
        return False
    return not term.turn or any(b < first or last < a for a, b in places_of(term.turn, said))
