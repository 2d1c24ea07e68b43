"""The values of a run in a file, so that a document can be filled without another run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from lmep_consult.errors import StudyError
from lmep_consult.report.values.value import Value

_NAMES = tuple(field.name for field in fields(Value))


def write_values(values: Mapping[str, Value], path: Path) -> None:
    """Write `path`, a JSON list of values; what is empty is left out."""
    kept = [{name: part for name in _NAMES if (part := getattr(value, name))} for value in values.values()]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in kept)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")


def read_values(path: Path) -> dict[str, Value]:
    """The values by their tags. Raises StudyError where the file is missing or damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        made = [Value(**{"text": "", **each, "rows": tuple(map(tuple, each.get("rows", ())))}) for each in kept]
    except (OSError, ValueError, TypeError, AttributeError):
        raise StudyError(f"{path} is missing or damaged; `lmep-consult run` makes it again.") from None
    return {value.tag: value for value in made}
