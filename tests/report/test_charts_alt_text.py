"""What a chart says in words is what its table holds, worked out here another way."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.table import SUPPRESSED

Rows = list[dict[str, str]]
IN_CHARTS = {"priorities": {"themes"}, "outcomes": {"participant", "employer", "system"}, "formats": {"formats"}}


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


def test_of_the_sample_every_group_and_those_under_half(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    groups = [row for row in tables["sample_interviews"] if row["group"] != "All groups"]
    few = [row["name"] for row in groups if 2 * int(row["achieved"]) < int(row["intended"])]
    said = alt["sample_interviews"]
    assert said.startswith(f"Fewer than half of the interviews intended: {' and '.join(few)}.")
    assert all(f"{row['name']} {row['achieved']} of {row['intended']}" in said for row in groups)


def test_of_ranks_what_each_group_ranked_first(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    parts = by(tables["priorities"], "question", "group")
    assert len(parts) > 10
    for (question, group), rows in parts.items():
        (chart,) = [f"ranks_{name}" for name, questions in IN_CHARTS.items() if question in questions]
        leading = [row["option"] for row in rows if row["rank"] == "1"]
        assert f"{group} {' and '.join(leading)}" in alt[chart]


def test_of_certainty_how_many_options_could_be_first(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    for (title, group), rows in by(tables["priorities"], "question_title", "group").items():
        could = sum(row["rank_lower"] == "1" for row in rows)
        (said,) = [part for part in alt["certainty"].split("; ") if f"{title}: " in part]
        of_group = said.partition(f"{group} ")[2].partition(")")[0]
        ahead = any(row["ahead"] == "True" for row in rows)
        wanted = "clear" if could == 1 else "likely" if ahead else f"{could} of {len(rows)} could be first"
        assert of_group.endswith(wanted), (title, group)


def test_of_votes_how_many_of_each_group(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    told = 0
    for row in tables["top_three"]:
        name = next(f"votes_{name}" for name, questions in IN_CHARTS.items() if row["question"] in questions)
        if row["group"] != "All groups" and row["voters"] != SUPPRESSED:
            of_option = alt[name].partition(f"{row['option']}: ")[2].partition(";")[0]
            count = {row["base"]: "all", "0": "none of"}.get(row["voters"], f"{row['voters']} of")
            assert f"{row['group']} {count} {row['base']}" in of_option
            told += 1
    assert told > 20


def test_of_themes_all_that_were_spoken_of_most_first(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    worth = {"all": 6, "almost all": 5, "most": 4, "about half": 3, "some": 2, "a few": 1, "none": 0}
    overall = [row for row in tables["themes_by_group"] if row["group"] == "All groups"]
    drawn = 0
    for (family,), rows in by(overall, "family").items():
        said = alt.get(f"themes_{family}", "")
        if family and said:
            places = [said.index(f"{row['name']} {row['participants']}") for row in rows]
            known = [
                (place, worth[row["participants"]]) for place, row in zip(places, rows, strict=True)
                if row["participants"] in worth
            ]  # fmt: skip
            assert [value for _, value in sorted(known)] == sorted((value for _, value in known), reverse=True)
            assert f"Of {rows[0]['base']} interviewees" in said
            drawn += 1
    assert drawn > 5


def test_of_assumptions_how_many_spoke_which_way(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    texts = {row["assumption"]: row["text"] for row in tables["assumptions"]}
    rows = [row for row in tables["assumptions_by_group"] if row["group"] == "All groups"]
    for (each,), both in by(rows, "assumption").items():
        counts = {row["direction"]: row["participants"] for row in both}
        assert f"{each}. {texts[each]}: against {counts['against']}, for {counts['for']}" in alt["assumptions"]


def test_of_saturation_how_soon_half_and_most_had_come(alt: dict[str, str], tables: dict[str, Rows]) -> None:
    so_far = [int(row["cumulative"]) for row in tables["saturation_curve"]]
    half, most = (next(at for at, percent in enumerate(so_far, start=1) if percent >= aim) for aim in (50, 90))
    assert alt["saturation"] == (
        f"90% of the codes had come up by interview {most} of {len(so_far)}, and half by interview {half}."
    )
