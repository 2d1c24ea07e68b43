"""What the codings come to besides themes by group: assumptions, what is out of scope, what machines had a part in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding.scope import out_of_scope
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS

DIRECTIONS = ("for", "against")


def counted_by_group(codings: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """How many of each group, and of all, have any of the codings: group ("All groups" first), participants, base."""
    there = set(people[["participant", "group"]].itertuples(index=False, name=None))
    said = set(codings["participant"])
    bases = Counter(group for _, group in there)
    counts = Counter(group for participant, group in there if participant in said)
    rows = [(ALL_GROUPS, counts.total(), bases.total())]
    rows += [(str(group), counts[group], bases[group]) for group in people["group"].unique()]
    return pd.DataFrame([row for row in rows if row[2]], columns=["group", "participants", "base"])


def assumption_codes(codebook: Codebook, assumption: str, direction: str) -> list[str]:
    """The codes that say of an assumption that it holds, or that it does not.

    A code that is only linked to an assumption, as a barrier may be, gives no direction to what was said under it. So
    where the codebook has codes that state one, in their id or name ("assumption-8-against", "8 for: ..."), these alone
    count; only an assumption that has none of them goes by the codes linked.
    """
    linked = [code for code in codebook.codes if assumption in code.assumptions]
    stated = [code for code in linked if {assumption.casefold(), code.assumptions[assumption]} <= _words(code)]
    return [code.id for code in stated or linked if code.assumptions[assumption] == direction]


def _words(code: Code) -> set[str]:
    return set(re.findall(r"\w+", f"{code.id} {code.name}".casefold().replace("-", " ").replace("_", " ")))


def assumptions_by_group(codings: pd.DataFrame, people: pd.DataFrame, plan: Plan, codebook: Codebook) -> pd.DataFrame:
    """How many spoke for and against each assumption of the theory of change: assumption, direction, group,
    participants, base. Somebody may have done both."""
    parts = [pd.DataFrame(columns=["assumption", "direction", "group", "participants", "base"])]
    for assumption in plan.theory_of_change:
        for direction in DIRECTIONS:
            said = codings[codings["code"].isin(assumption_codes(codebook, assumption.id, direction))]
            counts = counted_by_group(said, people)
            parts.append(counts.assign(assumption=assumption.id, direction=direction)[list(parts[0].columns)])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def assumptions(plan: Plan, codebook: Codebook) -> pd.DataFrame:
    """Each assumption as study.toml has it: assumption, text, pathway, appraisal, adaptation, status and status_by (""
    where nobody has set one), codes_for, codes_against (names of the codes linked)."""
    names = {code.id: code.name for code in codebook.codes}
    rows = []
    for each in plan.theory_of_change:
        linked = ["; ".join(names[code] for code in assumption_codes(codebook, each.id, way)) for way in DIRECTIONS]
        said = [each.id, each.text, each.pathway, each.appraisal, each.adaptation, each.status, each.status_by]
        rows.append([*said, *linked])
    columns = ["assumption", "text", "pathway", "appraisal", "adaptation", "status", "status_by"]
    return pd.DataFrame(rows, columns=[*columns, "codes_for", "codes_against"])


def set_aside(codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """How many spoke of each matter out of the study's scope: code, group, participants, base. Codes nobody was given
    are left out."""
    aside = out_of_scope(codings, codebook)
    parts = [pd.DataFrame(columns=["code", "group", "participants", "base"])]
    for code in codebook.codes:
        if (aside["code"] == code.id).any():
            counts = counted_by_group(aside[aside["code"] == code.id], people)
            parts.append(counts.assign(code=code.id)[list(parts[0].columns)])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def assistance(coded: Coded) -> pd.DataFrame:
    """What coders did with suggestions: coder ("Coder 1" and so on: not by name), origin ("rule", "model ..." or
    "person"), accepted, changed, rejected, added (codings of their own). Passages, not people."""
    decided, folded = coded.folded.decided, coded.folded
    columns = ["coder", "origin", "accepted", "changed", "rejected", "added"]
    rows = []
    for number, coder in enumerate(sorted(decided["coder"].unique()), start=1):
        for origin, of in folded.codings[folded.codings["coder"] == coder].groupby("origin"):
            changed = int(of["id"].isin(_changed(folded.decided)).sum())
            own = len(of) if origin == "person" else 0
            rows.append((f"Coder {number}", origin, len(of) - own - changed, changed, 0, own))
        for origin, of in folded.rejections[folded.rejections["coder"] == coder].groupby("origin"):
            rows.append((f"Coder {number}", origin, 0, 0, len(of), 0))
    table = pd.DataFrame(rows, columns=columns)
    return table.groupby(["coder", "origin"], as_index=False, sort=False).sum() if rows else table


def _changed(decided: pd.DataFrame) -> Collection[str]:
    """Ids that are there twice among what was decided: suggestions accepted under another code than was suggested."""
    return set(decided.loc[decided["id"].duplicated(), "id"])
