"""Values by tag: what the CSV files say, under names that stay the same."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.errors import StudyError
from lmep_consult.report.values import read_values, split_tag, stamp, stamped, tag_of
from lmep_consult.report.values.cells import cell_values
from lmep_consult.table import Range, Table


def values_of(frame: dict[str, list[object]], name: str = "priorities", **more: object) -> dict[str, str]:
    table = Table(name, "t", pd.DataFrame(frame), **more)  # type: ignore[arg-type]
    return {value.tag: value.text for value in cell_values(table)}


RANKS: dict[str, list[object]] = {
    "poll": ["p"] * 4, "question": ["themes"] * 4, "question_title": ["Themes"] * 4, "group": ["All groups"] * 4,
    "option": ["Maps", "‘How to’ guide", "Films", "Talks"], "rank": [1, 2, 2, 4], "base": [9] * 4,
}  # fmt: skip


def test_each_place_has_its_option_and_options_that_tie_share_theirs() -> None:
    said = values_of(RANKS)
    places = [said[f"priorities/themes/All-groups/{place}/option"] for place in (1, 2, 3, 4)]
    assert places == ["Maps", "‘How to’ guide and Films", "‘How to’ guide and Films", "Talks"]
    assert said["priorities/themes/All-groups/Films/rank"] == "2"


def test_a_place_that_is_withheld_is_so() -> None:
    said = values_of({**RANKS, "rank": ["[c]"] * 4})
    assert said["priorities/themes/All-groups/1/option"] == "[c]"


def test_tags_do_not_go_by_position_or_by_what_the_numbers_are() -> None:
    turned = {name: cells[::-1] for name, cells in RANKS.items()}
    assert values_of(RANKS) == values_of(turned) | {
        tag: text for tag, text in values_of(RANKS).items() if "/2/" in tag or "/3/" in tag  # two that tie
    }  # fmt: skip
    assert values_of(RANKS).keys() == values_of({**RANKS, "rank": [4, 3, 2, 1]}).keys()


@pytest.mark.parametrize(
    ("cell", "out_of", "percent"),
    [
        (11, "all 11", "100%"),
        (3, "3 of 11", "27%"),
        (Range(0, 2, of=11), "fewer than 3 of 11", "0% to 18%"),
        ("[c]", "[c]", "[c]"),
    ],
)
def test_a_count_of_people_is_said_in_three_forms(cell: object, out_of: str, percent: str) -> None:
    frame: dict[str, list[object]] = {"group": ["A"], "voters": [cell], "base": [11]}
    said = values_of(frame, "top_three", people=("voters",), base="base")
    assert said["top_three/A/voters"] == str(cell)
    assert (said["top_three/A/voters/out-of"], said["top_three/A/voters/percent"]) == (out_of, percent)


def test_long_and_like_names_have_tags_of_their_own_that_word_keeps() -> None:
    names = ["Retention of employees with health conditions " + end for end in ("A", "B")] + [
        "A b",
        "A–b",
        "Ŵyl",
        "A/b",
    ]
    tags = [tag_of("table", "question", "All groups", name, "rank_lower") for name in names]
    assert len(set(tags)) == len(names)
    assert all(len(stamped(tag, "x")) <= 64 for tag in tags)
    assert split_tag(stamped(tags[0], "x")) == (tags[0], stamp("x"))
    assert tag_of("a", "All groups") == "a/All-groups"


def test_every_number_is_what_the_csv_file_says(tiny_run: Path) -> None:
    reports = tiny_run / "reports"
    cells = {
        (path.stem, column, str(cell))
        for path in (reports / "tables").glob("*.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
        for column, cell in row.items()
    }
    own = [value for value in read_values(reports / "values.json").values() if value.kind == "number"]
    plain = [value for value in own if value.tag.endswith(f"/{value.column}") and value.text.isdigit()]
    assert len(plain) > 100
    for value in plain:
        assert any((value.table, value.column, text) in cells for text in (value.text, f"{value.text}.0000")), value


def test_a_damaged_file_of_values_is_told(tmp_path: Path) -> None:
    for content in ("[", "[1]", json.dumps([{"tag": "a"}])):
        (tmp_path / "values.json").write_text(content, encoding="utf-8")
        with pytest.raises(StudyError, match="missing or damaged"):
            read_values(tmp_path / "values.json")


def test_words_of_participants_are_quotations_and_no_cells() -> None:
    frame = pd.DataFrame({"code": ["a"], "group": ["A"], "quote": ["We want maps."], "base": [9]})
    found = list(cell_values(Table("quotes", "t", frame, words=("quote",))))
    assert [value.tag for value in found] == ["quotes/A/a/base"]
