"""Reading codebooks from YAML, and the codebook that ships with the toolkit."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.errors import CodebookError
from lmep_consult.study import bundled

GOOD = """\
name: Test
version: 2
description: >-
  Two lines
  joined.
codes:
  - id: barriers
    name: Barriers
    definition: What stops people.
    codes:
      - id: time
        name: Time
        definition: Too little of it.
        include: Deadlines.
        exclude: Money.
        example: There are never enough hours.
        terms: [capacity, "not enough time"]
  - id: needs
    name: Needs
    definition: What people want.
"""


def load(tmp_path: Path, text: str | bytes, name: str = "book.yaml") -> Codebook:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Codebook.load(path)


def fault(tmp_path: Path, text: str | bytes, name: str = "book.yaml") -> str:
    """The message of the error, held to be one sentence that names the file."""
    with pytest.raises(CodebookError) as caught:
        load(tmp_path, text, name)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / name))
    assert message.endswith(".")
    assert "\n" not in message
    assert ". " not in message
    return message


def test_codes_stand_in_the_order_of_the_file_each_family_before_its_members(tmp_path: Path) -> None:
    book = load(tmp_path, GOOD)
    assert [(code.id, code.parent) for code in book.codes] == [("barriers", ""), ("time", "barriers"), ("needs", "")]


def test_every_field_is_read_with_its_white_space_folded(tmp_path: Path) -> None:
    book = load(tmp_path, GOOD)
    assert (book.name, book.version, book.description) == ("Test", "2", "Two lines joined.")
    time = book.codes[1]
    assert time.name == "Time"
    assert time.definition == "Too little of it."
    assert time.include == "Deadlines."
    assert time.exclude == "Money."
    assert time.examples == ("There are never enough hours.",)
    assert time.terms == ("capacity", "not enough time")


def test_a_codebook_without_a_name_takes_its_files(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD.replace("name: Test\n", ""), "interviews.yml").name == "interviews"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD.encode("utf-8-sig")).name == "Test"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: needs", "id: time", "code time: the id is there twice"),
        ("  - id: needs\n    name:", "  - name:", "under codes, "),
        ("- id: time", "- label: time", "under barriers, "),
        ("    name: Needs\n", "", "code needs: no name"),
        ("        definition: Too little of it.\n", "", "code time: no definition"),
        ("definition: What people want.", "definition: ''", "code needs: no definition"),
        ("include: Deadlines.", "includes: Deadlines.", "code time: 'includes' is not one of id, name, definition"),
        ("terms: [capacity, ", "terms: capacity  # [", "code time: terms must be a list"),
        ('"not enough time"', "''", "code time: terms must be a list"),
        ("definition: What people want.", "definition: w\n    codes: 5", "code needs: codes must be a list"),
        ("definition: What people want.", "definition: w\n    codes: {id: x}", "code needs: codes must be a list"),
    ],
)
def test_a_fault_is_one_sentence_naming_file_and_code(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert said in fault(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize("text", ["", "codes:\n", "name: Test\n", "- id: a\n", "codes: {id: a}\n", "just words\n"])
def test_a_file_without_a_list_of_codes_is_no_codebook(tmp_path: Path, text: str) -> None:
    assert "no list of codes" in fault(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: Test\ncodes: [\n", 3),
        ("name: a: b\n", 1),
        ("name: Test\ncodes:\n\t- id: a\n", 3),
        ("name: Test\nversion: 1\nname: Again\n", 3),
    ],
)
def test_what_is_not_yaml_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert f"book.yaml, line {line}: not valid YAML" in fault(tmp_path, text)


def test_a_file_in_another_encoding_is_not_valid(tmp_path: Path) -> None:
    assert "not valid YAML" in fault(tmp_path, GOOD.encode("utf-16"))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert "a codebook is a .yaml file, an Excel workbook" in fault(tmp_path, GOOD, "book.docx")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"nowhere\.yaml: cannot be opened"):
        Codebook.load(tmp_path / "nowhere.yaml")


def test_yaml_cannot_make_objects(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert "not valid YAML" in fault(tmp_path, f"codes: !!python/object/apply:os.mkdir [{made}]\n")
    assert not made.exists()


def test_the_codebook_that_ships_gives_every_code_all_it_needs() -> None:
    codes = Codebook.load(bundled("codebooks/lmep.yaml")).codes
    assert len({code.id for code in codes}) == len(codes)
    members = [code for code in codes if code.parent]
    families = {code.id for code in codes if not code.parent}
    assert members
    for code in members:
        assert code.parent in families
        for field in ("name", "definition", "include", "exclude", "examples"):
            assert getattr(code, field), f"{code.id} has no {field}"


def test_no_term_of_the_codebook_that_ships_stands_under_two_codes_of_a_family() -> None:
    owner: dict[tuple[str, str], str] = {}
    for code in Codebook.load(bundled("codebooks/lmep.yaml")).codes:
        for term in code.terms:
            key = code.parent, term.casefold().replace("-", " ")
            assert owner.setdefault(key, code.id) == code.id, f"{term!r} stands under {owner[key]} and {code.id}"
