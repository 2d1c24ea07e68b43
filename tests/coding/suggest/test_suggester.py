"""What a Suggester promises, on made-up codebooks."""

from __future__ import annotations

import dataclasses
import socket
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding.suggest import COLUMNS, Suggester
from lmep_consult.errors import ConsultError, SuggestionError

pytestmark = pytest.mark.skipif(find_spec("wordllama") is None, reason="the [suggest] extra is not installed")

average_precision_score = pytest.importorskip("sklearn.metrics").average_precision_score
Planted = tuple[list[str], pd.DataFrame]
SAID = [
    "The frost came in May and then it did not rain until August.",
    "We mended the harvester twice and the old tractor once.",
    "Forty sheep and a dozen cows, that is all we keep now.",
    "The bank would not lend to us, what with the price of milk.",
]


@pytest.fixture(scope="module")
def suggester(farm: Codebook) -> Suggester:
    """Before any learning. Tests that teach make their own."""
    return Suggester(farm)


def mean_precision(labels: pd.DataFrame, scores: pd.DataFrame) -> float:
    return float(np.mean([average_precision_score(labels[code], scores[code]) for code in labels]))


def test_before_learning_a_text_is_given_the_code_whose_definition_it_fits(suggester: Suggester) -> None:
    scores = suggester.score(SAID)
    assert list(scores.columns) == ["weather", "machines", "animals", "money"]
    assert list(scores.idxmax()) == [0, 1, 2, 3]


