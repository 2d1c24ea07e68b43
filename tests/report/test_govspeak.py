"""Govspeak: what participants say is text to Kramdown, on which it rests, and to Govspeak's own marks."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parsed

from lmep_consult.disclosure import Released
from lmep_consult.report import Chart, Identity, Section, write_govspeak
from lmep_consult.report.writers.govspeak import paragraph, text

MARKUP = "|<>&*_[]{}`~$^@#\\:%!+=-()1.s a\n"
WITH_KRAMDOWN = (
    'require "kramdown"; puts Kramdown::Document.new(STDIN.read, smart_quotes: %w[apos apos quot quot]).to_html'
)


def grid(lines: list[str]) -> list[list[str]]:
    """The cells of a Govspeak table, as text; every line must have as many."""
    rows = [[html.unescape(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
    assert len({len(row) for row in rows}) == 1
    return rows


def tables_of(path: Path) -> list[list[list[str]]]:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [grid(block.splitlines()) for block in blocks if block.startswith("|")]


def test_findings_come_first_then_the_sections_whose_tables_have_headers_of_columns_and_rows(
    contents_of: Any, tables: list[Released], charts: list[Chart], section: Section, identity: Identity, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    write_govspeak(contents_of(tables, charts, [section], first_page=["bars"]), identity, path)
    ((header, rule, *rows),) = tables_of(path)
    assert header == ["# Option", "# MSA (n = 9)"]
    assert rule == ["---", "---:"]
    assert rows == [["# Maps", "7"], ["# Words", "[c]"]]
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    assert blocks[:5] == [
        "^Fictional data: all people, places and answers are invented.^",
        "A programme",
        "State: First check by Ann, 2 March 2026",
        "Source: A study, 2026",
        "Made: 3 March 2026, 09:30 UTC",
    ]
    assert [block for block in blocks if block.startswith("#")] == [
        "## MSA came first", "## Maps are clearly first", "## What the words mean", "## Shorthand",
    ]  # fmt: skip
    assert [block for block in blocks if block.startswith("[Image:")] == [
        "[Image:bars.svg]", "[Image:lines.svg]",
    ]  # fmt: skip
    assert "- MSA put Maps first.\n- ICB did not." in blocks
    assert "Figure 1: Bars by group. MSA leads with ten." in blocks
    assert "> “We want maps.” (MSA)" in blocks
    assert blocks.count("Source: A study, 2026") == 4


def test_what_participants_say_stays_text(
    contents_of: Any, hostile: Released, section: Section, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    of_hostile = replace(section, table=hostile.table, heading=next(iter(said)))
    write_govspeak(contents_of([], [], [of_hostile]), identity, tmp_path / "page.md")
    quotes = [row[1] for row in tables_of(tmp_path / "page.md")[0][2:]]
    assert quotes == [" ".join(words.split()) for words in said.values()]


@given(st.text(MARKUP, max_size=30))
def test_no_mark_survives_and_every_word_does(words: str) -> None:
    line = " ".join(words.split())
    assert html.unescape(text(words)) == html.unescape(paragraph(words)) == line
    assert not re.search(r"[|<>*_\[\]{}\\`~$^@]|#(?!\d)|&(?!#\d+;)", paragraph(words))
    assert not re.match(r"[-+%=!(]|s?\d+\.\s|s\d+\.", paragraph(words))


def _has_kramdown() -> bool:
    ruby = shutil.which("ruby")
    return ruby is not None and subprocess.run([ruby, "-e", 'require "kramdown"'], capture_output=True).returncode == 0


@pytest.mark.skipif(not _has_kramdown(), reason="Ruby's Kramdown is not installed")
def test_kramdown_reads_tables_and_text(
    contents_of: Any, section: Section, hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    of_hostile = replace(section, table=hostile.table)
    write_govspeak(contents_of([], [], [section, of_hostile]), identity, path)
    source = path.read_bytes() + b"\n" + "\n\n".join(map(paragraph, said.values())).encode()
    made = subprocess.run(["ruby", "-e", WITH_KRAMDOWN], input=source, capture_output=True, check=True).stdout
    root = parsed.fromstring(f"<div>{made.decode()}</div>")
    assert {element.tag for element in root.iter()} <= set(
        "div p h2 ul li strong blockquote table thead tbody tr th td".split()
    )
    *_, quotes = root.findall(".//table")
    dashes = str.maketrans({"–": "--", "—": "---"})  # which Kramdown sets for two and three hyphens
    wanted = [" ".join(words.split()).translate(dashes) for words in said.values()]
    assert [row.findall("td")[1].text_content().translate(dashes) for row in quotes.iterfind("tbody/tr")] == wanted
    paragraphs = [each.text_content().translate(dashes) for each in root.findall("p")]
    assert paragraphs[-len(wanted) :] == wanted
