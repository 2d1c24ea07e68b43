"""What a check of a study finds: what is due, missing, unfinished or does not agree."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from lmep_consult.disclosure import read_sign_offs, sign_off
from lmep_consult.governance import check_study, purge, withdraw
from lmep_consult.study import Study

LONG_BEFORE = dt.date(2026, 4, 1)
DUE = dt.date(2027, 7, 31)


def told(study: Study, today: dt.date = LONG_BEFORE) -> dict[str, str]:
    return {problem.where: problem.what for problem in check_study(study, today)}


def reword(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def cell(study: Study, place: str, value: str | None) -> None:
    workbook = load_workbook(study.register)
    workbook.active[place] = value
    workbook.save(study.register)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (dt.date(2027, 6, 1), None),  # 60 days before is 1 June: 30 of June, 31 of July less the 1st
        (dt.date(2027, 5, 31), None),
        (dt.date(2027, 7, 30), "must go by 2027-07-31, in 1 day;"),
        (DUE, "must go by 2027-07-31, today;"),
        (dt.date(2027, 8, 1), "were to go by 2027-07-31, 1 day ago;"),
        (dt.date(2028, 7, 31), "were to go by 2027-07-31, 366 days ago;"),
    ],
)
def test_the_day_of_deletion_is_told_when_it_comes_near_and_when_it_is_past(
    small: Study, today: dt.date, says: str | None
) -> None:
    found = told(small, today).get("study.toml, dates.delete_by")
    if (DUE - today).days > 60:
        assert found is None
    elif says is None:
        assert found is not None
        assert "in 60 days" in found
    else:
        assert found is not None
        assert says in found


def test_after_the_purge_the_day_is_kept_until_something_comes_back(small: Study) -> None:
    path = small.folder / "raw" / "transcripts" / "P1_interview.txt"
    content = path.read_bytes()
    purge(small, DUE)
    after = DUE + dt.timedelta(days=100)
    assert "study.toml, dates.delete_by" not in told(small, after)
    assert "purge_certificate.json" not in told(small, after)
    path.write_bytes(content)
    assert "have come back" in told(small, after)["purge_certificate.json"]


def test_a_consent_that_is_neither_yes_nor_no_is_told_by_purpose(small: Study) -> None:
    assert told(small)["register.xlsx, consent_contact"].endswith("counts as no, for P10")
    cell(small, "F2", "perhaps")
    assert told(small)["register.xlsx, consent_contact"].endswith("for P1, P10")


def test_what_is_unfinished_is_told_and_a_withdrawal_that_left_something(small: Study) -> None:
    cell(small, "G2", "withdrew")
    assert "`lmep-consult withdraw P1` does it" in told(small)["P1"]
    journal = small.working / "unfinished.json"
    journal.write_text('{"what": "The purge", "command": "purge"}', encoding="utf-8")
    assert told(small)["working"] == "The purge was begun and not finished; finish it with `lmep-consult purge`"
    journal.unlink()
    withdraw(small, "P1", "", LONG_BEFORE)
    assert {"P1", "working"}.isdisjoint(told(small))


def test_names_of_files_that_no_withdrawal_would_find_are_told(small: Study) -> None:
    raw = small.folder / "raw"
    (raw / "recordings" / "interview with Owen.mp4").write_bytes(b"1")
    (raw / "polls" / "P2_themes.csv").write_bytes(b"1")
    (raw / "polls" / "Thumbs.db").write_bytes(b"1")
    found: dict[str, str] = {}
    for problem in check_study(small, LONG_BEFORE):
        found[problem.where] = f"{found.get(problem.where, '')} {problem.what}"
    assert "of nobody and of no event" in found["raw/recordings/interview with Owen.mp4"]
    assert "must begin with an event's" in found["raw/polls/P2_themes.csv"]
    assert not any("Thumbs" in where for where in found)


def test_study_toml_and_the_register_are_held_against_each_other(small: Study) -> None:
    reword(small.folder / "study.toml", '"Voice 4" = "P1"', '"Voice 4" = "P9"')
    more = '\n[[criteria]]\ntext = "Rural"\nwhere = { geography = "rural" }\n'
    reword(small.folder / "study.toml", "\n[[events]]", f"{more}\n[[events]]")
    cell(small, "C3", "JONAS@hill.example")
    found = told(Study.open(small.folder))
    assert "'P9', who is not in the register" in found["study.toml, speakers.W1_talk.docx"]
    assert "no column 'geography'" in found["study.toml, criteria"]
    assert found["register.xlsx"].startswith("P1, P2 share an address")
    cell(small, "G4", "took prat")
    assert "did you mean 'took part'?" in told(Study.open(small.folder))["register.xlsx"]


def test_quotations_that_nobody_signed_off_are_counted(small: Study) -> None:
    rows = "theme-oak,P2,Larch.\ntheme-ash,P2,'=Ash.\ntheme-ash,P3,Elm.\n"
    small.quotes_to_sign.write_text(f"\ufeffcode,participant,quote\n{rows}", encoding="utf-8")
    assert told(small)["working/quotes_to_sign.csv"].startswith("3 quotations are signed off by nobody;")
    quotes = pd.DataFrame({"participant": ["P2"], "code": ["theme-ash"], "quote": ["=Ash."]})
    record = sign_off(quotes, read_sign_offs(small.sign_offs), "Imogen", dt.datetime(2026, 3, 2))
    record.to_csv(small.sign_offs, index=False)
    assert told(small)["working/quotes_to_sign.csv"].startswith("2 quotations are signed off by nobody;")
    reword(small.folder / "study.toml", "[speakers]", "[disclosure]\nquotes_need_sign_off = false\n\n[speakers]")
    assert "working/quotes_to_sign.csv" not in told(Study.open(small.folder))


def test_a_check_changes_nothing(small: Study) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.folder.rglob("*")}
    check_study(small, DUE)
    assert {path: path.stat().st_mtime_ns for path in small.folder.rglob("*")} == before
