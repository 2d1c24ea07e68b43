"""A first draft of the paragraph on what the sample lacks, for a report's readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lmep_consult.coverage.workshops import called_in
from lmep_consult.table import ALL_GROUPS


def limitations(
    stages: pd.DataFrame,
    criteria: pd.DataFrame,
    names: Mapping[str, str],
    regions: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
) -> str:
    """A paragraph for the author to edit, of nothing but what the frames hold.

    stages: as stages_by_group gives it. criteria: as check_criteria. names: the groups' names by id. regions: columns
    region, interviewed (a table.Range). targets: as against_targets. Where the frames are those of released tables, so
    is what it says: how many took part, which criteria were not met, which regions few or none came from.
    """
    interviews = stages[(stages["among"] == "interviews") & (stages["counted"] == "people")].set_index("group")
    short = interviews[(interviews["short_by"] > 0).fillna(False) & (interviews.index != ALL_GROUPS)]
    short = short.sort_values("share", kind="stable")
    unmet = criteria[criteria["met"] == "no"]
    sentences = [_interviews(interviews.loc[[ALL_GROUPS]]), *_short(short, names)]
    events = called_in(targets)[1] if targets is not None else "events"
    whose = {
        "interviews": "the interviews",
        "workshops": f"the {events}",
        "either": f"interviews and {events} together",
    }
    for among, whom in whose.items():
        sentences += _criteria(criteria[criteria["among"] == among], whom)
    if regions is not None:
        sentences += _regions(regions)
    if targets is not None:
        sentences += _workshops(targets)
    missing = list(dict.fromkeys([*short.index, *unmet.loc[unmet["group"] != "", "group"]]))
    if missing:
        whom = listed([names.get(group, group) for group in missing])
        sentences.append(f"Some views of {whom} may therefore not be represented in full.")
    elif len(unmet):
        sentences.append("Some views may therefore not be represented in full.")
    return " ".join(sentences)


def listed(items: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    return f" {last} ".join([*([", ".join(items[:-1])] if len(items) > 1 else []), *items[-1:]])


def _interviews(totals: pd.DataFrame) -> str:
    total = totals.iloc[0]
    done = int(total["took_part"])
    if pd.isna(total["intended"]):
        return f"{_number(done, 'interview was', 'interviews were')} conducted.".capitalize()
    count = f"{done or 'none'} {'was' if done < 2 else 'were'}"
    return (
        f"The intention was to conduct {_number(int(total['intended']), 'interview', 'interviews')}; {count} conducted."
    )


def _short(short: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    if short.empty:
        return []
    parts = [
        f"{names.get(str(group), str(group))} ({row['took_part']} of {row['intended']})"
        for group, row in short.iterrows()
    ]
    return [f"Fewer people than intended were interviewed from {listed(parts)}."]


def _criteria(criteria: pd.DataFrame, whose: str) -> list[str]:
    count, unmet = len(criteria), [f"“{text}”" for text in criteria.loc[criteria["met"] == "no", "criterion"]]
    if count < 2:
        met = f"was not met: {unmet[0]}" if unmet else "was met"
        return [f"The one criterion set for {whose} {met}."] if count else []
    if not unmet:
        return [f"All {count} criteria set for {whose} were met."]
    if len(unmet) == count:
        return [f"None of the {count} criteria set for {whose} was met: {listed(unmet)}."]
    was = "was" if len(unmet) == 1 else "were"
    return [f"Of {count} criteria set for {whose}, {len(unmet)} {was} not met: {listed(unmet)}."]


def _regions(regions: pd.DataFrame) -> list[str]:
    told = zip(regions["region"], regions["interviewed"], strict=True)
    few = [(region, number) for region, number in told if number.low == 0]
    if not few:
        return []
    where, number = listed([region for region, _ in few]), str(few[0][1])
    if few[0][1].high == 0:
        return [f"Nobody was interviewed from {where}."]
    each = " each" if len(few) > 1 else ""
    return [f"{number[:1].upper()}{number[1:]} people{each}, or none, were interviewed from {where}."]


def _workshops(targets: pd.DataFrame) -> list[str]:
    overall, events = targets[targets["event"] == "All"].iloc[0], targets[targets["event"] != "All"]
    if events.empty:
        return []
    sentence = f"{_number(int(overall['people']), 'person', 'people')} took part in "
    one, several = called_in(targets)
    sentence += f"the {one}" if len(events) == 1 else f"the {len(events)} {several}"
    if overall["reading"] in ("fewer", "more"):
        sentence += f", {overall['reading']} than the {overall['target']} or so aimed at"
    fewer = events.loc[events["reading"] == "fewer", "name"]
    if len(fewer):
        which = listed(list(fewer)) if len(fewer) < len(events) else "it" if len(events) == 1 else "each of them"
        sentence += f"; fewer came than intended to {which}"
    return [sentence[:1].upper() + sentence[1:] + "."]


def _number(number: int, one: str, many: str) -> str:
    return f"{'no' if number == 0 else number} {one if number == 1 else many}"
