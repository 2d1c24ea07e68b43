"""Models are read from this machine or not at all."""

from __future__ import annotations

import json
import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.coding.suggest import Suggester
from lmep_consult.coding.suggest.models import load_model
from lmep_consult.errors import ConsultError, SuggestionError

pytestmark = pytest.mark.skipif(find_spec("wordllama") is None, reason="the [suggest] extra is not installed")
WORDS = ["[UNK]", "[CLS]", "[SEP]", "rain", "snow", "tractor", "plough"]


def write_tokenizer(folder: Path, marks: bool = False) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    if marks:
        tokenizer.post_processor = TemplateProcessing("[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    tokenizer.save(str(folder / "tokenizer.json"))


def write_weights(folder: Path, tensors: dict[str, Any]) -> None:
    from safetensors.numpy import save_file

    save_file(tensors, str(folder / "model.safetensors"))


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A model of two meanings: things that fall, things that dig."""
    folder = tmp_path / "falling-digging"
    folder.mkdir()
    write_tokenizer(folder)
    vectors = np.array([[0, 0], [0, 0], [0, 0], [3, 0], [2, 0], [0, 1], [0, 4]], dtype=np.float16)
    write_weights(folder, {"embeddings": vectors})
    return folder


@pytest.fixture
def encoder(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A BERT encoder of two layers with weights drawn at random."""
    draw = np.random.default_rng(3)
    width, inner = 8, 12

    def some(*shape: int) -> Any:
        return draw.normal(0, 0.5, shape).astype(np.float32)

    tensors = {
        "embeddings.word_embeddings.weight": some(len(WORDS), width),
        "embeddings.position_embeddings.weight": some(16, width),
        "embeddings.token_type_embeddings.weight": some(2, width),
        "embeddings.LayerNorm.weight": some(width),
        "embeddings.LayerNorm.bias": some(width),
    }
    for layer in ("encoder.layer.0.", "encoder.layer.1."):
        for part, shape in {
            "attention.self.query": (width, width),
            "attention.self.key": (width, width),
            "attention.self.value": (width, width),
            "attention.output.dense": (width, width),
            "intermediate.dense": (inner, width),
            "output.dense": (width, inner),
        }.items():
            tensors[f"{layer}{part}.weight"] = some(*shape)
            tensors[f"{layer}{part}.bias"] = some(shape[0])
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            tensors[f"{layer}{part}.weight"] = some(width)
            tensors[f"{layer}{part}.bias"] = some(width)
    folder = tmp_path / "tiny-bert"
    folder.mkdir()
    write_tokenizer(folder, marks=True)
    write_weights(folder, tensors)
    (folder / "config.json").write_text(json.dumps({"num_hidden_layers": 2, "num_attention_heads": 2}), "utf-8")
    return folder, tensors


def bert_by_hand(tensors: dict[str, Any], tokens: list[int], heads: int) -> list[float]:
    """The encoder's mean state, one token and one head at a time, as its paper writes it."""
    w = {name: tensor.astype(float) for name, tensor in tensors.items()}

    def linear(x: Any, part: str) -> Any:
        return w[part + ".weight"] @ x + w[part + ".bias"]

    def norm(x: Any, part: str) -> Any:
        return (x - x.mean()) / math.sqrt(x.var() + 1e-12) * w[part + ".weight"] + w[part + ".bias"]

    def gelu(x: float) -> float:
        return x * 0.5 * (1 + math.erf(x / math.sqrt(2)))

    states = [
        norm(
            w["embeddings.word_embeddings.weight"][token]
            + w["embeddings.position_embeddings.weight"][at]
            + w["embeddings.token_type_embeddings.weight"][0],
            "embeddings.LayerNorm",
        )
        for at, token in enumerate(tokens)
    ]
    for number in range(2):
        layer = f"encoder.layer.{number}."
        size = len(states[0]) // heads
        after = []
        for state in states:
            seen = np.zeros(len(state))
            for head in range(heads):
                part = slice(head * size, (head + 1) * size)
                asks = linear(state, layer + "attention.self.query")[part]
                looks = [
                    math.exp(asks @ linear(other, layer + "attention.self.key")[part] / math.sqrt(size))
                    for other in states
                ]
                for look, other in zip(looks, states, strict=True):
                    seen[part] += look / sum(looks) * linear(other, layer + "attention.self.value")[part]
            attended = linear(seen, layer + "attention.output.dense")
            middle = norm(state + attended, layer + "attention.output.LayerNorm")
            inner = np.array([gelu(x) for x in linear(middle, layer + "intermediate.dense")])
            after.append(norm(middle + linear(inner, layer + "output.dense"), layer + "output.LayerNorm"))
        states = after
    mean = np.mean(states, axis=0)
    return list(mean / np.linalg.norm(mean))


def test_a_static_model_is_the_mean_of_its_vectors(static: Path) -> None:
    model = load_model(static)
    assert model.embed(["rain", "rain snow", "rain plough", ""]).tolist() == [
        [1, 0],
        [1, 0],
        pytest.approx([0.6, 0.8]),  # of (3, 0) and (0, 4)
        [0, 0],
    ]


def test_a_model_in_a_folder_is_named_for_it_and_for_what_it_holds(static: Path) -> None:
    first = load_model(static)
    assert first.name == "falling-digging"
    assert load_model(str(static)).version == first.version
    write_weights(static, {"embeddings": np.ones((len(WORDS), 2), dtype=np.float32)})
    assert load_model(static).version != first.version


def test_suggestions_name_the_model_they_come_from(static: Path, farm: Codebook) -> None:
    assert Suggester(farm, model=static).origin.startswith("model falling-digging ")


def test_an_encoder_gives_what_its_definition_gives(encoder: tuple[Path, dict[str, Any]]) -> None:
    folder, tensors = encoder
    texts = {"rain snow tractor": [1, 3, 4, 5, 2], "plough": [1, 6, 2], "snow plough rain": [1, 4, 6, 3, 2]}
    made = load_model(folder).embed(list(texts))
    for row, tokens in zip(made, texts.values(), strict=True):
        np.testing.assert_allclose(row, bert_by_hand(tensors, tokens, heads=2), atol=1e-5)


def test_the_default_model_knows_like_from_unlike() -> None:
    model = load_model()
    doctor, physician, tractor = model.embed(["the doctor", "a physician", "an old tractor"])
    assert doctor @ physician > doctor @ tractor
    assert (model.name, model.version[:2]) == ("wordllama", "0.")


def test_a_model_that_is_not_there(farm: Codebook, tmp_path: Path) -> None:
    with pytest.raises(ConsultError, match=r"no model 'no/such/model' on this machine: name a folder"):
        Suggester(farm, model="no/such/model")
    with pytest.raises(SuggestionError, match=r"0 .safetensors files and 0 tokenizer.json"):
        load_model(tmp_path)


def test_a_package_that_holds_no_model() -> None:
    with pytest.raises(SuggestionError, match=r"The model numpy has 0 .safetensors files"):
        load_model("numpy")


@pytest.mark.parametrize("content", [b"", b"\x08\x00\x00\x00\x00\x00\x00\x00not json", b"PK\x03\x04" * 9])
def test_weights_that_are_none(static: Path, content: bytes) -> None:
    (static / "model.safetensors").write_bytes(content)
    with pytest.raises(SuggestionError, match=r"model.safetensors: not a model that can be read"):
        load_model(static)


def test_weights_of_another_kind(static: Path) -> None:
    write_weights(static, {"conv1.weight": np.ones((2, 2), dtype=np.float32)})
    with pytest.raises(SuggestionError, match="not a model that can be read"):
        load_model(static)
