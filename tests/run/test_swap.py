"""A folder is replaced whole, whatever happens on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from windows import open_elsewhere

from lmep_consult.errors import ConsultError
from lmep_consult.run import swap
from lmep_consult.run.swap import finish_swap, swapped

OLD, NEW = {"a.txt": "old", "tables/b.csv": "old"}, {"a.txt": "new", "c.txt": "new"}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    fill(tmp_path / "reports", OLD)
    return tmp_path / "reports"


@pytest.fixture(params=["in one step", "in two steps"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Linux and macOS can, and as Windows must."""
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "_exchange_call", lambda: None)


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}


@pytest.mark.usefixtures("either_way")
def test_the_new_folder_takes_the_place_of_the_old(reports: Path) -> None:
    with swapped(reports) as new:
        fill(new, NEW)
    assert held(reports) == NEW
    assert [path.name for path in reports.parent.iterdir()] == ["reports"]


@pytest.mark.usefixtures("either_way")
def test_where_there_was_none(tmp_path: Path) -> None:
    with swapped(tmp_path / "reports") as new:
        fill(new, NEW)
    assert held(tmp_path / "reports") == NEW


@pytest.mark.usefixtures("either_way")
def test_an_error_leaves_the_old_folder_as_it_was(reports: Path) -> None:
    with pytest.raises(OSError, match="full"), swapped(reports) as new:
        fill(new, {"a.txt": "half"})
        raise OSError("the disk is full")
    assert held(reports) == OLD
    assert [path.name for path in reports.parent.iterdir()] == ["reports"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed by forking it first, which Windows cannot")
@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("after", range(1, 12))
def test_killed_at_any_call_that_changes_the_disk(reports: Path, after: int) -> None:
    """Whoever looks next, and at the least whoever finishes the swap, finds the old files or the new ones, whole."""
    if not (child := os.fork()):
        die_after(after)
        with swapped(reports) as new:
            fill(new, NEW)
        os._exit(0)
    os.waitpid(child, 0)
    if swap._exchange_call() is not None:
        assert held(reports) in (OLD, NEW)
    finish_swap(reports)
    assert held(reports) in (OLD, NEW)
    assert [path.name for path in reports.parent.iterdir()] == ["reports"]


def die_after(calls: int) -> None:
    """End this process, without clean-up, at the given call of those that change folders."""
    left = [calls]

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def counting(*args: object, **options: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                os._exit(1)
            return call(*args, **options)

        return counting

    for name in ("mkdir", "rename", "unlink", "rmdir", "replace"):
        setattr(os, name, counted(getattr(os, name)))
    exchange = swap._exchange_call()
    if exchange is not None:
        swap._exchange_call = lambda: counted(exchange)  # type: ignore[assignment, return-value]


def test_a_report_open_in_another_program_is_named_and_nothing_changes(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange_call", lambda: None)
    open_elsewhere(monkeypatch, reports / "tables" / "b.csv")
    said = pytest.raises(ConsultError, match=r"b\.csv is open in another program.*close it and run again")
    with said, swapped(reports) as new:
        fill(new, NEW)
    assert held(reports) == OLD
    assert [path.name for path in reports.parent.iterdir()] == ["reports"]


def test_a_new_folder_that_cannot_take_the_name_brings_the_old_one_back(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name.startswith(".new-"):
            raise PermissionError(13, "denied")
        return rename(path, target)

    monkeypatch.setattr(swap, "_exchange_call", lambda: None)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ConsultError, match="cannot be replaced"), swapped(reports) as new:
        fill(new, NEW)
    assert held(reports) == OLD
