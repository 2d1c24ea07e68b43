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
# What comes out of raw files, and what could not be placed.

# %% [markdown]
# The study's folder: change this one line for your own. `lmep-consult demo`, typed in the checkout, makes this one, in
# which all is invented.

# %%
folder = "../reports/demo"

# %% [markdown]
# All raw files are read, and names replaced: what follows shows nobody's name.

# %%
import lmep_consult as lc
from lmep_consult.importing import read_study_data

study = lc.Study.open(folder)
data = read_study_data(study)
data.files

# %% [markdown]
# A transcript is a frame of turns. The layout is found from what is in the file, not from its name.

# %%
source, transcript = next(iter(data.transcripts.items()))
print(source, transcript.layout, len(transcript.turns))
transcript.turns[["turn", "speaker", "role", "section", "question", "text"]].head()

# %% [markdown]
# Every line of a file is speech, furniture such as times and labels, or a problem. Problems are listed with their
# place; what they say may name somebody, so it stays in working/problems.csv.

# %%
data.problems[["file", "where", "what"]]

# %% [markdown]
# A poll that ranks is a frame of ballots, one row for each voter and option. Test votes and second thoughts are among
# the problems, and do not count.

# %%
data.ballots.head()

# %% [markdown]
# Other questions give a row for each answer.

# %%
data.answers.head()

# %% [markdown]
# Attendance gives one row for each person and event.

# %%
data.attended.groupby(["event", "group"]).size().unstack(fill_value=0)