def test_names_alone_are_enough_to_begin_with(farm: Codebook) -> None:
    bare = dataclasses.replace(farm, codes=tuple(Code(code.id, code.name) for code in farm.codes))
    assert Suggester(bare).score(["The weather was bad.", "The animals were well."]).idxmax(axis=1).tolist() == [
        "weather",
        "animals",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_scores_are_shares_whatever_the_texts(suggester: Suggester, texts: list[str]) -> None:
    scores = suggester.score(texts)
    assert scores.shape == (len(texts), 4)
    assert scores.to_numpy().size == 0 or (scores.min(axis=None) >= 0 and scores.max(axis=None) <= 1)


def test_a_few_texts_are_scored_as_if_each_stood_alone(farm: Codebook, planted: Planted) -> None:
    texts, labels = planted
    taught = Suggester(farm)
    taught.learn(texts[:60], labels[:60])
    together = taught.score(SAID)
    alone = pd.concat([taught.score([text]) for text in SAID], ignore_index=True)
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_scores_hang_neither_on_chance_nor_on_order(farm: Codebook, planted: Planted) -> None:
    texts, labels = planted
    first, second = Suggester(farm), Suggester(farm)
    first.learn(texts[:300], labels[:300])
    second.learn(texts[:300], labels[:300])
    turned = np.random.default_rng(1).permutation(len(texts) - 300)
    scores = first.score(texts[300:])
    assert scores.equals(second.score(texts[300:]))
    again = second.score([texts[300:][at] for at in turned])
    np.testing.assert_allclose(again, scores.iloc[turned], atol=1e-4)


def test_learning_finds_what_the_codebook_cannot_know(farm: Codebook, planted: Planted) -> None:
    texts, labels = planted
    taught = Suggester(farm)
    held_out = labels[600:].reset_index(drop=True)
    reached = []
    for learnt in (0, 100, 600):
        taught.learn(texts[:learnt], labels[:learnt])
        reached.append(mean_precision(held_out, taught.score(texts[600:])))
    assert reached == sorted(reached)
    signs = ["zindle", "glorp", "mibbet", "quasset"]
    known = pd.DataFrame(
        {code: [sign in text for text in texts[600:]] for code, sign in zip(held_out, signs, strict=True)}
    )
    assert reached[0] < 0.4  # a third of the texts have a code
    assert reached[-1] > 0.9 * mean_precision(held_out, known.astype(float))  # who knows the signs cannot do better


def test_how_sure_it_says_it_is_holds_on_texts_not_learnt_from(farm: Codebook, planted: Planted) -> None:
    """Of the texts in each tenth of sureness, so many have the code as were promised, within what chance allows."""
    texts, labels = planted
    taught = Suggester(farm)
    taught.learn(texts[:600], labels[:600])
    said = taught.score(texts[600:]).to_numpy().ravel()
    true = labels[600:].to_numpy().ravel()
    for part in pd.Series(range(len(said))).groupby(pd.qcut(said, 10, duplicates="drop"), observed=True):
        at = part[1].to_numpy()
        assert binomtest(int(true[at].sum()), len(at), float(said[at].mean())).pvalue > 0.001


def test_no_suggestion_below_the_threshold(suggester: Suggester) -> None:
    scores = suggester.score(SAID)
    for threshold in (0.0, 0.3, 0.6, 1.1):
        found = suggester.suggest(SAID, threshold)
        assert list(found.columns) == COLUMNS
        assert len(found) == int((scores >= threshold).sum().sum())
        assert (found["sure"] >= threshold).all()
    assert suggester.suggest(["Mm.", "", "Yes, go on."]).empty


def test_a_suggestion_says_whose_it_is_and_why(farm: Codebook) -> None:
    taught = Suggester(farm)
    coded = pd.DataFrame({"weather": [1, 0], "machines": [0, 1]}, index=["P01 4", "P02 9"])
    taught.learn(["A hailstone broke the window.", "The tractor stood in the shed."], coded)
    said = pd.Series(["Every hailstone broke some window.", "Good morning."], index=["P03 1", "P03 2"])
    row = taught.suggest(said, threshold=0.3).iloc[0]
    assert (row["text"], row["code"]) == ("P03 1", "weather")
    assert row["origin"].split()[:2] == ["model", "wordllama"]
    assert "term “hailstone”" in row["why"]
    assert "most like the coded text P01 4" in row["why"]
    assert "window" in row["why"]
    assert "tractor" not in row["why"]


def test_what_was_learnt_before_is_forgotten(farm: Codebook, planted: Planted) -> None:
    texts, labels = planted
    one, two = Suggester(farm), Suggester(farm)
    one.learn(texts[:200], labels[:200])
    one.learn(texts[200:260], labels[200:260])
    two.learn(texts[200:260], labels[200:260])
    assert one.score(SAID).equals(two.score(SAID))


def test_a_code_nobody_judged_is_not_a_code_nobody_gave(farm: Codebook, planted: Planted) -> None:
    texts, labels = planted
    unjudged, without, never = (Suggester(farm) for _ in range(3))
    unjudged.learn(texts[:200], labels[:200].assign(money=np.nan))
    without.learn(texts[:200], labels[:200].drop(columns="money"))
    never.learn(texts[:200], labels[:200].assign(money=0))
    assert unjudged.score(SAID).equals(without.score(SAID))
    assert without.score(SAID)["money"].max() > never.score(SAID)["money"].max()


def test_a_rule_that_hits_raises_its_code(farm: Codebook) -> None:
    deaf = dataclasses.replace(farm, codes=tuple(dataclasses.replace(code, terms=()) for code in farm.codes))
    said = ["One hailstone as big as an egg."]
    assert Suggester(farm).score(said)["weather"][0] > Suggester(deaf).score(said)["weather"][0]


def test_nothing_goes_over_the_network(farm: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert len(Suggester(farm).score(SAID)) == len(SAID)


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        (["a"], pd.DataFrame({"weather": [1, 0]}), "1 texts but 2 rows of labels"),
        (["a"], pd.DataFrame({"wether": [1]}), "column 'wether': the codebook has no such code"),
        (
            ["a", "b"],
            pd.DataFrame({"money": [1, 2]}, index=["P1", "P2"]),
            "row P2, 'money': .*2.* is not 1, 0 or empty",
        ),
        (["a"], pd.DataFrame({"money": ["yes"]}), "row 0, 'money': 'yes' is not 1, 0 or empty"),
        (["a", None], pd.DataFrame({"money": [1, 0]}), "number 2: None is not text"),
        ("abc", pd.DataFrame({"money": [1, 0, 0]}), "give a list of texts"),
    ],
)
def test_labels_that_do_not_fit_are_refused(
    suggester: Suggester, texts: list[str], labels: pd.DataFrame, message: str
) -> None:
    with pytest.raises(SuggestionError, match=message):
        suggester.learn(texts, labels)


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(ConsultError, match="Empty has no codes"):
        Suggester(Codebook("Empty", "1", "", ()))
