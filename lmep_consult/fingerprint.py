"""Hashes: what a result was made from, so that it is made again only where that changed."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

# The libraries whose version can change what a run makes of the same files.
LIBRARIES = (
    "afcharts", "jinja2", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "pillow", "pyarrow",
    "pydantic", "python-docx", "python-pptx", "ruamel.yaml", "scikit-learn", "scipy", "simplemma", "spacy",
    "xlsxwriter",
)  # fmt: skip


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def key_of(*parts: Any) -> str:
    """One hash over `parts`, which JSON can hold: what a result was made from. Other parts, or the same in another
    order, have another hash.

    >>> key_of("a", "b") == key_of("a", "b"), key_of("a", "b") == key_of("ab")
    (True, False)
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Python's version and those of the libraries that are installed."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # one that only an extra brings
            continue
    return found


@cache
def code_fingerprint() -> str:
    """One hash over the toolkit's own source."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.j2")]):
        digest.update(path.relative_to(package).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def toolkit() -> str:
    """One hash over all that makes results of the same files: the toolkit's own source and the libraries' versions."""
    return key_of(code_fingerprint(), versions())
