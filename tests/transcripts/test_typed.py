"""Interviews somebody typed, as plain text and as Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "P99_interview.txt"
    path.write_bytes(text.encode("utf-8"))
    return read_transcript(path)


def read_table(tmp_path: Path, rows: list[tuple[str, str]]) -> Transcript:
    document = Document()
    document.add_heading("Interview P99", level=1)
    table = document.add_table(0, 2)
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    path = tmp_path / "P99_interview.docx"
    document.save(str(path))
    return read_transcript(path)


def furniture(transcript: Transcript) -> list[str]:
    """What stands around the turns: every stretch of furniture but labels and clocks."""
    account = transcript.account
    return [text.strip() for text in account.loc[account["kind"] == "furniture", "text"]]


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["speaker"], transcript.turns["text"], strict=True))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Interviewer", "interviewer"),
        ("INTERVIEWER 2", "interviewer"),
        ("I", "interviewer"),
        ("INT", "interviewer"),
        ("R1", "participant"),
        ("R", "participant"),
        ("P07", "participant"),
        ("Participant 3", "participant"),
        ("Respondent", "participant"),
    ],
)
def test_a_label_that_states_a_role_opens_a_turn(tmp_path: Path, label: str, role: str) -> None:
    transcript = read(tmp_path, f"{label}: So it was.\n")
    assert spoken(transcript) == [(label, "So it was.")]
    assert list(transcript.turns["role"]) == [role]
    assert transcript.layout == "labelled-txt"


def test_a_name_that_opens_two_lines_opens_turns(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "Jane Doe: Shall we start?\nPieter van der Berg: Yes.\nJane Doe: How are you?\nPieter van der Berg: Well.\n",
    )
    assert spoken(transcript) == [
        ("Jane Doe", "Shall we start?"),
        ("Pieter van der Berg", "Yes."),
        ("Jane Doe", "How are you?"),
        ("Pieter van der Berg", "Well."),
    ]
    assert set(transcript.turns["role"]) == {"unknown"}
    assert transcript.turns["start_s"].isna().all()


def test_a_colon_inside_a_sentence_opens_no_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "Interviewer: What is missing?\nP07: Three things.\nThe first is this: money.\n"
        "the second one: time, and see https://data.example/a:b at 10:30.\n",
    )
    assert spoken(transcript) == [
        ("Interviewer", "What is missing?"),
        (
            "P07",
            "Three things. The first is this: money. the second one: time, and see https://data.example/a:b at 10:30.",
        ),
    ]
    assert transcript.problems == ()


def test_a_name_that_opens_one_line_only_is_reported_and_kept_as_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interviewer: And then?\nP07: We rang them.\nMary: she was new.\nInterviewer: I see.\n")
    assert spoken(transcript)[1] == ("P07", "We rang them. Mary: she was new.")
    assert [(problem.where, problem.text) for problem in transcript.problems] == [("line 3", "Mary: she was new.")]


def test_a_name_may_be_written_last_name_first(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Doe, Jane: Well?\nRoe, Sam: Yes.\nDoe, Jane: Why?\nRoe, Sam: Data.\n")
    assert list(transcript.turns["speaker"]) == ["Jane Doe", "Sam Roe"] * 2


def test_paragraphs_without_label_go_on_with_the_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "I: Tell me more.\n\nR: It began in May.\n\nThen came June.\n\n   And July.\nI: Right.\n"
    )
    assert spoken(transcript) == [
        ("I", "Tell me more."),
        ("R", "It began in May. Then came June. And July."),
        ("I", "Right."),
    ]


def test_a_label_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interviewer:\nTell me more.\nP07 :\nIt began in May.\n")
    assert spoken(transcript) == [("Interviewer", "Tell me more."), ("P07", "It began in May.")]


def test_annotations_stay_in_the_words(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "INT: Was it [inaudible 00:12:31] or not?\nP07: (laughs) It was.\n[crosstalk]\n[inaudible 00:12:40] yes.\n",
    )
    assert spoken(transcript) == [
        ("INT", "Was it [inaudible 00:12:31] or not?"),
        ("P07", "(laughs) It was. [crosstalk] [inaudible 00:12:40] yes."),
    ]
    assert transcript.problems == ()


def test_what_stands_before_the_first_turn_is_furniture(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interview with P07\nDate: 3 May 2026\nPlace: Leeds\n\nInterviewer: Hello.\n")
    assert spoken(transcript) == [("Interviewer", "Hello.")]
    assert {"Interview with P07", "Date: 3 May 2026", "Place: Leeds"} <= set(furniture(transcript))


def test_a_focus_group_has_several_speakers(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Moderator: Well?\nR1: Yes.\nR2: No.\nParticipant 3: Perhaps.\nR1: Still yes.\n")
    assert list(transcript.turns["speaker"]) == ["Moderator", "R1", "R2", "Participant 3", "R1"]
    assert list(transcript.turns["role"]) == ["interviewer"] + ["participant"] * 4


def test_a_tab_may_part_label_and_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I:\tWell?\nP07\tIt depends: on money.\n")
    assert spoken(transcript) == [("I", "Well?"), ("P07", "It depends: on money.")]


def test_a_turn_without_words_is_reported_with_its_label(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interviewer: Well?\nP07:\nInterviewer: No?\n")
    assert spoken(transcript) == [("Interviewer", "Well?"), ("Interviewer", "No?")]
    assert [problem.text for problem in transcript.problems] == ["P07"]


def test_prose_without_speakers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"P99_interview\.txt"):
        read(tmp_path, "We met in May.\nThe outcome: none.\nWe shall meet again.\n")


def test_a_typed_document_is_read_with_its_bold_labels_and_headings(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Interview P99", level=1)
    for label, words in [("Interviewer", "What is missing?"), ("P99", "One thing: data.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {words}")
    document.add_paragraph("Nothing else.\nReally.")
    path = tmp_path / "P99_interview.docx"
    document.save(str(path))
    transcript = read_transcript(path)
    assert transcript.layout == "labelled-docx"
    assert spoken(transcript) == [
        ("Interviewer", "What is missing?"),
        ("P99", "One thing: data. Nothing else. Really."),
    ]
    assert {"Interview P99"} <= set(furniture(transcript))


@pytest.mark.parametrize("colon", [":", "", " :"])
def test_a_table_of_two_columns_is_read_row_by_row(tmp_path: Path, colon: str) -> None:
    transcript = read_table(
        tmp_path,
        [
            ("Speaker", "Text"),
            (f"Interviewer{colon}", "What is missing?"),
            (f"P99{colon}", "One thing: data."),
            ("", "Nothing else."),
            (f"Interviewer{colon}", "Thank you."),
        ],
    )
    assert transcript.layout == "labelled-docx"
    assert spoken(transcript) == [
        ("Interviewer", "What is missing?"),
        ("P99", "One thing: data. Nothing else."),
        ("Interviewer", "Thank you."),
    ]


def test_the_head_of_a_table_is_no_speaker_where_speakers_have_first_names(tmp_path: Path) -> None:
    transcript = read_table(tmp_path, [("Speaker", "Text"), ("Amy", "One."), ("Bob", "Two."), ("Amy", "Three.")])
    assert spoken(transcript) == [("Amy", "One."), ("Bob", "Two."), ("Amy", "Three.")]


def test_a_table_cell_may_hold_several_paragraphs(tmp_path: Path) -> None:
    transcript = read_table(
        tmp_path,
        [("Interviewer", "What is missing?\n\nAnything?"), ("P99\n", "Data.\nAnd people: few."), ("\n", "So.")],
    )
    assert spoken(transcript) == [
        ("Interviewer", "What is missing? Anything?"),
        ("P99", "Data. And people: few. So."),
    ]


QUESTIONS = "Interviewer: What do you do?\nP07: I run a team.\nInterviewer: How many?\nP07: Six.\n"
ANSWERS = [
    ("Interviewer", "What do you do?"),
    ("P07", "I run a team."),
    ("Interviewer", "How many?"),
    ("P07", "Six."),
]


def test_the_second_interviewer_speaks_for_themself_although_once(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "Interviewer 1 (IF): What do you do?\nParticipant (P07): I run a team.\nInterviewer 2 (Jane Doe): How many?\n"
        "Participant (P07): Six.\n",
    )
    assert list(transcript.turns["label"]) == [
        "Interviewer 1 (IF)", "Participant (P07)", "Interviewer 2 (Jane Doe)", "Participant (P07)",
    ]  # fmt: skip
    assert list(transcript.turns["role"]) == ["interviewer", "participant"] * 2
    assert transcript.problems == ()


def test_somebody_in_a_group_may_speak_once(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Moderator: What matters?\nAmy: Data.\nBob: Money: lots.\nModerator: Thanks.\n")
    assert spoken(transcript) == [
        ("Moderator", "What matters?"), ("Amy", "Data."), ("Bob", "Money: lots."), ("Moderator", "Thanks."),
    ]  # fmt: skip
    assert transcript.problems == ()


def test_names_in_small_letters_open_turns(tmp_path: Path) -> None:
    transcript = read(tmp_path, "jane: what do you do?\nsam: i run a team.\njane: how many?\nsam: six.\n")
    assert list(transcript.turns["speaker"]) == ["jane", "sam"] * 2


@pytest.mark.parametrize("heading", ["Section B: Use of evidence", "# Use of evidence", "Part 2"])
def test_a_numbered_or_marked_heading_of_plain_text_is_not_speech(tmp_path: Path, heading: str) -> None:
    transcript = read(tmp_path, QUESTIONS.replace("team.\n", f"team.\n{heading}\n"))
    assert spoken(transcript) == ANSWERS
    assert heading in furniture(transcript)


def test_a_line_in_capitals_before_a_turn_is_left_out_and_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, QUESTIONS.replace("team.\n", "team.\n\nUSE OF EVIDENCE\n\n"))
    assert spoken(transcript) == ANSWERS
    assert [(problem.where, problem.text) for problem in transcript.problems] == [("line 4", "USE OF EVIDENCE")]


def test_a_note_of_the_typist_is_no_speaker_however_often_it_comes(tmp_path: Path) -> None:
    transcript = read(tmp_path, QUESTIONS.replace("team.\n", "team.\nNote: phone rang.\nNote: again.\n"))
    assert spoken(transcript)[1] == ("P07", "I run a team. Note: phone rang. Note: again.")
    assert [problem.text for problem in transcript.problems] == ["Note: phone rang.", "Note: again."]


@pytest.mark.parametrize(
    "about",
    [
        "Interviewer: Jane Doe\nP07: Sam Roe\nDuration: 45 minutes\n",
        "Interviewer: Jane Doe, Leeds City Council\nRespondent: head of policy\nDate of interview: 4/3/2024\n\n",
        "Interviewer: Jane Doe\nParticipant: P07\nDate: 4 March 2024\n\n",
    ],
)
def test_lines_about_the_interview_are_not_speech_although_turns_have_their_labels(tmp_path: Path, about: str) -> None:
    transcript = read(tmp_path, about + QUESTIONS)
    assert spoken(transcript) == ANSWERS
    assert transcript.problems == ()


def test_a_greeting_by_name_is_speech(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interviewer: Hello Sam\nP07: Hello Jane\n" + QUESTIONS)
    assert spoken(transcript)[:2] == [("Interviewer", "Hello Sam"), ("P07", "Hello Jane")]


@pytest.mark.parametrize("kind", ["txt", "docx"])
@pytest.mark.parametrize("gap", ["  ", "\t"])
def test_the_hour_an_interview_began_is_nobody_speaking(tmp_path: Path, kind: str, gap: str) -> None:
    text = f"Start{gap}10:00\nEnd{gap}10:45\n\n" + QUESTIONS
    path = tmp_path / f"P07.{kind}"
    if kind == "txt":
        path.write_text(text, encoding="utf-8")
    else:
        document = Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(path))
    transcript = read_transcript(path)
    assert spoken(transcript) == ANSWERS
    assert transcript.layout == f"labelled-{kind}"


@pytest.mark.parametrize(
    "opening",
    [
        "[00:01:05] {}:",
        "00:01:05 {}:",
        "{} [00:01:05]:",
        "{} (01:05):",
        "{}: [00:01:05]",
        "{}: (1:05)",
        "[00:01:05]\n{}:",
        "#00:01:05-0# {}:",
        "{}: 00:01:05",
        "00:01:05.0{}:",
        "[00:01:05.0 --> 00:01:07.5] {}:",
    ],
)
def test_a_clock_stands_before_a_label_after_it_or_after_its_colon(tmp_path: Path, opening: str) -> None:
    transcript = read(tmp_path, f"{opening.format('Interviewer')} What?\n{opening.format('P07')} That.\n")
    assert spoken(transcript) == [("Interviewer", "What?"), ("P07", "That.")]
    assert list(transcript.turns["start_s"]) == [65.0, 65.0]


def test_a_clock_in_the_middle_of_a_turn_times_no_later_one(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: What?\nR: That.\n[00:05:00]\nAnd this.\nI: Why?\n")
    assert transcript.turns["start_s"].isna().all()


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u202b", "\u200b", "\ufeff", "\u00a0"])
def test_unseen_marks_before_a_label_make_no_difference(tmp_path: Path, mark: str) -> None:
    transcript = read(tmp_path, "".join(f"{mark}{line}\n" for line in QUESTIONS.splitlines()))
    assert spoken(transcript) == ANSWERS
    assert transcript.problems == ()


def test_labels_in_other_scripts_open_turns(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "المحاور: كم؟\nمحمد: ستة.\nالمحاور: شكرا.\nمحمد: عفوا.\n采访者：多少人？\n采访者：好。\n"
    )
    assert spoken(transcript) == [
        ("المحاور", "كم؟"), ("محمد", "ستة."), ("المحاور", "شكرا."), ("محمد", "عفوا."),
        ("采访者", "多少人？"), ("采访者", "好。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        "Date: 3 November 2026\nPlace: Leith\nResearcher: Ruta\n",
        "Interview: Work coach, North\nInterviewer: Ruta Kalnina\n",
        "Interviewer: Ruta\n",
        "Title: Interview with Sam\nSpeakers: Interviewer = Ruta; Sam = job seeker\nKey: (.) is a pause\n",
        "Interviewer: Ruta Kalnina\nParticipants:\nSam: former cook, 44\nRuta: researcher\nOpening\n",
    ],
)
def test_who_took_part_is_no_speech(tmp_path: Path, head: str) -> None:
    label = "Researcher" if "Researcher" in head else "Ruta"
    talk = f"{label}: Welcome. Who made you come?\nSam: The poster.\n{label}: Which one?\nSam: The one in the shop.\n"
    transcript = read(tmp_path, head + talk)
    assert spoken(transcript) == spoken(read(tmp_path, talk))
    assert len(spoken(transcript)) == 4


def test_a_call_on_somebody_by_name_is_speech(tmp_path: Path) -> None:
    turns = [("Moderator", "Sam"), ("Sam", "Me first?"), ("Moderator", "Yes."), ("Sam", "The poster.")]
    talk = "".join(f"{label}: {words}\n" for label, words in turns)
    assert spoken(read(tmp_path, talk)) == turns


def test_a_list_of_who_is_there_ends_where_somebody_speaks(tmp_path: Path) -> None:
    head = "Participants:\nSam: cook, 44\nDee: parent, 31\n"
    talk = "Mod: Welcome all. Who starts?\nSam: I do.\nMod: And?\nDee: Me.\n"
    assert spoken(read(tmp_path, head + talk))[0] == ("Mod", "Welcome all. Who starts?")


def test_questions_read_out_of_a_form_are_reported(tmp_path: Path) -> None:
    talk = "Interviewer: Read it to me.\nP07: Sure.\nQ1: are you in work?\nInterviewer: And?\nP07: I said no.\n"
    assert [problem.where for problem in read(tmp_path, talk).problems] == ["line 3"]


# --- numbers instead of names ------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["{}: ", "0{}: ", "[{}] ", "({}): ", "00:00:0{} {}: "])
def test_numbers_that_take_turns_are_speakers_whom_nobody_knows_yet(tmp_path: Path, label: str) -> None:
    said = ["What do you use?", "Local data.", "Why?", "It is there."]
    text = "\n".join(label.format(1 + at % 2, 1 + at % 2) + words for at, words in enumerate(said))
    transcript = read(tmp_path, text)
    assert list(transcript.turns["text"]) == said
    assert [int(label) for label in transcript.turns["label"]] == [1, 2, 1, 2]
    told = identify_speakers(transcript, "1", {"1": "Ana Reyes"}, ["Jo Wren"])
    assert set(told.turns["role"]) == {"unknown"}
    assert ["add it under [speakers] in study.toml" in str(problem) for problem in told.problems] == [True, True]
    mapping = dict(zip(told.turns["label"], ("team", "1"), strict=False))
    settled = identify_speakers(transcript, "1", {"1": "Ana Reyes"}, [], mapping=mapping)
    assert list(settled.turns["participant"]) == ["", "1", "", "1"]


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4], [1, 2, 3, 1, 2, 3]])
def test_numbers_that_count_up_are_a_list(tmp_path: Path, numbers: list[int]) -> None:
    with pytest.raises(InputError, match="no speaker was found"):
        read(tmp_path, "\n".join(f"{number}: A thing we need." for number in numbers))


def test_a_numbered_list_in_an_answer_is_part_of_it(tmp_path: Path) -> None:
    asked, answer = "Interviewer: What else?\nP01: Two things:\n", "1: Fares.\n2: Seats.\n1: Or fares.\n2: Or seats.\n"
    assert list(read(tmp_path, asked + answer + "Interviewer: Thanks.").turns["label"]) == [
        "Interviewer",
        "P01",
        "Interviewer",
    ]
