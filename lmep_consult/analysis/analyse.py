"""From what was read to the frames the tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.cases import case_studies
from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.comparing import compared
from lmep_consult.analysis.joint_display import joint_display, unprompted
from lmep_consult.analysis.method_notes import method_notes
from lmep_consult.analysis.monitoring import monitoring
from lmep_consult.analysis.reliability import saturation
from lmep_consult.analysis.sample import Sample
from lmep_consult.analysis.themes import (
    assistance,
    assumptions,
    assumptions_by_group,
    set_aside,
)
from lmep_consult.codebook import Codebook
from lmep_consult.coding import themes_by_group
from lmep_consult.disclosure import Rules
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData


@dataclass(frozen=True)
class Analysis:
    """sample: those who took part, compared with what was intended. frames: by table name; those that hold words of
    participants are made when these are released (`quotations`). coded: what the interviews are coded as."""

    sample: Sample
    frames: dict[str, pd.DataFrame]
    coded: Coded


def rules_of(plan: Plan, data: StudyData) -> Rules:
    """The study's disclosure rules, with the words its transcripts show to be ordinary."""
    settings = plan.disclosure
    allow = (*settings.allow, *(group.singular for group in plan.groups if group.singular))
    return Rules(settings.minimum_base, settings.minimum_count, allow, data.ordinary, settings.unanimous_base)


def analyse(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    coded: Coded,
    reached: Sample,
    known: Mapping[str, pd.DataFrame],
) -> Analysis:
    """Count themes, say how far to rely on the coding. reached: what `sample` gives. known: what `poll_frames` gives,
    and coder_agreement."""
    frames = dict(reached.frames)
    people = interviewees(data, plan, coded.sources)
    counted = coded.counted
    frames["themes_by_group"] = themes_by_group(counted, people, codebook)
    frames["assumptions"] = assumptions(plan, codebook)
    frames["assumptions_by_group"] = assumptions_by_group(counted, people, plan, codebook)
    if len(data.monitored):
        frames["monitoring"] = monitoring(data.monitored, plan)
    frames["out_of_scope"] = set_aside(counted, people, codebook)
    frames["case_studies"] = case_studies(counted, people, data.register, plan, codebook)
    frames["comparisons"] = compared(counted, people, plan, codebook)
    frames["machine_assistance"] = assistance(coded)
    frames |= known
    freely = unprompted(counted, data, codebook)
    frames["joint_display"] = joint_display(frames["ranks_shown"], freely, people, plan, codebook)
    frames |= saturation(data, plan, codebook, coded)
    frames["method_notes"] = method_notes(data, plan, codebook, coded)
    return Analysis(reached, frames, coded)


def interviewees(data: StudyData, plan: Plan, sources: Collection[str]) -> pd.DataFrame:
    """participant, group of those who speak in the transcripts named, in study.toml's order of groups."""
    spoke = {who for source in sources for who in data.transcripts[source].turns["participant"]}
    people = data.register.loc[data.register["participant"].isin(spoke), ["participant", "group"]]
    return people.sort_values("group", key=_in_order(plan), kind="stable", ignore_index=True)


def _in_order(plan: Plan) -> Callable[[pd.Series], pd.Series]:
    """A sorting key that puts groups in study.toml's order."""
    order = {group.id: place for place, group in enumerate(plan.groups)}
    return lambda groups: groups.map(order)
