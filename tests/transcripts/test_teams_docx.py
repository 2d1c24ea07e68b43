"""Both ages of the Word document Teams makes of a meeting's transcript."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from lmep_consult.transcripts import Transcript, read_transcript


def read(tmp_path: Path, paragraphs: list[str]) -> Transcript:
    """Each string a paragraph; python-docx writes its line feeds as <w:br/>."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = tmp_path / "meeting.docx"
    document.save(str(path))
    return read_transcript(path)


def furniture(transcript: Transcript) -> list[str]:
    """What stands around the turns: every stretch of furniture but labels and clocks."""
    account = transcript.account
    return [text.strip() for text in account.loc[account["kind"] == "furniture", "text"]]


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["speaker"], transcript.turns["text"], strict=True))


HEAD = [
    "Interview P99-20260210_100000-Meeting Transcript",
    "10 February 2026, 10:00am",
    "27m 42s",
    "Jane Doe started transcription",
]


def test_each_paragraph_of_the_current_form_is_a_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        [
            *HEAD,
            "Jane Doe   0:04\nGood morning.\nThank you for coming.",
            "Roe, Sam (External)   59:59\nNot at all.",
            "Jane Doe   1:02:03\nGoodbye.",
            "Jane Doe stopped transcription",
        ],
    )
    assert transcript.layout == "teams-docx"
    assert spoken(transcript) == [
        ("Jane Doe", "Good morning. Thank you for coming."),
        ("Sam Roe", "Not at all."),
        ("Jane Doe", "Goodbye."),
    ]
    assert list(transcript.turns["start_s"]) == [4.0, 3599.0, 3723.0]
    assert transcript.turns["end_s"].isna().all()
    assert {*HEAD, "Jane Doe stopped transcription"} <= set(furniture(transcript))
    assert transcript.problems == ()


def test_the_duration_may_be_missing(tmp_path: Path) -> None:
    transcript = read(tmp_path, [HEAD[0], HEAD[1], HEAD[3], "Jane Doe   0:04\nGood morning."])
    assert spoken(transcript) == [("Jane Doe", "Good morning.")]


def test_name_time_and_words_may_sit_in_runs_of_their_own(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for part in ("Jane", " Doe", "   ", "0:", "04"):
        paragraph.add_run(part)
    paragraph.add_run().add_break()
    paragraph.add_run("We ").bold = True
    paragraph.add_run("agree.")
    paragraph.add_run().add_break()
    paragraph.add_run("Mostly.")
    path = tmp_path / "meeting.docx"
    document.save(str(path))
    assert spoken(read_transcript(path)) == [("Jane Doe", "We agree. Mostly.")]


def test_a_paragraph_without_name_and_time_goes_on_with_the_turn(tmp_path: Path) -> None:
    transcript = read(tmp_path, [*HEAD, "Jane Doe   0:04\nFirst this.", "", "Then that.", "Sam Roe   0:09\nRight."])
    assert spoken(transcript) == [("Jane Doe", "First this. Then that."), ("Sam Roe", "Right.")]


def test_a_time_spoken_in_a_later_line_opens_no_turn(tmp_path: Path) -> None:
    transcript = read(tmp_path, [*HEAD, "Jane Doe   0:04\nShall we say\nhalf past ten  10:30\nor later?"])
    assert spoken(transcript) == [("Jane Doe", "Shall we say half past ten 10:30 or later?")]


def test_transcription_stopped_and_started_again_is_furniture(tmp_path: Path) -> None:
    again = ["Sam Roe stopped transcription", "Sam Roe started transcription"]
    transcript = read(tmp_path, [*HEAD, "Jane Doe   0:04\nA break?", *again, "Sam Roe   15:00\nWhere were we?"])
    assert spoken(transcript) == [("Jane Doe", "A break?"), ("Sam Roe", "Where were we?")]
    assert {*HEAD, *again} <= set(furniture(transcript))


def test_a_turn_without_words_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, [*HEAD, "Jane Doe   0:04", "Sam Roe   0:09\nHello?"])
    assert spoken(transcript) == [("Sam Roe", "Hello?")]
    assert [problem.text for problem in transcript.problems] == ["Jane Doe"]


