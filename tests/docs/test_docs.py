"""The documentation is what the toolkit says of itself, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_is_documented_as_it_is(made: ModuleType) -> None:
    said = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert said == made.commands(), "run: python docs/generate.py"
    from lmep_consult.cli import app

    for command in app.registered_commands:
        assert f"## `lmep-consult {command.name}`" in said


def test_every_setting_is_documented_as_it_is(made: ModuleType) -> None:
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == made.settings(), "run: python docs/generate.py"


def test_every_public_thing_is_documented(made: ModuleType) -> None:
    said = (DOCS / "reference.md").read_text(encoding="utf-8")
    for room in made.ROOMS:
        for name, thing in made.public(room).items():
            assert f"### {room}.{name}\n" in said, "run: python docs/generate.py"
            assert thing.__doc__, f"{room}.{name} has no docstring"


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_to_pages_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (DOCS / target).exists(), target


def test_every_page_is_in_the_site() -> None:
    site = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert {page.name for page in DOCS.glob("*.md")} == set(re.findall(r"- ([\w-]+\.md)", site))


def test_what_lives_where_is_there() -> None:
    """Every room and module that the page names exists, and every room is named."""
    said = (DOCS / "where-things-live.md").read_text(encoding="utf-8")
    package = DOCS.parent / "lmep_consult"
    named = set(re.findall(r"`([a-z_/]+(?:\.py)?)`", said)) - {"tests/test_architecture.py"}
    missing = [name for name in named if not any((package / place).exists() for place in (name, f"{name}.py"))]
    assert missing == []
    rooms = {path.stem for path in package.iterdir() if path.suffix in ("", ".py") and not path.name.startswith("_")}
    assert rooms - {name.split("/")[0].removesuffix(".py") for name in named} <= {"bundled"}
