"""Sentences and words of speech."""

from __future__ import annotations

import re

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.codebook import sentences
from lmep_consult.codebook.tokens import spoken

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


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from(list("ab'’ .-\u200b\u00ad\u2060ﬁé´5s\n(“")), max_size=25))
def test_every_word_lies_where_it_is_said_to(text: str) -> None:
    (said,) = spoken([text])
    assert said.starts == sorted(said.starts)
    unseen = str.maketrans("", "", "\u200b\u00ad\u2060")
    for start, end, word, at in zip(said.starts, said.ends, said.said, said.sentence_of, strict=True):
        written = text[start:end].translate(unseen).lower()
        assert re.sub("['’´]", "", written) == re.sub("['’´]", "", word)
        assert said.sentences[at][0] <= start < end <= said.sentences[at][1]
