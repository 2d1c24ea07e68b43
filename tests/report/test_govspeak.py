"""Govspeak: what participants say is text to Kramdown, on which it rests, and to Govspeak's own marks."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parsed

from lmep_consult.disclosure import Released
from lmep_consult.report import Chart, Identity, write_govspeak
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


def test_tables_have_headers_of_columns_and_rows(
    tables: list[Released], charts: list[Chart], identity: Identity, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    write_govspeak(tables, charts, identity, path)
    header, rule, *rows = tables_of(path)[0]
    assert header == ["# Group", "# People", "# Share", "# Rank", "# Mean"]
    assert rule == ["---", "---:", "---:", "---:", "---:"]
    assert rows[1] == ["# ICB", "[c]", "[z]", "2 (1 to 3)", "2.5"]
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    assert blocks[:5] == [
        "^Fictional data: all people, places and answers are invented.^",
        "A programme",
        "State: First check by Ann, 2 March 2026",
        "Source: A study, 2026",
        "Made: 3 March 2026, 09:30 UTC",
    ]
    assert [block for block in blocks if block.startswith("#")] == [
        "## Tables", "### Figures by group", "### A wide table", "## The rest", "### Nothing was told", "## Shorthand",
    ]  # fmt: skip
    assert [block for block in blocks if block.startswith("[Image:")] == [
        "[Image:bars.svg]", "[Image:lines.svg]", "[Image:rest.svg]",
    ]  # fmt: skip
    assert "Figure 1: MSA leads with ten." in blocks
    assert blocks.count("Source: A study, 2026") == 7


def test_what_participants_say_stays_text(
    hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    write_govspeak([hostile], [], identity, tmp_path / "page.md")
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
    tables: list[Released], hostile: Released, said: dict[str, str], identity: Identity, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    write_govspeak([*tables, hostile], [], identity, path)
    source = path.read_bytes() + b"\n" + "\n\n".join(map(paragraph, said.values())).encode()
    made = subprocess.run(["ruby", "-e", WITH_KRAMDOWN], input=source, capture_output=True, check=True).stdout
    root = parsed.fromstring(f"<div>{made.decode()}</div>")
    assert {element.tag for element in root.iter()} <= set("div p h2 h3 table thead tbody tr th td".split())
    *_, quotes = root.findall(".//table")
    dashes = str.maketrans({"–": "--", "—": "---"})  # which Kramdown sets for two and three hyphens
    wanted = [" ".join(words.split()).translate(dashes) for words in said.values()]
    assert [row.findall("td")[1].text_content().translate(dashes) for row in quotes.iterfind("tbody/tr")] == wanted
    paragraphs = [each.text_content().translate(dashes) for each in root.findall("p")]
    assert paragraphs[-len(wanted) :] == wanted
