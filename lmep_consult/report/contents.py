"""What the report holds, in order and numbered once for all its forms: findings, results, annex, and the tables that
only the workbook and the CSV files have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.chapter import Section
from lmep_consult.report.charts import Chart
from lmep_consult.report.findings import Findings
from lmep_consult.report.shown import Figure, Shown, shown

# Words that readers of the findings meet, in the order they meet them.
GLOSSARY = {
    "Clear": "The votes leave first place open to one option alone; or groups that met at events differ by more "
    "than chance.",
    "Likely": "Others could still be first, but one option's points lie above those of each other; or a difference is "
    "more than chance among voters and holds in every event, but the groups never met in one, so events may be "
    "the reason. Where there is nothing to find, chance among voters makes a first place clear or likely in about 1 of "
    "20 questions at most, and a difference in as few.",
    "Too close to call": "The votes do not settle which option is first.",
    "Could be first": "The votes of another such sample could have put the option first (95% confidence).",
    "Points": "With n options, n for a first place down to 1 for the last; the mean over voters.",
    "Top three": "The first three places of a voter; of three options or fewer, the first place alone.",
    "Base (n)": "The number of people a figure is about.",
    "Other analyses": "The same votes counted by other methods, and without each event in turn.",
    "Theme": "A subject that passages of the interviews were coded under.",
    "Estimated share": "A share of all answers, worked out from a sample that people coded; the truth lies in the "
    "range next to it for 19 of 20 such ranges.",
    "Campaign": "The same letter sent by many people; it is counted apart from what people wrote themselves.",
    "Withheld": "Not shown, since so few people are counted that they could be identified.",
}
_OF_RESPONSES = ("Estimated share", "Campaign")
_OF_VOTES = ("Clear", "Likely", "Too close to call", "Could be first", "Points", "Top three", "Other analyses")


@dataclass(frozen=True)
class Part:
    """A section of the results with its table and chart."""

    section: Section
    table: Shown
    figure: Figure | None


@dataclass(frozen=True)
class Contents:
    """figures: those of the first page. results: the sections of the chapter. annex: the tables that documents show
    after it; others: those that they leave to the workbook. Tables are numbered through all three. notes: each note of
    a table with its number."""

    findings: Findings
    figures: tuple[Figure, ...]
    results: tuple[Part, ...]
    annex: tuple[Shown, ...]
    others: tuple[Shown, ...]
    notes: dict[str, int]

    @property
    def tables(self) -> list[Shown]:
        """All tables, in order of their numbers."""
        return [*(part.table for part in self.results), *self.annex, *self.others]

    @property
    def glossary(self) -> dict[str, str]:
        """GLOSSARY; without its words on votes where no table ranks options, and those on written responses where there
        are none."""
        votes = any("rank" in each.table.unit for each in self.tables)
        answers = any("of answers" in each.table.unit for each in self.tables)
        left_out = {*(() if votes else _OF_VOTES), *(() if answers else _OF_RESPONSES)}
        return {word: meaning for word, meaning in GLOSSARY.items() if word not in left_out}


def contents(
    findings: Findings,
    first_page: Sequence[str],
    results: Iterable[tuple[Section, Released]],
    pages: Iterable[Released],
    charts: Sequence[Chart],
    included: Collection[str],
) -> Contents:
    """Number everything. first_page: names of the charts next to the findings. results: sections, each with its table
    as it was released. pages: all other tables. included: the names of those that documents show.

    A chart is shown once: on the first page, in its section, or with the table it is about.

    Raises DisclosureError for a table that was not released.
    """
    by_name = {chart.name: chart for chart in charts}
    taken: list[str] = []

    def figure(name: str) -> Figure | None:
        if name not in by_name or name in taken:
            return None
        taken.append(name)
        return Figure(len(taken), by_name[name])

    first = [made for name in first_page if (made := figure(name))]
    parts = []
    for number, (section, released) in enumerate(results, start=1):
        parts.append(Part(section, shown(number, released), figure(section.chart)))
    annex: list[Shown] = []
    others: list[Shown] = []
    every = [require_released(page) for page in pages]
    inside = [released for released in every if released.table.name in included]
    for released in [*inside, *(released for released in every if released not in inside)]:
        about = [chart.name for chart in charts if chart.about == released.table.name]
        figures = [made for name in about if (made := figure(name))]
        number = len(parts) + len(annex) + len(others) + 1
        (annex if released in inside else others).append(shown(number, released, figures))
    notes: dict[str, int] = {}
    for table in [*(part.table for part in parts), *annex, *others]:
        for note in table.table.notes:
            notes.setdefault(note, len(notes) + 1)
    return Contents(findings, tuple(first), tuple(parts), tuple(annex), tuple(others), notes)
