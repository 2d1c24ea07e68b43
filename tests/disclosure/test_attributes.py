"""What may stand next to what somebody said is on a list; whatever else a register holds stays in it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import tiny

from lmep_consult.disclosure import attributes_shown
from lmep_consult.plan import Plan
from lmep_consult.study import Study


def plan(folder: Path, more: str) -> Plan:
    study = tiny.tiny(folder)
    path = study.folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return Study.open(folder).plan


def test_only_columns_that_the_study_names_are_shown_and_never_who_somebody_is(tmp_path: Path) -> None:
    named = '[[criteria]]\ntext = "Rural"\nwhere = { geography = "rural", organisation = "Hill", email = "x" }\n'
    columns = ["participant", "name", "email", "group", "organisation", "status", "role", "geography", "region"]
    unnamed = ["Phone", "NHS number", "notes", "consent_quoting", "invited_on"]
    register = pd.DataFrame(columns=[*columns, *unnamed], dtype=object)
    shown = attributes_shown(register, plan(tmp_path / "study", f"\n[fieldwork]\nregion_column = 'region'\n{named}"))
    assert shown == ["group", "role", "region", "geography"]
