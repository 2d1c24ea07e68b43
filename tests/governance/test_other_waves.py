"""Who withdraws from one wave of a study withdraws from all."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.governance import other_waves
from lmep_consult.participants import register_of, withdrawn
from lmep_consult.places import COMPARED_FOR_TEAM, COMPARISON, REGISTER
from lmep_consult.run import chain
from lmep_consult.study import Study


@pytest.fixture
def waves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Study, Study]:
    """The tiny study and a later wave of the same people, whose reports nobody makes."""
    monkeypatch.setattr(chain, "run", lambda *args: None)
    studies = []
    for name, other, year in (("then", "now", 2026), ("now", "then", 2027)):
        tiny.tiny(tmp_path / name)
        plan = tiny.PLAN.replace("2026-0", f"{year}-0") + f'\n[waves]\nothers = ["../{other}"]\n'
        tiny.write(tmp_path / name / "study.toml", plan)
        studies.append(Study.open(tmp_path / name))
    agree(studies[1], "yes")
    return studies[0], studies[1]


def agree(later: Study, said: str) -> None:
    people = tuple((f"N{who[1:]}", *rest) for who, *rest in tiny.PEOPLE)
    tiny.register(later.at(REGISTER), people, consent_linking=said)


def withdraw(participant: str, study: Study) -> str:
    result = CliRunner().invoke(app, ["withdraw", participant, "--study", str(study.folder), "--yes"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("at", [0, 1], ids=["from the earlier", "from the later"])
def test_a_withdrawal_from_one_is_done_in_the_other(waves: tuple[Study, Study], at: int) -> None:
    withdraw(("P4", "N4")[at], waves[at])
    assert [withdrawn(register_of(study)) for study in waves] == [{"P4"}, {"N4"}]
    assert not list(waves[0].raw("transcripts")[0].parent.glob("P4_*"))
    assert "nothing of theirs is left" in withdraw(("P4", "N4")[at], waves[at])


def test_who_did_not_agree_to_be_found_again_is_left_to_a_person(waves: tuple[Study, Study]) -> None:
    agree(waves[1], "no")
    said = withdraw("P4", waves[0])
    assert "N4 seems to be the same person" in said
    assert "lmep-consult withdraw N4" in said
    assert withdrawn(register_of(waves[1])) == set()


def test_a_wave_that_cannot_be_read_holds_no_withdrawal_up(waves: tuple[Study, Study]) -> None:
    waves[0].folder.joinpath("study.toml").unlink()
    said = " ".join(withdraw("N4", waves[1]).split())
    assert "cannot be read" in said
    assert "if they are in it: lmep-consult withdraw ID" in said.replace("If", "if")
    assert withdrawn(register_of(waves[1])) == {"N4"}


def test_a_comparison_that_counts_somebody_who_withdrew_is_deleted(waves: tuple[Study, Study]) -> None:
    tiny.write(waves[1].at(COMPARISON) / "tables" / "themes.csv", "code\n")
    tiny.write(waves[1].at(COMPARED_FOR_TEAM), "of\n")
    agree(waves[1], "no")  # the person is in the earlier wave alone, as far as is known
    withdraw("P4", waves[0])
    assert not waves[1].at(COMPARISON).exists()
    assert not waves[1].at(COMPARED_FOR_TEAM).exists()


def test_only_the_person_in_question_is_found(waves: tuple[Study, Study]) -> None:
    assert [wave.participant for wave in other_waves(waves[0], "P2")] == ["N2"]
    assert [wave.participant for wave in other_waves(waves[1], "N2")] == ["P2"]
    assert other_waves(waves[1], "P2")[0].participant == ""
