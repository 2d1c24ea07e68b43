"""Files that lie among raw files and are none: second downloads, copies, pictures, recordings, half-loaded files."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

# How programs name a second copy: "W1_themes (1)", "W1_themes - Copy", "W1_themes - Copy (2)", "W1_themes copy 2".
_COPY = re.compile(r"(?: ?\(\d+\)| - Copy(?: \(\d+\))?| copy(?: \d+)?)$", re.IGNORECASE)
_NO_TEXT = frozenset(
    ".pdf .png .jpg .jpeg .gif .heic .tif .tiff .bmp .svg .mp3 .mp4 .m4a .wav .wma .mov .avi .mkv .webm .aac .ogg "
    ".flac .zip .7z .rar .gz .lnk .url .webloc .tmp .part .crdownload .download .bak .msg .pptx .ppt .exe".split()
)


def copy_of(path: Path, others: Collection[Path]) -> Path | None:
    """The file that `path` is a copy of by its name: one in the same folder that is called so without what programs add
    to the names of copies. None where there is no such file.

    >>> copy_of(Path("W1 (1).xlsx"), [Path("W1.xlsx")]).name
    'W1.xlsx'
    """
    stem = _COPY.sub("", path.stem)
    if stem == path.stem:
        return None
    named = {(other.parent, other.stem.casefold(), other.suffix.casefold()): other for other in others}
    return named.get((path.parent, stem.casefold(), path.suffix.casefold()))


def is_no_text(path: Path) -> bool:
    """Whether files of its ending hold nothing that can be read as a transcript or a table."""
    return path.suffix.casefold() in _NO_TEXT
