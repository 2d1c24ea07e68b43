"""Whether anything changed since the reports were made. Light: it answers before pandas could be loaded."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.places import MONITORING, RUN_RECORD
from lmep_consult.run.history import last_kept
from lmep_consult.study import Study

PASSPHRASE = "LMEP_CONSULT_PASSPHRASE"  # noqa: S105  (the name of the environment variable that encrypts the key)


def inputs_of(study: Study) -> list[dict[str, str]]:
    """Every file that the outputs rest on: file, what the team calls it; path, a hash of where it lies; sha256.

    Of a raw file's name only the id it begins with and its ending are kept, since people write names into names; a
    coder's log, which may be named by the coder, has a number, and the codebook is called that.
    """
    inputs = []
    logs = 0
    for path in study.inputs():
        name = path.name
        place = path.relative_to(study.folder).as_posix() if path.is_relative_to(study.folder) else name
        if path.is_relative_to(study.codings):
            logs += 1
            name = f"codings/{logs}"
        elif path == study.codebook:
            name = f"codebook/{path.name}"
        elif place.startswith(f"{MONITORING.path}/"):
            name = place
        elif place.startswith("raw/"):
            stem = re.split(r"[_\- ]", path.stem)
            kind = place.split("/")[1]
            name = f"raw/{kind}/{'_'.join(stem[: 2 if kind == 'polls' else 1])}{path.suffix}"
        inputs.append({"file": name, "path": key_of(place), "sha256": sha256(path)})
    misplaced = [study.name_in_raw(path) for path in study.raw_elsewhere()]  # reported by name, never opened
    return [*inputs, *({"file": "raw", "path": key_of(place), "sha256": ""} for place in misplaced)]


def fingerprint_of(inputs: list[dict[str, str]]) -> str:
    """One hash over all that the outputs rest on: inputs and where they lie, the toolkit, its libraries, and whether
    the key is encrypted."""
    return key_of(inputs, toolkit(), PASSPHRASE in os.environ)


def last_run(study: Study) -> dict[str, Any] | None:
    """The record of the last run, where all that the outputs rest on is as it was, reports/ holds what that run made
    and nothing else, and nothing it left in working/ is missing."""
    try:
        record: dict[str, Any] = json.loads(study.at(RUN_RECORD).read_text(encoding="utf-8"))
        kept = last_kept(study)
        same = (
            kept is not None
            and kept["finished"] == record["finished"]
            and record["fingerprint"] == fingerprint_of(inputs_of(study))
            and _made(study.reports) == {output["file"]: output["sha256"] for output in record["outputs"]}
            and all((study.folder / place).is_file() for place in kept["left"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return record if same else None


def _made(reports: Path) -> dict[str, str]:
    """The files of reports/ and their hashes, without the record itself."""
    return {
        path.relative_to(reports).as_posix(): sha256(path)
        for path in reports.rglob("*")
        if path.is_file() and path != reports / RUN_RECORD.name and not left_by_a_program(path)
    }


def left_by_a_program(path: Path) -> bool:
    """Whether it is what operating systems and office programs leave next to the files that people open."""
    return path.name in (".DS_Store", "Thumbs.db", "desktop.ini") or path.name.startswith(("~$", ".~lock."))
