"""A small study in which P1 says, writes, votes and joins in every kind of file.

Whatever P1 said or wrote holds the word "zebrawood", and nothing else does; what others said holds "larch".
"""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from lmep_consult.study import Study

PLAN = """
[study]
title = "Timber"
source = "Timber, 2026"
codebook = "codebook.yaml"

[dates]
fieldwork_start = 2026-01-01
fieldwork_end = 2026-03-31
delete_by = 2027-07-31
backups = ["the old tape drive in room 4"]

[team]
names = ["Imogen Farrowby"]
emails = ["imogen@team.example"]

[[groups]]
id = "A"
name = "Group A"

[[events]]
id = "W1"
name = "Workshop"
date = 2026-02-10
groups = ["A"]

[[polls]]
id = "themes"
title = "Priorities"

[[polls.questions]]
id = "themes"
title = "Priorities"
column = "Rank these"
options = ["Oak", "Ash", "Other"]
write_in_column = "If other"
codes = { Oak = "theme-oak", Ash = "theme-ash" }

[[polls]]
id = "after"
title = "Afterwards"

[[polls.questions]]
id = "after"
title = "Afterwards"
column = "What was missing"
kind = "text"

[speakers]
"W1_talk.docx" = { "Voice 4" = "P1" }
"""
CODEBOOK = """
name: timber
version: "1"
codes:
  - {id: theme-oak, name: Oak, family: themes, definition: Of oak., terms: [oak]}
  - {id: theme-ash, name: Ash, family: themes, definition: Of ash., terms: [ash]}
"""
COLUMNS = ("participant", "name", "email", "group", "organisation", "consent_contact", "status")
PEOPLE = (
    ("P1", "Jonas Wren", "jonas@hill.example", "A", "Hill", "yes", "took part"),
    ("P2", "Anna Reed", "anna@dale.example", "A", "Dale", "yes", "took part"),
    ("P3", "Owen Marsh", "owen@fell.example", "A", "Fell", "no", "took part"),
    ("P10", "Ruth Field", "ruth@moor.example", "A", "Moor", "", "agreed"),
)
TALK = (
    ("Imogen Farrowby", "What matters to the larch?"),
    ("Jonas Wren", "The zebrawood: it matters most & always."),
    ("Anna Reed", "Larch is < oak, I say."),
    ("Voice 4", "More zebrawood then."),
    ("Imogen Farrowby", "More than larch?"),
    ("Voice 4", "Zebrawood, yes."),
    ("Speaker 9", "Larch or nothing."),
    ("Anna Reed", "So it is, larch."),
    ("Jonas Wren", "Not without zebrawood."),
    ("Speaker 9", "Larch to the end."),
    ("Imogen Farrowby", "Thank you, larch."),
)
ROOM = """WEBVTT

1
00:00:01.000 --> 00:00:03.500
<v Imogen Farrowby>And the larch &amp; the oak?</v>

a
00:00:03.500 --> 00:00:04.000
<v Anna Reed>I wrote &lt;b&gt; &amp;amp; larch.</v>

2
00:00:04.000 --> 00:00:06.000
<v Wren, Jonas>Zebrawood again.</v>

3
00:00:07.000 --> 00:00:09.250
<v Anna Reed>Larch, 3 > 2.</v>

4
00:00:09.500 --> 00:00:10.000
<v Anna Reed>Larch twice.</v>
"""
CHAT = (
    "10:02:33\tAnna Reed:\tIs there larch?\n10:03:01\tJonas Wren:\tZebrawood only.\n"
    '10:03:09\tAnna Reed:\tReplying to "Zebrawood only."\n10:03:30\tAnna Reed:\tA pity, larch.\n'
)
VOTES = (
    (1, "2026-02-10 10:00:00", "anna@dale.example", "Anna Reed", "Oak;Ash;Other;", "larch"),
    (2, "2026-02-10 10:01:00", "JONAS@hill.example", "J. Wren", "Ash;Other;Oak;", "zebrawood"),
    (3, "2026-02-10 10:02:00", "owen@fell.example", "Owen Marsh", "Ash;Oak;Other;", None),
    (4, "2026-02-10 10:03:00", "anonymous", "anonymous", "Oak;Other;Ash;", None),
    (5, "2026-02-10 10:04:00", "anonymous", "Wren", "Oak;Other;Ash;", None),
)
AFTER = (
    "ID;Start time;Completion time;Email;Name;What was missing\r\n"
    '1;2026-02-10 11:00:00;2026-02-10 11:01:00;anna@dale.example;Anna Réed;"Larch,\r\nmostly"\r\n'
    '2;2026-02-10 11:00:00;2026-02-10 11:01:00;jonas@hill.example;Jonas Wren;"Zebrawood;\r\n\r\nof course"\r\n'
    "3;2026-02-10 11:00:00;2026-02-10 11:01:00;owen@fell.example;Owen Marsh;Larch\r\n"
)
ATTENDANCE = (
    "1. Summary\r\nAttended participants\t2\r\n\r\n2. Participants\r\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\r\n"
    "Jo\t2/13/26, 9:58:00 AM\t2/13/26, 11:00:00 AM\t1h 2m\tjonas@hill.example\tAttendee\r\n"
    "Anna Reed\t2/13/26, 9:59:00 AM\t2/13/26, 11:00:00 AM\t1h 1m\tanna@dale.example\tAttendee\r\n\r\n"
    "3. In-Meeting Activities\r\nName\tJoin Time\tLeave Time\tDuration\r\n"
    "Jo\t2/13/26, 9:58:00 AM\t2/13/26, 11:00:00 AM\t1h 2m\r\n"
    "Anna Reed\t2/13/26, 9:59:00 AM\t2/13/26, 11:00:00 AM\t1h 1m\r\n"
)
DECISIONS = (
    {"id": "a1", "participant": "P1", "source": "P1", "quote": "zebrawood", "code": "theme-oak"},
    {"id": "a2", "participant": "P2", "source": "W1", "quote": "larch", "code": "theme-oak"},
    {"id": "a3", "action": "undo", "supersedes": "a1", "memo": "of zebrawood after all"},
    {"id": "a4", "action": "undo", "supersedes": "a3", "memo": "zebrawood, no"},
    {"id": "a5", "participant": "", "source": "P1", "quote": "zebrawood too"},
    {"id": "a6", "participant": "P10", "source": "P10", "quote": "larch"},
    {"id": "a7", "participant": "P1", "source": "W1 2", "quote": "zebrawood"},
    {"id": "a9", "participant": "", "source": "P1 2", "quote": "why zebrawood?"},
)
QUOTE_HASH = "9" * 64


