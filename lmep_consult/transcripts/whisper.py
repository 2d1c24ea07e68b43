"""Whisper's and WhisperX's JSON."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from lmep_consult.transcripts.account import Reading, Utterance
from lmep_consult.transcripts.sources import Source

_IN_SEGMENT = re.compile(r"(?:segments)?\[(\d+)\]\.(.+)", re.DOTALL)
_WORD = re.compile(r"(?:words|word_segments)\[\d+\]\.(?:word|text)")
_BREAKS = re.compile(r"[\t\n\v\r]")
_LONG = 5_000  # characters, beyond which looking for each word in a text would take too long
_SPEAKER = re.compile(r"(?:(?:words|word_segments)\[\d+\]\.)?speaker")


def read(source: Source) -> Reading | None:
    """The reading, or None where the JSON has no list of segments.

    Neighbouring segments of one speaker are one utterance; without a speaker each is its own. Furniture are numbers,
    what the settings were, and what only repeats the segments: their words one by one, the whole text.
    """
    try:
        content = json.loads(source.text)
        segments = content.get("segments") if isinstance(content, dict) else content
        if not isinstance(segments, list) or not all(isinstance(segment, dict) for segment in segments):
            return None
        leaves = [(path, _shown(value), value) for path, value in _leaves(content)]
    except (ValueError, RecursionError):
        return None
    flat = "\n".join(f"{path}\t{shown}" for path, shown, _ in leaves)
    reading = Reading("whisper-json", Source(flat, "json", source.furniture, source.problems))
    said = [_text_of(segment) for segment in segments]
    known = {word for words in said for word in words.split()}
    speaking: dict[int, Utterance] = {}
    end = -1
    furniture_from = 0
    for path, shown, value in leaves:
        begin = end + 1
        start = begin + len(path) + 1
        end = start + len(shown)
        place = _IN_SEGMENT.fullmatch(path)
        if place is None:
            repeats = _WORD.fullmatch(path) and shown.strip() in known
            repeats = repeats or (path == "text" and shown.split() == " ".join(said).split())
            is_setting = not isinstance(value, str) or not re.search(r"\S\s+\S", value.strip())
            if repeats or _SPEAKER.fullmatch(path) or (is_setting and not _WORD.fullmatch(path)):
                continue
        else:
            number, key = int(place[1]), place[2]
            if number not in speaking:
                speaking[number] = _utterance(reading, segments[number], begin)
            in_words = _WORD.fullmatch(key)
            if key == "text" or (in_words and "text" not in segments[number]):
                reading.say(speaking[number], start, end)
            elif (
                not isinstance(value, str)
                or _SPEAKER.fullmatch(key)
                or (in_words and _repeats(shown, said[number], known))
            ):
                continue
        reading.furniture(furniture_from, start)
        furniture_from = end
    reading.furniture(furniture_from, len(flat))
    return reading


def _repeats(word: str, text: str, known: set[str]) -> bool:
    """Whether the text holds the word, or, in languages without spaces, part of a word of it."""
    return word.strip() in known or (len(text) < _LONG and word.strip() in text)


def _leaves(content: Any) -> list[tuple[str, Any]]:
    """Every value that holds no others, with the path to it."""
    found: list[tuple[str, Any]] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{_shown(key)}".lstrip("."))
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, f"{path}[{number}]")
        else:
            found.append((path, value))

    walk(content, "")
    return found


def _shown(value: Any) -> str:
    """The value on one line; halves of letters, which JSON can hold, are marked as damaged."""
    if value is None:
        return ""
    text = str(value)
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _BREAKS.sub(" ", text)


def _text_of(segment: dict[str, Any]) -> str:
    return _shown(segment.get("text"))


def _utterance(reading: Reading, segment: dict[str, Any], start: int) -> Utterance:
    """The utterance before, where the same speaker goes on; else a new one."""
    label = " ".join(_shown(segment.get("speaker")).split())
    start_s, end_s = _seconds(segment.get("start")), _seconds(segment.get("end"))
    before = reading.utterances[-1] if reading.utterances else None
    if before and label and label == before.label:
        before.end_s = end_s if math.isnan(before.end_s) else max(before.end_s, end_s)
        return before
    reading.utterances.append(Utterance(label, start_s, end_s, start))
    return reading.utterances[-1]


def _seconds(value: Any) -> float:
    try:
        number = float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.nan
    return number if math.isfinite(number) else math.nan
