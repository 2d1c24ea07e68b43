"""Layouts met in the wild, each rule by itself: how turns open, what is not speech, and what is reported."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, read_transcript

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TALK = [("Ana Reyes", "What do you use?"), ("Dafydd Hughes", "Local data."), ("Ana Reyes", "Why?")]


def read(tmp_path: Path, text: str, name: str = "P99.txt") -> Transcript:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def saved(tmp_path: Path, document: object) -> Transcript:
    path = tmp_path / "P99.docx"
    document.save(str(path))  # type: ignore[attr-defined]
    return read_transcript(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["label"], transcript.turns["text"], strict=True))


def reported(transcript: Transcript) -> list[tuple[str, str]]:
    return [(problem.where, problem.text) for problem in transcript.problems]


# --- labels: repetition and taking turns -------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "Work coach",
        "Participant #3",
        "Speaker No. 2",
        "María de la Cruz",
        "Ludwig von dem Berg",
        "Jo (DWP)",
        "Jo Poe, DWP",
        "Head of Skills",
        "MS. DOE",
        "P07/female",
        "2nd participant",
        "speaker 2",
    ],
)
def test_a_label_that_takes_turns_speaks_however_it_is_written(tmp_path: Path, label: str) -> None:
    transcript = read(tmp_path, f"Chair: What?\n{label}: This.\nChair: Why?\n{label}: Money.\n")
    assert spoken(transcript) == [("Chair", "What?"), (label, "This."), ("Chair", "Why?"), (label, "Money.")]
    assert transcript.problems == ()


def test_roles_in_words_that_speak_in_a_round_are_read_and_reported(tmp_path: Path) -> None:
    talk = [("Chair", "What?"), ("Job coach", "This."), ("Training provider", "That.")] * 2
    transcript = read(tmp_path, "".join(f"{label}: {words}\n" for label, words in talk))
    assert spoken(transcript) == talk
    assert [where for where, _ in reported(transcript)] == ["line 2", "line 3"]


@pytest.mark.parametrize("slip", ["P10|: No.", "P10; No.", "P1O: No.", "P10 |: No.", "p10: No."])
def test_a_slip_in_a_label_is_its_speaker_and_reported(tmp_path: Path, slip: str) -> None:
    transcript = read(tmp_path, f"I: What?\nP10: This.\nI: Sure?\n{slip}\nI: Why?\nP10: Money.\n")
    assert spoken(transcript)[3] == ("P10", "No.") or spoken(transcript)[3] == ("p10", "No.")
    if "p10" not in slip:
        assert reported(transcript) == [("line 4", slip)]


@pytest.mark.parametrize(("right", "wrong"), [("Interviewer", "Interviwer"), ("Dafydd Hughes", "Dafdyd Hughes")])
def test_a_misspelt_name_is_its_speaker_and_reported(tmp_path: Path, right: str, wrong: str) -> None:
    transcript = read(tmp_path, f"{right}: One?\nSam Poe: Two.\n{wrong}: Three?\nSam Poe: Four.\n{right}: Five?\n")
    assert [label for label, _ in spoken(transcript)] == [right, "Sam Poe", right, "Sam Poe", right]
    assert reported(transcript) == [("line 3", f"{wrong}: Three?")]


def test_numbers_of_speakers_are_no_misspellings(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Moderator: One?\nP1: Two.\nP2: Three.\nModerator: Four?\nP1: Five.\nP1: Six.\n")
    assert [label for label, _ in spoken(transcript)] == ["Moderator", "P1", "P2", "Moderator", "P1", "P1"]


def test_a_list_in_an_answer_is_no_speakers(tmp_path: Path) -> None:
    items = ["Skills: two people.", "Health: one person.", "Transport: nobody."]
    transcript = read(tmp_path, "\n".join(["Ana: Who?", "Lisa: Three teams.", *items, "Ana: And?", "Lisa: No more."]))
    assert spoken(transcript)[1] == ("Lisa", "Three teams. " + " ".join(items))
    assert [text for _, text in reported(transcript)] == items


def test_a_list_that_comes_again_is_reported(tmp_path: Path) -> None:
    answer = "Lisa: Like this.\nSkills: two.\nHealth: one.\n"
    transcript = read(tmp_path, f"Ana: Now?\n{answer}Ana: Then?\n{answer}Ana: Bye.\nLisa: Bye.\n")
    assert {"Skills: two.", "Health: one."} <= {text for _, text in reported(transcript)}


def test_one_label_in_a_whole_file_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interviewer: What?\nThis and that, I should say.\nInterviewer: Why?\nMoney.\n")
    assert "only speaker" in transcript.problems[0].what


# --- the form that explains most -----------------------------------------------------------------------------


def test_a_few_clocks_do_not_make_the_layout(tmp_path: Path) -> None:
    text = "".join(f"Ana:\nQuestion {n}?\n\nLisa:\nAnswer {n}.\n\n" for n in range(9))
    transcript = read(tmp_path, text.replace("Ana:\nQuestion 5", "Ana:   40:16\nQuestion 5"))
    assert len(transcript.turns) == 18
    assert transcript.turns["start_s"].dropna().tolist() == [2416.0]


def test_one_line_of_captions_does_not_make_the_layout(tmp_path: Path) -> None:
    talk = "".join(f"I: What is {n}?\nP07: It is {n}.\n" for n in range(6))
    transcript = read(tmp_path, talk + "The recording said\n00:00:01.000 --> 00:00:02.000\nand stopped.\n")
    assert transcript.layout == "labelled-txt"
    assert len(transcript.turns) == 12


@pytest.mark.parametrize(
    "opening",
    [
        "{label} – {words}",
        "[{label}] {words}",
        "<{label}> {words}",
        "({label}) {words}",
        "{label}:: {words}",
        "<b>{label}:</b> {words}",
        "- **{label}:** {words}",
        "{label} @ 00:0{n}: {words}",
        "00:00:0{n}:12 {label}: {words}",
        "{label} | {words}",
        "**{label}** {words}",
        "**{label}**\n{words}\n",
        "### {label}\n\n{words}\n",
        "{label}\n00:00:0{n}\n{words}\n",
        "00:00:0{n}\n{label}\n{words}\n",
        "{label}\n{words}\n",
        "{label} 0:0{n}\n{words}\n",
        "{label}, 10:0{n} AM\n{words}\n",
        "[{label}] 10:02:0{n}\n{words}\n",
        "**{label} (00:0{n})**\n{words}\n",
        "## {label} (00:0{n})\n{words}\n",
        "[{label}] (0:0{n} - 0:1{n})\n{words}\n",
        "@0:0{n} - **{label}**\n{words}\n",
        "[00:00:0{n}.370] - {label}\n{words}\n",
        "00:00:0{n} {label}\n{words}\n",
        "{label} [00:00:0{n}] {words}",
        "{label} 00:0{n} - {words}",
        "{label}: 00:00:0{n} {words}",
        "{label}: {words} 00:00:0{n}",
        "{label}: {words} #00:00:0{n}-5#",
        "#00:00:0{n}-5# {label}: {words}",
        "#00.00.0{n}# {label}: {words}",
        "{{00:00:0{n}}} {label}: {words}",
        "00:00:0{n}.5{label}: {words}",
        "00:00:0{n} - 00:00:1{n} {label}: {words}",
        "12/05/2023, 10:0{n} - {label}: {words}",
        "5/12/23, 10:0{n} PM - {label}: {words}",
        "[12/05/2023, 10:02:0{n}] {label}: {words}",
    ],
)
def test_ways_to_open_a_turn(tmp_path: Path, opening: str) -> None:
    talk = [*TALK, ("Dafydd Hughes", "Money.")]
    lines = [opening.format(label=label, words=words, n=n) for n, (label, words) in enumerate(talk, start=1)]
    transcript = read(tmp_path, "\n".join(lines))
    assert spoken(transcript) == talk
    assert transcript.problems == ()


def test_a_question_and_an_answer_may_be_letters_with_stops(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Q.  What do you use?\nA.  Local data.\nQ.  Why?\nA.  Money.\n")
    assert list(transcript.turns["role"]) == ["interviewer", "participant"] * 2


def test_clocks_alone_give_turns_of_nobody_named_and_the_remedy(tmp_path: Path) -> None:
    transcript = read(tmp_path, "16:02:22 Just one minute.\n16:02:28 Yeah.\n16:02:31 Hi.\n")
    assert [label for label, _ in spoken(transcript)] == ["", "", ""]
    assert "each speaker has a name" in transcript.problems[0].what


def test_stamps_at_regular_intervals_are_no_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: What?\nP07: Data, which we\n[00:05:00]\nrun [00:10:00] each spring.\nI: Why?\n")
    assert spoken(transcript)[1] == ("P07", "Data, which we run each spring.")


# --- the order of the file -----------------------------------------------------------------------------------


def test_a_second_recording_goes_below_the_first(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Ana  0:00\nOne?\n\nSam  0:40\nTwo.\n\nAna  0:00\nThree?\n\nSam  0:07\nFour.\n")
    assert [words for _, words in spoken(transcript)] == ["One?", "Two.", "Three?", "Four."]
    assert [where for where, _ in reported(transcript)] == ["line 7"]


def test_a_second_header_begins_a_second_recording(tmp_path: Path) -> None:
    part = "WEBVTT\nKind: captions\n\nab-1/{}-0\n00:00:0{}.000 --> 00:00:09.000\n<v {}>{}</v>\n\n"
    both = part.format(3, 7, "Ana", "One?") + part.format(1, 1, "Sam", "Two.")
    transcript = read(tmp_path, both, "P99.vtt")
    assert spoken(transcript) == [("Ana", "One?"), ("Sam", "Two.")]


# --- what is no speech ---------------------------------------------------------------------------------------


def test_notes_made_by_a_program_ahead_of_the_talk_are_reported_and_its_own_lines_left_out(tmp_path: Path) -> None:
    notes = "Notes\nDafydd Hughes explained how surveys are used.\nDafydd Hughes: send the survey.\n"
    talk = "".join(f"{label}: {words}\n" for label, words in TALK)
    end = "Transcription ended after 00:02:39\nThis editable transcript was computer generated and may hold errors.\n"
    transcript = read(tmp_path, f"{notes}Transcript\n00:00:00\n{talk}{end}")
    assert spoken(transcript) == TALK
    (problem,) = transcript.problems
    assert problem.what == "13 words stand before the first turn; not read as speech"


def test_what_stands_below_the_end_is_reported(tmp_path: Path) -> None:
    talk = "".join(f"{label}: {words}\n" for label, words in TALK)
    transcript = read(tmp_path, talk + "[End of recording]\nEND OF TRANSCRIPT\nReferences\nBraun, V. (2006) Themes.\n")
    assert spoken(transcript)[-1] == ("Ana Reyes", "Why? [End of recording]")
    assert [text for _, text in reported(transcript)] == ["References\nBraun, V. (2006) Themes."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Talk  X\n\nI: Well?\nP07: Local\nPage 1 of 2\n\nTalk  X\ndata.\nPage 2 of 2\n", "Local data."),
        ("I: Well?\nP07: Local\nProject X | Page 1\ndata.\nProject X | Page 2\nMostly.\n", "Local data. Mostly."),
        ("Talk  1\nI: Well?\nP07: Local\n\fTalk  2\ndata.\n\fTalk  3\nMostly.\n", "Local data. Mostly."),
        ("1 I: Well?\n2 P07: Local\n3 data.\n", "Local data."),
        (
            "I: Well?\nP07: So,\nyes,\nlocal\n5 data.\nI: Why?\nP07: A\nB\nC\n10 D.\nI: E?\nP07: F\nG\nH\n15 I.\n",
            "So, yes, local data.",
        ),
    ],
)  # fmt: skip
def test_heads_and_numbers_of_pages_and_lines_are_no_speech(tmp_path: Path, text: str, words: str) -> None:
    assert spoken(read(tmp_path, text))[1] == ("P07", words)


@pytest.mark.parametrize("form", ["{label}  0:0{n}\nSo it was {n}.\n", "{label}: Yes.\n", "{label}: So it was {n}.\n"])
@pytest.mark.parametrize("edge", ["\f", "Page {n} of 9\n"])
def test_a_turn_at_the_top_of_a_page_is_no_head_of_it(tmp_path: Path, form: str, edge: str) -> None:
    names = ["Ana Reyes", "Dafydd Hughes"] * 4
    turns = [form.format(label=label, n=n) for n, label in enumerate(names)] + ["Ana Reyes: Thanks.\n"]
    pages = "".join((edge.format(n=n) if n in (2, 4) else "") + turn for n, turn in enumerate(turns))
    apart, paged = read(tmp_path, "".join(turns)), read(tmp_path, pages)
    assert spoken(paged) == spoken(apart)


def test_a_head_of_a_page_that_may_be_words_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "DRAFT\nI: Well?\nP07: Local\n\fDRAFT\ndata.\n\fDRAFT\nMostly.\nI: Why?\n")
    assert spoken(transcript)[1] == ("P07", "Local data. Mostly.")
    assert reported(transcript) == [("line 1", "DRAFT")]


def test_a_number_alone_within_a_turn_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: Well?\nP07: Local\n\n1\n\ndata.\nI: Why?\n")
    assert reported(transcript) == [("line 4", "1")]


def test_an_end_above_more_turns_is_reported_and_no_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: Well?\nP07: Local.\nEND OF TRANSCRIPT\nI: Again?\nP07: Yes.\n")
    assert spoken(transcript)[1] == ("P07", "Local.")
    assert reported(transcript) == [("line 3", "END OF TRANSCRIPT")]


def test_times_with_a_comma_between_them_are_no_words(tmp_path: Path) -> None:
    lines = [f"0:00:0{n}.000,0:00:0{n + 1}.500\n{label}: {words}\n" for n, (label, words) in enumerate(TALK)]
    transcript = read(tmp_path, "\n".join(lines), "P99.sbv")
    assert spoken(transcript) == TALK
    assert transcript.turns["end_s"].tolist() == [1.5, 2.5, 3.5]


def test_a_name_in_brackets_with_a_clock_is_a_speaker_without_doubt(tmp_path: Path) -> None:
    names = ["Ana Reyes", "P12 Sam", "Ana Reyes", "Jo (she/her)"] * 3
    lines = [f"[{label}] 10:00:{n:02}\nSo it was.\n" for n, label in enumerate(names)]
    assert reported(read(tmp_path, "\n".join(lines))) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana (0:01):\nWell?\n\nJo (0:02):\nLocal.\n\n(0:03):\nWhy?\n\nJo (0:04):\nSo.\n\nAna (0:05):\nOk.\n", "a.txt"),
        (": Well? (00:00:01)\nJo: Local. (00:00:02)\nAna: Why? (00:00:03)\nJo: So. (00:00:04)\nAna: Ok.\n", "a.txt"),
        ("12/05/25, 10:01 - Ana: Well?\n12/05/25, 10:02 - Jo: Local.\n12/05/25, 10:03 - : Why?\n", "a.txt"),
        ("[Ana]: Well? [Jo]: Local.\n[Ana]: Why?\n[Jo]: So.\n[Ana]: Ok.\n[Jo]: Bye.\n", "a.txt"),
    ],
)  # fmt: skip
def test_a_label_that_is_lost_is_reported(tmp_path: Path, text: str, name: str) -> None:
    assert len(read(tmp_path, text, name).problems) == 1


def test_a_caption_whose_name_is_lost_is_reported(tmp_path: Path) -> None:
    names = ["[Ana Reyes]", "[Jo Bell]", "[]", "[Jo Bell]", "[Ana Reyes]"]
    cues = [f"00:0{n}.000 --> 00:0{n}.900\n{name}: So it was.\n" for n, name in enumerate(names)]
    assert len(read(tmp_path, "WEBVTT\n\n" + "\n".join(cues), "a.vtt").problems) == 1


def test_a_sentence_ahead_of_the_first_turn_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Interview P07\nWe use local data.\nI: Why?\nP07: Money.\n")
    assert [text for _, text in reported(transcript)] == ["Interview P07\nWe use local data."]


def test_a_last_turn_far_longer_than_all_others_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: Why?\nP07: Money.\nI: Thanks.\nP07: Bye.\n" + "It was so. " * 100)
    assert "stand below the last label" in transcript.problems[-1].what


def test_a_heading_as_long_as_a_sentence_is_reported(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: Why?\nP07: Money.\n# We never had the money for it.\nI: Thanks.\n")
    assert [text for _, text in reported(transcript)] == ["# We never had the money for it."]


# --- documents -------------------------------------------------------------------------------------------------


def test_labels_in_bold_need_no_colon(tmp_path: Path) -> None:
    document = Document()
    for label, words in [*TALK, ("Dafydd Hughes", "One thing: time.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label} ").bold = True
        paragraph.add_run(words)
    assert spoken(saved(tmp_path, document)) == [*TALK, ("Dafydd Hughes", "One thing: time.")]


def test_headings_may_be_labels(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Interview P07", 1)
    for label, words in [*TALK, ("Dafydd Hughes", "Money.")]:
        document.add_heading(label, 2)
        document.add_paragraph(words)
    assert spoken(saved(tmp_path, document)) == [*TALK, ("Dafydd Hughes", "Money.")]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_says_by_its_headings_who_speaks(tmp_path: Path, numbered: bool) -> None:
    document = Document()
    table = document.add_table(0, 4 if numbered else 3)
    rows = [("", "Timespan", "Content", "Speaker")]
    rows += [(str(n), f"0:0{n}.0 - 0:0{n + 1}.5", words, label) for n, (label, words) in enumerate(TALK)]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row[0 if numbered else 1 :], strict=True):
            cell.text = text
    transcript = saved(tmp_path, document)
    assert spoken(transcript) == TALK
    assert list(transcript.turns["end_s"]) == [1.5, 2.5, 3.5]
    assert transcript.problems == ()


def test_a_table_in_two_languages_is_read_row_by_row(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(0, 3)
    rows = [("Siaradwr", "Cymraeg", "English"), ("Cyfwelydd", "Pam?", "Why?"), ("P07", "Amser.", "Time.")]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    assert spoken(saved(tmp_path, document)) == [("Cyfwelydd", "Pam? Why?"), ("P07", "Amser. Time.")]


def test_words_in_content_controls_are_read_and_their_prompts_are_not(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Interviewer: What?")
    paragraph = document.add_paragraph("P07: It is ")
    run = "<w:r><w:t>{}</w:t></w:r>"
    inline = f"<w:sdt {WORD}><w:sdtPr/><w:sdtContent>{run.format('local')}</w:sdtContent></w:sdt>"
    prompt = inline.replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>").replace("local", "Tap here")
    block = f"<w:sdt {WORD}><w:sdtPr/><w:sdtContent><w:p>{run.format('Mostly data.')}</w:p></w:sdtContent></w:sdt>"
    paragraph._p.append(parse_xml(inline))
    paragraph._p.append(parse_xml(prompt))
    paragraph._p.addnext(parse_xml(block))
    assert spoken(saved(tmp_path, document)) == [("Interviewer", "What?"), ("P07", "It is local Mostly data.")]


# --- captions --------------------------------------------------------------------------------------------------


WEBEX = ('1 "Ana Reyes" (3142)', '2 "Dafydd Hughes" (2718)', '3 "Ana Reyes" (3142)')


def captions(*bodies: str, ids: tuple[str, ...] = ()) -> str:
    cues = [
        (f"{ids[n]}\n" if ids else "") + f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{body}"
        for n, body in enumerate(bodies)
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues)


@pytest.mark.parametrize(
    "text",
    [
        captions("What do you use?", "Local data.", "Why?", ids=WEBEX),
        captions("What do you use?", "Local data.", "Why?", ids=("Ana Reyes-1", "Dafydd Hughes-2", "Ana Reyes-3")),
        captions("(Ana Reyes)\nWhat do you use?", "(Dafydd Hughes)\nLocal data.\n-\n(Ana Reyes)\nWhy?"),
        captions("[Ana Reyes] What do you use?", "[Dafydd Hughes] Local data.", "[Ana Reyes] Why?"),
        captions(">> Ana Reyes: What do you use?", "&gt;&gt; Dafydd Hughes: Local data.", ">> Ana Reyes: Why?"),
        captions("- Ana Reyes: What do you use?\n- Dafydd Hughes: Local data.", "- Ana Reyes: Why?"),
    ],
)  # fmt: skip
def test_captions_name_speakers_in_many_places(tmp_path: Path, text: str) -> None:
    assert spoken(read(tmp_path, text)) == TALK


@pytest.mark.parametrize("mark", [">> ", ">>", "&gt;&gt; ", "<v ->", "<v - >"])
def test_a_mark_of_a_new_speaker_is_no_word_and_no_name(tmp_path: Path, mark: str) -> None:
    transcript = read(tmp_path, captions(f"{mark}Why?", f"{mark}Money."))
    assert spoken(transcript) == [("", "Why?"), ("", "Money.")]


def test_sounds_in_brackets_are_no_speakers(tmp_path: Path) -> None:
    transcript = read(tmp_path, captions("[Music]", "[Music] Hello", "[Applause]", "[Applause] Bye"))
    assert {label for label, _ in spoken(transcript)} == {""}


def test_rolling_captions_say_each_line_once(tmp_path: Path) -> None:
    transcript = read(tmp_path, captions("what do", "what do\nyou use", "you use\nlocal data", "local data"))
    assert " ".join(transcript.turns["text"]) == "what do you use local data"
    assert "problem" not in set(transcript.account["kind"])


def test_somebody_who_says_a_thing_twice_is_heard_twice(tmp_path: Path) -> None:
    transcript = read(tmp_path, captions("no", "no", "well", "it is so", "and more"))
    assert " ".join(transcript.turns["text"]) == "no no well it is so and more"


def test_a_sentence_where_a_cues_id_stands_is_reported(tmp_path: Path) -> None:
    text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna: Why?\n\nIt is money.\n00:03.000 --> 00:04.000\nSam: Quite.\n"
    assert reported(read(tmp_path, text)) == [("line 7", "It is money.")]


# --- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("We met in May.\nIt was cold.\n", "running text of 2 lines"),
        ("- we met\n- it was cold\n", "notes in a list"),
        ("a b c\t1 2\t3 4 5\nd e f\t6 7\t8 9 0\n", "table of 3 columns"),
        ("WEBVTT\n\nWe met.\n", "captions without any times"),
        ('{"a": 1}', "JSON of another kind"),
    ],
)
def test_a_refusal_says_what_the_file_looks_like(tmp_path: Path, text: str, looks: str) -> None:
    with pytest.raises(InputError, match=looks):
        read(tmp_path, text)


def test_the_end_of_a_turn_is_known_where_the_stamp_stands_there(tmp_path: Path) -> None:
    transcript = read(tmp_path, "I: Why? #00:00:05-2#\nB: Money. #00:00:09-8#\nI: Right. #00:00:12-0#\n")
    assert list(transcript.turns["end_s"]) == [5.2, 9.8, 12.0]
    assert math.isnan(transcript.turns["start_s"].iloc[0])


def test_headings_of_a_table_come_again_at_the_top_of_a_page(tmp_path: Path) -> None:
    head = "Time\tSpeaker\tText\n"
    rows = [f"0:0{n}\t{label}\t{words}\n" for n, (label, words) in enumerate(TALK)]
    assert spoken(read(tmp_path, head + rows[0] + rows[1] + head + rows[2])) == TALK


def test_heads_of_pages_stand_between_numbered_lines(tmp_path: Path) -> None:
    lines = [
        "Interviewer: How?",
        "P07: I wrote.",
        "Interviewer: When?",
        "P07: In May. Then",
        "I rang, and",
        "wrote again.",
    ]
    lines += ["Interviewer: And?", "P07: At nine and", "at ten."]
    pages = "Interview 58   1\n" + "".join(f"{n}  {line}\n" for n, line in enumerate(lines[:8], start=1))
    pages += "Interview 58   2\n" + f"9  {lines[8]}\n"
    assert spoken(read(tmp_path, pages))[-1] == ("P07", "At nine and at ten.")


def test_the_heading_of_a_second_transcript_is_not_speech(tmp_path: Path) -> None:
    lines = [f"{label}: {words}" for label, words in TALK]
    text = "\n".join(["Transcript – Part A", *lines[:2], "Transcript – Part B", lines[2]])
    assert spoken(read(tmp_path, text)) == TALK
