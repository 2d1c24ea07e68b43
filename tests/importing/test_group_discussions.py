"""Several participants in one file: group discussions and chats of an event."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.analysis.analyse import interviewees
from lmep_consult.analysis.coded import suggestions
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.codebook import Codebook
from lmep_consult.importing import read_study_data
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

DISCUSSION = """Imogen Farrowby: What would help?
{first}: Case studies, and {second} wanted a toolkit.
SPEAKER_07: A how-to guide.
{second}: We have no time to read a systematic review.
Participant 1: Nor have I.
Imogen Farrowby: Thank you.
SPEAKER_07: Thank you.
{first}: Bye.
{second}: Bye.
"""
CHAT = """10:02:33 From {first} to Everyone:
\tPaywalls are our barrier.
10:03:01 From {second} to Everyone:
\tAgreed, {first}
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study of one event with one discussion and its chat."""
    folder = tmp_path / "study"
    copy_demonstration(folder)
    for path in (folder / "raw").rglob("*.*"):
        path.unlink()
    return Study.open(folder)


def people(study: Study) -> pd.DataFrame:
    register = pd.read_excel(study.register, dtype=str, keep_default_na=False)
    return register[(register["group"] == "CtW") & (register["status"] == "took part")].head(2)


def write(study: Study, kind: str, name: str, text: str) -> None:
    first, second = people(study)["name"]
    path = study.folder / "raw" / kind / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.format(first=first, second=second), encoding="utf-8")


def turns(data: StudyData, name: str) -> list[tuple[str, str]]:
    frame = data.transcripts[name].turns
    return list(zip(frame["role"], frame["participant"], strict=True))


def test_every_participant_of_a_discussion_is_told_and_the_others_are_problems(study: Study) -> None:
    write(study, "transcripts", "W1_discussion.txt", DISCUSSION)
    first, second = people(study)["participant"]
    data = read_study_data(study)
    assert turns(data, "W1") == [
        ("interviewer", ""),
        ("participant", first),
        ("unknown", ""),
        ("participant", second),
        ("unknown", ""),
        ("interviewer", ""),
        ("unknown", ""),
        ("participant", first),
        ("participant", second),
    ]
    told = " ".join(data.problems["what"])
    assert "'SPEAKER_07' speaks in 2 turns" in told
    assert "'Participant 1' speaks in 1 turn" in told
    assert f"Case studies, and [{second}] wanted a toolkit." in data.transcripts["W1"].text
    assert set(interviewees(data, study.plan, data.transcripts)["participant"]) == {first, second}


def test_a_label_is_settled_in_study_toml(study: Study) -> None:
    write(study, "transcripts", "W1_discussion.txt", DISCUSSION)
    first = people(study)["participant"].iloc[0]
    plan = study.folder / "study.toml"
    settled = f'\n[speakers]\nW1_discussion = {{ SPEAKER_07 = "team", "Participant 1" = "{first}" }}\n'
    plan.write_text(plan.read_text(encoding="utf-8") + settled, encoding="utf-8")
    data = read_study_data(Study.open(study.folder))
    assert "unknown" not in {role for role, _ in turns(data, "W1")}
    assert turns(data, "W1")[4] == ("participant", first)
    assert not data.problems["what"].str.contains("speaks in").any()


def test_what_somebody_said_who_withdrew_is_left_out_of_the_group(study: Study) -> None:
    write(study, "transcripts", "W1_discussion.txt", DISCUSSION)
    write(study, "chats", "W1_chat.txt", CHAT)
    second = people(study)["participant"].iloc[1]
    register = pd.read_excel(study.register, dtype=str, keep_default_na=False)
    register.loc[register["participant"] == second, "status"] = "withdrew"
    register.to_excel(study.register, index=False)
    data = read_study_data(study)
    assert second not in {participant for _, participant in turns(data, "W1")}
    assert "systematic review" not in data.transcripts["W1"].text
    assert "Agreed" not in data.chats["W1"].text
    shutil.rmtree(study.codings)  # what coders marked in interviews
    working = b"".join(path.read_bytes() for path in study.working.rglob("*") if path.is_file())
    assert b"systematic review" not in working


def test_a_chat_is_a_source_of_its_own_and_counts_in_no_table(study: Study) -> None:
    write(study, "chats", "W1_chat.txt", CHAT)
    first, second = people(study)["participant"]
    data = read_study_data(study)
    assert data.transcripts == {}
    assert list(data.chats["W1"].turns["participant"]) == [first, second]
    assert data.chats["W1"].text == f"Paywalls are our barrier.\nAgreed, [{first}]"
    assert list(data.files["kind"]) == ["chat"]
    found = suggestions(data.chats, Codebook.load(study.codebook))
    assert set(found["participant"]) == {first}
    assert interviewees(data, study.plan, data.transcripts).empty


def test_two_discussions_of_an_event_are_kept_apart(study: Study) -> None:
    write(study, "transcripts", "W1_room_a.txt", DISCUSSION)
    write(study, "transcripts", "W1_room_b.txt", DISCUSSION.replace("What would help?", "And what else?"))
    data = read_study_data(study)
    assert list(data.transcripts) == ["W1", "W1 2"]
    assert data.transcripts["W1 2"].text.startswith("And what else?")
