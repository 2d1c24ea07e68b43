"""Data goes one way: a room imports only from lower floors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lmep_consult

PACKAGE = Path(lmep_consult.__file__).parent
FLOORS = {
    "errors": 0,
    "archive": 1,
    "ballots": 1,
    "decoding": 1,
    "cache": 2,
    "files": 1,
    "fingerprint": 1,
    "lock": 1,
    "names": 1,
    "pieces": 0,
    "places": 0,
    "plan": 1,
    "spreadsheet": 1,
    "table": 0,
    "text": 1,
    "study": 2,
    "ranking": 2,
    "coverage": 2,
    "participants": 3,
    "codebook": 3,
    "transcripts": 3,
    "polls": 3,
    "pseudonyms": 3,
    "study_data": 4,
    "coding": 4,
    "disclosure": 4,
    "importing": 5,
    "analysis": 5,
    "exchange": 6,
    "responses": 5,
    "report": 6,
    "documents": 7,
    "governance": 7,
    "run": 8,
    "review": 9,
    "waves": 9,
    "cli": 10,
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("lmep_consult.")}
    return rooms & FLOORS.keys()


def test_every_room_has_a_floor() -> None:
    assert {room_of(path) for path in MODULES} == FLOORS.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_lower_floors(path: Path) -> None:
    here = room_of(path)
    assert {room for room in rooms_imported(path) if FLOORS[room] >= FLOORS[here]} <= {here}


def test_every_public_name_can_be_had() -> None:
    for name in lmep_consult.__all__:
        assert getattr(lmep_consult, name) is not None
    assert lmep_consult.ranking.borda is not None
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = lmep_consult.nothing_of_the_kind
