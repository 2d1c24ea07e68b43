"""Every number that a report shows is that of a released table, or counts nobody."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from every_number import KINDS, Told, pieces, plain, unaccounted
from openpyxl import load_workbook

from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released
from lmep_consult.report import (
    Identity,
    draw_charts,
    read_values,
    scoping_notes,
    values,
    write_csv,
    write_numbers,
    write_slides,
    write_values,
)
from lmep_consult.report.charts import Chart
from lmep_consult.report.contents import GLOSSARY
from lmep_consult.report.findings import claims
from lmep_consult.report.tables.columns import _MEANING
from lmep_consult.run.chain import Outcome
from lmep_consult.run.reports import _contents, write_reports
from lmep_consult.table import SHORTHAND, Range, row_names


@pytest.fixture(scope="module")
def charts(demo_run: Outcome, tmp_path_factory: pytest.TempPathFactory) -> list[Chart]:
    """Drawn from the released tables; from the cache where what decides them is the same."""
    kept = Path(shutil.copytree(demo_run.study.cache, tmp_path_factory.mktemp("cache") / "cache"))
    plan = demo_run.study.plan
    return draw_charts(demo_run.tables, plan, plan.study.source, Cache(kept))


@pytest.fixture(scope="module")
def told(demo_run: Outcome, charts: list[Chart]) -> Told:
    """All that can be said from the released tables, study.toml and the codebook."""
    plan, tables = demo_run.study.plan, demo_run.tables
    report = _contents(plan, tables, charts)
    notes = scoping_notes(plan, Codebook.load(demo_run.study.codebook), tables, demo_run.analysis.coded.rests_on)
    numbers_of_tables = list(range(1, len(report.tables) + 1))
    fixed = [GLOSSARY, SHORTHAND, _MEANING, plan.model_dump(), numbers_of_tables]
    return Told.of(list(tables.values()), report, notes, charts, *fixed)


def test_reports_are_made_from_nothing_but_what_was_released() -> None:
    given = inspect.signature(write_reports).parameters
    assert set(given) == {"study", "released", "rests_on", "codebook", "record", "cache", "asked"}


def test_every_number_in_every_file_is_accounted_for(demo_reports: Path, told: Told) -> None:
    assert unaccounted(demo_reports, told) == {}


def test_tables_and_pictures_are_those_of_the_released_tables_byte_for_byte(
    demo_run: Outcome, demo_reports: Path, charts: list[Chart], tmp_path: Path
) -> None:
    """Where marks lie in a picture, too: a chart is drawn from released numbers alone."""
    filled = [each for each in demo_run.tables.values() if len(each.table.frame)]
    written = {path.name: path.read_bytes() for path in write_csv(filled, tmp_path)}
    assert written == {path.name: path.read_bytes() for path in (demo_reports / "tables").glob("*.csv")}
    drawn = {f"{chart.name}.svg": chart.svg for chart in charts} | {f"{chart.name}.png": chart.png for chart in charts}
    left = [*(demo_reports / "charts").glob("*.svg"), *(demo_reports / "charts").glob("*.png")]
    assert {path.name: path.read_bytes() for path in left} == drawn


def test_every_released_number_of_people_is_in_its_band_or_enough(demo_run: Outcome) -> None:
    """What the tables count as people is none, a range, or minimum_count or more; what they measure rests on enough."""
    for name, released in demo_run.tables.items():
        assert isinstance(released, Released)
        table = released.table
        for column in set(table.people) - set(table.all_may_show) - set(table.spoken):
            for cell in table.frame[column]:
                assert isinstance(cell, Range) or cell in (0, "[c]") or int(cell) >= 3, (name, column, cell)


def _in_page(page: Path, words: str) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</main>", f"<p>{words}</p></main>"), encoding="utf-8")


def _in_a_sentence(page: Path, words: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert "interviews took place" in text
    page.write_text(text.replace("interviews took place", f"interviews took place ({words})", 1), encoding="utf-8")


def _in_word(path: Path, words: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = members["word/document.xml"].decode("utf-8")
    at = body.rindex("</w:body>")
    planted = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    members["word/document.xml"] = (body[:at] + planted + body[at:]).encode("utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _in_workbook(path: Path, words: str) -> None:
    book = load_workbook(path)
    book.worksheets[5]["A1"] = words
    book.save(path)


def _in_alternative_text(path: Path, words: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"x,Title,{words}\n")


def _in_a_note(path: Path, words: str) -> None:
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][0]["notes"].append(words)
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "plant", "words"),
    [
        ("scoping_report.html", _in_page, "of whom 2 put it last"),
        ("scoping_report.govspeak.md", _in_a_sentence, "2 of them twice"),
        ("scoping_annex.docx", _in_word, "all 11 but one"),
        ("scoping_tables.xlsx", _in_workbook, "9 of 11 ranked it"),
        ("charts/alt_text.csv", _in_alternative_text, "1 of 43 did not vote"),
        ("tables/datapackage.json", _in_a_note, "2 people left after this"),
    ],
)
def test_a_number_that_was_not_released_is_found_where_it_was_planted(
    file: str, plant: Callable[[Path, str], None], words: str, demo_reports: Path, told: Told, tmp_path: Path
) -> None:
    """Though the number stands elsewhere in the report, too: it is the text around it that was never told."""
    copy = Path(shutil.copy(demo_reports / file, tmp_path))
    plant(copy, words)
    (place,) = unaccounted(tmp_path, told)
    assert words in place


def test_no_kind_that_counts_nobody_lets_a_number_of_people_pass(told: Told) -> None:
    for words in ("2 people", "Table of 2 people", "12 March 2026 and 7 others", "n = 7", "7 of 9", "[note 3] by 2"):
        assert told.unaccounted(f"Nobody ever said this: {words}.") != [], words
    assert KINDS


def test_the_values_that_documents_are_filled_with_are_those_of_the_released_tables(
    demo_run: Outcome, demo_reports: Path, charts: list[Chart], tmp_path: Path
) -> None:
    report = _contents(demo_run.study.plan, demo_run.tables, charts)
    named = values(demo_run.tables, report, charts)
    write_values(named, tmp_path / "values.json")
    assert (tmp_path / "values.json").read_bytes() == (demo_reports / "values.json").read_bytes()
    write_numbers(named, Identity("A study", "A study, 2026"), tmp_path / "numbers.docx")
    said = {text.strip() for name, text in pieces(tmp_path, only="numbers.docx")}
    told = {plain(text) for each in named.values() for text in (each.tag, each.title, each.text)}
    for each in named.values():  # a row has the beginning of its tags and titles, a column the ends
        segments = each.tag.split("/")
        told |= {plain("/".join(part)) for at in (-2, -1) for part in (segments[:at], segments[at:])}
        told.add(plain(each.title.rpartition(": ")[0]))
    numbered = {text for text in map(plain, said) if re.search(r"\d", text)} - told
    known = ("Page ", "State: ", "Fictional", "Nobody has")
    assert {text for text in numbered if not text.startswith(known) and "Source: " not in text} == set()


def test_every_value_of_a_cell_is_what_the_csv_file_says(demo_reports: Path) -> None:
    """One by one, by the row and column it names; shares and forms worked out anew."""
    rows = {}
    for path in (demo_reports / "tables").glob("*.csv"):
        names = row_names(pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False))
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
        rows |= {(path.stem, name): row for name, row in zip(names, frame.to_dict("records"), strict=True)}
    cells = [value for value in read_values(demo_reports / "values.json").values() if value.kind == "number"]
    told = [value for value in cells if value.row and not value.tag.endswith("/option")]
    assert len(told) > 4000
    wrong = [v for v in told if not _says(v.text, rows[v.table, v.row][v.column], rows[v.table, v.row].get("base", ""))]
    assert wrong == []
    for value in (value for value in cells if value.tag.endswith("/option") and value.row and value.text != "[c]"):
        row = rows[value.table, value.row]
        assert row["option"] in value.text and int(row["rank"]) <= int(value.tag.split("/")[-2])


def _says(text: str, cell: str, base: str) -> bool:
    """Whether a text says what a cell of a CSV file does."""
    text, cell = plain(text), plain(cell)
    if text == (cell or "[x]") or (text, cell) in (("yes", "True"), ("no", "False"), ("[x]", "nan")):
        return True
    if fewest := re.fullmatch(r"(fewer than )?(\d+)( or more| to (\d+))?", cell):  # a range, out of its base
        low = 0 if fewest[1] else int(fewest[2])
        high = int(fewest[2]) - 1 if fewest[1] else int(fewest[4]) if fewest[4] else int(base)
        low, high = (low, high) if fewest[1] or fewest[3] else (int(cell), int(cell))
        if text in (f"{cell} of {base}", f"all {base}" * (cell == base)):
            return True
        shares = [f"{each / int(base):.0%}" for each in (low, high)] if base.isdigit() and base != "0" else []
        if shares and text in (shares[0] if low == high else f"{shares[0]} to {shares[1]}",):
            return True
    try:
        number = float(cell)
    except ValueError:
        return False
    if text == "<0.001":
        return number < 0.001
    said = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return abs(said - number) <= (0.005 if "." in text or text.endswith("%") else 0) + 1e-9


def test_every_number_on_the_slides_is_accounted_for(
    demo_run: Outcome, charts: list[Chart], told: Told, tmp_path: Path
) -> None:
    plan, tables = demo_run.study.plan, demo_run.tables
    identity = Identity("A study", plan.study.source)
    write_slides(tables, _contents(plan, tables, charts), identity, tmp_path / "s.pptx")
    said = list(claims(tables))
    apart = [each for each in said if each.about == "difference" and not each.text.startswith("No difference")]
    assert len(apart) > 1
    more = Told.of(sorted(told.texts), said, f"{len(apart)} differences between groups")
    assert unaccounted(tmp_path, more) == {}
