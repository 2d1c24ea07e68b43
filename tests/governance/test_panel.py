"""Whom to invite to each review's user panel."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.errors import StudyError
from lmep_consult.governance import user_panel
from lmep_consult.participants import read_register
from lmep_consult.study import Study

BALLOTS = [
    ("P1", "Oak", 2, False),
    ("P1", "Ash", 1, False),
    ("P2", "Oak", 1, False),
    ("P2", "Ash", None, False),
    ("P2", "Yew", 2, True),
    ("P3", "Oak", 1, False),
    ("W1 row 4", "Oak", 1, False),
]


@pytest.fixture
def reviewing(small: Study) -> Study:
    """The small study, with a review."""
    path = small.folder / "study.toml"
    review = '\n[[reviews]]\nid = "R1"\ntitle = "Oak"\ncode = "oak"\n'
    path.write_text(path.read_text(encoding="utf-8") + review, encoding="utf-8")
    return Study.open(small.folder)


def ballots(question: str = "themes") -> pd.DataFrame:
    frame = pd.DataFrame(BALLOTS, columns=["voter", "option", "rank", "written_in"])
    return frame.assign(poll="themes", question=question, rank=frame["rank"].astype("Int64"))


def test_those_who_agreed_to_be_contacted_are_listed_by_review_in_the_order_of_their_own_ranks(
    reviewing: Study,
) -> None:
    panel = user_panel(read_register(reviewing.register), ballots(), reviewing.plan)
    rows = [(r.review, None if pd.isna(r.rank) else int(r.rank), r.participant) for r in panel.itertuples()]
    assert rows == [("Oak", 1, "P2"), ("Oak", 2, "P1"), ("Ash", 1, "P1"), ("Ash", None, "P2")]
    assert panel.loc[0, ["name", "email", "group", "organisation"]].tolist() == [
        "Anna Reed",
        "anna@dale.example",
        "A",
        "Dale",
    ]


def test_votes_on_another_question_count_for_nothing(reviewing: Study) -> None:
    assert user_panel(read_register(reviewing.register), ballots("other"), reviewing.plan).empty


def test_without_codes_it_cannot_be_told_which_options_are_reviews(reviewing: Study) -> None:
    path = reviewing.folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("codes =", "#"), encoding="utf-8")
    with pytest.raises(StudyError, match="no ranking question has `codes`"):
        user_panel(read_register(reviewing.register), ballots(), Study.open(reviewing.folder).plan)


def test_a_study_without_reviews_has_no_panel_and_no_option_is_taken_for_one(small: Study) -> None:
    with pytest.raises(StudyError, match="no \\[\\[reviews\\]\\]"):
        user_panel(read_register(small.register), ballots(), small.plan)
