# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Code transcripts
#
# Rules suggest, people decide, and the record of decisions says how far coders agree. All of it is invented.

# %%
from pathlib import Path

import lmep_consult as lc
from lmep_consult.coding import fold, read_logs

demo = next(at / "data" / "demo" for at in (Path.cwd(), *Path.cwd().parents) if (at / "data" / "demo").is_dir())
study = lc.Study.open(demo)

# %% [markdown]
# A codebook says what each code means and which terms suggest it. It loads from YAML, Excel or REFI-QDA.

# %%
codebook = lc.Codebook.load(study.codebook)
code = codebook.code("barrier-time")
print(code.definition)
code.terms[:5]

# %% [markdown]
# Applied to a transcript it gives passages, each with the rule that found it. They are suggestions, not codings.

# %%
suggestions = codebook.apply(lc.read_transcript(demo / "raw" / "transcripts" / "P07_interview.vtt"))
suggestions[["code", "quote", "rule"]].head()

# %% [markdown]
# Each decision is a line, and each coder has a file. The result is worked out from them each time.

# %%
decisions, problems = read_logs(demo / "codings")
folded = fold(decisions)
folded.codings.groupby("coder")["code"].agg(["size", "nunique"])

# %% [markdown]
# Turned-down suggestions are kept too: they say how often rules are right.

# %%
by_rule = folded.codings["origin"].eq("rule").groupby(folded.codings["coder"]).sum()
by_rule.to_frame("accepted").assign(rejected=folded.rejections.groupby("coder").size())

# %% [markdown]
# Two coders coded some interviews without seeing each other's work. On which codes do they agree?

# %%
from lmep_consult.coding.agreement import krippendorff_alpha

twice = folded.done.groupby("source")["coder"].nunique().loc[lambda coders: coders > 1].index
both = folded.codings[folded.codings["source"].isin(twice)]
held = both.groupby(["source", "code", "coder"]).size().unstack("coder", fill_value=0).gt(0).astype(int)
alpha = krippendorff_alpha(held)
print(f"{alpha.value:.2f}", alpha.interval())

# %% [markdown]
# That is on whether a code occurs in an interview at all, among codes that somebody gave: a hard test, since what
# neither gave does not count. `lmep-consult agreement` compares turn by turn.

# %%
held.mean()
