"""Which attributes of people may be shown next to what they said."""

from __future__ import annotations

import pandas as pd

from lmep_consult.plan import Plan

_NEVER = ("participant", "name", "email", "organisation", "status")


def attributes_shown(register: pd.DataFrame, plan: Plan) -> list[str]:
    """The register's columns that outputs and exports may show of a person: the group, the role, the region and what
    the criteria of study.toml ask for. A column that study.toml does not name stays in the register; so do names,
    addresses, organisations and consents, whoever names them."""
    asked_for = sorted({column for criterion in plan.criteria for column in criterion.columns})
    shown = dict.fromkeys(["group", "role", plan.fieldwork.region_column, *asked_for])
    return [c for c in shown if c in register and c not in _NEVER and not c.startswith("consent_")]
