"""What a withdrawal takes out of a coder's log."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from lmep_consult.coding import Coder, Passage, append, fold, read_log
from lmep_consult.governance import withdraw
from lmep_consult.governance.decisions import codings_without
from lmep_consult.governance.places import unknown_in_working
from lmep_consult.study import Study


def kept(path: Path, participant: str, *decisions: dict[str, Any]) -> list[str]:
    path.write_text("".join(json.dumps(decision) + "\n" for decision in decisions), encoding="utf-8")
    content, gone = codings_without(path, participant)
    left = [json.loads(line)["id"] for line in content.splitlines()]
    assert gone == len(decisions) - len(left)
    return left


def test_what_points_at_their_decisions_goes_however_it_points(tmp_path: Path) -> None:
    left = kept(
        tmp_path / "IF.jsonl", "P07",
        {"id": "a", "participant": "P07"},
        {"id": "b", "participant": "P08"},
        {"id": "c", "supersedes": ["b", "a"]},
        {"id": "d", "supersedes": "c"},
        {"id": "e", "about": ["d"]},
        {"id": "f", "supersedes": ["b"], "about": ["b"]},
    )  # fmt: skip
    assert left == ["b", "f"]


@pytest.mark.parametrize(
    ("decision", "stays"),
    [
        ({"source": "P07"}, False),
        ({"source": "P07 2"}, False),
        ({"source": "P070"}, True),
        ({"participant": "P08", "memo": "unlike P07, who has staff"}, False),
        ({"participant": "P08", "memo": "unlike p07"}, False),
        ({"participant": "P08", "memo": "as in P071 and SP07"}, True),
        ({"action": "migrate", "mapping": {"P07": ["P07"]}, "coder": "P07", "code": "P07"}, True),
        ({"participant": "P08", "quote": "as [P07] said", "before": "P07", "rule": "term “P07”"}, True),
        ({"people": [{"who": ["P07"]}]}, False),
        ({"people": {"P07": 1}}, False),
    ],
)
def test_a_decision_that_names_them_goes_and_the_words_of_others_do_not(
    tmp_path: Path, decision: dict[str, Any], stays: bool
) -> None:
    assert kept(tmp_path / "IF.jsonl", "P07", {"id": "a", **decision}) == ["a"] * stays


def test_an_id_that_is_a_word_is_known_by_its_capital(tmp_path: Path) -> None:
    decisions = [{"id": "a", "memo": "a good quote"}, {"id": "b", "memo": "see A, too"}]
    assert kept(tmp_path / "IF.jsonl", "A", *decisions) == ["a"]


def test_other_lines_stay_byte_for_byte_and_what_is_left_can_be_folded(tmp_path: Path) -> None:
    path, who = tmp_path / "IF.jsonl", Coder("IF")
    theirs = Passage("W1", "P07", "0" * 64, 0, 4, "Time", "", " is")
    others = Passage("W1", "P08", "0" * 64, 9, 14, "naïve", "", "")
    first, second = who.add(theirs, "time"), who.add(others, "time")
    undone = who.undo(first)
    append(path, [first, second, who.change(first, theirs, "pace"), who.merge([first], theirs, "time"), undone])
    append(path, [who.undo(undone), who.adjudicate([first.id], theirs, "time", "keep", ""), who.done("W1", "0" * 64)])
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"\xef\xbb\xbf" + lines[1].replace(b"\n", b"\r\n")
    path.write_bytes(b"".join(lines) + b'{"id": "torn", "quo')
    content, gone = codings_without(path, "P07")
    assert content == lines[1] + lines[7]
    assert gone == 7
    path.write_bytes(content)
    folded = fold(read_log(path)[0])
    assert folded.codings["participant"].tolist() == ["P08"]
    assert folded.conflicts.empty


def test_logs_in_folders_below_are_searched_and_what_is_no_log_is_shown(small: Study) -> None:
    codings = small.working / "codings"
    line = '{"id": "b1", "participant": "P1"}\n'
    for name in ("site B/AB.jsonl", "CD.JSONL", "._IF.jsonl"):
        (codings / name).parent.mkdir(exist_ok=True)
        (codings / name).write_text(line, encoding="utf-8")
    assert {path.name for path in unknown_in_working(small)} >= {"._IF.jsonl"}
    withdraw(small, "P1", "asked to", dt.date(2026, 4, 1))
    assert (codings / "site B" / "AB.jsonl").read_bytes() == (codings / "CD.JSONL").read_bytes() == b""
