"""Charts that can be read: nothing cut or overlapping, told apart in grey, said in words, whatever the names are."""

from __future__ import annotations

import io
import itertools
import re
import warnings
import xml.etree.ElementTree as ElementTree  # only our own output is parsed
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from lmep_consult.coding.saturation import saturation_curve, saturation_table
from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.plan import Plan
from lmep_consult.report import Chart, draw_charts, page_tables
from lmep_consult.report.charts.style import SHADES
from lmep_consult.report.writers.shown import numbered, printable
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study
from lmep_consult.table import SUPPRESSED, Table

PLAN = Study.open(Path(__file__).parents[2] / "data" / "demo").plan
MATHS = ["$x^2$ \\frac{a}{b} _under_ $", "$unclosed ^ _", "50% of \\alpha_{1}^2 #{}~"]
HOSTILE = [
    *MATHS,
    "<script>alert(1)</script> & ]]> \"q\" 'r'",
    "\u202eright to left שלום العربية",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 日本語",
    "nul\x00bell\x07 \ud83d",
    "W" * 300,
    "i" * 300,
    "long name " * 500,
    "tab\tnew\nline",
    " ",
]
NAMED = ["Maps", "Words", "Skills", "Employers", "Pathways"]


@dataclass(frozen=True)
class Case:
    options: Sequence[str]
    groups: Sequence[str] = ("MSA", "ICB", "CtW")
    counts: str = "words"
    title: str = "What matters"
    withheld: Sequence[str] = ()


CASES = {
    "hostile": Case(HOSTILE, ["MSA", "G$^_\\<b>\x00", "W" * 90], title="T$^_{ \\ <b>\x00 " + "long title " * 40),
    "hostile numbers": Case(HOSTILE, ["MSA", "long group " * 20], "numbers", title="W" * 500),
    "two": Case(NAMED[:2]),
    "as a study has them": Case([option for poll in PLAN.polls for q in poll.questions for option in q.options][-9:]),
    "twenty": Case([f"Option {number}" for number in range(20)], counts="numbers", withheld=["ICB"]),
    "one group": Case(NAMED, ["MSA"]),
    "all withheld": Case(NAMED, withheld=["All groups", "MSA", "ICB", "CtW"]),
    "all withheld, in numbers": Case(NAMED, counts="numbers", withheld=["All groups", "MSA", "ICB", "CtW"]),
    "twelve groups": Case(NAMED, [f"Group {number}" for number in range(12)]),
}


def plan_of(case: Case) -> Plan:
    """One poll with one question, whose options are the case's."""
    poll = PLAN.polls[0]
    question = poll.questions[0].model_copy(update={"title": case.title, "options": list(case.options)})
    report = PLAN.report.model_copy(update={"theme_counts": case.counts})
    polls = [poll.model_copy(update={"questions": [question]})]
    return PLAN.model_copy(update={"polls": polls, "report": report})


