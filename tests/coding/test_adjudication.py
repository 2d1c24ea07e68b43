"""Where coders agree and differ, and what is final."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding import Coder, Decision, Final, Passage, anchor, compare, final_codings, fold, passage
from lmep_consult.transcripts import Transcript

Coders = Callable[..., Coder]
Spoken = Callable[..., Transcript]

TEXT = "Time is short, and money is tight, and nobody here has skills."


class Room:
    """One interview, P07, and what is decided about it."""

    def __init__(self, spoken: Spoken) -> None:
        self.talk = spoken(("P07", TEXT))
        self.log: list[Decision] = []

    def at(self, quote: str) -> Passage:
        start = TEXT.index(quote)
        return passage("P07", self.talk, start, start + len(quote), quote)

    def decide(self, *decisions: Decision) -> None:
        self.log += decisions

    @property
    def placed(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        folded = fold(self.log)
        codings, adjudications = (
            anchor(frame, {"P07": self.talk})[0] for frame in (folded.codings, folded.adjudications)
        )
        return codings, adjudications, folded.done

    @property
    def final(self) -> Final:
        return final_codings(*self.placed)


def quotes(frame: pd.DataFrame) -> list[list[str]]:
    return frame[["code", "quote"]].values.tolist()


def test_overlapping_codings_of_one_code_agree_on_all_they_cover(spoken: Spoken, coder: Coders) -> None:
    room, one, two = Room(spoken), coder("IF"), coder("AB")
    room.decide(
        one.add(room.at("short, and money"), "means", "both"), one.add(room.at("skills"), "skills"),
        two.add(room.at("money is tight"), "means"), two.add(room.at("skills"), "staff"),
    )  # fmt: skip
    codings, _, done = room.placed
    comparison = compare(codings, done)
    (agreed,) = comparison.agreed.to_dict("records")
    assert (agreed["code"], agreed["quote"], agreed["coder"]) == ("means", "short, and money is tight", "AB + IF")
    assert TEXT[agreed["start"] : agreed["end"]] == agreed["quote"]
    assert (agreed["said"], agreed["memo"], agreed["origin"]) == (TEXT, "both", "person")
    assert comparison.differing[["code", "quote", "coders", "without"]].values.tolist() == [
        ["skills", "skills", "IF", "AB"],
        ["staff", "skills", "AB", "IF"],
    ]
    assert comparison.differing["ids"].tolist() == [(room.log[1].id,), (room.log[3].id,)]


def test_spans_that_only_touch_do_not_overlap(spoken: Spoken, coder: Coders) -> None:
    room = Room(spoken)
    room.decide(coder("IF").add(room.at("Time is "), "time"), coder("AB").add(room.at("short"), "time"))
    comparison = compare(*room.placed[::2])
    assert (len(comparison.agreed), len(comparison.differing)) == (0, 2)


def test_of_three_coders_all_must_agree(spoken: Spoken, coder: Coders) -> None:
    room = Room(spoken)
    people = [coder(name) for name in ("AB", "CD", "IF")]
    room.decide(
        *(who.add(room.at("Time"), "time") for who in people),
        *(people[n].add(room.at("skills"), "skills") for n in (0, 2)),
    )
    comparison = compare(*room.placed[::2])
    assert comparison.agreed["coder"].tolist() == ["AB + CD + IF"]
    assert comparison.differing[["coders", "without"]].values.tolist() == [["AB + IF", "CD"]]


def test_one_who_finished_and_found_nothing_differs(spoken: Spoken, coder: Coders) -> None:
    room = Room(spoken)
    room.decide(coder("IF").add(room.at("Time"), "time"))
    assert quotes(room.final.codings) == [["time", "Time"]]
    room.decide(coder("AB").done("P07", "0" * 64))
    assert room.final.codings.empty
    assert room.final.open[["coders", "without"]].values.tolist() == [["IF", "AB"]]


def test_what_one_coder_says_alone_is_final_as_it_is(spoken: Spoken, coder: Coders) -> None:
    room = Room(spoken)
    room.decide(coder("IF").add(room.at("Time"), "time"), coder("IF").add(room.at("Time is"), "time"))
    pd.testing.assert_frame_equal(room.final.codings, room.placed[0])


def test_an_adjudication_is_the_final_word_with_its_reason(spoken: Spoken, coder: Coders) -> None:
    room, one, two, judge = Room(spoken), coder("IF"), coder("AB"), coder("CD")
    mine, theirs = one.add(room.at("skills"), "skills"), two.add(room.at("has skills"), "staff")
    room.decide(mine, theirs, one.add(room.at("Time"), "time"), two.add(room.at("Time"), "time"))
    assert quotes(room.final.codings) == [["time", "Time"]]
    assert len(room.final.open) == 2
    keep = judge.adjudicate([mine.id], room.at("nobody here has skills"), "skills", "keep", "it is about people")
    drop = judge.adjudicate([theirs.id], room.at("has skills"), "staff", "drop", "says the same")
    room.decide(keep, drop)
    assert quotes(room.final.codings) == [["time", "Time"], ["skills", "nobody here has skills"]]
    assert room.final.codings.iloc[1][["coder", "memo", "turn"]].tolist() == ["CD", "it is about people", 1]
    assert room.final.open.empty
    room.decide(judge.undo(drop))
    assert room.final.open["code"].tolist() == ["staff"]


def test_what_all_agree_on_may_be_adjudicated_too(spoken: Spoken, coder: Coders) -> None:
    room, one, two = Room(spoken), coder("IF"), coder("AB")
    both = [who.add(room.at("Time"), "time") for who in (one, two)]
    room.decide(*both, coder("CD").adjudicate([c.id for c in both], room.at("Time"), "time", "drop", "a greeting"))
    assert (len(room.final.codings), len(room.final.open)) == (0, 0)


def test_nothing_decided_gives_nothing_and_all_columns(spoken: Spoken) -> None:
    room = Room(spoken)
    comparison = compare(*room.placed[::2])
    assert room.final.codings.columns.tolist() == comparison.agreed.columns.tolist() == room.placed[0].columns.tolist()
    assert room.final.open.columns.tolist() == comparison.differing.columns.tolist()


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda at: (at[0], min(sum(at), len(TEXT))))
marks = st.lists(
    st.tuples(st.sampled_from(["IF", "AB", "CD"]), st.sampled_from(["time", "skills"]), spans), max_size=10
)


@settings(max_examples=25, deadline=None)
@given(made=marks)
def test_every_coding_is_agreed_open_or_alone_and_each_stretch_is_one_piece(
    made: list[tuple[str, str, tuple[int, int]]], spoken: Spoken
) -> None:
    room = Room(spoken)
    made = [mark for mark in made if TEXT[slice(*mark[2])].strip()]
    for who, code, span in made:
        room.decide(Coder(who).add(passage("P07", room.talk, *span), code))
    coders = {who for who, _, _ in made}
    final = room.final
    comparison = compare(*room.placed[::2])
    for frame, agreed in ((comparison.agreed, True), (comparison.differing, False)):
        for row in frame.to_dict("records"):
            covered = set(range(row["start"], row["end"]))
            here = [mark for mark in made if mark[1] == row["code"] and covered & set(range(*mark[2]))]
            assert set().union(*(range(*span) for _, _, span in here)) == covered
            assert ({who for who, _, _ in here} == coders) is agreed
            assert TEXT[row["start"] : row["end"]] == row["quote"]
    ids = [key for joined in comparison.agreed["id"] for key in joined.split(" + ")]
    ids += [key for several in comparison.differing["ids"] for key in several]
    assert sorted(ids) == sorted(d.id for d in room.log if len(coders) > 1)
    assert len(final.codings) == (len(made) if len(coders) == 1 else len(comparison.agreed))
