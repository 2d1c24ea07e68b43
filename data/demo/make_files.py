"""Write the raw files of the demonstration study from the readable text in ``source/``.

    python data/demo/make_files.py [OUTPUT]

The study is FICTIONAL: every person, place, organisation and answer is invented. ``source/`` holds it as
plain text, so that a change can be reviewed; this script dresses that text in the layouts research teams
receive from Teams, Forms and typists, quirks included:

    source/register.csv              register.xlsx
    source/transcripts/P01.txt       raw/transcripts/P01_interview.vtt (or .docx, .txt: see LAYOUTS)
    source/polls/W1_themes.csv       raw/polls/W1_themes.xlsx (or .csv)
    source/attendance/W1.csv         raw/attendance/W1_attendance.csv

OUTPUT is this folder unless given; what was in OUTPUT/raw is removed. The same text gives the same bytes.
The package's readers play no part here: they are tested on files by another hand.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import random
import re
import shutil
import textwrap
import tomllib
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from docx import Document
from docx.document import Document as WordDocument
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"


@dataclass(frozen=True)
class Layout:
    """The form an interview arrives in and its speakers' labels, made of {first} and {last} name."""

    form: str
    interviewer: str = "{first} {last}"
    participant: str = "{first} {last}"
    padded_times: bool = True  # Teams pads 00:00:06.100, its Graph API writes 0:0:6.1
    every_cue_voiced: bool = True  # else some cues that continue an utterance carry no <v>
    lines_apart: bool = False  # an older Teams document gives each line of an entry its own paragraph
    in_table: bool = False  # a typed document has its turns in a table: speaker, words
    encoding: str = "utf-8"
    newline: str = "\n"


LAYOUTS = {
    "P01": Layout("Teams vtt"),
    "P02": Layout("Teams docx"),
    "P03": Layout("Teams vtt", every_cue_voiced=False),
    "P04": Layout("typed docx", "Interviewer", "P04"),
    "P05": Layout("Teams vtt", participant="{last}, {first}"),
    "P06": Layout("older Teams docx"),
    "P07": Layout("Teams vtt"),
    "P08": Layout("typed text", "INT", "R"),
    "P09": Layout("Teams docx"),
    "P10": Layout("Teams vtt", participant="{first} {last} (External)"),
    "P11": Layout("typed docx", "Interviewer", "P11", in_table=True),
    "P12": Layout("Teams docx"),
    "P13": Layout("Teams vtt", participant="{last}, {first}"),
    "P14": Layout("Teams vtt"),
    "P15": Layout("typed text", encoding="utf-8-sig", newline="\r\n"),
    "P16": Layout("Teams docx"),
    "P17": Layout("typed docx", "Interviewer", "P17"),
    "P18": Layout("older Teams docx", lines_apart=True),
    "P19": Layout("Teams vtt", padded_times=False),
    "P20": Layout("typed text", "I", "P20", encoding="cp1252", newline="\r\n"),
}
EVENTS = {
    "W1": "Connect to Work workshop 1",
    "W2": "Connect to Work workshop 2",
    "W3": "Integrated Care Board workshop 1",
    "W4": "Mayoral Strategic Authority and Corporate Joint Committee workshop",
    "W5": "Integrated Care Board workshop 2",
}
DAY_FIRST_EVENTS = {"W3"}  # the attendance report with British dates, in UTF-8
POLLS_SAVED_AS_CSV = {"W5_formats"}
POLL_TIMES = {"Start time", "Completion time", "Last modified time"}

MILLISECONDS_A_WORD = 400  # 150 words a minute
OVERLAPS = 0.12  # the share of turns that begin before the other speaker has finished
FILED = datetime(2026, 3, 2, 9, 0, 0)  # when every workbook and document says it was made


# --- interviews as spoken --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Interview:
    participant: str
    interviewer: str
    recorded: datetime
    turns: list[tuple[str, str]]  # the speaker's label, the words
    layout: Layout
    chance: random.Random  # the same for the same participant on every run


class Cue(NamedTuple):
    start: int  # milliseconds
    end: int
    text: str


Spoken = tuple[str, list[Cue]]


