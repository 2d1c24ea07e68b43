"""What of the estimates may leave the study, and how it is said."""

from __future__ import annotations

from math import nan
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.codebook.model import Code
from lmep_consult.disclosure import Rules, release_all, require_accounted
from lmep_consult.plan.reading import read_plan
from lmep_consult.report.findings.responses import of_closed, range_of, written
from lmep_consult.report.tables.pages.responses import response_pages
from lmep_consult.report.tables.response_tables import joined_answers, response_tables
from lmep_consult.responses.results import ACCURACY, BY_ANSWER, CAMPAIGNS, CLOSED, RECEIVED, THEMES
from lmep_consult.table import ALL_GROUPS, Table

REPOSITORY = Path(__file__).parents[2]
CODEBOOK = Codebook("buses", "1", "", (Code("fares", "Fares"), Code("air", "Air")))


def themes(*rows: tuple[str, str, float, float, float, int, int]) -> pd.DataFrame:
    """Themes by group: of those read, as many as the share says carry the theme."""
    known = [("views", "Your views?", code, "", group, *rest, round(rest[0] * rest[-1])) for code, group, *rest in rows]
    return pd.DataFrame(known, columns=THEMES)


def tables(found: pd.DataFrame, *accuracy: tuple[object, ...]) -> dict[str, Table]:
    plan = read_plan(REPOSITORY / "data" / "responses" / "study.toml")
    frames = {
        "response_themes": found,
        "response_themes_by_answer": pd.DataFrame(columns=BY_ANSWER),
        "machine_accuracy": pd.DataFrame([("views", "Your views?", *row) for row in accuracy], columns=ACCURACY),
        "closed_answers": pd.DataFrame(
            [
                ("support", "Do you agree?", answer, group, gave / base, base, gave)
                for group, base, answers in ((ALL_GROUPS, 1120, (641, 479)), ("individual", 1080, (640, 440)),
                                             ("public body", 40, (1, 39)))
                for answer, gave in zip(("Yes", "No"), answers, strict=True)
            ],
            columns=CLOSED,
        ),
        "responses_received": pd.DataFrame([("views", "Your views?", 1130, 1046, 115, 2, 328, 328)], columns=RECEIVED),
        "campaigns": pd.DataFrame([("views", "Your views?", 1, 66, None), ("views", "Your views?", 2, 49, "air fares")],
                                  columns=CAMPAIGNS),
    }  # fmt: skip
    released = release_all(map(require_accounted, response_tables(frames, plan, CODEBOOK)), Rules())
    return {each.table.name: each.table for each in joined_answers(released)}


def test_shares_show_no_one_or_two_of_those_read() -> None:
    rows = tables(
        themes(
            ("fares", ALL_GROUPS, 0.22041, 0.18512, 0.25549, 1046, 328),
            ("fares", "individual", 70 / 288, 0.2, 0.29, 1006, 288),
            ("fares", "public body", 2 / 40, 2 / 40, 2 / 40, 40, 40),
            ("air", ALL_GROUPS, 0.0, 0.0, 0.01, 1046, 328),
            ("air", "individual", 0.0, 0.0, 0.01, 1006, 288),
            ("air", "public body", 0.0, 0.0, 0.0, 40, 40),
        )
    )["response_themes"].frame.set_index(["code", "group"])[["share", "lower", "upper"]]
    assert rows.loc[("fares", ALL_GROUPS)].tolist() == [0.22, 0.18, 0.26]
    assert rows.loc[("fares", "public body")].tolist() == rows.loc[("air", "public body")].tolist() == [0.0, 0.0, 0.1]


@pytest.mark.parametrize("all_of_them", [0.0, 1.0])
def test_a_range_is_never_one_number(all_of_them: float) -> None:
    row = tables(themes(("fares", ALL_GROUPS, all_of_them, all_of_them, all_of_them, 60, 60)))["response_themes"].frame
    assert row.loc[0, "lower"] < row.loc[0, "upper"]


def test_groups_of_few_that_were_read_have_no_row_and_none_can_be_worked_out() -> None:
    found = tables(
        themes(
            ("fares", ALL_GROUPS, 0.2, 0.1, 0.3, 104, 50),
            ("fares", "individual", 0.2, 0.1, 0.3, 60, 30),
            ("fares", "business", 0.2, 0.1, 0.3, 40, 15),
            ("fares", "public body", 0.2, 0.0, 0.5, 30, 5),
        )
    )["response_themes"]
    assert found.frame["group"].tolist() == [ALL_GROUPS, "individual"]
    assert "Groups of too few people to be shown alone are counted in All groups." in found.notes


