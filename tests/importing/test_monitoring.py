"""Tables of what is monitored: each line placed or a problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.importing.monitoring import read_monitoring

MEASURES = ["views", "came"]


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="\n")
    return path


def test_headings_in_any_order_and_words_below_other_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path / "web.csv", 'Exported by us\n\nValue,Measure,Output,Month\n"1,204",Views,Toolkit,2027-01\n'
    )
    frame, problems = read_monitoring([path], MEASURES)
    assert problems == []
    row = frame.iloc[0]
    assert row[["measure", "what", "period", "value"]].tolist() == ["views", "Toolkit", "2027-01", 1204.0]
    assert row["line"] == 4


def test_semicolons_and_workbooks_are_read_too(tmp_path: Path) -> None:
    semi = written(tmp_path / "a.csv", "measure;event;value;of;target\ncame;W1;18;40;20\n")
    workbook = Workbook()
    workbook.active.append(("Notes",))
    workbook.create_sheet("Numbers").append(("measure", "value"))
    workbook["Numbers"].append(("views", 12))
    workbook.save(tmp_path / "b.xlsx")
    frame, problems = read_monitoring([semi, tmp_path / "b.xlsx"], MEASURES)
    assert problems == []
    assert frame[["measure", "value"]].to_numpy().tolist() == [["came", 18.0], ["views", 12.0]]
    assert frame["target"].iloc[0] == 20


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("likes,2027-01,3,", "no measure of study.toml is called 'likes'; there are views, came"),
        ("views,2027-01,many,", "the value is no number"),
        ("views,2027-01,-3,", "the value is no number of zero or more"),
        ("views,2027-01,,", "the value is no number"),
        ('views,2027-01,"1,2",', "the value is no number"),
        ("views,2027-01,nan,", "the value is no number"),
        ("came,2027-01,9,4", "more than what it is out of"),
        ("views,2026-12,9,", "the same measure, what and period as m.csv, line 2"),
    ],
)
def test_what_cannot_be_placed_is_a_problem_and_the_rest_is_read(tmp_path: Path, line: str, why: str) -> None:
    path = written(tmp_path / "m.csv", f"measure,period,value,of\nviews,2026-12,7,\n\n{line}\n")
    frame, problems = read_monitoring([path], MEASURES)
    assert frame["value"].tolist() == [7.0]
    ((file, problem),) = problems
    assert file == "m.csv"
    assert problem.where == "line 4"
    assert why in problem.what


def test_a_file_without_the_headings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line has the headings measure and value"):
        read_monitoring([written(tmp_path / "m.csv", "a,b\n1,2\n")], MEASURES)
