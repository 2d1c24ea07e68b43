"""What type of question a column holds, by its answers alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lmep_consult.plan import Kind
from lmep_consult.polls.export import Export
from lmep_consult.polls.options import is_numbered, listed_texts, naive_tokens
from lmep_consult.text import fold

_LABEL = re.compile(r"\d{1,2} ?[.):-]? ?[^\W\d].{0,100}")


@dataclass(frozen=True)
class QuestionType:
    """A kind of question; why it may be another, "" where that is sure; the options seen."""

    kind: Kind
    doubt: str = ""
    options: tuple[str, ...] = ()


def question_type(cells: Sequence[str]) -> QuestionType:
    """The type of question that a column's answers, none empty, look to be of.

    Rankings and multiple choices look the same in an export. A column is surely a ranking only where full answers,
    half of all or more, put one set into different orders and the others hold part of it; or where answers number what
    they list.
    """
    if not cells:
        return QuestionType("text", "nobody answered")
    split = [naive_tokens(cell) for cell in cells]
    lists = sum(len(tokens) > 1 or cell.endswith(";") for cell, tokens in zip(cells, split, strict=True))
    longer = [cell for cell, tokens in zip(cells, split, strict=True) if len(tokens) > 1]
    if 2 * lists >= len(cells) and longer and all(map(is_numbered, longer)):
        fullest = max(len(tokens) for tokens in split)
        return QuestionType("ranking", "", next(tuple(tokens) for tokens in split if len(tokens) == fullest))
    if 2 * lists >= len(cells):
        offered = permuted_set(cells)
        seen = {fold(token): token for tokens in split for token in tokens}
        if offered is None or seen.keys() - set(map(fold, offered)):
            return QuestionType(
                "multiple",
                "the fullest answers do not hold one set of options, or others hold more",
                tuple(seen.values()),
            )
        full = [tuple(map(fold, tokens)) for tokens in split if len(tokens) == len(offered)]
        if 2 * len(full) < len(cells):
            return QuestionType("multiple", "fewer than half of the answers are full", tuple(offered))
        if len(full) < 2:
            return QuestionType("ranking", "only one answer is full", tuple(offered))
        if len(set(full)) == 1:
            return QuestionType("ranking", "all full answers are in one order", tuple(offered))
        return QuestionType("ranking", "", tuple(offered))
    said = tuple(sorted(set(cells)))
    if all(re.fullmatch(r"\d{1,2}", cell) for cell in cells):
        return QuestionType("rating", "", tuple(sorted(said, key=int)))
    if len(said) > 12 or 2 * len(said) > len(cells):
        return QuestionType("text")
    if all(_LABEL.fullmatch(cell) for cell in cells):
        return QuestionType("likert", "it may be a single choice", said)
    return QuestionType("single", "it may be a scale or a text", said)


def type_in(export: Export, heading: str) -> QuestionType:
    """The type of a question of an export; one whose columns are options or places is surely a ranking, or a choice."""
    cells = [answer.text for answer in export.answers(heading) if answer.text]
    if cells and heading in export.rankings:
        listed = [tuple(naive_tokens(cell)) for cell in cells]
        longest = max(len(tokens) for tokens in listed)
        return QuestionType("ranking", "", next(tokens for tokens in listed if len(tokens) == longest))
    if cells and heading in export.choices:
        return QuestionType("multiple", "", tuple(export.choices[heading].columns))
    return question_type(cells)


def permuted_set(cells: Sequence[str]) -> list[str] | None:
    """The options in the order of the first full answer, where all full answers permute one set of two or more."""
    split = [naive_tokens(cell) for cell in cells]
    longest = max((len(tokens) for tokens in split), default=0)
    full = [tokens for tokens in split if len(tokens) == longest]
    sets = {frozenset(map(fold, tokens)) for tokens in full}
    return full[0] if longest > 1 and len(sets) == 1 and len(*sets) == longest else None


def always_together(cells: Sequence[str]) -> tuple[list[str], bool]:
    """What is side by side, in one order, in every full answer, and so may be one option with a semicolon.

    Gives each pair as `x; y`; and whether there is a pair that alone has white space after its semicolon, as only an
    option's own semicolon has. Nothing where full answers do not differ in order.
    """
    split = [(cell, naive_tokens(cell)) for cell in cells if listed_texts(cell) is None]
    longest = max((len(tokens) for _, tokens in split), default=0)
    full = [(cell, tokens) for cell, tokens in split if len(tokens) == longest]
    if len({tuple(tokens) for _, tokens in full}) < 2:
        return [], False
    pairs = [set(pairwise(tokens)) for _, tokens in full]
    common = [pair for pair in pairwise(full[0][1]) if all(pair in held for held in pairs)]
    spaced = [pair for pair in common if all(f"{pair[0]}; {pair[1]}" in cell for cell, _ in full)]
    telling = bool(spaced) and any(";" in cell.replace("; ", "").rstrip("; ") for cell, _ in full)
    return [f"{x}; {y}" for x, y in (spaced if telling else common)], telling
