"""What the consultation found, on one page, from released tables alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmep_consult.coverage import called_in
from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.findings import statements
from lmep_consult.report.findings.certainty import differences, firsts, of_group
from lmep_consult.report.findings.claims import Claim, claims
from lmep_consult.report.findings.questions import roles
from lmep_consult.report.findings.responses import written
from lmep_consult.table import ALL_GROUPS

__all__ = ["ABOUT", "Claim", "Findings", "claims", "findings"]

# The sentences, in order.
ABOUT = (
    "first-by-group",
    "first-overall",
    "differences",
    "outcomes",
    "formats",
    "levels",
    "survey",
    "responses",
    "sample",
)


@dataclass(frozen=True)
class Findings:
    """A headline, three to six sentences, and what readers need for them: `groups`, what their short names mean.
    about: what each sentence is about, one of ABOUT."""

    headline: str
    sentences: tuple[str, ...]
    groups: str
    about: tuple[str, ...]

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each sentence with what it is about."""
        return list(zip(self.about, self.sentences, strict=True))


def _levels(tidy: Mapping[str, Released]) -> str:
    """Which level of a scale most of each group gave examples of; "" in studies without ordered codes."""
    return tidy["ordered_codes"].table.lead if "ordered_codes" in tidy else ""


def findings(tidy: Mapping[str, Released], plan: Plan) -> Findings:
    """The first page: what each group puts first and how sure that is, where groups differ, which outcomes and
    formats, who took part and who was missing."""
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    priorities = frames["priorities"]
    found, asked = firsts(priorities), roles(plan, priorities)
    apart = differences(frames["group_differences"])
    apart.sort(key=lambda each: each.question not in asked.priorities)
    main = of_group(found, asked.priorities[0]) if asked.priorities else None
    of_groups = [each for each in found if each.question in asked.priorities[:1] and each.group != ALL_GROUPS]
    event = called_in(frames["workshops"])
    said = (
        statements.firsts_by_group(of_groups, frames["top_three"]),
        statements.overall(main),
        statements.where_groups_differ(apart, frames["top_three"], event) if len(of_groups) > 1 else "",
        statements.other_questions(found, asked.outcomes, "outcomes"),
        statements.other_questions(found, asked.formats, "formats"),
        _levels(tidy),
        statements.survey(frames["answers"], plan) if "answers" in frames else "",
        written(frames),
        statements.taking_part(frames),
    )
    kept = [(about, each) for about, each in zip(ABOUT, said, strict=True) if each]
    names = "; ".join(f"{group.id}: {group.name}" for group in plan.groups)
    return Findings(
        statements.headline(main, of_groups, apart),
        tuple(each for _, each in kept),
        f"{names}.",
        tuple(about for about, _ in kept),
    )
