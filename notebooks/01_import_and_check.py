# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Import and check
#
# What comes out of raw files, and what could not be placed. Everybody and everything in the demonstration is invented.

# %%
from pathlib import Path

import lmep_consult as lc

demo = next(at / "data" / "demo" for at in (Path.cwd(), *Path.cwd().parents) if (at / "data" / "demo").is_dir())

# %% [markdown]
# A transcript is a frame of turns. The layout is found from what is in the file, not from its name.

# %%
transcript = lc.read_transcript(demo / "raw" / "transcripts" / "P07_interview.vtt")
print(transcript.layout, len(transcript.turns))
transcript.turns[["turn", "speaker", "role", "start_s", "text"]].head()

# %% [markdown]
# Every visible character of the file is accounted for: speech, furniture such as times and labels, or a problem.

# %%
transcript.account.groupby("kind")["text"].agg(lambda texts: sum(len("".join(text.split())) for text in texts))

# %% [markdown]
# What could not be placed is listed, with its place in the file.

# %%
[str(problem) for problem in transcript.problems]

# %% [markdown]
# A poll is a frame of ballots, one row for each voter and option.

# %%
poll = lc.read_poll(demo / "raw" / "polls" / "W4_formats.xlsx")
poll.ballots.head()

# %% [markdown]
# Test votes, second thoughts and answers of another day are listed; the study's settings decide which of them count.

# %%
[str(problem) for problem in poll.problems]

# %% [markdown]
# Attendance reports give one row for each person.

# %%
lc.read_attendance(demo / "raw" / "attendance" / "W4_attendance.csv").head()
