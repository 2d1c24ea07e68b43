"""WebVTT from Teams and Zoom: layouts written out as they arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.transcripts import Transcript, read_transcript

GUID = "6f0c2a51-3b9e-4d0a-9d53-0c2f7f1b8a44"


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "meeting.vtt"
    path.write_bytes(text.encode("utf-8"))
    return read_transcript(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return list(zip(transcript.turns["speaker"], transcript.turns["text"], strict=True))


def test_a_teams_cue_gives_speaker_words_and_seconds(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, f"WEBVTT\n\n{GUID}/12-0\n01:00:03.250 --> 01:00:05.500\n<v Jane Doe>Good morning.</v>\n"
    )
    assert transcript.layout == "teams-vtt"
    assert spoken(transcript) == [("Jane Doe", "Good morning.")]
    assert list(transcript.turns["start_s"]) == [3603.25]
    assert list(transcript.turns["end_s"]) == [3605.5]
    assert transcript.problems == ()


def test_cues_of_one_utterance_make_one_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/12-0
00:00:01.000 --> 00:00:03.000
<v Jane Doe>We had hoped
that the data</v>

{GUID}/12-1
00:00:03.000 --> 00:00:04.500
<v Jane Doe>would come.</v>

{GUID}/13-0
00:00:05.000 --> 00:00:06.000
<v Jane Doe>It did not.</v>
""",
    )
    assert spoken(transcript) == [("Jane Doe", "We had hoped that the data would come."), ("Jane Doe", "It did not.")]
    assert list(transcript.turns["end_s"]) == [4.5, 6.0]


def test_utterances_that_overlap_are_not_cut_up(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/50-0
00:02:20.000 --> 00:02:24.000
<v Jane Doe>The bus survey was late</v>

{GUID}/19-0
00:02:21.000 --> 00:02:23.000
<v Sam Roe>Twice, in fact.</v>

{GUID}/50-1
00:02:24.000 --> 00:02:26.000
<v Jane Doe>and cost too much.</v>
""",
    )
    assert spoken(transcript) == [
        ("Jane Doe", "The bus survey was late and cost too much."),
        ("Sam Roe", "Twice, in fact."),
    ]


def test_cues_that_come_out_of_order_are_put_in_order_of_time(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/20-1
00:00:09.000 --> 00:00:10.000
<v Jane Doe>second half.</v>

{GUID}/8-0
00:00:11.000 --> 00:00:12.000
<v Sam Roe>Last.</v>

{GUID}/20-0
00:00:07.000 --> 00:00:09.000
<v Jane Doe>First half,</v>
""",
    )
    assert spoken(transcript) == [("Jane Doe", "First half, second half."), ("Sam Roe", "Last.")]


def test_cues_that_begin_at_one_time_stand_by_number_in_an_utterance_and_else_as_in_the_file(tmp_path: Path) -> None:
    cues = [("20-1", "Jane Doe", "second."), ("3-0", "Sam Roe", "Yes."), ("20-0", "Jane Doe", "First,")]
    transcript = read(
        tmp_path,
        "WEBVTT\n\n"
        + "\n\n".join(f"{GUID}/{id_}\n00:01.000 --> 00:02.000\n<v {who}>{said}</v>" for id_, who, said in cues),
    )
    assert spoken(transcript) == [("Jane Doe", "First, second."), ("Sam Roe", "Yes.")]


def test_a_cue_without_voice_goes_on_with_its_utterance(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/12-0
00:00:01.000 --> 00:00:03.000
<v Jane Doe>We asked</v>

{GUID}/12-1
00:00:03.000 --> 00:00:04.000
the council.
""",
    )
    assert spoken(transcript) == [("Jane Doe", "We asked the council.")]
    assert transcript.problems == ()


def test_the_voice_of_a_later_cue_holds_for_its_whole_utterance(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/12-0
00:00:01.000 --> 00:00:03.000
We asked

{GUID}/12-1
00:00:03.000 --> 00:00:04.000
<v Jane Doe>the council.</v>
""",
    )
    assert spoken(transcript) == [("Jane Doe", "We asked the council.")]
    assert transcript.problems == ()


