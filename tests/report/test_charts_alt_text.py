"""What a chart says in words is what its table holds, worked out here another way."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.disclosure import Rules, release
from lmep_consult.report import Chart, draw_charts
from lmep_consult.run.chain import Outcome
from lmep_consult.table import SUPPRESSED, Table

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


def test_of_priorities_what_each_group_gave_most_points(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    parts = by(tables["priorities"], "question", "group")
    assert len(parts) > 10
    for (question, group), rows in parts.items():
        if rows[0]["borda"] != SUPPRESSED:
            leading = max(rows, key=lambda row: float(row["borda"]))["option"]
            could = sum(row["rank_lower"] == "1" for row in rows)
            said = "no other could be" if could == 1 else f"{could} of {len(rows)} could be"
            assert f"{group}: {leading} ({said})" in alt[f"priorities_{question}"]


def test_of_places_what_was_put_first_and_last_most_often(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    for (question,), rows in by(tables["places"], "question").items():
        last = str(max(int(row["place"]) for row in rows))
        first_of, last_of = ([row for row in rows if row["place"] == place] for place in ("1", last))
        for word, there in (("first is", first_of), ("last", last_of)):
            leading = max(there, key=lambda row: float(row["share"]))
            assert (
                f"most often put {word} {leading['option']} ({float(leading['share']):.0%}" in alt[f"places_{question}"]
            )


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
    new = [int(row["new"]) for row in tables["saturation_curve"] if row["group"] == "All groups"]
    half = next(number for number in range(1, len(new) + 1) if 2 * sum(new[:number]) >= sum(new))
    assert alt["saturation"] == (
        f"Of {sum(new)} codes, half had come up by interview {half} of {len(new)}; the last 3 interviews brought "
        f"{sum(new[-3:])} new."
    )


def agreement(rows: list[tuple[str, float, float]], outcome: Outcome) -> list[Chart]:
    """The chart of agreement alone, from code, prevalence and alpha in the blind round; in a later one all agree."""
    frame = pd.DataFrame(rows, columns=["code", "prevalence", "krippendorff_alpha"])
    alpha = frame["krippendorff_alpha"]
    frame = frame.assign(
        name=frame["code"], krippendorff_alpha_lower=alpha - 0.1, krippendorff_alpha_upper=(alpha + 0.1).clip(upper=1)
    )
    later = frame.assign(
        round=2, blind="no", krippendorff_alpha=1.0, krippendorff_alpha_lower=1.0, krippendorff_alpha_upper=1.0
    )
    frame = pd.concat([later, frame.assign(round=1, blind="yes")], ignore_index=True)
    tidy = {
        name: release(Table(name, "t", made.table.frame.iloc[:0]), Rules()) for name, made in outcome.tables.items()
    }
    tidy["sample_interviews"] = outcome.tables["sample_interviews"]
    tidy["coder_agreement"] = release(Table("coder_agreement", "t", frame), Rules())
    return [chart for chart in draw_charts(tidy, outcome.study.plan, "A study") if chart.name == "coder_agreement"]


def test_of_agreement_all_codes_and_the_ends(demo_run: Outcome) -> None:
    rows = [("All codes", 0.2, 0.7), ("Maps", 0.4, 0.8), ("Words", 0.3, 0.2), ("Skills", 0.1, 0.5)]
    (chart,) = agreement(rows, demo_run)
    assert chart.alt.endswith("highest Maps 0.80, lowest Words 0.20. All codes 0.70.")


def test_agreement_on_codes_hardly_used_is_not_drawn(demo_run: Outcome) -> None:
    used = [(f"Code {number}", 0.5, 0.5 + number / 100) for number in range(20)]
    (chart,) = agreement([("All codes", 0.2, 0.7), *used, ("Rare", 0.01, -0.9)], demo_run)
    assert "highest Code 19 0.69, lowest Code 0 0.50" in chart.alt
    assert b"Rare" not in chart.svg


def test_agreement_that_is_not_known(demo_run: Outcome) -> None:
    unknown = float("nan")
    assert agreement([("All codes", 0.0, unknown), ("Maps", 0.0, unknown)], demo_run) == []
    (chart,) = agreement([("All codes", 0.2, 0.7), ("Maps", 0.4, unknown)], demo_run)
    assert chart.alt.endswith("most used: All codes 0.70.")
