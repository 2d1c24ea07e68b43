"""Chat logs of Zoom and Teams meetings and of WhatsApp: written, not spoken."""

from __future__ import annotations

import re

from lmep_consult.transcripts.account import Line, Reading, Utterance, lines_of
from lmep_consult.transcripts.clocks import seconds
from lmep_consult.transcripts.labels import is_name
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import set_aside

_NAME = r"(?P<name>\S.{0,118}?)"
_GAP = r"\s{1,9}"
_HALF = r"(?:\s?(?P<half>[AaPp]\.?\s?[Mm]\.?))?"
_DAY = rf"(?:\d{{1,4}}[./-]\d{{1,2}}(?:[./-]\d{{1,4}})?,?{_GAP})"
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_ZOOM = re.compile(rf"(?P<clock>\d\d:\d\d:\d\d)\t\s?{_NAME}:(?:\t(?P<words>.*))?", re.DOTALL)
_ZOOM_FROM = re.compile(
    rf"(?P<clock>\d\d:\d\d:\d\d){_GAP}From{_GAP}{_NAME}(?:{_GAP}[Tt]o{_GAP}\S.{{0,118}}?)?\s?:(?:\s(?P<words>.*))?",
    re.DOTALL,
)
# Seconds need a day next to them, words on the same line a day or a half of the day: else it may be a typed interview.
_TEAMS = re.compile(rf"\[(?:{_DAY}{_CLOCK}|(?P<short>\d{{1,2}}:\d\d)){_HALF}\]{_GAP}(?P<name>[^\s:][^:]{{0,118}}?)")
_TEAMS_ONE_LINE = re.compile(
    rf"\[(?=[^\]]*(?:[./-]|[Mm])){_DAY}?{_CLOCK}{_HALF}\]{_GAP}{_NAME}:\s(?P<words>.*)", re.DOTALL
)
_WHATSAPP = re.compile(
    rf"{_DAY}{_CLOCK}{_HALF}{_GAP}-{_GAP}(?:(?P<name>[^\s:][^:]{{0,118}}?):(?:\s(?P<words>.*))?|(?P<notice>\S.*))",
    re.DOTALL,
)
_QUOTED = re.compile(r"(?:Reacted to|Replying to|Removed a .{1,20} reaction from) [\"“].*", re.DOTALL)
_MARKS = "\u200e\u200f"  # of the direction of writing
_BY_WHATSAPP = re.compile(  # a file left out, a message that was deleted; an iPhone puts a mark ahead of what it writes
    r"\u200e.*|<media omitted>|(?:this message was deleted|you deleted this message)\.?", re.IGNORECASE | re.DOTALL
)
_EDITED = re.compile(r"\s*(?:\u200e<[^<>]{1,80}>|<this message was edited>)\Z", re.IGNORECASE)
_FORMS = {
    "zoom-chat": (_ZOOM_FROM, _ZOOM),
    "teams-chat": (_TEAMS_ONE_LINE, _TEAMS),
    "whatsapp": (_WHATSAPP,),
}


def read(source: Source) -> Reading | None:
    """The reading, or None where no line opens a message.

    Zoom: `HH:MM:SS`, a tab, `Name:`, a tab, the words; or `HH:MM:SS From Name to Everyone:` and the words below. Teams:
    `[10:02] Name` and the words below, or on the same line where a day or AM/PM stands in the brackets. Times
    are seconds since midnight or since the meeting began, as the program wrote them. WhatsApp: `12/05/2023, 10:02 -
    Name: words`; without a name it is the program that speaks. Lines that open no message go on with the one before;
    what a reaction or a reply quotes is somebody else's, and is furniture. So is what WhatsApp says of a message that
    is not shown, was deleted or was edited.
    """
    lines = list(lines_of(source))
    for layout, forms in _FORMS.items():
        openings = {number: match for number, line in enumerate(lines) if (match := _opening(line, forms))}
        with_words = sum(1 for n, match in openings.items() if match.groupdict().get("words") or n + 1 not in openings)
        if with_words > len(openings) / 2:
            return _messages(Reading(layout, source, weight=len(openings)), lines, openings)
    return None


def _opening(line: Line, forms: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    if line.text[:1] not in "[0123456789":
        return None
    for form in forms:
        match = form.fullmatch(line.text)
        if match and (form is not _TEAMS or (is_name(match["name"]) and match["name"][-1] not in ".?!…")):
            return match
    return None


def _messages(reading: Reading, lines: list[Line], openings: dict[int, re.Match[str]]) -> Reading:
    first = min(openings)
    set_aside(reading, lines[:first], "stand before the first message")
    by_program = False
    for number, line in enumerate(lines[first:], start=first):
        match = openings.get(number)
        if match:
            words = match.groupdict().get("words") or ""
            by_program = match["name"] is None
            if by_program and match["notice"].startswith(":"):
                reading.problem("nobody is named as writing", *line.span)
            elif by_program:
                reading.furniture(*line.span)
            if by_program:
                continue
            begin = line.start + (match.start("words") if words else len(line.text))
            reading.utterances.append(
                Utterance(match["name"].strip(_MARKS + " "), _time_of_day(match), start=line.start)
            )
            reading.furniture(line.start, begin)
            if _QUOTED.fullmatch(words) or _BY_WHATSAPP.fullmatch(words):
                reading.furniture(begin, line.end)
            elif words:
                _say(reading, begin, line)
        elif _QUOTED.fullmatch(line.text):
            reading.furniture(*line.span)
        elif by_program or not reading.utterances:
            reading.problem("is below a line of the program; nobody's words", *line.span)
        else:
            _say(reading, line.start, line)
    return reading


def _say(reading: Reading, begin: int, line: Line) -> None:
    edited = _EDITED.search(line.text)
    end = line.start + edited.start() if edited else line.end
    reading.say(reading.utterances[-1], begin, end)
    reading.furniture(end, line.end)


def _time_of_day(match: re.Match[str]) -> float:
    clock: str = match["clock"] or match["short"]
    clock += ":00" if clock.count(":") == 1 else ""
    half = (match.groupdict().get("half") or "").casefold()
    hours = int(clock.partition(":")[0])
    shift = 12 if half.startswith("p") and hours < 12 else -12 if half.startswith("a") and hours == 12 else 0
    return seconds(clock) + shift * 3600
