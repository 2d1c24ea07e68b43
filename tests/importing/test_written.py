"""Open answers of polls as texts to code: a source per question, a turn per answer."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from tiny import feedback, write
from typer.testing import CliRunner

from lmep_consult.analysis.coded import coded
from lmep_consult.cli import app
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, append, log_path, passage, read_logs, text_hash
from lmep_consult.errors import StudyError
from lmep_consult.governance import withdraw
from lmep_consult.importing import read_study_data
from lmep_consult.run.chain import run
from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")

SOURCE = "feedback:more"
POLL = """
[[polls]]
id = "feedback"
title = "Feedback"

[[polls.questions]]
id = "more"
title = "Anything else?"
column = "Anything else about the bus?"
kind = "text"
code_answers = true
"""
WROTE = {
    "P1": "The fares again, and a shelter at the school gate where forty children stand in the rain each day.",
    "P5": "A ticket that Lena Stone could buy on the bus, for the shop where we bought it closed two years ago.",
    "P6": "Somewhere dry to wait would be enough.",
    "": "Nobody is ever told that the shelter has moved.",
}


def study_of(folder: Path, wrote: dict[str, str] = WROTE) -> Study:
    """The tiny study in `folder`, with an open question whose answers are coded. An answer of "" is anonymous."""
    answers = [(who, (words,)) for who, words in wrote.items()]
    feedback(folder, POLL, ("Anything else about the bus?",), answers)
    plan = (folder / "study.toml").read_text(encoding="utf-8")
    write(folder / "study.toml", plan.replace('["A", "B"]', '["B"]'))
    return Study.open(folder)


@pytest.fixture
def study(tiny_run: Path, tmp_path: Path) -> Study:
    return study_of(Path(shutil.copytree(tiny_run, tmp_path / "study")))


def test_answers_are_turns_of_those_who_wrote_them_after_the_question(study: Study) -> None:
    turns = read_study_data(study).transcripts[SOURCE].turns
    assert turns["role"].tolist() == ["interviewer", *["participant"] * 4]
    assert turns["participant"].tolist() == ["", "P1", "P5", "P6", "W1 row 4"]
    assert turns["text"].tolist()[:2] == ["Anything else about the bus?", WROTE["P1"]]
    assert "Lena" not in turns["text"][2] and "could buy on the bus" in turns["text"][2]


def test_a_person_who_speaks_and_writes_is_counted_once_and_the_anonymous_not_at_all(study: Study) -> None:
    themes = run(study).analysis.frames["themes_by_group"].set_index(["code", "group"])
    # P2 and P5 spoke of shelters and P1 wrote of one; all but P6 spoke of fares, P1 and P5 wrote of them as well.
    assert themes.loc[("shelters", "All groups"), ["participants", "base"]].tolist() == [3, 6]
    assert themes.loc[("fares", "All groups"), ["participants", "base"]].tolist() == [5, 6]


def test_they_are_suggested_exported_and_traced(study: Study) -> None:
    found = run(study)
    suggested = pd.read_csv(study.working / "suggestions.csv", dtype=str)
    assert set(suggested.loc[suggested["source"] == SOURCE, "participant"]) == {"P1", "P5", "W1 row 4"}
    assert "Who wrote an answer is counted among interviewees, once." in found.analysis.coded.rests_on
    cell = ["themes_by_group", "shelters, All groups", "participants"]
    shown = CliRunner().invoke(app, ["trace", *cell, "--study", str(study.folder)])
    assert SOURCE in shown.output, shown.output
    made = CliRunner().invoke(app, ["export", "--study", str(study.folder)])
    assert made.exit_code == 0, made.output
    with zipfile.ZipFile(study.folder / "exports" / "consultation.qdpx") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt")]
    assert any(f"P6: {WROTE['P6']}" in text for text in texts)


def test_a_coder_decides_on_them_and_sees_the_question(study: Study) -> None:
    keys = f"a\n+ shelters {WROTE['P6']}\nq\n"
    command = ["code", "--by", "Ada", "--source", SOURCE, "--study", str(study.folder), "--yes"]
    seen = CliRunner().invoke(app, command, input=keys)
    assert "Question Anything else?" in seen.output, seen.output
    codings, _ = read_logs(study.codings)
    assert {(each.participant, each.code) for each in codings} == {("P1", "fares"), ("P6", "shelters")}


def test_they_hold_no_interview_back_unless_a_round_names_them(study: Study) -> None:
    data, codebook = read_study_data(study), Codebook.load(study.codebook)
    coder = Coder("Ada", codebook.version, 1)
    spoken = {source: text_hash(said.text) for source, said in data.transcripts.items() if source != SOURCE}
    done = [coder.done(source, text) for source, text in spoken.items()]
    assert coded(data, study.plan, codebook, done).by_people
    named = '[[coding.rounds]]\nsources = ["feedback:more"]\ncoders = ["Ada", "Ben"]\n[disclosure]'
    plan = (study.folder / "study.toml").read_text(encoding="utf-8")
    write(study.folder / "study.toml", plan.replace("[disclosure]", named))
    assert not coded(data, Study.open(study.folder).plan, codebook, done).by_people


def test_who_may_not_be_recorded_has_no_answer_coded(study: Study) -> None:
    book = load_workbook(study.register)
    book.active.cell(1, 8, "consent_recording")
    for row, consent in enumerate(["Y", "TRUE", "yes", "yes", "no", "yes"], start=2):
        book.active.cell(row, 8, consent)
    book.save(study.register)
    data = read_study_data(study)
    assert "P5" not in set(data.transcripts[SOURCE].turns["participant"])
    said = data.problems.loc[data.problems["where"] == "P5", "what"]
    assert f"did not consent to recording, so the answer to {SOURCE} is not coded" in set(said)


def test_they_go_with_the_person(study: Study) -> None:
    data, codebook = read_study_data(study), Codebook.load(study.codebook)
    text = data.transcripts[SOURCE]
    for who in ("P1", "P6"):
        turn = text.turns[text.turns["participant"] == who].iloc[0]
        made = Coder("Ada", codebook.version, 1).add(
            passage(SOURCE, text, int(turn["start_char"]), int(turn["end_char"])), "shelters"
        )
        append(log_path(study.codings, "Ada"), [made])
    withdraw(study, "P1", "asked to", dt.date(2026, 3, 1))
    left, _ = read_logs(study.codings)
    assert [each.participant for each in left] == ["P6"]
    again = read_study_data(Study.open(study.folder))
    assert again.transcripts[SOURCE].turns["participant"].tolist() == ["", "P5", "P6", "W1 row 4"]
    placed = coded(again, study.plan, codebook, left).by_coder
    assert placed["quote"].tolist() == [WROTE["P6"]]


def test_only_open_questions_have_answers_to_code(study: Study) -> None:
    plan = (study.folder / "study.toml").read_text(encoding="utf-8")
    write(study.folder / "study.toml", plan.replace('kind = "text"', 'kind = "rating"'))
    with pytest.raises(StudyError, match="a question of kind 'rating' has no open answers to code"):
        Study.open(study.folder)
