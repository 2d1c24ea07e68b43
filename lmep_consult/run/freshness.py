"""Whether anything changed since the reports were made. Light: it answers before pandas could be loaded."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from lmep_consult.fingerprint import code_fingerprint, sha256
from lmep_consult.study import Study


def inputs_of(study: Study) -> list[dict[str, str]]:
    """What the reports rest on: each input's name and sha256.

    Of a raw file's name only the id it begins with and its ending are told, since people write names into names; a
    coder's log, which may be named by the coder, has a number, and the codebook is called that.
    """
    inputs = []
    logs = 0
    for path in study.inputs():
        name = path.name
        if path.is_relative_to(study.codings):
            logs += 1
            name = f"codings/{logs}"
        elif path == study.codebook:
            name = f"codebook/{path.name}"
        elif path.parent.parent.name == "raw":
            stem = re.split(r"[_\- ]", path.stem)
            known = stem[:2] if path.parent.name == "polls" else stem[:1]
            name = f"raw/{path.parent.name}/{'_'.join(known)}{path.suffix}"
        inputs.append({"file": name, "sha256": sha256(path)})
    return inputs


def fingerprint_of(inputs: list[dict[str, str]]) -> str:
    """One hash over all inputs and over the toolkit's own source."""
    return hashlib.sha256((json.dumps(inputs) + code_fingerprint()).encode()).hexdigest()


def last_run(study: Study) -> dict[str, Any] | None:
    """The record of the last run, where every input, the toolkit and every report are still as it left them."""
    path = study.reports / "run.json"
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        same = record["fingerprint"] == fingerprint_of(inputs_of(study)) and all(
            sha256(study.reports / output["file"]) == output["sha256"] for output in record["outputs"]
        )
    except (OSError, ValueError, KeyError):
        return None
    return record if same else None
