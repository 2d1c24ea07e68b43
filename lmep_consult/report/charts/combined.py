"""Charts of scales, comparisons, survey answers, and answers next to interviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import Bounds, bounds_of_count, may_be_most, shares_of_words
from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.table import ALL_GROUPS, SUPPRESSED

_MANY, _SOME = 0.5, 0.2  # shares from which a cell is dark, and light
_SHADES = "Darker: half of them or more for sure; lighter: a fifth or more."


def combined_charts(frames: Mapping[str, pd.DataFrame], plan: Plan, source: str) -> Iterator[Sketch]:
    """A chart for each scale, comparison and survey question, and for each question that was asked of interviews too;
    none in studies without."""
    none = pd.DataFrame(columns=["scale", "comparison", "poll", "question", "group"])
    for scale, rows in frames.get("ordered_codes", none).groupby("scale", sort=False):
        yield _scale(str(scale), rows, plan, source)
    for comparison, rows in frames.get("comparisons", none).groupby("comparison", sort=False):
        yield _comparison(str(comparison), rows, plan, source)
    answers = frames.get("answers", none)
    for (_, question), rows in answers[answers["group"] == ALL_GROUPS].groupby(["poll", "question"], sort=False):
        if (rows["voters"] != SUPPRESSED).any():
            yield _answers(str(question), rows, plan, source)
    for (_, question, group), rows in frames.get("answers_and_interviews", none).groupby(
        ["poll", "question", "group"], sort=False
    ):
        yield _two(str(question), str(group), rows, plan, source)


def _level(ends: Bounds | None) -> int:
    return 0 if ends is None or ends[0] < _SOME else 2 if ends[0] >= _MANY else 1


def _scale(scale: str, rows: pd.DataFrame, plan: Plan, source: str) -> Sketch:
    words, name = shares_of_words(plan), rows["scale_name"].iloc[0]
    levels = rows.sort_values("level").drop_duplicates("level")["name"].tolist()
    made: list[Any] = []
    most: dict[str, list[str]] = {}
    for group, own in rows.groupby("group", sort=False):
        base = own["base"].iloc[0]
        cells = dict(zip(own["name"], own["participants"], strict=True))
        ends = {level: bounds_of_count(cells.get(level), base, words) for level in levels}
        made.append([f"{group} (n = {base})", [[str(cells.get(level)), _level(ends[level])] for level in levels]])
        known = {level: each for level, each in ends.items() if each}
        least = max((low for low, _ in known.values()), default=0)
        top = [level for level, ends_of in known.items() if may_be_most(ends_of, least) and least > 0]
        if group != ALL_GROUPS and len(top) == 1:
            most.setdefault(top[0], []).append(str(group))
    said = [f"{level} for {listed(groups)}" for level, groups in most.items()]
    title = f"{name}: most often {listed(said)}" if said else f"{name}: no level stands out"
    in_words = "; ".join(
        f"{label}: {', '.join(f'{level} {cell[0]}' for level, cell in zip(levels, cells, strict=True))}"
        for label, cells in made
    )
    return Sketch(
        f"ordered_codes_{scale}", title, f"{name}: interviewees who gave examples of each level",
        f"Levels in order, from the left. {_SHADES}", f"{title}. {in_words}.", f"ordered_codes_{scale}", source, "grid",
        {"columns": levels, "rows": made},
    )  # fmt: skip


def _comparison(comparison: str, rows: pd.DataFrame, plan: Plan, source: str) -> Sketch:
    words, base, title = shares_of_words(plan), rows["base"].iloc[0], rows["title"].iloc[0]
    columns = list(dict.fromkeys(rows["with_name"]))
    ends = {
        (row["name"], row["with_name"]): bounds_of_count(row["participants"], base, words)
        for row in rows.to_dict("records")
    }
    cells = {(row["name"], row["with_name"]): str(row["participants"]) for row in rows.to_dict("records")}
    names = list(dict.fromkeys(rows["name"]))
    sure = sorted({each[0] for each in ends.values() if each and each[0] > 0}, reverse=True)
    dark = sure[max(0, len(sure) // 3 - 1)] if sure else 2.0
    shade = {key: 0 if not each or not each[0] else 2 if each[0] >= dark else 1 for key, each in ends.items()}
    made = [[name, [[cells[name, column], shade[name, column]] for column in columns]] for name in names]
    in_words = "; ".join(f"{name} and {column}: {cells[name, column]}" for name in names for column in columns)
    return Sketch(
        f"comparisons_{comparison}", short(title), short(title),
        f"Of {base} interviewees. Darker: more for sure; white: none or a few.",
        f"{title}. Of {base} interviewees, {in_words}.", f"comparisons_{comparison}", source, "grid",
        {"columns": columns, "rows": made},
    )  # fmt: skip


def _answers(question: str, rows: pd.DataFrame, plan: Plan, source: str) -> Sketch:
    words, base, asked = shares_of_words(plan), rows["base"].iloc[0], rows["question_title"].iloc[0]
    made: list[Any] = []
    ends = {}
    for row in rows.to_dict("records"):
        ends[row["answer"]] = bounds_of_count(row["voters"], base, words)
        made.append([row["answer"], ends[row["answer"]], str(row["voters"]), "", None])
    known = {answer: each for answer, each in ends.items() if each}
    least = max((low for low, _ in known.values()), default=0)
    top = [answer for answer, ends_of in known.items() if may_be_most(ends_of, least)]
    title = f"{asked}: {short(top[0])}" if len(top) == 1 else f"{asked}: no answer is clearly the most frequent"
    in_words = "; ".join(f"{short(row[0])}: {row[2]}" for row in made)
    return Sketch(
        f"answers_{question}", title, f"{asked}: how many gave each answer",
        f"Share of {base} who answered; the light part: as far as ranges reach."
        + (f" {SUPPRESSED}: withheld." if SUPPRESSED in in_words else ""),
        f"{title}. Of {base} who answered, {in_words}.", f"answers_{question}", source, "bars", {"rows": made},
    )  # fmt: skip


def _two(question: str, group: str, rows: pd.DataFrame, plan: Plan, source: str) -> Sketch:
    words, asked = shares_of_words(plan), rows["question_title"].iloc[0]
    voters, interviewees = rows["voters_base"].iloc[0], rows["base"].iloc[0]
    made = [
        [
            row["answer"],
            [bounds_of_count(row["voters"], voters, words), str(row["voters"])],
            [bounds_of_count(row["participants"], interviewees, words), str(row["participants"])],
        ]
        for row in rows.to_dict("records")
    ]
    in_words = "; ".join(f"{short(row[0])}: survey {row[1][1]}, interviews {row[2][1]}" for row in made)
    title = f"{asked}: the survey next to interviews"
    return Sketch(
        f"combined_{question}_{group}".replace(" ", "_"), title, f"{title}, {group}",
        f"{group}: share of {voters} who answered and of {interviewees} interviewees; outlined: as far as words reach.",
        f"{title}. Of {voters} who answered and {interviewees} interviewees: {in_words}.", "answers_and_interviews",
        source,
        "two_ways", {"left": "chose it", "right": "spoke of it", "rows": made},
    )  # fmt: skip
