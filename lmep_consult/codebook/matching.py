"""Finding a codebook's terms in speech, whatever their word form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd
import simplemma
import spacy
from spacy.language import Language
from spacy.tokens import Span, Token
from spacy.util import compile_infix_regex

if TYPE_CHECKING:
    from lmep_consult.codebook.model import Codebook

COLUMNS = ["code", "start", "end", "quote", "turn", "rule"]


class Coded(Protocol):
    """What a codebook is applied to; a Transcript is one."""

    @property
    def turns(self) -> pd.DataFrame: ...


def suggest(codebook: Codebook, transcript: Coded) -> pd.DataFrame:
    """See Codebook.apply."""
    by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for code in codebook.codes:
        for term in code.terms:
            lemmas = tuple(lemma for lemma, _ in _words(_english()(term)))
            if lemmas:
                by_first[lemmas[0]].append((lemmas, term, code.id))
    turns = transcript.turns
    turns = turns[turns["role"] != "interviewer"]
    rows = []
    for number, offset, doc in zip(turns["turn"], turns["start_char"], _english().pipe(turns["text"]), strict=True):
        for sentence in doc.sents:
            rules: dict[str, list[str]] = {}
            for code_id, term, words in _hits(sentence, by_first):
                rules.setdefault(code_id, []).append(f"term “{term}” in “{words}”")
            start, end = _bounds(sentence)
            for code_id, reasons in rules.items():
                rule = "; ".join(dict.fromkeys(reasons))
                rows.append((code_id, offset + start, offset + end, doc.text[start:end], number, rule))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"start": int, "end": int, "turn": int})


def _hits(
    sentence: Span, by_first: dict[str, list[tuple[tuple[str, ...], str, str]]]
) -> Iterator[tuple[str, str, str]]:
    words = list(_words(sentence))
    lemmas = [lemma for lemma, _ in words]
    for at, lemma in enumerate(lemmas):
        for wanted, term, code_id in by_first.get(lemma, ()):
            if tuple(lemmas[at : at + len(wanted)]) == wanted:
                first, last = words[at][1], words[at + len(wanted) - 1][1]
                yield code_id, term, sentence.doc.text[first.idx : last.idx + len(last)]


def _words(tokens: Span | spacy.tokens.Doc) -> Iterator[tuple[str, Token]]:
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


@cache
def _english() -> Language:
    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    infixes = [*(english.Defaults.infixes or ()), r"(?<=\w)[‐‑](?=\w)"]  # spaCy leaves these two hyphens in the word
    tokenizer: Any = english.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return english
