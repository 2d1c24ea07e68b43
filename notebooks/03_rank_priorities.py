# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Rank priorities
#
# From a poll's export to a ranking that says what the votes leave open. All of it is invented.

# %%
from pathlib import Path

import pandas as pd

import lmep_consult as lc

demo = next(at / "data" / "demo" for at in (Path.cwd(), *Path.cwd().parents) if (at / "data" / "demo").is_dir())

# %% [markdown]
# One workshop's ballots as voters by options; 1 is first, and an empty cell was not ranked.

# %%
ranks = lc.read_poll(demo / "raw" / "polls" / "W4_formats.xlsx").ranks()
ranks.head()

# %% [markdown]
# Points after Borda: n for a first place down to 1, and the mean of what is left for options left out.

# %%
lc.ranking.borda(ranks).sort_values(ascending=False)

# %% [markdown]
# With few voters many orders fit the votes. The sets hold every place that they leave open, at 95%.

# %%
sets = lc.ranking.rank_sets(ranks, seed=1)
sets.assign(points=lc.ranking.borda(ranks)).sort_values("points", ascending=False)

# %% [markdown]
# Other methods weigh the same votes in other ways. Where they disagree, the report should say so.

# %%
pd.DataFrame(
    {
        "borda": lc.ranking.borda(ranks).rank(ascending=False),
        "copeland": lc.ranking.copeland(ranks).rank(ascending=False),
        "mean rank": lc.ranking.mean_rank(ranks).rank(),
    }
).sort_values("borda")

# %% [markdown]
# How far do voters agree on one order? 0 is not at all, 1 is entirely.

# %%
w = lc.ranking.kendalls_w(ranks)
print(f"{w.value:.2f}", w.interval(seed=1))
