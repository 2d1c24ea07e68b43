"""What decisions come to: undo, changes, merges, migrations, and the same in whatever order they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding import Coder, Decision, Folded, Passage, append, fold, read_logs

HERE = Passage("P07", "P07", "0" * 64, 10, 14, "time", "no ", " at")
THERE = Passage("P07", "P07", "0" * 64, 30, 36, "skills", "", "")

Coders = Callable[..., Coder]


def codes(folded: Folded) -> list[str]:
    return folded.codings["code"].tolist()


def conflicts(folded: Folded) -> list[str]:
    return folded.conflicts["what"].tolist()


def assert_same(one: Folded, other: Folded) -> None:
    for part in fields(Folded):
        pd.testing.assert_frame_equal(getattr(one, part.name), getattr(other, part.name))


def test_a_coding_of_ones_own_and_an_accepted_suggestion_count(coder: Coders) -> None:
    who = coder("IF", "1.2")
    folded = fold([who.add(HERE, "time", "twice"), who.accept(THERE, "skills", "rule", "term “skills”")])
    row = folded.codings.iloc[0].to_dict()
    assert {key: row[key] for key in ("source", "coder", "code", "start", "end", "quote", "memo", "origin")} == {
        "source": "P07", "coder": "IF", "code": "time", "start": 10, "end": 14, "quote": "time", "memo": "twice",
        "origin": "person",
    }  # fmt: skip
    assert (row["codebook"], row["round"], row["before"]) == ("1.2", 1, "no ")
    assert folded.codings["rule"].tolist() == ["", "term “skills”"]
    assert conflicts(folded) == []


def test_what_is_turned_down_is_no_coding_and_is_known(coder: Coders) -> None:
    folded = fold([coder("IF").reject(HERE, "time")])
    assert codes(folded) == []
    assert folded.rejections["code"].tolist() == folded.decided["code"].tolist() == ["time"]


@pytest.mark.parametrize("times", range(6))
def test_undo_of_undo_of_undo(coder: Coders, times: int) -> None:
    decisions = [coder("IF").add(HERE, "time")]
    for _ in range(times):
        decisions.append(coder("IF").undo(decisions[-1]))
    assert len(fold(decisions).codings) == (1 if times % 2 == 0 else 0)
    assert conflicts(fold(decisions)) == []


def test_of_a_chain_of_changes_the_last_counts_and_undoing_gives_back_the_one_before(coder: Coders) -> None:
    who = coder("IF")
    first = who.add(HERE, "time")
    second = who.change(first, HERE, "money")
    third = who.change(second, THERE, "skills")
    assert codes(fold([first, second, third])) == ["skills"]
    undone = who.undo(third)
    assert codes(fold([first, second, third, undone])) == ["money"]
    assert codes(fold([first, second, third, undone, who.undo(second)])) == ["time"]
    assert codes(fold([first, second, third, undone, who.undo(undone)])) == ["skills"]


def test_a_chain_that_names_all_it_stands_for_comes_to_the_same(coder: Coders) -> None:
    who = coder("IF")
    first = who.add(HERE, "time")
    second = who.change(first, HERE, "money")
    third = replace(who.change(second, HERE, "skills"), supersedes=(first.id, second.id))
    folded = fold([first, second, third])
    assert (codes(folded), conflicts(folded)) == (["skills"], [])
    assert codes(fold([first, second, third, who.undo(third)])) == ["money"]


def test_a_merge_stands_for_several_until_it_is_undone(coder: Coders) -> None:
    who = coder("IF")
    one, two = who.add(HERE, "time"), who.add(THERE, "time")
    merged = who.merge([one, two], replace(HERE, end=36, quote="time is short, and so is skill"[:26]), "time")
    assert fold([one, two, merged]).codings[["id", "end"]].values.tolist() == [[merged.id, 36]]
    assert fold([one, two, merged, who.undo(merged)]).codings["id"].tolist() == [one.id, two.id]


def test_a_suggestion_taken_with_another_code_is_decided_on_under_both(coder: Coders) -> None:
    folded = fold([coder("IF").accept_changed(HERE, "money", was="time")])
    assert codes(folded) == ["money"]
    assert sorted(folded.decided["code"]) == ["money", "time"]


def test_what_was_changed_stays_decided_and_what_was_undone_does_not(coder: Coders) -> None:
    who = coder("IF")
    taken, other = who.accept(HERE, "time"), who.accept(THERE, "skills")
    folded = fold([taken, who.change(taken, HERE, "money"), other, who.undo(other)])
    assert sorted(folded.decided["code"]) == ["money", "time"]


def test_memos_marks_summaries_and_adjudications_are_frames(coder: Coders) -> None:
    who = coder("IF")
    coded = who.add(HERE, "time")
    final = who.adjudicate([coded.id], HERE, "time", "keep", "agreed on the telephone")
    earlier = who.summarise("P07", "time", "Short of time.")
    later = who.summarise("P07", "time", "Short of time in winter.", [earlier.id])
    mark = who.done("P08", "0" * 64)
    folded = fold(
        [coded, final, earlier, later, who.memo("ask", HERE), who.memo("on code", code="time"), mark, who.undo(mark),
         who.done("P07", "0" * 64)]
    )  # fmt: skip
    assert folded.adjudications[["about", "verdict", "memo"]].values.tolist() == [
        [(coded.id,), "keep", "agreed on the telephone"]
    ]
    assert folded.summaries[["participant", "code", "memo"]].values.tolist() == [
        ["P07", "time", "Short of time in winter."]
    ]
    assert folded.done["source"].tolist() == ["P07"]
    assert folded.memos["memo"].tolist() == ["on code", "ask"]
    assert folded.memos["start"].tolist() == [pd.NA, 10]
    assert conflicts(folded) == []


# Where people must look


def test_two_changes_of_one_coding_both_count_and_are_listed(coder: Coders) -> None:
    one, two = coder("IF"), coder("AB")
    first = one.add(HERE, "time")
    rivals = [one.change(first, HERE, "money"), two.change(first, HERE, "skills")]
    folded = fold([first, *rivals])
    assert sorted(codes(folded)) == ["money", "skills"]
    (conflict,) = folded.conflicts.to_dict("records")
    assert conflict == {
        "what": "one decision superseded by several",
        "ids": tuple(sorted(decision.id for decision in (first, *rivals))),
        "coders": "AB, IF", "source": "P07", "code": "money, skills, time",
    }  # fmt: skip
    assert conflicts(fold([first, *rivals, one.undo(rivals[0])])) == []


def test_of_two_decisions_with_one_id_the_earlier_counts_and_both_are_listed(coder: Coders) -> None:
    first = coder("IF").add(HERE, "time")
    other = replace(first, code="money", time="2026-02-11T09:00:00.000Z")
    folded = fold([other, first, first])
    assert codes(folded) == ["time"]
    assert folded.conflicts[["ids", "code"]].values.tolist() == [[(first.id,), "money, time"]]


def test_decisions_in_a_circle_all_count_and_are_listed(coder: Coders) -> None:
    one = replace(coder("IF").add(HERE, "time"), supersedes=("b",), id="a")
    two = replace(coder("IF").add(THERE, "skills"), supersedes=("a",), id="b")
    itself = replace(coder("AB").add(HERE, "money"), supersedes=("c",), id="c")
    folded = fold([one, two, itself])
    assert sorted(codes(folded)) == ["money", "skills", "time"]
    assert folded.conflicts["ids"].tolist() == [("a", "b"), ("c",)]


def test_undos_of_one_another_undo_nothing(coder: Coders) -> None:
    first = coder("IF").add(HERE, "time")
    one = replace(coder("IF").undo(first), id="u", supersedes=(first.id, "v"))
    two = replace(coder("IF").undo(first), id="v", supersedes=("u",))
    folded = fold([first, one, two])
    assert codes(folded) == []  # u still undoes it
    assert folded.conflicts["ids"].tolist() == [("u", "v")]


def test_pointing_at_what_no_log_holds_is_listed(coder: Coders) -> None:
    who = coder("IF")
    folded = fold([who.undo(who.add(HERE, "time")), who.adjudicate(["x9"], HERE, "time", "keep", "")])
    assert len(folded.conflicts) == 2
    assert "points at x9, which no log holds" in conflicts(folded)
    assert len(folded.adjudications) == 1


def test_two_final_words_on_one_coding_are_listed(coder: Coders) -> None:
    coded = coder("IF").add(HERE, "time")
    words = [
        coder(who).adjudicate([coded.id], HERE, "time", verdict, "") for who, verdict in (("A", "keep"), ("B", "drop"))
    ]
    assert conflicts(fold([coded, *words])) == ["one coding adjudicated several times"]


# The codebook's versions


def migrated(coder: Coders, *steps: tuple[str, str, Mapping[str, Iterable[str]]], code: str = "time") -> Folded:
    moves = [coder("IF").migrate(mapping, old, new) for old, new, mapping in steps]
    return fold([coder("IF", "1").add(HERE, code), coder("AB", "2").add(THERE, code), *moves])


def test_a_coding_is_shown_under_its_codes_present_name_and_keeps_its_version(coder: Coders) -> None:
    folded = migrated(coder, ("2", "3", {"hours": ["pace"]}), ("1", "2", {"time": ["hours"]}))
    assert folded.codings[["coder", "code", "codebook"]].values.tolist() == [["IF", "pace", "1"], ["AB", "time", "2"]]
    assert folded.undecided.empty


def test_a_split_code_is_left_to_a_person_until_a_later_merge(coder: Coders) -> None:
    split = ("1", "2", {"time": ["hours", "notice"]})
    folded = migrated(coder, split)
    assert codes(folded) == ["time", "time"]
    assert folded.undecided[["coder", "code", "choices"]].values.tolist() == [["IF", "time", ("hours", "notice")]]
    folded = migrated(coder, split, ("2", "3", {"notice": ["warning"], "hours": ["hours"]}))
    assert folded.undecided["choices"].tolist() == [("hours", "warning")]
    folded = migrated(coder, split, ("2", "3", {"notice": ["pace"], "hours": ["pace"]}))
    assert (codes(folded), len(folded.undecided)) == (["pace", "time"], 0)


def test_a_split_is_settled_by_changing_the_coding(coder: Coders) -> None:
    first = coder("IF", "1").add(HERE, "time")
    split = coder("IF").migrate({"time": ["hours", "notice"]}, "1", "2")
    folded = fold([first, split, coder("IF", "2").change(first, HERE, "notice")])
    assert (codes(folded), len(folded.undecided)) == (["notice"], 0)


def test_a_code_of_which_nothing_came_is_left_to_a_person(coder: Coders) -> None:
    folded = migrated(coder, ("1", "2", {"time": []}))
    assert folded.undecided[["code", "choices"]].values.tolist() == [["time", ()]]
    assert len(folded.codings) == 2


def test_a_migration_that_is_undone_never_was(coder: Coders) -> None:
    who = coder("IF", "1")
    step = who.migrate({"time": ["hours"]}, "1", "2")
    assert codes(fold([who.add(HERE, "time"), step])) == ["hours"]
    assert codes(fold([who.add(HERE, "time"), step, who.undo(step)])) == ["time"]


def test_two_sites_that_migrate_alike_agree_and_else_the_earlier_counts(coder: Coders) -> None:
    same = ("1", "2", {"time": ["hours"]})
    assert conflicts(migrated(coder, same, same)) == []
    who = coder("IF", "1")
    coded, *rivals = who.add(HERE, "time"), who.migrate(same[2], "1", "2"), who.migrate({"time": ["pace"]}, "1", "2")
    for steps in (rivals, rivals[::-1]):
        folded = fold([coded, *steps])
        assert codes(folded) == ["hours"]
        assert conflicts(folded) == ["several migrations from one version of the codebook; the earliest counts"]


def test_versions_that_go_in_a_circle_are_not_followed(coder: Coders) -> None:
    folded = migrated(coder, ("1", "2", {"time": ["hours"]}), ("2", "1", {"hours": ["time"]}))
    assert codes(folded) == ["time", "time"]
    assert conflicts(folded) == ["migrations that lead back to the version they came from; none counts"]


# Any order, any copies, any files


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Decisions of three coders that point at one another anyhow: circles, unknown ids and rival copies among them."""
    ids = [f"d{number}" for number in range(draw(st.integers(1, 12)))]
    decisions = []
    for key in [*ids, *draw(st.lists(st.sampled_from(ids), max_size=2))]:
        second = draw(st.integers(0, 3))
        who = Coder(
            draw(st.sampled_from(["IF", "AB", "CD"])), draw(st.sampled_from(["1", "2"])),
            stamp=lambda key=key, second=second: (key, f"2026-02-10T09:00:0{second}.000Z"),
        )  # fmt: skip
        here, code = draw(st.sampled_from([HERE, THERE])), draw(st.sampled_from(["time", "skills"]))
        new = draw(st.sampled_from([("time",), ("skills",), ("time", "skills"), ()]))
        made = draw(
            st.sampled_from(
                [
                    who.add(here, code), who.reject(here, code), who.accept_changed(here, code, was="money"),
                    who.done("P07", "0" * 64), who.memo("note", code=code), who.summarise("P07", code, "says so"),
                    who.migrate({code: new}, *draw(st.permutations(["1", "2"]))),
                ]
            )
        )  # fmt: skip
        pointing = draw(st.lists(st.sampled_from([*ids, "gone"]), max_size=2, unique=True))
        if pointing and draw(st.booleans()):
            made = replace(who.undo(made), supersedes=tuple(pointing))
        elif pointing and draw(st.booleans()):
            made = who.adjudicate(pointing, here, code, draw(st.sampled_from(["keep", "drop"])), "")
        else:
            made = replace(made, supersedes=tuple(pointing))
        decisions.append(made)
    return decisions


