"""No visible character is lost: it is speech, furniture or a problem, in every layout, whole or damaged."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import FILES

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, read_transcript
from lmep_consult.transcripts.sources import source_of

ASKED_AND_THANKED = (
    "meet.md", "word_transcribe.txt", "nvivo.txt", "turboscribe.txt", "fathom.txt", "happyscribe.txt",
    "whisper_cpp.txt", "numbered.txt", "pages.txt", "webex.vtt",
)  # fmt: skip
AND_SAID_GOODBYE = ("cockatoo.txt", "trint.txt", "names_alone.txt", "dashes.txt")
ASKED_IN_JSON = ("assemblyai.json", "podcast.json", "whisper_cpp.json")


def visible(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def check_the_account(path: Path, transcript: Transcript) -> None:
    """Stretches do not overlap, hold all that can be seen, and those of speech hold what the turns say."""
    account = transcript.account[transcript.account["start"].notna()]
    assert (account["start"].iloc[1:].to_numpy() >= account["end"].iloc[:-1].to_numpy()).all()
    everything = "".join(account["text"])
    if transcript.layout in ("whisper-json", "segments-json"):
        values = [leaf for leaf in leaves(json.loads(path.read_text(encoding="utf-8"))) if leaf is not None]
        assert visible("".join(map(str, values))) <= visible(everything)
    else:
        assert visible(everything) == visible(source_of(path).text)
    heard = "".join(account.loc[account["kind"] == "speech", "text"])
    if "&" not in heard:
        assert visible(heard) == visible(transcript.text)


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [value]


@pytest.mark.parametrize("name", FILES)
def test_every_visible_character_of_a_file_is_accounted_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    transcript = read_transcript(path)
    assert transcript.account.loc[transcript.account["kind"] == "problem", "text"].tolist() == []
    check_the_account(path, transcript)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("teams.vtt", "We asked for tables & maps, x < y and y > z, twice. as one does\nDid you?\nI did."),
        ("graph.vtt", "No header here.\nNone."),
        ("zoom.vtt", "The figures: a year old. So I am told\nRight."),
        ("captions.srt", "The bus was late. Twice.\nThree times."),
        ("otter.txt", "It began with a list. A long one.\nAnd ended."),
        ("chat.txt", "Hello all\nHi and a second line"),
        ("from.txt", "Hello all\nHi"),
        ("teams_chat.txt", "Hello all\nHi"),
        ("typed.txt", "What is missing? [crosstalk]\nOne thing: data. (laughs) And people.\nWhy?\nMoney."),
        ("whisper.json", "Well then.\nIt began."),
        ("zoom_saved.txt", "What evidence do you use?\nLocal data.\nAnd national surveys.\nThank you."),
        (
            "meet.txt",
            "The goal is to hear how you use evidence.\nRight, go on.\nWe mostly use local data.\nThank you.",
        ),
        *((name, "What evidence do you use?\nLocal data.\nThank you.") for name in ASKED_AND_THANKED),
        *((name, "What evidence do you use?\nLocal data.\nThank you.\nBye.") for name in AND_SAID_GOODBYE),
        ("f4.txt", "What evidence do you use?\nLocal data, mostly.\nThank you."),
        ("whatsapp.txt", "What evidence do you use?\nLocal data. Mostly.\nThank you."),
        ("talk.cha", "what evidence do you use ?\nlocal data mostly .\nthank you ."),
        ("meet.vtt", "What evidence do you use?\nLocal data."),
        ("chevrons.vtt", "What evidence do you use?\nLocal data.\nMostly."),
        ("rolling.vtt", "what evidence\ndo you use"),
        *((name, "What evidence do you use?\nLocal data.") for name in ASKED_IN_JSON),
    ],
)
def test_what_is_said_is_the_text(tmp_path: Path, name: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    assert read_transcript(path).text == words


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_refused_or_accounted_for(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 6))):
        at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        kind = data.draw(st.sampled_from(["cut", "put", "twice", "swap"]))
        odd = data.draw(st.text(st.sampled_from('abÉ <>:&;-\n\t\v\f0\u2028"{[]}\\/.'), max_size=8))
        text = {
            "cut": text[:at] + text[end:],
            "put": text[:at] + odd + text[at:],
            "twice": text[:end] + text[at:end] + text[end:],
            "swap": text[:at] + text[end:] + text[at:end],
        }[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode("utf-8"))
        try:
            transcript = read_transcript(path)
        except InputError:
            return
        check_the_account(path, transcript)


# What marks something up, such as a heading, is left out.
_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="<>&:-[]()*#"), min_size=1)
_SPEECH = st.lists(st.lists(_WORDS, min_size=1, max_size=12).map(" ".join), min_size=2, max_size=8)


@given(_SPEECH)
@settings(max_examples=40, deadline=None)
def test_each_words_put_into_a_teams_document_comes_out_once_and_in_order(speech: list[str]) -> None:
    document = Document()
    document.add_paragraph("A meeting")
    for number, words in enumerate(speech):
        document.add_paragraph(f"Speaker {'AB'[number % 2]}   0:{number:02d}\n{words}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "meeting.docx"
        document.save(str(path))
        transcript = read_transcript(path)
        check_the_account(path, transcript)
    assert transcript.text.split() == " ".join(speech).split()
