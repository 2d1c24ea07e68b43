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
