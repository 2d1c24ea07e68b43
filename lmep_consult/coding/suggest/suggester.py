"""Codes suggested by meaning: from what the codebook says, and more and more from what people coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding.suggest.features import features
from lmep_consult.coding.suggest.material import CodedTexts, checked_labels, checked_texts, drawn
from lmep_consult.coding.suggest.models import load_model
from lmep_consult.coding.suggest.reasons import Reasons
from lmep_consult.coding.suggest.rules import rule_hits
from lmep_consult.coding.suggest.scoring import Scored, scored
from lmep_consult.errors import SuggestionError

COLUMNS = ["text", "code", "sure", "why", "origin"]
_MOST_LEARNT = 5000  # texts: the work grows with their cube
_MOST_GUESSED, _FEWEST_GUESSED = 2000, 100
_DESCRIPTION = 4.0  # what all that the codebook says of a code counts, a text coded by a person counting 1


class Suggester:
    """Says how likely each code of a codebook is for a text, offline and the same every time.

    It knows the codes by their names, definitions, includes, examples and terms, and learns from texts that people
    coded. A suggestion is for a person to decide on; it is never a coding. The texts scored in one call inform one
    another, as those that a code fits best count, lightly, as further examples of it: so score a study in one call.

    model: None for the default of the extra; the path of a folder; or the name of an installed package that holds a
    model, see `lmep_consult.coding.suggest.models`. origin: what a decision on a suggestion has as its origin.

    Raises SuggestionError where the extra is not installed, or there is no such model.
    """

    def __init__(self, codebook: Codebook, model: str | Path | None = None) -> None:
        if not codebook.codes:
            raise SuggestionError(f"The codebook {codebook.name} has no codes, so that there is nothing to suggest.")
        self._codebook = codebook
        self._codes = [code.id for code in codebook.codes]
        self._model = load_model(model)
        self.origin = f"model {self._model.name} {self._model.version}"
        self._coded = CodedTexts([], np.zeros((0, len(self._codes)), dtype=np.float32), [])

    def learn(self, texts: Sequence[str], labels: pd.DataFrame) -> None:
        """Learn from texts that people coded; what was learnt before is forgotten.

        labels: one row per text in the same order, columns the ids of codes; 1 has the code, 0 has not, NaN was not
        judged, nor was any code without a column. Of more than 5,000 texts, 5,000 are drawn, the same each time.

        Raises SuggestionError where texts and labels are not of one length, or a column or value is none of these.
        """
        texts = checked_texts(texts)
        values = checked_labels(labels, len(texts), self._codes)
        places = drawn(texts, _MOST_LEARNT)
        self._coded = CodedTexts([texts[at] for at in places], values[places], [str(labels.index[at]) for at in places])

    def score(self, texts: Sequence[str]) -> pd.DataFrame:
        """How likely each code is: texts x ids of codes, between 0 and 1, calibrated; rows as `texts` has them."""
        index = texts.index if isinstance(texts, pd.Series) else None
        return pd.DataFrame(self._scored(checked_texts(texts))[0].sure, index=index, columns=self._codes)

    def suggest(self, texts: Sequence[str], threshold: float = 0.5) -> pd.DataFrame:
        """The codes that are at least as likely as `threshold`; where none is, nothing is suggested.

        Returns one row per text and code, the likeliest first within a text: text (its place in `texts`, or its label
        where that is a Series), code, sure (0 to 1), why (the rules that hit, the words that speak most for the code,
        and the text with the code that it is most like, by its label in `labels`), origin.
        """
        index = texts.index if isinstance(texts, pd.Series) else range(len(texts))
        result, rules = self._scored(checked_texts(texts))
        reasons = Reasons(result, rules, self._coded)
        rows = [
            (index[at], self._codes[code], result.sure[at, code], reasons(at, int(code)), self.origin)
            for at in range(len(index))
            for code in np.argsort(-result.sure[at], kind="stable")
            if result.sure[at, code] >= threshold
        ]
        return pd.DataFrame(rows, columns=COLUMNS).astype({"sure": float})

    def _scored(self, texts: list[str]) -> tuple[Scored, dict[tuple[int, int], str]]:
        """The scores, and the rules that hit by place of the text and of the code."""
        described = [(at, text) for at, code in enumerate(self._codebook.codes) for text in _descriptions(code)]
        everything = [*self._coded.texts, *(text for _, text in described), *texts]
        coded, first = len(self._coded.texts), len(everything) - len(texts)
        places = drawn(texts, _MOST_GUESSED, without=self._coded.texts)
        guessed = first + np.array(places if len(places) >= _FEWEST_GUESSED else [], dtype=np.int64)
        of_codebook = np.eye(len(self._codes), dtype=np.float32)[[at for at, _ in described]]
        hits, rules = rule_hits(self._codebook, everything)
        if hits is not None:
            hits[coded:first] = of_codebook
        made = features(everything, np.r_[np.arange(first), guessed], self._model, hits)
        labels = np.vstack([np.nan_to_num(self._coded.labels), of_codebook])
        judged = ~np.isnan(self._coded.labels)
        trusted = _DESCRIPTION / (of_codebook @ of_codebook.sum(axis=0))  # shared out among a code's passages
        trust = np.vstack([judged, np.tile(trusted[:, None], len(self._codes))]).astype(np.float32)
        result = scored(made, first, guessed, labels, trust, coded)
        return result, {(at - first, code): rule for (at, code), rule in rules.items() if at >= first}


def _descriptions(code: Code) -> list[str]:
    """What the codebook says of a code, as passages that have it."""
    defined = " ".join(part for part in (f"{code.name}.", code.definition) if part)
    passages = [code.name, defined, code.include, *code.examples, ", ".join(code.terms)]
    return [passage for passage in passages if passage]
