"""What a withdrawal changed: whole numbers before and after, and no word and no score."""

from __future__ import annotations

import csv
from pathlib import Path

from lmep_consult.governance import is_open, write_changes
from lmep_consult.governance.changes import remember
from lmep_consult.study import Study


def table(study: Study, name: str, content: str) -> None:
    path = study.reports / "tables" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\ufeff" + content, encoding="utf-8")


def rows(path: Path | None) -> list[list[str]]:
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_numbers_that_changed_stand_next_to_each_other(small: Study) -> None:
    table(small, "priorities", "poll,option,group,rank,borda,base\nt,Oak,A,1,2.5000,4\nt,Ash,A,2,2.5000,4\n")
    table(small, "themes", "code,group,participants,quote\noak,A,[c],zebrawood\nash,A,3,larch\n")
    table(small, "quotes", "code,quote,base\noak,zebrawood,4\noak,larch,4\n")
    remember(small, "P1")
    assert is_open(small, "P1")
    kept = (small.working / "withdrawals" / "P1_before.csv").read_text(encoding="utf-8")
    assert "zebrawood" not in kept
    assert "2.5" not in kept
    table(small, "priorities", "poll,option,group,rank,borda,base\nt,Oak,A,1,3.0000,3\nt,Elm,A,2,2.0000,3\n")
    table(small, "quotes", "code,quote,base\noak,larch,3\noak,larch,3\n")
    table(small, "themes", "code,group,participants,quote\noak,A,3,larch\nash,A,3,larch\n")
    assert rows(write_changes(small, "P1")) == [
        ["table", "row", "column", "before", "after"],
        ["priorities", "t, Oak, A", "base", "4", "3"],
        ["priorities", "t, Ash, A", "rank", "2", ""],
        ["priorities", "t, Ash, A", "base", "4", ""],
        ["themes", "oak, A", "participants", "[c]", "3"],
        ["priorities", "t, Elm, A", "rank", "", "2"],
        ["priorities", "t, Elm, A", "base", "", "3"],
    ]
    assert not is_open(small, "P1")


def test_without_reports_nothing_is_kept(small: Study) -> None:
    for path in (small.reports / "tables").iterdir():
        path.unlink()
    remember(small, "P1")
    assert not is_open(small, "P1")
    assert write_changes(small, "P1") is None
