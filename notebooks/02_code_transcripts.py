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
# Rules suggest, people decide, and the record of decisions says how far coders agree.

# %% [markdown]
# The study's folder: change this one line for your own. `lmep-consult demo`, typed in the checkout, makes this one, in
# which all is invented.

# %%
folder = "../reports/demo"

# %% [markdown]
# A codebook says what each code means and which terms suggest it. It loads from YAML, Excel or REFI-QDA.

# %%
import lmep_consult as lc
from lmep_consult.coding import coded_together, finished, fold, read_logs
from lmep_consult.importing import read_study_data

study = lc.Study.open(folder)
data = read_study_data(study)
codebook = lc.Codebook.load(study.codebook)
code = next(code for code in codebook.codes if code.terms)
print(code.name, "-", code.definition)
code.terms[:5]

# %% [markdown]
# Applied to a transcript it gives passages, each with the rule that found it. They are suggestions, not codings. Names
# were replaced before.

# %%
suggestions = codebook.apply(next(iter(data.transcripts.values())))
suggestions[["code", "quote", "rule"]].head()

# %% [markdown]
# Each decision is a line, and each coder has a file. The result is worked out from them each time. (Nothing here, where
# nobody has coded yet.)

# %%
decisions, problems = read_logs(study.codings)
folded = fold(decisions)
folded.codings.groupby("coder")["code"].agg(["size", "nunique"])

# %% [markdown]
# Turned-down suggestions are kept too: they say how often rules are right.

# %%
by_rule = folded.codings["origin"].eq("rule").groupby(folded.codings["coder"]).sum()
by_rule.to_frame("accepted").assign(rejected=folded.rejections.groupby("coder").size())

# %% [markdown]
# Where two coders finished the same interviews: on which codes do they agree, turn by turn? The first, blind round
# alone says how far they agree by themselves.

# %%
from lmep_consult.coding.agreement import agreement_table

done, _ = finished(folded.done, data.transcripts)
agreement = {
    f"round {part.round}": agreement_table(
        part.codings, {source: data.transcripts[source] for source in part.sources}, part.coders, codebook
    )
    for part in coded_together(decisions, done, data.transcripts)
}
next(iter(agreement.values()), "No two coders have finished the same interview.")
