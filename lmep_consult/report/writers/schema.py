"""A machine's description of the CSV tables: a Data Package of Tabular Data Resources (Frictionless, version 1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.tables.columns import meaning_of
from lmep_consult.report.writers.identity import Identity
from lmep_consult.table import ROW_KEY, SHORTHAND, Table
from lmep_consult.text import printable

_MISSING = ["", *SHORTHAND]


def write_schema(tables: Iterable[Released], identity: Identity, folder: Path) -> Path:
    """Write `folder`/datapackage.json about the tables that `write_csv` wrote there: of each its columns with their
    types and meanings, unit, notes, source, the column that holds the base, and what marks a missing value."""
    package = {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9]+", "-", identity.title.casefold()).strip("-") or "tables",
        "title": identity.title,
        "description": " ".join(filter(None, [*identity.notices, identity.programme])),
        "state": identity.state_line,
        "sources": [{"title": identity.source}],
        "resources": [_resource(require_released(released).table, identity, folder) for released in tables],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def _resource(table: Table, identity: Identity, folder: Path) -> dict[str, Any]:
    content = (folder / f"{table.name}.csv").read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": printable(table.title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": [{"title": identity.source}],
        "unit": printable(table.unit),
        "base": table.base if table.base in table.frame else "base" if "base" in table.frame else "",
        "notes": [printable(note) for note in table.notes],
        "shorthand": SHORTHAND,
        "schema": {
            "fields": [
                {"name": str(name), "type": _type(table.frame[name]), "description": meaning_of(table.name, str(name))}
                for name in table.frame.columns
            ],
            "missingValues": _MISSING,
            **_primary_key(table.frame),
        },
    }


def _type(column: pd.Series[Any]) -> str:
    """What a column's cells are that are not missing."""
    cells = [cell for cell in column if not _is_missing(cell)]
    if not cells:
        return "string"
    kinds: dict[str, Callable[[Any], bool]] = {
        "boolean": pd.api.types.is_bool,
        "integer": pd.api.types.is_integer,
        "number": lambda cell: pd.api.types.is_number(cell) and not pd.api.types.is_bool(cell),
        "date": lambda cell: isinstance(cell, str) and _is_date(cell),
    }
    return next((kind for kind, fits in kinds.items() if all(fits(cell) for cell in cells)), "string")


def _is_missing(cell: Any) -> bool:
    return cell in _MISSING if isinstance(cell, str) else bool(pd.isna(cell))


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _primary_key(frame: pd.DataFrame) -> dict[str, list[str]]:
    """The columns that identify a row, where they do and none of their cells is missing."""
    key = [column for column in ROW_KEY if column in frame]
    rows = list(zip(*(frame[column] for column in key), strict=True))
    if not key or len(set(rows)) < len(rows) or any(_is_missing(cell) for row in rows for cell in row):
        return {}
    return {"primaryKey": key}
