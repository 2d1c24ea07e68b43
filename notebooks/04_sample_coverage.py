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
# Who was reached, compared with what was intended. All people and places are invented.

# %%
from pathlib import Path

import lmep_consult as lc

demo = next(at / "data" / "demo" for at in (Path.cwd(), *Path.cwd().parents) if (at / "data" / "demo").is_dir())
study = lc.Study.open(demo)

# %% [markdown]
# The register holds everybody invited, with what the study samples by.

# %%
register = lc.read_register(study.register)
register.groupby(["group", "interview"]).size().unstack(fill_value=0)

# %% [markdown]
# Quotas come from study.toml.

# %%
quotas = {group.id: group.interviews for group in study.plan.groups if group.interviews is not None}
quotas

# %% [markdown]
# Compared with the quotas, group by group.

# %%
lc.check_coverage(register.assign(status=register["interview"]), quotas)

# %% [markdown]
# Criteria ask for kinds of places and people. Each says who counts towards it.

# %%
from lmep_consult.coverage import check_criteria

took_part = {
    f"{among}s": set(register.loc[register[among] == "took part", "participant"]) for among in ("interview", "workshop")
}
criteria = check_criteria(register, took_part, study.plan.criteria)
criteria.loc[criteria["met"] == "no", ["criterion", "needed", "reached"]]

# %% [markdown]
# And the fewest further people who would meet them.

# %%
from lmep_consult.coverage import whom_to_recruit

whom_to_recruit(register, took_part, study.plan.criteria).people