def read_interview(path: Path) -> Interview:
    layout = LAYOUTS[path.stem]
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("# "))
    turns = []
    for line in lines[len(head) :]:
        _question, speaker, words = line.split(" | ", 2)
        first, last = speaker.split(" ", 1)
        label = layout.interviewer if speaker == head["interviewer"] else layout.participant
        turns.append((label.format(first=first, last=last), words))
    recorded, chance = datetime.fromisoformat(head["recorded"]), random.Random(path.stem)  # noqa: S311
    return Interview(path.stem, head["interviewer"], recorded, turns, layout, chance)


def by_sentences(text: str, length: int = 280) -> list[str]:
    """The text in pieces of about so many characters, each of whole sentences."""
    pieces = [""]
    for sentence in re.split(r"(?<=[.?!]) ", text):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > length:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return pieces


def speak(interview: Interview, cut: Callable[[str], list[str]], overlaps: float = 0) -> list[Spoken]:
    """Label and cues of each turn, in the order the turns begin."""
    spoken: list[Spoken] = []
    chance, silence = interview.chance, 2500
    for label, words in interview.turns:
        clock = silence + int(chance.uniform(200, 1500))
        if spoken and chance.random() < overlaps:
            label_before, cues_before = spoken[-1]
            if label_before != label and len(cues_before) > 1:
                clock = cues_before[-1].start - int(chance.uniform(200, 900))
        cues = []
        for text in cut(words):
            end = clock + len(text.split()) * MILLISECONDS_A_WORD + int(chance.uniform(0, 400))
            cues.append(Cue(clock, end, text))
            clock = end
        spoken.append((label, cues))
        silence = max(silence, clock)
    return spoken


def padded(time: int) -> str:  # 00:01:02.300
    return f"{time // 3_600_000:02}:{time // 60_000 % 60:02}:{time // 1000 % 60:02}.{time % 1000:03}"


def unpadded(time: int) -> str:  # 0:1:2.3
    return f"{time // 3_600_000}:{time // 60_000 % 60}:{time % 60_000 / 1000}"


def brief(time: int) -> str:  # 1:02, and 1:01:02 from an hour on
    minutes, seconds = divmod(time // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def in_words(length: timedelta) -> str:  # 1h 1m 2s
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60}h {minutes % 60}m {seconds}s" if minutes >= 60 else f"{minutes}m {seconds}s"


# --- interviews in the forms they arrive in --------------------------------------------------------------


