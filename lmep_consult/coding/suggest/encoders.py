"""From tokens to one vector a text: a mean of vectors kept for each token, or a BERT encoder run in numpy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import erf

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]
_LONGEST = 256  # tokens of a text that a transformer reads; the rest is left out
_AT_ONCE = 64


class Encoder(Protocol):
    """special_tokens: whether the model wants its marks of beginning and end."""

    @property
    def special_tokens(self) -> bool: ...

    def __call__(self, texts: Sequence[Tokens]) -> Floats:
        """One row a text, given as the ids of its tokens."""


@dataclass(frozen=True)
class StaticVectors:
    """The mean of the vectors that are kept for a text's tokens, one row of `vectors` for each id."""

    vectors: Floats
    special_tokens: bool = False

    def __call__(self, texts: Sequence[Tokens]) -> Floats:
        rows = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for row, tokens in zip(rows, texts, strict=True):
            if tokens.size:
                row[:] = self.vectors[tokens].mean(axis=0)
        return rows


@dataclass(frozen=True)
class Transformer:
    """A BERT encoder and the mean of its last layer (Devlin et al. 2019, doi:10.18653/v1/N19-1423; pooled as in Reimers
    and Gurevych 2019, doi:10.18653/v1/D19-1410)."""

    tensors: Mapping[str, Floats]
    layers: int
    heads: int
    special_tokens: bool = True

    @classmethod
    def of(cls, tensors: Mapping[str, Any], config: Mapping[str, Any]) -> Transformer:
        """The encoder that these weights make. Raises KeyError, naming what is not there."""
        made = cls(
            {name.removeprefix("bert."): tensor.astype(np.float32) for name, tensor in tensors.items()},
            int(config["num_hidden_layers"]),
            int(config["num_attention_heads"]),
        )
        made([np.zeros(2, dtype=np.int64)])
        return made

    def __call__(self, texts: Sequence[Tokens]) -> Floats:
        by_length = defaultdict(list)
        for at, tokens in enumerate(texts):
            by_length[min(len(tokens), _LONGEST)].append(at)
        rows = np.zeros((len(texts), self.tensors["embeddings.LayerNorm.weight"].size), dtype=np.float32)
        for length, places in by_length.items():
            for first in range(0, len(places), _AT_ONCE):
                some = places[first : first + _AT_ONCE]
                rows[some] = self._states(np.stack([texts[at][:length] for at in some])).mean(axis=1)
        return rows

    def _states(self, tokens: Tokens) -> Floats:
        """The last layer, texts x tokens x width, of texts of one length."""
        position = self.tensors["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        kind = self.tensors["embeddings.token_type_embeddings.weight"][0]
        states = self._norm(
            self.tensors["embeddings.word_embeddings.weight"][tokens] + position + kind, "embeddings.LayerNorm"
        )
        for number in range(self.layers):
            layer = f"encoder.layer.{number}."
            seen = self._linear(self._attended(states, layer + "attention.self."), layer + "attention.output.dense")
            states = self._norm(states + seen, layer + "attention.output.LayerNorm")
            inner = self._linear(states, layer + "intermediate.dense")
            inner *= 0.5 * (1 + erf(inner * np.float32(0.5**0.5)))  # GELU
            states = self._norm(states + self._linear(inner, layer + "output.dense"), layer + "output.LayerNorm")
        return states

    def _attended(self, states: Floats, part: str) -> Floats:
        texts, length, width = states.shape
        query, key, value = (
            self._linear(states, part + name).reshape(texts, length, self.heads, -1).swapaxes(1, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) / np.float32((width / self.heads) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed: Floats = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return mixed.swapaxes(1, 2).reshape(texts, length, width)

    def _linear(self, states: Floats, part: str) -> Floats:
        product: Floats = states @ self.tensors[part + ".weight"].T + self.tensors[part + ".bias"]
        return product

    def _norm(self, states: Floats, part: str) -> Floats:
        states = states - states.mean(axis=-1, keepdims=True)
        states /= np.sqrt((states**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return states * self.tensors[part + ".weight"] + self.tensors[part + ".bias"]
