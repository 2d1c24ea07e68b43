"""The description of the CSV tables, compared with the Tabular Data Package specification and the files it is about."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.report import Identity, write_csv, write_schema
from lmep_consult.table import SHORTHAND, Table

# How the text of a cell is read, by type: frictionless specifications, table schema 1.0.
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"True": True, "False": False}.__getitem__,
    "date": dt.date.fromisoformat,
}


def check_package(folder: Path) -> dict[str, Any]:
    """Whether the package is one, and each table what its description says."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    names = [resource["name"] for resource in package["resources"]]
    assert sorted(f"{name}.csv" for name in names) == sorted(path.name for path in folder.glob("*.csv"))
    for resource in package["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        assert all(source["title"] for source in resource["sources"])
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        check_table(content.decode("utf-8-sig"), resource)
    return dict(package)


def check_table(content: str, resource: dict[str, Any]) -> None:
    header, *rows = list(csv.reader(content.splitlines(keepends=True)))
    schema = resource["schema"]
    assert [field["name"] for field in schema["fields"]] == header
    assert resource["base"] in ("", *header)
    assert schema["missingValues"] == ["", *SHORTHAND]
    for at, column in enumerate(schema["fields"]):
        read = READ[column["type"]]
        for row in rows:
            if row[at] not in schema["missingValues"]:
                read(row[at])
    key = [header.index(name) for name in schema.get("primaryKey", [])]
    if key:
        keys = [tuple(row[at] for at in key) for row in rows]
        assert len(set(keys)) == len(keys)
        assert not any(cell in schema["missingValues"] for key in keys for cell in key)


def test_it_describes_every_column_of_every_table_of_the_demonstration(demo_reports: Path) -> None:
    package = check_package(demo_reports / "tables")
    assert package["state"] == "Draft, not yet checked"
    undescribed = [
        f"{resource['name']}.{field['name']}"
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if not field["description"]
    ]
    assert undescribed == []
    priorities = next(resource for resource in package["resources"] if resource["name"] == "priorities")
    types = {field["name"]: field["type"] for field in priorities["schema"]["fields"]}
    assert types["rank"] == "integer"
    assert priorities["base"] == "base"
    assert priorities["schema"]["primaryKey"] == ["poll", "question", "option", "group"]


def test_types_are_those_of_what_is_not_missing(tmp_path: Path, identity: Identity) -> None:
    frame = pd.DataFrame(
        {
            "group": ["a", "b"],
            "count": pd.Series([3, "[c]"], dtype=object),
            "mean": pd.Series([0.123456, "[z]"], dtype=object),
            "mixed": pd.Series([1, 2.5], dtype=object),
            "flips": [True, False],
            "week": ["2026-03-02", "[x]"],
            "nothing": ["[c]", "[c]"],
            "code": ["12", "x"],
        }
    )
    tables = [release(Table("t", "A table", frame), Rules())]
    write_csv(tables, tmp_path)
    write_schema(tables, identity, tmp_path)
    (resource,) = check_package(tmp_path)["resources"]
    types = [field["type"] for field in resource["schema"]["fields"]]
    assert types == ["string", "integer", "number", "number", "boolean", "date", "string", "string"]
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "a,3,0.1235,1,True,2026-03-02,[c],12"


def test_rows_without_a_key_of_their_own_have_none(tmp_path: Path, identity: Identity) -> None:
    twice = release(Table("twice", "t", pd.DataFrame({"group": ["a", "a"], "n": [1, 2]})), Rules())
    missing = release(Table("missing", "t", pd.DataFrame({"group": ["a", "[z]"], "n": [1, 2]})), Rules())
    write_csv([twice, missing], tmp_path)
    write_schema([twice, missing], identity, tmp_path)
    for resource in check_package(tmp_path)["resources"]:
        assert "primaryKey" not in resource["schema"]


@pytest.fixture
def written(hostile: Released, identity: Identity, tmp_path: Path) -> Path:
    write_csv([hostile], tmp_path)
    write_schema([hostile], identity, tmp_path)
    return tmp_path


def test_what_participants_say_stays_text(written: Path, said: dict[str, str]) -> None:
    check_package(written)
    with (written / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        quotes = [row["quote"] for row in csv.DictReader(file)]
    assert not [quote for quote in quotes if quote.startswith(("=", "+", "-", "@"))]
    assert [quote.removeprefix("'") for quote in quotes] == list(said.values())