def frames_of(case: Case) -> dict[str, pd.DataFrame]:
    """The frames that charts are drawn from, filled at random."""
    random = np.random.default_rng(7)
    poll, question = PLAN.polls[0].id, PLAN.polls[0].questions[0].id
    groups, many = ["All groups", *case.groups], len(case.options)
    words = ["none", *(wording.word for wording in PLAN.report.scale)]
    priorities, themes, sample = [], [], []
    below = {f"c{number}": option for number, option in enumerate(case.options)}
    codes = [("family", case.title, ""), *((code, name, "family") for code, name in below.items())]
    codes += [("c0a", "A part", "c0"), ("c0b", "A part", "c0")]  # two of one name, below the second level
    for number, group in enumerate(groups):
        for rank, at in enumerate(random.permutation(many), start=1):
            rank -= number % 2 and rank % 3 == 2  # every other group has equal ranks
            row = {"rank": rank, "rank_lower": max(1, rank - 2), "rank_upper": min(many, rank + 1)}
            row |= {"tier": 1 + rank // 4, "borda": float(many - rank)}
            row = dict.fromkeys(row, SUPPRESSED) if group in case.withheld else row
            named = {"poll": poll, "question": question, "group": group, "option": case.options[at]}
            priorities.append(named | row | {"base": 30})
        for code, name, family in codes:
            count = random.choice(words) if case.counts == "words" else int(random.integers(0, 31))
            count = SUPPRESSED if group in case.withheld else count
            themes.append((code, name, family, group, count, 30))
        intended, achieved = int(random.integers(0, 15)), int(random.integers(0, 18))
        sample.append((group, group, intended, achieved, max(0, intended - achieved)))
    new = [25, *random.poisson(np.linspace(9, 0.1, 2 + 4 * many))]
    curve = pd.DataFrame({"group": "All groups", "number": range(1, len(new) + 1), "new": new})
    return {
        "sample_interviews": pd.DataFrame(sample, columns=["group", "name", "intended", "achieved", "short_by"]),
        "priorities": pd.DataFrame(priorities),
        "themes_by_group": pd.DataFrame(themes, columns=["code", "name", "family", "group", "participants", "base"]),
        "saturation_curve": curve.assign(cumulative=curve["new"].cumsum()),
    }


def released(frames: dict[str, pd.DataFrame]) -> dict[str, Released]:
    return {name: release(Table(name, name, frame), Rules()) for name, frame in frames.items()}


@dataclass(frozen=True)
class Drawn:
    """A chart, the figure it was drawn with, and its picture."""

    chart: Chart
    figure: Figure
    picture: Image.Image

    @cached_property
    def texts(self) -> list[tuple[Text, Bbox]]:
        found = [text for text in self.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        return [(text, text.get_window_extent()) for text in found]


def drawn(tidy: dict[str, Released], plan: Plan, source: str = "A study, 2026") -> list[Drawn]:
    figures: list[Figure] = []
    savefig = Figure.savefig

    def kept(figure: Figure, *args: object, **options: object) -> None:
        savefig(figure, *args, **options)
        figures.append(figure)

    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing to puzzle the user
        patch.setattr(Figure, "savefig", kept)
        charts = draw_charts(tidy, plan, source)
    pictures = [Image.open(io.BytesIO(chart.png)).convert("RGB") for chart in charts]
    return [Drawn(*each) for each in zip(charts, dict.fromkeys(figures), pictures, strict=True)]


@pytest.fixture(scope="module", params=CASES)
def made(request: pytest.FixtureRequest) -> list[Drawn]:
    case = CASES[request.param]
    return drawn(released(frames_of(case)), plan_of(case), "A source " * (60 if "hostile" in request.param else 1))


def contrast(one: object, other: object, grey: bool = False) -> float:
    """Of two colours, as WCAG 2 has it; grey: as a printer without colour shows them (ITU-R BT.601)."""

    def luminance(colour: object) -> float:
        red, green, blue = to_rgb(colour)  # type: ignore[arg-type]
        if grey:
            red = green = blue = 0.299 * red + 0.587 * green + 0.114 * blue
        light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def worst(one: object, other: object) -> float:
    return min(contrast(one, other), contrast(one, other, grey=True))


def test_contrast_as_wcag_measures_it() -> None:
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.005)  # the lightest grey for text on white


def test_no_text_is_cut(made: list[Drawn]) -> None:
    for each in made:
        wide, high = each.picture.size
        assert (wide, high) == pytest.approx(tuple(each.figure.bbox.size), abs=1)
        for text, box in each.texts:
            assert box.x0 >= 2, (each.chart.name, text)
            assert box.y0 >= 2, (each.chart.name, text)
            assert box.x1 <= wide - 2, (each.chart.name, text)
            assert box.y1 <= high - 2, (each.chart.name, text)


def test_no_texts_overlap(made: list[Drawn]) -> None:
    for each in made:
        left, low, right, high = np.array([box.extents for _, box in each.texts]).T
        overlap = (left[:, None] < right - 1) & (low[:, None] < high - 1)
        one, other = np.nonzero(np.triu(overlap & overlap.T, 1))
        assert not len(one), (each.chart.name, each.texts[one[0]][0], each.texts[other[0]][0])


def test_no_label_lies_on_a_line_or_across_an_edge(made: list[Drawn]) -> None:
    """Within a mark it may be, as the tier is in its dot and a word in its cell."""
    for each in made:
        texts = each.texts
        for axes in each.figure.axes:
            for patch in axes.patches:
                mark = patch.get_window_extent()
                for text, box in texts:
                    inside = mark.x0 <= box.x0 and box.x1 <= mark.x1 and mark.y0 <= box.y0 and box.y1 <= mark.y1
                    assert inside or not mark.overlaps(box), (each.chart.name, text)
            for line in axes.lines:
                path = line.get_transform().transform_path(line.get_path())
                if (len(path.vertices) > 1 and line.get_marker() == "o") or line.get_linestyle() == ":":
                    touched = [text for text, box in texts if path.intersects_bbox(box, filled=False)]
                    dots = [text for text in touched if text.get_fontsize() == 8]  # the tier, in its dot
                    assert touched == dots, (each.chart.name, touched)


def test_text_is_read_against_what_is_below_it(made: list[Drawn]) -> None:
    """By the picture itself: the commonest colour where the text stands."""
    for each in made:
        for text, box in each.texts:
            left, right = int(box.x0), int(box.x1) + 1
            area = each.picture.crop(
                (left, each.picture.height - int(box.y1) - 1, right, each.picture.height - int(box.y0))
            )
            _, below = max(area.getcolors(area.width * area.height))
            ink = text.get_color()
            if below == tuple(round(255 * part) for part in to_rgb(ink)):  # a letter that fills its box
                continue
            assert worst([part / 255 for part in below], ink) >= 4.5, (each.chart.name, text)


def test_marks_are_told_from_the_page_and_from_each_other(made: list[Drawn]) -> None:
    for each in made:
        assert each.figure.get_facecolor() == (1, 1, 1, 1)
        for axes in each.figure.axes:
            for patch in axes.patches:
                assert max(_seen_against_white(patch)) >= 3, (each.chart.name, patch)
            spines = [spine for spine in axes.spines.values() if spine.get_visible()]
            colours = {spine.get_edgecolor() for spine in spines}
            for line in axes.lines:
                colours |= {line.get_color(), *(() if line.get_marker() == "None" else (line.get_markeredgecolor(),))}
            colours = {to_rgb(colour) for colour in colours}
            assert all(worst(colour, "white") >= 3 for colour in colours), each.chart.name
            assert all(worst(*pair) >= 3 for pair in itertools.combinations(colours, 2)), each.chart.name
            assert all(worst(*_dot(line)) >= 3 for line in axes.lines if line.get_marker() == "o"), each.chart.name


def _seen_against_white(patch: Patch) -> Iterator[float]:
    yield worst(patch.get_facecolor(), "white") if patch.get_facecolor()[3] else 1
    yield worst(patch.get_edgecolor(), "white") if patch.get_linewidth() and patch.get_edgecolor()[3] else 1


def _dot(line: Line2D) -> tuple[object, object]:
    """A dot's edge, and what is inside it or, where it is filled, the page."""
    filled = to_rgb(line.get_markerfacecolor()) == to_rgb(line.get_markeredgecolor())
    return line.get_markeredgecolor(), "white" if filled else line.get_markerfacecolor()


def test_shades_darken_in_grey_too() -> None:
    depths = np.linspace(0, 1, 7)
    for grey in (False, True):
        against_white = [contrast(SHADES(depth), "white", grey) for depth in depths]
        assert against_white == sorted(against_white)
        assert against_white[0] == pytest.approx(1)
        assert against_white[-1] >= 3


def test_svg_is_well_formed_described_and_needs_nothing_else(made: list[Drawn]) -> None:
    for chart in (each.chart for each in made):
        svg = chart.svg.decode("utf-8")
        root = ElementTree.fromstring(svg)  # noqa: S314
        assert "<!DOCTYPE" not in svg
        space = "{http://www.w3.org/2000/svg}"
        assert root.get("role") == "img"
        assert [root[0].tag, root[1].tag] == [f"{space}title", f"{space}desc"]
        assert (root[0].text, root[1].text) == (chart.title, chart.alt)
        tags = {element.tag.removeprefix(space) for element in root.iter()}
        assert not tags & {"script", "foreignObject", "image", "a", "iframe", "animate", "set"}
        for element in root.find(f"{space}g").iter():  # type: ignore[union-attr]
            for name, value in element.attrib.items():
                assert not name.rpartition("}")[2].lower().startswith("on")
                assert "://" not in value
                assert all(place.startswith("#") for place in re.findall(r"url\(([^)]*)\)", value))
                assert not name.endswith("href") or value.startswith("#")
        assert not any(
            "@import" in (style.text or "") or "url(" in (style.text or "") for style in root.iter(f"{space}style")
        )


def test_svg_holds_text_as_text(made: list[Drawn]) -> None:
    for each in made:
        root = ElementTree.fromstring(each.chart.svg)  # noqa: S314
        written = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        lines = [line for text, _ in each.texts for line in text.get_text().split("\n")]
        assert Counter(written) == Counter(lines)


def test_no_name_is_taken_for_mathematics() -> None:
    case = Case(MATHS, ["$a$", "b_1^2"], title="$\\frac{1}{2}$")
    for each in drawn(released(frames_of(case)), plan_of(case)):
        written = {text.get_text(): text for text, _ in each.texts}
        assert not any(text.get_parse_math() for text in written.values())
        if each.chart.name.startswith(("priorities", "themes_family")):
            assert written.keys() >= set(MATHS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_picture_says_what_it_shows_whatever_the_names_are(name: str) -> None:
    case = Case([name, "Plain"], ["MSA"])
    frames = frames_of(case)
    frames = {key: frame.iloc[:0] if key == "saturation_curve" else frame for key, frame in frames.items()}
    frames["themes_by_group"] = frames["themes_by_group"].iloc[:0]
    frames["sample_interviews"] = frames["sample_interviews"].iloc[:1]
    (each,) = drawn(released(frames), plan_of(case))
    assert Image.open(io.BytesIO(each.chart.png)).info["Description"] == each.chart.alt
    assert len(each.chart.alt) < 1000
    assert " ".join(printable(name).split())[:20] in each.chart.alt


def test_the_same_tables_give_the_same_bytes_whatever_the_notebook_is_set_to() -> None:
    case = Case(NAMED)
    tidy, plan = released(frames_of(case)), plan_of(case)
    before = draw_charts(tidy, plan, "A study")
    with mpl.rc_context({"font.weight": "bold", "axes.titlecolor": "red", "figure.facecolor": "black"}):
        assert draw_charts(tidy, plan, "A study") == before
        assert mpl.rcParams["axes.titlecolor"] == "red"


def test_every_chart_is_about_a_table_that_is_on_a_page(demo_run: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of codes at any depth, too."""
    monkeypatch.setattr(Figure, "savefig", lambda *_, **__: None)  # what it looks like is of no matter here
    tidy = dict(demo_run.tables)
    deep = frames_of(Case(NAMED))["themes_by_group"]
    tidy["themes_by_group"] = release(Table("themes_by_group", "Themes", deep, key=("code",), base="base"), Rules())
    pages = page_tables(tidy, PLAN)
    charts = draw_charts(tidy, PLAN, "A study")
    by_table = {each.table.name: [figure.chart.name for figure in each.figures] for each in numbered(pages, charts)}
    assert by_table["themes_family"] == ["themes_family", "themes_c0"]
    assert sum(map(len, by_table.values())) == len(charts)


def test_equal_ranks_are_joined() -> None:
    case = Case(NAMED, ["MSA", "ICB"])
    frames = frames_of(case)
    ranks = {group: rows.set_index("option")["rank"] for group, rows in frames["priorities"].groupby("group")}
    (chart,) = [each for each in drawn(released(frames), plan_of(case)) if each.chart.name.startswith("groups")]
    (axes,) = chart.figure.axes
    joins = [line for line in axes.lines if line.get_marker() == "None"]
    tied = {at for at, group in enumerate(case.groups) if ranks[group].duplicated().any()}
    assert tied
    assert {line.get_xdata()[0] for line in joins} == tied
    assert all(np.ptp(line.get_xdata()) == 0 and np.ptp(line.get_ydata()) == 1 for line in joins)


@pytest.mark.parametrize("interviews", [2, 3, 7])
def test_a_curve_that_is_drawn_has_its_table(interviews: int) -> None:
    holds = {number: {f"code {number}", "code 1"} for number in range(1, interviews + 1)}
    groups = dict.fromkeys(holds, "MSA")
    frames = {name: frame.iloc[:0] for name, frame in frames_of(Case(NAMED)).items()}
    frames["sample_interviews"] = frames_of(Case(NAMED))["sample_interviews"].iloc[:1]
    frames["saturation_curve"] = saturation_curve(holds, groups)
    assert [chart.about for chart in draw_charts(released(frames), PLAN, "A study")] == ["code_saturation"]
    assert len(saturation_table(holds, groups))
