"""How many interviewees spoke of something, in words instead of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lmep_consult.disclosure.release import Released, reworded
from lmep_consult.disclosure.rules import Rules
from lmep_consult.table import NOT_APPLICABLE, SUPPRESSED, Range

NONE = "none"
FEW, NEARLY_ALL = f"{NONE} or a few", "most or all"
Scale = Sequence[tuple[str, float]]  # words with the least share each stands for, the largest first


def in_words(released: Released, scale: Scale, rules: Rules) -> Released:
    """The same table with the counts of its `spoken` columns in the words of `scale`; what is withheld stays so.

    A number reads as precision that a few dozen conversations do not have (Maxwell 2010, doi 10.1177/1077800410364740),
    so that reports of interviews say "most" and "a few". The base stays next to each word.
    """
    table = released.table
    if not table.spoken:
        return released
    frame, said = table.frame.copy(), set()
    for column in table.spoken:
        counts = zip(frame[column], frame[table.base], strict=True)
        frame[column] = [
            count if count == SUPPRESSED else words_for(count, int(base), scale, rules) for count, base in counts
        ]
        said |= set(frame[column])
    return reworded(
        released,
        replace(
            table,
            frame=frame,
            unit=table.unit.replace("people", "words for shares of people"),
            notes=(*table.notes, _key(scale), *(note for words, note in _bands(rules) if words in said)),
        ),
    )


def words_for(count: int | Range, base: int, scale: Scale, rules: Rules) -> str:
    """The word for a share of people, or the words for the shares that a range leaves possible.

    >>> scale = [("all", 1.0), ("most", 0.6), ("some", 0.2), ("a few", 0.0)]
    >>> [words_for(count, 7, scale, Rules()) for count in (3, Range(0, 2, 7), Range(5, 7, 7), Range(1, 4, 7))]
    ['some', 'none or a few', 'most or all', 'a few or some']
    """
    if not isinstance(count, Range):
        return word_for(int(count), base, scale)
    if (count.low, count.high) == (0, rules.minimum_count - 1):
        return FEW
    if base < rules.unanimous_base and (count.low, count.high) == (base - rules.minimum_count + 1, base):
        return NEARLY_ALL
    first, *others = dict.fromkeys(word_for(each, base, scale) for each in range(count.low, count.high + 1))
    words = " or ".join([first, *others[-1:]])
    return words.replace(" or ", " to ") if len(others) > 1 or words in (FEW, NEARLY_ALL) else words


def quoting(released: Released, quotes: Released) -> Released:
    """The same table with a column quote: the first of the quotations on the row's code that come from its group,
    "[z]" where there is none."""
    first = quotes.table.frame.drop_duplicates(["code", "group"]).set_index(["code", "group"])["quote"].to_dict()
    frame = released.table.frame
    said = [first.get(key, NOT_APPLICABLE) for key in zip(frame["code"], frame["group"], strict=True)]
    return reworded(released, replace(released.table, frame=frame.assign(quote=pd.Series(said, dtype=object))))


def word_for(count: int, base: int, scale: Scale) -> str:
    """The word for a share of people.

    >>> scale = [("all", 1.0), ("most", 0.6), ("some", 0.2), ("a few", 0.0)]
    >>> [word_for(count, 7, scale) for count in (0, 1, 3, 5, 7)]
    ['none', 'a few', 'some', 'most', 'all']
    """
    if count == 0:
        return NONE
    return next(word for word, at_least in scale if count >= at_least * base - 1e-9)


def _key(scale: Scale) -> str:
    words = [f"{word} ({share:.0%})" if share == 1 else f"{word} (from {share:.0%})" for word, share in scale[:-1]]
    return f"Words mean shares of the base: {', '.join(words)}, {scale[-1][0]} (fewer, but somebody), {NONE}."


def _bands(rules: Rules) -> list[tuple[str, str]]:
    """What the words for bands mean, which are the same whatever the scale."""
    few = rules.minimum_count
    return [
        (FEW, f"“{FEW.capitalize()}” means fewer than {few} people."),
        (NEARLY_ALL, f"“{NEARLY_ALL.capitalize()}” means all of the group but at most {few - 1} people."),
    ]
