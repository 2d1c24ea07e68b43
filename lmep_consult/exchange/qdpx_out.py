"""A study's coding as a REFI-QDA project, for NVivo, MAXQDA, ATLAS.ti, QualCoder and others to open.

Sources are plain text in UTF-8 without a byte-order mark and with line feeds alone: some programs count a carriage
return and line feed as one and others as two, and then every passage after them slips. Each turn has its speaker before
it (see `labelled`), and passages are counted in that text.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from lmep_consult import __version__
from lmep_consult.codebook import Codebook
from lmep_consult.codebook.qdc_file import add_codes, guid_of, printable
from lmep_consult.coding import Spoken
from lmep_consult.errors import CodingError
from lmep_consult.exchange.labelled import Labelled
from lmep_consult.files import write_whole

NAMESPACE = "urn:QDA-XML:project:1.0"
_IDS = uuid.UUID("6b1f6a0e-3f4b-4df2-9a86-1d1a5b0c2e77")  # from which GUIDs are made of names and ids
_ROOM = 60  # characters of a passage that name it in lists
_WHOLE = (1980, 1, 1, 0, 0, 0)  # a member's time, so that the same study gives the same bytes


def write_qdpx(
    path: Path,
    codebook: Codebook,
    transcripts: Mapping[str, Spoken],
    codings: pd.DataFrame,
    people: pd.DataFrame,
    memos: pd.DataFrame | None = None,
    name: str = "Consultation",
) -> None:
    """Write the project file `path`.

    transcripts: by name, names of people replaced. codings: columns id, source, coder, code, start, end, quote, memo,
    time. people: participant and attributes; each participant is a case with those attributes and, where one is named
    so, the transcript. memos: columns id, source, coder, code, memo, time (start and end where it is on a passage). One
    time and text make the same bytes each time.

    Raises CodingError where a coding's quote is not what is in its source.
    """
    project = _Project(codebook, transcripts, name)
    project.add(codings, people, memos if memos is not None else pd.DataFrame())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, data in project.members().items():
            archive.writestr(zipfile.ZipInfo(member, _WHOLE), data, zipfile.ZIP_DEFLATED)
    write_whole(path, out.getvalue(), private=True)


def guid(*parts: str) -> str:
    """The GUID of what these words name."""
    return str(uuid.uuid5(_IDS, "\x1f".join(parts)))


class _Project:
    def __init__(self, codebook: Codebook, transcripts: Mapping[str, Spoken], name: str) -> None:
        self._codebook, self._transcripts = codebook, transcripts
        self._labelled = {source: Labelled(transcript) for source, transcript in transcripts.items()}
        self._code_guid = {code.id: guid_of(code) for code in codebook.codes}
        self._root = etree.Element(_tag("Project"), nsmap={None: NAMESPACE})
        self._root.set("name", printable(name))
        self._root.set("origin", f"lmep-consult {__version__}")

    def add(self, codings: pd.DataFrame, people: pd.DataFrame, memos: pd.DataFrame) -> None:
        """In the order that the format asks for; what is empty must not be there."""
        self._check(codings)
        coders = sorted({*codings["coder"], *(memos["coder"] if len(memos) else ())})
        if coders:
            users = _under(self._root, "Users")
            for coder in coders:
                _under(users, "User", guid=guid("user", coder), name=printable(coder))
        book = _under(self._root, "CodeBook")
        add_codes(book, self._codebook, NAMESPACE)
        attributes = [str(column) for column in people.columns if column != "participant"]
        if attributes:
            variables = _under(self._root, "Variables")
            for attribute in attributes:
                _under(variables, "Variable", guid=guid("variable", attribute), name=attribute, typeOfVariable="Text")
        if len(people):
            self._cases(people, attributes)
        notes = [("coding", row) for row in codings.to_dict("records") if row["memo"]]
        notes += [("memo", row) for row in memos.to_dict("records")]
        self._sources(codings, memos)
        if notes:
            element = _under(self._root, "Notes")
            for kind, row in notes:
                self._note(element, kind, row)

    def members(self) -> dict[str, bytes]:
        files = {
            f"sources/{guid('source', source)}.txt": labelled.text.encode("utf-8")
            for source, labelled in self._labelled.items()
        }
        return {"project.qde": etree.tostring(self._root, xml_declaration=True, encoding="utf-8"), **files}

    def _check(self, codings: pd.DataFrame) -> None:
        for row in codings.to_dict("records"):
            transcript = self._transcripts.get(row["source"])
            if transcript is None or transcript.text[row["start"] : row["end"]] != row["quote"]:
                place = f"{row['start']} to {row['end']}"
                raise CodingError(f"Coding {row['id']} of {row['source']}: its quote is not at {place}.")
            if row["code"] not in self._code_guid:
                raise CodingError(f"Coding {row['id']}: the codebook has no code {row['code']!r}.")

    def _cases(self, people: pd.DataFrame, attributes: list[str]) -> None:
        cases = _under(self._root, "Cases")
        for person in people.astype(str).to_dict("records"):
            participant = str(person["participant"])
            case = _under(cases, "Case", guid=guid("case", participant), name=printable(participant))
            for attribute in attributes:
                value = _under(case, "VariableValue")
                _under(value, "VariableRef", targetGUID=guid("variable", attribute))
                _under(value, "TextValue").text = printable(str(person[attribute]))
            if participant in self._transcripts:
                _under(case, "SourceRef", targetGUID=guid("source", participant))

    def _sources(self, codings: pd.DataFrame, memos: pd.DataFrame) -> None:
        sources = _under(self._root, "Sources") if self._transcripts else None
        on_source = memos[memos["start"].isna()] if len(memos) else memos
        on_passage = memos[memos["start"].notna()] if len(memos) else memos
        for source in self._transcripts:
            place = guid("source", source)
            element = _under(
                sources, "TextSource", guid=place, name=printable(source), plainTextPath=f"internal://{place}.txt"
            )
            for row in codings[codings["source"] == source].to_dict("records"):
                self._selection(element, row, "coding", row["memo"])
            for row in on_passage[on_passage["source"] == source].to_dict("records") if len(on_passage) else []:
                self._selection(element, row, "memo", row["memo"])
            for row in on_source[on_source["source"] == source].to_dict("records") if len(on_source) else []:
                _under(element, "NoteRef", targetGUID=guid("memo", row["id"]))

    def _selection(self, source: Any, row: Mapping[Any, Any], kind: str, memo: str) -> None:
        """A passage and, for a coding, its code; each coding has a passage of its own, so that it keeps its coder."""
        start, end = self._labelled[row["source"]].place(int(row["start"]), int(row["end"]))
        selection = _under(
            source,
            "PlainTextSelection",
            guid=guid("passage", kind, row["id"]),
            name=printable(" ".join(str(row["quote"])[:_ROOM].split())),
            startPosition=str(start),
            endPosition=str(end),
            **self._made(row),
        )
        if kind == "coding":
            coding = _under(selection, "Coding", guid=_uuid(row["id"]), **self._made(row))
            _under(coding, "CodeRef", targetGUID=self._code_guid[row["code"]])
            if memo:
                _under(coding, "NoteRef", targetGUID=guid("coding", row["id"]))
        else:
            _under(selection, "NoteRef", targetGUID=guid("memo", row["id"]))

    def _note(self, notes: Any, kind: str, row: Mapping[Any, Any]) -> None:
        name = f"Memo on {row.get('code') or row.get('source') or 'the study'}"
        note = _under(notes, "Note", guid=guid(kind, row["id"]), name=printable(name), **self._made(row))
        _under(note, "PlainTextContent").text = printable(row["memo"])

    def _made(self, row: Mapping[Any, Any]) -> dict[str, str]:
        made = {"creatingUser": guid("user", row["coder"])}
        return made | ({"creationDateTime": row["time"]} if row.get("time") else {})


def _under(parent: Any, tag: str, /, **attributes: str) -> Any:
    element = etree.SubElement(parent, _tag(tag))
    for key, value in attributes.items():
        element.set(key, value)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _uuid(id_: str) -> str:
    """A coding's id as a GUID: itself where it is one."""
    return str(uuid.UUID(id_)) if re.fullmatch("[0-9a-f]{32}", id_) else guid("coding id", id_)
