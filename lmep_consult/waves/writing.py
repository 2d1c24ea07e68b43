"""The comparison as it leaves: tables, one chart, sentences, as a page, a Word document, a workbook and CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from lmep_consult.cache import Cache
from lmep_consult.disclosure import Released, Rules, release_all, require_accounted
from lmep_consult.files import write_whole
from lmep_consult.places import CHARTS, COMPARED_FOR_TEAM, COMPARISON, TABLES
from lmep_consult.plan import Plan
from lmep_consult.report import (
    Contents,
    Findings,
    contents,
    identity_of,
    write_charts,
    write_csv,
    write_govspeak,
    write_ods,
    write_page,
    write_word_annex,
    write_workbook,
)
from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.report.charts.kept import drawn
from lmep_consult.run.swap import swapped
from lmep_consult.spreadsheet import as_csv
from lmep_consult.table import ALL_GROUPS, Table
from lmep_consult.waves.comparing import FELL, ROSE
from lmep_consult.waves.exact import ERROR_RATE, findable
from lmep_consult.waves.results import Compared
from lmep_consult.waves.sentences import BEGAN, NOT_COMPARABLE, findings_of
from lmep_consult.waves.wave import Wave

CHART = "changes"
_NAMED = 3  # more that moved are counted in a chart's title, not named
_PUBLISHED = (
    "Numbers are those that each wave published; where it published a range, so does this table. The change is in "
    "points of a hundred, the least and the most that the ranges allow; lower and upper are the ends of its 95% "
    "interval, by itself and as if the waves were of different people (Newcombe 1998, method 10)."
)
_CLAIMED = (
    f"Rose and fell: by an exact test, person by person where somebody agreed to be found in both waves and group by "
    f"group otherwise (Mehta, Patel and Gray 1985), at a family-wise error rate of {ERROR_RATE:.0%} (Holm 1979, after "
    "Tarone 1990 left out what too few said to show any change). The test allows for everything in the family, the "
    "interval for nothing else. Groups are not tested by themselves."
)
_PEOPLE = "Numbers of people who took part."
_RANKS = "No claim is made of ranks: each wave's ranges say what its own votes leave open."
_AGREEING = "A change smaller than the disagreement of coders may be that of the coders."
_OPEN = ("then", "base_then", "now", "base_now", "change_least", "change_most", "lower", "upper")


def tables_of(compared: Compared) -> list[Table]:
    """Everything in them was published by one of the waves, or is worked out from that; but the verdicts are of the
    numbers themselves."""
    frames = compared.frames
    mixed = () if compared.comparable else (NOT_COMPARABLE,)
    return [
        Table(
            "sample", "People interviewed and voters in the two waves, by stakeholder group", frames["sample"],
            unit="people", notes=(_PEOPLE,), open=tuple(frames["sample"].columns[1:]),
        ),
        Table(
            "themes", "Interviewees who spoke of each theme, then and now", frames["themes"],
            unit="people; points of a hundred", notes=(_PUBLISHED, _CLAIMED, *mixed), open=_OPEN,
        ),
        Table(
            "priorities", "Voters who put each option among their first three, then and now", frames["priorities"],
            unit="people; points of a hundred", notes=(_PUBLISHED, _CLAIMED), open=_OPEN,
        ),
        Table(
            "ranks", "Rank of each option, then and now", frames["ranks"], unit="rank, 1 is first", notes=(_RANKS,),
        ),
        Table(
            "agreement", "How far coders and voters agree, then and now", frames["agreement"],
            unit="coefficients", notes=(_AGREEING,),
        ),
    ]  # fmt: skip


def change_chart(frames: dict[str, pd.DataFrame], source: str) -> Iterator[Sketch]:
    """One row a theme and option, all groups together: those that moved first, then by how far they did."""
    for name, label, about in (("themes", "name", "interviewees"), ("priorities", "option", "voters")):
        rows = frames[name][frames[name]["group"] == ALL_GROUPS].to_dict("records")
        if not rows:
            continue
        ways = {ROSE: 1, FELL: -1}
        rows.sort(key=lambda row: (row["verdict"] not in ways, -abs(row["change_least"] + row["change_most"])))
        drawn_rows = [
            [str(row[label]), *(row[end] / 100 for end in ("change_least", "change_most", "lower", "upper")),
             ways.get(row["verdict"], 0)]
            for row in rows
        ]  # fmt: skip
        found = {way: [row[label] for row in rows if row["verdict"] == way] for way in ways}
        what = "theme" if name == "themes" else "option"
        title = "; ".join(
            f"{listed(names) if len(names) <= 3 else f'{len(names)} {what}s'} {way}"
            for way, names in found.items()
            if names
        )
        title = title or f"No {what} can be said to have risen or fallen"
        told = "; ".join(f"{short(row[label])}: {points(row)}, {row['verdict']}" for row in rows)
        yield Sketch(
            f"{CHART}_{name}",
            title,
            f"Change of the share of {about}, earlier wave to later",
            f"Points of a hundred of all {about}; line: 95% interval by itself; filled: more than chance "
            f"({ERROR_RATE:.0%} over all); two marks: anywhere between.",
            f"{title}. {told}.",
            name,
            source,
            "changes",
            {"rows": drawn_rows, "close": True},
        )


def points(row: dict[object, object]) -> str:
    """The change and its interval.

    >>> points({"change_least": 40, "change_most": 50, "lower": 12, "upper": 70})
    '+40 to +50 points (+12 to +70)'
    """
    least, most = (f"{row[end]:+.0f}" for end in ("change_least", "change_most"))
    moved = least if least == most else f"{least} to {most}"
    return f"{moved} points ({row['lower']:+.0f} to {row['upper']:+.0f})"


def contents_of(compared: Compared, plan: Plan, source: str, cache: Cache | None) -> tuple[Contents, list[Released]]:
    """What every form of the comparison shows, and the released tables that have rows."""
    released = release_all(map(require_accounted, tables_of(compared)), Rules())
    frames = {each.table.name: each.table.frame for each in released}
    charts = [drawn(sketch, cache) for sketch in change_chart(frames, source)]
    groups = "; ".join(f"{group.id}: {group.name}" for group in plan.groups) + "."
    said = findings_of(
        frames["themes"],
        frames["priorities"],
        frames["sample"],
        compared.both,
        compared.comparable,
        _found_at(frames),
        groups,
    )
    there = [each for each in released if len(each.table.frame)]
    return contents(said, [], [], there, charts, [each.table.name for each in there]), there


def write_comparison(compared: Compared, earlier: Wave, later: Wave, ods: bool = False) -> Findings:
    """Write comparison/ of the later study, whole or not at all, and working/compared.csv for the team; what it says.
    ods: the workbook as OpenDocument too.

    Raises ConsultError where a file of it is open in another program.
    """
    study = later.study
    about = study.plan.study
    then = earlier.study.plan.study
    source = f"{then.source}; {about.source}"
    made, released = contents_of(compared, study.plan, source, Cache(study.cache))
    titled = about.model_copy(update={"title": f"{about.title}: what changed since {then.source}", "source": source})
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    identity = identity_of(titled, study.folder, "Draft", "", "", now)
    with swapped(study.at(COMPARISON)) as new:
        write_csv(released, new / TABLES.name)
        write_charts([figure.chart for shown in made.tables for figure in shown.figures], new / CHARTS.name)
        write_page(made, identity, new / "comparison.html")
        write_word_annex(made, identity, new / "comparison.docx")
        write_workbook(made, identity, new / "comparison.xlsx")
        write_govspeak(made, identity, new / "comparison.govspeak.md")
        if ods:
            write_ods(made, identity, new / "comparison.ods")
    team = compared.for_team[["of", *compared.for_team.columns.drop("of")]]
    write_whole(study.at(COMPARED_FOR_TEAM), as_csv(team), private=True)
    return made.findings


def _found_at(frames: dict[str, pd.DataFrame]) -> float:
    """The share to which one of BEGAN must rise to be found, at the sizes of this comparison."""
    for name in ("themes", "priorities"):
        rows = frames[name][frames[name]["group"] == ALL_GROUPS]
        if len(rows):
            then, now = int(rows["base_then"].iloc[0]), int(rows["base_now"].iloc[0])
            return findable(then, now, BEGAN, ERROR_RATE / len(rows))
    return float("nan")
