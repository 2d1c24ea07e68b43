"""A check is never silent about what cannot be read or does not count."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import tiny

from lmep_consult.coding import Coder, append, log_path, passage, text_hash
from lmep_consult.governance import check_study
from lmep_consult.importing import read_study_data
from lmep_consult.study import Study

TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny.tiny(tmp_path / "study")


def told(study: Study) -> dict[str, str]:
    return {problem.where: problem.what for problem in check_study(study, TODAY)}


def test_a_study_with_nothing_wrong_has_nothing_to_see_to(study: Study) -> None:
    assert told(study) == {}


def test_a_raw_file_that_is_refused_is_told(study: Study) -> None:
    (study.folder / "raw" / "transcripts" / "P3_interview.txt").write_text("Nobody speaks.\n", encoding="utf-8")
    (found,) = told(study).items()
    assert found[0] == "raw/transcripts/P3_interview.txt"
    assert found[1].startswith("refused, so that nothing can be run: ")


def test_a_study_without_raw_files_or_with_a_codebook_that_is_none_is_told(study: Study) -> None:
    (study.folder / "codebook.yaml").write_text("[", encoding="utf-8")
    assert [problem.where for problem in check_study(study, TODAY)] == ["codebook.yaml"]  # and once
    (study.folder / "raw" / "transcripts" / "P3_interview.txt").write_text("Nobody speaks.\n", encoding="utf-8")
    assert set(told(study)) == {"codebook.yaml", "raw/transcripts/P3_interview.txt"}  # one does not hide another
    for path in (study.folder / "raw").rglob("*.*"):
        path.unlink()
    assert "holds no files" in told(study)["raw"]


def test_what_was_not_placed_is_counted(study: Study) -> None:
    people = [*tiny.PEOPLE, ("P7", "Ida Vale", "ida@vale.example", "A")]
    tiny.register(study.register, tuple(people), interview="took part")
    assert told(study)["working/problems.csv"].startswith("1 things in raw files were not placed or do not count")


def test_codings_that_count_nowhere_are_told_and_those_that_count_are_not(study: Study) -> None:
    transcripts = read_study_data(study).transcripts
    coder = Coder("Anna", "1")
    log = log_path(study.codings, "Anna")
    for source, transcript in transcripts.items():
        start = transcript.text.index("people") if "people" in transcript.text else 0
        append(log, [coder.add(passage(source, transcript, start, start + 6), "routes")])
    assert told(study)["working/codings"].startswith("6 codings do not count: Passages were found by the codebook's")
    append(log, [coder.done(source, text_hash(transcript.text)) for source, transcript in transcripts.items()])
    assert "working/codings" not in told(study)


def test_a_setting_that_matches_nothing_is_told_once(study: Study) -> None:
    plan = study.folder / "study.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('code = "fares"', 'code = "price"'), encoding="utf-8")
    found = [str(problem) for problem in check_study(Study.open(study.folder), TODAY)]
    assert len(found) == len(set(found)) == 1


def test_passages_on_which_coders_differ_are_told(study: Study) -> None:
    data = read_study_data(study)
    text = data.transcripts["P1"]
    for name, words in (("Anna", "fares"), ("Ben", "hospital")):
        start = text.text.index(words)
        coder = Coder(name, "1")
        log = log_path(study.codings, name)
        append(log, [coder.add(passage("P1", text, start, start + len(words)), "routes")])
        append(log, [coder.done("P1", text_hash(text.text))])
    shown = [problem.what for problem in check_study(study, TODAY)]
    assert any("passages on which coders differ count for nothing" in what for what in shown)


def test_a_coding_whose_words_are_gone_is_told(study: Study) -> None:
    transcript = read_study_data(study).transcripts["P1"]
    start = transcript.text.index("I think")
    coding = Coder("Anna", "1").add(passage("P1", transcript, start, start + 9), "routes")
    append(log_path(study.codings, "Anna"), [coding])
    path = study.folder / "raw" / "transcripts" / "P1_interview.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("I think the", "The"), encoding="utf-8")
    assert any("counts nowhere" in what for what in told(study).values())


def test_nothing_is_written(study: Study) -> None:
    before = set(study.folder.rglob("*"))
    check_study(study, TODAY)
    assert set(study.folder.rglob("*")) == before
