"""What slides show besides tables and single sentences: bars, and sentences a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.amounts import number
from lmep_consult.report.contents import Contents, Part
from lmep_consult.report.findings import Claim
from lmep_consult.report.findings.saying import count_of
from lmep_consult.report.values.tags import tag_of, words_of_table
from lmep_consult.report.values.value import Value
from lmep_consult.table import ALL_GROUPS
from lmep_consult.text import printable

INTERVIEWS, FINDINGS, GROUPS = "bars/interviews", "slides/findings", "findings/groups"
DIFFER, DIFFERENCES, OPEN = "slides/differences/heading", "slides/differences", "slides/open"
_ASKED = ("Priorities", "Outcomes", "Formats")
_MOST_BARS = 18  # in a chart: the numbers of more, in 14 points, would lie over each other
_NEXT = "Next steps: for the author to write."


@dataclass(frozen=True)
class Bars:
    """A chart that can be edited. what: what it measures. series: by name, a number for each category, None where only
    a range may be shown, or nothing. percent: whether the numbers are shares."""

    tag: str
    what: str
    table: str
    categories: tuple[str, ...]
    series: Mapping[str, Sequence[float | None]]
    percent: bool

    @property
    def alt(self) -> str:
        """What it says, for those who cannot see it."""
        form = "{:.0%}" if self.percent else "{:.0f}"
        said = [
            f"{category}: "
            + ", ".join(
                f"{name} {'not shown' if cells[at] is None else form.format(cells[at])}"
                for name, cells in self.series.items()
            )
            for at, category in enumerate(self.categories)
        ]
        return f"{self.what}. {'; '.join(said)}."

    @property
    def value(self) -> Value:
        rows = rows_of_bars(self.categories, self.series)
        return Value(self.tag, "bars", self.what, words_of_table(rows), self.table, rows=rows, alt=self.alt)


def rows_of_bars(
    categories: Sequence[str], series: Mapping[str, Sequence[float | None]]
) -> tuple[tuple[str, ...], ...]:
    """A chart's data as a table of text: a column a series, a row a category, nothing where no number is."""
    cells = [["" if each is None else f"{each:.12g}" for each in numbers] for numbers in series.values()]
    return (("", *series), *((name, *(each[at] for each in cells)) for at, name in enumerate(categories)))


def bars_of_interviews(tidy: Mapping[str, Released]) -> Bars | None:
    """Interviews intended and held by group; None where there is no number."""
    if "sample_stages" not in tidy:
        return None
    stages = require_released(tidy["sample_stages"]).table.frame
    own = stages[(stages["among"] == "interviews") & (stages["counted"] == "people") & (stages["group"] != ALL_GROUPS)]
    names = tuple(printable(str(name)) for name in own["name"])
    series = {
        title: [number(cell) for cell in own[column]]
        for title, column in (("Intended", "intended"), ("Held", "took_part"))
    }
    if not any(cell is not None for cells in series.values() for cell in cells):
        return None
    return Bars(INTERVIEWS, "Interviews", "sample_stages", names, series, percent=False)


def bars_of_votes(part: Part) -> Bars | None:
    """The share of each group's voters with each option in their top three, of as many options as there is room for;
    None where that is not said."""
    if part.table.table.csv != "top_three":
        return None
    headings, rows = part.table.headings, part.table.rows
    bases = [float(heading.rpartition("= ")[2].rstrip(")")) for heading in headings[1:]]
    series = {
        heading: [None if number(row[at]) is None else number(row[at]) / base for row in rows]  # type: ignore[operator]
        for at, (heading, base) in enumerate(zip(headings[1:], bases, strict=True), start=1)
    }
    series = {name: cells for name, cells in series.items() if any(cell is not None for cell in cells)}
    if len(series) > 2:  # groups alone, so that each bar has room for its number
        series.pop(headings[1], None)
    if not series:
        return None
    what = "Share of voters with it in their top three"
    tag, room = tag_of("bars", part.section.topic.lower()), max(1, _MOST_BARS // len(series))
    options = tuple(str(row[0]) for row in rows[:room])
    return Bars(tag, what, "top_three", options, {name: cells[:room] for name, cells in series.items()}, percent=True)


def texts_of_slides(tidy: Mapping[str, Released], made: Contents, said: Iterable[Claim]) -> dict[str, Value]:
    """By tag, what text boxes say, a line a sentence. said: the claims of the tables."""
    reliable = [claim for claim in said if claim.about == "difference" and not claim.text.startswith("No difference")]
    heading = f"{count_of(len(reliable), 'difference', 'differences')} between groups: more than chance among voters"
    sure = [f"{part.section.topic}: {part.section.how_sure}" for part in made.results if part.section.topic in _ASKED]
    drafts = [draft[:400].rpartition(". ")[0] + "." for draft in map(str, _limitations(tidy))]
    boxes = {
        FINDINGS: ("Slide: findings", made.findings.sentences, "priorities"),
        GROUPS: ("Findings: the groups", [made.findings.groups], "priorities"),
        DIFFER: (
            "Slide: heading on differences",
            [heading if reliable else "No difference between groups is reliable"],
            "group_differences",
        ),
        DIFFERENCES: (
            "Slide: differences",
            [claim.text for claim in reliable] or ["Where groups seem to differ, chance may be the reason."],
            "group_differences",
        ),
        OPEN: ("Slide: what we cannot say", [*sure, *drafts, _NEXT], "limitations"),
    }
    return {
        tag: Value(tag, "sentence", title, "\n".join(" ".join(printable(line).split()) for line in lines), table)
        for tag, (title, lines, table) in boxes.items()
    }


def _limitations(tidy: Mapping[str, Released]) -> list[object]:
    return list(require_released(tidy["limitations"]).table.frame["draft"]) if "limitations" in tidy else []


def values_for_slides(tidy: Mapping[str, Released], made: Contents, said: Iterable[Claim]) -> Iterator[Value]:
    """Their values, for those who bring a deck up to date."""
    parts = {part.section.topic: part for part in made.results}
    voted = [bars_of_votes(parts[topic]) for topic in ("Priorities", "Formats") if topic in parts]
    yield from (bars.value for bars in (bars_of_interviews(tidy), *voted) if bars is not None)
    yield from texts_of_slides(tidy, made, said).values()
