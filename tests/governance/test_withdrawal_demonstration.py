"""An interviewee and a workshop voter withdraw from the (smaller) demonstration study after it was run."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from few import few
from openpyxl import load_workbook
from uncharted import run_without_charts

from lmep_consult.governance import withdraw, write_changes
from lmep_consult.governance.places import unknown_in_working
from lmep_consult.study import Study
from lmep_consult.transcripts import read_transcript

INTERVIEWEE = "P07"
WRITE_IN = "Digital exclusion"
TODAY = dt.date(2026, 4, 1)
Once = Callable[[str, Callable[[Path], None]], Path]  # the fixture of tests/conftest.py
UTF_16 = {"utf-16-le": rb"(?:[a-z]\0){3}", "utf-16-be": rb"(?:\0[a-z]){3}"}  # three letters in a row
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def voter(few_run: Path) -> dict[str, str]:
    """Who wrote in the words above: participant, name, email."""
    sheet = load_workbook(few_run / "raw" / "polls" / "W3_themes.xlsx").active
    (email,) = (row[3] for row in sheet.iter_rows(values_only=True) if row[-1] and WRITE_IN in row[-1])
    people = pd.read_excel(few_run / "register.xlsx", dtype=str)
    found: dict[str, str] = people[people["email"] == email].iloc[0][["participant", "name", "email"]].to_dict()
    return found


@pytest.fixture(scope="module")
def after(few_run: Path, voter: dict[str, str], once: Once) -> Study:
    """The study once both have withdrawn and it has been run again."""

    def make(place: Path) -> None:
        study = Study.open(shutil.copytree(few_run, place / "study"))
        withdraw(study, INTERVIEWEE, "by email", TODAY)
        withdraw(study, voter["participant"], "by telephone", TODAY)
        run_without_charts(study)

    return Study.open(once("withdrawn", make) / "study")


@pytest.fixture(scope="module")
def never(voter: dict[str, str], once: Once) -> Study:
    """The study as it would be if it never had anything of the two but their rows in the register."""
    return Study.open(once("never", lambda place: run_without(voter, place / "study")) / "study")


def run_without(voter: dict[str, str], folder: Path) -> None:
    few(folder)
    sheet = (register := load_workbook(folder / "register.xlsx")).active
    status = next(cell.column for cell in sheet[1] if cell.value == "status")
    for row in sheet.iter_rows():
        if row[0].value in (INTERVIEWEE, voter["participant"]):
            sheet.cell(row[0].row, status).value = "withdrew"
    register.save(folder / "register.xlsx")
    next((folder / "raw" / "transcripts").glob(f"{INTERVIEWEE}_*")).unlink()
    for path in (folder / "working" / "codings").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        others = (line for line in lines if json.loads(line)["source"] != INTERVIEWEE)
        path.write_text("".join(others), encoding="utf-8", newline="\n")
    for path in (folder / "raw" / "polls").glob("*.xlsx"):
        sheet = (votes := load_workbook(path)).active
        for row in reversed(list(sheet.iter_rows())):
            if voter["email"] in [cell.value for cell in row]:
                sheet.delete_rows(row[0].row)
        votes.save(path)
    path = folder / "raw" / "attendance" / "W3_attendance.csv"
    encoding = "utf-16" if path.read_bytes()[:1] == b"\xff" else "utf-8"
    lines = path.read_bytes().decode(encoding).splitlines(keepends=True)
    path.write_bytes("".join(line for line in lines if voter["name"] not in line).encode(encoding))
    run_without_charts(Study.open(folder))


def runs_of_four(texts: list[str]) -> set[tuple[str, ...]]:
    found = set()
    for text in texts:
        words = WORD.findall(text.casefold())
        found |= {tuple(words[n : n + 4]) for n in range(len(words) - 3)}
    return found


def blobs(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{name}!{member}", archive.read(member)) for member in archive.namelist())
            else:
                yield name, path.read_bytes()


def readings(data: bytes) -> Iterator[str]:
    """The bytes as text in UTF-8 and, where letters stand in them so, in UTF-16, with HTML's and JSON's ways to write
    letters undone, with tags and without."""
    texts = [data.decode("utf-8", "ignore")]
    texts += [data.decode(encoding, "ignore") for encoding, sign in UTF_16.items() if re.search(sign, data)]
    for text in texts:
        letters = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), html.unescape(text))
        yield letters
        if "<" in letters:
            yield re.sub(r"<[^<>]*>", "", letters)


@pytest.fixture(scope="module")
def theirs(few_run: Path, never: Study) -> set[tuple[str, ...]]:
    """Every four words in a row that the interviewee said, but for those that others said or that a study without the
    interviewee holds: the register's row, and the toolkit's own phrases."""
    texts: dict[bool, list[str]] = {True: [], False: []}
    for path in (few_run / "raw" / "transcripts").iterdir():
        for label, text in read_transcript(path).turns[["label", "text"]].itertuples(index=False):
            texts[path.name.startswith(INTERVIEWEE) and "Wojtkowiak" in label].append(text)
    without = runs_of_four([text for _, data in blobs(never.folder) for text in readings(data)])
    return runs_of_four(texts[True]) - runs_of_four(texts[False]) - without


def test_the_search_finds_their_words_where_they_are(few_run: Path, theirs: set[tuple[str, ...]]) -> None:
    assert len(theirs) > 500
    holding = {
        name.split("/")[0] for name, data in blobs(few_run) if not runs_of_four(list(readings(data))).isdisjoint(theirs)
    }
    assert holding == {"raw", "working", "reports"}


def test_no_file_holds_four_words_in_a_row_that_only_they_said(after: Study, theirs: set[tuple[str, ...]]) -> None:
    for name, data in blobs(after.folder):
        found = runs_of_four(list(readings(data))) & theirs
        assert not found, name


def test_no_file_holds_what_the_voter_wrote_in_or_the_voters_address(after: Study, voter: dict[str, str]) -> None:
    for name, data in blobs(after.folder):
        for text in readings(data):
            assert WRITE_IN.casefold() not in text.casefold(), name
            if not name.startswith("register.xlsx"):
                assert voter["email"].casefold() not in text.casefold(), name


def test_the_tables_are_those_of_a_study_that_never_had_them(after: Study, never: Study) -> None:
    tables = sorted(path.name for path in (never.reports / "tables").iterdir())
    assert len(tables) >= 12
    for name in tables:
        assert (after.reports / "tables" / name).read_bytes() == (never.reports / "tables" / name).read_bytes(), name


def test_a_run_leaves_nothing_in_working_that_a_withdrawal_does_not_know(few_run: Path) -> None:
    assert list(unknown_in_working(Study.open(few_run))) == []


def test_the_table_of_what_changed_holds_numbers_only(after: Study) -> None:
    path = write_changes(after, INTERVIEWEE)
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"sample_interviews", "themes_by_group"} <= {row["table"] for row in rows}
    number = r"-?\d+|\[[a-z]\]||fewer than \d+|\d+ or more|\d+ to \d+"
    assert {row[side] for row in rows for side in ("before", "after") if not re.fullmatch(number, row[side])} <= set()
    (achieved,) = (r for r in rows if (r["table"], r["row"], r["column"]) == ("sample_interviews", "MSA", "achieved"))
    assert (achieved["before"], achieved["after"]) == ("3", "2")
