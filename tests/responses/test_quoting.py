"""Which words of respondents a report may show: of those who allow it, signed off, and of nobody who can be named."""

from __future__ import annotations

import pandas as pd

from lmep_consult.disclosure import ANYBODY, SIGNED_OFF, Rules, quote_hash
from lmep_consult.plan.responses import batch_source
from lmep_consult.responses.quoting import ResponseQuotes, group_and_leave, response_quotes
from lmep_consult.responses.sample import called

RULES = Rules(ordinary=frozenset({"the", "fares", "are", "too", "high"}))
NUMBERS = range(1, 9)
SAMPLE = pd.DataFrame(
    {"question": "views", "response": [f"R{n}" for n in NUMBERS], "number": list(NUMBERS), "batch": 1}
)
RESPONDENTS = pd.DataFrame(
    {"quotable": [True] * 6 + [False, None], "group": ["individual"] * 5 + ["council"] + ["individual"] * 2},
    index=pd.Index(SAMPLE["response"], name="response"),
)
NOBODY = pd.DataFrame(columns=["participant", "code", "quote_sha256"])


def coded(*said: tuple[int, str, str]) -> pd.DataFrame:
    """Codings of the sample: number of the respondent, code, words."""
    return pd.DataFrame(
        [
            {"id": f"{n:032x}", "source": batch_source("views", 1), "participant": called(n), "code": code, "turn": n,
             "quote": words, "said": words}
            for n, code, words in said
        ]
    )  # fmt: skip


def chosen(
    final: pd.DataFrame, sign_offs: pd.DataFrame = NOBODY, *, needed: bool = False, seed: int = 1
) -> ResponseQuotes:
    return response_quotes(final, SAMPLE, RESPONDENTS, sign_offs, RULES, seed, needed)


def test_who_does_not_allow_it_is_not_quoted() -> None:
    found = chosen(coded(*((n, "fares", "the fares are too high") for n in NUMBERS)))
    assert not {called(7), called(8)} & {*found.quotes["participant"], *found.held_back["participant"]}


def test_there_are_two_of_each_theme_by_different_people_drawn_by_the_seed() -> None:
    final = coded(*((n, code, "the fares are too high") for n in NUMBERS for code in ("fares", "air")),
                  (1, "fares", "fares are high"))  # fmt: skip
    quotes = chosen(final).quotes
    assert quotes.groupby("code")["participant"].nunique().to_dict() == {"air": 2, "fares": 2}
    assert len(quotes) == 4
    pd.testing.assert_frame_equal(chosen(final).quotes, quotes)
    drawn = {tuple(chosen(final, seed=seed).quotes["participant"]) for seed in range(8)}
    assert len(drawn) > 1


def test_a_type_that_few_share_is_not_named() -> None:
    final = coded((1, "fares", "the fares are too high"), (6, "air", "the fares are too high"))
    assert dict(chosen(final).quotes[["code", "attribution"]].to_numpy()) == {"fares": "individual", "air": ANYBODY}


def test_what_may_name_somebody_or_asks_for_privacy_is_held_back_and_why() -> None:
    words = "the fares are too high, says Mrs Quillfeather", "please treat this as confidential, the fares are too high"
    found = chosen(coded((1, "fares", words[0]), (2, "fares", words[1])))
    assert found.quotes.empty
    assert dict(found.held_back[["participant", "why"]].to_numpy()) == {
        called(1): "may name somebody",
        called(2): "the respondent asked for privacy",
    }


def test_where_sign_off_is_needed_only_signed_words_are_shown_and_these_go_first() -> None:
    words = "the fares are too high"
    final = coded(*((n, "fares", words) for n in range(1, 6)))
    assert chosen(final, needed=True).quotes.empty
    assert len(chosen(final, needed=True).to_sign) == 2
    signed = pd.DataFrame({"participant": [called(4)], "code": ["fares"], "quote_sha256": [quote_hash(words)]})
    found = chosen(final, signed, needed=True)
    assert found.quotes[["participant", "sign_off"]].to_numpy().tolist() == [[called(4), SIGNED_OFF]]
    assert found.read == {words}
    assert len(found.to_sign) == 1


def test_who_left_no_answer_on_quoting_has_a_group_all_the_same() -> None:
    known = pd.DataFrame({"quotable": [True, False], "type": ["individual", None]}, index=["R1", "R2"])
    assert group_and_leave(known, "type")["group"].tolist() == ["individual", ""]
    assert group_and_leave(known, "")["group"].tolist() == ["", ""]
