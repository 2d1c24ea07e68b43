"""What waits for a person to read, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from to_read import HELD, TO_SIGN

from lmep_consult.disclosure import SignOffDesk, read_sign_offs, signed
from lmep_consult.errors import StudyError
from lmep_consult.spreadsheet import as_csv


def desk(folder: Path, by: str = "Imogen") -> SignOffDesk:
    return SignOffDesk(by, folder / "signed.csv", folder / "to_sign.csv", folder / "held_back.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "to_sign.csv").write_text(as_csv(TO_SIGN), encoding="utf-8")
    (tmp_path / "held_back.csv").write_text(as_csv(HELD), encoding="utf-8")
    return tmp_path


def test_a_passage_is_asked_about_once_and_signed_under_each_of_its_codes(folder: Path) -> None:
    first, second = desk(folder).waiting()
    assert first.codes == ("time", "money")
    assert (first.words, first.quote) == ("we of [a person] lost it", "we of [P2] lost it")
    desk(folder).sign(first.id)
    assert list(signed(TO_SIGN, read_sign_offs(folder / "signed.csv"), needed=True).index) == [0, 1]
    assert desk(folder).waiting() == [second]


def test_words_that_a_spreadsheet_would_compute_are_signed_as_they_were_said(folder: Path) -> None:
    at = desk(folder)
    at.sign(at.waiting()[1].id)
    assert list(signed(TO_SIGN, read_sign_offs(folder / "signed.csv"), needed=True).index) == [2]


def test_of_what_is_held_back_only_what_the_report_would_show_is_asked_about(folder: Path) -> None:
    at = desk(folder)
    (held,) = at.waiting(held_back=True)
    assert (held.why, held.said) == ("may name somebody: Darren", "So we met Darren.")
    at.sign(held.id)
    assert at.waiting(held_back=True) == []
    assert len(signed(HELD, read_sign_offs(folder / "signed.csv"), needed=True)) == 1


def test_a_sign_off_is_taken_back_by_its_passage_alone(folder: Path) -> None:
    at = desk(folder)
    first, second = at.waiting()
    at.sign(first.id)
    at.sign(second.id)
    at.take_back(first.id)
    assert at.waiting() == [first]
    assert desk(folder).waiting() == [first]


def test_what_no_longer_waits_cannot_be_signed(folder: Path) -> None:
    with pytest.raises(StudyError, match="has changed since"):
        desk(folder).sign("0" * 16)
    assert not (folder / "signed.csv").exists()


def test_nobody_cannot_sign(folder: Path) -> None:
    with pytest.raises(StudyError, match="give a name"):
        desk(folder, by=" ")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: path.unlink(), "lmep-consult run` writes it"),
        (lambda path: path.write_text("participant,code,quote\n", encoding="utf-8"), "another version"),
    ],
)
def test_without_what_a_run_leaves_nothing_can_be_read(folder: Path, change: object, message: str) -> None:
    change(folder / "held_back.csv")  # type: ignore[operator]
    with pytest.raises(StudyError, match=message):
        desk(folder)
