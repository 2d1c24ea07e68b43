"""Placeholders in Markdown are replaced by text, and all else stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from filled import TODAY

from lmep_consult.documents import Filled
from lmep_consult.errors import InputError
from lmep_consult.report import Value

Fill = Callable[..., Filled]
SOURCE = (
    "\ufeff# Report\r\n\r\nFirst: **{{ priorities/themes/All-groups/1/option }}**, {{findings/sample}}\r\n"
    "{{< include other.qmd >}} {{ title }}\r\n\r\n{{ table/workshops }}\r\n"
)


def test_placeholders_are_replaced_and_all_else_stays(
    filled_from: Fill, before: dict[str, Value], tmp_path: Path
) -> None:
    document = tmp_path / "report.md"
    document.write_bytes(SOURCE.encode("utf-8"))
    path = filled_from(document, "before").write(document, TODAY)
    assert path is not None and document.read_bytes() == SOURCE.encode("utf-8")
    made = path.read_bytes().decode("utf-8")
    assert made.startswith(f"\ufeff# Report\r\n\r\nFirst: **{before['priorities/themes/All-groups/1/option'].text}**, ")
    heading = before["table/workshops"].rows[0][0]
    assert f"{{{{< include other.qmd >}}}} {{{{ title }}}}\r\n\r\n| {heading} |" in made
    assert len(re.findall(r"^\|", made, re.MULTILINE)) == len(before["table/workshops"].rows) + 1
    assert "\n" not in made.replace("\r\n", "")
    again = filled_from(document, "before")
    assert again.content is None and not again.stale
    assert filled_from(document, "after").stale


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ findings/smaple }}", r"line 2: the tag 'findings/smaple' is unknown; is it 'findings/sample'\?"),
        ("{{ quotation/0123456789ab }}", "a quotation that may not be shown any more has none: take it out"),
        ("{{ chart/sample_interviews }}", "line 1: .* is a chart"),
    ],
)
def test_what_cannot_be_filled_is_refused(text: str, said: str, filled_from: Fill, tmp_path: Path) -> None:
    document = tmp_path / "report.md"
    document.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        filled_from(document)
    assert list(tmp_path.iterdir()) == [document]
