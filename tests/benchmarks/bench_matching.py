"""Words a second in which a codebook's terms are found in many responses, against peers in the same run.

Run as `python tests/benchmarks/bench_matching.py [--thousands 1 10 100] [--model NAME]`. The responses are of 60 words
each, from a chain over the words of the demonstration's transcripts; two words in a hundred have a slip of the finger,
so that new words never end, as in what people type. The 200 terms are drawn from the demonstration's codebook.

    automaton   the bare ahocorasick-rs, 200 terms in lower case, wherever their letters are: no words, forms, sentences
    LOWER       spaCy's blank tokeniser and PhraseMatcher on LOWER
    LEMMA       the small model named by --model (tokeniser, tagger, lemmatiser) and PhraseMatcher on LEMMA
    learning    Codebook.find_in in a new process: what it learns of the words is counted
    learnt      the same once more

Seconds are of the processor. Peers take the first thousand (LEMMA the first hundred) responses at each size. At last it
says how many of the peers' hits (a term in a response) are ours too, and shows the terms that most often are not.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lmep_consult import Codebook, read_transcript
from lmep_consult.codebook import Code, matching
from lmep_consult.codebook.tokens import _PIECES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher

ROOT = Path(__file__).parents[2]
WORDS, SLIPS, TERMS, HITS = 60, 0.02, 200, 1000
LETTERS = "abcdefghijklmnoprstuvwy"


def responses(how_many: int) -> Iterator[str]:
    draw = random.Random(1)  # noqa: S311
    files = sorted((ROOT / "data/demo/raw/transcripts").iterdir())
    words = " ".join(text for file in files for text in read_transcript(file).turns["text"]).split()
    after: dict[str, list[str]] = {}
    for one, other in itertools.pairwise(words):
        after.setdefault(one, []).append(other)
    for _ in range(how_many):
        word, said = draw.choice(words), []
        for _ in range(WORDS):
            at = draw.randrange(len(word))
            slip = word[:at] + draw.choice(LETTERS) + word[at + draw.choice((0, 1)) :]
            said.append(slip if draw.random() < SLIPS else word)
            word = draw.choice(after.get(word, words))
        yield " ".join(said)


def codebook_of(terms: list[str]) -> Codebook:
    codes = (Code(f"code-{at}", "Code", "all", "what it is", terms=(term,)) for at, term in enumerate(terms))
    return Codebook("benchmark", "1", "", (Code("all", "All", definition="all"), *codes), "count", "count")


def rate(texts: list[str], work: Callable[[list[str]], object]) -> float:
    """Words a second."""
    start = time.process_time()
    work(texts)
    return len(texts) * WORDS / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--thousands", nargs="+", type=int, default=[1, 10, 100])
    parser.add_argument("--model")
    options = parser.parse_args()
    written = sorted({term for code in Codebook.load(ROOT / "codebooks/lmep.yaml").codes for term in code.terms})
    terms = random.Random(3).sample(written, TERMS)  # noqa: S311
    book = codebook_of(terms)
    peers = {"automaton": automaton_of(terms), "LOWER": phrases_of(terms, "en", "LOWER")}
    if options.model:
        peers["LEMMA"] = phrases_of(terms, options.model, "LEMMA")
    print(f"{TERMS} terms, responses of {WORDS} words; thousand words a second of one processor; learnt as ratios")
    heads = ("responses", *peers, "learning", "learnt", *(f"/{name}" for name in peers))
    print(*(head.rjust(10) for head in heads))
    for size in options.thousands:
        texts = list(responses(size * 1000))
        matching._rules.cache_clear()
        _PIECES.clear()
        peer = {name: rate(texts[: 100 if name == "LEMMA" else 1000], work) for name, work in peers.items()}
        ours = [rate(texts, lambda them: sum(map(len, book.find_in(them)))) for _ in range(2)]
        figures = [*peer.values(), *ours]
        print(
            f"{len(texts):10,}", *(f"{each / 1000:10,.0f}" for each in figures),
            *(f"{ours[1] / each:10.2f}" for each in peer.values()),
        )  # fmt: skip
    for name in peers.keys() - {"automaton"}:
        compare(name, texts[:HITS], book, terms, "en" if name == "LOWER" else options.model)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.0f} MB")


def compare(name: str, texts: list[str], book: Codebook, terms: list[str], model: str) -> None:
    """Print which of a peer's hits are ours too."""
    matcher, english = matcher_of(terms, model, name)
    theirs = {
        (n, int(doc.vocab.strings[key])) for n, doc in enumerate(english.pipe(texts)) for key, _, _ in matcher(doc)
    }
    found = enumerate(book.find_in(texts))
    ours = {(n, int(each.code.removeprefix("code-"))) for n, several in found for each in several}
    both = len(theirs & ours)
    print(f"{name}: {len(theirs)} hits, of which ours {both / len(theirs):.1%}; ours alone {len(ours - theirs)}")
    for term, count in Counter(term for _, term in theirs - ours).most_common(12):
        at = min(n for n, each in theirs - ours if each == term)
        print(f"  {count:4} {terms[term]!r}, as in {texts[at]!r}")


def automaton_of(terms: list[str]) -> Callable[[list[str]], object]:
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick([term.lower() for term in terms])
    return lambda texts: [automaton.find_matches_as_indexes(text.lower(), overlapping=True) for text in texts]


def matcher_of(terms: list[str], model: str, attribute: str) -> tuple[PhraseMatcher, Language]:
    import spacy
    from spacy.matcher import PhraseMatcher

    english = spacy.blank("en") if model == "en" else spacy.load(model, exclude=["ner", "parser"])
    matcher = PhraseMatcher(english.vocab, attr=attribute)
    for at, term in enumerate(english.pipe(terms)):
        matcher.add(str(at), [term])
    return matcher, english


def phrases_of(terms: list[str], model: str, attribute: str) -> Callable[[list[str]], object]:
    matcher, english = matcher_of(terms, model, attribute)
    return lambda texts: [matcher(said) for said in english.pipe(texts)]


if __name__ == "__main__":
    main()
