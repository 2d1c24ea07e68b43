"""What the study said would follow where too few, or too few sorts of people, take part."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from lmep_consult.plan import Assumption
from lmep_consult.table import ALL_GROUPS

HOLDS = "as planned"
NOT_JUDGED = "cannot be judged"


def fieldwork_status(
    assumptions: Iterable[Assumption], stages: pd.DataFrame, criteria: pd.DataFrame, reached: pd.DataFrame
) -> pd.DataFrame:
    """Each group compared with the study's own rules of when fieldwork falls short.

    stages: as stages_by_group gives it. criteria: as check_criteria does. reached: as organisations_reached does.

    Returns one row per assumption and group, "All groups" last (over all criteria): assumption, among, group, status
    (the assumption's consequence, "as planned", or "cannot be judged" where nothing it is judged by applies: no
    quota, no criteria, and no known number of organisations or nobody invited), reason (in words), source ("" where
    not said).
    """
    rows = []
    for assumption in assumptions:
        of_kind = stages[(stages["among"] == assumption.among) & (stages["counted"] == "people")]
        columns = (of_kind[column] for column in ("group", "intended", "invited", "share"))
        for group, intended, invited, share in zip(*columns, strict=True):
            faults: list[str] = []
            good: list[str] = []
            if assumption.share_below is not None and not pd.isna(share):
                took_part = round(share * intended)
                words = f"{took_part} of {intended} intended took part"
                below = f"too few: {words}, below {_percent(assumption.share_below)}"
                (faults.append(below) if share < assumption.share_below else good.append(words))
            if assumption.organisations_below is not None and (invited or not pd.isna(intended)):
                _judge_organisations(assumption, reached, group, faults, good)
            if assumption.criteria_unmet is not None:
                _judge_criteria(assumption, criteria, group, faults, good)
            status = assumption.consequence if faults else HOLDS if good else NOT_JUDGED
            reason = "; ".join(faults or good) or "no data to judge it by"
            rows.append((assumption.text, assumption.among, group, status, reason, assumption.source))
    return pd.DataFrame(rows, columns=["assumption", "among", "group", "status", "reason", "source"])


def _judge_organisations(
    assumption: Assumption, reached: pd.DataFrame, group: str, faults: list[str], good: list[str]
) -> None:
    rows = reached[(reached["among"] == assumption.among) & (reached["group"] == group) & reached["share"].notna()]
    for organisations, exist, share in zip(rows["organisations"], rows["exist"], rows["share"], strict=True):
        words = f"{organisations} of {exist} organisations were reached"
        below = assumption.organisations_below or 0
        if share < below:
            faults.append(f"too unrepresentative: {words}, below {_percent(below)}")
        else:
            good.append(words)


def _judge_criteria(
    assumption: Assumption, criteria: pd.DataFrame, group: str, faults: list[str], good: list[str]
) -> None:
    rows = criteria[criteria["among"] == assumption.among]
    if group != ALL_GROUPS:
        rows = rows[rows["group"] == group]
    if rows.empty:
        return
    unmet = int((rows["met"] == "no").sum())
    words = f"{unmet} of {len(rows)} criteria not met"
    if unmet >= (assumption.criteria_unmet or 1):
        faults.append(f"too unrepresentative: {words}")
    else:
        good.append(
            words if unmet else f"every one of {len(rows)} criteria met" if len(rows) > 1 else "the criterion met"
        )


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"
