"""Letters that many people send are found, however they edit them; texts of their own are nobody's campaign."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from fictional_responses import edited, ordinary
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.responses import store
from lmep_consult.responses.belonging import Letters, own_stretches
from lmep_consult.responses.campaigns import find_letters
from lmep_consult.responses.shingles import SHORT, Runs, sketched

SIZES = (5, 8, 15, 30, 60)
QUOTED = (
    "The authority proposes to close the northern branch on weekdays and to run four additional services at weekends, "
    "subject to the outcome of a review that is due in the second year of the plan."
)


def letters_in(texts: Sequence[str], size: int = 10_000) -> Letters:
    found = sketched(store.table(store.texts("question", "text"), [("views", text) for text in texts]))
    return find_letters(lambda columns: (found.slice(n, size).select(columns) for n in range(0, len(texts), size)))


def parted(letters: Letters, texts: Sequence[str], question: str = "views") -> tuple[list[int], list[str | None]]:
    numbers, own = letters.parted(pa.array([question] * len(texts)), pa.array(texts))
    return numbers.tolist(), own


def others(rng: random.Random, count: int) -> list[str]:
    return [ordinary(rng, rng.randrange(20, 90)) for _ in range(count)]


def test_all_campaigns_are_found_and_ordinary_texts_are_of_none() -> None:
    rng = random.Random(11)  # noqa: S311
    sent = [ordinary(rng, rng.randrange(60, 140)) for _ in SIZES]
    planted = [(at, edited(rng, sent[at])[0]) for at, size in enumerate(SIZES) for _ in range(size)]
    alone = others(rng, 1000)
    texts = [*alone, *(text for _, text in planted)]
    rng.shuffle(texts)
    letters = letters_in(texts)
    assert len(letters.of) == len(SIZES)
    assert set(parted(letters, alone)[0]) == {-1}
    found = Counter(zip([at for at, _ in planted], parted(letters, [text for _, text in planted])[0], strict=True))
    right = [max(count for (of, is_of), count in found.items() if of == at and is_of >= 0) for at in range(len(SIZES))]
    assert all(count >= 0.9 * size for count, size in zip(right, SIZES, strict=True))
    in_order = letters_in(sorted(texts), size=77)
    assert [each.text for each in in_order.of] == [each.text for each in letters.of]


def test_a_small_campaign_is_found_next_to_one_that_is_edited_in_hundreds_of_ways() -> None:
    rng = random.Random(4)  # noqa: S311
    large, small = ordinary(rng, 110), ordinary(rng, 50)
    texts = [edited(rng, large)[0] for _ in range(1500)] + [edited(rng, small)[0] for _ in range(5)]
    letters = letters_in([*texts, *others(rng, 500)])
    numbers, _ = parted(letters, texts)
    assert len(letters.of) == 2
    assert Counter(numbers) == {0: 1500, 1: 5}


def test_letters_of_which_sentences_are_left_out_moved_and_rewritten_are_one_campaign() -> None:
    rng = random.Random(8)  # noqa: S311
    sentences = ordinary(rng, 120).split(". ")

    def rewritten() -> str:
        kept = [each if rng.random() < 0.8 else ordinary(rng, 9).split(". ")[0] for each in sentences]
        kept = [each for each in kept if rng.random() < 0.8]
        rng.shuffle(kept)
        return ". ".join(kept)

    texts = [rewritten() for _ in range(40)]
    letters = letters_in([*texts, *others(rng, 500)])
    numbers, _ = parted(letters, texts)
    assert len(letters.of) == 1 and numbers.count(0) >= 38


@pytest.mark.parametrize("copies", [4, 5])
def test_five_copies_are_a_campaign_and_four_are_not(copies: int) -> None:
    rng = random.Random(1)  # noqa: S311
    letters = letters_in([ordinary(rng, 60)] * copies + others(rng, 50))
    assert len(letters.of) == (copies >= 5)


def test_what_is_written_round_a_letter_is_kept() -> None:
    rng = random.Random(2)  # noqa: S311
    letter = ordinary(rng, 80)
    letters = letters_in([letter] * 6 + [ordinary(rng) for _ in range(100)])
    own = "My own mother, who is ninety, walks to the surgery now."
    texts = [f"{own} {letter}", f"  {letter}\n{own}", letter.upper().replace(".", " –")]
    assert parted(letters, texts) == ([0, 0, 0], [own, own, ""])
    assert parted(letters, [letter], question="another") == ([-1], [None])


def test_a_letter_is_shown_without_what_one_of_its_senders_wrote_round_it() -> None:
    rng = random.Random(6)  # noqa: S311
    letter = ordinary(rng, 70)
    own = [" ".join(f"word{rng.randrange(10_000)}" for _ in range(15)) for _ in range(18)]
    texts = [f"{before} {letter} {after}" for before, after in zip(own[:9], own[9:], strict=True)]
    found = letters_in([*texts, *others(rng, 300)]).of
    assert [each.text for each in found] == [letter]


def test_short_texts_are_no_campaign_however_often_they_come() -> None:
    assert letters_in(["I agree with the plan."] * 50).of == ()


def test_a_passage_that_many_quote_in_texts_of_their_own_is_no_campaign() -> None:
    rng = random.Random(9)  # noqa: S311
    quoting = [f"{ordinary(rng, 35)} {QUOTED} {ordinary(rng, 35)}" for _ in range(30)]
    assert letters_in([*quoting, *others(rng, 500)]).of == ()


def test_the_same_letter_to_two_questions_is_two_campaigns() -> None:
    rng = random.Random(3)  # noqa: S311
    letter, rows = ordinary(rng, 60), []
    for question in ("views", "other"):
        rows += [(question, letter)] * 7 + [(question, text) for text in others(rng, 40)]
    found = sketched(store.table(store.texts("question", "text"), rows))
    letters = find_letters(lambda columns: [found.select(columns)])
    assert sorted(each.question for each in letters.of) == ["other", "views"]


def test_nothing_is_found_in_nothing() -> None:
    assert letters_in([]).of == () and letters_in([""]).of == ()


def test_runs_do_not_reach_from_one_text_into_the_next() -> None:
    texts = ["one two three four", "", "five six", "seven – eight nine", "a b c d e f g h"]
    for length in (SHORT, 8):
        together, starts = Runs(pa.array(texts)).of(length)
        alone = [Runs(pa.array([each])).of(length)[0] for each in texts]
        assert np.diff(starts).tolist() == list(map(len, alone))
        assert np.array_equal(together, np.concatenate(alone))


@given(st.lists(st.text("ab,–' \n\t\xa0\u2003é1", max_size=30), min_size=1, max_size=5))
def test_each_word_has_its_place_in_the_text(texts: list[str]) -> None:
    runs = Runs(pa.array(texts))
    for number, text in enumerate(texts):
        words = [word for word in text.split() if any(map(str.isalnum, word))]
        assert [text[start:end] for start, end in runs.spans(number)] == words
        assert runs.counts[number] == len(words)


@given(st.lists(st.booleans(), max_size=60))
def test_stretches_that_are_not_the_letters_are_long_enough_and_apart(is_letter: list[bool]) -> None:
    words = len(is_letter) + SHORT - 1
    edges = [edge for stretch in own_stretches(np.array(is_letter, dtype=bool), words) for edge in stretch]
    assert edges == sorted(edges) and all(0 <= edge <= words for edge in edges)
    assert all(end - start >= 4 for start, end in zip(edges[::2], edges[1::2], strict=True))
    assert all(start - end >= 6 for end, start in zip(edges[1::2], edges[2::2], strict=False))


def test_short_texts_made_of_the_same_few_sentences_are_no_campaign() -> None:
    rng = random.Random(12)  # noqa: S311
    stock = [" ".join(ordinary(rng, 9).replace(".", "").lower().split()[:8]) for _ in range(40)]
    texts = [". ".join(rng.sample(stock, rng.randrange(2, 4))) for _ in range(800)]
    assert letters_in(texts).of == ()
