"""A REFI-QDA project that another program wrote, and what of it could not be taken."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.archive import Archive, open_archive
from lmep_consult.codebook import Codebook
from lmep_consult.codebook.qdc_file import bare_guid, codebook_of, guid_of, local
from lmep_consult.errors import InputError, Problem
from lmep_consult.exchange.positions import places_in, with_line_feeds

CODINGS = ["id", "source", "coder", "code", "start", "end", "quote", "memo", "time"]
_OTHER_SOURCES = {
    "PictureSource": "a picture", "PDFSource": "a PDF", "AudioSource": "a recording", "VideoSource": "a video",
}  # fmt: skip
_TEXTS = ("Transcript", "Representation", "TextDescription")  # of recordings, PDFs and pictures
_ROOM = 300  # characters of a passage that show which it is
_NOT_TAKEN = {"Set": "a set of codes, sources or notes", "Graph": "a drawing", "Link": "a link between two things"}


@dataclass(frozen=True)
class Project:
    """codebook: codes with the GUIDs they had. sources: texts by name, lines ended by line feeds. codings: columns of
    CODINGS, start and end in code points of the source. cases: case, source (of a whole text that is the case's, else
    "") and the variables. memos: on ("source", "passage" or "project"), source, start, end, coder, memo, time. users:
    names. losses: whatever was not taken, and where the count of line ends had to be decided."""

    codebook: Codebook
    sources: dict[str, str]
    codings: pd.DataFrame
    cases: pd.DataFrame
    memos: pd.DataFrame
    users: list[str]
    losses: tuple[Problem, ...]


def read_qdpx(path: Path) -> Project:
    """Read a project of any program: GUIDs with or without braces, folders Sources or sources, texts with a byte-order
    mark, in UTF-8 or UTF-16, with paths of any kind, and counted in whatever way (see `positions`).

    Raises InputError where the file is no project, is damaged or could do harm; CodebookError for a broken codebook.
    """
    archive = open_archive(path, "a REFI-QDA project")
    names = [name for name in archive.names if name.casefold().endswith(".qde") and not name.startswith("__MACOSX/")]
    names.sort(key=lambda name: (name.rpartition("/")[2].casefold() != "project.qde", name.count("/")))
    if not names:
        raise InputError(f"{path}: not a REFI-QDA project; it holds no project.qde.")
    root = archive.xml(names[0])
    if local(root) != "Project":
        raise InputError(f"{path}: not a REFI-QDA project; {names[0]} begins with {local(root)}, not Project.")
    return _Reader(path, archive, root).read()


class _Reader:
    def __init__(self, path: Path, archive: Archive, root: Any) -> None:
        self._path, self._archive, self._root = path, archive, root
        self._by_name = {_bare(name): name for name in archive.names}
        self._losses: list[Problem] = []
        self._users = {
            bare_guid(user.get("guid", "")): user.get("name") or user.get("id") or "unnamed"
            for user in root.iter()
            if local(user) == "User"
        }
        self._notes = {bare_guid(note.get("guid", "")): note for note in root.iter() if local(note) == "Note"}
        self._source_name: dict[str, str] = {}
        self._codings: list[dict[str, Any]] = []
        self._memos: list[dict[str, Any]] = []

    def read(self) -> Project:
        book = next((element for element in self._root if local(element) == "CodeBook"), None)
        name = self._root.get("name") or self._path.stem
        codebook = codebook_of([] if book is None else book, self._path, name)
        self._code_of = {bare_guid(guid_of(code)): code.id for code in codebook.codes}
        sources = dict(self._sources())
        cases = list(self._cases())
        self._project_notes()
        self._count_what_is_not_taken()
        memo_columns = ["on", "source", "start", "end", "coder", "memo", "time"]
        return Project(
            codebook,
            sources,
            pd.DataFrame(self._codings, columns=CODINGS),
            pd.DataFrame(cases, columns=list(dict.fromkeys(["case", "source", *(c for case in cases for c in case)]))),
            pd.DataFrame(self._memos, columns=memo_columns).astype({"start": "Int64", "end": "Int64"}),
            list(self._users.values()),
            tuple(self._losses),
        )

    # --- sources and what is marked in them ---

    def _sources(self) -> Iterator[tuple[str, str]]:
        for parent in self._root:
            for element in parent if local(parent) == "Sources" else ():
                kind, name = local(element), element.get("name") or _file_name(element) or "unnamed"
                texts = [element] if kind == "TextSource" else [part for part in element if local(part) in _TEXTS]
                for part in texts:
                    own = self._unused(name)
                    self._source_name |= {bare_guid(each.get("guid", "")): own for each in (element, part)}
                    text = self._text(part, own)
                    if text is not None:
                        text = self._marked(part, own, text)
                        self._of_whole([element] if part is element else [element, part], own, text)
                        yield own, text
                if kind in _OTHER_SOURCES:
                    what = "what is marked in it elsewhere than in its text" if texts else "what is marked in it"
                    self._lose(name, f"{_OTHER_SOURCES[kind]} with {what} was not taken")

    def _unused(self, name: str) -> str:
        taken, number = set(self._source_name.values()), 1
        while (own := name if number == 1 else f"{name} ({number})") in taken:
            number += 1
        return own

    def _text(self, element: Any, name: str) -> str | None:
        """The source's text as it lies in the file; None, and a loss, where it is elsewhere."""
        content = next((child for child in element if local(child) == "PlainTextContent"), None)
        if content is not None:
            return content.text or ""
        said = element.get("plainTextPath") or ""
        place = _bare(re.sub(r"^[a-z]+:(?=[/\\])", "", said, flags=re.IGNORECASE))
        for known in (place, place.rpartition("/")[2]):  # another folder than ours may be before the name
            if known in self._by_name:
                return _decoded(self._archive.part(self._by_name[known]))
        self._lose(name, "its text is not in the project, so nothing marked in it was taken", said)
        return None

    def _marked(self, element: Any, name: str, raw: str) -> str:
        """Take the passages of a source; returns its text with line feeds alone."""
        selections = [child for child in element if local(child) in ("PlainTextSelection", "TranscriptSelection")]
        points = {bare_guid(p.get("guid", "")): p.get("position") for p in element if local(p) == "SyncPoint"}
        ends = [(_whole(_position(s, "start", points)), _whole(_position(s, "end", points))) for s in selections]
        places, notes = places_in(raw, ends, self._root.get("origin") or "")
        for note in notes if selections else ():
            self._lose(name, note)
        text = with_line_feeds(raw)
        for selection, place in zip(selections, places, strict=True):
            if place is None:
                self._lose(name, "a passage lies outside the text and was not taken", selection.get("name") or "")
                continue
            self._passage(selection, name, *place, text[place[0] : place[1]])
        for child in element:
            if local(child) == "NoteRef":
                self._memo("source", child, name, None, None)
        return text

    def _of_whole(self, elements: Iterable[Any], name: str, text: str) -> None:
        """Codes given to a whole source are given to all of its text."""
        codings = [(each, child) for each in elements for child in each if local(child) == "Coding"]
        for element, coding in codings:
            self._coding(coding, element, name, 0, len(text), text)
        if codings:
            what = f"codes given to the whole source: {len(codings)}; taken as given to each turn of a participant"
            self._lose(name, what)

    def _passage(self, selection: Any, source: str, start: int, end: int, quote: str) -> None:
        codings = [child for child in selection if local(child) == "Coding"]
        notes = [child for child in selection if local(child) == "NoteRef"]
        for note in notes:
            self._memo("passage", note, source, start, end)
        if not codings and not notes:
            self._lose(source, "a passage without a code was not taken", quote)
        for coding in codings:
            self._coding(coding, selection, source, start, end, quote)

    def _coding(self, coding: Any, marked: Any, source: str, start: int, end: int, quote: str) -> None:
        """marked: what the code was given to, which says who did and when where the coding does not."""
        code = next(
            (self._code_of.get(bare_guid(c.get("targetGUID", ""))) for c in coding if local(c) == "CodeRef"), None
        )
        if code is None:
            return self._lose(source, "a coding of no code in the codebook was not taken", quote[:_ROOM])
        memos = [self._note_text(child) for child in coding if local(child) == "NoteRef"]
        made = coding if coding.get("creatingUser") else marked
        id_ = bare_guid(coding.get("guid", "")).replace("-", "")
        time = coding.get("creationDateTime") or marked.get("creationDateTime") or ""
        row = [id_, source, self._user(made), code, start, end, quote, "\n".join(filter(None, memos)), time]
        return self._codings.append(dict(zip(CODINGS, row, strict=True)))

    # --- notes, cases and the rest ---

    def _memo(self, on: str, reference: Any, source: str, start: int | None, end: int | None) -> None:
        note = self._notes.get(bare_guid(reference.get("targetGUID", "")))
        text = self._note_text(reference)
        if note is None or not text:
            self._lose(source or "project", "a note without text was not taken")
            return
        row = [on, source, start, end, self._user(note), text, note.get("creationDateTime") or ""]
        self._memos.append(dict(zip(["on", "source", "start", "end", "coder", "memo", "time"], row, strict=True)))

    def _note_text(self, reference: Any) -> str:
        note = self._notes.get(bare_guid(reference.get("targetGUID", "")))
        if note is None:
            return ""
        text = self._text(note, note.get("name") or "note")
        return (text or "").replace("\r\n", "\n").strip()

    def _project_notes(self) -> None:
        used = {bare_guid(e.get("targetGUID", "")) for e in self._root.iter() if local(e) == "NoteRef"}
        for key, note in self._notes.items():
            if key not in used:
                text = self._text(note, note.get("name") or "note") or ""
                row = ["project", "", None, None, self._user(note), text, note.get("creationDateTime") or ""]
                self._memos.append(
                    dict(zip(["on", "source", "start", "end", "coder", "memo", "time"], row, strict=True))
                )

    def _cases(self) -> Iterator[dict[str, str]]:
        variables = {
            bare_guid(v.get("guid", "")): v.get("name") or "unnamed"
            for v in self._root.iter()
            if local(v) == "Variable"
        }
        for case in (element for element in self._root.iter() if local(element) == "Case"):
            row = {"case": case.get("name") or "unnamed", "source": ""}
            for child in case:
                if local(child) == "VariableValue":
                    name = next((variables.get(bare_guid(r.get("targetGUID", ""))) for r in child), None)
                    value = next((v.text or "" for v in child if local(v).endswith("Value")), "")
                    if name:
                        row[name] = value
                elif local(child) == "SourceRef" and not row["source"]:
                    row["source"] = self._source_name.get(bare_guid(child.get("targetGUID", "")), "")
                elif local(child) in ("SourceRef", "SelectionRef", "CodeRef"):
                    self._lose(row["case"], f"a {local(child)} of the case was not taken")
            yield row

    def _count_what_is_not_taken(self) -> None:
        counts = Counter(local(element) for element in self._root.iter())
        for kind, what in _NOT_TAKEN.items():
            if counts[kind]:
                self._lose("project", f"{what} was not taken ({counts[kind]} times)")

    def _user(self, element: Any) -> str:
        return self._users.get(bare_guid(element.get("creatingUser") or ""), "unnamed")

    def _lose(self, where: str, what: str, text: str = "") -> None:
        self._losses.append(Problem(f"{self._path.name}, {where}", what, text))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _position(selection: Any, which: str, points: Mapping[str, str | None]) -> str | None:
    """The start or end of a passage; in the transcript of a recording it is that of a moment."""
    if local(selection) == "PlainTextSelection":
        said: str | None = selection.get(f"{which}Position")
        return said
    moment = selection.get("fromSyncPoint" if which == "start" else "toSyncPoint") or ""
    return points.get(bare_guid(moment))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().lstrip("-").isdigit() else None


def _file_name(source: Any) -> str:
    """The name of a source's file, without its ending."""
    return re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", source.get("plainTextPath") or source.get("path") or "")[-1])


def _bare(path: str) -> str:
    """A path within the archive, however it is written, so that those of one file are alike."""
    parts = [part for part in path.replace("\\", "/").casefold().split("/") if part not in ("", ".")]
    return "/".join(parts[1:] if parts[:1] == ["sources"] else parts)
