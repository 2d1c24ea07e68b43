"""Where a study's files lie is written in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import lmep_consult
from lmep_consult.places import PLACES

PACKAGE = Path(lmep_consult.__file__).parent


def test_no_two_places_are_the_same() -> None:
    assert len({place.path for place in PLACES}) == len(PLACES) > 40


def test_no_other_module_names_a_file_of_a_study() -> None:
    names = {part for place in PLACES if "." in place.name for part in (place.name, place.path)}
    named = {
        (path.relative_to(PACKAGE).as_posix(), node.value)
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "places.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    }
    assert named == set()
