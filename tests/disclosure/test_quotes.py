"""Which quotations may be shown: none that name somebody or were meant to stay private, and signed-off ones."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.disclosure import Rules, quotable, quote_hash, read_sign_offs, sign_off, signed
from lmep_consult.disclosure.quotes import RECORD
from lmep_consult.errors import StudyError

RULES = Rules(ordinary=frozenset({"we", "the"}))
NONE = pd.DataFrame(columns=RECORD)
NOON = dt.datetime(2026, 3, 2, 12, 0)
QUOTES = pd.DataFrame(
    {
        "code": ["time", "time", "culture"],
        "participant": ["P01", "P02", "P01"],
        "quote": ["we lost the budget", "we never had one", "we lost the budget"],
    }
)


def may_be_quoted(quote: str, said: str) -> bool:
    return len(quotable(pd.DataFrame({"quote": [quote], "said": [said]}), RULES)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "We were told. This is off the record, but the budget went.",
        "That’s off-the-record. We lost the budget.",
        "We lost the budget, but don't quote me on that.",
        "We lost the budget. Please don’t minute that.",
        "We lost the budget. Do not write this down.",
        "I asked you not to use that.",
        "You can't put that in.",
        "We lost it. Can you take that out?",
        "We lost it. Could you cut that bit out?",
        "We lost it. Can that bit come out?",
        "Between you and me, we lost it.",
        "Just between ourselves, we lost it.",
        "That is not for the tape.",
        "NOT FOR THE RECORD: we lost it.",
    ],
)
def test_nothing_of_a_turn_said_off_the_record_is_quoted(said: str) -> None:
    assert not may_be_quoted("we lost the budget", said)


@pytest.mark.parametrize(
    "said",
    [
        "We keep records of that.",
        "The gap between users and providers is wide.",
        "We don't use evidence much.",
        "It came out in the review.",
        "We take people out of the office.",
        "We hold the record for the longest strategy.",
    ],
)
def test_words_that_only_resemble_such_a_request_hold_nothing_back(said: str) -> None:
    assert may_be_quoted("we lost the budget", said)


def test_a_quote_that_may_name_somebody_is_held_back_and_one_next_to_a_name_is_not() -> None:
    assert not may_be_quoted("we met Darren", "we met Darren")
    assert may_be_quoted("we lost the budget", "we lost the budget. Darren knows.")


def test_no_codings_give_none_to_quote() -> None:
    assert quotable(pd.DataFrame({"quote": [], "said": []}, dtype=object), RULES).empty


def test_a_quote_is_signed_off_for_one_participant_and_one_code() -> None:
    record = sign_off(QUOTES.iloc[[0]], NONE, "Imogen Farrowby", NOON)
    assert record.to_dict("records") == [
        {
            "participant": "P01",
            "code": "time",
            "quote_sha256": hashlib.sha256(b"we lost the budget").hexdigest(),
            "signed_by": "Imogen Farrowby",
            "signed_at": "2026-03-02T12:00",
            "left_out": "",
        }
    ]
    marked = signed(QUOTES, record)
    assert list(marked["sign_off"]) == ["signed off", "draft: not signed off", "draft: not signed off"]
    pd.testing.assert_frame_equal(marked[list(QUOTES)], QUOTES)


def test_where_sign_off_is_needed_drafts_are_left_out() -> None:
    record = sign_off(QUOTES.iloc[[1]], NONE, "Imogen Farrowby", NOON)
    assert list(signed(QUOTES, record, needed=True)["participant"]) == ["P02"]
    assert signed(QUOTES, NONE, needed=True).empty


def test_who_signed_stays_in_the_record() -> None:
    record = sign_off(QUOTES, NONE, "Imogen Farrowby", NOON)
    assert "Imogen" not in signed(QUOTES, record).to_csv()


def test_one_word_changed_undoes_a_sign_off_and_other_spacing_does_not() -> None:
    record = sign_off(QUOTES, NONE, "Imogen Farrowby", NOON)
    changed = QUOTES.assign(quote=["we lost the Budget", "we never  had\none ", "we lost the budget"])
    assert list(signed(changed, record, needed=True)["participant"]) == ["P02", "P01"]


def test_letters_made_up_in_two_ways_are_the_same_letters() -> None:
    assert quote_hash("caf\u00e9") == quote_hash("cafe\u0301")


def test_signing_again_adds_nothing_and_the_first_to_sign_stays() -> None:
    record = sign_off(QUOTES, NONE, "Imogen Farrowby", NOON)
    again = sign_off(QUOTES, record, "Tobias Lindqvist-Hale", NOON)
    assert list(again["signed_by"]) == ["Imogen Farrowby"] * 3


def test_nobody_cannot_sign() -> None:
    with pytest.raises(ValueError, match="name"):
        sign_off(QUOTES, NONE, " ", NOON)


def test_there_is_no_record_yet(tmp_path: Path) -> None:
    assert read_sign_offs(tmp_path / "quotes_signed_off.csv").empty


@pytest.mark.parametrize(("bom", "end"), [(b"", b"\n"), (b"\xef\xbb\xbf", b"\r\n")])
def test_a_record_is_read_as_excel_saves_it(tmp_path: Path, bom: bytes, end: bytes) -> None:
    path = tmp_path / "quotes_signed_off.csv"
    line = f'P01,time,{quote_hash("we lost the budget")},"Farrowby, Imogen",2026-03-02'.encode()
    path.write_bytes(bom + end.join([",".join(RECORD).encode(), line, b",,,,", b""]))
    assert read_sign_offs(path)["signed_by"].tolist() == ["Farrowby, Imogen"]
    assert list(signed(QUOTES, read_sign_offs(path), needed=True).index) == [0]


HASH = "0" * 64


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("participant,code\nP01,time", "line 1: the columns must be participant, code, quote_sha256"),
        (f"P01,time,{HASH},,2026-03-02", "line 2: each of .* must be filled in"),
        (f"P01,time,{HASH},Imogen", "line 2: each of .* must be filled in"),
        (f",,,,\nP01,time,{HASH},Imogen,2 March", "line 3: signed_at '2 March' is not a date"),
        ("P01,time,abc,Imogen,2026-03-02", "line 2: quote_sha256 'abc' is not 64"),
    ],
)
def test_a_fault_in_the_record_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "quotes_signed_off.csv"
    path.write_text(text if text.startswith("participant") else f"{','.join(RECORD)}\n{text}", encoding="utf-8")
    with pytest.raises(StudyError, match=message):
        read_sign_offs(path)


def test_a_record_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quotes_signed_off.csv"
    path.write_bytes(f"{','.join(RECORD)}\nP01,time,{HASH},Zoë,2026-03-02".encode("cp1252"))
    with pytest.raises(StudyError, match="save it as CSV UTF-8"):
        read_sign_offs(path)
