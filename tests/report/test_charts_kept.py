"""Charts come from the cache only where all that decides them is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.cache import Cache
from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.plan import Plan
from lmep_consult.report import Chart, draw_charts
from lmep_consult.report.charts import kept
from lmep_consult.study import Study
from lmep_consult.table import Table

PLAN = Study.open(Path(__file__).parents[2] / "data" / "demo").plan
POLL, QUESTION = PLAN.polls[0].id, PLAN.polls[0].questions[0].id
GROUPS = ["All groups", "MSA", "ICB"]


def frames() -> dict[str, pd.DataFrame]:
    ranks = pd.DataFrame(
        [
            {"poll": POLL, "question": QUESTION, "question_title": "Themes", "group": group, "option": option}
            | {"rank": rank, "rank_lower": 1, "rank_upper": 2, "ahead": False, "base": 9}
            for group in GROUPS
            for rank, option in enumerate(["Maps", "Words"], start=1)
        ]
    )
    codes = [("themes", "Themes", ""), ("maps", "Maps", "themes"), ("words", "Words", "themes")]
    themes = [(*code, group, "most", 9) for code in codes for group in GROUPS]
    return {
        "sample_interviews": pd.DataFrame(
            [(group, group, 5, 4, 1) for group in GROUPS],
            columns=["group", "name", "intended", "achieved", "short_by"],
        ),
        "priorities": ranks,
        "top_three": ranks[["poll", "question", "question_title", "group", "option", "base"]].assign(voters=4),
        "group_differences": pd.DataFrame(columns=["poll", "question", "option", "group_a", "group_b"]),
        "answers": pd.DataFrame(
            columns=["poll", "question", "question_title", "kind", "group", "answer", "voters", "base"]
        ),
        "assumptions": pd.DataFrame({"assumption": ["1"], "text": ["Maps help"], "codes_for": "", "codes_against": ""}),
        "assumptions_by_group": pd.DataFrame(
            [("1", way, "All groups", "most", 9) for way in ("for", "against")],
            columns=["assumption", "direction", "group", "participants", "base"],
        ),
        "themes_by_group": pd.DataFrame(themes, columns=["code", "name", "family", "group", "participants", "base"]),
        "saturation_curve": pd.DataFrame(
            {"group": "All groups", "number": [1, 2], "new": [65, 35], "cumulative": [65, 100]}
        ),
    }


def charts(made: dict[str, pd.DataFrame], plan: Plan = PLAN, source: str = "A study", **more: Cache) -> list[Chart]:
    tidy: dict[str, Released] = {name: release(Table(name, name, frame), Rules()) for name, frame in made.items()}
    return draw_charts(tidy, plan, source, **more)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the charts that are drawn."""
    drawn: list[str] = []

    def packed(chart: Chart) -> bytes:
        drawn.append(chart.name)
        return pack(chart)

    pack = kept._packed
    monkeypatch.setattr(kept, "_packed", packed)
    return drawn


def test_kept_charts_are_the_same_and_not_drawn(tmp_path: Path, counted: list[str]) -> None:
    without = charts(frames())
    assert charts(frames(), cache=Cache(tmp_path)) == without
    assert sorted(counted) == sorted(chart.name for chart in without)
    counted.clear()
    assert charts(frames(), cache=Cache(tmp_path)) == without
    assert counted == []


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the charts of the frames. Not to be changed."""
    folder = tmp_path_factory.mktemp("charts")
    charts(frames(), cache=Cache(folder))
    return folder


@pytest.fixture
def holding(before: Path, tmp_path: Path) -> Cache:
    """A copy of it."""
    return Cache(shutil.copytree(before, tmp_path / "cache"))


def changed(name: str, row: int, column: str, value: object) -> Callable[[], list[Chart]]:
    def draw(**more: Cache) -> list[Chart]:
        made = frames()
        made[name].loc[row, column] = value
        return charts(made, **more)

    return draw


def worded(**more: Cache) -> list[Chart]:
    scale = [wording.model_copy(update={"word": f"{wording.word}!"}) for wording in PLAN.report.scale]
    made = frames()
    for name in ("themes_by_group", "assumptions_by_group"):
        made[name]["participants"] += "!"
    return charts(made, PLAN.model_copy(update={"report": PLAN.report.model_copy(update={"scale": scale})}), **more)


def named(**more: Cache) -> list[Chart]:
    group = PLAN.groups[0].model_copy(update={"id": "ICB"})
    return charts(frames(), PLAN.model_copy(update={"groups": [group, *PLAN.groups[2:]]}), **more)


RANKED = {"ranks_priorities", "certainty"}


@pytest.mark.parametrize(
    ("draw", "which"),
    [
        (changed("sample_interviews", 1, "achieved", 3), {"sample_interviews"}),
        (changed("sample_interviews", 2, "name", "Boards"), {"sample_interviews"}),
        (changed("priorities", 3, "rank_lower", 2), {*RANKED, "votes_priorities"}),
        (changed("priorities", 3, "base", 10), {"ranks_priorities"}),
        (changed("top_three", 3, "voters", 5), {"votes_priorities"}),
        (changed("themes_by_group", 3, "participants", "some"), {"themes_themes", "needs"}),
        (changed("themes_by_group", 3, "participants", "[c]"), {"themes_themes", "needs"}),
        (changed("assumptions", 0, "text", "Maps hinder"), {"assumptions"}),
        (changed("saturation_curve", 0, "cumulative", 70), {"saturation"}),
        (lambda **more: charts(frames(), source="Another", **more), None),
        (worded, {"themes_themes", "needs", "assumptions"}),
        (named, {"votes_priorities", "certainty"}),
    ],
)
def test_only_what_changed_is_drawn_again(
    holding: Cache, counted: list[str], draw: Callable[..., list[Chart]], which: set[str] | None
) -> None:
    again = draw(cache=holding)
    assert set(counted) == (which or {chart.name for chart in again})
    assert again == draw()


def test_other_code_and_libraries_draw_again(
    holding: Cache, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "toolkit", lambda: "another")
    assert len(charts(frames(), cache=holding)) == len(counted)


def test_a_damaged_drawing_is_drawn_again(holding: Cache, counted: list[str]) -> None:
    whole = charts(frames(), cache=holding)
    assert counted == []
    for path in holding.folder.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert charts(frames(), cache=holding) == whole
    assert len(counted) == len(whole)


def test_a_chart_survives_being_kept() -> None:
    chart = Chart("n", "Title — “x”", "label", "alt\u2028", "about", "<svg>é</svg>".encode(), bytes(range(256)))
    assert kept._unpacked(kept._packed(chart)) == chart
    assert kept._unpacked(kept._packed(replace(chart, png=b""))) == replace(chart, png=b"")
