"""One pass over a text that says where a phrase may be, so that only there words need be looked at.

The automaton goes from piece to piece (what is between two spaces). Its states are the pieces before that may yet
become a phrase with what follows, mostly none. What a piece leads to is found by the matching itself the first time it
is met after such a state, and then kept, as fast regular expressions do (lazy determinisation: Cox 2010, "Regular
expression matching in the wild"). So the automaton knows each form and spelling that matching knows, also of words that
are in no dictionary, and costs one look-up a piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lmep_consult.codebook.tokens import piece_of

_MOST = 2**18  # look-ups kept, of about 300 bytes each; then all are forgotten

Rules = tuple[object, ...]


class Outlook(NamedTuple):
    """What pieces put together may become. completes: the rules whose phrase is complete with the last of them.
    open_from: where the first word begins from which on they may yet become a phrase, None where there is none. unseen:
    rules that need words before them; missing: how many the one needs that needs most."""

    completes: Rules
    open_from: int | None
    unseen: Rules
    missing: int


class Automaton:
    """outlook: of pieces put together again, their Outlook."""

    def __init__(self, outlook: Callable[[str], Outlook]) -> None:
        self._outlook = outlook
        self._forget()

    def places(self, pieces: Sequence[str]) -> list[tuple[int, Rules]]:
        """Which of a text's pieces complete what may be a phrase, and the rules that it may be a phrase of."""
        found = []
        state = self._start
        for at, piece in enumerate(pieces):
            state, completes, before = state[piece]
            if before:
                state, completes = self._looking_back(pieces, at, before)
            if completes:
                found.append((at, completes))
        return found

    def _forget(self) -> None:
        self._size = 0
        self._states: dict[tuple[str, ...], _State] = {}
        self._looked_back: dict[tuple[str, ...], tuple[_State, Rules]] = {}
        self._start = self._after(())

    def _after(self, kept: tuple[str, ...]) -> _State:
        if kept not in self._states:
            self._states[kept] = _State(self, kept)
        return self._states[kept]

    def _looking_back(self, pieces: Sequence[str], at: int, before: int) -> tuple[_State, Rules]:
        """What a piece leads to, seen together with as many pieces before it."""
        seen = tuple(pieces[max(at - before, 0) : at + 1])
        if seen not in self._looked_back:
            state, outlook = self._learn(seen[:-1], seen[-1])
            self._looked_back[seen] = state, outlook.completes + (outlook.unseen if at > before else ())
        return self._looked_back[seen]

    def step(self, kept: tuple[str, ...], piece: str) -> tuple[_State, Rules, int]:
        """What a piece leads to after those kept: the next state, the rules whose phrase is complete, and how many
        pieces before it must be seen to know, if any."""
        if not piece_of(piece).words:
            return self._after(kept).reached
        state, outlook = self._learn(kept, piece)
        if not outlook.completes and not outlook.missing:
            return state.reached
        return state, outlook.completes, len(kept) + outlook.missing if outlook.missing else 0

    def _learn(self, kept: tuple[str, ...], piece: str) -> tuple[_State, Outlook]:
        if self._size == _MOST:
            self._forget()
        self._size += 1
        pieces = (*kept, piece)
        outlook = self._outlook(" ".join(pieces))
        begins = outlook.open_from
        if begins is None:
            return self._start, outlook
        while len(pieces[0]) < begins:
            begins -= len(pieces[0]) + 1
            pieces = pieces[1:]
        return self._after(pieces), outlook


class _State(dict[str, tuple["_State", Rules, int]]):
    """What each piece leads to after those kept; see Automaton.step. reached: to come here and no more, which is by far
    the most frequent and so is the same tuple always, to be found in the processor's cache."""

    def __init__(self, automaton: Automaton, kept: tuple[str, ...]) -> None:
        self._automaton = automaton
        self._kept = kept
        self.reached: tuple[_State, Rules, int] = (self, (), 0)

    def __missing__(self, piece: str) -> tuple[_State, Rules, int]:
        self[piece] = self._automaton.step(self._kept, piece)
        return self[piece]
