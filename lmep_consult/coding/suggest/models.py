"""Models that turn a text into a vector of its meaning, read from files on this machine; nothing is downloaded."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lmep_consult.coding.suggest.encoders import Encoder, Floats, StaticVectors, Transformer
from lmep_consult.errors import SuggestionError

INSTALL = 'pip install "lmep-consult[suggest]"'
_DEFAULT = "wordllama"
_LIBRARIES = {"sklearn": "scikit-learn", "tokenizers": "tokenizers", "safetensors": "safetensors"}
_MATRICES = ("embedding.weight", "embeddings")  # what wordllama and model2vec call a vector for each token


@dataclass(frozen=True)
class Model:
    """A model of meaning. name, version: as the origin of a suggestion gives them."""

    name: str
    version: str
    tokenizer: Any
    encoder: Encoder

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row a text, of length 1; zeros where a text has no token that the model knows."""
        encoded = self.tokenizer.encode_batch(list(texts), add_special_tokens=self.encoder.special_tokens)
        vectors = self.encoder([np.array(text.ids, dtype=np.int64) for text in encoded])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = vectors / np.where(lengths > 0, lengths, 1)
        return unit


def load_model(which: str | Path | None = None) -> Model:
    """The model in a folder, or in an installed package of that name, or (None) the default: wordllama.

    A model is a tokenizer (tokenizer.json) and weights (one .safetensors file): either a vector for each token, as
    wordllama and model2vec have them, or a BERT encoder with its config.json, as all-MiniLM-L6-v2 is.

    Raises SuggestionError where the extra is not installed, there is no such model, or its files are of another kind.
    """
    missing = [package for module, package in _LIBRARIES.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise SuggestionError(f"Suggestions by meaning need {missing[0]}, which is not installed: {INSTALL}.")
    name = str(which or _DEFAULT)
    files, version = _files(name, is_default=which is None)
    weights = [path for path in files if path.suffix == ".safetensors"]
    tokenizers = [path for path in files if path.name.endswith(("tokenizer.json", "_tokenizer_config.json"))]
    if len(weights) != 1 or not tokenizers:
        raise SuggestionError(
            f"The model {name} has {len(weights)} .safetensors files and {len(tokenizers)} tokenizer.json; "
            "it must have one of each."
        )
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        tensors = load_file(weights[0])
        tokenizer = Tokenizer.from_file(str(min(tokenizers, key=lambda path: len(path.parts))))
        encoder = _encoder(tensors, weights[0].with_name("config.json"))
    except (SafetensorError, TypeError, KeyError, ValueError, OSError) as error:
        raise SuggestionError(
            f"{weights[0]}: not a model that can be read ({error}); "
            "it must hold a vector for each token, or a BERT encoder."
        ) from None
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Model(Path(name).name, version or _fingerprint(weights[0]), tokenizer, encoder)


def _files(name: str, is_default: bool) -> tuple[list[Path], str]:
    """The files of a folder or an installed package, and the package's version ("" for a folder)."""
    if Path(name).is_dir():
        return sorted(path for path in Path(name).rglob("*") if path.is_file()), ""
    try:
        package = importlib.metadata.distribution(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        if is_default:
            raise SuggestionError(f"Suggestions by meaning need {name}, which is not installed: {INSTALL}.") from None
        raise SuggestionError(
            f"There is no model {name!r} on this machine: name a folder with tokenizer.json and a .safetensors file, "
            "or an installed package that holds them."
        ) from None
    return sorted(Path(str(package.locate_file(file))) for file in package.files or ()), package.version


def _encoder(tensors: Mapping[str, Any], config: Path) -> Encoder:
    for name in _MATRICES:
        if name in tensors:
            return StaticVectors(tensors[name].astype(np.float32))
    return Transformer.of(tensors, json.loads(config.read_text(encoding="utf-8")))


def _fingerprint(path: Path) -> str:
    """A version for weights that have none: the same files, the same version."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
