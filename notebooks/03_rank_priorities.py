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
# From the ballots of a poll to a ranking that says what the votes leave open. It needs a study with a ranking poll.

# %% [markdown]
# The study's folder: change this one line for your own. `lmep-consult demo`, typed in the checkout, makes this one, in
# which all is invented.

# %%
folder = "../reports/demo"

# %% [markdown]
# The ballots that count, of the first question that ranks: test votes and answers given twice are out already.

# %%
import pandas as pd

import lmep_consult as lc
from lmep_consult.importing import read_study_data

study = lc.Study.open(folder)
data = read_study_data(study)
poll, question = next((poll, asked) for poll in study.plan.polls for asked in poll.questions if asked.kind == "ranking")
cast = data.ballots[(data.ballots["poll"] == poll.id) & (data.ballots["question"] == question.id)]
offered = cast[~cast["written_in"].astype(bool)]
print(question.title, offered["voter"].nunique(), "voters")

# %% [markdown]
# As ballots by options; 1 is first, and an empty cell was not ranked.

# %%
ranks = offered.pivot_table(index=["event", "voter"], columns="option", values="rank", dropna=False)
ranks = ranks.reindex(columns=question.options).dropna(how="all").reset_index(drop=True)
ranks.head()

# %% [markdown]
# Points after Borda: n for a first place down to 1, and the mean of what is left for options left out.

# %%
lc.ranking.borda(ranks).sort_values(ascending=False)

# %% [markdown]
# With few voters many orders fit the votes. The sets hold every place that they leave open, at 95%.

# %%
sets = lc.ranking.rank_sets(ranks, seed=study.plan.study.seed)
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
print(f"{w.value:.2f}", w.interval(seed=study.plan.study.seed))
