"""What answers come to, of one person, over several sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import Coder, Decision, append, final_codings, fold, log_path, read_logs, text_hash
from lmep_consult.coding.decisions.anchoring import anchor
from lmep_consult.coding.desk import Desk, NotYet, who_decides
from lmep_consult.coding.desk.certainty import certainty
from lmep_consult.errors import CodebookError, CodingError
from lmep_consult.plan import CodingPlan
from lmep_consult.transcripts import Transcript

Coders = Callable[..., Coder]
Spoken = Callable[..., Transcript]

ASKED, FIRST, SECOND = "What stops you?", "Time is short, and time is money.", "Money is tight. We have no skills."
CODES = (("time", "Time"), ("money", "Money"), ("money-lent", "Money lent"), ("skills", "Skills and staff"))
CODEBOOK = Codebook("made-up", "1", "", tuple(Code(id_, name, definition=name) for id_, name in CODES))


class Room:
    """P07's interview and P08's, and a log folder; `sit` is a new session of somebody's."""

    def __init__(self, folder: Path, spoken: Spoken, coder: Coders) -> None:
        self.folder, self.coder = folder, coder
        talk = spoken(("", ASKED), ("P07", FIRST), ("", "Else?"), ("P07", SECOND), questions=("B6", "B6", "C8", "C8"))
        self.transcripts = {"P07": talk, "P08": spoken(("", ASKED), ("P08", "Time, mostly."))}
        self.plan = CodingPlan()

    def suggestions(self) -> pd.DataFrame:
        rows = []
        for source, turn, words, code in (
            ("P07", 2, "Time is short", "time"), ("P07", 2, "time is money", "money"), ("P07", 4, "skills", "skills"),
            ("P08", 2, "Time", "time"),
        ):  # fmt: skip
            start = self.transcripts[source].text.index(words)
            rows.append((source, source, code, start, start + len(words), words, turn, f"term “{code}”", "rule"))
        columns = ["source", "participant", "code", "start", "end", "quote", "turn", "rule", "origin"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def log(self) -> list[Decision]:
        return read_logs(self.folder)[0]

    def sit(self, name: str = "IF", number: int = 1) -> Desk:
        folded = fold(self.log)
        codings, adjudications = (
            anchor(frame, self.transcripts)[0] for frame in (folded.codings, folded.adjudications)
        )
        differing = final_codings(codings, adjudications, folded.done).open
        coder = self.coder(name, "1", number)
        whole = (self.transcripts, CODEBOOK, self.log, self.suggestions(), differing, self.plan, {"B6": "What else?"})
        return Desk(coder, log_path(self.folder, name), *whole)

    def codings(self) -> list[tuple[str, str]]:
        rows = fold(self.log).codings
        return [tuple(row) for row in rows[["code", "quote"]].itertuples(index=False)]


@pytest.fixture
def room(tmp_path: Path, spoken: Spoken, coder: Coders) -> Room:
    return Room(tmp_path, spoken, coder)


def waits(desk: Desk, source: str = "P07") -> list[str]:
    return [each.code for each in desk.waiting(source)]


def test_the_queue_is_in_reading_order_and_what_was_decided_leaves_it_for_good(room: Room) -> None:
    desk = room.sit()
    assert [(each.source, each.code) for each in desk.waiting()] == [
        ("P07", "time"), ("P07", "money"), ("P07", "skills"), ("P08", "time"),
    ]  # fmt: skip
    first, second, third = desk.waiting("P07")
    desk.accept(first.id)
    desk.reject(second.id, "not said of us")
    assert waits(desk) == waits(room.sit()) == ["skills"]
    assert waits(room.sit("AB")) == ["time", "money", "skills"]
    assert room.sit().waiting("P07")[0].id == third.id
    assert [(each.action, each.memo) for each in room.log] == [("accept", ""), ("reject", "not said of us")]


def test_another_code_and_other_ends_are_still_of_that_suggestion(room: Room) -> None:
    desk = room.sit()
    time, money, skills = desk.waiting("P07")
    desk.accept(time.id, "skills and staff")
    desk.accept(money.id, start=money.start - 4, end=money.end + 1)
    desk.accept(skills.id, start=skills.start, end=skills.end)
    assert room.codings() == [("skills", "Time is short"), ("money", "and time is money."), ("skills", "skills")]
    assert waits(desk) == []
    assert [each.was for each in room.log] == ["time", "money", ""]
    with pytest.raises(CodingError, match="decided on time in this passage already"):
        desk.accept(time.id)


def test_words_apart_from_the_suggested_ones_are_no_ends_of_them(room: Room) -> None:
    desk = room.sit()
    time = desk.waiting("P07")[0]
    with pytest.raises(CodingError, match="none of the suggested"):
        desk.accept(time.id, start=time.end + 6, end=time.end + 10)
    with pytest.raises(CodingError, match="Nothing like that"):
        desk.accept("0" * 16)
    assert room.log == []


def test_any_words_can_be_coded_and_a_passage_twice(room: Room) -> None:
    desk = room.sit()
    assert desk.find("P07", "Money is tight") == desk.find("P07", "Money is tight", turn=2)
    start, end = desk.find("P07", "Money is tight")
    desk.add("P07", start, end, "money")
    desk.add("P07", start, end, "time", quote="Money is tight")
    assert room.codings() == [("money", "Money is tight"), ("time", "Money is tight")]
    with pytest.raises(CodingError, match="gave this passage money already"):
        room.sit().add("P07", start, end, "Money")
    with pytest.raises(CodingError, match="load the page again"):
        desk.add("P07", start, end, "skills", quote="Money was tight")


@pytest.mark.parametrize(
    ("words", "turn", "said"),
    [
        ("money", None, None),
        (" is ", None, "are in turns 2, 4"),
        (" is ", 4, None),
        ("What stops", None, "neither in this turn"),  # the interviewer's
        ("   ", None, "neither in this turn"),
    ],
)
def test_words_are_found_where_participants_say_them(
    room: Room, words: str, turn: int | None, said: str | None
) -> None:
    desk = room.sit()
    if said:
        with pytest.raises(CodingError, match=said):
            desk.find("P07", words, turn)
    else:
        start, end = desk.find("P07", words, turn)
        assert room.transcripts["P07"].text[start:end] == words.strip()


def test_earlier_decisions_are_seen_revised_and_undone_in_a_later_session(room: Room) -> None:
    desk = room.sit()
    for each in desk.waiting("P07"):
        desk.accept(each.id)
    desk.note("P07", *desk.find("P07", "We have no skills"), "ask about training")
    later = room.sit()
    assert [(each.action, each.code, each.turn) for each in later.mine("P07")] == [
        ("memo", "", 4), ("accept", "skills", 4), ("accept", "money", 2), ("accept", "time", 2),
    ]  # fmt: skip
    assert later.mine("P08") == []
    coding = later.mine()[3]
    later.revise(coding.id, "money-lent")
    assert [each.code for each in later.mine()] == ["money-lent", "", "skills", "money"]
    again = room.sit()
    start, end = again.find("P07", "Time is short, and")
    again.revise(again.mine()[0].id, start=start, end=end)
    assert ("money-lent", "Time is short, and") in room.codings()
    with pytest.raises(CodingError, match="no coding of yours"):
        again.revise(coding.id, "time")
    last = room.sit()
    assert [last.undo().action for _ in range(6)] == ["change", "change", "memo", "accept", "accept", "accept"]
    assert room.codings() == []
    assert waits(last) == ["time", "money", "skills"]
    with pytest.raises(CodingError, match="nothing of yours"):
        last.undo()


def test_one_decision_is_undone_and_the_rest_stands(room: Room) -> None:
    desk = room.sit()
    time, money, _ = desk.waiting("P07")
    first = desk.accept(time.id)
    desk.accept(money.id)
    assert desk.undo(first.id) == first
    assert room.codings() == [("money", "time is money")]
    with pytest.raises(CodingError, match="no decision of yours that counts"):
        desk.undo(first.id)
    other = room.sit("AB")
    with pytest.raises(CodingError, match="no decision of yours that counts"):  # it is another's
        other.undo(desk.mine()[0].id)


def test_what_is_decided_at_once_is_kept_together_or_not_at_all(room: Room) -> None:
    desk = room.sit()
    time, money, _ = desk.waiting("P07")
    with pytest.raises(CodingError, match="decided on time"), desk.at_once():
        desk.accept(time.id)
        desk.accept(time.id)
    assert room.log == []
    assert waits(desk) == ["time", "money", "skills"]
    with desk.at_once():
        coding = desk.accept(time.id)
        desk.star(coding.id)
        assert room.log == []
    assert [each.action for each in room.log] == ["accept", "star"]
    assert fold(room.log).stars[["quote", "end"]].to_numpy().tolist() == [[time.quote, time.end]]
    with pytest.raises(CodingError, match="starred already"):
        desk.star(coding.id)
    desk.reject(money.id)
    assert [each.code for each in desk.rejected("P07")] == ["money"]
    assert next((each.action, each.start, each.end) for each in desk.mine("P07")) == ("reject", money.start, money.end)


def test_a_quotation_is_refused_with_a_reason_and_the_refusal_undone(room: Room) -> None:
    desk = room.sit()
    with pytest.raises(CodingError, match="Say why"):
        desk.refuse("P07", 0, 4, ["time"], " ")
    start, end = desk.find("P07", "time is money")
    desk.refuse("P07", start, end, ["time", "money"], "it is a proverb")
    stars = fold(room.log).stars
    assert stars[["code", "verdict", "memo"]].to_numpy().tolist() == [
        ["money", "drop", "it is a proverb"], ["time", "drop", "it is a proverb"],
    ]  # fmt: skip
    coding = desk.add("P07", start, end, "time")
    desk.star(coding.id)  # which a refusal is not
    desk.undo()
    desk.undo(coding.id)
    assert [(each.action, each.verdict) for each in desk.mine("P07")] == [("star", "drop"), ("star", "drop")]
    desk.undo()
    assert len(fold(room.log).stars) == 1


def test_a_suggestion_is_as_sure_as_its_terms_were_right_so_far(room: Room) -> None:
    desk = room.sit()
    first, second = (each for each in desk.waiting() if each.code == "time")
    assert desk.sureness()(second) == 0.5
    desk.accept(first.id)
    assert desk.sureness()(first) == desk.sureness()(second) == 0.5  # the room's reasons name no word that was said
    assert certainty([])(replace(second, origin="model m 1", why="34% sure: it is like others")) == 0.34
    why = "term “time” in “time”"
    made = [replace(each, rule=why) for each in room.log]
    assert certainty(made)(replace(second, why=why)) == 2 / 3
    assert certainty([*made, replace(made[0], action="reject")])(replace(second, why=why)) == 0.5


def test_decisions_about_one_source_cost_nothing_elsewhere_and_come_to_the_same(room: Room) -> None:
    desk = room.sit()
    for each in desk.waiting():
        desk.accept(each.id)
    desk.undo()
    other = desk._parts.of("P08")
    desk.undo()
    assert desk._parts.of("P08") is other
    assert [(each.id, each.action) for each in desk.mine()] == [(each.id, each.action) for each in room.sit().mine()]
    assert desk.counts() == dict(fold(room.log).codings["code"].value_counts())


def test_done_with_suggestions_open_is_asked_about_and_can_be_taken_back(room: Room) -> None:
    desk = room.sit()
    with pytest.raises(NotYet, match="3 suggestions of P07 wait"):
        desk.finish("P07")
    assert room.log == []
    mark = desk.finish("P07", sure=True)
    assert mark.transcript == text_hash(room.transcripts["P07"].text)
    assert desk.is_done("P07")
    assert [each.source for each in room.sit().waiting()] == ["P08"]
    assert waits(room.sit()) == ["time", "money", "skills"]
    with pytest.raises(CodingError, match="done in round 1 already"):
        room.sit().finish("P07", sure=True)
    assert not room.sit(number=2).is_done("P07")
    later = room.sit()
    later.reopen("P07")
    assert not room.sit().is_done("P07")
    with pytest.raises(CodingError, match="not called P07 done"):
        later.reopen("P07")


def test_a_mark_of_other_words_is_not_done(room: Room, spoken: Spoken) -> None:
    room.sit().finish("P08", sure=True)
    room.transcripts["P08"] = spoken(("", ASKED), ("P08", "Time, mostly, I would say."))
    assert not room.sit().is_done("P08")


def test_a_turn_is_seen_among_its_neighbours_with_its_question(room: Room) -> None:
    seen = room.sit().view("P07", 2)
    assert seen.question == "B6: What else?"
    assert ([line.text for line in seen.before], seen.here.text) == ([ASKED], FIRST)
    assert [line.who for line in (*seen.before, seen.here, *seen.after)] == ["interviewer", "P07", "interviewer"]
    text = room.transcripts["P07"].text
    assert text[seen.here.start : seen.here.start + len(FIRST)] == FIRST
    with pytest.raises(CodingError, match="no turn 9; they go from 1 to 4"):
        room.sit().view("P07", 9)
    with pytest.raises(CodingError, match="No transcript is of"):
        room.sit().view("../P07", 1)


class TestAdjudication:
    def differ(self, room: Room) -> None:
        one, two = room.sit("IF"), room.sit("AB")
        one.accept(one.waiting("P07")[0].id)
        two.reject(two.waiting("P07")[0].id)
        for desk in (one, two):
            desk.finish("P07", sure=True)

    def test_a_third_person_settles_with_a_reason_and_may_undo_it(self, room: Room) -> None:
        self.differ(room)
        desk = room.sit("SN")
        (row,) = desk.differences()
        assert (row.code, row.coders, row.without, row.quote) == ("time", "IF", "AB", "Time is short")
        with pytest.raises(CodingError, match="Say why"):
            desk.settle(row.id, "keep", "  ")
        desk.settle(row.id, "keep", "it is said")
        assert desk.differences() == room.sit("SN").differences() == []
        with pytest.raises(CodingError, match="settled"):
            desk.settle(row.id, "drop", "or not")
        later = room.sit("SN")
        later.undo()
        assert [each.code for each in room.sit("SN").differences()] == ["time"]

    @pytest.mark.parametrize("name", ["IF", "AB", "CD"])
    def test_none_of_the_coders_does(self, room: Room, name: str) -> None:
        room.plan = CodingPlan.model_validate({"rounds": [{"sources": ["P07"], "coders": ["IF", "CD"]}]})
        self.differ(room)
        desk = room.sit(name)
        assert desk.differences() == []
        assert desk.theirs_to_leave() == ["P07"]
        (row,) = room.sit("SN").differences()
        with pytest.raises(CodingError, match="one of its coders"):
            desk.settle(row.id, "keep", "it is mine")


class TestCodesByName:
    @pytest.mark.parametrize(
        ("said", "code"),
        [("time", "time"), ("TIME", "time"), ("Money", "money"), ("money l", "money-lent"), ("staff", "skills"),
         (" skills and", "skills")],
    )  # fmt: skip
    def test_an_id_a_name_or_as_much_of_it_as_tells(self, room: Room, said: str, code: str) -> None:
        desk = room.sit()
        assert desk.accept(desk.waiting("P07")[0].id, said).code == code

    def test_what_may_be_several_or_none_is_answered_with_a_sentence(self, room: Room) -> None:
        desk = room.sit()
        with pytest.raises(CodingError, match="'mon' may be money, money-lent; say which"):
            desk.accept(desk.waiting("P07")[0].id, "mon")
        with pytest.raises(CodebookError, match="did you mean skills"):
            desk.accept(desk.waiting("P07")[0].id, "skils")
        assert room.log == []


class TestWhoDecides:
    ROUNDS = CodingPlan.model_validate({"rounds": [{"sources": ["P07"], "coders": ["OA", "TLH"]}]})

    @pytest.mark.parametrize("name", ["OA", "TLH", "SN"])
    def test_those_of_a_round_and_those_who_decided_before_are_known(self, name: str, coder: Coders) -> None:
        assert who_decides(name, self.ROUNDS, [coder("SN").done("P07", "0" * 64)]) == ""

    @pytest.mark.parametrize("name", ["oa", "Oa", " OA", "O.A.", "Ôa"])
    @pytest.mark.parametrize("adjudicates", [False, True])
    def test_a_known_name_written_otherwise_is_refused(self, name: str, adjudicates: bool) -> None:
        with pytest.raises(CodingError, match="and 'OA' differ only in how they are written"):
            who_decides(name, self.ROUNDS, [], adjudicates)

    def test_somebody_else_is_asked_about(self, coder: Coders) -> None:
        asked = who_decides("AO", self.ROUNDS, [coder("SN").done("P07", "0" * 64)])
        assert "AO has not coded here before" in asked
        assert "OA, TLH" in asked
        assert "SN" in asked
        assert who_decides("AO", self.ROUNDS, [], adjudicates=True) == ""
        assert who_decides("AO", CodingPlan(), []) == ""
        assert "AO has not" in who_decides("AO", CodingPlan(), [coder("SN").done("P07", "0" * 64)])


def test_each_answer_is_on_the_disk_before_it_returns(room: Room) -> None:
    desk = room.sit()
    for each in desk.waiting():
        made = desk.accept(each.id)
        assert room.log[-1] == made


def test_what_another_program_added_meanwhile_is_seen_by_the_next_session(room: Room, coder: Coders) -> None:
    desk = room.sit()
    first = desk.waiting("P07")[0]
    other = room.sit()
    other.reject(first.id)
    assert waits(desk) == ["time", "money", "skills"]
    assert waits(room.sit()) == ["money", "skills"]
    append(log_path(room.folder, "AB"), [coder("AB").done("P07", "0" * 64)])
    assert waits(room.sit()) == ["money", "skills"]


def test_codings_of_a_code_that_was_split_wait_until_one_part_is_chosen(room: Room, coder: Coders) -> None:
    desk = room.sit()
    first, second = desk.add("P07", 14, 27, "time"), desk.add("P08", 14, 18, "time")
    book = replace(CODEBOOK, version="2", codes=(*CODEBOOK.codes[1:], *(Code(n, n, "", n) for n in ("hours", "days"))))
    append(desk.log, [coder("AB", "2").migrate({"time": ["hours", "days"]}, "1", "2")])
    whole = (room.transcripts, book, room.log, room.suggestions().iloc[1:3])
    later = Desk(coder("IF", "2"), desk.log, *whole)
    assert [(row["id"], row["choices"]) for row in later.to_choose()] == [
        (first.id, ("hours", "days")), (second.id, ("hours", "days")),
    ]  # fmt: skip
    with pytest.raises(NotYet, match="1 coding of a code that was split of P08 waits"):
        later.finish("P08")
    later.revise(first.id, "hours")
    assert [row["id"] for row in later.to_choose()] == [second.id]
    assert later.to_choose("P07") == []
    later.undo()
    assert [row["id"] for row in later.to_choose("P07")] == [first.id]