def test_an_utterance_nobody_is_named_for_is_kept_and_reported(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/12-0
00:00:01.000 --> 00:00:03.000
<v Jane Doe>Shall we start?</v>

{GUID}/13-0
00:00:04.000 --> 00:00:05.000
Good.
""",
    )
    assert spoken(transcript) == [("Jane Doe", "Shall we start?"), ("", "Good.")]
    assert [(problem.where, problem.text) for problem in transcript.problems] == [("turn 2", "Good.")]


def test_entities_are_decoded_in_words_and_in_names(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"WEBVTT\n\n{GUID}/1-0\n00:00:01.000 --> 00:00:02.000\n"
        "<v Far&#237;as, In&eacute;s [NA]>R&amp;D is &lt;5%&nbsp;here, they don&#39;t &amp;lt; it</v>\n",
    )
    assert list(transcript.turns["label"]) == ["Farías, Inés [NA]"]
    assert spoken(transcript) == [("Inés Farías", "R&D is <5% here, they don't &lt; it")]


def test_an_ampersand_that_opens_no_entity_stays(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Jane Doe>local &regional bodies, profit &notional loss</v>\n",
    )
    assert transcript.text == "local &regional bodies, profit &notional loss"


@pytest.mark.parametrize(
    "words", ["x < y and y > z", "a <b and c> d", "if i<u then stop", "1 << 2 >> 1", "<- that one"]
)
def test_less_than_and_greater_than_are_words(tmp_path: Path, words: str) -> None:
    transcript = read(tmp_path, f"WEBVTT\n\n{GUID}/1-0\n00:00:01.000 --> 00:00:02.000\n<v Jane Doe>{words}</v>\n")
    assert transcript.text == words


def test_markup_of_webvtt_is_not_text(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n"
        "<v Jane Doe>We <b>must</b> <c.yellow.bg_blue>act</c> <00:00:03.000>now, <lang fr>n'est-ce pas</lang></v>\n",
    )
    assert transcript.text == "We must act now, n'est-ce pas"


def test_several_voices_in_one_cue_are_several_turns(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"WEBVTT\n\n{GUID}/1-0\n00:00:01.000 --> 00:00:05.000\n"
        "<v Jane Doe>Did it help?</v>\n<v Sam Roe>Not much.</v> <v Jane Doe>Why?</v>\n",
    )
    assert spoken(transcript) == [("Jane Doe", "Did it help?"), ("Sam Roe", "Not much."), ("Jane Doe", "Why?")]


def test_a_voice_may_carry_classes(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v.loud.first Jane Doe>Hello!</v>\n<v.low Sam Roe>Hi.\n"
    )
    assert spoken(transcript) == [("Jane Doe", "Hello!"), ("Sam Roe", "Hi.")]


def test_a_voice_tag_may_break_over_lines(tmp_path: Path) -> None:
    transcript = read(tmp_path, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v\nDoe,\nJane>Hello\nthere</v>\n")
    assert list(transcript.turns["label"]) == ["Doe, Jane"]
    assert spoken(transcript) == [("Jane Doe", "Hello there")]


def test_times_of_the_graph_api_are_not_padded(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n0:0:6.1 --> 0:0:8.0\n<v Jane Doe>One.</v>\n\n0:0:12.34 --> 0:1:2.003\n<v Sam Roe>Two.</v>\n"
        "\n1:2:3 --> 1:2:4\n<v Jane Doe>Three.</v>\n",
    )
    assert list(transcript.turns["start_s"]) == [6.1, 12.34, 3723.0]
    assert list(transcript.turns["end_s"]) == [8.0, 62.003, 3724.0]


def test_times_may_lack_hours_and_be_followed_by_settings(tmp_path: Path) -> None:
    transcript = read(
        tmp_path, "WEBVTT\n\n00:03.000 --> 61:04.500 align:start position:0%\n<v Jane Doe>Going on and on.</v>\n"
    )
    assert (transcript.turns["start_s"][0], transcript.turns["end_s"][0]) == (3.0, 3664.5)


def test_hours_beyond_ninety_nine_and_comma_times_are_read(tmp_path: Path) -> None:
    transcript = read(tmp_path, "WEBVTT\n\n100:00:00,500 --> 100:00:01,250\n<v Jane Doe>Still here.</v>\n")
    assert (transcript.turns["start_s"][0], transcript.turns["end_s"][0]) == (360000.5, 360001.25)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_file_without_header_and_with_a_blank_line_before_the_words_is_read(tmp_path: Path, gap: str) -> None:
    cues = [
        "00:00:01.000 --> 00:00:02.000\n\n<v Jane Doe>Shall we?</v>",
        "00:00:03.000 --> 00:00:04.000\n\n<v Sam Roe>Yes,\nlet us.</v>",
        "00:00:05.000 --> 00:00:06.000\n\n<v Jane Doe>Good.</v>",
    ]
    transcript = read(tmp_path, gap.join(cues))
    assert spoken(transcript) == [("Jane Doe", "Shall we?"), ("Sam Roe", "Yes, let us."), ("Jane Doe", "Good.")]
    assert transcript.problems == ()


def test_words_after_a_blank_line_inside_a_cue_are_kept(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT

{GUID}/1-0
00:00:01.000 --> 00:00:02.000
<v Jane Doe>First this,

then that.</v>

{GUID}/2-0
00:00:03.000 --> 00:00:04.000
<v Sam Roe>Right.</v>
""",
    )
    assert spoken(transcript) == [("Jane Doe", "First this, then that."), ("Sam Roe", "Right.")]


