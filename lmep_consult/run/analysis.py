"""From what was read to the frames the tables are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding import choose_quotes, themes_by_group
from lmep_consult.coverage import check_coverage, check_criteria, groups_reached, workshop_attendance
from lmep_consult.disclosure import Rules, quotable
from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms import unconfirmed
from lmep_consult.run.joint import joint_display, unprompted
from lmep_consult.run.material import Material
from lmep_consult.run.rankings import rankings
from lmep_consult.study import Plan


@dataclass(frozen=True)
class Analysis:
    """frames: by table name. suggestions: every passage the codebook suggests. held_back: those of them that are not
    to be quoted before a person has checked them: participant, code, turn, quote, why."""

    frames: dict[str, pd.DataFrame]
    suggestions: pd.DataFrame
    held_back: pd.DataFrame


def rules_of(plan: Plan, material: Material) -> Rules:
    """The study's disclosure rules, with the words its transcripts show to be ordinary."""
    settings = plan.disclosure
    return Rules(settings.minimum_base, settings.minimum_count, tuple(settings.allow), material.ordinary)


def analyse(material: Material, plan: Plan, codebook: Codebook) -> Analysis:
    """Apply the codebook, rank the polls, hold the sample against quotas and criteria."""
    coded = suggestions(material, codebook)
    frames = sample(material, plan)
    people = interviewees(material, plan)
    frames["themes_by_group"] = themes_by_group(coded, people, codebook)
    may_quote = coded[coded["participant"].isin(_consenting(material.register))]
    passing = quotable(may_quote, rules_of(plan, material))
    base = people.groupby("group")["participant"].nunique()
    quotes = choose_quotes(passing, people)
    frames["quotes"] = quotes.assign(base=quotes["group"].map(base))
    frames |= rankings(material, plan)
    freely = unprompted(coded, material, codebook)
    frames["joint_display"] = joint_display(frames["priorities"], freely, frames["quotes"], people, plan, codebook)
    frames["write_ins"] = written_in(material, plan)
    held_back = may_quote.drop(index=passing.index)
    named = [", ".join(unconfirmed(q, material.ordinary, plan.disclosure.allow)) for q in held_back["quote"]]
    why = [f"may name somebody: {words}" if words else "the speaker asked for privacy in this turn" for words in named]
    columns = ["participant", "code", "turn", "quote", "why"]
    return Analysis(frames, coded, held_back.assign(why=why)[columns])


def suggestions(material: Material, codebook: Codebook) -> pd.DataFrame:
    """What the codebook suggests for participants' turns: participant, the columns of Codebook.apply, and said (the
    whole turn)."""
    parts = []
    for participant, transcript in material.transcripts.items():
        turns = transcript.turns
        own = turns[turns["participant"] == participant].set_index("turn")["text"].rename("said")
        parts.append(codebook.apply(transcript).join(own, on="turn", how="inner").assign(participant=participant))
    if not parts:
        return pd.DataFrame(columns=["participant", "code", "start", "end", "quote", "turn", "rule", "said"])
    coded = pd.concat(parts, ignore_index=True)
    return coded[["participant", "code", "start", "end", "quote", "turn", "rule", "said"]]


def interviewees(material: Material, plan: Plan) -> pd.DataFrame:
    """participant, group of those whose words are coded, in study.toml's order of groups."""
    spoke = {
        participant
        for participant, transcript in material.transcripts.items()
        if (transcript.turns["participant"] == participant).any()
    }
    people = material.register.loc[material.register["participant"].isin(spoke), ["participant", "group"]]
    return people.sort_values("group", key=_in_order(plan), kind="stable", ignore_index=True)


def sample(material: Material, plan: Plan) -> dict[str, pd.DataFrame]:
    """The sample tables: sample_interviews, criteria, workshops, groups_reached.

    Raises StudyError where a criterion asks for a column that the register lacks.
    """
    register = material.register
    interviewed = set(material.transcripts)
    status = register["interview"] if "interview" in register else register["status"]
    invited = register.assign(status=status)[status != "not invited"]
    took_part = invited["participant"].isin(interviewed)
    invited = invited.assign(status=invited["status"].where(~took_part, "took part"))
    invited.loc[(invited["status"] == "took part") & ~took_part, "status"] = "agreed"
    quotas = {group.id: group.interviews for group in plan.groups if group.interviews is not None}
    events = pd.DataFrame(
        [(event.id, event.name, f"{event.date:%d %B %Y}".lstrip("0"), event.target) for event in plan.events],
        columns=["event", "name", "date", "target"],
    ).astype({"target": "Int64"})
    invited_to_workshops = {group for event in plan.events for group in event.groups}
    there = invited_to_workshops | set(material.attended["group"])
    groups = pd.DataFrame(
        [(group.id, group.organisations) for group in plan.groups if group.id in there],
        columns=["group", "exist"],
    ).astype({"exist": "Int64"})
    for criterion in plan.criteria:
        for column in set(criterion.where) - set(register):
            raise StudyError(f"study.toml, criterion {criterion.text!r}: the register has no column {column!r}.")
    here = {"interviews": interviewed, "workshops": set(material.attended["participant"])}
    return {
        "sample_interviews": check_coverage(invited, quotas),
        "criteria": check_criteria(register, here, plan.criteria),
        "workshops": workshop_attendance(material.attended, events),
        "groups_reached": groups_reached(material.attended, groups),
    }


def written_in(material: Material, plan: Plan) -> pd.DataFrame:
    """What voters wrote in, in the ranking or beside it: poll, question, question_title, group, text, counted_as (the
    option it counts as by study.toml, else ""), voters, base."""
    titles = {(poll.id, question.id): question.title for poll in plan.polls for question in poll.questions}
    in_ranking = material.ballots[material.ballots["written_in"].astype(bool)].rename(columns={"option": "text"})
    columns = ["poll", "question", "group", "text", "counted_as", "voter"]
    both = pd.concat([in_ranking[columns], material.write_ins.assign(counted_as="")[columns]]).drop_duplicates()
    counts = both.groupby(columns[:5])["voter"].nunique().rename("voters").reset_index()
    bases = material.ballots.groupby(["poll", "question", "group"])["voter"].nunique().rename("base").reset_index()
    table = counts.merge(bases, on=["poll", "question", "group"])
    table["question_title"] = [titles[key] for key in zip(table["poll"], table["question"], strict=True)]
    return table[["poll", "question", "question_title", "group", "text", "counted_as", "voters", "base"]]


def _in_order(plan: Plan) -> Callable[[pd.Series], pd.Series]:
    """A sorting key that puts groups in study.toml's order."""
    order = {group.id: place for place, group in enumerate(plan.groups)}
    return lambda groups: groups.map(order)


def _consenting(register: pd.DataFrame) -> set[str]:
    """Those who may be quoted: everybody unless the register has a column consent_quoting."""
    if "consent_quoting" not in register:
        return set(register["participant"])
    return set(register.loc[register["consent_quoting"].str.casefold() == "yes", "participant"])