ENTRIES = [
    ["0:0:4.279 --> 0:0:5.79", "Jane Doe", "Good morning."],
    ["0:0:6.0 --> 0:1:2.5", "Roe, Sam", "Good morning. We are: tired."],
    ["1:2:3.004 --> 1:2:9", "Jane Doe", "So I see."],
]


@pytest.mark.parametrize(
    "paragraphs",
    [["\n".join(entry) for entry in ENTRIES], [line for entry in ENTRIES for line in entry]],
    ids=["lines of a paragraph", "paragraphs"],
)
def test_the_older_form_is_read_as_lines_or_as_paragraphs(tmp_path: Path, paragraphs: list[str]) -> None:
    transcript = read(tmp_path, ["Meeting of 3 May", *paragraphs])
    assert transcript.layout == "teams-docx-older"
    assert spoken(transcript) == [
        ("Jane Doe", "Good morning."),
        ("Sam Roe", "Good morning. We are: tired."),
        ("Jane Doe", "So I see."),
    ]
    assert list(transcript.turns["start_s"]) == [4.279, 6.0, 3723.004]
    assert list(transcript.turns["end_s"]) == [5.79, 62.5, 3729.0]
    assert {"Meeting of 3 May"} <= set(furniture(transcript))


def test_words_of_the_older_form_may_take_several_lines(tmp_path: Path) -> None:
    transcript = read(tmp_path, ["0:0:4.2 --> 0:0:5.7\nJane Doe\nFirst this.\nThen that.", "", "And more."])
    assert spoken(transcript) == [("Jane Doe", "First this. Then that. And more.")]


def test_words_of_an_older_entry_without_a_name_are_a_turn_of_nobodys(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, ["0:0:4.2 --> 0:0:5.7\nJane Doe\nHello.", "0:0:6.0 --> 0:0:7.0\nWho is it that speaks here?"]
    )
    assert spoken(transcript) == [("Jane Doe", "Hello."), ("", "Who is it that speaks here?")]
    assert [problem.text for problem in transcript.problems] == ["Who is it that speaks here?"]


def test_a_clock_that_falls_back_changes_no_order_and_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, [*HEAD, "Sam Roe   1:09\nBefore the alarm.", "Jane Doe   0:04\nAfter it."])
    assert spoken(transcript) == [("Sam Roe", "Before the alarm."), ("Jane Doe", "After it.")]
    (problem,) = transcript.problems
    assert problem.where == "paragraph 6"
    assert "from 1:09 to 0:04" in problem.what


def test_people_who_talk_at_once_are_no_clock_that_falls_back(tmp_path: Path) -> None:
    assert read(tmp_path, [*HEAD, "Sam Roe   0:09\nYes.", "Jane Doe   0:07\nNo."]).problems == ()


@pytest.mark.parametrize("date", ["10 February 2026, 10:00am", "February 10, 2026, 10:00AM", "10. Februar 2026, 10:00"])
def test_a_date_and_an_hour_are_nobody_speaking(tmp_path: Path, date: str) -> None:
    transcript = read(tmp_path, [HEAD[0], date, HEAD[2], "Jane Doe   0:04\nGood morning.", "Sam Roe   0:09\nMorning."])
    assert spoken(transcript) == [("Jane Doe", "Good morning."), ("Sam Roe", "Morning.")]


def test_the_older_form_may_end_in_the_words_that_every_entry_has(tmp_path: Path) -> None:
    entries = [f"0:0:{n}.279 --> 0:0:{n + 1}.1\nJane Doe\n0" for n in range(3)]
    assert spoken(read(tmp_path, entries)) == [("Jane Doe", "0 0 0")]


def test_notes_may_be_a_word_of_the_last_turn(tmp_path: Path) -> None:
    transcript = read(tmp_path, [*HEAD, "Jane Doe   0:04\nWhat next?", "Roy Ode   0:08\nYes.\nNotes\nand tea"])
    assert spoken(transcript)[-1] == ("Roy Ode", "Yes. Notes and tea")
