"""Two runs kept, compared with each other: what changed, and which inputs changed with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.places import MONITORING, NAMES, PLAN, RESPONSES_SAMPLE, SIGN_OFFS
from lmep_consult.run.history import kept, record_of
from lmep_consult.run.trail import TABLES, Rests
from lmep_consult.study import RESPONSES_MADE, Study
from lmep_consult.table import row_names

CHANGES = ["table", "row", "column", "before", "after", "because"]
# The inputs that each kind of table rests on, by how their names in run.json begin; study.toml decides on all.
_INPUTS: dict[Rests, tuple[str, ...]] = {
    "ballots": ("raw/polls", "register"),
    "answers": ("raw/polls", "register"),
    "attendance": ("raw/attendance", "raw/polls", "register"),
    "codings": ("raw/transcripts", "codings", NAMES.name, SIGN_OFFS.name, "register", "codebook"),
    "coders": ("raw/transcripts", "codings", "codebook"),
    "turns": ("raw/transcripts", "register"),
    "register": ("register", "raw/transcripts", "raw/attendance"),
    "monitoring": (MONITORING.name, "raw/transcripts", "codings", "register", "codebook"),
    "responses": (
        "raw/responses", RESPONSES_MADE, RESPONSES_SAMPLE.name, "codings", NAMES.name, SIGN_OFFS.name, "register",
        "codebook",
    ),
}  # fmt: skip


def changes(study: Study, before: str, after: str) -> pd.DataFrame:
    """What differs between two runs kept: table, row, column, before, after, and because: the inputs of that table
    that changed, were added or taken away. A row that only one of them has is blank in the other.

    Raises StudyError where no such run is kept.
    """
    for name in (before, after):
        if name not in kept(study):
            raise StudyError(f"No run is kept as {name!r}; there are {', '.join(kept(study)) or 'none'}.")
    old, new = study.runs / before, study.runs / after
    changed = list(_changed_inputs(record_of(study, before), record_of(study, after)))
    rows = []
    for table in sorted({path.stem for folder in (old, new) for path in (folder / "tables").glob("*.csv")}):
        paths = [folder / "tables" / f"{table}.csv" for folder in (old, new)]
        if all(path.is_file() for path in paths) and paths[0].read_bytes() == paths[1].read_bytes():
            continue
        was, now = map(_cells, paths)
        because = "; ".join(what for name, what in changed if _bears_on(name, table)) or "the toolkit itself"
        for key in dict.fromkeys([*was, *now]):
            if was.get(key) != now.get(key):
                rows.append((table, *key, was.get(key, ""), now.get(key, ""), because))
    return pd.DataFrame(rows, columns=CHANGES, dtype=object)


def _cells(path: Path) -> dict[tuple[str, str], str]:
    if not path.is_file():
        return {}
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    names = row_names(frame)
    columns = [(str(column), frame[column].tolist()) for column in frame]
    return {(name, column): cells[at] for at, name in enumerate(names) for column, cells in columns}


def _changed_inputs(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each input that differs: its name, and what became of it."""
    old, new = ({(each["file"], each["sha256"]) for each in record["inputs"]} for record in (before, after))
    for name in sorted({name for name, _ in old ^ new}):
        there = [name in {each for each, _ in inputs} for inputs in (old, new)]
        yield name, f"{name} {'changed' if all(there) else 'added' if there[1] else 'taken away'}"


def _bears_on(name: str, table: str) -> bool:
    rests: Rests = TABLES[table][0] if table in TABLES else "codings"
    kinds = _INPUTS[rests] if table != "joint_display" else (*_INPUTS["codings"], *_INPUTS["ballots"])
    return name == PLAN.name or any(name.startswith(kind) for kind in kinds)
