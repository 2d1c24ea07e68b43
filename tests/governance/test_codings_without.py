"""What a withdrawal takes out of a coder's log."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from lmep_consult.coding import Coder, Passage, append, fold, read_log
from lmep_consult.errors import InputError
from lmep_consult.governance import withdraw
from lmep_consult.governance.decisions import codings_without
from lmep_consult.governance.places import unknown_in_working
from lmep_consult.study import Study


def kept(path: Path, participant: str, *decisions: dict[str, Any]) -> list[str]:
    path.write_text("".join(json.dumps(decision) + "\n" for decision in decisions), encoding="utf-8")
    log = codings_without(path, participant)
    left = [json.loads(line)["id"] for line in log.content.splitlines()]
    assert log.gone == len(decisions) - len(left)
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
        ({"participant": "P07", "source": "W1"}, False),
        ({"participant": "p07", "source": "W1"}, False),
        ({"source": "P07"}, False),
        ({"source": "P07 2"}, False),
        ({"source": "P07", "participant": "P08"}, False),
        ({"source": "P07 2", "participant": "P07 2"}, True),
        ({"source": "P070"}, True),
        ({"source": "P07-2"}, True),
        ({"participant": "P08", "memo": "unlike P07, who has staff"}, True),
        ({"action": "memo", "source": "W1", "memo": "P07 left early"}, True),
        ({"action": "migrate", "mapping": {"P07": ["P07"]}, "coder": "P07", "code": "P07"}, True),
        ({"participant": "P08", "quote": "as [P07] said", "before": "P07", "rule": "term “P07”"}, True),
    ],
)
def test_a_decision_goes_by_whose_the_passage_is_and_not_by_what_it_says(
    tmp_path: Path, decision: dict[str, Any], stays: bool
) -> None:
    assert kept(tmp_path / "IF.jsonl", "P07", {"id": "a", **decision}) == ["a"] * stays


def test_an_id_that_is_a_number_takes_nothing_that_has_the_number_in_it(tmp_path: Path) -> None:
    decisions = [
        {"id": "a", "participant": "13", "source": "W1", "memo": "12 months"},
        {"id": "b", "participant": "12", "source": "W1"},
        {"id": "c", "participant": "13", "source": "13", "memo": "see 12, too", "quote": "12", "round": 12},
    ]
    assert kept(tmp_path / "IF.jsonl", "12", *decisions) == ["a", "c"]


def test_a_merge_of_what_another_said_stays_though_it_stood_for_one_of_theirs(tmp_path: Path) -> None:
    decisions = [
        {"id": "a", "participant": "P07", "source": "W1"},
        {"id": "b", "participant": "P08", "source": "W1", "quote": "words", "supersedes": ["a", "x"]},
        {"id": "c", "participant": "P08", "source": "W1", "supersedes": ["b"]},
    ]
    assert kept(tmp_path / "IF.jsonl", "P07", *decisions) == ["b", "c"]


def test_a_note_on_what_another_said_loses_the_words_that_name_them_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "IF.jsonl"
    line = b'\xef\xbb\xbf{"id": "a", "participant": "P08", "memo": "unlike P07: na\xc3\xafve", "later": [1, null]}\r\n'
    path.write_bytes(line)
    log = codings_without(path, "P07", lambda note: note.replace("P07", "[withdrawn]"))
    assert (log.gone, log.blanked, log.notes) == (0, 1, ("unlike [withdrawn]: naïve",))
    assert log.content == line.replace(b"P07", b"[withdrawn]")


def test_a_log_that_is_no_utf_8_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "IF.jsonl"
    path.write_bytes('{"id": "a", "participant": "P08"}\n'.encode("utf-16"))
    with pytest.raises(InputError, match=r"IF\.jsonl: not saved as UTF-8"):
        codings_without(path, "P07")


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
    log = codings_without(path, "P07")
    assert log.content == lines[1] + lines[7]
    assert log.gone == 7
    path.write_bytes(log.content)
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
