"""The second demonstration study, run end to end: its outputs say what was planted in it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from lmep_consult.analysis.coded import coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding import read_logs
from lmep_consult.importing import read_study_data
from lmep_consult.run.trail import trail
from lmep_consult.study import Study


@pytest.fixture(scope="module")
def reports(flexibilities: Path) -> Path:
    return flexibilities / "reports"


def table(reports: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(reports / "tables" / f"{name}.csv", keep_default_na=False, encoding="utf-8-sig", dtype=str)


def cells(reports: Path, name: str, row: str, column: str, value: str) -> dict[tuple[str, str], str]:
    frame = table(reports, name)
    return dict(zip(zip(frame[row], frame[column], strict=True), frame[value], strict=True))


def test_every_file_is_read_whole(flexibilities: Path) -> None:
    report = pd.read_csv(flexibilities / "working" / "import_report.csv", encoding="utf-8-sig")
    assert len(report) == len([path for path in (flexibilities / "raw").rglob("*") if path.is_file()])
    said = pd.read_csv(flexibilities / "working" / "problems.csv", encoding="utf-8-sig")
    assert set(said["what"].str.contains("look whether it is a speaker")) <= {True}


def test_where_on_the_spectrum_each_group_gave_examples(reports: Path) -> None:
    found = cells(reports, "ordered_codes", "code", "group", "participants")
    assert {found["flex-new-model", group] for group in ("CEN", "POL")} == {"most or all"}
    assert {found["flex-responsible", group] for group in ("DIS", "SEC")} == {"most"}
    assert {found["flex-new-model", group] for group in ("DIS", "SEC")} == {"none or a few"}
    levels = table(reports, "ordered_codes").drop_duplicates("level")["code"]
    assert list(levels) == ["flex-responsible", "flex-flexible", "flex-differently", "flex-new-model"]


def test_the_five_barriers_by_group(reports: Path) -> None:
    found = cells(reports, "themes_by_group", "code", "group", "participants")
    assert found["barrier-capacity", "CEN"] == found["barrier-core-offer", "POL"] == "most or all"
    assert found["barrier-short-term", "SEC"] == "most"
    assert found["barrier-budget", "DIS"] == "about half"
    assert found["barrier-buy-in", "SEC"] == "none or a few"


def test_the_comparison_of_offers_and_their_strengths_and_gaps(reports: Path) -> None:
    found = cells(reports, "comparisons", "code", "with_code", "participants")
    said = {pair for pair, cell in found.items() if cell != "fewer than 3"}
    assert {each for each in said if each[1].startswith("wwc")} == {
        *((f"offer-{part}", "wwc-own") for part in ("trials", "synthesis", "policy", "practice", "reach")),
        *((f"offer-{part}", "wwc-education") for part in ("practice", "reach")),
        ("offer-trials", "wwc-health"),
        ("offer-practice", "wwc-overseas"),
    }
    assert {each for each in said if not each[1].startswith("wwc")} == {
        *((f"offer-{part}", "offer-strength") for part in ("trials", "synthesis", "policy")),
        *((f"offer-{part}", "offer-gap") for part in ("practice", "reach")),
    }


def test_cases_show_what_was_said_there_and_no_quotation_that_few_could_have_said(reports: Path) -> None:
    found = cells(reports, "case_studies", "code", "group", "participants")
    assert found["flex-differently", "District A"] == found["barrier-core-offer", "District B"] == "most or all"
    assert found["test-self", "District C"] == found["flex-differently", "District D"] == "most or all"
    quoted, said = table(reports, "case_quotes"), table(reports, "quotes")
    assert len(quoted)
    assert found["sources", "District A"] == "about half"  # of any source, where of none by itself it can be told
    assert {found[code, "District A"] for code in ("source-front-line", "source-district")} == {"none or a few"}
    assert set(quoted["quote"]) <= set(said.loc[said["group"] == "DIS", "quote"])
    assert set(said.loc[said["quote"].isin(quoted["quote"]), "attribution"]) == {"DIS, work coach"}


def test_the_survey_next_to_interviews(reports: Path) -> None:
    beside = table(reports, "answers_and_interviews")
    assert set(beside["group"]) == {"DIS"}  # nobody else was asked
    budgets = beside[beside["code"] == "barrier-budget"].iloc[0]
    assert (budgets["voters"], budgets["voters_base"], budgets["participants"]) == ("7", "18", "about half")


def test_a_count_of_a_case_a_comparison_and_a_recommendation_leads_to_its_passages(
    flexibilities: Path, reports: Path
) -> None:
    study = Study.open(flexibilities)
    data, codebook = read_study_data(study), Codebook.load(study.codebook)
    interviews = coded(data, study.plan, codebook, *read_logs(study.codings))

    def passages(name: str, **wanted: str) -> pd.DataFrame:
        frame = table(reports, name)
        for column, value in wanted.items():
            frame = frame[frame[column] == value]
        return trail(name, frame.iloc[0].to_dict(), "participants", data, interviews, codebook).rows

    both = passages("comparisons", code="offer-trials", with_code="wwc-health")
    assert both["participant"].nunique() == 6
    assert all(re.search("health|medicine|pill|protocol", quote, re.IGNORECASE) for quote in both["quote"])
    of_case = passages("case_studies", code="barrier-core-offer", group="District B")
    assert set(of_case["participant"]) <= {f"D2{number}" for number in range(1, 7)}
    assert len(passages("recommendation_evidence", recommendation="5", code="rec-data-lab"))
    of_all = passages("themes_by_group", code="barriers", group="All groups", participants="most")
    assert 0.6 <= of_all["participant"].nunique() / 63 < 0.9  # who is not in the register is not counted


def test_every_form_of_the_report_opens(reports: Path) -> None:
    sheets = load_workbook(reports / "scoping_tables.xlsx").sheetnames
    assert len(sheets) > 20
    words = "".join(Document(str(reports / "scoping_report.docx")).element.itertext())
    assert "Budgets that cannot be moved" in words
    page = (reports / "scoping_report.html").read_text(encoding="utf-8")
    assert "Spectrum of flexibility" in page
    for chart in ("ordered_codes_spectrum", "comparisons_centres", "combined_barrier_DIS", "answers_money"):
        assert (reports / "charts" / f"{chart}.png").stat().st_size > 5000
