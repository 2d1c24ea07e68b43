from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import LEFT_OUT, as_signed, cuts_of, read_sign_offs, shortened, sign_off, signed
from lmep_consult.errors import StudyError

QUOTE = "We lost time, as I said to [P2] then, and money; as I said, money."


@pytest.mark.parametrize(
    ("phrases", "shown"),
    [
        ([], QUOTE),
        ([", as I said to [P2] then"], "We lost time […], and money; as I said, money."),
        (["We lost time,"], "[…] as I said to [P2] then, and money; as I said, money."),
        (["to [a person]  then, and", "lost time"], "We […], as I said […] money; as I said, money."),
        (["and money; as I said, money."], "We lost time, as I said to [P2] then, […]"),
    ],
)
def test_what_is_left_out_is_said_to_be(phrases: list[str], shown: str) -> None:
    assert shortened(QUOTE, cuts_of(QUOTE, phrases)) == shown


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [("as I said", "several times"), ("los", "whole words"), ("gained", "not in the quotation"), (QUOTE, "Nothing")],
)
def test_words_that_cannot_be_left_out_are_refused(phrase: str, fault: str) -> None:
    with pytest.raises(StudyError, match=fault):
        cuts_of(QUOTE, [phrase])


@settings(max_examples=40)
@given(st.lists(st.integers(0, 11), max_size=6, unique=True))
def test_what_stays_is_the_speakers_own_words_in_order(gone: list[int]) -> None:
    words = [f"w{number}" for number in range(12)]
    quote = " ".join(words)
    said = shortened(quote, cuts_of(quote, [words[number] for number in gone]))
    assert [word for word in said.split() if word != LEFT_OUT] == [w for n, w in enumerate(words) if n not in gone]
    assert (LEFT_OUT in said) == bool(gone)
    assert all(part.strip() in quote for part in said.split(LEFT_OUT))


def test_a_sign_off_is_of_the_words_shown_and_of_no_others(tmp_path: Path) -> None:
    path = tmp_path / "record.csv"
    quotes = pd.DataFrame(
        [("P1", "time", QUOTE), ("P1", "money", "we had it")], columns=["participant", "code", "quote"]
    )
    cuts = cuts_of(QUOTE, ["as I said to [P2] then,"])
    record = sign_off(quotes.head(1), read_sign_offs(path), "IF", dt.datetime(2026, 3, 2, tzinfo=dt.UTC), cuts)
    path.write_text(record.to_csv(index=False), encoding="utf-8")
    again = read_sign_offs(path)
    assert as_signed(quotes, again) == [cuts, ()]
    assert "said" not in path.read_text(encoding="utf-8")  # places, and nobody's words
    other = quotes.assign(quote=quotes["quote"] + " Yes.")
    assert len(signed(other, again, needed=True)) == 0
    earlier = "\n".join(line.rpartition(",")[0] for line in path.read_text(encoding="utf-8").splitlines())
    path.write_text(earlier, encoding="utf-8")  # of a release that could not shorten
    assert as_signed(quotes, read_sign_offs(path)) == [(), ()]
    path.write_text(record.assign(left_out="9-3").to_csv(index=False), encoding="utf-8")
    with pytest.raises(StudyError, match="line 2: left_out '9-3' does not say which characters"):
        read_sign_offs(path)
