"""Turns in order of time, and offsets into the text."""

from __future__ import annotations

from math import nan
from pathlib import Path

from lmep_consult.transcripts.account import Reading, Utterance
from lmep_consult.transcripts.model import Transcript
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.turns import transcript_of


def heard(utterances: list[tuple[str, str, float]]) -> Transcript:
    """A transcript of label, words and start of each utterance."""
    reading = Reading("any", Source("".join(words for _, words, _ in utterances), "txt"))
    at = 0
    for label, words, start_s in utterances:
        reading.utterances.append(Utterance(label, start_s))
        reading.say(reading.utterances[-1], at, at + len(words))
        at += len(words)
    return transcript_of(reading, Path("file"))


def test_offsets_count_code_points() -> None:
    transcript = heard([("A", "👩🏽‍🔬 é", nan), ("B", "ok", nan)])
    assert transcript.text == "👩🏽‍🔬 é\nok"
    assert list(transcript.turns["start_char"]) == [0, 7]
    assert list(transcript.turns["end_char"]) == [6, 9]


def test_white_space_in_words_is_folded() -> None:
    transcript = heard([("A", " one\u00a0\n two\t", nan)])
    assert transcript.text == "one two"


def test_turns_stay_in_the_order_of_the_reading_whatever_their_times() -> None:
    transcript = heard([("A", "a", 19.0), ("B", "b", nan), ("A", "c", 1.0), ("B", "d", nan)])
    assert transcript.text == "a\nb\nc\nd"
    assert ["from 0:19 to 0:01" in problem.what for problem in transcript.problems] == [True]


def test_a_reading_without_words_gives_an_empty_transcript_and_says_who_was_silent() -> None:
    transcript = heard([("Jane Doe", " ", nan)])
    assert transcript.turns.empty
    assert transcript.text == ""
    assert [problem.text for problem in transcript.problems] == ["Jane Doe"]
