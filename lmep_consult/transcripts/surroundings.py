"""What stands round the speech: text of programs and pages, notes ahead and below, numbers of lines."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lmep_consult.transcripts.account import Line, Reading, lines_of
from lmep_consult.transcripts.clocks import WITHIN, is_clock
from lmep_consult.transcripts.labels import is_heading, may_be_label
from lmep_consult.transcripts.openings import STRONG
from lmep_consult.transcripts.sources import Source

_LONGEST = 300  # characters of a line that a program wrote
_LONG_HEAD = 60  # words that are more than a title, a date and the names of those present
_SOMEBODY_BEGAN = re.compile(r"(?P<who>.{1,120}) (?:started|stopped) transcription", re.IGNORECASE)
_BY_PROGRAM = re.compile(  # what programs write ahead of a transcript and below it
    r"\W{0,3}(?:"
    r"(?:transcription|meeting|recording|call) ended after \d.*"
    r"|this (?:editable )?transcript(?:ion)? (?:was|is|has been) "
    r"(?:computer|machine|automatically|ai)[ -]?generated\b.*"
    r"|(?:automatically|ai|machine|computer)[ -]generated (?:transcript|captions|by\b).*"
    r"|(?:transcribed|transcript (?:generated|created|produced|provided)|generated|created|powered) (?:by|with|using) "
    r"(?:https?://\S+|(?-i:[A-Z])\S*(?: \S+){0,6}|(?-i:[A-Z])\S*\. .*(?:remove|upgrade|unlimited|subscri).*)"
    r"|you should review gemini['’]s notes.*|get tips and learn how gemini.*"
    r"|please provide feedback about using gemini.*"
    r"|view (?:original )?(?:transcript|recording)\b.*|unknown speaker\W*\d* participants?"
    r"|.{0,80}\b(?:go unlimited|upgrade (?:now|to \w+)|subscribe) .{0,60}\bremove this message.*"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS = re.compile(
    r"\W{0,5}(?:(?:(?:full|meeting|interview|verbatim|call|audio) )?transcript(?:ion)?(?: (?:begins?|starts?))?"
    r"|(?:start|beginning) of (?:the )?(?:transcript(?:ion)?|interview|recording)"
    r"|.{1,120} [-–—] transcript(?:ion)?)\W{0,5}",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\W{0,5}(?:end of (?:the )?transcript(?:ion)?|transcript(?:ion)? ends?)\W{0,5}"
    r"|[*_—–-]{0,5}\s?end of (?:the )?(?:interview|recording|audio|tape|session|discussion|focus group)\s?[.*_—–-]{0,5}"
    r"|(?:transcription|meeting|recording|call) ended after \d.*",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(  # a heading of what an author puts below an interview
    r"\W{0,5}(?:references|bibliography|works cited|appendix(?: \w{1,3})?"
    r"|(?:field|researcher(?:['’]s)?|interviewer(?:['’]s)?"
    r"|transcriber(?:['’]s)?|post-interview|additional)? ?notes|reflections?|memo|debrief|glossary|summary"
    r"|action items|next steps|suggested next steps)\W{0,3}",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:page|p\.|seite|tudalen) ?\d{1,4}(?: ?(?:of|/|von|o) ?\d{1,4})?|\d{1,4} ?\| ?p ?a ?g ?e", re.IGNORECASE
)
_NUMBER = re.compile(r"[-–—]?\s?(\d{1,4})\s?(?:[-–—]|(?:of|/)\s?\d{1,4})?")  # of a page, where others count on
_WITH_PAGE = re.compile(
    r".{0,100}\b(?:page|seite|tudalen) (?P<back>\d{1,4})(?: of \d{1,4})?"
    r"|(?:page|seite|tudalen) (?P<front>\d{1,4})(?: of \d{1,4})?\b.{0,100}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,5})(?:[.)]?\s+(?=\S)|\Z)")
_AFTER_A_STOP = " )]\"'\u201d\u2019*_"


@dataclass
class Surroundings:
    """The lines of a source, without their numbers (whose stretches are `numbers`), and which of them are none of the
    talk: `furniture`, and `headings`, which may yet be labels. `heads`: furniture that may be words, but comes again at
    the edges of pages; the first of each kind."""

    lines: list[Line]
    numbers: list[tuple[int, int]] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)


def surroundings_of(source: Source) -> Surroundings:
    """Tell the lines of talk from what pages, programs and annotation put between them."""
    lines, numbers = _without_numbers(list(lines_of(source)))
    found = Surroundings(lines, numbers)
    of_pages, found.heads = _of_pages(lines, source)
    found.furniture |= of_pages | _tiers(lines, source) | _not_numbered(lines, numbers)
    found.furniture |= {n for n, line in enumerate(lines) if _somebody_began(line.text)}
    found.headings |= {n for n, line in enumerate(lines) if line.paragraph in source.headings or is_heading(line.text)}
    return found


def is_by_program(text: str) -> bool:
    """Whether a line is what a program writes about the transcript."""
    return len(text) < _LONGEST and (_BY_PROGRAM.fullmatch(text) is not None or _somebody_began(text))


def _somebody_began(text: str) -> bool:
    """Whether a line says, as Teams does, who started or stopped the transcription: a name, and no "he" or "we"."""
    match = _SOMEBODY_BEGAN.fullmatch(text) if len(text) < _LONGEST else None
    return match is not None and may_be_label(match["who"])


def is_sentence(text: str) -> bool:
    """Whether a line has words and ends as a sentence does."""
    return text.strip().rstrip(_AFTER_A_STOP)[-1:] in tuple(".?!…") and any(map(str.isalpha, text))


def begin_of_talk(lines: Sequence[Line], openings: Iterable[int]) -> int:
    """The line after the last "Transcript" that has notes above it and the talk below it; 0 where there is none."""
    opened = sorted(openings)
    begins = 0
    for number, line in enumerate(lines):
        if len(line.text) < _LONGEST and _BEGINS.fullmatch(line.text):
            below = len(opened) - bisect(opened, number)
            if below > 1 and below > len(opened) - below:
                begins = number + 1
    return begins


def end_of_talk(lines: Sequence[Line], last_opening: int) -> int:
    """The line below the last turn from which on it is no longer talk; as many as there are lines, where all is.
    The heading of an afterword opens a paragraph: within one, "Notes" is a word of the turn."""
    end = len(lines)
    while end - 1 > last_opening and is_by_program(lines[end - 1].text):
        end -= 1
    for number in range(last_opening + 1, end):
        text = lines[number].text
        if says_the_end(text) or (len(text) < _LONGEST and lines[number].first and _AFTERWORD.fullmatch(text)):
            return number
    return end


def says_the_end(text: str) -> bool:
    """Whether a line is "END OF TRANSCRIPT" or the like."""
    return len(text) < _LONGEST and _ENDS.fullmatch(text) is not None


def set_aside(reading: Reading, lines: Sequence[Line], where: str, holds_labels: bool = False) -> None:
    """Claim lines ahead of the talk or below it: furniture, but a problem where they may be part of it, that is where
    there are many words, a sentence or a label."""
    doubtful = [
        line
        for line in lines
        if not (
            is_clock(line.text)
            or is_by_program(line.text)
            or _BEGINS.fullmatch(line.text[:_LONGEST])
            or says_the_end(line.text)
        )
    ]
    words = sum(len(line.text.split()) for line in doubtful)
    if doubtful and (words > _LONG_HEAD or holds_labels or any(_may_be_said(line.text) for line in doubtful)):
        what = f"{words} words {where}; not read as speech"
        reading.problems_at(what, [line.span for line in doubtful])
        reported = {line.start for line in doubtful}
        lines = [line for line in lines if line.start not in reported]
    for line in lines:
        reading.furniture(*line.span)


def _may_be_said(text: str) -> bool:
    """Whether a line is a sentence, with or without a clock after it, or begins with the colon of a lost label."""
    return is_sentence(WITHIN.sub("", text)) or text[0] in ":："


def _without_numbers(lines: list[Line]) -> tuple[list[Line], list[tuple[int, int]]]:
    """The lines without the numbers at their start, where most have one and they count up, by ones, fives or tens."""
    numbered = {n: match for n, line in enumerate(lines) if (match := _NUMBERED.match(line.text))}
    steps = Counter((int(b[1]) - int(a[1]), m - n) for (n, a), (m, b) in pairwise(numbered.items()))
    if len(numbered) < 3 or not steps:
        return lines, []
    (step, apart), times = steps.most_common(1)[0]
    by_ones = step == 1 and len(numbered) >= 0.8 * len(lines)
    if not (by_ones or (step in (5, 10) and apart == step)) or times < 0.8 * (len(numbered) - 1):
        return lines, []
    numbers = []
    for n, match in numbered.items():
        begin = lines[n].start + match.end()
        numbers.append((lines[n].start, begin))
        lines[n] = replace(lines[n], start=begin, text=lines[n].text[match.end() :])
    return [line for line in lines if line.text], numbers


def _of_pages(lines: Sequence[Line], source: Source) -> tuple[set[int], set[int]]:
    """Numbers of pages, and heads and feet of pages; and of these the first of each kind that a person should look at.

    A head comes again with the number of the page in it, or else each time at the edge of a page or next to another.
    What opens with a label that other lines have too is a turn, and no head.
    """
    pages = {n for n, line in enumerate(lines) if len(line.text) < 30 and _PAGE.fullmatch(line.text)}
    bare = {n: int(m[1]) for n, line in enumerate(lines) if (m := _NUMBER.fullmatch(line.text[:20])) and line.first}
    if len(bare) > 2 and all(after == before + 1 for before, after in pairwise(bare.values())):
        pages |= bare.keys()
    alike: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if n not in pages and len(line.text) < _LONGEST and (" " in line.text or line.text.isupper()):
            alike.setdefault(re.sub(r"\d+", "0", line.text), []).append(n)
    groups = [there for there in alike.values() if len(there) > 1 and not _are_turns(lines, there)]
    pages |= {n for there in groups if _count_pages([lines[n].text for n in there]) for n in there}
    edges = {n for n, line in enumerate(lines) if line.start and source.text[line.start - 1] == "\f"}
    edges |= {n + step for n in pages for step in (-1, 1)}
    heads: set[int] = set()
    for _ in range(2):  # a head may have two lines
        near = {0, len(lines) - 1, *edges, *(n + step for n in heads for step in (-1, 1))}
        heads |= {n for there in groups if edges.intersection(there) and near.issuperset(there) for n in there} - pages
    return pages | heads, {there[0] for there in groups if there[0] in heads}


def _are_turns(lines: Sequence[Line], alike: Sequence[int]) -> bool:
    """Whether lines that are alike open with a label that another line has too."""
    labels = {_label_of(lines[n]) for n in alike} - {""}
    others = set(range(len(lines))).difference(alike) if labels else ()
    return any(_label_of(lines[n]) in labels for n in others)


def _label_of(line: Line) -> str:
    text = line.text[:_LONGEST]
    return next((opening.label for form in STRONG if (opening := form.opening(text))), "")


def _count_pages(texts: Sequence[str]) -> bool:
    """Whether lines hold the number of their page, which rises."""
    found = [match for text in texts if (match := _WITH_PAGE.fullmatch(text))]
    numbers = [int(match["front"] or match["back"]) for match in found]
    return len(found) == len(texts) and numbers == sorted(numbers) and numbers[0] < numbers[-1]


def _not_numbered(lines: Sequence[Line], numbers: Sequence[tuple[int, int]]) -> set[int]:
    """Where most lines have a number, those without that come again with the next number in them: heads of pages."""
    if 2 * len(numbers) <= len(lines):
        return set()
    words = {end for _, end in numbers}
    alike: dict[str, dict[int, int]] = {}
    for n, line in enumerate(lines):
        page = re.search(r"\d{1,4}(?=\D*\Z)", line.text[:_LONGEST])
        if page and line.start not in words:
            alike.setdefault(line.text[: page.start()] + line.text[page.end() :], {})[n] = int(page[0])
    return {
        n
        for pages in alike.values()
        if len(pages) > 1 and all(after == before + 1 for before, after in pairwise(pages.values()))
        for n in pages
    }


def _tiers(lines: Sequence[Line], source: Source) -> set[int]:
    """In CHAT (.cha), what is no main line: `@` lines about the file, `%` lines about the line above."""
    if not any(line.text == "@Begin" for line in lines):
        return set()
    tiers: set[int] = set()
    for n, line in enumerate(lines):
        goes_on = line.start > 0 and source.text[line.start - 1] == "\t"
        if line.text[0] in "@%" or (goes_on and n - 1 in tiers):
            tiers.add(n)
    return tiers
