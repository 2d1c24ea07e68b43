"""What tables count: suggestions until every interview is coded in full, and people's codings then."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lmep_consult.analysis.analyse import interviewees
from lmep_consult.analysis.coded import Coded, coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Decision, passage, text_hash
from lmep_consult.coding.measures.themes import themes_by_group
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData

Coders = Callable[..., Coder]
Made = Callable[..., StudyData]
Plans = Callable[..., Plan]
INTERVIEWS = ("P1", "P2", "P10")


def on(data: StudyData, source: str, word: str) -> tuple[object, ...]:
    """The passage where a participant says the word."""
    talk = data.transcripts[source]
    start = talk.text.index(word)
    return (passage(source, talk, start, start + len(word), word),)


def done(who: Coder, data: StudyData, *sources: str) -> list[Decision]:
    return [who.done(source, text_hash(data.transcripts[source].text)) for source in sources]


def counts(now: Coded, data: StudyData, plan: Plan, codebook: Codebook) -> dict[str, tuple[int, int]]:
    table = themes_by_group(now.counted, interviewees(data, plan, now.sources), codebook)
    overall = table[table["group"] == "All groups"]
    return {row["code"]: (row["participants"], row["base"]) for row in overall.to_dict("records")}


def test_one_decision_changes_no_count(study_data: Made, plan: Plans, codebook: Codebook, coder: Coders) -> None:
    data, who = study_data(), coder("IF")
    before = coded(data, plan(), codebook)
    assert counts(before, data, plan(), codebook) == {"time": (3, 4), "money": (3, 4), "skills": (2, 4)}
    assert before.rests_on == ("Passages were found by the codebook's terms and have not yet been checked by a person.")
    accepted = who.accept(*on(data, "P1", "Money"), "money")
    rejected = who.reject(*on(data, "P10", "Time"), "time")
    for log in ([accepted], [accepted, rejected], [accepted, *done(who, data, "P1")]):
        now = coded(data, plan(), codebook, log)
        assert not now.by_people
        assert counts(now, data, plan(), codebook) == counts(before, data, plan(), codebook)


def test_once_every_interview_is_finished_people_count_and_the_discussion_that_nobody_coded_does_not(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, who = study_data(), coder("IF")
    log = [who.accept(*on(data, "P1", "Money"), "money"), *done(who, data, "P1", "P2")]
    now = coded(data, plan(), codebook, log)
    assert not now.by_people
    assert "2 of 3 interviews and 0 of 1 group discussions are coded by people" in now.rests_on
    log += done(who, data, "P10")
    now = coded(data, plan(), codebook, log)
    assert now.by_people
    assert now.sources == set(INTERVIEWS)
    assert counts(now, data, plan(), codebook) == {"time": (0, 3), "money": (1, 3), "skills": (0, 3)}
    assert "in 3 of 3 interviews and 0 of 1 group discussions, which alone are counted" in now.rests_on
    begun = [*log, who.add(*on(data, "W1", "Skills"), "skills")]
    assert counts(coded(data, plan(), codebook, begun), data, plan(), codebook)["skills"] == (0, 3)
    whole = coded(data, plan(), codebook, [*begun, *done(who, data, "W1")])
    assert counts(whole, data, plan(), codebook)["skills"] == (1, 4)
    assert "in 3 of 3 interviews and 1 of 1 group discussions;" in whole.rests_on


def test_a_discussion_that_a_round_names_is_waited_for(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, one, two = study_data(), coder("IF"), coder("AB")
    twice = plan(rounds=[{"sources": ["W1"], "coders": ["IF", "AB"]}])
    log = done(one, data, *INTERVIEWS, "W1")
    assert not coded(data, twice, codebook, log).by_people
    assert coded(data, twice, codebook, [*log, *done(two, data, "W1")]).by_people


def test_the_study_may_ask_for_finished_interviews_alone(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, who, asks = study_data(), coder("IF"), plan(count="finished")
    log = [who.accept(*on(data, "P1", "Money"), "money")]
    assert not coded(data, asks, codebook, log).by_people
    now = coded(data, asks, codebook, [*log, *done(who, data, "P1")])
    assert now.by_people
    assert counts(now, data, asks, codebook)["money"] == (1, 1)
    assert "in 1 of 3 interviews and 0 of 1 group discussions, which alone are counted" in now.rests_on


def test_in_a_finished_interview_only_those_who_finished_it_count_and_others_are_named(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, one, two = study_data(), coder("IF"), coder("AB")
    log = [one.add(*on(data, "P1", "Money"), "money"), *done(one, data, *INTERVIEWS)]
    log.append(two.add(*on(data, "P1", "Time"), "time"))
    now = coded(data, plan(), codebook, log)
    assert now.counted["code"].tolist() == ["money"]
    (problem,) = now.problems
    assert problem.where == "codings of P1, AB"
    assert "1 codings do not count" in problem.what
    assert coded(data, plan(), codebook, [*log, *done(two, data, "P1")]).counted["code"].tolist() == []


def test_whoever_adjudicates_ones_own_coding_is_named(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, one, two, three = study_data(), coder("IF"), coder("AB"), coder("SN")
    first = one.add(*on(data, "P1", "Money"), "money")
    log = [first, *done(one, data, "P1"), *done(two, data, "P1")]
    settled = three.adjudicate([first.id], *on(data, "P1", "Money"), "money", "keep", "said")
    assert coded(data, plan(), codebook, [*log, settled]).problems == ()
    own = one.adjudicate([first.id], *on(data, "P1", "Money"), "money", "keep", "said")
    assert ["one of the coders of P1" in p.what for p in coded(data, plan(), codebook, [*log, own]).problems] == [True]


class TestDoneNamesTheText:
    def test_it_follows_the_text_to_another_name(
        self, study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
    ) -> None:
        data, who = study_data({"W1": "Money is the worst of it."}), coder("IF")
        log = [who.add(*on(data, "W1", "Money"), "money"), *done(who, data, "W1")]
        moved = study_data({"W1": "Somebody came earlier.", "W1 2": "Money is the worst of it."})
        now = coded(moved, plan(), codebook, log)
        assert now.done["source"].tolist() == ["W1 2"]
        assert now.finished == {"W1 2"}
        assert now.problems == ()

    def test_words_that_changed_are_not_finished(
        self, study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
    ) -> None:
        data, who = study_data(), coder("IF")
        log = done(who, data, *INTERVIEWS)
        changed = study_data(
            {**{source: t.turns["text"].iloc[1] for source, t in data.transcripts.items()}, "P2": "No."}
        )
        now = coded(changed, plan(), codebook, log)
        assert now.finished == {"P1", "P10"}
        assert not now.by_people
        (problem,) = now.problems
        assert problem.where == "codings of P2, IF"
        assert "whose words have changed" in problem.what

    @pytest.mark.parametrize(("also", "counts"), [({}, True), ({"W1 2": "Skills."}, False), ({"W12": "Skills."}, True)])
    def test_an_older_mark_goes_by_the_name_where_only_one_transcript_has_it(
        self, study_data: Made, plan: Plans, codebook: Codebook, also: dict[str, str], counts: bool
    ) -> None:
        data = study_data({"W1": "Money.", **also})
        old = Decision("a1", "2026-02-10T09:00:00.000Z", "IF", "done", source="W1")
        now = coded(data, plan(), codebook, [old])
        assert ("W1" in now.finished) is counts
        assert [problem.where for problem in now.problems] == ([] if counts else ["codings of W1, IF"])


def test_finished_rounds_are_of_each_discussion_of_an_event(
    study_data: Made, plan: Plans, codebook: Codebook, coder: Coders
) -> None:
    data, one = study_data({"W1": "Money.", "W1 2": "Skills."}), coder("IF")
    twice = plan(rounds=[{"sources": ["W1"], "coders": ["IF", "AB"]}])
    now = coded(data, twice, codebook, done(one, data, "W1", "W1 2"))
    assert now.finished == frozenset()
    assert now.waiting == {"W1", "W1 2"}


def test_a_round_of_a_source_that_is_not_there_is_a_problem(study_data: Made, plan: Plans, codebook: Codebook) -> None:
    asks = plan(rounds=[{"sources": ["p1", "P2", "W1"], "coders": ["IF", "AB"]}])
    (problem,) = coded(study_data({"P1": "Time.", "P2": "Time.", "W1 2": "Skills."}), asks, codebook).problems
    assert str(problem) == "study.toml, coding.rounds: there is no transcript of 'p1'"


def test_no_transcripts_at_all_count_as_nothing_coded(study_data: Made, plan: Plans, codebook: Codebook) -> None:
    now = coded(study_data({}), plan(), codebook)
    assert not now.by_people
    assert isinstance(now.counted, pd.DataFrame)
