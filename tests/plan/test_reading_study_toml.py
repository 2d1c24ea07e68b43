"""What is wrong in study.toml is said with its line, what was found and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.errors import StudyError
from lmep_consult.plan.faults import lines_of
from lmep_consult.plan.reading import read_plan

PLAN = """\
[study]
title = "A small study"
source = "Invented, 2026"
seed = 7

[dates]
fieldwork_start = 2026-01-05
fieldwork_end = 2026-02-27
delete_by = 2027-02-28
backups = ["S: drive"]

[[groups]]
id = "GP"
name = "Practices"
interviews = 3

[[groups]]
id = "TRUST"
name = "Trusts"

[[events]]
id = "W1"
name = "First workshop"
date = 2026-02-03
groups = ["GP", "TRUST"]

[[events]]
id = "W2"
name = "Second workshop"
date = 2026-02-10
groups = ["GP"]
"""


def fault(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "study.toml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    with pytest.raises(StudyError) as caught:
        read_plan(path)
    assert str(caught.value).startswith(str(path))
    assert str(caught.value).endswith(".")
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("old", "new", "line", "right"),
    [
        ("date = 2026-02-03", "date = 03/02/2026", 24, "2026-02-03"),
        ("date = 2026-02-03", "date = 3.2.2026", 24, "2026-02-03"),
        ("date = 2026-02-03", "date = 3rd February 2026", 24, "2026-02-03"),
        ('name = "Trusts"', "name = “Trusts”", 19, "straight"),
        ('name = "Trusts"', 'name = "Trusts', 19, "a quotation mark is missing"),
        ('name = "Trusts"', 'name = Trusts"', 19, "a quotation mark is missing"),
        ('name = "Trusts"', "name = Trusts", 19, 'between quotation marks: "Trusts"'),
        ('name = "Trusts"', 'name: "Trusts"', 19, "not a colon"),
        ('backups = ["S: drive"]', r'backups = ["S:\Users"]', 10, "write / in its place"),
        ('[[events]]\nid = "W1"', '[events]\nid = "W1"', 27, "write [[events]] above each"),
        ("seed = 7", "seed = 7\nseed = 8", 5, "keep one of them"),
        ("seed = 7", "fictional = True", 4, "true or false, in small letters"),
        ("[[groups]]\nid = \"TRUST\"", "[[groups]\nid = \"TRUST\"", 17, "a bracket is missing"),
        ("date = 2026-02-03", "date = 2026-02-30", 24, "not a day of the calendar"),
        ('groups = ["GP", "TRUST"]', 'groups = ["GP" "TRUST"]', 25, "a comma between two parts"),
        ("seed = 7", "seed value = 7", 4, '"seed value"'),
    ],
)  # fmt: skip
def test_what_is_not_toml_is_said_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, right: str
) -> None:
    assert old in PLAN
    said = fault(tmp_path, PLAN.replace(old, new, 1))
    assert said.startswith(f": not valid TOML in line {line} (")
    assert right in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("old", "new", "line", "right"),
    [
        ("date = 2026-02-03", 'date = "3 February 2026"', 24, "without quotation marks, 2026-02-03"),
        ("date = 2026-02-03", 'date = "03/02/2026"', 24, "without quotation marks, 2026-02-03"),
        ("seed = 7", "seed = -1", 4, "greater than or equal to 0"),
        ("seed = 7", "seed = 99999999999", 4, "less than or equal to"),
        ("interviews = 3", "interveiws = 3", 15, "write 'interviews'"),
        ("interviews = 3", 'interviews = "three"', 15, "found 'three'; write a whole number"),
        ('groups = ["GP"]', 'groups = "GP"', 31, "write a list in square brackets, ['GP']"),
        ('groups = ["GP"]', 'groups = ["Trusts"]', 31, "'Trusts' is not the id of a group (GP, TRUST)"),
        ('id = "TRUST"', 'id = "GP"', 18, "the group id 'GP' is there twice"),
        ('id = "TRUST"', 'id = "all groups"', 18, "what tables call all groups together"),
        ('id = "W2"', 'id = "w1"', 28, "the event ids 'W1' and 'w1' are the same in names of files"),
        ('id = "W2"', 'id = "W/2"', 28, "the event id 'W/2' holds '/', which no file's name can hold"),
        ("[study]", "[[study]]", 1, "write [study] with one bracket"),
        ('name = "Trusts"', "name = 5", 19, "write text between quotation marks"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, right: str) -> None:
    assert old in PLAN
    said = fault(tmp_path, PLAN.replace(old, new, 1))
    assert said.startswith(f", line {line}: ")
    assert right in said


def test_one_table_where_several_may_be_is_told_from_a_list(tmp_path: Path) -> None:
    only = PLAN[: PLAN.rindex("[[events]]")].replace("[[events]]", "[events]")
    assert fault(tmp_path, only) == ", line 21: events: found one table; write [[events]] with two brackets above each."


def test_all_settings_that_are_wrong_are_said_at_once(tmp_path: Path) -> None:
    text = PLAN.replace("seed = 7", "seed = -1").replace("interviews = 3", "interviews = -3")
    said = fault(tmp_path, text).splitlines()
    assert said[0] == ": 2 settings to correct:"
    assert [line.partition(":")[0] for line in said[1:]] == ["  line 4", "  line 15"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_said(tmp_path: Path, encoding: str) -> None:
    said = fault(tmp_path, PLAN.replace("small", "café").encode(encoding))
    assert "save it as UTF-8" in said
    assert ("line 2 ('é')" in said) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAN}\nx = {'[' * 5000}{']' * 5000}\n",
        f"{PLAN}\n[{'.'.join('a' * 5000)}]\n",
        f"{PLAN}\n{'.'.join('a' * 5000)} = 1\n",
        PLAN + "\n".join(f"k{number} = 1" for number in range(60_000)),
        PLAN + "\n".join(f"key_{number} = 1" for number in range(300_000)),
        f"{PLAN}\nx = {'{a=' * 5000}1{'}' * 5000}\n",
    ],
    ids=["lists", "tables", "keys", "many", "more", "inline tables"],
)
def test_a_plan_no_study_has_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    said = fault(tmp_path, text)
    assert "\n" not in said
    assert len(said) < 300


def test_lines_are_those_of_the_settings_and_not_of_texts_that_look_like_some() -> None:
    text = 'a = """\nb = 1\n"""\n[[x.y]]\nb = 2\n"c d" = 3\n[[x.y]]\n[x.y.z]\nb = 4\n'
    assert lines_of(text) == {
        ("a",): 1,
        ("x", "y"): 4,
        ("x", "y", 0): 4,
        ("x", "y", 0, "b"): 5,
        ("x", "y", 0, "c d"): 6,
        ("x", "y", 1): 7,
        ("x", "y", 1, "z"): 8,
        ("x", "y", 1, "z", "b"): 9,
    }


@pytest.mark.parametrize("sign", ["0000", "0007", "001b", "0085"])
def test_a_control_character_is_in_no_setting(tmp_path: Path, sign: str) -> None:
    said = fault(tmp_path, PLAN.replace("seed = 7", f'logo = "l\\u{sign}.png"'))
    assert said == f": study.logo holds a sign that is no text (U+{sign.upper()}); take it out."
