"""Letters that many people send are found, however they edit them; texts of their own are nobody's campaign."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
from fictional_responses import edited, ordinary

from lmep_consult.responses import store
from lmep_consult.responses.campaigns import Candidate, Counts, Letters, find_letters
from lmep_consult.responses.shingles import SHORT, Runs, sketched

SIZES = (8, 15, 30, 60)


def letters_in(texts: list[str]) -> Letters:
    found = sketched(store.table(store.texts("response", "question", "text"), [("", "views", text) for text in texts]))
    counts = Counts()
    counts.add(found)
    held = found.take(counts.candidates(found)).to_pydict()
    return find_letters([list(map(Candidate, held["question"], held["whole"], held["text"]))])


def whose(letters: Letters, text: str) -> int | None:
    return letters.of_text("views", Runs([text]).of(SHORT)[0].tolist())


def test_all_campaigns_are_found_and_ordinary_texts_are_of_none() -> None:
    rng = random.Random(11)  # noqa: S311
    sent = [ordinary(rng, rng.randrange(60, 140)) for _ in SIZES]
    planted = [(at, edited(rng, sent[at])[0]) for at, size in enumerate(SIZES) for _ in range(size)]
    others = [ordinary(rng, rng.randrange(20, 90)) for _ in range(1000)]
    texts = [*others, *(text for _, text in planted)]
    rng.shuffle(texts)
    letters = letters_in(texts)
    assert len(letters.of) == len(SIZES)
    assert [text for text in others if whose(letters, text) is not None] == []
    found = Counter((at, whose(letters, text)) for at, text in planted)
    right = {
        at: max(count for (of, is_of), count in found.items() if of == at and is_of is not None) for at in range(4)
    }
    assert all(right[at] >= 0.9 * size for at, size in enumerate(SIZES))
    in_order = letters_in(sorted(texts))
    assert sorted(in_order.of) == sorted(letters.of)


def test_what_is_written_round_a_letter_is_kept() -> None:
    rng = random.Random(2)  # noqa: S311
    letter = ordinary(rng, 80)
    letters = letters_in([letter] * 6 + [ordinary(rng) for _ in range(100)])
    own = "My own mother, who is ninety, walks to the surgery now."
    for text in (f"{own} {letter}", f"{letter}\n{own}"):
        runs = Runs([text]).of(SHORT)[0].tolist()
        number = letters.of_text("views", runs)
        assert number is not None and letters.round_letter(number, text, runs) == own
    assert letters.round_letter(0, letter, Runs([letter]).of(SHORT)[0].tolist()) == ""


def test_short_texts_are_no_campaign_however_often_they_come() -> None:
    assert letters_in(["I agree with the plan."] * 50).of == []


def test_runs_do_not_reach_from_one_text_into_the_next() -> None:
    texts = ["one two three four", "", "five six", "seven eight nine"]
    together, text = Runs(texts).of(SHORT)
    alone = [Runs([each]).of(SHORT)[0] for each in texts]
    assert list(text) == [0, 0, 3]
    assert np.array_equal(together, np.concatenate(alone))
