"""What README shows can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def test_the_worked_example_runs_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(README.parent)
    names: dict[str, object] = {}
    exec(compile(example, str(README), "exec"), names)  # noqa: S102
    assert len(names["suggestions"]) > 0  # type: ignore[arg-type]
    assert names["scores"].index[0] in names["poll"].options  # type: ignore[attr-defined]


def test_every_file_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target).is_file(), target
