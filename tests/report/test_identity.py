"""Whose report it is: from study.toml and the checks made."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from lmep_consult.errors import InputError, StudyError
from lmep_consult.plan import About
from lmep_consult.report import Identity, identity_of


def test_it_takes_the_logo_from_the_studys_folder(tmp_path: Path, identity: Identity) -> None:
    (tmp_path / "mark.png").write_bytes(identity.logo or b"")
    about = About(title="A study", source="Us, 2026", logo="mark.png", logo_alt="Our mark")
    made = identity_of(about, tmp_path, "second check", "Bea", "2026-03-02T14:05+00:00", "")
    assert made.logo == identity.logo
    assert made.logo_kind == "png"
    assert made.logo_size == (300, 150)
    assert made.state_line == "Second check by Bea, 2 March 2026, 14:05 UTC"


def test_a_draft_says_that_nobody_has_checked_it(tmp_path: Path) -> None:
    made = identity_of(About(title="A study", source="Us"), tmp_path, "draft", "", "", "2026-03-02T14:05:00+00:00")
    assert made.state_line == "Draft, not yet checked"
    assert made.logo is None


def test_a_logo_must_have_words() -> None:
    with pytest.raises(ValidationError, match="logo_alt"):
        About(title="A study", source="Us", logo="mark.png")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [(None, InputError, "mark.png"), (b"<svg/>", StudyError, "not a PNG or JPEG")],
    ids=["missing", "drawing"],
)
def test_a_logo_that_cannot_be_used_is_refused(
    tmp_path: Path, content: bytes | None, error: type[Exception], words: str
) -> None:
    if content is not None:
        (tmp_path / "mark.png").write_bytes(content)
    about = About(title="A study", source="Us", logo="mark.png", logo_alt="Our mark")
    with pytest.raises(error, match=words):
        identity_of(about, tmp_path, "draft", "", "", "")
