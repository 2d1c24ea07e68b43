"""That looking only where scanning says finds all that looking everywhere does."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.codebook import Code, Codebook, matching, scanning
from lmep_consult.codebook.matching import Found, _found, _rules
from lmep_consult.codebook.passages import Passage
from lmep_consult.codebook.tokens import Spoken
from lmep_consult.transcripts import read_transcript

ROOT = Path(__file__).parents[2]
TERMS = (
    "on the job", "child care", "therapy", "labour market", "fund* gap", "employer view", "WHO", "co-ordinate", "SMEs",
    "cost [near 5: programme]", "data [turn: job]", "employer [not: employer engagement]", "the", "a * b", "not enough",
)  # fmt: skip
SAID = (
    "on the job job's child care childcare child- the rapy labour market mar ket funding gap employer employers' view "
    "views engagement WHO who co-ordinate co ordinate SMEs SME’s cost programme data a an b not enough you mentioned "
    "end. end! ” ( “ ) go;so ha.Then e.g. — - em\u200bployer ther\u00adapy SO SAID NO \n end.\n \u0301 ing "
    "is not lack is not lack"
).split(" ")


def everywhere(codebook: Codebook, text: str) -> list[Found]:
    rules = _rules(codebook.terms)
    said = Spoken(text)
    passage = Passage(said, 0, list(range(len(said.said))))
    return list(_found(passage, rules.hits(passage)))


CODES = tuple(Code(f"code-{at}", "Code", "all", "what it is", terms=(term,)) for at, term in enumerate(TERMS))
BOOK = Codebook("test", "1", "", (Code("all", "All", definition="all"), *CODES))
OF_SENTENCES = replace(BOOK, codes=tuple(code for code in BOOK.codes if code.terms not in (TERMS[9:10], TERMS[10:11])))


@pytest.mark.parametrize(("codebook", "has_arrow"), [(BOOK, True), (OF_SENTENCES, True), (OF_SENTENCES, False)])
def test_looking_where_a_phrase_may_be_finds_all_there_is(
    codebook: Codebook, has_arrow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_arrow:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    texts = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from([" "] * 8 + ["  ", "\n", ""])), max_size=25)

    @settings(max_examples=120, deadline=None)
    @given(texts=st.lists(texts.map(lambda words: "".join(word + gap for word, gap in words)), max_size=4))
    def same(texts: list[str]) -> None:
        assert list(codebook.find_in(texts)) == [everywhere(codebook, text) for text in texts]

    same()


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("only analyst", "the only ana lyst left"),  # what begins before is known only with the piece after
        ("a template", "like a template,\nthe end"),  # looked at from both of its pieces
        ("a study", "from a  study here"),  # with an empty piece between
        ("PIP", 'our (PIP." said one'),  # capitals, in a sentence that is not all in capitals
        ("organisation", "the organ ization"),
        ("on the job", "trained on the job's site"),
        ("labour market view", "a labour-market view"),
    ],
)
def test_a_phrase_in_several_pieces(term: str, text: str) -> None:
    book = Codebook(
        "test", "1", "", (Code("all", "All", definition="all"), Code("one", "One", "all", "what it is", terms=(term,)))
    )
    assert [found.code for found in everywhere(book, text)] == ["one"]
    assert list(book.find_in([text, text])) == [everywhere(book, text)] * 2


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("we do not really really ever even lack therapy", True),  # six words before it
        ("we do not – really – really – ever – even lack therapy", True),  # dashes are none of them
        ("we do not really really ever even ever lack therapy", False),
        ("therapy for us here is not a trouble", True),  # within five after it
        ("therapy for us – here – is not a trouble", True),
        ("No lack. There is therapy", False),  # in another sentence
        ("we don’t lack child care, say", True),
        ("you mentioned therapy", None),
        ("You may say therapy", False),
    ],
)
def test_what_is_round_a_phrase_decides(text: str, denied: bool | None) -> None:
    book = replace(BOOK, codes=(BOOK.codes[0], *CODES[1:3]), negation="count", echo="count")
    found = [each.rule for each in next(book.find_in([text]))]
    assert found == [each.rule for each in everywhere(book, text)]
    assert len(found) == 1
    assert ("though denied" in found[0], "repeats the question" in found[0]) == (denied is True, denied is None)


def test_what_was_learnt_may_be_forgotten_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = list(read_transcript(ROOT / "data/demo/raw/transcripts/P01_interview.vtt").turns["text"])
    codebook = Codebook.load(ROOT / "codebooks/flexibilities.yaml")
    found = list(codebook.find_in(turns))
    monkeypatch.setattr(scanning, "_MOST", 7)
    monkeypatch.setattr(matching, "_AT_ONCE", 3)
    matching._rules.cache_clear()
    assert list(Codebook.load(ROOT / "codebooks/flexibilities.yaml").find_in(turns)) == found
    assert any(found)
