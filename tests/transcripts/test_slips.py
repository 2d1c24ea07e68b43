"""Slips of the typist in every layout that is text: a line left out, doubled or moved, one letter of a label wrong.

Whatever happens, words that stand in the file and were speech are speech still, or are reported.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, read_transcript

Talk = list[tuple[str, list[str]]]  # the label, the sentences


def talk(turns: int, labels: tuple[str, str]) -> Talk:
    """Two people in turn, each with one or two sentences; each sentence holds a word that stands nowhere else."""
    said = []
    for turn in range(turns):
        sentences = [f"Here is topic{turn}x{part} for everybody to hear." for part in range(1 + turn % 2)]
        said.append((labels[turn % 2], sentences))
    return said


def clock(turn: int) -> str:
    return f"00:{turn:02}:07"


def one_line(form: str) -> Callable[[Talk], list[str]]:
    def lines(said: Talk) -> list[str]:
        return [
            line
            for turn, (label, (first, *others)) in enumerate(said)
            for line in [form.format(label=label, words=first, clock=clock(turn)), *others]
        ]

    return lines


def table(said: Talk) -> list[str]:
    """A row a sentence; the speaker and the time stand in the first of each turn."""
    return [
        f"{'' if part else clock(turn)}\t{words}\t{'' if part else label}"
        for turn, (label, sentences) in enumerate(said)
        for part, words in enumerate(sentences)
    ]


def above(*forms: str, gap: bool = True) -> Callable[[Talk], list[str]]:
    def lines(said: Talk) -> list[str]:
        return [
            line
            for turn, (label, sentences) in enumerate(said)
            for line in [
                *(form.format(label=label, clock=clock(turn)) for form in forms),
                *sentences,
                *([""] if gap else []),
            ]
        ]

    return lines


def captions(form: str, header: str, id_form: str = "{number}") -> Callable[[Talk], list[str]]:
    def lines(said: Talk) -> list[str]:
        found = [header, ""] if header else []
        for turn, (label, sentences) in enumerate(said):
            for part, words in enumerate(sentences):
                number = id_form.format(number=len(found), turn=turn, part=part, label=label)
                found += [number] if number else []
                found += [
                    f"{clock(turn)}.{part}00 --> {clock(turn)}.{part}50",
                    form.format(label=label, words=words),
                    "",
                ]
        return found

    return lines


NAMES, ROLES, IDS = ("Ana Reyes", "Dafydd Hughes"), ("Interviewer", "Work coach"), ("I", "P10")
LAYOUTS: dict[str, tuple[Callable[[Talk], list[str]], tuple[str, str]]] = {
    "typed": (one_line("{label}: {words}"), IDS),
    "typed with roles": (one_line("{label}: {words}"), ROLES),
    "clock before": (one_line("[{clock}] {label}: {words}"), NAMES),
    "f4": (one_line("#{clock}-1# {label}: {words}"), IDS),
    "clock within": (one_line("{label} [{clock}] {words}"), NAMES),
    "dashes": (one_line("{label} – {words}"), IDS),
    "brackets": (one_line("[{label}] {words}"), ("id1", "id2")),
    "numbers": (one_line("{label}: {words}"), ("1", "2")),
    "bold": (one_line("**{label}:** {words}"), NAMES),
    "otter": (above("{label}  {clock}"), NAMES),
    "zoom saved captions": (above("[{label}] {clock}"), NAMES),
    "one space": (above("{label} {clock}"), ("Speaker 1", "Speaker 2")),
    "word transcribe": (above("{clock} {label}", gap=False), ("Speaker 1", "Speaker 2")),
    "fathom": (above("{clock} - {label}"), NAMES),
    "cockatoo": (above("{label}", "{clock}"), NAMES),
    "names alone": (above("{label}"), NAMES),
    "headings": (above("## {label}"), NAMES),
    "whatsapp": (one_line("12/05/2023, 10:02 - {label}: {words}"), NAMES),
    "table": (table, NAMES),
    "zoom captions": (captions("{label}: {words}", "WEBVTT"), NAMES),
    "teams captions": (captions("<v {label}>{words}</v>", "WEBVTT", "ab-12/{turn}-{part}"), NAMES),
    "webex captions": (captions("{words}", "WEBVTT", '{number} "{label}" (1)'), NAMES),
    "names above": (captions("({label})\n{words}", "WEBVTT", ""), NAMES),
    "clocks in captions": (captions("[00:00:07] {label}: {words}", "WEBVTT"), NAMES),
    "srt": (captions("{label}: {words}", ""), NAMES),
}


# Those in which a label is known by a colon or a clock, wherever it is.
JOINED = ("typed", "typed with roles", "clock before", "f4", "clock within", "bold", "otter", "one space", "whatsapp")


def read(lines: list[str]) -> Transcript | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "P10.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            return read_transcript(path)
        except InputError:
            return None


def topics(text: str) -> Counter[str]:
    return Counter(re.findall(r"topic\d+x\d+", text))


def turns_of(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["label"], transcript.turns["text"], strict=True))


layouts = st.sampled_from(sorted(LAYOUTS))


@given(layouts, st.integers(6, 9), st.data())
@settings(max_examples=100, deadline=None)
def test_a_line_left_out_doubled_or_moved_loses_no_other(name: str, turns: int, data: st.DataObject) -> None:
    render, labels = LAYOUTS[name]
    lines = "\n".join(render(talk(turns, labels))).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1), label="line")
    to = data.draw(st.integers(0, len(lines) - 1), label="to")
    line = lines[at]
    how = data.draw(st.sampled_from(["left out", "doubled", "moved"]))
    changed = lines[: at + 1] + lines[at:] if how == "doubled" else lines[:at] + lines[at + 1 :]
    if how == "moved":
        changed.insert(to, line)
    transcript = read(changed)
    if transcript is not None:
        reported = "\n".join(problem.text for problem in transcript.problems)
        assert not topics("\n".join(changed)) - topics(transcript.text) - topics(reported)


@given(layouts, st.integers(6, 9), st.data())
@settings(max_examples=100, deadline=None)
def test_one_letter_of_a_label_wrong_gives_no_words_to_another_unreported(
    name: str, turns: int, data: st.DataObject
) -> None:
    render, labels = LAYOUTS[name]
    said = talk(turns, labels)
    turn = data.draw(st.integers(0, turns - 1), label="turn")
    label = said[turn][0]
    at = data.draw(st.integers(0, len(label) - 1), label="letter")
    other = data.draw(st.sampled_from(["", "x", "|", ";", " ", "7"]), label="instead")
    wrong = label[:at] + other + label[at + 1 :]
    transcript = read(render([(wrong if n == turn else label, words) for n, (label, words) in enumerate(said)]))
    if transcript is None:
        return
    reported = "\n".join(problem.text for problem in transcript.problems)
    whole = Counter(word for _, sentences in said for word in topics(" ".join(sentences)).elements())
    assert not whole - topics(transcript.text) - topics(reported)
    first = said[turn][1][0].split()[2]
    speakers = transcript.turns.loc[transcript.turns["text"].str.contains(first, regex=False), "label"]
    as_written = {" ".join(name.split()).strip(" :|;") for name in (wrong, label)}
    if not {" ".join(name.split()).strip(" :|;") for name in speakers} <= as_written:
        assert transcript.problems


@given(st.sampled_from(JOINED), st.integers(6, 9), st.data())
@settings(max_examples=50, deadline=None)
def test_a_lost_line_break_gives_no_words_to_another_unreported(name: str, turns: int, data: st.DataObject) -> None:
    render, labels = LAYOUTS[name]
    said = talk(turns, labels)
    lines = [line for line in render(said) if line]
    opened = [n for n, line in enumerate(lines[1:], 1) if any(label in line for label in labels)]
    at = data.draw(st.sampled_from(opened), label="line")
    transcript = read([*lines[: at - 1], f"{lines[at - 1]} {lines[at]}", *lines[at + 1 :]])
    assert transcript is not None
    first = topics(lines[at] if topics(lines[at]) else lines[at + 1])
    given = {label for label, text in turns_of(transcript) if first & topics(text)}
    meant = {label for label, sentences in said if first & topics(" ".join(sentences))}
    assert given == meant or any(label in problem.text for problem in transcript.problems for label in meant)


def test_captions_without_empty_lines_between_them_are_read_alike() -> None:
    for name in ("zoom captions", "srt"):
        lines = LAYOUTS[name][0](talk(6, NAMES))
        apart, together = read(lines), read([*lines[:2], *(line for line in lines[2:] if line)])
        assert apart is not None and together is not None
        assert turns_of(together) == turns_of(apart) == [(who, " ".join(said)) for who, said in talk(6, NAMES)]


def test_times_of_a_caption_among_its_words_are_reported() -> None:
    lines = LAYOUTS["zoom captions"][0](talk(6, NAMES))
    at = next(n for n, line in enumerate(lines) if "-->" in line and n > 5)
    transcript = read([*lines[: at - 1], f"{lines[at - 1]} {lines[at]}", *lines[at + 1 :]])
    assert transcript is not None
    assert any("-->" in problem.text for problem in transcript.problems)


def test_each_layout_is_read_as_it_was_written() -> None:
    for name, (render, labels) in LAYOUTS.items():
        said = talk(8, labels)
        transcript = read(render(said))
        assert transcript is not None, name
        assert turns_of(transcript) == [(label, " ".join(sentences)) for label, sentences in said], name
        assert transcript.problems == (), name
