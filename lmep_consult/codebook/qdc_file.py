"""Codebooks as REFI-QDA codebook files (.qdc), which NVivo, MAXQDA, ATLAS.ti, QualCoder and others exchange.

The format has a name, a colour and a description for each code. What else a code has is in the description, below
the definition and a line that says whose lines they are ("Include: ...", "Term: ..."), and is read back from there;
without that line a description is somebody's own words, all of them. GUIDs are made from ids, so that a code stays the
same from one export to the next.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from lmep_consult.archive import parse_xml, read_bytes
from lmep_consult.codebook.model import Code, Codebook, slug, validated
from lmep_consult.errors import CodebookError, InputError
from lmep_consult.files import write_whole

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_IDS = uuid.UUID("2f2a3a3e-7b56-4c5c-8a53-0f3f5f0b7c11")  # from which GUIDs are made of codes' ids
_ORIGIN = "lmep-consult "
_LABELS = {
    "Id": "id", "Include": "include", "Exclude": "exclude", "Example": "examples", "Term": "terms",
    "Question": "questions", "Assumption": "assumptions", "Out of scope": "out_of_scope", "Ordered": "ordered",
    "Negation": "negation", "Echo": "echo", "Notes": "notes",
}  # fmt: skip
_OURS = "Kept by lmep-consult:"
_LINE = re.compile(rf"({'|'.join(_LABELS)}): (.*)")
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_qdc(path: Path) -> Codebook:
    """See Codebook.load. Any version of the format is read; sets of codes, which no Codebook has, are passed over."""
    try:
        root = parse_xml(read_bytes(path), path)
    except InputError as error:
        raise CodebookError(str(error)) from None
    if local(root) != "CodeBook":
        raise CodebookError(f"{path}: not a REFI-QDA codebook; its first element is {local(root)}, not CodeBook.")
    top = _origin(root.get("origin", ""))
    return codebook_of(root, path, name=top.pop("name", path.stem), **top)


def write_qdc(codebook: Codebook, path: Path) -> None:
    """See Codebook.save."""
    top = {field: getattr(codebook, field) for field in ("name", "version", "description", "negation", "echo")}
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE})
    root.set("origin", printable(_ORIGIN + json.dumps(top, ensure_ascii=False)))
    add_codes(root, codebook, NAMESPACE)
    write_whole(path, etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def guid_of(code: Code) -> str:
    """A code's GUID: its own, or one made from its id."""
    return code.guid or str(uuid.uuid5(_IDS, code.id))


def add_codes(book: Any, codebook: Codebook, namespace: str) -> None:
    """Put the codebook's codes below the element `book`, each inside the one it belongs to."""
    codes = etree.SubElement(book, f"{{{namespace}}}Codes")
    _add(codes, codebook, "", namespace)


def codebook_of(book: Any, path: Path, name: str, **top: Any) -> Codebook:
    """The codebook that a CodeBook element holds, whatever its namespace.

    Raises CodebookError where a code has no name, or two codes have one GUID.
    """
    roots = [element for element in book if local(element) == "Codes"]
    found = list(_codes(roots[0] if roots else book, "", path, set()))
    codebook = Codebook(name, top.pop("version", ""), top.pop("description", ""), tuple(found), **top)
    return validated(codebook, lambda code: f"{path}, code {code.name}")


def local(element: Any) -> str:
    """An element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def bare_guid(guid: str) -> str:
    """A GUID in lower case and without braces, so that those of one thing are alike."""
    return guid.strip().strip("{}").lower()


def printable(text: str) -> str:
    """Text with U+FFFD for every character that XML cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _add(parent: Any, codebook: Codebook, above: str, namespace: str) -> None:
    for code in codebook.children(above):
        element = etree.SubElement(parent, f"{{{namespace}}}Code")
        element.set("guid", guid_of(code))
        element.set("name", printable(code.name))
        element.set("isCodable", "true")
        if code.colour:
            element.set("color", code.colour)
        etree.SubElement(element, f"{{{namespace}}}Description").text = printable(_description(code))
        _add(element, codebook, code.id, namespace)


