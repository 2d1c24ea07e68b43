"""An Office file as its parts: read from strangers, and written again with some of them replaced."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path

from lmep_consult.archive import Archive, open_archive, read_start
from lmep_consult.documents.markup import Node, edited, filled_in, parsed
from lmep_consult.errors import InputError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old Office files begin, and those with a password
TYPES = "[Content_Types].xml"


class Package:
    """The parts of an Office file by name, and what was put into the place of some.

    what: what the file is, for messages ("a Word document"); program: where people open it.
    """

    def __init__(self, path: Path, what: str, program: str) -> None:
        self.path, self.what = path, what
        _refuse_open(path, program)
        if read_start(path, len(_OLE)) == _OLE:
            raise InputError(
                f"{path}: has a password, or is of an old kind; save it without a password as {what}, and try again."
            )
        self.archive: Archive = open_archive(path, what)
        self.replaced: dict[str, bytes] = {}
        if TYPES not in self.archive:
            raise InputError(f"{path}: not {what}, or damaged; save it again in {program}.")
        self._types = self.tree(TYPES)
        if any("macroEnabled" in each.get("ContentType") for each in self._types.children) or any(
            name.casefold().endswith("vbaproject.bin") for name in self.archive.names
        ):
            raise InputError(f"{path}: holds macros, which are not opened; save it as {what} without macros.")

    def __contains__(self, name: str) -> bool:
        return name in self.replaced or name in self.archive

    def part(self, name: str) -> bytes:
        """A part as it is by now."""
        return self.replaced[name] if name in self.replaced else self.archive.part(name)

    def tree(self, name: str) -> Node:
        """The root element of an XML part, checked as a stranger's."""
        data = self.part(name)
        if name not in self.replaced:
            self.archive.xml(name)
        try:
            return parsed(data)
        except ValueError:
            raise InputError(f"{self.path}: {name!r} in it is not UTF-8; save the file again.") from None

    def of_type(self, *endings: str) -> list[str]:
        """The parts whose content type ends so, in the file's order."""
        named = {each.get("PartName").lstrip("/"): each.get("ContentType") for each in self._types.children}
        return [name for name in self.archive.names if named.get(name, "").endswith(endings)]

    def targets(self, part: str) -> dict[str, str]:
        """By relationship id, the parts that a part leads to."""
        name = rels_of(part)
        if name not in self:
            return {}
        return {
            each.get("Id"): posixpath.normpath(posixpath.join("/", posixpath.dirname(part), each.get("Target"))).lstrip(
                "/"
            )
            for each in self.tree(name).children
            if each.get("TargetMode") != "External"
        }

    def add_relationship(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part to another; its id."""
        name = rels_of(part)
        if name not in self:
            self.replaced[name] = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            )
        taken = {each.get("Id") for each in self.tree(name).children}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdLmep{n}" not in taken)
        place = posixpath.relpath(target, posixpath.dirname(part) or ".")
        new = f'<Relationship Id="rIdLmep{number}" Type="{kind}" Target="{place}"/>'
        self._append(name, new.encode())
        return f"rIdLmep{number}"

    def know_png(self) -> None:
        """Let the file say what a .png is, where it does not yet."""
        known = (each.get("Extension").casefold() for each in self.tree(TYPES).children)
        if "png" not in known:
            self._append(TYPES, b'<Default Extension="png" ContentType="image/png"/>')

    def _append(self, name: str, new: bytes) -> None:
        data, root = self.part(name), self.tree(name)
        prefix = re.match(rb"<([\w.-]+:)?", data[root.start : root.opened])
        if prefix and prefix[1]:
            new = new.replace(b"<", b"<" + prefix[1], 1)
        self.replaced[name] = edited(data, [filled_in(data, root, data[root.opened : root.closes] + new)])

    def written(self) -> bytes:
        """The whole file: parts in their order, those replaced in their places, new ones last."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for info in self.archive.zip.infolist():
                data = self.part(info.filename) if not info.is_dir() else b""
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type, kept.external_attr = info.compress_type, info.external_attr
                new.writestr(kept, data)
            for name in sorted(self.replaced.keys() - set(self.archive.names)):
                packed = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
                new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), self.replaced[name], packed)
        return out.getvalue()


def rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _refuse_open(path: Path, program: str) -> None:
    """Office and LibreOffice put a file next to one that somebody has open."""
    owners = [f"~${path.name[cut:]}" for cut in (0, 1, 2)] + [f".~lock.{path.name}#"]
    for owner in owners:
        if (path.parent / owner).exists():
            program = "LibreOffice" if owner.startswith(".~lock") else program
            raise InputError(
                f"{path}: is open in {program}; close it and try again (if nobody has it open, delete {owner})."
            )