def teams_vtt(interview: Interview) -> bytes:
    """Cues stand in the order of their times; an utterance gets its number when it ends."""
    chance, layout = interview.chance, interview.layout
    meeting = uuid.UUID(int=chance.getrandbits(128), version=4)
    show = padded if layout.padded_times else unpadded

    def cut(text: str) -> list[str]:
        width = 70 + int(chance.uniform(0, 21))
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)

    def payload(label: str, part: int, text: str) -> str:
        middle = text.rfind(" ", 0, len(text) // 2 + 1)
        if len(text) > 40 and middle > 0 and chance.random() < 0.4:
            text = f"{text[:middle]}\n{text[middle + 1 :]}"
        text, label = html.escape(text, quote=False), html.escape(label, quote=False)
        voiced = part == 0 or layout.every_cue_voiced or chance.random() < 0.5
        return f"<v {label}>{text}</v>" if voiced else text

    blocks: list[tuple[int, str]] = []
    number = 8
    for label, cues in sorted(speak(interview, cut, OVERLAPS), key=lambda turn: turn[1][-1].end):
        number += 1 + int(chance.uniform(0, 40))
        for part, (start, end, text) in enumerate(cues):
            times = f"{show(start)} --> {show(end)}"
            blocks.append((start, f"{meeting}/{number}-{part}\n{times}\n{payload(label, part, text)}"))
    return "\n\n".join(["WEBVTT", *(block for _, block in sorted(blocks))]).encode("utf-8")


def teams_docx(interview: Interview) -> bytes:
    """A paragraph a turn: name and time in runs of their own, then the words, a long turn with breaks."""
    spoken, recorded = speak(interview, by_sentences), interview.recorded
    document = Document()
    title = f"Interview {interview.participant}-{recorded:%Y%m%d_%H%M%S}-Meeting Transcript"
    document.add_paragraph().add_run(title).bold = True
    document.add_paragraph(f"{recorded.day} {recorded:%B %Y, %I:%M}{'am' if recorded.hour < 12 else 'pm'}")
    document.add_paragraph(in_words(timedelta(milliseconds=spoken[-1][1][-1].end)))
    document.add_paragraph(f"{interview.interviewer} started transcription")
    for label, cues in spoken:
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(f"   {brief(cues[0].start)}")
        paragraph.add_run("".join(f"\n{cue.text}" for cue in cues))  # python-docx turns \n into <w:br/>
    document.add_paragraph(f"{interview.interviewer} stopped transcription")
    return saved(document)


def older_teams_docx(interview: Interview) -> bytes:
    """Entries of times, name and words, as lines of a paragraph or as paragraphs; a long turn has several."""
    document = Document()
    for label, cues in speak(interview, by_sentences):
        for start, end, text in cues:
            entry = [f"{unpadded(start)} --> {unpadded(end)}", label, text]
            for paragraph in entry if interview.layout.lines_apart else ["\n".join(entry)]:
                document.add_paragraph(paragraph)
    return saved(document)


def typed_docx(interview: Interview) -> bytes:
    """A table of speakers and words; or bold labels, and some long turns go on in paragraphs without one."""
    document = Document()
    document.add_heading(f"Interview transcript {interview.participant}", level=1)
    document.add_paragraph(f"{interview.recorded.day} {interview.recorded:%B %Y}")
    table = document.add_table(0, 2, "Table Grid") if interview.layout.in_table else None
    for label, words in interview.turns:
        if table:
            row = table.add_row()
            row.cells[0].text, row.cells[1].text = label, words
            continue
        goes_on = len(words) > 450 and interview.chance.random() < 0.6
        first, *others = by_sentences(words) if goes_on else [words]
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {first}")
        for other in others:
            document.add_paragraph(other)
    return saved(document)


def typed_text(interview: Interview) -> bytes:
    text = "".join(f"{label}: {words}\n" for label, words in interview.turns)
    if interview.layout.encoding == "cp1252":  # saved from Word, where quotes curl as they are typed
        text = re.sub(r'(?<![^\s(—-])"', "“", text).replace('"', "”").replace("'", "’")
    return text.replace("\n", interview.layout.newline).encode(interview.layout.encoding)


FORMS: dict[str, tuple[str, Callable[[Interview], bytes]]] = {
    "Teams vtt": ("vtt", teams_vtt),
    "Teams docx": ("docx", teams_docx),
    "older Teams docx": ("docx", older_teams_docx),
    "typed docx": ("docx", typed_docx),
    "typed text": ("txt", typed_text),
}


# --- register, polls, attendance -------------------------------------------------------------------------


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def workbook(sheet_name: str, rows: list[list[str]]) -> tuple[Workbook, Worksheet]:
    """Text is written as text, even where it begins with =; where there is none, there is no cell."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                sheet.cell(number, column, text).data_type = "s"
    return book, sheet


def register_workbook(rows: list[list[str]]) -> bytes:
    book, sheet = workbook("Register", rows)
    sheet.freeze_panes = "A2"
    for column, texts in enumerate(zip(*rows, strict=True), start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(map(len, texts)), 48) + 2
    return saved(book)


def poll_workbook(rows: list[list[str]]) -> bytes:
    """A Forms export: a table, its IDs numbers and its times dates."""
    book, sheet = workbook("Sheet1", rows)
    for header, *answers in sheet.columns:
        for cell in answers:
            if cell.value and header.value == "ID":
                cell.value = int(cell.value)
            elif cell.value and header.value in POLL_TIMES:
                cell.value, cell.number_format = datetime.fromisoformat(cell.value), "m/d/yy h:mm:ss"
    sheet.add_table(Table(displayName="Table1", ref=sheet.dimensions))
    return saved(book)


def poll_csv(rows: list[list[str]]) -> bytes:
    """A Forms export saved as CSV by Excel, which writes a date as its cell shows it."""

    def shown(header: str, text: str) -> str:
        if not text or header not in POLL_TIMES:
            return text
        time = datetime.fromisoformat(text)
        return f"{time.month}/{time.day}/{time:%y} {time.hour}:{time:%M:%S}"

    file, (headers, *answers) = io.StringIO(newline=""), rows
    csv.writer(file).writerows([headers, *(list(map(shown, headers, row)) for row in answers)])
    return file.getvalue().encode("utf-8-sig")


def attendance_report(event: str, rows: list[list[str]]) -> bytes:
    """Three sections: the meeting; a row a person, however often they came and went; a row a stay."""

    def show(time: datetime) -> str:
        if event in DAY_FIRST_EVENTS:
            return f"{time:%d/%m/%Y, %H:%M:%S}"
        return f"{time.month}/{time.day}/{time:%y}, {time.hour % 12 or 12}:{time:%M:%S %p}"

    def presence(stays: list[list[str]]) -> tuple[datetime, datetime, timedelta]:
        spans = [(datetime.fromisoformat(joined), datetime.fromisoformat(left)) for *_, joined, left in stays]
        time = sum((left - joined for joined, left in spans), timedelta())
        return min(joined for joined, _ in spans), max(left for _, left in spans), time

    def line(stays: list[list[str]], *upn: str) -> list[str]:
        (name, email, role, *_), (joined, left, time) = stays[0], presence(stays)
        return [name, show(joined), show(left), in_words(time), email, *upn, role]

    stays = rows[1:]
    people: dict[str, list[list[str]]] = {}
    for stay in stays:
        people.setdefault(stay[1], []).append(stay)
    start, end, time = presence(stays)
    lines = [
        ["1. Summary"],
        ["Meeting title", EVENTS[event]],
        ["Attended participants", str(len(people))],
        ["Start time", show(start)],
        ["End time", show(end)],
        ["Meeting duration", in_words(end - start)],
        ["Average attendance time", in_words(time / len(people))],
        [],
        ["2. Participants"],
        "Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role".split("|"),
        *(line(visits, email) for email, visits in people.items()),
        [],
        ["3. In-Meeting Activities"],
        "Name|Join Time|Leave Time|Duration|Email|Role".split("|"),
        *(line([stay]) for stay in stays),
    ]
    text = "".join("\t".join(cells) + "\r\n" for cells in lines)
    return text.encode("utf-8") if event in DAY_FIRST_EVENTS else f"\ufeff{text}".encode("utf-16-le")


# --- all of it -------------------------------------------------------------------------------------------


def saved(document: WordDocument | Workbook) -> bytes:
    """The document's archive without a trace of when and where it was made."""
    draft, archive = io.BytesIO(), io.BytesIO()
    document.save(draft)
    stamp = FILED.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(archive, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", stamp, content)
            member = zipfile.ZipInfo(name, FILED.timetuple()[:6])
            member.create_system = 0  # else it tells Windows from the rest
            new.writestr(member, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def files() -> Iterator[tuple[str, bytes]]:
    """Path and content of each file; a part of the source that is not there is not written."""
    yield "register.xlsx", register_workbook(read_rows(SOURCE / "register.csv"))
    for path in sorted((SOURCE / "transcripts").glob("*.txt")):
        extension, write = FORMS[LAYOUTS[path.stem].form]
        yield f"raw/transcripts/{path.stem}_interview.{extension}", write(read_interview(path))
    for path in sorted((SOURCE / "polls").glob("*.csv")):
        if path.stem in POLLS_SAVED_AS_CSV:
            yield f"raw/polls/{path.stem}.csv", poll_csv(read_rows(path))
        else:
            yield f"raw/polls/{path.stem}.xlsx", poll_workbook(read_rows(path))
    for path in sorted((SOURCE / "attendance").glob("*.csv")):
        yield f"raw/attendance/{path.stem}_attendance.csv", attendance_report(path.stem, read_rows(path))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the raw files of the demonstration study.")
    parser.add_argument("output", type=Path, nargs="?", default=HERE, help="where to (default: this folder)")
    output: Path = parser.parse_args().output
    study = output / "study.toml"
    declared = tomllib.loads(study.read_text(encoding="utf-8")) if study.exists() else {}
    if study.exists() and not declared.get("study", {}).get("fictional"):
        parser.error(f"{output} holds a real study, whose raw files would be lost")

    made = dict(files())
    if (output / "raw").exists():
        shutil.rmtree(output / "raw")
    for path, content in made.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{len(made)} files written to {output}")


if __name__ == "__main__":
    main()