def test_closed_questions_are_counted_by_type_and_few_are_not_told() -> None:
    frame = tables(themes())["closed_answers"].frame.set_index(["answer", "group"])
    assert frame.loc[("Yes", ALL_GROUPS), ["share", "base"]].tolist() == [0.57, 1120]
    assert frame.loc[("Yes", "public body"), ["share", "base"]].tolist() == [0.0, 40]  # 0, 1 or 2 of 40
    (page,) = [page for page in response_pages(tables(themes())) if page.name == "closed_answers_support"]
    assert list(page.frame) == ["Answer", "All groups (n = 1,120)", "individual (n = 1,080)", "public body (n = 40)"]
    # All groups less individuals would tell that of the public bodies somebody said yes.
    assert page.frame.iloc[0].tolist() == ["Yes", "57%", "[c]", "0%"]


def test_the_sentence_on_a_closed_question_names_the_answers_that_it_does_not_show() -> None:
    rows = [("support", "Do you agree?", answer, ALL_GROUPS, share, 40, nan)
            for answer, share in (("Yes", 0.6), ("No", "[c]"), ("Not sure", "[c]"))]  # fmt: skip
    frames = {"closed_answers": pd.DataFrame(rows, columns=CLOSED)}
    assert list(of_closed(frames)) == ["Of 40 who answered “Do you agree?”: Yes 60% (No and Not sure: not shown)."]


def test_campaigns_are_told_apart_and_an_unread_letter_has_no_themes() -> None:
    frame = tables(themes())["campaigns"].frame
    assert frame[["campaign", "responses", "themes"]].to_numpy().tolist() == [
        [1, 66, "not yet read"],
        [2, 49, "Air; Fares"],
    ]


def test_how_right_the_terms_are_is_rounded_by_how_many_were_found() -> None:
    found = themes(("fares", ALL_GROUPS, 0.2, 0.1, 0.3, 1046, 328))
    frame = tables(found, ("fares", 0.856, 0.7, 0.9, 41, 0.5, 0.4, 0.6, 66, 328))["machine_accuracy"].frame
    told = frame.drop(columns=["question", "question_title", "code", "name", "sample"]).loc[0]
    assert list(map(str, told)) == ["0.8", "0.6", "1.0", "37 to 42", "0.5", "0.4", "0.6", "63 to 68"]


@pytest.mark.parametrize("row", [(20, 1.0, 0.1, 1.0, 1), (2, 0.1, 0.1, 0.1, 9), (20, nan, nan, nan, 0)])
def test_of_the_terms_nothing_is_said_that_counts_few_answers(row: tuple[float, ...]) -> None:
    found, *recall, carry = row
    themed = themes(("air", ALL_GROUPS, carry / 328, 0.0, 0.1, 1046, 328))
    frame = tables(themed, ("air", 0.05, 0.0, 0.2, found, *recall, carry, 328))["machine_accuracy"].frame
    assert (frame.loc[:, frame.columns.str.contains("precision|recall")] == "[c]").all(axis=None)


def test_pages_and_findings_say_estimates_with_their_ranges() -> None:
    made = tables(
        themes(
            ("fares", ALL_GROUPS, 0.2204, 0.1851, 0.2554, 1046, 328), ("air", ALL_GROUPS, 0.1, 0.08, 0.13, 1046, 328)
        )
    )
    pages = {page.name: page for page in response_pages(made)}
    shown = pages["response_themes_views"].frame
    assert shown.to_numpy().tolist() == [["Fares", "22% (18 to 26)"], ["Air", "10% (8 to 14)"]]
    assert list(shown)[1] == "All groups (n = 1,046, coded 328)"
    said = written({name: table.frame for name, table in made.items()})
    assert "1,046 answers to “Your views?”: Fares in 22% (18 to 26) and Air in 10% (8 to 14)" in said
    assert range_of(0.005, 0.0, 0.012) == "0.5% (0 to 1.2)"


def test_a_study_without_responses_has_none_of_these_tables() -> None:
    plan = read_plan(REPOSITORY / "data" / "responses" / "study.toml")
    assert response_tables({}, plan, CODEBOOK) == []
    assert response_pages({}) == []
    assert written({}) == ""
