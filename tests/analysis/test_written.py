"""What voters wrote in their own words, and whose it may be said to be."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from lmep_consult.analysis.written import written_words
from lmep_consult.table import Range

BASE = 12
ABOUT = ["question", "group", "voter"]


def words(
    kind: str,
    texts: dict[str, str],
    answers: list[object] | None = None,
    refuse: tuple[str, ...] = (),
    coded: bool = False,
) -> pd.DataFrame:
    """What twelve voters of the groups A and B wrote, by voter. answers: the published counts of the two options."""
    voters = [(f"P{n}", "A" if n <= 8 else "B") for n in range(1, BASE + 1)]
    register = pd.DataFrame(voters, columns=["participant", "group"])
    register["status"] = "took part"
    register["consent_quoting"] = ["no" if who in refuse else "yes" for who in register["participant"]]
    group_of = dict(voters)
    said = [("q", group_of.get(who, "A"), who, text, True) for who, text in texts.items()]
    plain = [("q", group, who, "Morning", False) for who, group in voters if who not in texts]
    question = SimpleNamespace(id="q", title="Q", kind=kind, code_answers=coded)
    data = SimpleNamespace(
        register=register,
        ballots=pd.DataFrame(columns=[*ABOUT, "option", "counted_as", "written_in"]).astype({"written_in": bool}),
        answers=pd.DataFrame([*said, *plain], columns=[*ABOUT, "answer", "written_in"]),
        write_ins=pd.DataFrame(columns=[*ABOUT, "text"]),
    )
    plan = SimpleNamespace(
        polls=[SimpleNamespace(id="p", questions=[question])], disclosure=SimpleNamespace(attribution_base=3)
    )
    published = pd.DataFrame({"question": "q", "group": "All groups", "voters": answers or [9, 2], "base": BASE})
    return written_words(data, plan, {"answers": published})  # type: ignore[arg-type]


def test_a_text_comes_from_its_group_and_from_none_where_two_groups_wrote_it() -> None:
    found = words("text", {"P1": "more buses", "P9": "fewer stops", "P2": "later buses", "P10": "later buses"})
    assert found.set_index("text")["group"].to_dict() == {
        "more buses": "A", "fewer stops": "B", "later buses": "All groups",
    }  # fmt: skip
    assert found.set_index("text")["base"].to_dict() == {"more buses": 8, "fewer stops": 4, "later buses": BASE}


def test_an_answer_that_is_coded_names_no_group_here() -> None:
    """Where it is quoted on a theme, it may come from no group; the same words would say here from which."""
    assert set(words("text", {"P1": "more buses"}, coded=True)["group"]) == {"All groups"}


def test_a_group_too_few_of_whom_may_be_quoted_is_not_named() -> None:
    """Two of B may: no group is, for A alone would say whose the others are."""
    found = words("text", {"P1": "more buses", "P9": "fewer stops"}, refuse=("P11", "P12"))
    assert set(found["group"]) == {"All groups"}


def test_words_of_who_refused_are_left_out_with_their_second_answer_and_nobodys_are_not_asked_for() -> None:
    found = words(
        "text", {"P1": "secret one", "P1 (2)": "secret two", "P2": "fine", "W1 row 4": "unknown"}, refuse=("P1",)
    )
    assert found.set_index("text")["asked"].to_dict() == {"fine": True, "unknown": False}


@pytest.mark.parametrize("text", ["n/a", "N/A", "None", "none.", "-", " – ", "...", "Nothing to add", "no"])
def test_what_says_nothing_is_no_answer(text: str) -> None:
    assert words("text", {"P1": text}).empty


@pytest.mark.parametrize(
    ("kind", "answers", "shown"),
    [
        ("single", [9, 2], True),  # one of twelve can have written something else in
        ("single", [10, 2], False),
        ("single", [9, Range(0, 2, of=BASE)], True),
        (
            "single",
            [Range(9, 12, of=BASE), Range(0, 2, of=BASE)],
            False,
        ),  # it would say that it is not nine and two or more
        ("single", [9, "[c]"], False),
        ("multiple", [10, 2], True),
    ],
)
def test_what_stands_in_place_of_the_one_answer_is_shown_where_the_counts_leave_room(
    kind: str, answers: list[object], shown: bool
) -> None:
    found = words(kind, {"P1": "by bicycle"}, answers)
    assert list(found["text"]) == (["by bicycle"] if shown else [])
    assert set(found["group"]) <= {"All groups"}
