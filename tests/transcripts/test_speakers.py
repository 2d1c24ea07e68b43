"""Who is speaking in an interview or a focus group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.errors import StudyError
from lmep_consult.study import Study
from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript
from lmep_consult.transcripts.labels import role_of

NAMES = {"P02": "Bob Fry", "P07": "Sam Roe", "P08": "Cat Lee", "P12": "Lee, Dan", "P13": "Sam Poe"}
TEAM = ["Jane Doe", "Kim Poe"]


def spoken(*labels: str) -> Transcript:
    """A transcript of one turn a label, roles as the reader gives them."""
    turns = pd.DataFrame(
        [
            {"speaker": label, "label": label, "role": role_of(label), "participant": "", "text": f"Words {number}."}
            for number, label in enumerate(labels)
        ]
    )
    account = pd.DataFrame(columns=["where", "kind", "start", "end", "text"])
    return Transcript("", turns, (), "labelled-txt", account).with_turns(turns)


def interview(
    *labels: str, names: Mapping[str, str] = NAMES, mapping: Mapping[str, str] | None = None
) -> tuple[list[str], list[str]]:
    """Who each turn of P07's interview is by, and the problems."""
    return told(identify_speakers(spoken(*labels), "P07", names, TEAM, mapping=mapping))


def group(
    *labels: str, attended: Collection[str] = (), mapping: Mapping[str, str] | None = None
) -> tuple[list[str], list[str]]:
    return told(identify_speakers(spoken(*labels), "", NAMES, TEAM, attended=attended, mapping=mapping))


def told(known: Transcript) -> tuple[list[str], list[str]]:
    who = []
    for role, participant in zip(known.turns["role"], known.turns["participant"], strict=True):
        assert (participant != "") == (role == "participant")
        who.append({"interviewer": "team", "unknown": "?"}.get(role, participant))
    return who, [f"{problem.where}: {problem.what}" for problem in known.problems]


def test_the_team_interviews_and_the_participant_answers(tmp_path: Path) -> None:
    path = tmp_path / "P07_interview.txt"
    path.write_text("JANE DOE: Well?\nRoe, Sam: Yes.\nJANE DOE: Why?\nRoe, Sam: Data.\n", encoding="utf-8")
    transcript = read_transcript(path)
    known = identify_speakers(transcript, "P07", NAMES, TEAM)
    assert list(known.turns["role"]) == ["interviewer", "participant"] * 2
    assert list(known.turns["participant"]) == ["", "P07"] * 2
    assert known.problems == ()
    assert known.text == transcript.text
    assert set(transcript.turns["role"]) == {"unknown"}


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("Doe, Jane [NA]", "team"),
        ("J Doe", "team"),
        ("KP", "team"),
        ("Interviewer 2", "team"),
        ("INT", "team"),
        ("I", "team"),
        ("Facilitator", "team"),
        ("Dr Sam Roe (External)", "P07"),
        ("Sam", "P07"),
        ("P7", "P07"),
        ("p07", "P07"),
        ("R", "P07"),
        ("Respondent 1", "P07"),
        ("Participant", "P07"),
    ],
)
def test_labels_that_can_mean_one_person_only_are_that_person(label: str, who: str) -> None:
    assert interview(label) == ([who], [])


def test_different_labels_of_the_person_interviewed_are_one_person() -> None:
    assert interview("INT", "R", "P07", "Sam Roe") == (["team", "P07", "P07", "P07"], [])


def test_a_stranger_stays_unknown_and_is_reported_once_with_the_way_to_settle_it() -> None:
    who, problems = interview("Jane Doe", "Alex Noe", "Jane Doe", "Alex Noe")
    assert who == ["team", "?", "team", "?"]
    assert problems == [
        "turn 2: 'Alex Noe' speaks in 2 turns and is nobody the study knows by that name; "
        "add it under [speakers] in study.toml"
    ]


def test_two_labels_for_participants_in_an_interview_are_neither() -> None:
    who, problems = interview("INT", "R1", "R2", "R1")
    assert who == ["team", "?", "?", "?"]
    assert [problem.split(" speaks ")[0] for problem in problems] == ["turn 2: 'R1'", "turn 3: 'R2'"]
    assert "may or may not be P07" in problems[0]


@pytest.mark.parametrize("label", ["P08", "p8", "Cat Lee", "Dan Lee"])
def test_another_participant_in_an_interview_is_a_problem(label: str) -> None:
    who, problems = interview("INT", label, "Sam Roe")
    assert who == ["team", "?", "P07"]
    assert len(problems) == 1
    assert f"is {'P12' if 'Dan' in label else 'P08'}, but this is the interview of P07" in problems[0]


def test_initials_of_somebody_elsewhere_in_the_register_mean_nobody() -> None:
    assert interview("Bob")[0] == ["?"]


@pytest.mark.parametrize("label", ["SPEAKER_00", "Speaker 1", "Unknown", "Unknown Speaker", "Guest"])
def test_labels_that_name_nobody_are_unknown(label: str) -> None:
    for who, problems in (interview(label), group(label)):
        assert who == ["?"]
        assert "names nobody" in problems[0]


def test_an_interviewer_and_a_participant_of_one_name_are_not_told_apart() -> None:
    who, problems = interview("Jane Doe", names={"P07": "Jane Doe"})
    assert who == ["?"]
    assert "may be team or P07" in problems[0]


