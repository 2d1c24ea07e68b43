"""Whole files to damage: one or more of each kind that a reader knows."""

from __future__ import annotations

import codecs
import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from layouts import FILES
from openpyxl import Workbook

_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:text><text:h>Interview</text:h><text:p>Interviewer: What<text:s text:c="2"/>is missing?</text:p>
<text:p>P99: Data.<text:line-break/>And <text:span>people</text:span>.<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>
<table:table><table:table-row><table:table-cell><text:p>I:</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"><text:p>Why?</text:p></table:table-cell>
</table:table-row></table:table></office:text></office:body></office:document-content>"""
_RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\generator x;}{\header Confidential}\pard "
    r"Interviewer: What \'93is\'94 "
    r"missing?\par P99: Data\u8230?\line And {\b people}.{\deleted Not this.}\par \trowd I:\cell Why?\cell\row "
    r"P99:\tab Money.{\footnote A note.}\par}"
)
_TIMES = [datetime(2026, 2, 10, 15, 1), datetime(2026, 2, 10, 15, 2)]
_POLL = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Rank these", "How sure are you?"],
    [1, *_TIMES, "a@x.example", "Jane Doe", "Maps;Tables; and charts;Words;", "5 Sure"],
    [2, *_TIMES, "anonymous", "", "Words;Maps;Tables; and charts;", "1"],
    [3, *_TIMES, "b@x.example", "Sam Roe", '["Maps","Words","Tables; and charts"]', "Sure"],
]
_ATTENDANCE = """1. Summary
Meeting title\tWorkshop
Attended participants\t2
Start time\t2/10/26, 2:55:00 PM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Jane Doe\t2/13/26, 2:55:00 PM\t2/13/26, 4:31:00 PM\t1h 36m\ta@x.example\ta@x.example\tOrganizer
Sam Roe (External)\t2/13/26, 2:59:00 PM\t2/13/26, 4:30:00 PM\t1h 31m\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Jane Doe\t2/13/26, 2:55:00 PM\t2/13/26, 4:31:00 PM\t1h 36m\ta@x.example\tOrganizer
Sam Roe (External)\t2/13/26, 2:59:00 PM\t2/13/26, 4:30:00 PM\t1h 31m\t\tPresenter
"""
_ATTENDANCE_OF_2020 = """Full Name\tUser Action\tTimestamp
Jane Doe\tJoined\t5/13/2020, 9:00:00 AM
Sam Roe\tJoined before\t5/13/2020, 9:01:00 AM
Sam Roe\tLeft\t5/13/2020, 9:31:00 AM
"""


def seeds() -> list[tuple[str, bytes]]:
    """What reads a file, by its name in fuzz_readers.READERS, and the file's bytes."""
    texts = [text.encode() for text in FILES.values()]
    texts += [codecs.BOM_UTF16_LE + FILES["typed.txt"].encode("utf-16-le"), FILES["zoom.vtt"].encode("cp1252")]
    documents = [_document(), _older_document(), _typed_document(), _odt(), _RTF.encode("ascii")]
    polls = [_workbook(), _csv(","), _csv(";"), codecs.BOM_UTF16_LE + _csv("\t").decode().encode("utf-16-le")]
    attendance = [
        _ATTENDANCE.encode(),
        codecs.BOM_UTF16_LE + _ATTENDANCE.replace("\n", "\r\n").encode("utf-16-le"),
        _ATTENDANCE_OF_2020.encode(),
    ]
    return [
        *(("transcript", data) for data in [*texts, *documents]),
        *((kind, data) for data in polls for kind in ("ranking", "a ranking to find", "likert", "columns")),
        *(("attendance", data) for data in attendance),
    ]


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _document() -> bytes:
    document = Document()
    document.add_paragraph("A meeting")
    document.add_paragraph("Jane Doe started transcription")
    document.add_paragraph("Jane Doe   0:04\nGood morning.\nThank you.")
    document.add_paragraph("Roe, Sam (External)   1:02:03\nNot at all.")
    return _saved(document)


def _older_document() -> bytes:
    document = Document()
    document.add_paragraph("0:0:4.279 --> 0:0:5.79\nJane Doe\nGood morning.")
    for line in ("0:0:6.1 --> 0:0:8.0", "Sam Roe", "Not at all."):
        document.add_paragraph(line)
    return _saved(document)


def _typed_document() -> bytes:
    document = Document()
    document.add_heading("Interview P99", level=1)
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_paragraph("Interviewer: What is missing?")
    table = document.add_table(0, 2)
    for left, right in [("P99", "Data."), ("Interviewer", "Why?"), ("P99", "Money: too little.")]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    return _saved(document)


def _odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", _ODT)
    return out.getvalue()


def _workbook() -> bytes:
    workbook = Workbook()
    for row in _POLL:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _csv(delimiter: str) -> bytes:
    lines = [delimiter.join(f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in row) for row in _POLL]
    return "\r\n".join(lines).encode()
