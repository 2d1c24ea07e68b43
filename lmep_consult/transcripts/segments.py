"""JSON of speech recognition: a list of segments, each with its words, its times and perhaps its speaker.

Whisper, WhisperX and whisper.cpp, AssemblyAI, Deepgram and podcasts differ only in what they call these.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lmep_consult.text import whole_characters
from lmep_consult.transcripts.account import Reading, Utterance
from lmep_consult.transcripts.clocks import times_of, without_clocks
from lmep_consult.transcripts.sources import Source

_TEXT = ("text", "body", "transcript", "content", "sentence", "caption")
_SPEAKER = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerLabel",
    "speakerDisplayName",
    "speaker_id",
    "speakerId",
    "name",
)
_START = ("start", "startTime", "start_time", "begin", "from", "timestamp", "offset")
_END = ("end", "endTime", "end_time", "to")
_WORD = ("word", "text")
_WORD_PATH = re.compile(r"(?:.*[.\]])?(?:words|word_segments)\[\d+\]\.(?:word|text|punctuated_word)", re.DOTALL)
_BREAKS = re.compile(r"[\t\n\v\r]")
_LONG = 5_000  # characters, beyond which looking for each word in a text would take too long
_SLOWEST = 30  # seconds a word; a file that seems slower counts in milliseconds


@dataclass(frozen=True)
class _Segment:
    """A segment: whose it is, its times as the file has them, and the leaves that are said, each with its speaker."""

    start: float
    end: float
    said: dict[str, tuple[str, str]]  # the path of a leaf: its speaker, its words

    @property
    def text(self) -> str:
        return " ".join(words for _, words in self.said.values())


def read(source: Source) -> Reading | None:
    """The reading, or None where the JSON has no list of segments.

    Neighbouring segments of one speaker are one utterance; without a speaker each is its own. Where the words of a
    segment have speakers of their own who differ, it is read word by word. Furniture are numbers, what the settings
    were, and what only repeats the segments: their words one by one, the whole text.
    """
    try:
        content = json.loads(source.text)
        found = _segments_in(content)
        leaves = [(path, _shown(value), value) for path, value in _leaves(content)]
    except (ValueError, RecursionError):
        return None
    if found is None:
        return None
    where, segments = found
    flat = "\n".join(f"{path}\t{shown}" for path, shown, _ in leaves)
    layout = "whisper-json" if where in ("", "segments") else "segments-json"
    reading = Reading(layout, Source(flat, "json", source.furniture, source.problems))
    unit = _unit(segments)
    said = {path: (segment, *told) for segment in segments for path, told in segment.said.items()}
    reading.look_for_clocks([segment.text for segment in segments])
    whole = " ".join(" ".join(segment.text for segment in segments).split())
    known = {form for word in whole.split() for form in (word, word.strip(".,;:?!").casefold())}
    of_segment = re.compile(re.escape(where) + r"\[(\d+)\]\.")
    begins: dict[str, int] = {}
    begun: set[int] = set()
    end = -1
    furniture_from = 0
    for path, shown, value in leaves:
        begin = end + 1
        start = begin + len(path) + 1
        end = start + len(shown)
        number = of_segment.match(path)
        first = begins.setdefault(number[0], begin) if number else begin
        if path in said:
            segment, speaker, _ = said[path]
            utterance = _utterance(reading, speaker, segment, unit, first, anew=id(segment) not in begun)
            begun.add(id(segment))
            reading.say(utterance, start, end, opening=True)
        elif isinstance(value, str) and not _names_speaker(path) and not _repeats(shown, whole, known) and (
            re.search(r"\S\s+\S", shown.strip()) or _WORD_PATH.fullmatch(path)
        ):  # fmt: skip
            pass  # left unclaimed: it may be words that the segments lack
        else:
            continue
        reading.furniture(furniture_from, start)
        furniture_from = end
    reading.furniture(furniture_from, len(flat))
    return reading


def _names_speaker(path: str) -> bool:
    return path.rpartition(".")[2] in _SPEAKER or path.endswith(("speaker.name", "speaker.id"))


def _repeats(shown: str, whole: str, known: set[str]) -> bool:
    """Whether the segments say the same; in languages without spaces a word is part of one of theirs."""
    words = " ".join(shown.split())
    return words in known or (len(words) > 1 and words in whole and (" " in words or len(whole) < _LONG))


def _segments_in(content: Any) -> tuple[str, list[_Segment]] | None:
    """The list that says most, names speakers and has the fewest items (not that of single words), and the path to
    it."""
    lists = [(path, items) for path, items in _lists(content) if items]
    found = [(path, [_segment(item, f"{path}[{n}]") for n, item in enumerate(items)]) for path, items in lists]
    found = [(path, segments) for path, segments in found if any(segment.said for segment in segments)]
    if not found:
        return None

    def worth(segments: list[_Segment]) -> tuple[int, bool, int]:
        named = any(speaker for segment in segments for speaker, _ in segment.said.values())
        return sum(len(segment.text.split()) for segment in segments), named, -len(segments)

    return max(found, key=lambda each: worth(each[1]))


def _lists(content: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects, not those within the items of one."""
    if isinstance(content, list) and all(isinstance(item, dict) for item in content):
        if not path.endswith(("words", "word_segments")):
            yield path, content
    elif isinstance(content, dict) and depth < 6:
        for key, value in content.items():
            yield from _lists(value, f"{path}.{_shown(key)}".lstrip("."), depth + 1)
    elif isinstance(content, list) and depth < 6:
        for number, value in enumerate(content):
            yield from _lists(value, f"{path}[{number}]", depth + 1)


