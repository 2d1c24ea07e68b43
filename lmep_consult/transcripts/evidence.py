"""Which labels of a file are speakers: repetition and taking turns tell, more than the look of a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from lmep_consult.transcripts.labels import (
    is_anybody,
    is_name,
    is_numbered,
    kind_of,
    opens_a_sentence,
    role_of,
    roles_of,
)

_QUESTION = re.compile(r"q ?\d{1,3}", re.IGNORECASE)
_SHORTEST_MISSPELT = 5  # letters: shorter names differ by one letter from other people's


def speakers_among(labels: Sequence[str]) -> set[str]:
    """Which labels (one for each line that may open a turn, in the file's order) are speakers.

    A label is one that
    - states a role or names a voice ("Unknown"), or
    - is written as a name is and opens two lines or more, or
    - is written otherwise ("Work coach"), with a capital, and opens two lines or more in turn with others; or
    - opens one line only, but is of one kind (first names, full names, initials, numbered alike) with one of these.
    Where that leaves only one, names of two words or more do too, and next to an interviewer those of one. Two or more
    labels that come once and right after one another, after somebody's answer, are a list in that answer.
    """
    may = [label for label in labels if not opens_a_sentence(label)]
    if {"question", "answer"} <= {label.casefold() for label, times in Counter(labels).items() if times > 1}:
        may = [label for label in labels if label.casefold() in ("question", "answer") or not opens_a_sentence(label)]
    times = Counter(may)
    stated = {label for label, role in roles_of(times).items() if role != "unknown" or is_anybody(label)}
    often = {label for label, opened in times.items() if opened > 1}
    named = {label for label in times if is_name(label) or is_numbered(label) or label.isalpha()}
    known = stated | (often & named)
    order = [label for label in may if label in often or label in stated]
    answering, in_turn = _answering(order), _in_turn(order)
    known |= {
        label for label in (often - named) & (answering | in_turn) if label in answering or not label[0].islower()
    }
    kinds = {kind_of(label) for label in known if not is_anybody(label)}
    once = {label for label in times.keys() - known if is_name(label) or is_numbered(label)}
    alike = {label for label in once if kind_of(label) in kinds}
    alike -= _listed(may, alike, known)
    known |= alike
    if len(known) < 2:
        known |= {label for label in once if stated or len(label.split()) > 1}
    return known


def _in_turn(order: Sequence[str]) -> set[str]:
    """The labels between whose first opening and last somebody else opens a turn."""
    times = Counter(order)
    first = {label: n for n, label in reversed(list(enumerate(order)))}
    last = {label: n for n, label in enumerate(order)}
    return {label for label in times if last[label] - first[label] >= times[label] > 1}


def _answering(order: Sequence[str]) -> set[str]:
    """The labels of which at least half of the openings, and two, stand between two of one other label."""
    times = Counter(order)
    padded = ["", *order, ""]
    between = Counter(
        here
        for before, here, after in zip(padded, padded[1:], padded[2:], strict=False)
        if here not in (before, after) and len({before, after} - {""}) == 1
    )
    return {label for label, number in between.items() if number > 1 and 2 * number >= times[label]}


def _listed(order: Sequence[str], once: Collection[str], known: Collection[str]) -> set[str]:
    """The labels that come once and right after one another, after a turn of somebody known who is no interviewer."""
    listed: set[str] = set()
    run: list[str] = []
    before = ""
    for label in [*order, ""]:
        if label in once:
            run.append(label)
            continue
        if len(run) > 1 and before and role_of(before) != "interviewer":
            listed.update(run)
        run, before = [], label if label in known else ""
    return listed


def doubtful_among(order: Sequence[str]) -> set[str]:
    """Speakers that may be part of what somebody else says ("Budget: none left").

    They come once, right after somebody who speaks often and asks no questions; or they do not answer between two turns
    of one other, and are not written as a name is or always follow the same one. "Q1" and "Q2", once each where
    somebody else asks, may be read out of a form.

    order: the speakers' labels as they open turns.
    """
    times = Counter(order)
    ahead: dict[str, set[str]] = {label: set() for label in times}
    for before, label in pairwise(order):
        ahead[label] |= {before} - {label}
    unlike_names = {label for label in times if not (is_name(label) or is_numbered(label) or label.isalpha())}
    followers = {
        label
        for label, others in ahead.items()
        if times[label] > 1 and len(others) == 1 < len(times) - 1 and label != order[0]
        if {role_of(label), *map(role_of, others)} == {"unknown"}
    }
    doubtful = {label for label in unlike_names | followers if not is_anybody(label)} - _answering(order)
    if any(times[label] > 1 and role_of(label) == "interviewer" for label in times):
        doubtful |= {label for label in times if times[label] == 1 and _QUESTION.fullmatch(label)}
    return (doubtful - {""}) | {
        label
        for before, label in pairwise(order)
        if times[label] == 1 < times[before]
        and role_of(label) == role_of(before) == "unknown"
        and kind_of(label) == "a first name"
        and not is_anybody(label)
    }


def misspelt(label: str, times: Counter[str], speakers: Sequence[str], is_speaker: bool) -> str:
    """The one speaker whose label this is but for a slip of the pen; "" where there is none.

    Marks after it ("P10|"), its case, and one letter wrong, missing, too many or swapped, but not the first letter of a
    word, and no digit; and the label comes once where the speaker's comes twice or more.

    times: how often each label of the file comes. speakers: those that come most.
    is_speaker: whether the label is one of them by itself.
    """
    if is_speaker and (times[label] > 1 or role_of(label) != "unknown" or is_anybody(label)):
        return ""
    bare = re.sub(r"[\W_]+\Z", "", label)
    found = [s for s in speakers if s != label and times[s] > times[label] and _same_but_for_a_slip(bare, s)]
    return found[0] if len(found) == 1 else ""


def _same_but_for_a_slip(label: str, speaker: str) -> bool:
    one, other = label.casefold(), speaker.casefold()
    if one == other or _look(one) == _look(other):
        return True
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    initials = [[word[0] for word in words.split()] for words in (one, other)]
    return initials[0] == initials[1] and one_letter_apart(one, other)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two are swapped: compare what is left between the ends that
    agree."""
    start = _agreeing(one, other)
    end = _agreeing(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _agreeing(one: str, other: str) -> int:
    """How many letters at the start are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _look(label: str) -> str:
    """A numbered label as it looks: the letter O is a zero, l and I are ones."""
    tail = re.search(r"\S*\d\S*\Z", label)
    if not tail:
        return label
    head = label[: tail.start() + 1]
    return head + tail[0][1:].translate(str.maketrans("oil", "011"))
