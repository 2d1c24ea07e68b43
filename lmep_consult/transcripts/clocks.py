"""Clocks as transcripts write them: `0:15`, `[00:01:05.250]`, `#00:00:05-2#`, `10:02 AM`, a span of two, in words."""

from __future__ import annotations

import math
import re

_DIGITS = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3}|(?<=:\d\d:\d\d):\d{2})?(?!:?\d)"  # subtitles count frames
_HALF = r"(?:\s?[AaPp]\.?[Mm](?:\.|(?![^\W\d_])))?"
_HASHED = r"#\s?\d{1,2}[:.]\d{2}[:.]\d{2}(?:[-.,:]\d{1,3})?\s?#"  # f4 and MAXQDA; QualCoder has dots
_TO = r"(?:\s{0,3}(?:--?>|→|[-–—]|to)\s{0,3}|(?<=\.\d{3}),(?=\d{1,3}:\d\d:\d\d\.))"  # YouTube's .sbv has a comma
_IN_WORDS = rf"(?:\d{{1,2}} hours? )?\d{{1,3}} minutes? \d{{1,2}} seconds?(?:\s{{0,3}}{_DIGITS})?"
_WHISPER = r"<\|\w[\w.]{0,30}\|>"  # Whisper's own: times, the language, the task
_BULLET = r"\x15\d{1,9}_\d{1,9}\x15"  # CHAT: milliseconds from and to

TIME = rf"(?<![\d:.]){_DIGITS}{_HALF}"
LONG = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?(?!:?\d)"  # with seconds: people say no such times
SPAN = rf"{TIME}(?:{_TO}{TIME})?"
SET_OFF = rf"(?:{_HASHED}|{_BULLET}|[\[(<{{]\s?{SPAN}\s?[\])>}}])"  # by marks of its own, so that it is no word
STAMP = rf"(?:{SET_OFF}|{SPAN}|{_IN_WORDS})"

_ALONE = re.compile(rf"\W{{0,3}}{STAMP}[\s*_:]{{0,3}}")
# What cannot be words wherever it stands: `(12:31)` may be, for people write times of day like that.
WITHIN = re.compile(rf"{_HASHED}|{_WHISPER}|{_BULLET}|\[\s?{SPAN}\s?\]|[(<]\s?{LONG}(?:{_TO}{LONG})?\s?[)>]")
STARTS_WITH_CLOCK = re.compile(STAMP)
AT_START = re.compile(rf"{SPAN}(?=\s|\Z)\s*")
LONG_AT_START = re.compile(rf"{LONG}(?:{_TO}{LONG})?(?=\s|\Z)\s*")
AT_END = re.compile(rf"(?<=\s){LONG}\s{{0,3}}\Z")

_ROUND = re.compile(rf"\A{STAMP}[\s,–—-]*(?=\S)|(?<=\S)[\s,–—-]*{STAMP}\Z")

_PARTS = re.compile(r"(\d{1,3})[:.](\d{2})(?:[:.](\d{2}))?(?:[-.,:](\d{1,3}))?(?:\s?([AaPp])\.?[Mm])?(?!\d)")
_PARTS_IN_WORDS = re.compile(r"(?:(\d{1,2}) hours? )?(\d{1,3}) minutes? (\d{1,2}) seconds?")


def is_clock(text: str) -> bool:
    """Whether a line holds a clock and nothing else."""
    return len(text) < 100 and _ALONE.fullmatch(text) is not None


def without_clocks(label: str) -> str:
    """A label without the clocks at either end of it.

    >>> without_clocks("Ana Reyes [00:01:05]"), without_clocks("00:01 Ana Reyes")
    ('Ana Reyes', 'Ana Reyes')
    """
    return _ROUND.sub("", label) or label


def seconds(clock: str) -> float:
    """`1:02:03` and `2:03` in seconds.

    >>> seconds("1:02:03")
    3723.0
    """
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total


def times_of(stamp: str | None) -> tuple[float, float]:
    """Start and end in seconds; NaN where the stamp does not say.

    >>> times_of("[0:05 - 1:02:03.5]"), times_of("#00:00:05-2#"), times_of("1 minute 5 seconds")
    ((5.0, 3723.5), (5.2, nan), (65.0, nan))
    """
    if not stamp:
        return math.nan, math.nan
    if stamp[0] == "\x15":
        start, _, end = stamp.strip("\x15").partition("_")
        return int(start) / 1000, int(end) / 1000
    spelt = _PARTS_IN_WORDS.search(stamp)
    if spelt:
        return float(int(spelt[1] or 0) * 3600 + int(spelt[2]) * 60 + int(spelt[3])), math.nan
    times = [_seconds_of(match) for match in _PARTS.finditer(stamp)]
    return (times[0], times[1]) if len(times) > 1 else (times[0] if times else math.nan, math.nan)


def _seconds_of(match: re.Match[str]) -> float:
    first, second, third, fraction, half = match.groups()
    if half and not third:
        third = "0"
    first, second, third = (first, second, third) if third else ("0", first, second)
    hours = int(first)
    if half:
        hours += 12 if half in "pP" and hours < 12 else -12 if half in "aA" and hours == 12 else 0
    return hours * 3600 + int(second) * 60 + int(third) + (float(f"0.{fraction}") if fraction else 0.0)
