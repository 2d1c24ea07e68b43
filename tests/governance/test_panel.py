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


def ballots(question: str = "themes") -> pd.DataFrame:
    frame = pd.DataFrame(BALLOTS, columns=["voter", "option", "rank", "written_in"])
    return frame.assign(poll="themes", question=question, rank=frame["rank"].astype("Int64"))


def test_those_who_agreed_to_be_contacted_are_listed_by_review_in_the_order_of_their_own_ranks(small: Study) -> None:
    panel = user_panel(read_register(small.register), ballots(), small.plan)
    rows = [(r.review, None if pd.isna(r.rank) else int(r.rank), r.participant) for r in panel.itertuples()]
    assert rows == [("Oak", 1, "P2"), ("Oak", 2, "P1"), ("Ash", 1, "P1"), ("Ash", None, "P2")]
    assert panel.loc[0, ["name", "email", "group", "organisation"]].tolist() == [
        "Anna Reed",
        "anna@dale.example",
        "A",
        "Dale",
    ]


def test_votes_on_another_question_count_for_nothing(small: Study) -> None:
    assert user_panel(read_register(small.register), ballots("other"), small.plan).empty


def test_without_codes_it_cannot_be_told_which_options_are_reviews(small: Study) -> None:
    path = small.folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("codes =", "#"), encoding="utf-8")
    with pytest.raises(StudyError, match="no ranking question has `codes`"):
        user_panel(read_register(small.register), ballots(), Study.open(small.folder).plan)
