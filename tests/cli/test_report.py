"""Checks, final reports, comparisons and the trail, as commands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from corporate import Numbered, corporate, paragraph
from pptx import Presentation
from pptx.util import Inches
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.cli.report import _compare
from lmep_consult.errors import StudyError
from lmep_consult.report.tables.presets import included
from lmep_consult.run.chain import run
from lmep_consult.study import Study


@pytest.fixture
def study(few_folder: Path, without_charts: None) -> Path:
    return few_folder


def say(study: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--study", str(study)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.mark.usefixtures("without_charts")
def test_final_is_refused_until_two_people_have_checked_and_every_form_says_how_far_it_is(tiny_folder: Path) -> None:
    study = tiny_folder
    with pytest.raises(StudyError, match="first check and second check missing"):
        say(study, "report", "--final")
    say(study, "report", "--check", "--by", "Ann Checker")
    page = (study / "reports" / "scoping_report.html").read_text(encoding="utf-8")
    assert "First check by Ann Checker" in page
    with pytest.raises(StudyError, match="second check is for another"):
        say(study, "report", "--check", "--by", "ann checker")
    say(study, "report", "--check", "--by", "Bea Second")
    assert "second check, by Bea Second" in say(study, "report", "--final")


def test_a_changed_study_is_a_draft_again_and_the_change_is_named_with_its_cause(study: Path) -> None:
    say(study, "report", "--check", "--by", "Ann")
    before = say(study, "report", "--compare", "list").split()[0]
    next((study / "raw" / "polls").glob("W3_formats.*")).unlink()
    run(Study.open(study))
    assert "are at: draft" in say(study, "report")
    said = say(study, "report", "--compare", before)
    changed = [line for line in said.splitlines() if line.startswith("priorities ")]
    assert any("formats, formats, " in line and "W3_formats" in line for line in changed)
    assert not any("themes, themes, " in line for line in changed)


def test_an_unknown_run_is_answered_with_those_there_are(study: Path) -> None:
    with pytest.raises(StudyError, match="No run is kept as 'yesterday'; there are 20"):
        say(study, "report", "--compare", "yesterday")


def test_a_cell_is_traced_to_its_ballots_and_files(study: Path) -> None:
    said = say(study, "trace", "priorities", "themes, themes, Skills, ICB", "rank")
    assert "lmep_consult.ranking.priorities.priorities" in said
    assert "raw/polls/W3_themes.xlsx  sha256 " in said
    assert "raw/polls/W3_formats" not in said
    assert "themes, themes, Skills, ICB" in say(study, "trace", "priorities")
    assert "rank_lower" in say(study, "trace", "priorities", "themes, themes, Skills, ICB")


def test_a_table_is_traced_by_the_number_that_the_report_gives_it(study: Path) -> None:
    listed = json.loads((study / "reports" / "run.json").read_text(encoding="utf-8"))["tables"]
    (ranks,) = [each for each in listed if each["name"] == "priorities_themes"]
    assert ranks["csv"] == "priorities"
    by_name = say(study, "trace", "priorities", "themes, themes, Skills, ICB", "rank")
    for called in (f"Table_{ranks['number']}", f"table {ranks['number']}", str(ranks["number"]), "priorities_themes"):
        assert say(study, "trace", called, "themes, themes, Skills, ICB", "rank") == by_name
    with pytest.raises(StudyError, match=f"numbered 999; there are 1 to {len(listed)}"):
        say(study, "trace", "Table_999")


@pytest.mark.usefixtures("without_charts")
def test_tables_of_the_documents_are_chosen(tiny_folder: Path) -> None:
    study = tiny_folder

    def shown() -> set[str]:
        page = (study / "reports" / "scoping_report.html").read_text(encoding="utf-8")
        return set(re.findall(r'<details class="app-part" id="(\w+)"', page))

    standard = shown()
    assert {"priorities_themes", "method_notes"} <= standard
    assert not (study / "reports" / "numbers.docx").exists()
    say(study, "report", "--tables", "workshops, priorities", "--numbers", "--slides")
    assert all((study / "reports" / name).is_file() for name in ("numbers.docx", "scoping_slides.pptx"))
    assert shown() == {"workshops", *(name for name in standard if name.startswith("priorities"))}
    with pytest.raises(StudyError, match="no table is called 'nothing'"):
        say(study, "report", "--tables", "nothing")


def test_presets_choose_no_tables_most_or_all() -> None:
    names = ["criteria", "regions", "priorities_themes"]
    assert included("summary", names) == []
    assert set(included("standard", names)) < set(included("full", names)) == set(names)


def test_a_quotation_is_traced_to_its_coding(tiny_folder: Path) -> None:
    rows = say(tiny_folder, "trace", "quotes").splitlines()
    said = say(tiny_folder, "trace", "quotes", rows[0], "quote")
    assert "quotations" in said
    assert "raw/transcripts/P" in said


def test_without_runs_kept_there_is_nothing_to_compare_with(study: Path) -> None:
    shutil.rmtree(study / "working" / "runs")
    record = study / "reports" / "run.json"
    with pytest.raises(StudyError, match="No earlier run is kept"):
        _compare(Study.open(study), "2026")
    assert record.is_file()


def document_of(folder: Path, tag: str, text: str = "old") -> Path:
    return corporate(folder / "paper.docx", [paragraph(Numbered().inline(tag, text))])


def test_a_document_is_checked_filled_and_stands_before_final(tiny_folder: Path, without_charts: None) -> None:
    document = document_of(tiny_folder, "sample_interviews/All-groups/achieved")
    plan = tiny_folder / "study.toml"
    wanted = '\n[report]\nchecks = []\ndocuments = ["paper.docx"]\n'
    plan.write_text(plan.read_text(encoding="utf-8") + wanted, encoding="utf-8")
    with pytest.raises(StudyError, match=r"not final: .*paper\.docx is not up to date"):
        say(tiny_folder, "report", "--final")
    checked = CliRunner().invoke(app, ["report", "--study", str(tiny_folder), "--fill", str(document), "--check-only"])
    assert checked.exit_code == 1 and "was: old" in checked.output
    assert not list(tiny_folder.glob("* (filled *"))
    assert "Filled: " in say(tiny_folder, "report", "--fill", str(document))
    (filled,) = tiny_folder.glob("paper (filled *).docx")
    assert "Nothing changed" in say(tiny_folder, "report", "--fill", str(filled))
    filled.replace(document)
    assert "remembered as the last release" in say(tiny_folder, "report", "--final")


def test_a_deck_is_checked_without_being_written(study: Path, tmp_path: Path) -> None:
    deck = Presentation()
    box = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(*[Inches(1)] * 4)
    box.name, box.text_frame.text = "sample_interviews/All-groups/achieved", "old"
    deck.save(str(tmp_path / "Deck.pptx"))
    asked = ["report", "--study", str(study), "--fill", str(tmp_path / "Deck.pptx"), "--check-only"]
    checked = CliRunner().invoke(app, asked)
    assert checked.exit_code == 1 and "(in slide 1)" in checked.output and "was: old" in checked.output
    assert [path.name for path in tmp_path.iterdir()] == ["Deck.pptx"]


def test_a_tag_and_a_document_are_traced(tiny_folder: Path) -> None:
    tag = "priorities/themes/All-groups/1/option"
    said = say(tiny_folder, "trace", tag)
    assert "option at place 1" in said and "raw/polls/W1_themes.xlsx  sha256 " in said
    with pytest.raises(StudyError, match="is it 'priorities/themes/All-groups/1/option'"):
        say(tiny_folder, "trace", "priorities/themes/all-groups/1/optoin")
    body = [paragraph(controls.inline(each)) for controls in [Numbered()] for each in (tag, "findings/sample")]
    document = corporate(tiny_folder / "paper.docx", body)
    told = [line for line in say(tiny_folder, "trace", "--document", str(document)).splitlines() if line.strip()]
    assert told[0] == f"{tag} (in the beginning): old"
    assert any("from 6 ballots; files: raw/polls/W1_themes.xlsx" in line for line in told)
    assert told[-1].startswith("  made from the table sample_stages")
