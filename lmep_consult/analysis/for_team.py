"""What the team works with and nobody else sees: participant by participant, nothing withheld."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.reviews import evidence_to_follow_up
from lmep_consult.codebook import Codebook
from lmep_consult.coding import (
    co_occurrence,
    code_by_question,
    framework_matrix,
    framework_sheet,
    memo_list,
    quotes_with_attributes,
    themes_by_group,
)
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData

# Of what was counted, what reports show less of or nothing, since it tells of few people: by sheet.
_IN_FULL = {
    "Priorities in full": "priorities",
    "First to last place": "places",
    "Response to polls": "poll_response",
    "Recruitment by stage": "sample_stages",
    "Recruitment by week": "recruitment",
    "Regions by group": "regions",
    "Criteria": "criteria",
    "Agreement by code": "coder_agreement",
    "Codes by interview": "saturation_curve",
}


def team_frames(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    coded: Coded,
    people: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """The sheets of the team's workbook, by name. people: those whose words are coded, participant and group. frames:
    what was counted, by name."""
    counted = coded.counted
    attributes = [
        "participant",
        "group",
        *(c for c in ("role", plan.fieldwork.region_column) if c in data.register),
    ]
    there = data.register.loc[data.register["participant"].isin(people["participant"]), attributes]
    names = {code.id: code.name for code in codebook.codes}
    questions = [question.id for question in plan.topic_guide.questions]
    sources = {source: data.transcripts[source] for source in sorted(coded.sources)}
    matrix = framework_matrix(counted, coded.folded.summaries, people, codebook)
    pairs = co_occurrence(counted, codebook)
    return {
        "What it rests on": pd.DataFrame({"interviews": [coded.rests_on]}),
        "Framework matrix": framework_sheet(matrix, names),
        "Quotes bank": quotes_with_attributes(counted, there),
        "Theme counts": themes_by_group(counted, people, codebook),
        "Evidence to follow up": evidence_to_follow_up(data, plan, coded),
        "Codes together": pairs[pairs["both"] > 0].sort_values("both", ascending=False, kind="stable"),
        "Codes by question": code_by_question(counted, sources, questions, codebook).query("participants > 0"),
        "Notes": memo_list(coded.folded),
        **{sheet: frames[name] for sheet, name in _IN_FULL.items()},
    }
