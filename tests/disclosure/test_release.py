"""The one door: what is withheld from a table, and what may be quoted."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.disclosure import Released, Rules, release, require_released
from lmep_consult.errors import DisclosureError
from lmep_consult.table import Range, Table

RULES = Rules(minimum_base=3, minimum_count=3, allow=("Connect to Work",), ordinary=frozenset({"we", "the"}))
C = "[c]"


def ranked(**bases: int) -> Table:
    """Two options a group, best first, and the second in the alphabet is the better."""
    rows = [(group, option, place, 3.0 - place, base) for group, base in bases.items() for place, option in TWO]
    frame = pd.DataFrame(rows, columns=["group", "option", "rank", "borda", "base"])
    frame["group"] = frame["group"].replace("All", "All groups")
    frame["rank"] = frame["rank"].astype("Int64")
    frame.insert(0, "question", "q")
    return Table("priorities", "t", frame, key=("question",), base="base", measures=("rank", "borda"))


TWO = [(1, "Skills"), (2, "Employers")]


def counted(**cells: tuple[int, int]) -> Table:
    """A count and a base a group, and their total."""
    rows = [("time", group, count, base) for group, (count, base) in cells.items()]
    rows.insert(0, ("time", "All groups", *(sum(column) for column in zip(*cells.values(), strict=True))))
    frame = pd.DataFrame(rows, columns=["code", "group", "participants", "base"])
    return Table("themes", "t", frame, key=("code",), people=("participants",), base="base")


def measures_by_group(released: Released) -> dict[str, list[object]]:
    return released.table.frame.groupby("group", sort=False)["borda"].agg(list).to_dict()


def test_a_small_group_and_the_next_smallest_have_no_measures_and_a_note_says_so() -> None:
    released = release(ranked(All=34, MSA=11, ICB=2, CtW=21), RULES)
    assert measures_by_group(released) == {"All groups": [2.0, 1.0], "CtW": [2.0, 1.0]}
    assert released.table.notes == ("Groups of too few people to be shown alone are counted in All groups.",)


def test_groups_large_enough_are_shown_as_they_are_without_a_note() -> None:
    table = ranked(All=18, MSA=9, ICB=9)
    released = release(table, RULES)
    assert released.table.notes == ()
    assert released.table.frame["borda"].tolist() == table.frame["borda"].tolist()
    assert released.table.frame["option"].tolist() == ["Skills", "Employers"] * 3


def test_overall_results_of_too_few_people_are_withheld_too() -> None:
    assert measures_by_group(release(ranked(All=8, MSA=8), RULES)) == {"All groups": [C, C]}


def test_the_order_of_withheld_rows_does_not_tell_their_ranks() -> None:
    frame = release(ranked(All=8, MSA=8), RULES).table.frame
    assert frame["option"].tolist() == ["Employers", "Skills"]
    assert release(ranked(All=9), RULES).table.frame["option"].tolist() == ["Skills", "Employers"]


def test_each_question_is_protected_by_its_own_bases() -> None:
    one, two = ranked(All=18, MSA=2, ICB=16), ranked(All=18, MSA=9, ICB=9)
    both = pd.concat([one.frame, two.frame.assign(question="r")], ignore_index=True)
    frame = release(Table("p", "t", both, key=("question",), base="base", measures=("borda",)), RULES).table.frame
    assert set(frame.loc[frame["question"] == "q", "group"]) == {"All groups"}
    assert set(frame.loc[frame["question"] == "r", "group"]) == {"All groups", "MSA", "ICB"}
    assert not (frame["borda"] == C).any()


def test_a_row_whose_key_is_missing_is_protected_as_well() -> None:
    table = counted(MSA=(1, 12), ICB=(5, 12))
    frame = table.frame.assign(code=None)
    released = release(Table("t", "t", frame, key=("code",), people=("participants",), base="base"), RULES)
    assert released.table.frame["participants"].tolist() == [6, Range(0, 2, 12), Range(4, 6, 12)]


def test_small_counts_are_ranges_and_so_is_another_that_would_give_them_away() -> None:
    released = release(counted(MSA=(8, 10), ICB=(1, 12), CtW=(5, 12)), RULES).table
    assert released.frame["participants"].tolist() == [14, Range(7, 9, 10), Range(0, 2, 12), 5]
    assert released.notes == (
        "Numbers of people under 3, and the 3 highest of a group of fewer than 10, are given as ranges, and so are "
        "numbers from which these could be worked out.",
    )


def test_a_group_too_small_for_that_has_no_row_and_a_note_says_of_how_many_people() -> None:
    released = release(counted(MSA=(8, 12), ICB=(2, 3), CJC=(1, 1), CtW=(5, 12)), RULES).table
    assert released.frame["group"].tolist() == ["All groups", "MSA", "CtW"]
    assert (
        "A group of fewer than 6 people has no row of its own: its 4 people are counted in All groups."
        in released.notes
    )


def test_no_note_is_made_of_what_was_not_needed() -> None:
    released = release(counted(MSA=(8, 12), ICB=(5, 12)), RULES).table
    assert released.frame["participants"].tolist() == [13, 8, 5]
    assert released.notes == ()


def test_groups_too_small_keep_their_rows_where_no_total_counts_them() -> None:
    frame = pd.DataFrame({"text": ["a", "b"], "group": ["MSA", "ICB"], "voters": [1, 1], "base": [12, 3]})
    table = Table("write_ins", "t", frame, key=("text",), people=("voters",), base="base")
    assert release(table, RULES).table.frame["voters"].tolist() == [Range(0, 2, 12), C]


def test_of_all_people_too_few_nothing_is_shown() -> None:
    released = release(counted(MSA=(2, 3), ICB=(1, 2)), RULES).table
    assert released.frame["participants"].tolist() == [C]
    assert any(C in note for note in released.notes)


def test_a_stricter_minimum_shows_less() -> None:
    released = release(counted(MSA=(8, 12), ICB=(5, 15), CtW=(9, 14)), Rules(minimum_count=6)).table.frame
    assert released["participants"].tolist()[2] == Range(0, 5, 15)
    assert any(isinstance(cell, Range) for cell in (released["participants"].tolist()[n] for n in (0, 1, 3)))


def test_numbers_stay_numbers_in_a_column_without_ranges() -> None:
    released = release(counted(MSA=(8, 12), ICB=(5, 12)), RULES).table
    assert pd.api.types.is_integer_dtype(released.frame["participants"])


def test_the_table_handed_in_is_left_as_it_was() -> None:
    table = counted(MSA=(1, 10), ICB=(5, 9))
    before = table.frame.copy()
    release(table, RULES)
    pd.testing.assert_frame_equal(table.frame, before)


def test_rows_of_words_that_may_name_somebody_are_left_out_and_counted() -> None:
    said = ["We like Connect to Work.", "We like Darren.", "the rest", "ring 123456"]
    table = Table("quotes", "t", pd.DataFrame({"quote": said}), notes=("kept",), words=("quote",))
    released = release(table, RULES)
    assert released.table.frame["quote"].tolist() == [said[0], said[2]]
    assert released.table.notes[0] == "kept"
    assert released.table.notes[1].startswith("2 more are held back")


def test_a_row_is_left_out_for_any_of_its_columns_of_words() -> None:
    frame = pd.DataFrame({"quote": ["the rest", "the rest"], "context": ["the rest", "with Darren"]})
    released = release(Table("quotes", "t", frame, words=("quote", "context")), RULES)
    assert len(released.table.frame) == 1


def test_a_table_without_people_words_or_measures_passes_whole() -> None:
    frame = pd.DataFrame({"group": ["MSA"], "achieved": [1]})
    released = release(Table("sample", "t", frame), RULES)
    pd.testing.assert_frame_equal(released.table.frame, frame)
    assert require_released(released) is released


@pytest.mark.parametrize("door", [[], [None], [object()], [True]])
def test_a_released_table_cannot_be_made_by_hand(door: list[object]) -> None:
    with pytest.raises(DisclosureError, match=r"disclosure\.release"):
        Released(counted(MSA=(1, 3)), *door)


def test_a_table_that_was_not_released_is_refused() -> None:
    with pytest.raises(DisclosureError, match=r"disclosure\.release"):
        require_released(counted(MSA=(8, 9)))  # type: ignore[arg-type]