def test_of_two_people_of_one_name_the_one_interviewed_is_speaking() -> None:
    assert interview("Sam Roe", names={"P01": "Sam Roe", "P07": "Sam Roe"}) == (["P07"], [])


def test_a_focus_group_has_several_participants() -> None:
    assert group("Jane Doe", "Sam Roe", "P8", "Lee, Dan (Guest)", "BF") == (["team", "P07", "P08", "P12", "P02"], [])


def test_an_ambiguous_label_names_its_candidates() -> None:
    who, problems = group("Sam")
    assert who == ["?"]
    assert problems == ["turn 1: 'Sam' speaks in 1 turn and may be P07 or P13; add it under [speakers] in study.toml"]


def test_those_who_attended_settle_what_a_first_name_means() -> None:
    assert group("Sam", "Lee", attended=["P13", "P12"]) == (["P13", "P12"], [])


def test_a_whole_name_counts_although_nobody_was_seen_to_attend() -> None:
    assert group("Bob Fry", "Bob", attended=["P07"])[0] == ["P02", "?"]


def test_a_participant_without_a_name_may_be_anyone_of_a_focus_group() -> None:
    who, problems = group("Facilitator", "Participant", "R3")
    assert who == ["team", "?", "?"]
    assert all("may be any participant" in problem for problem in problems)


def test_an_id_in_brackets_tells_who_a_participant_of_a_group_is() -> None:
    assert group("Participant (P12)", "Respondent 2 [p7]") == (["P12", "P07"], [])


def test_the_study_says_who_a_label_is_before_all_else() -> None:
    mapping = {"speaker 1": "team", "SPEAKER_01": "P12", "Sam Roe": "P13"}
    assert group("Speaker  1", "SPEAKER_01", "Sam Roe", mapping=mapping) == (["team", "P12", "P13"], [])
    assert interview("Speaker 1", "SPEAKER_01", "Sam Roe", mapping=mapping)[0] == ["team", "P12", "P13"]


def test_a_label_the_study_names_but_nobody_bears_is_reported() -> None:
    known = identify_speakers(spoken("Sam Roe"), "P07", NAMES, TEAM, mapping={"Speker 1": "team"})
    assert [(problem.where, problem.text) for problem in known.problems] == [("file", "Speker 1")]


def test_turns_nobody_is_named_for_stay_as_they_are() -> None:
    assert interview("", "Sam Roe") == (["?", "P07"], [])


@given(st.lists(st.sampled_from(["Sam Roe", "Sam", "R", "P8", "INT", "Speaker 1", "Dan Lee", "JD", ""]), min_size=1))
@settings(deadline=None)
def test_no_turn_is_lost_and_every_unknown_label_has_one_problem(labels: list[str]) -> None:
    for known in (
        identify_speakers(spoken(*labels), "P07", NAMES, TEAM),
        identify_speakers(spoken(*labels), "", NAMES, TEAM),
    ):
        assert list(known.turns["label"]) == labels
        unknown = known.turns.loc[(known.turns["role"] == "unknown") & (known.turns["label"] != ""), "label"]
        assert len(known.problems) == unknown.nunique()
        assert all(any(f"{label!r} speaks" in p.what for p in known.problems) for label in unknown)


STUDY = """\
[study]
title = "A small study"
source = "Invented, 2026"

[dates]
fieldwork_start = 2026-01-05
fieldwork_end = 2026-02-27
delete_by = 2027-02-28

[[groups]]
id = "MSA"
name = "Strategic Authorities"

[speakers]
W3 = { "Speaker 1" = "team" }
"W3_focus" = { "Speaker 1" = "team", "Speaker 2" = "P12" }
P07 = { SPEAKER_00 = "team", SPEAKER_01 = "P70" }
"""


def study(folder: Path) -> Study:
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    return Study.open(folder)


@pytest.mark.parametrize(
    ("file", "speakers"),
    [
        ("W3_focus.vtt", {"Speaker 1": "team", "Speaker 2": "P12"}),
        ("w3_other.vtt", {"Speaker 1": "team"}),
        ("W30_focus.vtt", {}),
        ("P08_interview.vtt", {}),
    ],
)
def test_a_file_takes_the_entry_of_speakers_its_name_begins_with(
    tmp_path: Path, file: str, speakers: dict[str, str]
) -> None:
    assert study(tmp_path).speakers_of(Path(file), ["P07", "P12"]) == speakers


def test_an_entry_of_speakers_must_name_somebody_of_the_register(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as fault:
        study(tmp_path).speakers_of(Path("P07_interview.vtt"), ["P07"])
    assert str(fault.value).replace(str(tmp_path), "").lstrip("/\\") == (
        "study.toml: speakers.P07: 'SPEAKER_01' is 'P70', which is neither the id of anybody in the register nor "
        '"team".'
    )


def test_a_label_that_study_toml_names_is_found_with_brackets_round_it() -> None:
    known = identify_speakers(
        spoken("[SPEAKER_00]", "[SPEAKER_01]"),
        "P1",
        {"P1": "Ana Reyes"},
        [],
        mapping={"SPEAKER_00": "team", "SPEAKER_01": "P1"},
    )
    assert list(known.turns["role"]) == ["interviewer", "participant"]
    assert not known.problems
