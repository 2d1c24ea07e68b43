"""Frames that show what the codings say: co-occurrence, framework matrix, quotes, questions, notes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import (
    Coder,
    Passage,
    co_occurrence,
    code_by_question,
    fold,
    framework_matrix,
    memo_list,
    out_of_scope,
    quotes_with_attributes,
)  # fmt: skip
from lmep_consult.transcripts import Transcript


def code(name: str, parent: str = "", outside: bool = False) -> Code:
    return Code(name, name.title(), parent, "what it is", "", "", (), (), out_of_scope=outside)


CODEBOOK = Codebook(
    "test", "1", "",
    (
        code("barriers"), code("time", "barriers"), code("notice", "time"), code("needs"), code("skills", "needs"),
        code("benefits", outside=True), code("pensions", "benefits"),
    ),
)  # fmt: skip
PEOPLE = pd.DataFrame(
    [("P02", "ICB", "North"), ("P01", "MSA", "South"), ("P03", "MSA", "")], columns=["participant", "group", "region"]
)
Row = tuple[str, str, int, int, int]


def coded(*rows: Row) -> pd.DataFrame:
    """(source and participant, code, turn, start, end)"""
    frame = pd.DataFrame(list(rows), columns=["source", "code", "turn", "start", "end"])
    frame = frame.astype({"source": "str", "code": "str", "turn": int, "start": int, "end": int})
    quotes = [f"{source} on {code} " + "x" * (end - start) for source, code, _, start, end in rows]
    return frame.assign(participant=frame["source"], quote=pd.Series(quotes, dtype="str"), rule="", coder="IF", memo="")


def pairs(table: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    return {
        (row["code_a"], row["code_b"]): [row[c] for c in ("both", "either", "participants")]
        for row in table.to_dict("records")
    }


SAID = coded(
    ("P01", "time", 1, 0, 50), ("P01", "skills", 1, 40, 60), ("P01", "skills", 1, 70, 90),
    ("P01", "notice", 3, 200, 220),
    ("P02", "time", 2, 0, 10), ("P02", "skills", 4, 100, 110), ("P02", "pensions", 2, 0, 10),
    ("P03", "time", 1, 0, 10), ("P03", "skills", 1, 0, 10), ("P03", "time", 5, 300, 310),
)  # fmt: skip


def test_codes_go_together_in_a_turn_once_however_often() -> None:
    table = co_occurrence(SAID, CODEBOOK, "turn")
    assert pairs(table) == {
        ("time", "notice"): [0, 5, 0],
        ("time", "skills"): [2, 5, 2],
        ("notice", "skills"): [0, 4, 0],
    }
    assert set(table["base"]) == {6}
    assert table["jaccard"].tolist() == [0, 2 / 5, 0]


def test_codes_go_together_on_the_same_words() -> None:
    table = co_occurrence(SAID, CODEBOOK, "span")
    assert pairs(table)[("time", "skills")] == [4, 8, 2]  # two codings of each; 70 to 90 overlaps none
    assert set(table["base"]) == {9}


def test_codes_go_together_in_a_person() -> None:
    table = co_occurrence(SAID, CODEBOOK, "participant")
    assert pairs(table)[("time", "skills")] == [3, 3, 3]
    assert pairs(table)[("time", "notice")] == [1, 3, 1]
    assert set(table["base"]) == {3}


def test_words_of_nobody_known_are_no_persons() -> None:
    said = coded(("W1", "time", 1, 0, 50), ("W1", "skills", 1, 0, 50)).assign(participant="")
    assert pairs(co_occurrence(said, CODEBOOK, "turn")) == {("time", "skills"): [1, 1, 0]}
    table = co_occurrence(pd.concat([said, SAID]), CODEBOOK, "participant")
    assert pairs(table)[("time", "skills")] == [3, 3, 3]
    assert set(table["base"]) == {3}


def test_fewer_than_two_codes_go_with_none() -> None:
    for rows in (coded(), coded(("P01", "time", 1, 0, 5), ("P01", "pensions", 1, 0, 5))):
        for unit in ("turn", "span", "participant"):
            table = co_occurrence(rows, CODEBOOK, unit)  # type: ignore[arg-type]
            assert table.empty
            assert list(table.columns) == [
                "code_a", "code_b", "unit", "both", "either", "base", "jaccard", "participants",
            ]  # fmt: skip


marks = st.tuples(
    st.sampled_from(["P01", "P02", "P03"]), st.sampled_from(["time", "notice", "skills", "pensions"]),
    st.integers(1, 3), st.integers(0, 8), st.integers(1, 4),
).map(lambda mark: (*mark[:4], mark[3] + mark[4]))  # fmt: skip


@settings(deadline=None)
@given(rows=st.lists(marks, max_size=12), unit=st.sampled_from(["turn", "span", "participant"]))
def test_co_occurrence_is_that_of_sets(rows: list[Row], unit: str) -> None:
    table = co_occurrence(coded(*rows), CODEBOOK, unit)  # type: ignore[arg-type]
    within = [(number, row) for number, row in enumerate(rows) if row[1] != "pensions"]
    key = {"turn": lambda number, row: (row[0], row[2]), "participant": lambda number, row: row[0]}
    expected = {}
    order = ["time", "notice", "skills"]
    for a, b in combinations([code for code in order if any(row[1] == code for _, row in within)], 2):
        if unit == "span":
            meeting = [
                (i, j, row[0])
                for i, row in within
                for j, other in within
                if (row[1], other[1]) == (a, b) and row[0] == other[0] and row[3] < other[4] and other[3] < row[4]
            ]
            both = {i for i, _, _ in meeting} | {j for _, j, _ in meeting}
            either = {i for i, row in within if row[1] in (a, b)}
            people = {who for _, _, who in meeting}
        else:
            has = {code: {key[unit](i, row) for i, row in within if row[1] == code} for code in (a, b)}
            both, either = has[a] & has[b], has[a] | has[b]
            people = {unit_ if unit == "participant" else unit_[0] for unit_ in both}
        expected[(a, b)] = [len(both), len(either), len(people)]
    assert pairs(table) == expected
    assert table["jaccard"].between(0, 1).all()


def test_a_matrix_has_a_cell_for_everybody_and_every_code_in_scope() -> None:
    summaries = pd.DataFrame(
        [("P01", "time", "Later: better.", "2026-02-11"), ("P01", "time", "Short of time.", "2026-02-10"),
         ("P01", "pensions", "Out of scope.", "2026-02-10"), ("P99", "time", "Nobody.", "2026-02-10")],
        columns=["participant", "code", "memo", "time"],
    )  # fmt: skip
    said = coded(
        ("P01", "time", 1, 0, 50), ("P01", "time", 2, 0, 200), ("P01", "time", 3, 0, 210), ("P01", "time", 4, 0, 210),
        ("P02", "skills", 1, 0, 5), ("P02", "pensions", 1, 0, 9),
    )  # fmt: skip
    table = framework_matrix(said, summaries, PEOPLE, CODEBOOK)
    assert list(table.columns) == ["participant", "group", "code", "quote_1", "quote_2", "summary"]
    assert table[["participant", "code"]].values.tolist() == [
        [person, name] for person in ("P02", "P01", "P03") for name in ("barriers", "time", "notice", "needs", "skills")
    ]
    filled = table[(table["quote_1"] != "") | (table["summary"] != "")].to_dict("records")
    assert [(row["participant"], row["group"], row["code"]) for row in filled] == [
        ("P02", "ICB", "skills"), ("P01", "MSA", "time"),
    ]  # fmt: skip
    assert (filled[0]["quote_1"], filled[0]["quote_2"]) == ("P02 on skills xxxxx", "")
    # of 63, 213 and 223 characters, those nearest 230 and each once
    assert [filled[1][column].count("x") for column in ("quote_1", "quote_2")] == [210, 200]
    assert filled[1]["summary"] == "Short of time.\nLater: better."


def test_quotes_stand_next_to_what_is_known_of_the_speaker() -> None:
    said = coded(("P02", "time", 2, 9, 12), ("P99", "time", 1, 0, 3), ("P02", "skills", 1, 0, 3))
    table = quotes_with_attributes(said, PEOPLE.assign(quote="not this one"))
    assert list(table.columns) == [
        "code", "quote", "participant", "group", "region", "source", "turn", "coder", "memo",
    ]  # fmt: skip
    assert table[["code", "participant", "turn", "quote"]].values.tolist() == [
        ["skills", "P02", 1, "P02 on skills xxx"],
        ["time", "P02", 2, "P02 on time xxx"],
        ["time", "P99", 1, "P99 on time xxx"],
    ]
    assert table["region"].fillna("?").tolist() == ["North", "North", "?"]


def test_quotes_of_suggestions_have_neither_coder_nor_memo() -> None:
    table = quotes_with_attributes(coded(("P02", "time", 2, 9, 12)).drop(columns=["coder", "memo"]), PEOPLE)
    assert list(table.columns)[-2:] == ["source", "turn"]


def test_codes_are_counted_under_the_question_they_came_up_at(spoken: Callable[..., Transcript]) -> None:
    talks = {
        "P01": spoken(
            ("", "Time?"), ("P01", "Short."), ("", "Skills?"), ("P01", "Few."), questions=("A1", "A1", "B1", "B1")
        ),
        "W1": spoken(("P02", "Notice!"), ("P03", "Yes."), ("", "Bye."), questions=("A1", "", "B2")),
    }
    said = pd.DataFrame(
        [("P01", "P01", "time", 2), ("P01", "P01", "time", 2), ("P01", "P01", "skills", 3), ("W1", "P02", "notice", 1),
         ("W1", "P03", "pensions", 2), ("W1", "P03", "needs", 2)],
        columns=["source", "participant", "code", "turn"],
    )  # fmt: skip
    table = code_by_question(said, talks, ["B1", "A1", "C1"], CODEBOOK)
    assert list(dict.fromkeys(table["question"])) == ["B1", "A1", ""]
    assert list(dict.fromkeys(table["code"])) == ["barriers", "time", "notice", "needs", "skills"]
    counts = {
        (row["question"], row["code"]): (row["participants"], row["base"])
        for row in table.to_dict("records")
        if row["participants"]
    }
    assert counts == {
        ("B1", "skills"): (1, 1), ("B1", "needs"): (1, 1), ("A1", "barriers"): (2, 2), ("A1", "time"): (2, 2),
        ("A1", "notice"): (1, 2), ("", "needs"): (1, 1),
    }  # fmt: skip


def test_notes_are_listed_with_what_they_are_on(coder: Callable[..., Coder]) -> None:
    who = coder("IF")
    here = Passage("P07", "P07", "0" * 64, 0, 4, "time", "", "")
    coding = who.add(here, "time", "says it twice")
    dropped = who.memo("gone", source="P07")
    folded = fold(
        [
            who.memo("on the whole study"), who.memo("which notice?", code="notice"), who.memo("long", source="P07"),
            who.memo("ask again", here, code="time"), coding, who.add(here, "skills"), dropped, who.undo(dropped),
            who.reject(here, "notice", memo="means the board"),
            who.adjudicate([coding.id], here, "time", "drop", "a greeting"),
            who.summarise("P07", "time", "No memo but a summary."),
        ]
    )  # fmt: skip
    table = memo_list(folded)
    assert table[["on", "memo", "source", "code", "quote"]].values.tolist() == [
        ["coding", "says it twice", "P07", "time", "time"],
        ["study", "on the whole study", "", "", ""],
        ["code", "which notice?", "", "notice", ""],
        ["source", "long", "P07", "", ""],
        ["passage", "ask again", "P07", "time", "time"],
        ["rejection", "means the board", "P07", "notice", "time"],
        ["adjudication", "a greeting", "P07", "time", "time"],
    ]


@pytest.mark.parametrize(("name", "outside"), [("benefits", True), ("pensions", True), ("time", False), ("?", False)])
def test_what_is_out_of_scope_is_listed_apart(name: str, outside: bool) -> None:
    assert len(out_of_scope(coded(("P01", name, 1, 0, 5)), CODEBOOK)) == outside
