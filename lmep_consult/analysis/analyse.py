"""From what was read to the frames the tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.joint_display import joint_display, unprompted
from lmep_consult.analysis.method_notes import method_notes
from lmep_consult.analysis.reliability import coder_agreement, saturation
from lmep_consult.analysis.sample import Sample
from lmep_consult.analysis.themes import (
    DIRECTIONS,
    assistance,
    assumption_codes,
    assumptions,
    assumptions_by_group,
    set_aside,
)
from lmep_consult.codebook import Codebook
from lmep_consult.coding import choose_quotes, themes_by_group
from lmep_consult.disclosure import (
    DRAFT,
    Rules,
    attribution,
    quotable,
    signed,
)
from lmep_consult.participants import may
from lmep_consult.plan import Plan
from lmep_consult.pseudonyms import unconfirmed
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS


@dataclass(frozen=True)
class Analysis:
    """sample: those who took part, held against what was intended. frames: by table name. coded: what the interviews
    are coded as. held_back: passages that are not to be quoted before a person has checked them: participant, code,
    turn, quote, why. to_sign: the quotations chosen for the report that nobody has signed off yet."""

    sample: Sample
    frames: dict[str, pd.DataFrame]
    coded: Coded
    held_back: pd.DataFrame
    to_sign: pd.DataFrame


def rules_of(plan: Plan, data: StudyData) -> Rules:
    """The study's disclosure rules, with the words its transcripts show to be ordinary."""
    settings = plan.disclosure
    return Rules(
        settings.minimum_base, settings.minimum_count, tuple(settings.allow), data.ordinary, settings.unanimous_base
    )


def analyse(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    coded: Coded,
    sign_offs: pd.DataFrame,
    reached: Sample,
    of_polls: Mapping[str, pd.DataFrame],
) -> Analysis:
    """Count themes, choose quotations, say how far to rely on the coding.

    sign_offs: the record of quotations that somebody signed off (disclosure.read_sign_offs). reached, of_polls: what
    `sample` and `poll_frames` give.
    """
    frames = dict(reached.frames)
    people = interviewees(data, plan, coded.sources)
    counted = coded.counted
    frames["themes_by_group"] = themes_by_group(counted, people, codebook)
    may_quote = counted[counted["participant"].isin(may(data.register, "quoting"))]
    passing = quotable(may_quote, rules_of(plan, data))
    base = people.groupby("group")["participant"].nunique()
    chosen = choose_quotes(signed(passing, sign_offs, plan.disclosure.quotes_need_sign_off), people)
    quotes = signed(chosen, sign_offs)
    called = speakers_called(data, people, plan)
    frames["quotes"] = quotes.assign(base=quotes["group"].map(base), attribution=quotes["participant"].map(called))
    to_sign = signed(choose_quotes(passing, people), sign_offs)
    to_sign = to_sign[to_sign["sign_off"] == DRAFT].drop(columns="sign_off")
    to_sign = to_sign.assign(attribution=to_sign["participant"].map(called))
    frames["assumptions"] = assumptions(plan, codebook)
    frames["assumptions_by_group"] = assumptions_by_group(counted, people, plan, codebook)
    frames["assumption_quotes"] = _assumption_quotes(passing, people, plan, codebook, sign_offs, called)
    frames["out_of_scope"] = set_aside(counted, people, codebook)
    frames["machine_assistance"] = assistance(coded)
    frames |= of_polls
    freely = unprompted(counted, data, codebook)
    frames["joint_display"] = joint_display(frames["priorities"], freely, frames["quotes"], people, plan, codebook)
    frames["coder_agreement"] = coder_agreement(data, plan, codebook, coded)
    frames |= saturation(data, plan, codebook, coded)
    frames["method_notes"] = method_notes(data, plan, codebook, coded)
    held_back = may_quote.drop(index=passing.index)
    named = [", ".join(unconfirmed(q, data.ordinary, plan.disclosure.allow)) for q in held_back["quote"]]
    why = [f"may name somebody: {words}" if words else "the speaker asked for privacy in this turn" for words in named]
    columns = ["participant", "code", "turn", "quote", "why"]
    return Analysis(reached, frames, coded, held_back.assign(why=why)[columns], to_sign)


def _assumption_quotes(
    passing: pd.DataFrame,
    people: pd.DataFrame,
    plan: Plan,
    codebook: Codebook,
    sign_offs: pd.DataFrame,
    called: dict[str, str],
) -> pd.DataFrame:
    """Two passages for and two against each assumption, by different people: assumption, direction, code, group,
    attribution, quote, sign_off."""
    parts = [pd.DataFrame(columns=["assumption", "direction", "code", "group", "attribution", "quote", "sign_off"])]
    shown = signed(passing, sign_offs, plan.disclosure.quotes_need_sign_off).drop(columns="sign_off")
    everybody = people.assign(group=ALL_GROUPS)
    group_of = dict(zip(people["participant"], people["group"], strict=True))
    for assumption in plan.theory_of_change:
        for direction in DIRECTIONS:
            linked = shown[shown["code"].isin(assumption_codes(codebook, assumption.id, direction))]
            best = choose_quotes(linked.assign(code=""), everybody)
            code_of = linked.drop_duplicates(["participant", "quote"]).set_index(["participant", "quote"])["code"]
            keys = zip(best["participant"], best["quote"], strict=True)
            best = signed(best.assign(code=[code_of[key] for key in keys]), sign_offs)
            best = best.assign(assumption=assumption.id, direction=direction)
            best["group"], best["attribution"] = best["participant"].map(group_of), best["participant"].map(called)
            parts.append(best[list(parts[0].columns)])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def speakers_called(data: StudyData, people: pd.DataFrame, plan: Plan) -> dict[str, str]:
    """What each of `people` is called next to a quotation, no finer than enough others are called too."""
    rows = data.register[data.register["participant"].isin(people["participant"])]
    columns = [column for column in ("group", "role") if column in rows]
    called = attribution(rows, columns, plan.disclosure.attribution_base)
    return dict(zip(called["participant"], called["label"], strict=True))


def interviewees(data: StudyData, plan: Plan, sources: Collection[str]) -> pd.DataFrame:
    """participant, group of those who speak in the transcripts named, in study.toml's order of groups."""
    spoke = {who for source in sources for who in data.transcripts[source].turns["participant"]}
    people = data.register.loc[data.register["participant"].isin(spoke), ["participant", "group"]]
    return people.sort_values("group", key=_in_order(plan), kind="stable", ignore_index=True)


def _in_order(plan: Plan) -> Callable[[pd.Series], pd.Series]:
    """A sorting key that puts groups in study.toml's order."""
    order = {group.id: place for place, group in enumerate(plan.groups)}
    return lambda groups: groups.map(order)
