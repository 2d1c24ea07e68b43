"""Whose a raw file is."""

from __future__ import annotations

import pytest

from lmep_consult.governance.places import id_of
from lmep_consult.study import Study, names_id


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("transcripts/P1_interview.vtt", "P1"),
        ("transcripts/p1.vtt", "P1"),
        ("transcripts/P1-b_interview.vtt", "P1-b"),
        ("transcripts/P12_interview.vtt", ""),
        ("recordings/P1/audio.m4a", "P1"),
        ("P1.m4a", "P1"),
        ("recordings/W1 room.mp4", "W1"),
        ("recordings/room.mp4", ""),
        ("transcripts/P1/P1-b_interview.vtt", "P1-b"),
        ("transcripts/P1/W1/room.vtt", "W1"),
        ("transcripts/P1_b interview.vtt", "P1-b"),
        ("transcripts/Zoë_interview.vtt", "Zoë"),
        ("transcripts/Zoe\u0308_interview.vtt", "Zoë"),
    ],
)
def test_a_raw_file_belongs_to_the_longest_id_its_name_or_its_folder_begins_with(
    small: Study, name: str, whose: str
) -> None:
    assert id_of(small, ["P1", "P1-b", "Zoë"], small.folder / "raw" / name) == whose


@pytest.mark.parametrize(
    ("name", "there"), [("of P1.txt", True), ("_p1_.txt", True), ("P10.txt", False), ("GP1.txt", False)]
)
def test_an_id_in_the_middle_of_a_name_is_seen(name: str, there: bool) -> None:
    assert names_id(name, "P1") is there
