"""The ways in which a line opens a turn. Each is a pattern; which of them a file uses, `lined` finds out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lmep_consult.transcripts.account import UNSEEN
from lmep_consult.transcripts.clocks import LONG, SET_OFF, SPAN, STAMP, times_of
from lmep_consult.transcripts.labels import is_name, may_be_label

LONGEST_HEAD = 300  # characters of a line that may hold stamp and label
_BULLET = r"(?:[-–—•>@]\s{0,3}|#{1,6}\s{1,3}|\*(?=[^\W\d_]))?"  # of lists and headings; CHAT has an asterisk
LEADING = re.compile(rf"(?:{STAMP}[\s–—|•-]*)?[\s*_#\[(<>-]*")  # what may stand ahead of a label
_MARK = r"(?:[*_]{1,3}|</?(?:b|i|em|strong)>)?"  # bold and italics
_STAMP_AFTER = rf"(?:\s{{0,9}}[-–—|,@]?\s{{0,9}}(?P<after>{STAMP}))?"
_BEFORE = rf"(?:(?P<before>{STAMP})\s{{0,9}}(?:[-–—|•]\s{{0,9}})?)?"
_LABEL = r"(?P<label>[\[(<]?(?:\d{1,2}(?:st|nd|rd|th)\s)?[^\W\d_][^:：\t\n]{0,59}?)"


@dataclass(frozen=True)
class Opening:
    """A line that may open a turn: whose, when, and where in the line the words begin.

    sure: the line alone says so, for a clock is set apart from the label. clock: where in the line a clock after the
    colon begins, which is an answer ("10:30") where nothing follows; -1 where there is none.
    """

    label: str
    words: int
    start_s: float
    end_s: float
    sure: bool = False
    clock: int = -1


@dataclass(frozen=True)
class Form:
    """A way to open a turn. `weak` ones look like sentences or headings too, so that most lines must bear them out.

    needs: what a line must hold, which is quicker to look for than the pattern.
    """

    name: str
    pattern: re.Pattern[str]
    weak: bool = False
    sure: Callable[[re.Match[str]], bool] = lambda match: False
    needs: re.Pattern[str] | None = None

    @property
    def with_words(self) -> bool:
        """Whether words may stand in the same line."""
        return "words" in self.pattern.groupindex

    def opening(self, text: str) -> Opening | None:
        """What the line opens, if it does. A line of words alone has no label."""
        needed = self.needs is None or self.needs.search(text, 0, LONGEST_HEAD)
        match = self.pattern.fullmatch(text) if needed else None
        if match is None:
            return None
        found = match.groupdict()
        label = unwrapped(found.get("label") or "")
        if "label" in found and not may_be_label(label) and not self.sure(match):
            return None
        stamp = found.get("before") or found.get("after") or found.get("within")
        begin = match.start("words") if found.get("words") is not None else len(text)
        clock = match.start("within") if found.get("within") else -1
        return Opening(label, begin, *times_of(stamp), self.sure(match), clock)


def unwrapped(label: str) -> str:
    """A label without the brackets or Markdown round the whole of it.

    >>> unwrapped("[Ana Reyes]"), unwrapped("Participant (P07)")
    ('Ana Reyes', 'Participant (P07)')
    """
    label = label.strip(UNSEEN + "*_").removesuffix(",")
    inner = re.fullmatch(r"\[([^\[\]]+)\]|\(([^()]+)\)|<([^<>]+)>", label)
    return next(filter(None, inner.groups())).strip(UNSEEN) if inner else label


_COLON = re.compile("[:：\t]")
_CLOCK = re.compile(r"\d[:.]\d\d|\d second|\x15")


def _stands_apart(match: re.Match[str]) -> bool:
    """Whether two spaces, a tab or brackets part label and clock, in a line that holds nothing else."""
    label = match["label"]
    if label.endswith(":"):
        return False
    if label[0] in "[(":
        return True
    if match["after"][0] in "[(#<{":
        return is_name(unwrapped(label))
    return len(match["gap"]) > 1 or "\t" in match["gap"]


# A label and a colon; a clock may stand ahead of the label, after it, or after its colon.
COLON = Form(
    "colon",
    re.compile(
        rf"{_BULLET}{_MARK}{_BEFORE}{_MARK}{_BULLET}{_LABEL}{_MARK}{_STAMP_AFTER}{_MARK}"
        rf"(?:\s{{0,9}}(?:(?<!\d)[:：]|[:：](?!\d))[:：]?(?!//){_MARK}|\t:?)"
        rf"(?:\s{{0,9}}(?P<within>{SET_OFF}|{LONG}(?=\s)|{SPAN}(?=\s*\Z)))?\s*(?P<words>.*)",
        re.DOTALL,
    ),
    needs=_COLON,
)
# A label and a clock, and nothing else in the line.
NAME_CLOCK = Form(
    "name and clock",
    re.compile(
        rf"{_BULLET}{_MARK}(?P<label>\S.{{0,118}}?){_MARK}(?P<gap>\s*)(?:[-–—|]\s{{1,9}})?(?P<after>{STAMP}){_MARK}"
    ),
    sure=_stands_apart,
    needs=_CLOCK,
)
# A clock and a label, and nothing else in the line.
CLOCK_NAME = Form(
    "clock and name",
    re.compile(rf"{_BULLET}{_MARK}(?P<before>{STAMP})\s{{0,9}}(?:[-–—|•,]\s{{0,9}})?{_MARK}{_LABEL}{_MARK}"),
    needs=_CLOCK,
)
# A label, a clock, and the words in the same line.
INLINE = Form(
    "clock within",
    re.compile(
        rf"{_BULLET}{_MARK}{_LABEL}{_MARK}\s{{0,9}}(?P<after>{STAMP}){_MARK}\s*(?:[-–—|]\s+|(?<=\s))(?P<words>\S.*)",
        re.DOTALL,
    ),
    needs=_CLOCK,
)
# A label in a line of its own; the words, or a clock, stand below it.
OWN_LINE = Form("own line", re.compile(rf"(?:#{{1,6}}\s{{1,3}})?{_MARK}{_LABEL}(?<![.,]){_MARK}"), weak=True)
# A label in bold, or in brackets, and the words in the same line.
BOLD = Form(
    "bold",
    re.compile(rf"{_BEFORE}(?:\*\*|__)(?P<label>[^\W\d_][^:\n*_]{{0,59}}?)(?:\*\*|__)\s+(?P<words>\S.*)", re.DOTALL),
    True,
)
BRACKETED = Form(
    "bracketed",
    re.compile(
        rf"{_BEFORE}(?P<label>\[[^\W\d_][^:\n\[\]]{{0,59}}\]|\([^\W\d_][^:\n()]{{0,59}}\)|<[^\W\d_][^:\n<>]{{0,59}}>)\s*(?P<words>\S.*)",
        re.DOTALL,
    ),
    True,
)
# A label with a stop, a dash or a stroke after it. One without spaces is part of the label where one with spaces ends
# the same word: P|0 – Good morning.
DASH = Form(
    "dash",
    re.compile(
        rf"{_BEFORE}(?P<label>[^\W\d_][^:\n.?!;]{{0,39}}?)(?:\.(?=\s)|\s{{1,3}}[-–—|>/=](?=\s)|[–—|>](?!\S{{1,39}}\s{{1,3}}[-–—|>/=]\s))\s{{0,9}}(?P<words>\S.*)",
        re.DOTALL,
    ),
    True,
)
# A number alone, as programs and typists write for speakers whom they do not know by name.
NUMBER = Form(
    "number",
    re.compile(
        rf"{_BEFORE}{_MARK}[\[(]?(?P<label>\d{{1,2}})(?:[\])]\s{{0,3}}[:：]?|\s{{0,3}}[:：])(?!\d){_MARK}\s*(?P<words>.*)",
        re.DOTALL,
    ),
    True,
    sure=lambda match: True,
    needs=re.compile(r"\d\s{0,3}[:：)\]]"),
)
# A clock, and the words of nobody named, in the same line or below.
NAMELESS = Form("clock only", re.compile(rf"(?P<before>{STAMP})(?:\s+(?P<words>\S.*))?", re.DOTALL))
STRONG = (NAME_CLOCK, CLOCK_NAME, COLON, INLINE)
WEAK = (OWN_LINE, BOLD, BRACKETED, DASH, NUMBER)
