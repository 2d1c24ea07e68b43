"""Damaged copies of files, for readers to refuse or read."""

from __future__ import annotations

import io
import random
import re
import zipfile

_ODD = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3\x28",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\t",
        b"\v",
        b";",
        b":",
        b'"',
        b"{",
        b"[",
    ),
    *(b" --> ", b"<v ", b"<v.", b">", b"&#x110000;", b"&amp;", b"<!DOCTYPE x>", b"00:00:00.000 --> 99:99:99.999\n"),
    *(b"\\u-1 ", b"\\bin9999 ", b"\\'zz", b"9" * 30, b"-1", b"NaN", b"1e999", b"=1+1", b"2. Participants\n"),
    *("\u202e\u200f\u2028".encode(), "👩🏽‍🔬".encode()),
]
_LONGEST = 400_000


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """`data` with one to six changes; of an Office file, mostly inside its parts."""
    if data[:2] == b"PK" and chance.random() < 0.9:
        return _inside_archive(data, others, chance)
    if chance.random() < 0.5:
        return _reworded(data, chance)
    for _ in range(chance.randint(1, 6)):
        data = _changed(data, others, chance)[:_LONGEST]
    return data


def _changed(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    at, end = sorted(chance.randint(0, len(data)) for _ in range(2))
    end = min(end, at + 2000)
    kind = chance.randrange(8)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:at] + chance.choice(_ODD) + data[at:]
    if kind == 2:
        return data[:at] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 8))) + data[at + 4 :]
    if kind == 3:
        return data[:at] + data[at:end] * chance.choice([2, 3, 50]) + data[end:]
    if kind == 4:
        return data[:at] + chance.choice(_ODD) * chance.choice([2, 30, 3000]) + data[at:]
    if kind == 5:
        other = chance.choice(others)
        start = chance.randint(0, len(other))
        return data[:at] + other[start : start + 500] + data[at:]
    if kind == 6:
        return data[end:] + data[at:end] + data[:at]
    return data[:at]


def _reworded(data: bytes, chance: random.Random) -> bytes:
    """One to four words replaced by others of the file, dropped or doubled: what is between words stays."""
    pieces = re.split(rb"([<>=\"'{}\\;,\t\r\n ]+)", data)
    for _ in range(chance.randint(1, 4)):
        at = 2 * chance.randrange((len(pieces) + 1) // 2)
        pieces[at] = chance.choice([b"", pieces[at] * 2, chance.choice(pieces), chance.choice(_ODD)])
    return b"".join(pieces)


def _inside_archive(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    which = chance.randrange(len(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(parts):
            if number == which and chance.random() < 0.1:
                continue
            if number == which or "document.xml" in name or "sheet1.xml" in name or name == "content.xml":
                content = _reworded(content, chance)
                for _ in range(chance.choice([0, 0, 0, 1, 3])):
                    content = _changed(content, others, chance)[:_LONGEST]
            archive.writestr(name, content)
    return out.getvalue()
