"""The tags of values: names with slashes between, as in "priorities/themes/NHS/1/option".

A tag is made of names and never of positions, so that it means the same in every run: the table, what identifies the
row (question, group, option and so on), the column, and a form ("percent", "out-of") where the number may be said in
several. All tags of a row begin alike. Spaces are written as "-". A name that holds other marks, or is too long for a
tag, ends in "~" and four characters made from the whole name, so that two names never share a tag.

Word keeps 64 characters of a tag. A control that was filled carries a stamp too, "#" and seven characters made from
what was filled, by which a later fill sees whether somebody changed it by hand.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

LONGEST = 56  # characters of a tag, which leaves room for the stamp
HEADLINE = "findings/headline"
_STAMPED = re.compile(r"(.*)#([0-9a-f]{7})", re.DOTALL)
_OF_QUOTATION = re.compile(r"quotation/[0-9a-f]{12}")
_ALL_BUT_NAMES = re.compile(r"[^\w.+-]+")
_WIDTHS = (40, 32, 24, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7)  # characters that names may have, tried in this order


def tag_of(*parts: object, room: int = 0) -> str:
    """The tag of these names. room: for how many characters that will follow it leaves room. The first name, of a
    table, is the last to be shortened.

    >>> tag_of("priorities", "themes", "All groups", 1, "option")
    'priorities/themes/All-groups/1/option'
    >>> tag_of("priorities", "formats", "NHS", "‘How to’ guide", "rank")
    'priorities/formats/NHS/How-to-guide~3281/rank'
    """
    first, *others = map(str, parts)
    longest = LONGEST - room
    for of_first, width in [*((_WIDTHS[0], width) for width in _WIDTHS), *zip(_WIDTHS, _WIDTHS, strict=True)]:
        tag = "/".join([_name(first, of_first), *(_name(part, width) for part in others)])
        if len(tag) <= longest:
            return tag
    return f"{tag[: longest - 5]}~{_digest(chr(0).join(map(str, parts)), 4)}"


@cache
def _name(part: str, width: int) -> str:
    whole = unicodedata.normalize("NFC", part)
    plain = _ALL_BUT_NAMES.sub("-", whole).strip("-")
    if plain == re.sub(r"\s+", "-", whole) and len(plain) <= width:
        return plain
    return f"{plain[: width - 5].rstrip('-')}~{_digest(whole, 4)}"


def stamp(content: str) -> str:
    """What a filled control carries; spaces and line ends make no difference to it."""
    return _digest(" ".join(content.split()), 7)


def stamped(tag: str, content: str) -> str:
    """The tag as a control carries it once it was filled with `content`."""
    return f"{tag}#{stamp(content)}"


def split_tag(tag: str) -> tuple[str, str]:
    """A tag and its stamp, "" where it has none.

    >>> split_tag("priorities/themes/NHS/1/option#0a1b2c3"), split_tag("findings/overall")
    (('priorities/themes/NHS/1/option', '0a1b2c3'), ('findings/overall', ''))
    """
    found = _STAMPED.fullmatch(tag.strip())
    return (found[1], found[2]) if found else (tag.strip(), "")


def table_tag(name: str) -> str:
    """The tag of a table as the documents show it."""
    return tag_of("table", name)


def chart_tag(name: str) -> str:
    return tag_of("chart", name)


def quotation_tag(words: str) -> str:
    """A quotation has no name but its words: the tag is a hash of them, out of which nobody can read them."""
    return tag_of("quotation", _digest(" ".join(words.split()), 12))


def is_quotation(tag: str) -> bool:
    """Whether it is the tag of a quotation, also of one that is not shown any more."""
    return _OF_QUOTATION.fullmatch(tag) is not None


def finding_tag(about: str) -> str:
    return tag_of("findings", about)


def lead_tag(name: str) -> str:
    """The tag of the paragraph above a table."""
    return tag_of("lead", name)


def of_section(topic: str, part: str) -> str:
    """The tag of a part of a section of the results: "heading", "paragraph-1", "paragraph-2" or "how-sure"."""
    return tag_of("results", topic.lower(), part)


def words_of_table(rows: Iterable[Sequence[str]]) -> str:
    """A table's cells as text, a line a row, with tabs between."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:length]
