"""Reading study.toml: what is wrong in it is said with its line, what was found and what would be right."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_origin

from pydantic import ValidationError

from lmep_consult.errors import StudyError
from lmep_consult.plan.faults import date_meant, faults_of
from lmep_consult.plan.whole import Plan

# The parts of a plan of which there may be several.
_SEVERAL = {name for name, field in Plan.model_fields.items() if get_origin(field.annotation) is list} | {
    "polls.questions", "topic_guide.questions", "coding.rounds", "fieldwork.quotas", "fieldwork.assumptions",
}  # fmt: skip
_MOST_BYTES = 1_000_000  # of which a long plan takes 40,000
_MOST_SETTINGS = 20_000
_MOST_PARTS = 20  # of a dotted key
_MOST_FAULTS = 10  # said at once
_DEEP = re.compile(rf"^\s*\[*(?:\s*[\w\"'-]+\s*\.){{{_MOST_PARTS},}}", re.MULTILINE)
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_CURLY = re.compile("[“”„‟«»‘’‚‛]")
_A_DATE = re.compile(r"[=\[,]\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_SHORT_DATE = re.compile(r"[=\[,]\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*(?:#.*)?$")
_IN_WORDS = re.compile(r"[=\[,]\s*(\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}[ -]\d{4})\b")
_BACKSLASH = re.compile(r'"[^"]*\\[^"]*"')


def read_plan(path: Path) -> Plan:
    """The plan in a study.toml.

    Raises StudyError where it cannot be read, is not TOML or says what cannot be: one sentence, or a list where
    several settings are wrong.
    """
    text = _text(path)
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{path}: not valid TOML{_why_not(text, str(error))}.") from None
    except RecursionError:
        raise StudyError(f"{path}: {_TOO_DEEP}") from None
    for setting, sign in _no_text(settings):
        raise StudyError(f"{path}: {setting} holds a sign that is no text (U+{ord(sign):04X}); take it out.")
    try:
        return Plan.model_validate(settings)
    except ValidationError as error:
        faults = faults_of(error, text)
    if len(faults) == 1:
        line, fault = faults[0]
        raise StudyError(f"{path}{f', line {line}' if line else ''}: {fault}.")
    said = [f"{f'line {line}: ' if line else ''}{fault}." for line, fault in faults]
    more = [f"and {len(said) - _MOST_FAULTS} more."] if len(said) > _MOST_FAULTS else []
    raise StudyError("\n  ".join([f"{path}: {len(said)} settings to correct:", *said[:_MOST_FAULTS], *more]))


def _no_text(value: Any, setting: str = "") -> Iterator[tuple[str, str]]:
    """Settings that hold control characters, which TOML can write as \\u0000, and the first of them: no name of a file
    and no document can hold them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _no_text(key, setting or "a setting's name")
            yield from _no_text(inner, f"{setting}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _no_text(inner, setting)
    elif isinstance(value, str) and (found := _CONTROL.search(value)):
        yield setting, found[0]


_TOO_DEEP = "its settings are nested too deeply for a study; take the inner brackets and dots out."


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise StudyError(
            f"{path}: is larger than {_MOST_BYTES // 1_000_000} MB, and a plan is a few pages; take out what is no "
            "setting."
        )
    data = path.read_bytes()
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = "" if utf_16 else f", line {line} ({data[error.start : error.start + 1].decode('cp1252', 'replace')!r})"
        raise StudyError(f"{path}{found}: not saved as UTF-8 (byte {error.start}); save it as UTF-8.") from None
    if text.count("=") > _MOST_SETTINGS or text.count("[") > _MOST_SETTINGS:
        raise StudyError(f"{path}: holds more than {_MOST_SETTINGS:,} settings, as no study does; take most out.")
    if _DEEP.search(text):
        raise StudyError(f"{path}: {_TOO_DEEP}")
    return text


def _why_not(text: str, said: str) -> str:
    """The line that is not TOML, and what to write there."""
    lines = text.split("\n")
    at = _AT.search(said)
    number = int(at[1]) if at else len(lines)
    line = lines[number - 1] if number <= len(lines) else ""
    if not line.strip() and number > 1 and "=" in lines[number - 2]:  # a text or list that the line before leaves open
        number, line = number - 1, lines[number - 2]
    before = lines[number - 2] if number > 1 else ""
    if "array" in said and "=" in line and "=" in before and before.count("[") > before.count("]"):
        number, line = number - 1, before
    plain = _AT.sub("", said).strip().rstrip(".")
    remedy = _remedy(line, said, lines) or f"{plain}; look at its quotation marks and brackets"
    return f" in line {number} ({_cut(line.strip())!r}): {remedy}"


def _remedy(line: str, said: str, lines: list[str]) -> str:
    """What would be right in a line that is not TOML, for the mistakes people make; "" for others."""
    value = line.partition("=")[2].split(" #")[0].strip()
    if _CURLY.search(line) and not re.fullmatch(r'[^"]*"[^"]*"[^"]*', line):
        return 'curly quotation marks; type straight ones, "'
    if found := _A_DATE.search(line):
        return f"a date is written as year-month-day, {_as_date(*map(int, found.groups()))}"
    if (found := _SHORT_DATE.search(line)) and "Invalid date" not in said:
        year, month, day = map(int, found.groups())
        return f"months and days have two digits, {year:04d}-{month:02d}-{day:02d}"
    if found := _IN_WORDS.search(line):
        return f"a date is written as year-month-day, {date_meant(found[1]) or '2026-01-31'}"
    if "Invalid date" in said:
        return "not a day of the calendar; a date is written as year-month-day, such as 2026-01-31"
    if "Unescaped '\\'" in said or ("\\" in line and _BACKSLASH.search(line)):
        return "a backslash; write / in its place, or put the text between single quotation marks, '"
    if "overwrite" in said or "mutate" in said or "declare" in said or "twice" in said:
        if table := re.fullmatch(r"\s*\[+\s*([^\[\]]+?)\s*\]+.*", line):
            once = [n for n, other in enumerate(lines, start=1) if re.match(rf"\s*\[{re.escape(table[1])}\]", other)]
            there = f", as line {once[0]} does with one bracket" if once and line.strip().startswith("[[") else ""
            if there or table[1] in _SEVERAL:
                return f"{table[1]} is here again{there}; write [[{table[1]}]] above each of them"
            return f"[{table[1]}] is above already; put its settings together under one"
        return "a setting that is there already; keep one of them"
    if line.replace('\\"', "").count('"') % 2 and '"""' not in line:
        return 'a quotation mark is missing; text is written between two, "like this"'
    if re.fullmatch(r"True|False|TRUE|FALSE|yes|no|Yes|No", value):
        return "write true or false, in small letters and without quotation marks"
    if re.fullmatch(r"\s*[\w\"' /-]+\s*:.*", line) and "=" not in line:
        return "between a setting and its value goes =, not a colon"
    if "array" in said and not line.strip().startswith("["):
        return "a comma between two parts of a list, or its closing bracket, is missing"
    if line.strip().startswith("[") and line.count("[") != line.count("]"):
        return "a bracket is missing"
    if value.startswith("{"):
        if found := re.search(r"[{,]\s*([\w /-]+?)\s*:", value):
            return f"{found[1]} and its value have = between them, not a colon"
        if found := re.search(r"[{,]\s*([^\"'{},=\s][^\"'{},=]*?)\s*=", value):
            return f'a name with spaces or signs is written between quotation marks: "{found[1]}"'
    if value.startswith("["):
        return "each text in a list is written between quotation marks, with a comma after it"
    if found := re.fullmatch(r"(\d+)\s*[^\W\d].*", value):
        return f"a number is written without quotation marks, {found[1]}, and text between them"
    if re.fullmatch(r"[^\W\d][^\"'\[\]{}]*", value):
        return f'text is written between quotation marks: "{value}"'
    key = line.partition("=")[0].strip()
    if "=" in line and not re.fullmatch(r"[\w.\"'-]+", key):
        return f'a name with spaces or signs is written between quotation marks: "{key}"'
    return ""


def _cut(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:57]}..."


def _as_date(day: int, month: int, year: int) -> str:
    """A date written with the day first, as TOML writes it."""
    year += 2000 if year < 100 else 0
    day, month = (month, day) if month > 12 >= day else (day, month)
    return f"{year:04d}-{month:02d}-{day:02d}"
