"""Write the raw files of the second demonstration study from the readable text in ``source/``.

    python data/flexibilities/make_files.py [OUTPUT]

The study is FICTIONAL: every person, place, organisation and answer is invented. ``source/`` holds it as plain text:

    source/register.csv              register.xlsx
    source/survey.csv                raw/polls/DM_survey.xlsx
    source/days.csv                  raw/attendance/V1_attendance.csv (who spoke, as a meeting's list of who joined)
    source/transcripts/C01.txt       raw/transcripts/C01_interview.srt (or another layout: see `layout_of`)

A line of a transcript is "speaker | words". Braces mark what the first coder coded, "{barrier-budget: We had none.}";
they are in no raw file (`make_codings.py` reads them). On visits a researcher's turns hold field notes too.

OUTPUT is this folder unless given; what was in OUTPUT/raw is removed. The same text gives the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
sys.path.insert(0, str(HERE.parent / "demo"))

from make_files import FILED, padded, poll_workbook, read_rows, register_workbook  # noqa: E402  (the first study's)

MARK = re.compile(r"\{[a-z -]+: ([^}]*)\}")
MILLISECONDS_A_WORD = 400


class Turn(NamedTuple):
    label: str
    words: str
    start: int  # milliseconds
    end: int


def read_turns(path: Path, names: dict[str, str]) -> list[Turn]:
    """The turns of a source, under the names of those who speak."""
    turns, clock = [], 1500
    for line in path.read_text(encoding="utf-8").splitlines():
        speaker, words = line.split(" | ", 1)
        plain = MARK.sub(r"\1", words)
        end = clock + MILLISECONDS_A_WORD * len(plain.split())
        turns.append(Turn(names.get(speaker, speaker), plain, clock, end))
        clock = end + 600
    return turns


def in_notes(turns: list[Turn], ids: dict[str, str]) -> list[Turn]:
    """The turns as a researcher labels them who types up notes: people by their ids."""
    return [turn._replace(label=ids.get(turn.label, "Interviewer")) for turn in turns]


def attendance(names: list[str], day: datetime) -> bytes:
    """A meeting's list in its oldest form: who joined and left, and when."""
    lines = ["Full Name\tUser Action\tTimestamp"]
    for number, name in enumerate(names):
        joined, left = day + timedelta(minutes=number), day + timedelta(minutes=95 + number)
        for action, time in (("Joined", joined), ("Left", left)):
            lines.append(f"{name}\t{action}\t{time.month}/{time.day}/{time:%Y, %I:%M:%S %p}")
    return ("\ufeff" + "\n".join(lines) + "\n").encode("utf-16-le")


def numbered(turns: list[Turn]) -> list[tuple[str, Turn]]:
    """Each turn with what a program calls its speaker that knows voices but no names."""
    voices: dict[str, str] = {}
    return [(voices.setdefault(turn.label, f"SPEAKER_{len(voices):02}"), turn) for turn in turns]


# --- layouts ---------------------------------------------------------------------------------------------


def comma(time: int) -> str:  # 00:01:02,300
    return padded(time).replace(".", ",")


def srt(turns: list[Turn]) -> bytes:
    """Captions with names."""
    blocks = [
        f"{number}\n{comma(turn.start)} --> {comma(turn.end)}\n{turn.label}: {turn.words}\n"
        for number, turn in enumerate(turns, start=1)
    ]
    return "\n".join(blocks).encode("utf-8")


def whisperx_srt(turns: list[Turn]) -> bytes:
    """Captions with numbered voices in brackets."""
    blocks = [
        f"{number}\n{comma(turn.start)} --> {comma(turn.end)}\n[{voice}]: {turn.words}\n"
        for number, (voice, turn) in enumerate(numbered(turns), start=1)
    ]
    return "\n".join(blocks).encode("utf-8")


def whisperx_vtt(turns: list[Turn]) -> bytes:
    blocks = [
        f"{padded(turn.start)} --> {padded(turn.end)}\n[{voice}]: {turn.words}\n" for voice, turn in numbered(turns)
    ]
    return "\n".join(["WEBVTT\n", *blocks]).encode("utf-8")


def whisperx_json(turns: list[Turn]) -> bytes:
    """Segments with numbered voices."""
    segments = [
        {"start": turn.start / 1000, "end": turn.end / 1000, "text": f" {turn.words}", "speaker": voice}
        for voice, turn in numbered(turns)
    ]
    return json.dumps({"segments": segments, "language": "en"}, ensure_ascii=False).encode("utf-8")


