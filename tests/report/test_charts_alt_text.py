"""What a chart says in words is what its table holds, worked out here another way."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.table import SUPPRESSED

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def alt(demo_reports: Path) -> dict[str, str]:
    words = pd.read_csv(demo_reports / "charts" / "alt_text.csv")
    return dict(zip(words["chart"], words["alt"], strict=True))


@pytest.fixture(scope="module")
def tables(demo_reports: Path) -> dict[str, Rows]:
    """The released tables as anybody reads them."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig").to_dict("records")
        for path in (demo_reports / "tables").glob("*.csv")
    }


def by(rows: Rows, *columns: str) -> dict[tuple[str, ...], Rows]:
    parts: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        parts[tuple(row[column] for column in columns)].append(row)
    return parts


def test_of_the_sample_all_and_the_group_furthest_short(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    groups = [row for row in tables["sample_interviews"] if row["group"] != "All groups"]
    intended, achieved = (sum(int(row[column]) for row in groups) for column in ("intended", "achieved"))
    least = max(groups, key=lambda row: int(row["intended"]) - int(row["achieved"]))
    said = alt["sample_interviews"]
    assert said.startswith(f"{achieved} of {intended} intended interviews")
    assert f"Furthest short: {least['name']}," in said
    assert all(f"{row['name']} {row['achieved']} of {row['intended']}" in said for row in groups)


def test_of_priorities_what_each_group_ranked_first(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    parts = by(tables["priorities"], "question", "group")
    assert len(parts) > 10
    for (question, group), rows in parts.items():
        if rows[0]["rank"] != SUPPRESSED:
            leading = min(rows, key=lambda row: int(row["rank"]))["option"]
            could = sum(row["rank_lower"] == "1" for row in rows)
            said = "no other could be" if could == 1 else f"{could} of {len(rows)} could be"
            assert f"{group}: {leading} ({said})" in alt[f"priorities_{question}"]


def test_between_groups_what_moves_most(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    drawn = 0
    for (question,), rows in by(tables["priorities"], "question").items():
        ranks = {
            option: [int(row["rank"]) for row in there if row["group"] != "All groups" and row["rank"].isdigit()]
            for (option,), there in by(rows, "option").items()
        }
        furthest = max(max(each) - min(each) for each in ranks.values())
        for option, each in ranks.items():
            assert (f"{option}, ranked {each[0]} by" in alt[f"groups_{question}"]) == (
                max(each) - min(each) == furthest
            )
        drawn += 1
    assert drawn > 1


def test_of_themes_the_one_most_spoke_of(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    worth = {"all": 6, "almost all": 5, "most": 4, "about half": 3, "some": 2, "a few": 1}
    overall = [row for row in tables["themes_by_group"] if row["group"] == "All groups"]
    for (family,), rows in by(overall, "family").items():
        if family:
            leading = max(rows, key=lambda row: worth.get(row["participants"], 0))
            said = alt[f"themes_{family}"]
            assert f"most: {leading['name']} ({leading['participants']})" in said
            assert f"of {leading['base']} interviewees" in said


def test_of_saturation_how_soon_half_had_come(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    so_far = [int(row["cumulative"]) for row in tables["saturation_curve"]]
    half = next(number for number, percent in enumerate(so_far, start=1) if percent >= 50)
    assert alt["saturation"] == (
        f"Half of the codes had come up by interview {half} of {len(so_far)}, and {so_far[-4]}% before the last three "
        "interviews."
    )
