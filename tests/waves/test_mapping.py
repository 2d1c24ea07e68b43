"""A codebook that changed between two waves."""

from __future__ import annotations

from lmep_consult.codebook import Code, Codebook, Merge, Move, Rename, Split, migrate
from lmep_consult.coding import Coder
from lmep_consult.waves.mapping import became, bounds, mapped

OLD = Codebook(
    name="buses",
    description="",
    version="1",
    codes=(
        Code(id="money", name="Money", definition="d"),
        Code(id="fares", name="Fares", definition="d", parent="money"),
        Code(id="passes", name="Passes", definition="d", parent="money"),
        Code(id="routes", name="Routes", definition="d"),
        Code(id="seats", name="Seats", definition="d"),
        Code(id="benches", name="Benches", definition="d"),
    ),
)
CHANGES = (
    Rename("routes", name="Lines", id="lines"),
    Merge(("seats", "benches"), into="seats"),
    Split(
        "passes",
        (Code(id="day-passes", name="Day", definition="d"), Code(id="month-passes", name="Month", definition="d")),
    ),
)
NEW, BECAME = migrate(OLD, CHANGES, "2")


def test_migrations_in_the_logs_say_what_codes_became() -> None:
    steps = [Coder("IF", "2").migrate(BECAME, "1", "2")]
    now = became(OLD, NEW, steps, {})
    found = mapped(OLD, NEW, now)
    assert found.of == {
        "money": {"money", "fares", "passes"},
        "fares": {"fares"},
        "lines": {"routes"},
        "seats": {"seats", "benches"},
    }
    said = " ".join(map(str, found.problems))
    assert "day-passes: not compared: only part of what was passes" in said
    assert "month-passes" in said


def test_study_toml_says_what_the_logs_do_not() -> None:
    without = mapped(OLD, NEW, became(OLD, NEW, [], {}))
    assert any("code routes" in str(problem) and "[waves] codes" in str(problem) for problem in without.problems)
    assert "lines" not in without.of
    said = mapped(OLD, NEW, became(OLD, NEW, [], {"routes": ["lines"], "benches": ["seats"]}))
    assert said.of["lines"] == {"routes"}
    assert said.of["seats"] == {"seats", "benches"}


def test_a_new_code_has_nothing_to_be_compared_with() -> None:
    found = mapped(
        OLD,
        Codebook(name="b", description="", version="2", codes=(*OLD.codes, Code(id="new", name="New", definition="d"))),
        became(OLD, OLD, [], {}),
    )
    assert [str(each) for each in found.problems] == [
        "code new: not compared: the earlier codebook had nothing that became it"
    ]


def test_bounds_say_no_more_than_what_was_published() -> None:
    published = {"money": (9, 9), "fares": (4, 4), "passes": (0, 2), "seats": (5, 5), "benches": (0, 2)}
    assert bounds(frozenset({"fares"}), OLD, published, 12) == (4, 4)
    assert bounds(frozenset({"money", "fares", "passes"}), OLD, published, 12) == (9, 9)
    assert bounds(frozenset({"seats", "benches"}), OLD, published, 12) == (5, 7)
    assert bounds(frozenset({"money", "fares"}), OLD, published, 12) == (4, 9)  # passes moved away


def test_a_code_that_moved_to_another_family_counts_there() -> None:
    moved, became_ = migrate(OLD, [Move("fares", "routes")], "2")
    assert became_ == {}
    found = mapped(OLD, moved, became(OLD, moved, [], {}))
    assert found.of["money"] == {"money", "passes"}
    assert found.of["routes"] == {"routes", "fares"}
