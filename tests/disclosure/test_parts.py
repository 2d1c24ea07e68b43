"""Parts of a whole as few or enough, against a reader who knows the whole, what can be, and two of the parts."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import assume, example, given
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, few_or_enough

RULES = Rules(minimum_count=3)
PARTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3)), min_size=1, max_size=5)


@given(PARTS)
@example([(5, 0), (5, 0), (3, 2), (0, 2), (2, 2)])
def test_each_number_of_few_stays_possible_to_who_knows_two_of_the_parts(parts: list[tuple[int, int]]) -> None:
    counts = {f"R{at}": count for at, (count, _) in enumerate(parts)}
    at_most = {f"R{at}": count + more for at, (count, more) in enumerate(parts)}
    told = few_or_enough(counts, at_most, RULES)
    assume(told)
    between = [range(told[part].low, min(told[part].high, at_most[part]) + 1) for part in counts]
    whole = sum(counts.values())
    fit = [each for each in product(*between) if sum(each) == whole]
    for known in (which for number in range(3) for which in combinations(range(len(parts)), number)):
        left = [each for each in fit if all(each[at] == parts[at][0] for at in known)]
        for at, (count, _) in enumerate(parts):
            if at not in known and count < 3:
                assert {each[at] for each in left} == set(between[at])


def test_two_regions_tell_nothing_that_the_total_would_not_solve() -> None:
    assert few_or_enough({"North": 9, "Wales": 1}, {"North": 20, "Wales": 5}, RULES) == {}


def test_where_nothing_is_withheld_each_part_is_told_as_none_or_some() -> None:
    told = few_or_enough({"North": 9, "Wales": 0}, {"North": 20, "Wales": 5}, Rules(minimum_count=1))
    assert {part: str(number) for part, number in told.items()} == {"North": "1 or more", "Wales": "fewer than 1"}