def test_a_one_word_answer_just_before_the_next_times_is_not_taken_for_an_id(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "00:00:01.000 --> 00:00:02.000\n\n<v Jane Doe>Is it?</v>\n00:00:03.000 --> 00:00:04.000\n\n"
        "Absolutely\n00:00:05.000 --> 00:00:06.000\n\n<v Jane Doe>Good.</v>\n",
    )
    assert [text for _, text in spoken(transcript)] == ["Is it?", "Absolutely", "Good."]


def test_notes_styles_and_regions_are_not_speech(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"""WEBVTT - recorded in Leeds
Kind: captions

STYLE
::cue {{ color: lime }}

REGION
id:fred
width:40%

NOTE
duration: 00:27:42
language: en-gb

{GUID}/1-0
00:00:01.000 --> 00:00:02.000
<v Jane Doe>NOTE that I say this
NOTE and this.</v>

NOTE confidence 0.87

REGION
id:late

STYLE
::cue {{ color: red }}

{GUID}/2-0
00:00:03.000 --> 00:00:04.000
<v Sam Roe>Noted.</v>

NOTE the end
of it
""",
    )
    assert spoken(transcript) == [("Jane Doe", "NOTE that I say this NOTE and this."), ("Sam Roe", "Noted.")]
    furniture = "\n".join(transcript.account.loc[transcript.account["kind"] == "furniture", "text"]).splitlines()
    assert {"::cue { color: lime }", "width:40%", "NOTE confidence 0.87", "id:late", "of it"} <= set(furniture)


def test_a_cue_without_words_is_reported_and_makes_no_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"WEBVTT\n\n{GUID}/1-0\n00:00:01.000 --> 00:00:02.000\n\n"
        f"{GUID}/2-0\n00:00:03.000 --> 00:00:04.000\n<v Sam Roe>Right.</v>\n",
    )
    assert spoken(transcript) == [("Sam Roe", "Right.")]
    assert [problem.where for problem in transcript.problems] == ["line 4"]


def test_a_first_caption_without_times_is_reported(tmp_path: Path) -> None:
    said = "WEBVTT\n\na/1-0\n<v Jane Doe>Lost words.</v>\n\na/2-0\n00:01.000 --> 00:02.000\n<v Sam Roe>Yes.</v>\n"
    transcript = read(tmp_path, said)
    assert spoken(transcript) == [("Sam Roe", "Yes.")]
    assert any("<v Jane Doe>Lost words.</v>" in problem.text for problem in transcript.problems)


def test_voices_without_ids_join_only_where_they_are_neighbours(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        """WEBVTT

00:00:01.000 --> 00:00:02.000
<v Jane Doe>We had</v>

00:00:02.000 --> 00:00:03.000
<v Jane Doe>a plan.</v>

00:00:03.000 --> 00:00:04.000
<v Sam Roe>Had you?</v>

00:00:04.000 --> 00:00:05.000
<v Jane Doe>Once.</v>
""",
    )
    assert spoken(transcript) == [("Jane Doe", "We had a plan."), ("Sam Roe", "Had you?"), ("Jane Doe", "Once.")]


def test_the_tags_teams_adds_to_a_name_are_not_part_of_it(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Roe, Sam [NA] (External)>Hello.</v>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<v Jane Doe (Guest)>Hi.</v>\n",
    )
    assert spoken(transcript) == [("Sam Roe", "Hello."), ("Jane Doe", "Hi.")]
    assert list(transcript.turns["label"]) == ["Roe, Sam [NA] (External)", "Jane Doe (Guest)"]


