"""Why a code is suggested, in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lmep_consult.coding.suggest.material import CodedTexts
from lmep_consult.coding.suggest.scoring import Scored

_WORDS = 3


class Reasons:
    """Reasons for the suggestions of one result. Coded texts are named, never quoted: what others said stays there."""

    def __init__(self, result: Scored, rules: Mapping[tuple[int, int], str], coded: CodedTexts) -> None:
        self._result = result
        self._rules = rules
        self._coded = coded
        self._word_weights = result.features.word_weights(result.known, result.fit.weights)

    def __call__(self, text: int, code: int) -> str:
        """Why this code (by place) is suggested for this text."""
        parts = [self._rules.get((text, code), ""), self._words(text, code), self._most_like(text, code)]
        return "; ".join(part for part in parts if part) or "near what the codebook says of the code"

    def _words(self, text: int, code: int) -> str:
        features = self._result.features
        row = features.signs[[self._result.first + text]][:, : len(features.words)]
        pull = row.data * self._word_weights[row.indices, code]
        best: list[str] = []
        for at in np.argsort(-pull, kind="stable"):
            words = features.words[row.indices[at]]
            if pull[at] <= 0 or len(best) == _WORDS:
                break
            if not set(words.split()) & set(" ".join(best).split()):
                best.append(words)
        return "words " + ", ".join(f"“{words}”" for words in best) if best else ""

    def _most_like(self, text: int, code: int) -> str:
        having = np.flatnonzero(self._coded.labels[:, code] == 1)
        if not having.size:
            return ""
        pull = self._result.features.alike(self._result.first + text, having)
        return f"most like the coded text {self._coded.names[having[int(np.argmax(pull))]]}"