def _description(code: Code) -> str:
    lines = [code.definition, _OURS, f"Id: {code.id}"]
    lines += [f"{label}: {text}" for label, text in (("Include", code.include), ("Exclude", code.exclude)) if text]
    for label, texts in (("Example", code.examples), ("Term", code.terms), ("Question", code.questions)):
        lines += [f"{label}: {text}" for text in texts]
    lines += [f"Assumption: {which} {way}" for which, way in code.assumptions.items()]
    lines += ["Out of scope: yes"] if code.out_of_scope else []
    lines += ["Ordered: yes"] if code.ordered else []
    last = (("Negation", code.negation), ("Echo", code.echo), ("Notes", code.notes))
    lines += [f"{label}: {said}" for label, said in last if said]
    return "\n".join(lines)


def _codes(elements: Any, parent: str, path: Path, taken: set[str]) -> Iterator[Code]:
    for element in elements:
        if local(element) != "Code":
            continue
        name, guid = " ".join(element.get("name", "").split()), bare_guid(element.get("guid", ""))
        if not name:
            raise CodebookError(f"{path}: the code {guid or 'without a GUID'} has no name; give it one.")
        if guid and guid in taken:
            raise CodebookError(f"{path}, code {name}: another code has its GUID {guid}; give it its own.")
        described = next((child.text or "" for child in element if local(child) == "Description"), "")
        code = _code(name, guid, element.get("color", ""), parent, described, taken)
        taken |= {guid, code.id}
        yield code
        yield from _codes(element, code.id, path, taken)


def _code(name: str, guid: str, colour: str, parent: str, described: str, taken: set[str]) -> Code:
    said: dict[str, list[str]] = {}
    definition, ours = [], False
    for line in described.splitlines():
        match = _LINE.fullmatch(line.strip())
        if line.strip() == _OURS:
            ours = True
        elif match and ours:
            said.setdefault(_LABELS[match[1]], []).append(match[2].strip())
        else:
            definition.append(line)
    own = said.get("id", [""])[0]
    id_ = own if own and own not in taken else _unused_id(name, taken)
    pairs = (pair.rpartition(" ") for pair in said.get("assumptions", []))
    return Code(
        id_,
        name,
        parent,
        " ".join(" ".join(definition).split()) or f"{name}, as another program called it.",
        include=" ".join(said.get("include", [])),
        exclude=" ".join(said.get("exclude", [])),
        examples=tuple(said.get("examples", [])),
        terms=tuple(said.get("terms", [])),
        colour=_six_digits(colour),
        questions=tuple(said.get("questions", [])),
        assumptions={which: "for" if way == "for" else "against" for which, _, way in pairs},
        out_of_scope=said.get("out_of_scope") == ["yes"],
        ordered=said.get("ordered") == ["yes"],
        negation=said.get("negation", [""])[0],  # type: ignore[arg-type]
        echo=said.get("echo", [""])[0],  # type: ignore[arg-type]
        notes=" ".join(said.get("notes", [])),
        guid="" if guid == str(uuid.uuid5(_IDS, id_)) else guid,
    )


def _unused_id(name: str, taken: set[str]) -> str:
    """A readable id that no other code has."""
    base, number = slug(name), 1
    while (id_ := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return id_


def _six_digits(colour: str) -> str:
    if re.fullmatch("#[0-9A-Fa-f]{3}", colour):
        return "#" + "".join(2 * digit for digit in colour[1:])
    return colour if re.fullmatch("#[0-9A-Fa-f]{6}", colour) else ""


def _origin(origin: str) -> dict[str, Any]:
    """What one of our own files says of its codebook; nothing for another program's."""
    if not origin.startswith(_ORIGIN):
        return {}
    try:
        top = json.loads(origin.removeprefix(_ORIGIN))
    except (ValueError, RecursionError):
        return {}
    known = ("name", "version", "description", "negation", "echo")
    return {key: str(top[key]) for key in known if key in top} if isinstance(top, dict) else {}
