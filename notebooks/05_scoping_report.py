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
# From the whole study to tables an author can paste, and from each number back to its source.

# %% [markdown]
# The study's folder: change this one line for your own. `lmep-consult demo`, typed in the checkout, makes this one, in
# which all is invented.

# %%
folder = "../reports/demo"

# %% [markdown]
# One call does everything that `lmep-consult run` does: it makes the study's `reports/` again.

# %%
import pandas as pd

import lmep_consult as lc
from lmep_consult.run.chain import run

study = lc.Study.open(folder)
outcome = run(study)
sorted(path.name for path in study.reports.iterdir())

# %% [markdown]
# Each table is a CSV file too, one observation in a row. How many interviewees spoke of something is given in words.

# %%
tables = {path.stem: pd.read_csv(path) for path in sorted((study.reports / "tables").glob("*.csv"))}
themes = tables["themes_by_group"]
themes.pivot_table(index="name", columns="group", values="participants", aggfunc="first", sort=False)

# %% [markdown]
# `[c]` withholds what would disclose too much about few people. Ranks come with the places that the votes leave open.

# %%
priorities = tables["priorities"]
mine = priorities[priorities["group"] == "All groups"]
mine[["question", "option", "rank", "rank_lower", "rank_upper", "tier", "base"]]

# %% [markdown]
# Where does the first rank come from? The trail lists the ballots behind it.

# %%
from lmep_consult.run.trail import trail

row = {str(name): cell for name, cell in mine.iloc[0].items()}
found = trail("priorities", row, "rank", outcome.data, outcome.analysis.coded, lc.Codebook.load(study.codebook))
print(found.made_by, len(found.rows))
found.rows[["event", "voter", "group", "rank"]].head()
