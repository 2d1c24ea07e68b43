"""Sentences and words of speech."""

from __future__ import annotations

import re
from itertools import accumulate

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from lmep_consult.codebook import sentences
from lmep_consult.codebook.tokens import Spoken, _cut, _tokenizer, piece_of

ENGLISH = spacy.blank("en")
ENGLISH.add_pipe("sentencizer")
parts = st.sampled_from("Yes no. What? I’d e.g. 4.5 go! … ) ” , — \n \u3002 Dr. ok;so ha.Then".split(" "))
speech = st.lists(parts, max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=speech)
def test_sentences_are_those_of_spacys_sentencizer(text: str) -> None:
    """But for opening brackets and marks, and for marks after which a space is missing."""
    theirs = [sent.text.strip() for sent in ENGLISH(text).sents if sent.text.strip()]
    assert [text[start:end] for start, end in sentences(text)] == theirs


def test_a_word_with_a_mark_is_what_spacy_takes_it_for() -> None:
    tokenizer = _tokenizer()
    known = [str(word) for word in DefaultDictionaryFactory().get_dictionary("en")][::40]
    for word in (*tokenizer.rules, *known):
        for text in (word, f"{word}.", f"{word},", f"{word.capitalize()}."):
            assert _cut(text) == [(token.text, token.idx, token.is_punct) for token in tokenizer(text)]


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from(list("ab'’ .-\u200b\u00ad\u2060ﬁé´5s\n(“")), max_size=25))
def test_every_word_lies_where_it_is_said_to(text: str) -> None:
    said = Spoken(text)
    starts, ends = ([of(at) for at in range(len(said.said))] for of in (said.start, said.end))
    assert starts == sorted(starts)
    unseen = str.maketrans("", "", "\u200b\u00ad\u2060")
    for word_at, (start, end, word) in enumerate(zip(starts, ends, said.said, strict=True)):
        written = text[start:end].translate(unseen).lower()
        assert re.sub("['’´]", "", written) == re.sub("['’´]", "", word)
        at = said.sentence_of(word_at)
        assert said.sentences[at][0] <= start < end <= said.sentences[at][1]


WORDS = st.sampled_from(
    "Yes no. What? I’d e.g. 4.5 go! … don't £5m 10am (said “Quite so.” [place] co-ordinate SMEs' a--b U.S. cannot "
    "http://a.example/b?c x@y.example and/or over-50s — ALL é etc., it's".split()
)


@settings(max_examples=100, deadline=None)
@given(pieces=st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "  ", "\u00a0"]))))
def test_a_text_taken_apart_piece_by_piece_is_as_spacy_takes_it_apart_whole(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    whole = [(token.text, token.idx) for token in _tokenizer()(text) if not token.is_space]
    assert whole == [
        (text[start + token.start : start + token.end], start + token.start)
        for start, piece in zip(
            accumulate((len(each) + 1 for each in text.split(" ")), initial=0), text.split(" "), strict=False
        )
        for token in piece_of(piece).tokens
    ]