def _segment(item: dict[str, Any], path: str) -> _Segment:
    label = _speaker(item)
    key = next((key for key in _TEXT if isinstance(item.get(key), str)), None)
    words = item.get("words")
    words = [word for word in words if isinstance(word, dict)] if isinstance(words, list) else []
    speakers = list(dict.fromkeys(filter(None, map(_speaker, words))))
    said: dict[str, tuple[str, str]] = {}
    if len(speakers) == 1 and not label:
        label = speakers[0]
    if key and len(speakers) < 2:
        said[f"{path}.{key}"] = label, _shown(item[key])
    else:
        who = label or (speakers[0] if speakers else "")
        for number, word in enumerate(words):
            name = next((name for name in _WORD if isinstance(word.get(name), str)), None)
            who = _speaker(word) or who
            if name:
                said[f"{path}.words[{number}].{name}"] = who, _shown(word[name])
    return _Segment(*_times(item), said)


def _speaker(item: dict[str, Any]) -> str:
    value = next((item[key] for key in _SPEAKER if item.get(key) is not None), None)
    if isinstance(value, dict):
        value = value.get("name")
    return without_clocks(" ".join(_shown(value).split())) if not isinstance(value, list | bool) else ""


def _times(item: dict[str, Any]) -> tuple[float, float]:
    """Start and end as the file has them; whisper.cpp writes them out as clocks, in an object of their own."""
    inner = item.get("timestamps")
    times = inner if isinstance(inner, dict) else item
    return _time(times, _START), _time(times, _END)


def _time(item: dict[str, Any], keys: Sequence[str]) -> float:
    value = next((item[key] for key in keys if item.get(key) is not None), None)
    if isinstance(value, str):
        return times_of(value)[0] if len(value) < 40 else math.nan  # in seconds
    try:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _unit(segments: Sequence[_Segment]) -> float:
    """What to multiply times by: whole numbers are milliseconds where people would else speak impossibly slowly."""
    lengths = [segment.end - segment.start for segment in segments if segment.said]
    if not all(length.is_integer() for length in lengths if not math.isnan(length)):
        return 1.0
    words = sum(len(segment.text.split()) for segment in segments)
    total = sum(length for length in lengths if not math.isnan(length))
    return 0.001 if words and total / words > _SLOWEST else 1.0


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
    return _BREAKS.sub(" ", whole_characters(str(value)))


def _utterance(reading: Reading, label: str, segment: _Segment, unit: float, start: int, anew: bool) -> Utterance:
    """The utterance before, where the same speaker goes on; else a new one."""
    start_s, end_s = segment.start * unit, segment.end * unit
    before = reading.utterances[-1] if reading.utterances else None
    if before and (label == before.label if label else not anew and not before.label):
        before.end_s = end_s if math.isnan(before.end_s) else max(before.end_s, end_s)
        return before
    reading.utterances.append(Utterance(label, start_s, end_s, start))
    return reading.utterances[-1]
