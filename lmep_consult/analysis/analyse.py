"""From what was read to the frames the tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.joint_display import joint_display, unprompted
from lmep_consult.analysis.method_notes import method_notes
from lmep_consult.analysis.rankings import rankings
from lmep_consult.analysis.reliability import coder_agreement, saturation
from lmep_consult.analysis.reviews import formats_by_supporters
from lmep_consult.analysis.sample import Sample, sample
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
from lmep_consult.disclosure import DRAFT, Rules, attribution, quotable, reidentification_risks, signed
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
    reidentification: pd.DataFrame


def rules_of(plan: Plan, data: StudyData) -> Rules:
    """The study's disclosure rules, with the words its transcripts show to be ordinary."""
    settings = plan.disclosure
    return Rules(
        settings.minimum_base, settings.minimum_count, tuple(settings.allow), data.ordinary, settings.unanimous_base
    )


def analyse(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded, sign_offs: pd.DataFrame) -> Analysis:
    """Count themes, rank the polls, hold the sample against quotas and criteria.

    sign_offs: the record of quotations that somebody signed off (disclosure.read_sign_offs).
    """
    heard = sample(data, plan)
    frames = dict(heard.frames)
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
    frames["formats_by_supporters"] = formats_by_supporters(data, plan)
    frames |= rankings(data, plan)
    freely = unprompted(counted, data, codebook)
    frames["joint_display"] = joint_display(frames["priorities"], freely, frames["quotes"], people, plan, codebook)
    frames["answers"] = answered(data, plan)
    frames["write_ins"] = written_in(data, plan)
    frames["coder_agreement"] = coder_agreement(data, plan, codebook, coded)
    frames |= saturation(data, plan, codebook, coded)
    frames["method_notes"] = method_notes(data, plan, codebook, coded, frames)
    held_back = may_quote.drop(index=passing.index)
    named = [", ".join(unconfirmed(q, data.ordinary, plan.disclosure.allow)) for q in held_back["quote"]]
    why = [f"may name somebody: {words}" if words else "the speaker asked for privacy in this turn" for words in named]
    columns = ["participant", "code", "turn", "quote", "why"]
    return Analysis(heard, frames, coded, held_back.assign(why=why)[columns], to_sign, shown_of_few(data, plan))


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
    """What each of `people` is called beside a quotation, no finer than enough others are called too."""
    rows = data.register[data.register["participant"].isin(people["participant"])]
    columns = [column for column in ("group", "role") if column in rows]
    called = attribution(rows, columns, plan.disclosure.attribution_base)
    return dict(zip(called["participant"], called["label"], strict=True))


def shown_of_few(data: StudyData, plan: Plan) -> pd.DataFrame:
    """Combinations of the attributes that outputs show (groups, roles, regions, what criteria ask for) which fewer of
    those who took part hold than a group must have: columns, values, people. For the team."""
    register = data.register
    spoke = {who for transcript in data.transcripts.values() for who in transcript.turns["participant"]}
    there = register[register["participant"].isin(spoke | set(data.attended["participant"]))]
    asked_for = sorted({column for criterion in plan.criteria for column in criterion.columns})
    shown = dict.fromkeys(["group", "role", plan.fieldwork.region_column, *asked_for])
    columns = [column for column in shown if column in register and column != "organisation"]
    return reidentification_risks(there, columns, plan.disclosure.minimum_base)


def interviewees(data: StudyData, plan: Plan, sources: Collection[str]) -> pd.DataFrame:
    """participant, group of those who speak in the transcripts named, in study.toml's order of groups."""
    spoke = {who for source in sources for who in data.transcripts[source].turns["participant"]}
    people = data.register.loc[data.register["participant"].isin(spoke), ["participant", "group"]]
    return people.sort_values("group", key=_in_order(plan), kind="stable", ignore_index=True)


def written_in(data: StudyData, plan: Plan) -> pd.DataFrame:
    """What voters wrote in, in the ranking or beside it: poll, question, question_title, group, text, counted_as (the
    option it counts as by study.toml, else ""), voters, base."""
    titles = {(poll.id, question.id): question.title for poll in plan.polls for question in poll.questions}
    in_ranking = data.ballots[data.ballots["written_in"]].rename(columns={"option": "text"})
    in_answers = data.answers[data.answers["written_in"]].rename(columns={"answer": "text"})
    beside = pd.concat([data.write_ins, in_answers]).assign(counted_as="")
    columns = ["poll", "question", "group", "text", "counted_as", "voter"]
    both = pd.concat([in_ranking[columns], beside[columns]]).drop_duplicates()
    counts = both.groupby(columns[:5])["voter"].nunique().rename("voters").reset_index()
    asked = ["poll", "question", "group", "voter"]
    everyone = pd.concat([data.ballots[asked], data.answers[asked]])
    bases = everyone.groupby(asked[:3])["voter"].nunique().rename("base").reset_index()
    table = counts.merge(bases, on=["poll", "question", "group"])
    table["question_title"] = [titles[key] for key in zip(table["poll"], table["question"], strict=True)]
    return table[["poll", "question", "question_title", "group", "text", "counted_as", "voters", "base"]]


def answered(data: StudyData, plan: Plan) -> pd.DataFrame:
    """How many voters gave each answer to questions that are choices, statements or ratings: poll, question,
    question_title, answer, group ("All groups" last), voters, base (who answered the question)."""
    rows = []
    said = data.answers[~data.answers["written_in"]]
    groups = [*(group.id for group in plan.groups), ALL_GROUPS]
    for poll in plan.polls:
        for question in poll.questions:
            here = (data.answers["poll"] == poll.id) & (data.answers["question"] == question.id)
            for group in groups if here.any() and question.kind not in ("ranking", "text") else ():
                among = here if group == ALL_GROUPS else here & (data.answers["group"] == group)
                base = data.answers.loc[among, "voter"].nunique()
                voters = said[among.reindex(said.index)].groupby("answer")["voter"].nunique()
                marks = (
                    sorted(said.loc[here.reindex(said.index), "answer"].unique(), key=float)
                    if question.kind == "rating"
                    else []
                )
                for answer in [*question.options, *question.scale, *marks] if base else ():
                    count = int(voters.get(answer, 0))
                    rows.append((poll.id, question.id, question.title, answer, group, count, base))
    return pd.DataFrame(rows, columns=["poll", "question", "question_title", "answer", "group", "voters", "base"])


def _in_order(plan: Plan) -> Callable[[pd.Series], pd.Series]:
    """A sorting key that puts groups in study.toml's order."""
    order = {group.id: place for place, group in enumerate(plan.groups)}
    return lambda groups: groups.map(order)