@pytest.fixture
def small(tmp_path: Path) -> Study:
    """The small study, with what a run would have left in working/ and reports/."""
    folder = tmp_path / "small"
    for name in ("transcripts", "chats", "polls", "attendance", "recordings"):
        (folder / "raw" / name).mkdir(parents=True)
    text(folder / "study.toml", PLAN)
    text(folder / "codebook.yaml", CODEBOOK)
    _register(folder / "register.xlsx")
    raw = folder / "raw"
    text(raw / "transcripts" / "P1_interview.txt", "I: Which larch?\nP1: None but zebrawood.\n")
    text(
        raw / "transcripts" / "P2_interview.txt",
        "I: Which larch?\nP2: All larch.\nJonas Wren: And zebrawood.\nP2: Larch.\nJonas Wren: Zebrawood!\n",
    )
    text(raw / "transcripts" / "P10_interview.txt", "I: Which larch?\nP10: Any larch.\n")
    _talk(raw / "transcripts" / "W1_talk.docx")
    (raw / "transcripts" / "W1_room.vtt").write_bytes(ROOM.encode("utf-16"))
    text(raw / "chats" / "W1_chat.txt", CHAT)
    _poll(raw / "polls" / "W1_themes.xlsx")
    (raw / "polls" / "W1_after.csv").write_bytes(AFTER.encode("cp1252"))
    (raw / "attendance" / "W1_attendance.csv").write_bytes(ATTENDANCE.encode("utf-16"))
    text(raw / "recordings" / "P1" / "zoom_0.m4a", "zebrawood")
    text(raw / "recordings" / "P10_audio.m4a", "larch")
    text(raw / "recordings" / "W1_video.mp4", "larch")
    working = folder / "working"
    text(working / "codings" / "anna.jsonl", "".join(json.dumps(row) + "\n" for row in DECISIONS) + '{"id": "a8", "quo')
    rows = "".join(f"{who},theme-oak,{QUOTE_HASH},Imogen,2026-03-02T10:00\n" for who in ("P1", "P2"))
    text(working / "quotes_signed_off.csv", "\ufeffparticipant,code,quote_sha256,signed_by,signed_at\n" + rows)
    for name in ("imported/0123456789abcdef.json", "transcripts/P1_0123456789abcdef.json", "suggestions.csv"):
        text(working / name, "larch and zebrawood")
    text(working / "pseudonyms.key", '{"people": {"P1": "Jonas Wren"}}')
    text(folder / "reports" / "scoping_report.html", "larch and zebrawood")
    text(
        folder / "reports" / "tables" / "priorities.csv", "\ufeffpoll,question,group,option,rank,base\nt,t,A,Oak,1,4\n"
    )
    text(folder / "exports" / "codings.qdpx", "larch and zebrawood")
    return Study.open(folder)


def text(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8"))


def _register(path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(COLUMNS)
    for person in PEOPLE:
        workbook.active.append(person)
    workbook.save(path)


def _talk(path: Path) -> None:
    document = docx.Document()
    for label, words in TALK:
        document.add_paragraph(f"{label}: {words}")
    document.save(str(path))


def _poll(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(("ID", "Completion time", "Email", "Name", "Rank these", "If other"))
    for row in VOTES:
        sheet.append(row)
    sheet.add_table(Table(displayName="Votes", ref="A1:F6"))
    sheet["F3"].comment = Comment("zebrawood?", "Imogen")
    sheet["C3"].font = Font(underline="single")
    sheet["C3"].hyperlink = "mailto:zebrawood@hill.example"
    sheet["C4"].hyperlink = "mailto:owen@fell.example"
    workbook.save(path)