def test_zoom_names_open_turns_and_cues_without_one_go_on(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\r\n\r\n1\r\n00:00:02.000 --> 00:00:05.000\r\nKupor (SL): The figures are\r\n\r\n"
        "2\r\n00:00:06.000 --> 00:00:08.250\r\na year old.\r\n\r\n"
        "3\r\n00:00:10.000 --> 00:00:12.000\r\nMary O'Hara-Lee: Which figures?\r\n\r\n"
        "4\r\n00:00:13.000 --> 00:00:14.500\r\nMary O'Hara-Lee: The rents.\r\n",
    )
    assert transcript.layout == "zoom-vtt"
    assert spoken(transcript) == [
        ("Kupor (SL)", "The figures are a year old."),
        ("Mary O'Hara-Lee", "Which figures? The rents."),
    ]
    assert list(transcript.turns["end_s"]) == [8.25, 14.5]


def test_a_colon_inside_a_zoom_sentence_opens_no_turn(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nJane Doe: I would say this\n\n"
        "2\n00:00:03.000 --> 00:00:04.000\nand the point is: we have no data.\n\n"
        "3\n00:00:05.000 --> 00:00:06.000\nSam Roe: the reason: money\n",
    )
    assert spoken(transcript) == [
        ("Jane Doe", "I would say this and the point is: we have no data."),
        ("Sam Roe", "the reason: money"),
    ]
    assert [problem.where for problem in transcript.problems] == ["line 9"]


def test_a_zoom_name_in_small_letters_opens_turns_when_it_comes_again(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nsam: hello\n\n"
        "2\n00:00:03.000 --> 00:00:04.000\nJane Doe: Hello.\n\n3\n00:00:05.000 --> 00:00:06.000\nsam: bye\n",
    )
    assert spoken(transcript) == [("sam", "hello"), ("Jane Doe", "Hello."), ("sam", "bye")]


def test_words_before_the_first_zoom_name_are_kept_and_reported(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nis it on\n\n2\n00:00:03.000 --> 00:00:04.000\nJane Doe: It is.\n",
    )
    assert spoken(transcript) == [("", "is it on"), ("Jane Doe", "It is.")]
    assert [(problem.where, problem.text) for problem in transcript.problems] == [("turn 1", "is it on")]


def test_an_unnamed_turn_is_reported_under_its_number_in_the_table(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "WEBVTT\n\n1\n00:00:09.000 --> 00:00:10.000\nis it on\n\n2\n00:00:03.000 --> 00:00:04.000\nJane Doe: Hello.\n",
    )
    assert spoken(transcript) == [("", "is it on"), ("Jane Doe", "Hello.")]
    assert [problem.where for problem in transcript.problems] == ["line 8", "turn 1"]


def zoom(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(
        f"{n}\n00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{cue}" for n, cue in enumerate(cues, start=1)
    )


def test_a_zoom_name_alone_opens_a_turn_that_the_next_cue_goes_on_with(tmp_path: Path) -> None:
    transcript = read(tmp_path, zoom("Jane Doe: Yes.", "Sam Roe:", "I agree", "Jane Doe:", "Sam Roe: Do you?"))
    assert spoken(transcript) == [("Jane Doe", "Yes."), ("Sam Roe", "I agree"), ("Sam Roe", "Do you?")]
    assert [(problem.where, problem.text) for problem in transcript.problems] == [("line 16", "Jane Doe")]


def test_a_known_name_on_a_later_line_of_a_cue_opens_a_turn(tmp_path: Path) -> None:
    transcript = read(tmp_path, zoom("Jane Doe: We had\none aim: money\nSam Roe: Had you?", "Sam Roe: Really?"))
    assert spoken(transcript) == [("Jane Doe", "We had one aim: money"), ("Sam Roe", "Had you? Really?")]


def test_a_blank_line_before_a_zoom_name_is_not_a_cue_without_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, zoom("\nJane Doe: Yes.", "\nSam Roe: No."))
    assert spoken(transcript) == [("Jane Doe", "Yes."), ("Sam Roe", "No.")]
    assert transcript.problems == ()


def test_words_that_open_sentences_are_no_zoom_names(tmp_path: Path) -> None:
    transcript = read(tmp_path, zoom("Jane Doe: Two points", "First: no data", "Second: no time", "Sam Roe: I see"))
    assert spoken(transcript) == [("Jane Doe", "Two points First: no data Second: no time"), ("Sam Roe", "I see")]
    assert [problem.text for problem in transcript.problems] == ["First: no data", "Second: no time"]


