"""What is wrong with the settings of a study.toml that is TOML: where, what was found and what would be right."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from lmep_consult.plan.whole import Plan

Loc = tuple[str | int, ...]

_TABLES = re.compile(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]\s*(?:#.*)?")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_IN_QUOTES = re.compile(r"'([^']+)'")


def faults_of(error: ValidationError, text: str) -> list[tuple[int, str]]:
    """Each fault once: its line in `text`, 0 where none can be given, and a clause."""
    lines = lines_of(text)
    faults = [_fault(fault, lines, text) for fault in error.errors(include_url=False)]
    return list(dict.fromkeys(faults))


def lines_of(text: str) -> dict[Loc, int]:
    """By the path of a table or setting, such as ("events", 0, "date"), the line it is in."""
    lines: dict[Loc, int] = {}
    counts: dict[Loc, int] = {}
    here: Loc = ()
    within = ""  # the quotation marks of a text over several lines

    def path(name: str, last: bool) -> Loc:
        found: Loc = ()
        parts = [part[0] or part[1] or part[2] for part in _PART.findall(name)]
        for number, part in enumerate(parts, start=1):
            found = (*found, part)
            if found in counts and (last or number < len(parts)):
                found = (*found, counts[found])
        return found

    for number, line in enumerate(text.split("\n"), start=1):
        if within:
            within = "" if within in line else within
        elif tables := _TABLES.fullmatch(line):
            array = path(tables[1], last=False)
            counts[array] = counts.get(array, -1) + 1
            here = (*array, counts[array])
            lines.setdefault(array, number)
            lines[here] = number
        elif table := _TABLE.fullmatch(line):
            here = path(table[1], last=True)
            lines[here] = number
        elif setting := _KEY.match(line):
            keys = [part[0] or part[1] or part[2] for part in _PART.findall(setting[1])]
            lines.setdefault((*here, *keys), number)
            value = line[setting.end() :]
            within = next((marks for marks in ('"""', "'''") if value.count(marks) == 1), "")
    return lines


def _fault(fault: Any, lines: dict[Loc, int], text: str) -> tuple[int, str]:
    loc: Loc = tuple(fault["loc"])
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc]
    where = "".join(parts).lstrip(".")
    line = next((lines[loc[:end]] for end in range(len(loc), 0, -1) if loc[:end] in lines), 0)
    message = fault["msg"].removeprefix("Value error, ")
    if not loc:
        return _line_that_holds(message, text), message
    if not line and fault["type"] == "value_error":
        line = _line_that_holds(message, text)
    if fault["type"] == "missing":
        return line, f"{where} is missing; add it"
    if fault["type"] == "extra_forbidden":
        known = _settings_at(loc[:-1])
        near = difflib.get_close_matches(str(loc[-1]), known, n=1, cutoff=0.75)
        remedy = f"write {near[0]!r}" if near else f"fix its spelling (known there: {', '.join(known)})"
        return line, f"{where} is not a setting lmep-consult knows; {remedy} or take it out"
    return line, f"{where}: {_what_and_remedy(fault, loc)}"


def _what_and_remedy(fault: Any, loc: Loc) -> str:
    kind, found = fault["type"], fault["input"]
    shown = repr(found) if isinstance(found, str) else str(found)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    name = ".".join(part for part in loc if isinstance(part, str))
    if kind.startswith("date"):
        meant = date_meant(found) if isinstance(found, str) else ""
        return f"found {shown}; write a date as year-month-day without quotation marks, {meant or 'such as 2026-01-31'}"
    if kind == "list_type":
        if isinstance(found, dict):
            return f"found one table; write [[{name}]] with two brackets above each"
        return f"found {shown}; write a list in square brackets, [{shown if isinstance(found, str) else '...'}]"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        if isinstance(found, list):
            return f"found several; write [{name}] with one bracket, and once only"
        return f"found {shown}; write a table, [{name}], with its settings below"
    if kind.startswith("int") or kind.startswith("float"):
        number = "whole number" if kind.startswith("int") else "number"
        return f"found {shown}; write a {number} without quotation marks"
    if kind.startswith("bool"):
        return f"found {shown}; write true or false without quotation marks"
    if kind == "string_type":
        return f"found {shown}; write text between quotation marks"
    if kind == "string_too_short":
        return "is empty; give it a text"
    if kind == "literal_error":
        near = difflib.get_close_matches(str(found), re.findall(r"'([^']*)'", fault["ctx"]["expected"]), n=1)
        guess = f"it may be {near[0]!r}, " if near else ""
        return f"found {shown}; {guess}of {fault['ctx']['expected']}"
    if kind == "value_error":
        return str(fault["msg"]).removeprefix("Value error, ")
    limit = str(fault["msg"]).removeprefix("Input should be ")
    return f"found {shown}; it must be {limit}" if limit != fault["msg"] else f"{fault['msg']} (found {shown})"


def _settings_at(loc: Loc) -> list[str]:
    """The settings known in the part of the plan that a path leads to."""
    model: type[BaseModel] | None = Plan
    for part in loc:
        if isinstance(part, str):
            field = model.model_fields.get(part) if model else None
            model = _model_in(field.annotation) if field else None
    return list(model.model_fields) if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _line_that_holds(message: str, text: str) -> int:
    """The last line that gives an id the message names, else that holds what it names between quotation marks; 0 where
    none does."""
    lines = [*enumerate(text.split("\n"), start=1)]
    quoted = _IN_QUOTES.findall(message)
    for word in [] if re.match(r"the .{1,30} ids? ", message) else quoted:
        if held := [number for number, line in lines if f'"{word}"' in line]:
            return held[-1]
    for word in [*reversed(quoted), *re.findall(r"[\w-]+", message)]:
        if held := [number for number, line in lines if re.match(rf"\s*id\s*=\s*[\"']{re.escape(word)}[\"']", line)]:
            return held[-1]
    return 0


def date_meant(text: str) -> str:
    """A date in words or with slashes, day first, as TOML writes it; "" where it is not clear.

    >>> date_meant("3 February 2026"), date_meant("03/02/2026")
    ('2026-02-03', '2026-02-03')
    """
    plain = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", text.strip().replace(",", "")).replace("-", " ")
    for form in ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%y"):
        try:
            return dt.datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    return ""
