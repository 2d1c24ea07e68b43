"""What may happen to the tiny study between two runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import tiny
from openpyxl import load_workbook


def appended(place: str, words: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / place
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8", newline="\n")

    return change


def renamed(before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / before).rename(folder / after)

    return change


def deleted(place: str) -> Callable[[Path], None]:
    return lambda folder: (folder / place).unlink()


def written(place: str, words: str) -> Callable[[Path], None]:
    return lambda folder: tiny.write(folder / place, words)


def register_edited(folder: Path) -> None:
    workbook = load_workbook(folder / "register.xlsx")
    workbook.active["E2"] = "Another place"
    workbook.save(folder / "register.xlsx")


def votes_changed(folder: Path) -> None:
    tiny.poll(folder / "raw" / "polls" / "W1_themes.xlsx", {**tiny.VOTES, "P1": "Seats;Fares;Routes;Shelters;"})


def exchanged(folder: Path) -> None:
    """The transcripts of two people under each other's names."""
    transcripts = folder / "raw" / "transcripts"
    (transcripts / "P1_interview.txt").rename(transcripts / "kept.txt")
    (transcripts / "P2_interview.txt").rename(transcripts / "P1_interview.txt")
    (transcripts / "kept.txt").rename(transcripts / "P2_interview.txt")


CHANGES: dict[str, Callable[[Path], None]] = {
    "study.toml": appended("study.toml", "\n[report]\ntheme_counts = 'numbers'\n"),
    "the codebook": appended("codebook.yaml", "  - {id: seats, name: Seats, definition: Of seats., terms: [seat]}\n"),
    "the register": register_edited,
    "a transcript": appended("raw/transcripts/P1_interview.txt", "P1: And the seats.\n"),
    "a transcript taken away": deleted("raw/transcripts/P6_interview.txt"),
    "a transcript of somebody else": renamed("raw/transcripts/P6_interview.txt", "raw/transcripts/P5_more.txt"),
    "two transcripts exchanged": exchanged,
    "a poll": votes_changed,
    "an attendance report taken away": deleted("raw/attendance/W1_attendance.csv"),
    "a chat": written("raw/chats/W1_chat.txt", "10:02:33\tAnna Reed:\tIs there a fare?\n"),
    "a stray file": written("raw/notes.txt", "to do"),
    "names confirmed": written(
        "working/names.csv", "\ufeffname,kind,same_as,decision,decided_by,decided_at,pattern,note\n"
    ),
    "a coder's log": written("working/codings/IF.jsonl", ""),
    "a coder's log in capitals": written("working/codings/IF.JSONL", ""),
    "a sign-off": written("working/quotes_signed_off.csv", "\ufeffparticipant,code,quote_sha256,signed_by,signed_at\n"),
    "a check": written("working/checks.csv", "\ufeffcheck,checked_by,checked_at,results_sha256\n"),
}
DAMAGE: dict[str, Callable[[Path], None]] = {
    "a report": appended("reports/scoping_report.html", " "),
    "a report taken away": deleted("reports/scoping_tables.xlsx"),
    "a report nobody made": written("reports/tables/priorities_of_last_year.csv", "poll\n"),
    "the record": deleted("reports/run.json"),
    "the record cut short": written("reports/run.json", '{"fingerprint": "'),
    "a working file taken away": deleted("working/suggestions.csv"),
    "the key taken away": deleted("working/pseudonyms.key"),
}
