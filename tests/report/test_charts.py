"""Charts that can be read: nothing cut or overlapping, told apart in grey, said in words, whatever the names are."""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ElementTree  # only our own output is parsed
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from lmep_consult.cache import Cache
from lmep_consult.coding.saturation import saturation_curve, saturation_table
from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.plan import Plan
from lmep_consult.report import Chart, draw_charts, page_tables
from lmep_consult.report.charts import kept
from lmep_consult.report.charts.drawing.canvas import GROUPS, MARKS
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study
from lmep_consult.table import SUPPRESSED, Range, Table
from lmep_consult.text import printable

PLAN = Study.open(Path(__file__).parents[2] / "data" / "demo").plan
MATHS = ["$x^2$ \\frac{a}{b} _under_ $", "$unclosed ^ _", "50% of \\alpha_{1}^2 #{}~"]
HOSTILE = [
    *MATHS,
    "<script>alert(1)</script> & ]]> \"q\" 'r'",
    "\u202eright to left שלום العربية",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 日本語",
    "nul\x00bell\x07 \ufffe",
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
    """One poll with one question, whose options are the case's, as its groups are."""
    poll = PLAN.polls[0]
    question = poll.questions[0].model_copy(update={"title": case.title, "options": list(case.options)})
    report = PLAN.report.model_copy(update={"theme_counts": case.counts})
    polls = [poll.model_copy(update={"questions": [question]})]
    groups = [PLAN.groups[0].model_copy(update={"id": printable(name)}) for name in case.groups]
    return PLAN.model_copy(update={"polls": polls, "report": report, "groups": groups})


def frames_of(case: Case) -> dict[str, pd.DataFrame]:
    """The frames that charts are drawn from, filled at random."""
    random = np.random.default_rng(7)
    poll, question = PLAN.polls[0].id, PLAN.polls[0].questions[0].id
    groups, many = ["All groups", *case.groups], len(case.options)
    words = ["none", *(wording.word for wording in PLAN.report.scale)]
    asked = {"poll": poll, "question": question, "question_title": case.title}
    priorities, top, themes, sample = [], [], [], []
    below = {f"c{number}": option for number, option in enumerate(case.options)}
    codes = [("family", case.title, ""), *((code, name, "family") for code, name in below.items())]
    codes += [("c0a", "A part", "c0"), ("c0b", "A part", "c0")]  # two of one name, below the second level
    for number, group in enumerate(groups):
        withheld = group in case.withheld
        for rank, at in enumerate(random.permutation(many), start=1):
            rank -= number % 2 and rank % 3 == 2  # every other group has equal ranks
            row = {"rank": rank, "rank_lower": max(1, rank - 2), "rank_upper": min(many, rank + 1), "ahead": False}
            row = dict.fromkeys(row, SUPPRESSED) if withheld else row
            named = asked | {"group": group, "option": case.options[at]}
            priorities.append(named | row | {"base": 30})
            count = random.choice([int(random.integers(0, 31)), Range(0, 2, of=30), Range(4, 7, of=30), SUPPRESSED])
            top.append(named | {"voters": SUPPRESSED if withheld else count, "base": 30})
        for code, name, family in codes:
            count = random.choice(words) if case.counts == "words" else int(random.integers(0, 31))
            themes.append((code, name, family, group, SUPPRESSED if withheld else count, 30))
        intended, achieved = int(random.integers(0, 15)), int(random.integers(0, 18))
        sample.append((group, group, intended, achieved, max(0, intended - achieved)))
    spoke = [(str(at), way, "All groups", random.choice(words), 30) for at in range(many) for way in ("for", "against")]
    texts = pd.DataFrame({"assumption": [str(at) for at in range(many)], "text": case.options})
    new = np.diff(np.linspace(0, 1000, 3 + 4 * many)).round().astype(int)
    curve = pd.DataFrame({"group": "All groups", "number": range(1, len(new) + 1), "new": new})
    return {
        "sample_interviews": pd.DataFrame(sample, columns=["group", "name", "intended", "achieved", "short_by"]),
        "priorities": pd.DataFrame(priorities),
        "top_three": pd.DataFrame(top),
        "group_differences": pd.DataFrame(columns=[*asked, "option", "group_a", "group_b", "difference"]),
        "themes_by_group": pd.DataFrame(themes, columns=["code", "name", "family", "group", "participants", "base"]),
        "answers": pd.DataFrame(
            columns=["poll", "question", "question_title", "kind", "group", "answer", "voters", "base"]
        ),
        "assumptions": texts.assign(codes_for="", codes_against=""),
        "assumptions_by_group": pd.DataFrame(
            spoke, columns=["assumption", "direction", "group", "participants", "base"]
        ),
        "saturation_curve": curve.assign(cumulative=(100 * curve["new"].cumsum() / curve["new"].sum()).round()),
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


def test_each_is_as_wide_as_text_on_a_page_and_no_text_is_small(made: list[Drawn]) -> None:
    """So that nothing is reduced in print: 17 cm across, 12 cm down at most, 9 points at least, one typeface."""
    for each in made:
        wide, high = each.figure.get_size_inches() * 2.54
        assert wide == pytest.approx(17, abs=0.01)
        assert high <= 12.02, each.chart.name
        assert min(text.get_fontsize() for text, _ in each.texts) >= 9
        assert {tuple(text.get_fontfamily()) for text, _ in each.texts} == {("DejaVu Sans",)}


def test_text_in_a_shaded_cell_stays_in_it(made: list[Drawn]) -> None:
    for each in made:
        for axes in each.figure.axes:
            for patch in axes.patches if each.chart.name.startswith(("certainty", "ranks")) else ():
                mark = patch.get_window_extent()
                for text, box in each.texts:
                    inside = mark.x0 <= box.x0 and box.x1 <= mark.x1 and mark.y0 <= box.y0 and box.y1 <= mark.y1
                    assert inside or not mark.overlaps(box), (each.chart.name, text)


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
            for line in axes.lines:
                if line.get_marker() not in ("None", None):
                    assert contrast(line.get_markeredgecolor(), "white") >= 3, (each.chart.name, line)


def test_each_group_has_a_colour_and_a_shape_of_its_own() -> None:
    marks = [*zip(GROUPS, MARKS, strict=True)]
    assert len(set(GROUPS)) == len(set(MARKS)) == len(marks) >= 4
    assert all(contrast(colour, "white") >= 2.9 for colour in GROUPS[:4])


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
        if each.chart.name.startswith(("ranks", "votes", "themes_family")):
            assert written.keys() >= set(MATHS)


@pytest.mark.parametrize("names", [HOSTILE[at : at + 3] for at in range(0, len(HOSTILE), 3)], ids=ascii)
def test_a_picture_says_what_it_shows_whatever_the_names_are(names: list[str]) -> None:
    case = Case([*names, "Plain"], ["MSA"])
    for each in drawn(released(frames_of(case)), plan_of(case)):
        assert Image.open(io.BytesIO(each.chart.png)).info["Description"] == each.chart.alt
        assert len(each.chart.alt) < 2000
        if each.chart.name == "votes_priorities":
            for name in names:
                assert " ".join(printable(name).split())[:20] in each.chart.alt


def test_the_same_tables_give_the_same_bytes_whatever_the_notebook_is_set_to() -> None:
    case = Case(NAMED)
    tidy, plan = released(frames_of(case)), plan_of(case)
    before = draw_charts(tidy, plan, "A study")
    with mpl.rc_context({"font.weight": "bold", "axes.titlecolor": "red", "figure.facecolor": "black"}):
        assert draw_charts(tidy, plan, "A study") == before
        assert mpl.rcParams["axes.titlecolor"] == "red"


def test_every_chart_is_about_a_table_that_is_on_a_page(demo_run: Outcome) -> None:
    pages = {page.table.name for page in page_tables(demo_run.tables, PLAN)}
    charts = draw_charts(demo_run.tables, PLAN, PLAN.study.source, Cache(demo_run.study.cache))
    assert len(charts) > 10
    assert {chart.about for chart in charts if not chart.name.startswith("certainty")} <= pages


def test_codes_below_the_second_level_have_a_chart_about_their_familys_table() -> None:
    case = Case(NAMED)
    charts = {each.chart.name: each.chart.about for each in drawn(released(frames_of(case)), plan_of(case))}
    assert charts["themes_family"] == charts["themes_c0"] == "themes_family"


def test_equal_shares_are_drawn_next_to_each_other() -> None:
    case = Case(NAMED, ["MSA", "ICB"])
    frames = frames_of(case)
    frames["top_three"] = frames["top_three"].assign(voters=12)
    (chart,) = [each for each in drawn(released(frames), plan_of(case)) if each.chart.name == "votes_priorities"]
    marks = [line for line in chart.figure.axes[0].lines if line.get_marker() not in ("None", None)]
    rows = marks[2:]  # after the legend
    assert len(rows) == 2 * len(NAMED)
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        assert one.get_xdata()[0] == other.get_xdata()[0]
        assert 3 < other.get_ydata()[0] - one.get_ydata()[0] < 7


def test_a_range_is_drawn_as_the_stretch_it_may_be_in_and_what_is_withheld_not_at_all() -> None:
    case = Case(NAMED, ["MSA"])
    frames = frames_of(case)
    cells = [Range(3, 9, of=30), 15, SUPPRESSED, 15, 15]
    frames["top_three"]["voters"] = [*[SUPPRESSED] * 5, *cells]
    (chart,) = [each for each in drawn(released(frames), plan_of(case)) if each.chart.name == "votes_priorities"]
    (axes,) = chart.figure.axes
    marks = [line for line in axes.lines if line.get_marker() not in ("None", None)]
    assert len(marks) == 1 + 3 + 2  # of the legend, of the numbers, at both ends of the range
    (stretch,) = axes.patches
    scale = {round(line.get_xdata()[0], 3) for line in axes.lines if line.get_linewidth() == 0.6}
    low, high = min(scale), max(scale)
    ends = stretch.get_x(), stretch.get_x() + stretch.get_width()
    assert [(x - low) / (high - low) for x in ends] == pytest.approx([0.1, 0.3], abs=1e-3)


def test_rows_that_do_not_fit_are_said_to_be_in_the_table() -> None:
    case = Case([f"Option {number}" for number in range(60)])
    for each in drawn(released(frames_of(case)), plan_of(case)):
        if each.chart.name == "votes_priorities":
            shown = {text.get_text() for text, _ in each.texts}
            left_out = 60 - len(shown & set(case.options))
            assert left_out > 20
            assert f"{left_out} more options are in the table." in shown


@pytest.mark.parametrize("interviews", [2, 3, 7])
def test_a_curve_that_is_drawn_has_its_table(interviews: int) -> None:
    holds = {number: {f"code {number}", "code 1"} for number in range(1, interviews + 1)}
    groups = dict.fromkeys(holds, "MSA")
    frames = {name: frame.iloc[:0] for name, frame in frames_of(Case(NAMED)).items()}
    curve = saturation_curve(holds, groups)
    frames["saturation_curve"] = curve.assign(cumulative=100 * curve["cumulative"] // curve["cumulative"].max())
    assert [chart.about for chart in draw_charts(released(frames), PLAN, "A study")] == ["code_saturation"]
    assert len(saturation_table(holds, groups))


def test_no_chart_is_drawn_with_matplotlib_where_all_are_kept(tmp_path: Path) -> None:
    """Loading it takes longer than all else that is done with charts."""
    case = Case(NAMED[:2])
    frames, cache = released(frames_of(case)), Cache(tmp_path)
    before = draw_charts(frames, plan_of(case), "A study", cache)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_drawn", None)
        assert draw_charts(frames, plan_of(case), "A study", cache) == before
