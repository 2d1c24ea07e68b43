"""A chart before and after it is drawn. What a chart says is decided here, without matplotlib, which is loaded only to
draw one that is not kept from before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lmep_consult.text import printable

Kind = Literal["dots", "bars", "grid", "two_ways", "curve", "changes", "estimates"]


@dataclass(frozen=True)
class Chart:
    """A drawn chart. title: what it finds. label: what it shows, for its caption. alt: what it says, for those who
    cannot see it. about: the table it was drawn from. shows: a hash of all that decides how it looks."""

    name: str
    title: str
    label: str
    alt: str
    about: str
    svg: bytes
    png: bytes
    shows: str = ""


@dataclass(frozen=True)
class Sketch:
    """A chart to be drawn: all that decides how it looks. measure: the line under the title: measure, unit and base.
    data: what `kind` of drawing takes, of nothing but lists, texts and numbers."""

    name: str
    title: str
    label: str
    measure: str
    alt: str
    about: str
    source: str
    kind: Kind
    data: Mapping[str, Any]


def short(text: object, most: int = 120) -> str:
    """As much of a name as a sentence bears, in one line."""
    line = " ".join(printable(str(text)).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def listed(names: Iterable[object]) -> str:
    """Names as a sentence lists them.

    >>> listed(["Maps"]), listed(["Maps", "Words", "Skills"])
    ('Maps', 'Maps, Words and Skills')
    """
    *others, last = map(short, names)
    return f"{', '.join(others)} and {last}" if others else last
