"""Chat logs of Zoom and Teams."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.transcripts import Transcript, read_transcript


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "W1_chat.txt"
    path.write_bytes(text.encode("utf-8"))
    return read_transcript(path)


def written(transcript: Transcript) -> list[tuple[str, str, float]]:
    turns = transcript.turns
    return list(zip(turns["speaker"], turns["text"], turns["start_s"], strict=True))


def test_zoom_parts_time_name_and_words_by_tabs(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "00:21:14\tJane Doe:\tHello: all\n00:21:35\tKupor (SL):\tHi\nand a second line\r\n01:00:00\tJane Doe:\tBye\n",
    )
    assert transcript.layout == "zoom-chat"
    assert written(transcript) == [
        ("Jane Doe", "Hello: all", 1274.0),
        ("Kupor (SL)", "Hi and a second line", 1295.0),
        ("Jane Doe", "Bye", 3600.0),
    ]
    assert transcript.problems == ()


def test_zoom_also_says_from_whom_to_whom(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "10:02:33 From Jane Doe to Everyone:\r\n\tWhich report?\r\n"
        "10:03:01 From  Sam Roe  To  Everyone : The late one\r\n",
    )
    assert transcript.layout == "zoom-chat"
    assert [(name, text) for name, text, _ in written(transcript)] == [
        ("Jane Doe", "Which report?"),
        ("Sam Roe", "The late one"),
    ]


def test_words_of_others_in_replies_and_reactions_are_not_the_writers(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "10:02:33 From Jane Doe to Everyone:\n\tWhich report?\n10:03:01 From Sam Roe to Everyone:\n"
        '\tReplying to "Which report?"\n\n\tThe late one\n10:03:02 From Ann Bell to Everyone:\n'
        '\tReacted to "The late one" with 👍\n',
    )
    assert [(name, text) for name, text, _ in written(transcript)] == [
        ("Jane Doe", "Which report?"),
        ("Sam Roe", "The late one"),
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("[10:02] Doe, Jane\nHello\nall\n[10:03] Sam Roe\nHi\n", 36120.0),
        ("[10/02/2026 10:02] Doe, Jane\nHello\nall\n[10/02/2026 10:03] Sam Roe\nHi\n", 36120.0),
        ("[10:02 PM] Doe, Jane: Hello\nall\n[10:03 PM] Sam Roe: Hi\n", 79320.0),
        ("[12:02 AM] Doe, Jane\nHello\nall\n[12:03 AM] Sam Roe\nHi\n", 120.0),
    ],
)
def test_teams_puts_the_time_in_brackets(tmp_path: Path, text: str, seconds: float) -> None:
    transcript = read(tmp_path, text)
    assert transcript.layout == "teams-chat"
    assert written(transcript) == [("Jane Doe", "Hello all", seconds), ("Sam Roe", "Hi", seconds + 60)]


def test_a_typed_interview_with_clocks_is_no_chat(tmp_path: Path) -> None:
    transcript = read(tmp_path, "[00:12:31] Interviewer: Why?\n[00:12:40] P99: Money.\n[00:12:50] Indeed.\n")
    assert transcript.layout == "labelled-txt"
    assert written(transcript)[0] == ("Interviewer", "Why?", 751.0)


@pytest.mark.parametrize("day", ["07/11/2026, {} - ", "[07/11/2026, {}:05] "])
def test_what_whatsapp_says_of_a_message_is_nobodys_words(tmp_path: Path, day: str) -> None:
    messages = [
        "Ruta: How is week two?",
        "P14: Better",
        "\u200eP14: \u200eimage omitted",
        "P14: <Media omitted>",
        "P14: This message was deleted.",
        "Ruta: Good: <10 minutes late\nor none <This message was edited>",
        "P14: Type <your name> \u200e<This message was edited>",
    ]
    text = "".join(f"{day.format(f'10:0{n}')}{message}\n" for n, message in enumerate(messages))
    transcript = read(tmp_path, text)
    assert [(speaker, words) for speaker, words, _ in written(transcript)] == [
        ("Ruta", "How is week two?"),
        ("P14", "Better"),
        ("Ruta", "Good: <10 minutes late or none"),
        ("P14", "Type <your name>"),
    ]
    assert [problem.where for problem in transcript.problems] == ["line 3", "line 4", "line 5"]  # something was sent