def zoom_vtt(turns: list[Turn]) -> bytes:
    """Numbered captions with names, as a meeting leaves them."""
    blocks = [
        f"{number}\r\n{padded(turn.start)} --> {padded(turn.end)}\r\n{turn.label}: {turn.words}\r\n"
        for number, turn in enumerate(turns, start=1)
    ]
    return "\r\n".join(["WEBVTT\r\n", *blocks]).encode("utf-8")


def saved_captions(turns: list[Turn]) -> bytes:
    """What somebody saved from the caption pane: name and time of day, then words."""
    day = 10 * 3_600_000
    blocks = [f"[{turn.label}] {padded(day + turn.start)[:8]}\n{turn.words}\n" for turn in turns]
    return "\n".join(blocks).encode("utf-8")


def rtf(turns: list[Turn]) -> bytes:
    """A typed document, labels bold."""

    def coded(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(sign if ord(sign) < 128 else f"\\u{ord(sign)}?" for sign in plain)

    body = "".join(f"{{\\b {coded(turn.label)}:}} {coded(turn.words)}\\par\n" for turn in turns)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Calibri;}}\n\\f0\\fs22 " + body + "}").encode("ascii")


_ODT = "application/vnd.oasis.opendocument.text"


def odt(turns: list[Turn]) -> bytes:
    """A typed document of OpenDocument, a paragraph a turn."""
    lines = "".join(f"<text:p>{escape(turn.label)}: {escape(turn.words)}</text:p>" for turn in turns)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "manifest")
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODT), ("content.xml", "text/xml"))
    )
    parts = {
        "mimetype": _ODT,
        "content.xml": f'{head}<office:document-content {spaces} office:version="1.3"><office:body><office:text>{lines}'
        "</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": f'{head}<manifest:manifest {spaces} manifest:version="1.3">{entries}'
        "</manifest:manifest>",
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, FILED.timetuple()[:6])
            member.create_system = 0
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(member, content, stored)
    return archive.getvalue()


Write = Callable[[list[Turn]], bytes]
_IN_TURN: tuple[tuple[str, Write], ...] = (
    ("srt", srt), ("json", whisperx_json), ("odt", odt), ("srt", whisperx_srt), ("rtf", rtf), ("txt", saved_captions),
)  # fmt: skip
_OF_GROUPS: dict[str, tuple[str, Write]] = {
    "V1_day1": ("vtt", zoom_vtt), "V1_day2": ("rtf", rtf), "V2_day1": ("txt", saved_captions), "V2_day2": ("odt", odt),
    "V3_day1": ("srt", srt), "V3_day2": ("odt", odt), "V4_day1": ("odt", odt), "V4_day2": ("rtf", rtf),
    "W1": ("vtt", whisperx_vtt),
}  # fmt: skip


def layout_of(stem: str, place: int) -> tuple[str, Write]:
    """A source's ending and layout: those of interviews in turn, a discussion's by its name."""
    return _OF_GROUPS.get(stem, _IN_TURN[place % len(_IN_TURN)])


def named(stem: str) -> str:
    """What a source's raw file is called, without its ending."""
    event, _, day = stem.partition("_")
    if day:
        return f"{event}_{'day_1_discussion' if day == 'day1' else 'day_2_field_notes'}"
    return f"{stem}_{'discussion' if stem in _OF_GROUPS else 'interview'}"


def files() -> Iterator[tuple[str, bytes]]:
    """Path and content of each file."""
    register = read_rows(SOURCE / "register.csv")
    yield "register.xlsx", register_workbook(register)
    names = {row[0]: row[1] for row in register[1:]}
    for place, path in enumerate(sorted((SOURCE / "transcripts").glob("*.txt"))):
        extension, write = layout_of(path.stem, place)
        turns = read_turns(path, names)
        if path.stem.endswith("_day2"):
            turns = in_notes(turns, {name: id_ for id_, name in names.items()})
        yield f"raw/transcripts/{named(path.stem)}.{extension}", write(turns)
    for event, day in read_rows(SOURCE / "days.csv"):
        spoke = [path.read_text(encoding="utf-8") for path in sorted((SOURCE / "transcripts").glob(f"{event}*.txt"))]
        ids = {line.split(" | ", 1)[0] for text in spoke for line in text.splitlines()} & names.keys()
        there = [names[id_] for id_ in sorted(ids)]
        yield f"raw/attendance/{event}_attendance.csv", attendance(there, datetime.fromisoformat(day))
    yield "raw/polls/DM_survey.xlsx", poll_workbook(read_rows(SOURCE / "survey.csv"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the raw files of the second demonstration study.")
    parser.add_argument("output", type=Path, nargs="?", default=HERE, help="where to (default: this folder)")
    output: Path = parser.parse_args().output
    if output != HERE and (output / "study.toml").exists():
        parser.error(f"{output} holds a study, whose raw files would be lost")
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
