"""A small file in each layout of transcript that is text, by a name that fits it."""

from __future__ import annotations

import json

GUID = "6f0c2a51-3b9e-4d0a-9d53-0c2f7f1b8a44"

FILES = {
    "teams.vtt": f"""WEBVTT

{GUID}/12-0
00:00:01.000 --> 00:00:03.000
<v Doe, Jane [NA]>We asked for tables &amp; maps,
x < y and y > z, <i>twice</i>.</v>

{GUID}/12-1
00:00:03.000 --> 00:00:04.000
as one does

NOTE checked by nobody

{GUID}/13-0
00:00:05.000 --> 00:00:06.000
<v.loud Sam Roe>Did you?</v><v Jane Doe>I did.</v>
""",
    "graph.vtt": "0:0:6.1 --> 0:0:8.0\n\n<v Jane Doe>No header here.</v>\n\n0:0:9 --> 0:0:10\n\n<v Sam Roe>None.</v>\n",
    "zoom.vtt": """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Kupor (SL): The figures: a year old.

2
00:00:03.000 --> 00:00:04.000
So I am told

3
00:00:05.000 --> 00:00:06.000
Sam Roe: Right.
""",
    "captions.srt": """1
00:00:01,000 --> 00:00:03,000
Jane Doe: <i>The bus</i> was late.

2
00:00:03,500 --> 00:00:04,000
Twice.

3
00:00:05,000 --> 00:00:06,000
Sam Roe: Three times.
""",
    "otter.txt": """Interview of 3 May

Jane Doe  0:15
It began with a list.
A long one.

Sam Roe  1:02:03
And ended.

Transcribed by https://otter.ai
""",
    "chat.txt": "00:21:14\tJane Doe:\tHello all\n00:21:35\tSam Roe:\tHi\nand a second line\n",
    "from.txt": """10:02:33 From Jane Doe to Everyone:
\tHello all
10:03:01 From Sam Roe to Everyone:
\tReplying to "Hello all"

\tHi
""",
    "teams_chat.txt": "[10/02/2026 10:02] Doe, Jane\nHello all\n[10/02/2026 10:03] Sam Roe\nHi\n",
    "typed.txt": """Interview P99
Date: 3 May

Interviewer: What is missing? [crosstalk]
P99: One thing: data.
(laughs) And people.

[00:12:31] Interviewer: Why?
P99 [00:12:40]: Money.
""",
    "zoom_saved.txt": """[Ana Reyes] 10:02:11
What evidence do you use?

[DAFYDD HUGHES] 10:02:15
Local data.

[DAFYDD HUGHES] 10:02:31
And national surveys.

[Ana Reyes] 10:02:40
Thank you.
""",
    "meet.txt": """Skills call - Transcript
00:00:00

Ana Reyes: The goal is to hear how you use evidence.
Dafydd Hughes: Right, go on.

00:01:26

Dafydd Hughes: We mostly use local data.
Ana Reyes: Thank you.

Transcription ended after 00:02:30

This editable transcript was computer generated and might contain errors.
""",
    "meet.md": """# Skills call - Transcript

### 00:00:00

**Ana Reyes:** What evidence do you use?

**Dafydd Hughes:** Local data.

### 00:01:26

**Ana Reyes:** Thank you.
""",
    "word_transcribe.txt": """Audio file
interview.m4a

Transcript
00:00:01 Speaker 1
What evidence do you use?
00:00:05 Speaker 2
Local data.
00:00:09 Speaker 1
Thank you.
""",
    "f4.txt": """I: What evidence do you use? #00:00:05-2#
B: Local data,
mostly. #00:00:09-8#
I: Thank you. #00:00:12-0#
""",
    "nvivo.txt": "\tTimespan\tContent\tSpeaker\n1\t0:00.0 - 0:05.2\tWhat evidence do you use?\tAna\n"
    "2\t0:05.2 - 0:09.8\tLocal data.\tDafydd\n3\t0:09.8 - 0:12.0\tThank you.\tAna\n",
    "turboscribe.txt": """(Transcribed by TurboScribe. Go Unlimited to remove this message.)

[Speaker 1] (0:00 - 0:05)
What evidence do you use?

[Speaker 2] (0:05 - 0:09)
Local data.

[Speaker 1] (0:09 - 0:12)
Thank you.
""",
    "fathom.txt": """0:00 - Ana Reyes (Policy Lab)
  What evidence do you use?

0:05 - Dafydd Hughes (Gwent Council)
  Local data.

0:09 - Ana Reyes (Policy Lab)
  Thank you.
""",
    "cockatoo.txt": """Ana
0:00:01
What evidence do you use?

Dafydd
0:00:05
Local data.

Ana
0:00:09
Thank you.

Dafydd
0:00:12
Bye.

Transcribed with Cockatoo
""",
    "trint.txt": """Speaker 1 [00:00:01] What evidence do you use?
Speaker 2 [00:00:05] Local data.
Speaker 1 [00:00:09] Thank you.
Speaker 2 [00:00:10] Bye.
""",
    "happyscribe.txt": """[00:00:00.370] - Ana Reyes
What evidence do you use?

[00:00:05.120] - Dafydd Hughes
Local data.

[00:00:09.010] - Ana Reyes
Thank you.
""",
    "whisper_cpp.txt": """[00:00:00.000 --> 00:00:04.000]   What evidence do you use?
[00:00:04.000 --> 00:00:06.000]   Local data.
[00:00:06.000 --> 00:00:07.000]   Thank you.
""",
    "names_alone.txt": """Ana Reyes
What evidence do you use?

Dafydd Hughes
Local data.

Ana Reyes
Thank you.

Dafydd Hughes
Bye.
""",
    "dashes.txt": "I – What evidence do you use?\nP – Local data.\nI – Thank you.\nP – Bye.\n",
    "numbered.txt": """1  Interviewer: What evidence
2  do you use?
3  P07: Local data.
4  Interviewer: Thank you.
""",
    "pages.txt": """Interview P07          CONFIDENTIAL

Interviewer: What evidence do you use?
P07: Local
Page 1 of 2

Interview P07          CONFIDENTIAL
data.
Interviewer: Thank you.
Page 2 of 2
""",
    "whatsapp.txt": """12/05/2023, 10:02 - Messages and calls are end-to-end encrypted.
12/05/2023, 10:02 - Ana Reyes: What evidence do you use?
12/05/2023, 10:05 - Dafydd: Local data.
Mostly.
12/05/2023, 10:06 - Ana Reyes: Thank you.
""",
    "talk.cha": """@UTF8
@Begin
@Languages:\teng
@Participants:\tINV Investigator, PAR Participant
*INV:\twhat evidence do you use ? \x150_4020\x15
%mor:\tpro|what n|evidence
*PAR:\tlocal data
\tmostly . \x154020_6000\x15
%com:\tlaughs
*INV:\tthank you .
@End
""",
    "webex.vtt": """WEBVTT

1 "Ana Reyes" (314215500)
00:00:03.120 --> 00:00:06.300
What evidence do you use?

2 "Dafydd Hughes" (271828182)
00:00:07.000 --> 00:00:09.000
Local data.

3 "Ana Reyes" (314215500)
00:00:09.500 --> 00:00:11.000
Thank you.
""",
    "meet.vtt": """WEBVTT

00:00:08.000 --> 00:00:12.000
(Ana Reyes)
What evidence

00:00:12.000 --> 00:00:16.000
(Ana Reyes)
do you use?
-
(Dafydd Hughes)
Local data.
""",
    "chevrons.vtt": """WEBVTT

00:00:01.000 --> 00:00:03.000
>> What evidence do you use?

00:00:03.000 --> 00:00:05.000
&gt;&gt; Local data.

00:00:05.000 --> 00:00:08.000
Mostly.
""",
    "rolling.vtt": """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.000

what<00:00:00.300><c> evidence</c>

00:00:02.000 --> 00:00:02.010
what evidence

00:00:02.010 --> 00:00:04.000
what evidence
do<00:00:02.500><c> you use</c>

00:00:04.000 --> 00:00:04.010
do you use
""",
    "assemblyai.json": json.dumps(
        {
            "id": "x",
            "text": "What evidence do you use? Local data.",
            "utterances": [
                {"speaker": "A", "text": "What evidence do you use?", "start": 500, "end": 2000},
                {"speaker": "B", "text": "Local data.", "start": 2500, "end": 4000},
            ],
        }
    ),
    "podcast.json": json.dumps(
        {
            "version": "1.0.0",
            "segments": [
                {"speaker": "Ana", "startTime": 0.5, "endTime": 2, "body": "What evidence do you use?"},
                {"speaker": "Dafydd", "startTime": 2.5, "endTime": 4, "body": "Local data."},
            ],
        }
    ),
    "whisper_cpp.json": json.dumps(
        {
            "result": {"language": "en"},
            "transcription": [
                {
                    "timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"},
                    "offsets": {"from": 500, "to": 2000},
                    "text": " What evidence do you use?",
                },
                {
                    "timestamps": {"from": "00:00:02,500", "to": "00:00:04,000"},
                    "offsets": {"from": 2500, "to": 4000},
                    "text": " Local data.",
                },
            ],
        }
    ),
    "whisper.json": json.dumps(
        {
            "language": "en",
            "text": "Well then. It began.",
            "segments": [
                {"start": 0.0, "end": 1.5, "text": " Well then.", "speaker": "SPEAKER_00"},
                {"start": 1.5, "end": 2, "text": " It began.", "words": [{"word": "It"}, {"word": "began."}]},
            ],
        }
    ),
}  # fmt: skip
