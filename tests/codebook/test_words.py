"""What words are known by, checked against the whole dictionary."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from lmep_consult.codebook import spelling
from lmep_consult.codebook.spelling import bare, skeleton, spelt
from lmep_consult.codebook.words import keys, wanted

PAIRS = """
    analyse analyze; anaemia anemia; behaviour behavior; cancelled canceled; catalogue catalog; centre center;
    colour color; counselling counseling; defence defense; dialogue dialog; enrol enroll; favourite favorite;
    fulfil fulfill; grey gray; harbour harbor; honour honor; jewellery jewelry; judgement judgment; labelled labeled;
    licence license; litre liter; modelling modeling; neighbourhood neighborhood; oestrogen estrogen;
    organisation organization; orthopaedic orthopedic; paediatrics pediatrics; practise practice;
    prioritising prioritizing; programmes programs; recognised recognized; sceptical skeptical; skilful skillful;
    theatre theater; travelling traveling; utilisation utilization; vapour vapor"""


@pytest.mark.parametrize("pair", PAIRS.split(";"))
def test_both_sides_of_the_atlantic_find_each_other(pair: str) -> None:
    british, american = pair.split()
    assert wanted(british) & set(keys(american))
    assert wanted(american) & set(keys(british))


@pytest.mark.parametrize("word", "four for hour size prize seize skill full vogue essence course tour moral".split())
def test_words_of_one_spelling_stay_as_they_are(word: str) -> None:
    assert spelt(word) == word


def test_what_spelling_changes_no_skeleton_shows() -> None:
    for word in list(DefaultDictionaryFactory().get_dictionary("en"))[::20]:
        for form in (str(word), f"{word}ize", f"{word}our"):
            known = spelt(form)
            assert skeleton(known) in (None, bare(form)), form
            at = len(form) // 2
            assert bare(form[:at]) + bare(form[at:]) == bare(form)


def test_few_words_of_the_dictionary_fall_together() -> None:
    """What falls together is nearly always two spellings of one word, or no word of this dictionary at all."""
    dictionary = DefaultDictionaryFactory().get_dictionary("en")
    by_key = defaultdict(set)
    for lemma in {dictionary[form].lower() for form in dictionary}:
        if lemma.isalpha() and lemma.isascii():
            by_key[spelt(lemma)].add(lemma)
    together = [words for words in by_key.values() if len(words) > 1]
    assert {"color", "colour"} in together
    assert {"barbel", "barbell"} in together  # the kind that is left
    assert len(together) < 1500
    for taken_apart in ({"four", "for"}, {"tour", "tor"}, {"check", "cheque"}, {"story", "storey"}, {"full", "ful"}):
        assert taken_apart not in together


def test_the_quick_look_passes_over_no_word_that_a_rule_would_change(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {form.lower() for form in sorted(DefaultDictionaryFactory().get_dictionary("en"))[::15]}
    quick = {word: spelt(word) for word in words}
    monkeypatch.setattr(spelling, "_MAY_DIFFER", re.compile(""))
    assert {word: spelt(word) for word in words} == quick


@pytest.mark.parametrize("word", "train commission gather build meet work plan write child study SME".split())
def test_a_base_form_finds_every_form_that_the_dictionary_has_of_it(word: str) -> None:
    dictionary = DefaultDictionaryFactory().get_dictionary("en")
    forms = [form for form in dictionary if dictionary[form] == word and form.isalpha()]
    assert all(wanted(word) & set(keys(form)) for form in forms)
    assert wanted(word) & set(keys(word))
    assert simplemma.lemmatize("trained", lang="en") == "train"
