"""Hashes: what a result was made from, so that it is made again only where that changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_fingerprint() -> str:
    """One hash over the toolkit's own source."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.j2")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
