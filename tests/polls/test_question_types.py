"""What a column's answers look like, and what describe_export says of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.polls import describe_export
from lmep_consult.polls.question_types import always_together, permuted_set, question_type


@pytest.mark.parametrize(
    ("cells", "kind", "sure"),
    [
        (["A;B;C;", "C;B;A;", "B;"], "ranking", True),
        (["A;B", "B;A"], "ranking", True),
        (['["A","B"]', '["B","A"]'], "ranking", True),
        (["A;B;", "A;B;", "A;B;"], "ranking", False),
        (["A;B;"], "ranking", False),
        (["A;B;", "B;A;", "A;", "B;", "A;"], "multiple", False),
        (["A;B;", "B;A;", "C;"], "multiple", False),
        (["A;B;", "B;C;"], "multiple", False),
        (["A;", "B;"], "multiple", False),
        (["1", "5", "10", "5"], "rating", True),
        (["5.Good", "5 Good", "1.Poor", "1) Poor", "1) Poor", "5 Good", "5 Good", "1.Poor"], "likert", False),
        (["Yes", "No", "Yes", "No"], "single", False),
        (["We need buses; and soon", "No", "Trains"], "text", True),
        (["Housing"], "text", True),
        ([], "text", False),
    ],
)
def test_a_columns_look(cells: list[str], kind: str, sure: bool) -> None:
    seen = question_type(cells)
    assert (seen.kind, seen.doubt == "") == (kind, sure)


def test_a_column_whose_fullest_answers_differ_is_no_ranking() -> None:
    assert permuted_set(["A;B;", "B;C;"]) is None
    assert permuted_set(["A;", "B;"]) is None
    assert permuted_set(["A;A;B;", "B;A;B;"]) is None
    assert permuted_set([]) is None
    assert permuted_set(["B;", "B;A;", "a;b;"]) == ["B", "A"]


def test_what_stands_together_in_every_full_answer_is_found() -> None:
    assert always_together(["A;B;C;", "C;A;B;"]) == (["A; B"], False)
    assert always_together(["A; B;C;", "C;A; B;"]) == (["A; B"], True)
    assert always_together(["A; B; C;", "C; A; B;"]) == (["A; B"], False)  # white space after each tells nothing
    assert always_together(["A; B;C;", "C; B;A;"]) == ([], False)  # so B begins with a space
    assert always_together(["A;B;C;", "A;B;C;"]) == ([], False)
    assert always_together(['["A","B","C"]', '["C","A","B"]']) == ([], False)


@given(st.permutations("ABCD"), st.lists(st.permutations("ABCD"), min_size=1, max_size=5))
def test_only_pairs_of_every_answer_stand_together(first: list[str], others: list[list[str]]) -> None:
    ballots = [first, *others]
    cells = [";".join(ballot) + ";" for ballot in ballots]
    expected = {f"{x}; {y}" for x in "ABCD" for y in "ABCD" if all(x + y in "".join(ballot) for ballot in ballots)}
    found, _ = always_together(cells)
    assert set(found) == (expected if len(set(cells)) > 1 else set())


def test_an_export_is_described_question_by_question(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_text(
        "ID,Completion time,Rank,Pick,Mark,Why?\n"
        "1,2026-02-10 12:00,A;B;C;,A;B;,4,Because Ann said so\n"
        "2,2026-02-10 12:01,C;A;B;,C;,5,\n"
        "3,2026-02-10 12:02,,B;,4,No reason\n",
        encoding="utf-8",
    )
    table = describe_export(path)
    assert list(table.columns) == ["heading", "answered", "kind", "doubtful", "doubt", "options"]
    assert table[["heading", "answered", "kind", "doubtful", "options"]].values.tolist() == [
        ["Rank", 2, "ranking", False, "A | B | C"],
        ["Pick", 3, "multiple", True, "A | B | C"],
        ["Mark", 3, "rating", False, "4 | 5"],
        ["Why?", 2, "text", False, ""],
    ]
    assert list(table["doubt"] != "") == [False, True, False, False]


def test_an_export_without_answers_is_described_too(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_text("ID,Completion time,Rank\n", encoding="utf-8")
    assert describe_export(path)[["heading", "answered"]].values.tolist() == [["Rank", 0]]
    path.write_text("ID,Completion time\n", encoding="utf-8")
    assert len(describe_export(path)) == 0
