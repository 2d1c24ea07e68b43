"""Somebody takes back a written response: its row leaves the export, and all that was made of it is made anew."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from fictional_responses import HEADINGS, rows
from pyarrow import parquet
from responses_made import PLAN
from tiny import tiny

from lmep_consult import governance
from lmep_consult.errors import ConsultError
from lmep_consult.plan import Responses
from lmep_consult.study import Study

TODAY = dt.date(2026, 6, 1)


def study_with(folder: Path) -> tuple[Study, Path]:
    """A small fictional study whose plan asks for responses, and the folder of their exports."""
    study = tiny(folder)
    plan = study.plan.model_copy(update={"responses": Responses.model_validate(PLAN)})
    raw = study.folder / "raw" / "responses"
    raw.mkdir(parents=True)
    return Study(study.folder, plan), raw


def ids_in(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return list(parquet.read_table(path)["Response ID"].to_pylist())
    if path.suffix == ".xlsx":
        return [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True) if row[0]]
    encoding = "utf-16" if path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        return [row[0] for row in list(csv.reader(file))[1:]]


@pytest.mark.parametrize(("name", "encoding"), [
    ("a.csv", "utf-8"), ("a.csv", "utf-8-sig"), ("a.csv", "utf-16"), ("a.xlsx", ""), ("a.parquet", ""),
])  # fmt: skip
def test_only_its_row_leaves_the_export(tmp_path: Path, name: str, encoding: str) -> None:
    study, raw = study_with(tmp_path)
    table = [[*row[:5], f"Line one\nand “two”. {row[5]}"] for row in rows(5)]
    path = raw / name
    if name.endswith(".csv"):
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEADINGS, *table])
    elif name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for cells in [HEADINGS, *table]:
            book.active.append(cells)
        book.save(path)
    else:
        parquet.write_table(pa.table(dict(zip(HEADINGS, zip(*table, strict=True), strict=True))), path)
    made = study.folder / "working" / "responses" / "texts" / "part-00000.parquet"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"what was made of it")
    done = governance.withdraw(study, table[2][0], "asked by email", TODAY)
    assert done.counts["rows of responses"] == 1 and not made.exists()
    assert ids_in(path) == [row[0] for row in table if row != table[2]]
    assert governance.planned(study, table[2][0]).before
    with pytest.raises(ConsultError, match="nor the id of a response"):
        governance.planned(study, "nobody")


def test_a_letter_is_deleted(tmp_path: Path) -> None:
    study, raw = study_with(tmp_path)
    for name in ("L1.txt", "L2.txt"):
        (raw / name).write_text("Please keep the bus.", encoding="utf-8")
    governance.withdraw(study, "L1", "", TODAY)
    assert [path.name for path in raw.iterdir()] == ["L2.txt"]


def test_a_purge_deletes_exports_and_what_was_made_of_them(tmp_path: Path) -> None:
    study, raw = study_with(tmp_path)
    (raw / "a.csv").write_text(",".join(HEADINGS) + "\n", encoding="utf-8")
    made = study.folder / "working" / "responses" / "texts" / "part-00000.parquet"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"what was made of it")
    done = governance.purge(study, TODAY)
    assert not raw.exists() or not list(raw.iterdir())
    assert not made.exists()
    assert any(entry["file"].startswith("raw/responses/") for entry in done.deleted)
