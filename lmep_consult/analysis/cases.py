"""Case studies: a case by the headings of a framework."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.shown_counts import least
from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS

COLUMNS = ["chart", "heading", "code", "group", "of", "participants", "base"]


def cases_of(register: pd.DataFrame, plan: Plan) -> dict[str, str]:
    """The case of each person who belongs to one, by participant."""
    if plan.cases is None or plan.cases.column not in register:
        return {}
    named = register[register[plan.cases.column] != ""]
    return dict(zip(named["participant"], named[plan.cases.column], strict=True))


def case_studies(
    codings: pd.DataFrame, people: pd.DataFrame, register: pd.DataFrame, plan: Plan, codebook: Codebook
) -> pd.DataFrame:
    """How many of each case spoke of each heading, and of each code below it.

    codings: columns code, participant. people: participant, group of those who could be counted.

    Returns chart (the register's column that names the cases), heading and code (ids), group (the case), of (the
    stakeholder group that all of its people belong to, else "All groups"), participants, base; no rows without cases.
    """
    if plan.cases is None:
        return pd.DataFrame(columns=COLUMNS)
    called = cases_of(register, plan)
    there = people.assign(case=people["participant"].map(called)).dropna(subset="case")
    rows = []
    for heading in plan.cases.headings:
        for code in (codebook.code(heading), *codebook.children(heading)):
            below = {each.id for each in codebook.codes if code.id in (each.id, *codebook.ancestors(each.id))}
            spoke = set(codings.loc[codings["code"].isin(below), "participant"])
            for case, own in there.groupby("case"):
                groups = own["group"].unique()
                of = groups[0] if len(groups) == 1 else ALL_GROUPS
                count = int(own["participant"].isin(spoke).sum())
                rows.append((plan.cases.column, heading, code.id, case, of, count, len(own)))
    return pd.DataFrame(rows, columns=COLUMNS)


def case_quotes(
    quotes: pd.DataFrame, labels: Mapping[str, tuple[str, str]], register: pd.DataFrame, plan: Plan, shown: pd.DataFrame
) -> dict[tuple[str, str], str]:
    """One quotation of each case on each heading, by (case, heading), out of those that the report shows anyway.

    A quotation's case may be told where the released counts show that somebody of the case spoke of its code, where its
    group is told already, and where enough people of the case share its attribution. quotes: as analysis.quotations
    gives them. labels: group and attribution by participant. shown: the released table of cases.
    """
    called = cases_of(register, plan)
    sharing = pd.Series([(called[who], label) for who, (_, label) in labels.items() if who in called], dtype=object)
    alike = sharing.value_counts().to_dict()
    told = {(row["code"], row["group"]): row for row in shown.to_dict("records") if least(row["participants"])}
    found: dict[tuple[str, str], str] = {}
    for quote in quotes.to_dict("records"):
        case = called.get(quote["participant"], "")
        row = told.get((quote["code"], case))
        if (
            row
            and quote["group"] == row["of"]
            and alike.get((case, quote["attribution"]), 0) >= (plan.disclosure.attribution_base)
        ):
            found.setdefault((case, row["heading"]), quote["words"])
    return found
