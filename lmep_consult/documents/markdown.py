"""Placeholders in Markdown, for teams that publish Govspeak or Quarto: {{ priorities/themes/A/1/option }}.

The file with placeholders stays as it is; what is written next to it has values in their places. It is out of date
where filling it now would give another file than the last one that was filled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lmep_consult.archive import read_bytes
from lmep_consult.documents.controls import nearest
from lmep_consult.documents.listing import Line, State
from lmep_consult.errors import InputError
from lmep_consult.report.values import Value, is_quotation, split_tag
from lmep_consult.report.writers.govspeak import text as escaped

_PLACEHOLDER = re.compile(r"\{\{[ \t]*([^\s{}<>]+/[^\s{}<>]+)[ \t]*\}\}")


def fill_markdown(document: Path, values: Mapping[str, Value]) -> tuple[list[Line], bytes]:
    """The file with every placeholder replaced, and what stands for each. Values are text and never markup.

    Raises InputError where the file is no UTF-8, or a placeholder's tag is unknown or of a chart.
    """
    try:
        source = read_bytes(document).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{document}: not saved as UTF-8; save it so.") from None
    lines: list[Line] = []
    end = "\r\n" if "\r\n" in source else "\n"

    def value_of(found: re.Match[str]) -> str:
        tag, number = split_tag(found[1])[0], source.count("\n", 0, found.start()) + 1
        value = values.get(tag)
        if value is None:
            near = nearest(tag, values)
            how = f"is it {near!r}?" if near else "`lmep-consult report --numbers` lists the tags there are."
            if is_quotation(tag):
                how = "a quotation that may not be shown any more has none: take it out."
            raise InputError(f"{document}, line {number}: the tag {tag!r} is unknown; {how}")
        if value.kind in ("chart", "bars"):
            raise InputError(
                f"{document}, line {number}: {tag!r} is a chart; link to its file in reports/charts instead."
            )
        lines.append(Line(State.CHANGED, tag, value.kind, f"line {number}", found[0], value.text, stale=False))
        return end.join(_rows(value)) if value.kind == "table" else escaped(value.text)

    return lines, _PLACEHOLDER.sub(value_of, source).encode("utf-8")


def _rows(value: Value) -> list[str]:
    head, *rows = (f"| {' | '.join(escaped(cell) for cell in row)} |" for row in value.rows)
    return [head, "|" + " --- |" * len(value.rows[0]), *rows]
