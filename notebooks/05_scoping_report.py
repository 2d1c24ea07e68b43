# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Scoping report
#
# From the whole study to tables an author can paste, and from each number back to its source. All of it is invented.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import lmep_consult as lc
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.run.chain import run

folder = Path(tempfile.mkdtemp()) / "study"
copy_demonstration(folder)

# %% [markdown]
# One call does everything that `lmep-consult run` does.

# %%
study = lc.Study.open(folder)
outcome = run(study)
sorted(path.name for path in study.reports.iterdir())

# %% [markdown]
# Each table is a CSV file too, one observation in a row. How many interviewees spoke of something is given in words.

# %%
themes = pd.read_csv(study.reports / "tables" / "themes_by_group.csv")
themes[themes["family"] == "barriers"].pivot(index="name", columns="group", values="participants")

# %% [markdown]
# `[c]` withholds what would disclose too much about few people. Ranks come with the places that the votes leave open.

# %%
priorities = pd.read_csv(study.reports / "tables" / "priorities.csv")
mine = priorities[(priorities["question"] == "themes") & (priorities["group"] == "All groups")]
mine[["option", "rank", "rank_lower", "rank_upper", "tier", "base"]]

# %% [markdown]
# Where does the first rank come from? The trail lists the ballots behind it.

# %%
from lmep_consult.run.trail import trail

row = {str(name): cell for name, cell in mine.iloc[0].items()}
found = trail("priorities", row, "rank", outcome.data, outcome.analysis.coded, lc.Codebook.load(study.codebook))
print(found.made_by, len(found.rows))
found.rows[["event", "voter", "group", "rank"]].head()
