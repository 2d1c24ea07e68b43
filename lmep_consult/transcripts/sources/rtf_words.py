"""The vocabulary of the Rich Text Format: its tokens, its words for characters and properties, its code pages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)

CHARACTERS = {
    "tab": "\t", "line": "\v", "lbr": "\v", "page": "\v", "column": "\v", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


class State(NamedTuple):
    """What a group hands down to the groups in it."""

    role: str = "text"  # or "unseen", "fonttbl", "stylesheet", "upr" (which says one thing in two encodings)
    deleted: bool = False
    hidden: bool = False
    skip: int = 1  # characters that stand in for a \u, to be passed over
    font: int = -1
    style: str = "0"
    outline: int = 9  # 0 to 8 are levels of heading
    nested: int = 0  # how many tables deep


def _clamped(number: int | None, most: int, otherwise: int) -> int:
    return otherwise if number is None else min(max(number, 0), most)


# What words that set a property make of a state; one without a number switches on, and 0 switches off.
PROPERTIES: dict[str, Callable[[State, int | None], State]] = {
    "plain": lambda state, _: state._replace(deleted=False, hidden=False, font=-1),
    "deleted": lambda state, number: state._replace(deleted=number != 0),
    "mvf": lambda state, number: state._replace(deleted=number != 0),  # moved from here
    "v": lambda state, number: state._replace(hidden=number != 0),
    "f": lambda state, number: state._replace(font=0 if number is None else number),
    "uc": lambda state, number: state._replace(skip=_clamped(number, 16, 1)),
    "pard": lambda state, _: state._replace(style="0", outline=9, nested=0),
    "s": lambda state, number: state._replace(style=str(number or 0)),
    "outlinelevel": lambda state, number: state._replace(outline=_clamped(number, 9, 9)),
    "intbl": lambda state, number: state._replace(nested=0 if number == 0 else max(1, state.nested)),
    "itap": lambda state, number: state._replace(nested=_clamped(number, 5, 0)),
}


def tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """Each token, as named groups: word and number, hex, symbol, brace or text; raw bytes after a \\bin are none."""
    at = 0
    while at < len(data):
        for token in _TOKEN.finditer(data, at):
            yield token
            if token["word"] == b"bin":
                at = token.end() + max(0, int(token["number"] or 0))
                break
        else:
            return


def code_page(number: int) -> str:
    """The codec of a code page's number; Windows-1252 where Python has none."""
    name = {65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
