"""Otter's text: a name and a clock, then the words."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from lmep_consult.transcripts import Transcript, read_transcript


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "P99_interview.txt"
    path.write_bytes(text.encode("utf-8"))
    return read_transcript(path)


def spoken(transcript: Transcript) -> list[tuple[str, str, float]]:
    turns = transcript.turns
    return list(zip(turns["speaker"], turns["text"], turns["start_s"], strict=True))


def test_a_name_two_spaces_and_a_clock_open_a_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "Jane Doe  0:15\nIt began with a list.\nA long one.\n\nSpeaker 2  59:59\nWhy?\n\nJane Doe  1:02:03\nMoney.\n\n"
        "Transcribed by https://otter.ai\n",
    )
    assert transcript.layout == "otter"
    assert spoken(transcript) == [
        ("Jane Doe", "It began with a list. A long one.", 15.0),
        ("Speaker 2", "Why?", 3599.0),
        ("Jane Doe", "Money.", 3723.0),
    ]
    assert transcript.problems == ()


def test_times_and_colons_inside_the_words_open_no_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "Jane Doe  0:15\nWe met at 10:30.\nAnd then: nothing.\n\nSam Roe  0:30\nThe train of 9:15 was late.\n",
    )
    assert [text for _, text, _ in spoken(transcript)] == [
        "We met at 10:30. And then: nothing.",
        "The train of 9:15 was late.",
    ]


def test_what_stands_ahead_of_the_first_turn_is_furniture(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interview P99\nTue, 3 May 2026 10:00AM  27:42\n\nJane Doe  0:15\nYes.\n")
    assert spoken(transcript)[-1] == ("Jane Doe", "Yes.", 15.0)


def test_otter_saved_as_a_document_is_told_by_its_footer(tmp_path: Path) -> None:
    document = Document()
    for line in ("Jane Doe  0:15", "It began.", "Transcribed by https://otter.ai"):
        document.add_paragraph(line)
    path = tmp_path / "P99.docx"
    document.save(str(path))
    transcript = read_transcript(path)
    assert transcript.layout == "otter"
    assert transcript.text == "It began."


def test_a_time_at_a_line_break_inside_a_paragraph_of_teams_is_words(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Jane Doe   0:04\nThe entry said\nAnn Bell   0:30\nand no more.")
    document.add_paragraph("Sam Roe   0:40\nI see.")
    path = tmp_path / "P99.docx"
    document.save(str(path))
    assert list(read_transcript(path).turns["text"]) == ["The entry said Ann Bell 0:30 and no more.", "I see."]


def test_names_and_times_may_stand_in_runs_of_their_own(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("Jane ", "Doe", "   ", "0:0", "4"):
        paragraph.add_run(piece)
    paragraph.add_run().add_break()
    paragraph.add_run("Good ")
    paragraph.add_run("morning.")
    path = tmp_path / "P99.docx"
    document.save(str(path))
    assert spoken(read_transcript(path)) == [("Jane Doe", "Good morning.", 4.0)]


def test_words_below_a_clock_before_the_first_name_are_kept_and_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "0:00\nIs it on?\n\nJane Doe  0:10\nIt is.\n")
    assert spoken(transcript) == [("", "Is it on?", 0.0), ("Jane Doe", "It is.", 10.0)]
    assert [problem.where for problem in transcript.problems] == ["turn 1"]


def test_the_length_of_the_recording_is_no_turn(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interview P99\n32:15\n\nJane Doe  0:10\nIt is.\n")
    assert spoken(transcript) == [("Jane Doe", "It is.", 10.0)]


def test_brackets_may_set_the_clock_apart(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Jane Doe (00:00:03)\nWhy did it end\nyesterday (12:31)\n\nSam Roe [1:10]\nMoney.\n")
    assert spoken(transcript) == [("Jane Doe", "Why did it end yesterday (12:31)", 3.0), ("Sam Roe", "Money.", 70.0)]