@settings(max_examples=30, deadline=None)
@given(history=histories(), data=st.data())
def test_any_order_and_any_copies_come_to_the_same(history: list[Decision], data: st.DataObject) -> None:
    again = data.draw(st.permutations([*history, *data.draw(st.lists(st.sampled_from(history)))]))
    assert_same(fold(history), fold(again))


@settings(max_examples=20, deadline=None)
@given(history=histories(), data=st.data())
def test_any_split_over_files_comes_to_the_same(
    history: list[Decision], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("codings")
    for decision in history:
        for name in data.draw(st.sets(st.sampled_from(["IF", "IF (1)", "AB"]), min_size=1)):
            append(folder / f"{name}.jsonl", [decision])
    read, problems = read_logs(folder)
    assert problems == []
    assert_same(fold(history), fold(read))


def test_two_coders_logs_merged_in_both_orders_and_after_a_repeated_copy(coder: Coders, tmp_path: Path) -> None:
    one, two = coder("IF"), coder("AB")
    first = one.add(HERE, "time")
    mine = [first, one.change(first, HERE, "money"), one.accept(THERE, "skills"), one.done("P07", "0" * 64)]
    theirs = [
        two.add(HERE, "time"),
        two.reject(THERE, "skills"),
        two.change(first, HERE, "skills"),
        two.done("P07", "0" * 64),
    ]
    append(tmp_path / "a" / "IF.jsonl", mine)
    append(tmp_path / "b" / "AB.jsonl", theirs)
    sites = [(tmp_path / site / name).read_bytes() for site, name in (("a", "IF.jsonl"), ("b", "AB.jsonl"))]
    expected = fold([*mine, *theirs])
    assert len(expected.codings) == 4
    assert len(expected.conflicts) == 1
    for number, order in enumerate((sites, sites[::-1], [*sites, sites[0]])):
        merged = tmp_path / f"merged{number}"
        merged.mkdir()
        (merged / "all.jsonl").write_bytes(b"".join(order))
        for place, content in enumerate(order):
            (merged / f"{place}.jsonl").write_bytes(content)
        assert_same(fold(read_logs(merged)[0]), expected)


@settings(max_examples=50, deadline=None)
@given(history=histories())
def test_a_coding_that_nothing_points_at_always_counts(history: list[Decision]) -> None:
    folded = fold(history)
    aimed_at = {key for decision in history for key in decision.supersedes}
    there = set(folded.codings["id"])
    for decision in history:
        if decision.action in ("add", "change") and decision.id not in aimed_at:
            rivals = [other for other in history if other.id == decision.id]
            assert decision.id in there or len(rivals) > 1
    assert folded.codings["id"].is_unique
    assert set(folded.undecided["id"]) <= there


# An editor's undo and redo, by snapshots


@settings(max_examples=25, deadline=None)
@given(data=st.data(), steps=st.lists(st.sampled_from(["add", "change", "merge", "undo", "redo"]), max_size=25))
def test_undo_and_redo_are_those_of_an_editor(data: st.DataObject, steps: list[str]) -> None:
    numbers = iter(range(1000))
    who = Coder("IF", stamp=lambda: (f"d{next(numbers)}", "2026-02-10T09:00:00.000Z"))
    log: list[Decision] = []
    now: dict[str, str] = {}  # what a person sees: code by the coding's id
    past: list[tuple[dict[str, str], Decision]] = []
    future: list[tuple[dict[str, str], Decision, Decision]] = []  # the state to come back, what was undone, its undo
    by_id: dict[str, Decision] = {}
    for step in steps:
        if step == "undo" and past:
            before, made = past.pop()
            undo = who.undo(made)
            future.append((now, made, undo))
            log.append(undo)
            now = before
        elif step == "redo" and future:
            after, made, undo = future.pop()
            again = who.undo(undo)
            past.append((now, again))  # undoing the redo undoes it once more
            log.append(again)
            now = after
        elif step in ("add", "change", "merge"):
            code = data.draw(st.sampled_from(["time", "skills", "money"]))
            taken = data.draw(st.lists(st.sampled_from(sorted(now)), unique=True)) if now else []
            if step == "add":
                taken, made = [], who.add(HERE, code)
            elif step == "change" and taken:
                taken = taken[:1]
                made = who.change(by_id[taken[0]], HERE, code)
            elif step == "merge" and taken:
                made = who.merge([by_id[key] for key in taken], HERE, code)
            else:
                continue
            by_id[made.id] = made
            past.append((now, made))
            future = []
            log.append(made)
            now = {key: said for key, said in now.items() if key not in taken} | {made.id: code}
        folded = fold(log)
        assert dict(zip(folded.codings["id"], folded.codings["code"], strict=True)) == now
        assert conflicts(folded) == []