def test_where_every_cue_has_a_name_one_word_in_small_letters_is_a_name(tmp_path: Path) -> None:
    transcript = read(tmp_path, zoom("Jane Doe: Hello", "iPad (2): hi", "alice: hello", "Sam Roe - HMRC: Good"))
    assert [speaker for speaker, _ in spoken(transcript)] == ["Jane Doe", "iPad (2)", "alice", "Sam Roe - HMRC"]
    assert transcript.problems == ()


def test_times_that_cannot_be_read_are_reported_and_are_nobodys_words(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        f"WEBVTT\n\n{GUID}/1-0\n00:00:01.000 --> 00:00:02.000\n<v Jane Doe>One.</v>\n\n"
        f"{GUID}/2-0\n00:00:xx.000 --> 00:00:04.000\n<v Sam Roe>Two.</v>\n",
    )
    assert spoken(transcript) == [("Jane Doe", "One."), ("Sam Roe", "Two.")]
    assert [problem.where for problem in transcript.problems] == ["line 7", "line 8"]


def test_a_speaker_in_brackets_may_speak_once(tmp_path: Path) -> None:
    words = ["[SPEAKER_00]: How was it?", "[SPEAKER_01]: Fine.", "It was.", "[SPEAKER_00]: And then?"]
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(words, start=1)]
    path = tmp_path / "P99.srt"
    path.write_text("\n".join(cues), encoding="utf-8")
    labels = read_transcript(path).turns["label"]
    assert list(labels) == ["[SPEAKER_00]", "[SPEAKER_01]", "[SPEAKER_00]"]


# --- clocks that are no words ------------------------------------------------------------------------------

SAID = ["What do you use?", "Local data.", "Why at 10:30?"]


@pytest.mark.parametrize(
    "form",
    [
        "<v {who}>[00:00:0{at}] {words}</v>",
        "<v {who}>{words} #00:00:0{at}-1#</v>",
        "<v {who} [00:00:0{at}]>{words}</v>",
        "<v {who}><|{at}.00|>{words}<|{at}.90|></v>",
        "[00:00:0{at}] {who}: {words}",
        "00:00:0{at} {who}: {words} 00:00:0{at}",
        "{who} (00:00:0{at}): {words}",
        "{who} 0:0{at}: {words}",
        "[{who}, 00:00:0{at}] {words}",
        "[0:0{at} {who}] {words}",
    ],
)
def test_clocks_in_captions_are_neither_words_nor_part_of_a_name(tmp_path: Path, form: str) -> None:
    who = ["Ana Reyes", "Dafydd Hughes", "Ana Reyes"]
    cues = [
        f"00:00:0{at}.000 --> 00:00:0{at}.900\n" + form.format(at=at, who=name, words=words)
        for at, (name, words) in enumerate(zip(who, SAID, strict=True), start=1)
    ]
    path = tmp_path / "P99.vtt"
    path.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")
    turns = read_transcript(path).turns
    assert list(zip(turns["label"], turns["text"], strict=True)) == list(zip(who, SAID, strict=True))


@pytest.mark.parametrize("form", ["0:0{at} {words}", "00:00:0{at} {words}", "{words} 00:00:0{at}"])
def test_clocks_that_nothing_sets_apart_are_no_words_where_they_count_up(tmp_path: Path, form: str) -> None:
    cues = [
        f"00:00:0{at}.000 --> 00:00:0{at}.900\n" + form.format(at=at, words=words)
        for at, words in enumerate(SAID, start=1)
    ]
    path = tmp_path / "P99.vtt"
    path.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")
    assert list(read_transcript(path).turns["text"]) == SAID


@pytest.mark.parametrize("blank", ["\t", " ", "\u00a0"])
def test_captions_of_nothing_but_white_space_are_read_at_once(tmp_path: Path, blank: str) -> None:
    """Looking for a name in them took a time that grew with the square of their length: minutes for these."""
    words = (
        f"Ana: hi\n\n2\n00:00:03.000 --> 00:00:04.000\n{blank * 200_000}x\n\n3\n00:00:05.000 --> 00:00:06.000\nBob: ho"
    )
    transcript = read(tmp_path, f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n{words}\n")
    assert spoken(transcript) == [("Ana", "hi x"), ("Bob", "ho")]
