# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Sample coverage
#
# Who was reached, compared with what was intended.

# %% [markdown]
# The study's folder: change this one line for your own. `lmep-consult demo`, typed in the checkout, makes this one, in
# which all is invented.

# %%
folder = "../reports/demo"

# %% [markdown]
# The register holds everybody invited, with what the study samples by. `interview` and `workshop` say how each
# invitation went; a register without them says it in `status`.

# %%
import lmep_consult as lc
from lmep_consult.importing import read_study_data

study = lc.Study.open(folder)
data = read_study_data(study)
register = data.register
how = {among: register.get(among, register["status"]) for among in ("interview", "workshop")}
register.groupby(["group", how["interview"].rename("interview")]).size().unstack(fill_value=0)

# %% [markdown]
# Quotas come from study.toml.

# %%
quotas = {group.id: group.interviews for group in study.plan.groups if group.interviews is not None}
quotas

# %% [markdown]
# Compared with the quotas, group by group.

# %%
lc.check_coverage(register.assign(status=how["interview"]), quotas)

# %% [markdown]
# Criteria ask for kinds of places and people. Those not met:

# %%
from lmep_consult.coverage import check_criteria

took_part = {f"{among}s": set(register.loc[how[among] == "took part", "participant"]) for among in how}
criteria = check_criteria(register, took_part, study.plan.criteria)
criteria.loc[criteria["met"] == "no", ["criterion", "needed", "reached"]]

# %% [markdown]
# And the fewest further people who would meet them.

# %%
from lmep_consult.coverage import whom_to_recruit

whom_to_recruit(register, took_part, study.plan.criteria).people
