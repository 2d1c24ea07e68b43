"""Which question of the topic guide each turn of an interview belongs to.

Two things tell: the words (of the interviewer above all, and of the answer), and the order, which is nearly the
guide's. A word speaks for a question when the guide, or what other interviews of the study said under that question,
uses it more than speech at large does. `course` weighs the order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Protocol

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from lmep_consult.transcripts.course import follow

# Round numbers from the middle of a flat range, as in `course`.
ASKED = 0.6  # weight of an interviewer's word: below 1, since words of one turn come together
ANSWERED = 0.2  # weight of an answer's word: it is about the question, seldom in its terms
EVERYDAY = 100.0  # words of speech at large mixed into each question's own, so that one rare word decides nothing
RAREST = 1 / 2000  # no word is held to be rarer at large, however few or many interviews there are to judge by
ELSEWHERE = 0.2  # what a word said in another interview counts next to one of the guide
READ_OUT = 2.0  # for each word of a question put as it stands in the guide, up to six: enough to settle it
BRIEF = 3  # words: without a question mark, so short a turn ("Two weeks.") asks nothing
STEM = 6  # letters of a lemma that count, so that performance and performing meet

# What is said before the first question and after the last, in any interview that asks for consent.
SMALL_TALK = """
hello; thank you for agreeing to speak to me; can you hear me, see me; your camera, microphone, screen
are you happy to be recorded; the recording, transcript and information sheet; goodbye, thank you for your time
"""

_WORD = re.compile(r"[^\W_]+")


class GuideQuestion(Protocol):
    """A question of the topic guide; a study's TopicQuestion is one."""

    @property
    def id(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def prompts(self) -> Sequence[str]: ...


def align_questions(turns: pd.DataFrame, questions: Sequence[GuideQuestion]) -> pd.DataFrame:
    """One interview aligned by itself; see align_interviews, which does better where a study has several."""
    return align_interviews([turns], questions)[0]


def align_interviews(interviews: Sequence[pd.DataFrame], questions: Sequence[GuideQuestion]) -> list[pd.DataFrame]:
    """Give each turn of a study's interviews the section and question it belongs to.

    interviews: a frame each, in order of speaking, with columns role ("interviewer", "participant" or "unknown") and
        text. A turn of unknown role that holds a question mark may put a question; where no turn may, the answers'
        words alone decide, and confidence is low.
    questions: the topic guide, in its order.

    Returns the frames with columns section and question (ids, "" for the opening, small talk and the close) and
    confidence (the probability of that question, 0..1; NaN where the guide is empty). Words are taken as English. An
    interview is read with the guide first, then once more with what the others said under each question.
    """
    if not questions:
        return [turns.assign(section="", question="", confidence=np.nan) for turns in interviews]
    guide_words = [_words(" ".join([question.text, *question.prompts])) for question in questions]
    guide_words.append(_words(SMALL_TALK))
    spoken_words = [[_words(text) for text in turns["text"]] for turns in interviews]
    # In how many turns and questions a word stands says how usual it is in speech at large.
    holding = Counter(word for words in chain(guide_words, *spoken_words) for word in set(words))
    column = {word: number for number, word in enumerate(sorted(holding))}
    at_large = np.array([holding[word] for word in column], float) / max(holding.total(), 1 / RAREST)
    at_large = at_large.clip(min=RAREST)
    guide = _counts(guide_words, column).toarray()

    spoken = [
        _Interview(_counts(map(dict.fromkeys, words), column), _read_out(words, questions), *_askers(turns))
        for turns, words in zip(interviews, spoken_words, strict=True)
    ]
    shares = [interview.follow(np.stack([guide, guide]), at_large) for interview in spoken]
    heard = sum(interview.heard(share) for interview, share in zip(spoken, shares, strict=True))
    shares = [
        interview.follow(guide + ELSEWHERE * (heard - interview.heard(share)), at_large)
        for interview, share in zip(spoken, shares, strict=True)
    ]
    return [_labelled(turns, share, questions) for turns, share in zip(interviews, shares, strict=True)]


@dataclass(frozen=True)
class _Interview:
    """said: turns x words, 1 where the turn holds the word; read_out: turns x questions, added to an asking turn's fit;
    may_ask, asks: see course.follow."""

    said: scipy.sparse.csr_array
    read_out: NDArray[np.float64]
    may_ask: NDArray[np.bool_]
    asks: NDArray[np.bool_]

    def follow(self, counts: NDArray[np.float64], at_large: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of each question, and of none, at every turn.

        counts: 2 x questions x words, the words each question is asked in and answered in.
        """
        # How much likelier, in logarithms, each word is under each question than at large (Dirichlet smoothing).
        speaks_for = np.log((counts / at_large + EVERYDAY) / (counts.sum(axis=2, keepdims=True) + EVERYDAY))
        asking = ASKED * (self.said @ speaks_for[0].T) + self.read_out
        answering = (ANSWERED if self.may_ask.any() else ASKED) * (self.said @ speaks_for[1].T)
        return follow(np.where(self.may_ask[:, None], asking, answering), self.may_ask, self.asks)

    def heard(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """2 x questions x words: how many asking turns, and how many others, hold each word under each question."""
        return np.stack([(self.said.T @ (share * which[:, None])).T for which in (self.may_ask, ~self.may_ask)])


def _askers(turns: pd.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which turns may change the question, and which hold a question mark."""
    asks = np.array(["?" in text for text in turns["text"]], bool)
    role = turns["role"].to_numpy()
    brief = np.array([len(text.split()) <= BRIEF for text in turns["text"]], bool)
    return np.where(role == "interviewer", asks | ~brief, (role == "unknown") & asks), asks


def _read_out(turns: Sequence[list[str]], questions: Sequence[GuideQuestion]) -> NDArray[np.float64]:
    """Turns x (questions + 1): what a question gains where it is put in the guide's very words."""
    wanted = [_words(question.text) for question in questions]
    gain = np.zeros((len(turns), len(wanted) + 1))
    for row, words in enumerate(turns):
        whole = f" {' '.join(words)} "
        for number, asked in enumerate(wanted):
            if f" {' '.join(asked)} " in whole:
                gain[row, number] = READ_OUT * min(len(asked), 6)
    return gain


def _counts(texts: Iterable[Iterable[str]], column: dict[str, int]) -> scipy.sparse.csr_array:
    """Texts x words."""
    columns = [[column[word] for word in words] for words in texts]
    starts = np.cumsum([0, *map(len, columns)])
    places = np.array([place for row in columns for place in row], dtype=np.intp)
    return scipy.sparse.csr_array((np.ones(len(places)), places, starts), shape=(len(columns), len(column)))


def _labelled(turns: pd.DataFrame, share: NDArray[np.float64], questions: Sequence[GuideQuestion]) -> pd.DataFrame:
    likeliest = share.argmax(axis=1)
    ids = np.array([*(question.id for question in questions), ""], dtype=object)
    sections = np.array([*(question.section for question in questions), ""], dtype=object)
    # Rounding in the sums may pass 1 by a hair.
    return turns.assign(
        section=sections[likeliest], question=ids[likeliest], confidence=share.max(axis=1, initial=0).clip(0, 1)
    )


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    # No English word is longer; what is, is a machine's.
    import simplemma  # slow to load

    return str(simplemma.lemmatize(word[:40], lang="en")).lower()[:STEM]
