"""One pass over a text that says where a phrase may be, so that only there words need be looked at.

The automaton goes from piece to piece (what is between two spaces). Its states are the pieces before that may yet
become a phrase with what follows, mostly none. What a piece leads to is found by the matching itself the first time it
is met after such a state, and then kept, as regular expressions have it (lazy determinisation: Cox 2010, "Regular
expression matching in the wild"). So the automaton knows each form and spelling that matching knows, of words that are
in no dictionary too, and costs one look-up a piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lmep_consult.codebook.tokens import piece_of

_MOST = 2**19  # kept look-ups, of about 200 bytes each; then all are forgotten

Outlook = Callable[[str], tuple[bool, int | None]]


class Automaton:
    """outlook: of pieces put together again, whether the last of them completes a phrase, and where in them the first
    word is from which on they may yet become one, None where there is none."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._forget()

    def places(self, pieces: Sequence[str]) -> list[int]:
        """Which of a text's pieces complete what may be a phrase."""
        found = []
        state = self._start
        for at, piece in enumerate(pieces):
            state, completes = state[piece]
            if completes:
                found.append(at)
        return found

    def _forget(self) -> None:
        self._size = 0
        self._states: dict[tuple[str, ...], _State] = {}
        self._start = self._after(())

    def _after(self, kept: tuple[str, ...]) -> _State:
        if kept not in self._states:
            self._states[kept] = _State(self, kept)
        return self._states[kept]

    def learn(self, kept: tuple[str, ...], piece: str) -> tuple[_State, bool]:
        """What a piece leads to after others."""
        if not piece_of(piece).words:
            return self._after(kept), False
        if self._size == _MOST:
            self._forget()
        self._size += 1
        pieces = (*kept, piece)
        completes, begins = self._outlook(" ".join(pieces))
        if begins is None:
            return self._start, completes
        while len(pieces[0]) < begins:
            begins -= len(pieces[0]) + 1
            pieces = pieces[1:]
        return self._after(pieces), completes


class _State(dict[str, tuple["_State", bool]]):
    """What each piece leads to after those kept: the next state, and whether it completes what may be a phrase."""

    def __init__(self, automaton: Automaton, kept: tuple[str, ...]) -> None:
        self._automaton = automaton
        self._kept = kept

    def __missing__(self, piece: str) -> tuple[_State, bool]:
        self[piece] = self._automaton.learn(self._kept, piece)
        return self[piece]
