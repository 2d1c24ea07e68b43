"""What the team works with and nobody else sees: participant by participant, nothing withheld."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.quotations import Quotations
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
from lmep_consult.disclosure import DRAFT, signed
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
    "Terms and people compared": "machine_accuracy",
}

HELD_BACK = "held back"


def passages(
    data: StudyData, codebook: Codebook, coded: Coded, quotations: Quotations, sign_offs: pd.DataFrame
) -> pd.DataFrame:
    """Every passage that the tables count, for the team to look through: source, participant, group, theme (the names
    of the code's family and of the code), question (of the topic guide, "" where none), words, state ("signed off",
    "held back" or a draft), starred ("yes" where a coder starred it).

    sign_offs: the record of quotations that somebody signed off.
    """
    counted = signed(coded.counted.reset_index(drop=True), sign_offs)
    names = {code.id: " / ".join(codebook.code(each).name for each in (*codebook.ancestors(code.id)[::-1], code.id))
             for code in codebook.codes}  # fmt: skip
    group_of = dict(zip(data.register["participant"], data.register["group"], strict=True))
    asked = {
        (source, turn): question
        for source in coded.sources
        for turn, question in data.transcripts[source].turns[["turn", "question"]].itertuples(index=False)
    }
    waits = set(zip(quotations.held_back["participant"], quotations.held_back["quote"], strict=True))
    stars = coded.folded.stars
    starred = set(zip(stars["source"], stars["code"], stars["quote"], strict=True))
    keys = zip(counted["participant"], counted["quote"], strict=True)
    waiting = pd.Series([key in waits for key in keys], index=counted.index, dtype=bool)
    there = zip(counted["source"], counted["code"], counted["quote"], strict=True)
    return pd.DataFrame(
        {
            "source": counted["source"],
            "participant": counted["participant"],
            "group": counted["participant"].map(group_of).fillna(""),
            "theme": counted["code"].map(names).fillna(counted["code"]),
            "question": [asked.get(key, "") for key in zip(counted["source"], counted["turn"], strict=True)],
            "words": counted["quote"],
            "state": counted["sign_off"].mask(waiting & (counted["sign_off"] == DRAFT), HELD_BACK),
            "starred": ["yes" if key in starred else "no" for key in there],
        }
    )


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
        **{sheet: frames[name] for sheet, name in _IN_FULL.items() if name in frames},
    }
