"""Finding a codebook's terms in speech, whatever their word form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd
import simplemma
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex

from lmep_consult.codebook.denial import is_denied, is_echo
from lmep_consult.codebook.terms import Term, parsed

if TYPE_CHECKING:
    from lmep_consult.codebook.model import Code, Codebook

COLUMNS = ["code", "start", "end", "quote", "turn", "rule"]
_ANY = "*"
_OPENING = ("[", "(", "“", "‘")


class Coded(Protocol):
    """What a codebook is applied to; a Transcript is one."""

    @property
    def turns(self) -> pd.DataFrame: ...


def suggest(codebook: Codebook, transcript: Coded) -> pd.DataFrame:
    """See Codebook.apply."""
    rules = _Rules(codebook)
    turns = transcript.turns
    turns = turns[turns["role"] != "interviewer"]
    rows = []
    for number, offset, doc in zip(turns["turn"], turns["start_char"], _english().pipe(turns["text"]), strict=True):
        reasons: dict[tuple[int, str], list[str]] = {}
        turn = _Turn(doc)
        for hit in rules.hits(turn):
            reasons.setdefault((hit.sentence, hit.code), []).append(hit.why)
        for (at, code), why in sorted(reasons.items(), key=lambda item: item[0][0]):
            start, end = _bounds(turn.sentences[at])
            rule = "; ".join(dict.fromkeys(why))
            rows.append((code, offset + start, offset + end, doc.text[start:end], number, rule))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"start": int, "end": int, "turn": int})


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, white space round it left out."""
    return [_bounds(sentence) for sentence in _english()(text).sents if sentence.text.strip()]


@dataclass(frozen=True)
class _Hit:
    code: str
    sentence: int
    why: str


class _Turn:
    """A turn's words: lemmas and tokens, and which sentence each is of."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.sentences = list(doc.sents)
        found = [(lemma, token, at) for at, sent in enumerate(self.sentences) for lemma, token in _words(sent)]
        self.lemmas = [lemma for lemma, _, _ in found]
        self.tokens = [token for _, token, _ in found]
        self.said = [token.lower_.replace("’", "'") for token in self.tokens]
        self.sentence_of = [at for _, _, at in found]
        self._first = {at: place for place, at in reversed(list(enumerate(self.sentence_of)))}

    def places(self, phrase: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where the phrase stands, within a sentence: its first word and its last."""
        for at in range(len(self.lemmas) - len(phrase) + 1):
            end = at + len(phrase)
            if self.sentence_of[at] == self.sentence_of[end - 1] and self.matches(phrase, at):
                yield at, end - 1

    def matches(self, phrase: Sequence[str], at: int) -> bool:
        return all(_fits(wanted, self.lemmas[at + n], self.said[at + n]) for n, wanted in enumerate(phrase))

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].idx : self.tokens[last].idx + len(self.tokens[last])]

    def is_denied(self, first: int, last: int) -> bool:
        begin = self._first[self.sentence_of[first]]
        end = begin + self.sentence_of.count(self.sentence_of[first])
        return is_denied(self.said[begin:end], first - begin, last - begin)

    def is_echo(self, first: int) -> bool:
        begin = self.tokens[self._first[self.sentence_of[first]]].idx
        return is_echo(self.text[begin : self.tokens[first].idx])


