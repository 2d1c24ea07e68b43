"""Ids: what can be one, and which ids are the same once they are in the name of a file."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator

_IN_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # characters that no file's name holds, on Windows or elsewhere
# Names that Windows keeps for itself, whatever follows a full stop.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])\s*(?:\..*)?", re.IGNORECASE)
_LONGEST = 100  # characters, so that a file's name has room for more


def in_files(id_: str) -> str:
    """The id as names of files are compared: case, ways to write an accent, and `-` or `_` or a space are the same.

    >>> in_files("Skills_gap") == in_files("skills-GAP"), in_files("P1-1") == in_files("P11")
    (True, False)
    """
    return re.sub(r"[-_\s]+", "-", unicodedata.normalize("NFKC", id_).casefold())


def why_no_id(id_: str) -> str:
    """Why files cannot be named after the id; "" where they can.

    >>> why_no_id("N/A")
    "holds '/', which no file's name can hold"
    """
    if found := _IN_NO_NAME.search(id_):
        return f"holds {found[0]!r}, which no file's name can hold"
    if unseen := next((sign for sign in id_ if not sign.isprintable()), ""):
        return f"holds a sign that cannot be seen (U+{ord(unseen):04X})"
    if id_ != id_.strip() or id_.endswith("."):
        return "begins or ends with a space or ends with a full stop, as no file's name can"
    if id_.startswith((".", "~")):
        return f"begins with {id_[0]!r}, as files do that are passed over"
    if _DEVICE.fullmatch(id_):
        return "is a name that Windows keeps for itself"
    return f"is longer than {_LONGEST} characters" if len(id_) > _LONGEST else ""


def faults_of_ids(ids: Iterable[str]) -> Iterator[str]:
    """What is wrong with ids that must differ from each other, a clause each."""
    before: dict[str, str] = {}
    for id_ in ids:
        if why := why_no_id(id_):
            yield f"id {id_!r} {why}; give it another"
        other = before.setdefault(in_files(id_), id_)
        if other != id_:
            yield f"ids {other!r} and {id_!r} are the same in names of files; change one of them"


def not_one_of(id_: str, ids: Iterable[str], what: str) -> str:
    """Why an id is none of those known, with the one that may be meant.

    >>> not_one_of("Trusts", ["GP", "TRUST"], "the id of a group")
    "'Trusts' is not the id of a group (GP, TRUST); it may be 'TRUST'"
    """
    known = {other.casefold(): other for other in ids}
    near = difflib.get_close_matches(id_.casefold(), known, n=1)
    guess = f"; it may be {known[near[0]]!r}" if near else ""
    return f"{id_!r} is not {what} ({', '.join(known.values())}){guess}"
