"""The findings one by one: a sentence for each first place and each option, which is there whatever the votes say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmep_consult.coverage import called_in
from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.findings import statements
from lmep_consult.report.findings.certainty import Certainty, First, differences, firsts
from lmep_consult.report.findings.headings import surely
from lmep_consult.report.findings.saying import sentence, voters
from lmep_consult.table import ALL_GROUPS


@dataclass(frozen=True)
class Claim:
    """about: "first" or "difference"; names: the question, and the group or option; text: what may be claimed."""

    about: str
    names: tuple[str, str]
    title: str
    text: str
    table: str


def claims(tidy: Mapping[str, Released]) -> list[Claim]:
    """Of each question who is first, overall and for each group, and whether groups differ about each option."""
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    top = frames["top_three"]
    made = [
        Claim(
            "first",
            (each.question, each.group),
            f"Who is first: {each.title}, {each.group}",
            statements.overall(each) if each.group == ALL_GROUPS else _of_group(each),
            "priorities",
        )
        for each in firsts(frames["priorities"])
    ]
    event = called_in(frames["workshops"])
    surest_last = reversed(differences(frames["group_differences"]))
    apart = {(each.question, each.option): each for each in surest_last}
    asked = frames["group_differences"].drop_duplicates(["question", "option"])
    for row in asked.to_dict("records"):
        found = apart.get((row["question"], row["option"]))
        text = (
            sentence(f"{statements.higher(found, top)}; {statements.held_in(found, event)}")
            if found
            else f"No difference between groups in how high they put {row['option']} is reliable."
        )
        title = f"Whether groups differ: {row['question_title']}, {row['option']}"
        made.append(Claim("difference", (row["question"], row["option"]), title, text, "group_differences"))
    return made


def _of_group(first: First) -> str:
    who = voters([first.group])
    if first.certainty is Certainty.CLOSE:
        return f"For {who} first place is too close to call: {statements.could_be_first(first)}."
    return sentence(f"{first.leaders[0]} is {surely(first.certainty)} first for {who}")
