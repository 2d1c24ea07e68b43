"""Campaigns planted among ordinary texts: which are found, how many of their texts, how many ordinary ones are taken.

python tests/benchmarks/campaigns_found.py             50,000 ordinary texts, 12 campaigns as `edited` edits letters
python tests/benchmarks/campaigns_found.py 10000 3     another number and seed

Below these, letters of 40, 120 and 400 words, edited more and more strongly (see `rewritten`). µs: the processor time a
text of sketches, of finding letters and of parting.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

SHARED = Path(__file__).resolve().parents[1] / "shared"
sys.path[:0] = [str(SHARED), str(SHARED.parents[1])]

SIZES = (5, 5, 8, 8, 12, 12, 20, 40, 40, 80, 200, 1000)
FEWER = (5, 8, 12, 40, 200, 3000)
STRENGTHS = (0.05, 0.1, 0.2, 0.3)


def rewritten(rng: random.Random, letter: str, strength: float) -> str:
    """The letter with sentences left out (a third of `strength`), rewritten (a quarter) and moved, words changed (a
    fifth), and in half of the cases a text of its own before or after."""
    from fictional_responses import ordinary

    kept = []
    for sentence in letter.split(". "):
        chance = rng.random()
        if chance < strength * 0.35:
            continue
        if chance < strength * 0.6:
            kept.append(ordinary(rng, 8).split(". ")[0])
            continue
        words = sentence.split(" ")
        kept.append(" ".join(word if rng.random() > strength * 0.2 else f"word{rng.randrange(999)}" for word in words))
    if rng.random() < strength:
        rng.shuffle(kept)
    own = ordinary(rng, rng.randrange(8, max(10, len(letter.split())))) if rng.random() < 0.5 else ""
    return f"{own} {'. '.join(kept)}" if rng.random() < 0.5 else f"{'. '.join(kept)} {own}"


def measure(
    others: list[str], letters: list[str], sizes: tuple[int, ...], edit: Callable[[str], str], name: str
) -> None:
    """Print what is found of campaigns of these letters among the others."""
    import numpy as np

    from lmep_consult.responses import store
    from lmep_consult.responses.campaigns import find_letters
    from lmep_consult.responses.shingles import sketched

    said = [(text, -1) for text in others]
    said += [
        (edit(letter), n) for n, (letter, size) in enumerate(zip(letters, sizes, strict=True)) for _ in range(size)
    ]
    planted = np.array([n for _, n in said])
    began = time.process_time()
    found = sketched(store.table(store.texts("question", "text"), [("views", text) for text, _ in said]))
    read = time.process_time()
    known = find_letters(lambda columns: [found.select(columns)])
    compared = time.process_time()
    number = np.full(len(said), -1)
    at = known.may_be(found) if known.of else np.empty(0, dtype=int)
    if len(at):
        some = found.take(at).combine_chunks()
        number[at], _ = known.parted(some["question"].combine_chunks(), some["text"].combine_chunks())
    ends = time.process_time()
    steps = [(read - began), (compared - read), (ends - compared)]
    right = []
    for n, size in enumerate(sizes):
        (_, most), *_ = Counter(number[(planted == n) & (number >= 0)].tolist()).most_common(1) or [(0, 0)]
        right.append(f"{most}/{size}")
    took = ", ".join(f"{step / len(said) * 1e6:.0f}" for step in steps)
    taken = int(((planted < 0) & (number >= 0)).sum())
    print(
        f"{name:22} {len(known.of):3} letters; {' '.join(right)}; ordinary taken {taken}/{len(others)}; µs {took}",
        flush=True,
    )


def main() -> None:
    from fictional_responses import edited, ordinary

    count, seed = [*map(int, sys.argv[1:]), *(50_000, 1)[len(sys.argv) - 1 :]]
    rng = random.Random(seed)  # noqa: S311
    others = [ordinary(rng) for _ in range(count)]
    letters = [ordinary(rng, rng.choice([40, 80, 120])) for _ in SIZES]
    measure(others, letters, SIZES, lambda letter: edited(rng, letter)[0], "edited")
    for words in (40, 120, 400):
        letters = [ordinary(rng, words) for _ in FEWER]
        for strength in STRENGTHS:
            name = f"{words} words, {strength:.0%}"
            measure(others[:10_000], letters, FEWER, lambda letter, s=strength: rewritten(rng, letter, s), name)  # type: ignore[misc]


if __name__ == "__main__":
    main()
