"""Two waves compared from their folders to the page, the tables and the passages behind a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.table import ALL_GROUPS


def table(waves: Path, name: str) -> pd.DataFrame:
    path = waves / "now" / "comparison" / "tables" / f"{name}.csv"
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)


def test_what_moved_is_found_and_a_code_of_another_name_is_the_same(waves: Path) -> None:
    themes = table(waves, "themes")
    overall = themes[themes["group"] == ALL_GROUPS].set_index("code")
    assert overall["verdict"].to_dict() == {
        "money": "rose", "fares": "rose", "lines": "cannot be said", "shelters": "fell",
    }  # fmt: skip
    assert overall.loc["fares", ["then", "now"]].tolist() == ["3", "21"]
    assert overall.loc["lines", ["then", "now"]].tolist() == ["12", "12"]
    assert overall.loc["shelters", "now"] == "fewer than 3"
    assert set(themes.loc[themes["group"] != ALL_GROUPS, "verdict"]) == {"not tested"}
    votes = table(waves, "priorities")
    assert votes.set_index(["option", "group"]).loc[("Fares", ALL_GROUPS), "verdict"] == "rose"


def test_nothing_is_shown_that_neither_wave_published(waves: Path) -> None:
    """Each count is as in the study's own reports, which know nothing of the other wave."""
    counts = {}
    for wave in ("then", "now"):
        path = waves / wave / "reports" / "tables" / "top_three.csv"
        rows = pd.read_csv(path, encoding="utf-8-sig", dtype=str)
        counts[wave] = {(row["group"], row["option"]): row["voters"] for row in rows.to_dict("records")}
    for row in table(waves, "priorities").astype(str).to_dict("records"):
        for wave in ("then", "now"):
            assert row[wave] == counts[wave][row["group"], row["option"]]


def test_people_and_voters_of_both_waves(waves: Path) -> None:
    assert table(waves, "sample").iloc[0].tolist() == [ALL_GROUPS, 24, 24, 24, 24]
    said = (waves / "said.txt").read_text(encoding="utf-8")
    assert "24 people were interviewed then and 24 now; 12 agreed to be found in both" in said
    assert (
        "More of those interviewed spoke of Money (3 of 24, then 21 of 24) and Fares (3 of 24, then 21 of 24)." in said
    )
    assert "Of 1 other theme it cannot be said whether it rose or fell" in said


def test_the_forms_of_the_comparison(waves: Path) -> None:
    folder = waves / "now" / "comparison"
    page = (folder / "comparison.html").read_text(encoding="utf-8")
    assert "2 of 4 themes rose and 1 fell" in page
    assert "Holm 1979" in page
    assert (folder / "comparison.docx").stat().st_size > 5000
    assert (folder / "comparison.xlsx").stat().st_size > 5000
    assert "2 of 4 themes rose and 1 fell" in (folder / "comparison.govspeak.md").read_text(encoding="utf-8")
    alt = (folder / "charts" / "alt_text.csv").read_text(encoding="utf-8-sig")
    assert "Fares: +75 to +75" not in alt
    assert "Fares: +75 points (+49 to +87), rose" in alt
    assert "Shelters: -92 to -83 points" in alt


def test_the_passages_of_both_waves_behind_a_change(waves: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(waves, tmp_path / "waves"))  # a command locks a study
    args = ["compare", str(own / "then"), "--study", str(own / "now"), "--trace"]
    said = CliRunner().invoke(app, [*args, "lines"]).output
    assert "then: 12 codings of 12 people" in " ".join(said.split())
    assert "now: 12 codings of 12 people" in " ".join(said.split())
    assert "routes" in said
    votes = " ".join(CliRunner().invoke(app, [*args, "fares"]).output.split())
    assert "then: 3 codings of 3 people" in votes  # a theme's code before an option of that name
    votes = " ".join(CliRunner().invoke(app, [*args, "Routes"]).output.split())
    assert "then: 24 ballots of 24 people" in votes
    assert "now: 24 ballots of 24 people" in votes
    wrong = CliRunner().invoke(app, [*args, "trams"])
    assert wrong.exit_code == 1
    assert "No theme that was compared is called 'trams'" in str(wrong.exception)


def test_a_wave_without_reports_and_the_study_itself_are_refused(waves: Path, tmp_path: Path) -> None:
    now = Path(shutil.copytree(waves / "now", tmp_path / "now"))  # a command locks a study
    itself = CliRunner().invoke(app, ["compare", str(now), "--study", str(now)])
    assert "name the folder of its earlier wave" in str(itself.exception)
    from tiny import tiny

    tiny(tmp_path / "new")
    unread = CliRunner().invoke(app, ["compare", str(tmp_path / "new"), "--study", str(now)])
    assert "has no reports, or has changed since they were made" in str(unread.exception)


@pytest.mark.parametrize("secret", ["jonas.wren", "anna.reed@", "P1,", "N1,"])
def test_no_person_is_in_what_leaves(waves: Path, secret: str) -> None:
    for path in (waves / "now" / "comparison").rglob("*.csv"):
        assert secret not in path.read_text(encoding="utf-8-sig")
    assert secret not in (waves / "now" / "comparison" / "comparison.html").read_text(encoding="utf-8")
