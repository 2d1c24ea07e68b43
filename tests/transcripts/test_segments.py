"""Whisper's and WhisperX's JSON."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, read_transcript


def read(tmp_path: Path, content: Any) -> Transcript:
    path = tmp_path / "P99_interview.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_transcript(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["speaker"], transcript.turns["text"], strict=True))


def segment(start: float | None, end: float | None, text: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text, **more}


def test_neighbouring_segments_of_a_speaker_are_one_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        {
            "segments": [
                segment(0.5, 2.0, " What is missing?", speaker="SPEAKER_00"),
                segment(2.5, 4.0, " Data,", speaker="SPEAKER_01"),
                segment(4.0, 5.25, " and people.", speaker="SPEAKER_01"),
                segment(6.0, 7.0, " Why?", speaker="SPEAKER_00"),
            ]
        },
    )
    assert transcript.layout == "whisper-json"
    assert spoken(transcript) == [
        ("SPEAKER_00", "What is missing?"),
        ("SPEAKER_01", "Data, and people."),
        ("SPEAKER_00", "Why?"),
    ]
    assert list(transcript.turns["start_s"]) == [0.5, 2.5, 6.0]
    assert list(transcript.turns["end_s"]) == [2.0, 5.25, 7.0]
    assert transcript.problems == ()


def test_without_speakers_each_segment_is_a_turn_and_that_is_said_once(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, {"segments": [segment(0, 1, " One."), segment(1, 2, " Two."), segment(2, 3, " Three.")]}
    )
    assert spoken(transcript) == [("", "One."), ("", "Two."), ("", "Three.")]
    assert [problem.where for problem in transcript.problems] == ["turns 1 to 3"]


def test_words_given_one_by_one_are_not_said_twice(tmp_path: Path) -> None:
    words = [{"word": " Well", "start": 0.0, "end": 0.4, "score": 0.9, "speaker": "SPEAKER_00"}, {"word": "then."}]
    transcript = read(
        tmp_path,
        {
            "text": " Well then.",
            "language": "en",
            "segments": [segment(0, 1, " Well then.", words=words, tokens=[50364, 1042], temperature=0.0, id=0)],
            "word_segments": words,
        },
    )
    assert transcript.text == "Well then."
    assert "problem" not in set(transcript.account["kind"])


def test_words_make_the_text_where_a_segment_has_none(tmp_path: Path) -> None:
    transcript = read(tmp_path, {"segments": [{"start": 0, "end": 1, "words": [{"word": "Well"}, {"word": "then."}]}]})
    assert transcript.text == "Well then."


def test_words_that_the_text_lacks_are_a_problem(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        {"text": "Well then. And more.", "segments": [segment(0, 1, "Well then.", words=[{"word": "Whale"}])]},
    )
    found = {(problem.where, problem.text) for problem in transcript.problems if problem.what == "not placed"}
    assert found == {("text", "Well then. And more."), ("segments[0].words[0].word", "Whale")}


def test_a_list_of_segments_alone_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, [segment(0, 1, "One.", speaker="A")]).text == "One."


@pytest.mark.parametrize("time", [None, "later", True, 10**400])
def test_a_time_that_is_none_is_not_known(tmp_path: Path, time: Any) -> None:
    transcript = read(tmp_path, {"segments": [segment(time if time is not True else None, None, "One.")]})
    assert math.isnan(transcript.turns["start_s"].iloc[0])


def test_line_ends_and_half_letters_inside_a_text_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "P99.json"
    path.write_bytes(b'{"segments": [{"text": "One\\r\\ntwo\\ud83d three", "speaker": "A"}]}')
    assert read_transcript(path).text == "One two\ufffd three"


@pytest.mark.parametrize("content", [{}, [], {"segments": "none"}, {"segments": [1]}, {"segments": []}, "text", 3])
def test_other_json_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(InputError, match="no speaker was found"):
        read(tmp_path, content)


def test_words_may_have_speakers_of_their_own(tmp_path: Path) -> None:
    said = [("SPEAKER_01", "Yes."), ("SPEAKER_00", "And"), (None, "why?")]
    words = [{"word": word, **({"speaker": speaker} if speaker else {})} for speaker, word in said]
    transcript = read(tmp_path, {"segments": [segment(0, 4, "Yes. And why?", speaker="SPEAKER_01", words=words)]})
    assert spoken(transcript) == [("SPEAKER_01", "Yes."), ("SPEAKER_00", "And why?")]
    assert transcript.problems == ()


def test_a_segment_without_speaker_has_that_of_its_words(tmp_path: Path) -> None:
    words = [{"word": "Yes.", "speaker": "SPEAKER_01"}]
    transcript = read(tmp_path, {"segments": [segment(0, 1, "Yes.", words=words)]})
    assert spoken(transcript) == [("SPEAKER_01", "Yes.")]


def test_the_remedy_is_told_where_nobody_is_named(tmp_path: Path) -> None:
    transcript = read(tmp_path, {"segments": [segment(0, 1, " One."), segment(1, 2, " Two.")]})
    assert "transcribe it again so that each speaker has a name" in transcript.problems[0].what


UTTERANCES = [("A", "What do you use?", 500, 2000), ("B", "Local data.", 2500, 4000)]


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (
            {"text": "What do you use? Local data.", "utterances": [
                {"speaker": who, "text": text, "start": start, "end": end, "words": [{"text": "data.", "speaker": who}]}
                for who, text, start, end in UTTERANCES
            ]},
            "segments-json",
        ),
        (
            {"segments": [
                {"speaker": who, "body": text, "startTime": start / 1000, "endTime": end / 1000}
                for who, text, start, end in UTTERANCES
            ]},
            "whisper-json",
        ),
        (
            {"results": {"utterances": [
                {"speaker": who, "transcript": text, "start": start / 1000, "end": end / 1000}
                for who, text, start, end in UTTERANCES
            ]}},
            "segments-json",
        ),
    ],
    ids=["AssemblyAI", "podcast", "Deepgram"],
)  # fmt: skip
def test_other_programs_name_things_otherwise(tmp_path: Path, content: Any, layout: str) -> None:
    transcript = read(tmp_path, content)
    assert transcript.layout == layout
    assert spoken(transcript) == [("A", "What do you use?"), ("B", "Local data.")]
    assert list(transcript.turns["start_s"]) == [0.5, 2.5]
    assert transcript.problems == ()


def test_clocks_of_whisper_cpp_are_read(tmp_path: Path) -> None:
    times = {"timestamps": {"from": "00:00:01,500", "to": "00:01:02,250"}, "offsets": {"from": 1500, "to": 62250}}
    transcript = read(tmp_path, {"transcription": [{**times, "text": " Local data."}]})
    assert (transcript.turns["start_s"][0], transcript.turns["end_s"][0]) == (1.5, 62.25)


@pytest.mark.parametrize(
    "form", ["[00:00:0{at}.000 --> 00:00:09.000] {words}", "<|{at}.00|>{words}<|9.00|>", "0:0{at} {words}"]
)
def test_clocks_in_what_is_said_are_no_words(tmp_path: Path, form: str) -> None:
    said = ["What do you use?", "Local data.", "Why at 10:30?"]
    segments = [
        {"speaker": f"S{at % 2}", "text": form.format(at=at, words=words), "start": at, "end": at + 1}
        for at, words in enumerate(said, start=1)
    ]
    path = tmp_path / "P99.json"
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")
    assert list(read_transcript(path).turns["text"]) == said


def test_a_table_may_hold_clocks_in_its_words(tmp_path: Path) -> None:
    rows = ["Speaker\tText", "Ana Reyes\t[00:00:05] What do you use?", "Dafydd Hughes\tLocal data. #00:00:09-1#"]
    path = tmp_path / "P99.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert list(read_transcript(path).turns["text"]) == ["What do you use?", "Local data."]


def test_words_written_in_small_letters_repeat_what_is_said(tmp_path: Path) -> None:
    said = [("Ana", "What do you use?"), ("Jo", "Local data, mostly.")]
    utterances = [{"transcript": words, "speakerId": "x", "speakerDisplayName": who} for who, words in said]
    words = [{"word": word.strip("?.,").lower()} for _, text in said for word in text.split()]
    transcript = read(tmp_path, {"utterances": utterances, "alternatives": [{"words": words}]})
    assert spoken(transcript) == said
    assert transcript.problems == ()