class _Rules:
    """A codebook's terms, by the first word of each."""

    def __init__(self, codebook: Codebook) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Code]]] = defaultdict(list)
        self._handling = {
            code.id: tuple(_inherited(codebook, code, field) == "skip" for field in ("negation", "echo"))
            for code in codebook.codes
        }
        for code in codebook.codes:
            for text in code.terms:
                phrase = _phrase(parsed(text).words)
                if phrase:
                    self._by_first[_ANY if _ANY in phrase[0] else phrase[0]].append((phrase, text, code))

    def hits(self, turn: _Turn) -> Iterator[_Hit]:
        anything = self._by_first.get(_ANY, [])
        for at, lemma in enumerate(turn.lemmas):
            for phrase, text, code in (*self._by_first.get(lemma, ()), *anything):
                last = at + len(phrase) - 1
                if last >= len(turn.lemmas) or turn.sentence_of[last] != turn.sentence_of[at]:
                    continue
                term = parsed(text)
                if turn.matches(phrase, at) and _conditions_hold(term, turn, at, last):
                    yield from self._judged(code, text, turn, at, last)

    def _judged(self, code: Code, text: str, turn: _Turn, first: int, last: int) -> Iterator[_Hit]:
        """The hit, unless it is denied or only repeats the question and the codebook passes such over."""
        skips_denied, skips_echo = self._handling[code.id]
        why = f"term “{text}” in “{turn.words(first, last)}”"
        for skips, is_so, word in (
            (skips_denied, turn.is_denied(first, last), ", though denied"),
            (skips_echo, turn.is_echo(first), ", though it repeats the question"),
        ):
            if is_so and skips:
                return
            why += word if is_so else ""
        yield _Hit(code.id, turn.sentence_of[first], why)


def _conditions_hold(term: Term, turn: _Turn, first: int, last: int) -> bool:
    if term.not_in and any(a <= last and first <= b for a, b in _places(term.not_in, turn)):
        return False
    if term.near and not any(0 < max(a - last, first - b) <= term.within for a, b in _places(term.near, turn)):
        return False
    return not term.turn or any(b < first or last < a for a, b in _places(term.turn, turn))


def _places(phrases: tuple[str, ...], turn: _Turn) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        yield from turn.places(_phrase(phrase))


def _inherited(codebook: Codebook, code: Code, field: str) -> str:
    """How a code handles negation or echo: as it says, else the nearest above it that does, else the codebook."""
    for id_ in (code.id, *codebook.ancestors(code.id)):
        said: str = getattr(codebook.code(id_), field)
        if said:
            return said
    return str(getattr(codebook, field))


def _fits(wanted: str, lemma: str, said: str) -> bool:
    if _ANY not in wanted:
        return wanted == lemma
    pattern = _wildcard(wanted)
    return pattern.fullmatch(said) is not None or pattern.fullmatch(lemma) is not None


@cache
def _wildcard(word: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in word.split(_ANY)))


@cache
def _phrase(words: str) -> tuple[str, ...]:
    """A phrase's lemmas; a word with an asterisk stays as it is written."""
    parts = [(part, [lemma for lemma, _ in _words(_english()(part))]) for part in words.replace("’", "'").split()]
    return tuple(each for part, lemmas in parts for each in ([part.lower()] if _ANY in part else lemmas))


def _words(tokens: Span | Doc) -> Iterator[tuple[str, Token]]:
    """Lemma and token of each word or mark; a hyphen joins nothing, so "how-to" is "how to"."""
    for token in tokens:
        if not token.is_space and token.text not in "-‐‑–":
            yield _lemma(token.lower_), token


def _bounds(sentence: Span) -> tuple[int, int]:
    text = sentence.doc.text[sentence.start_char : sentence.end_char]
    lead = len(text) - len(text.lstrip())
    return sentence.start_char + lead, sentence.start_char + len(text.rstrip())


@cache
def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="en")).lower()


@Language.component("sentences_open_with_brackets")
def _open_with_brackets(doc: Doc) -> Doc:
    """What opens a sentence with a bracket or mark begins there; the sentencizer leaves that to the sentence before."""
    for token in doc[:-1]:
        after = doc[token.i + 1]
        if token.text in _OPENING and after.is_sent_start:
            token.is_sent_start, after.is_sent_start = True, False
    return doc


@cache
def _english() -> Language:
    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    english.add_pipe("sentences_open_with_brackets")
    infixes = [*(english.Defaults.infixes or ()), r"(?<=\w)[‐‑](?=\w)"]  # spaCy leaves these two hyphens in the word
    tokenizer: Any = english.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return english
