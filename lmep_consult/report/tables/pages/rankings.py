"""What was ranked first, and how firmly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.findings import statements
from lmep_consult.report.tables.pages.laid_out import headed, rank_columns
from lmep_consult.table import ALL_GROUPS, Table, first_places

_POOLING = {
    "question_title": "Question",
    "option": "Option",
    "rank_by_person": "Rank by person",
    "rank_by_group": "Rank by group",
    "moves": "Moves in or out",
    "base": "Base (voters)",
}

_WHICH = (
    "Other analyses are the same votes counted by other methods, with options left out treated otherwise, and without "
    "each event in turn."
)

_WRITE_INS = {
    "question_title": "Question",
    "group": "Group",
    "text": "Written in",
    "counted_as": "Counted as",
    "sign_off": "State",
    "base": "Base (voters)",
}


def ranking_tables(tables: Mapping[str, Table], plan: Plan) -> list[Table]:
    return [
        *(
            _ranks(tables, poll.id, question.id, question.title)
            for poll in plan.polls
            for question in poll.questions
            if _asked(tables["priorities"], poll.id, question.id)
        ),
        *_counted(
            tables["top_three"], "top_three", "option", "Option", "{}: voters who put it among their first three"
        ),
        headed(tables["pooling"], _POOLING),
        _differences(tables["group_differences"]),
        _agreement(tables["agreement"]),
        *_sensitivity(tables),
        *_flips(tables["sensitivity"], plan),
        *_counted(tables["answers"], "answers", "answer", "Answer", "{}"),
        headed(tables["write_ins"], _WRITE_INS),
    ]


def _asked(priorities: Table, poll: str, question: str) -> bool:
    return bool(((priorities.frame["poll"] == poll) & (priorities.frame["question"] == question)).any())


def _ranks(tables: Mapping[str, Table], poll: str, question: str, title: str) -> Table:
    """Options by groups, best overall first: rank, lowest and highest place."""
    frame, notes = tables["priorities"].frame, tables["priorities"].notes
    frame = frame[(frame["poll"] == poll) & (frame["question"] == question)]
    order = pd.Index(frame.loc[frame["group"] == ALL_GROUPS, "option"])
    columns: dict[str, list[object]] = {"Option": list(order)}
    for group, rows in frame.groupby("group", sort=False):
        columns |= rank_columns(rows, "option", order, f"{group} (n = {rows['base'].iloc[0]})")
    return Table(
        f"priorities_{question}",
        f"{title}: rank, lowest and highest place, by stakeholder group",
        pd.DataFrame(columns),
        unit="rank and place, 1 is first; n is the number of voters",
        notes=notes,
    )


def _differences(table: Table) -> Table:
    """Only the differences beyond chance among voters; the rest are in the CSV file."""
    frame = table.frame
    p, needed = (pd.to_numeric(frame[column], errors="coerce") for column in ("p_adjusted", "needed_effect"))
    beyond = (p < 0.05) | (p.isna() & (needed > 0))
    frame = frame.assign(p_adjusted=p, needed_effect=needed)[beyond]
    shown = pd.DataFrame(
        {
            "Question": frame["question_title"],
            "Option": frame["option"],
            "Groups": frame["group_a"].astype(str) + " less " + frame["group_b"].astype(str),
            "Difference in points": frame["difference"].map("{:+.1f}".format),
            "Events where it holds": [_where_it_holds(row) for _, row in frame.iterrows()],
            "How sure": [_how_sure(row) for _, row in frame.iterrows()],
            "Base (voters)": frame["base"],
        }
    )
    title = f"{table.title}, those beyond chance among voters"
    return Table(table.name, title, shown, unit=table.unit, notes=table.notes)


def _where_it_holds(row: pd.Series) -> str:
    if row["apart"] == "no":
        return f"{row['holds_a']} of the {row['workshops_a']} where they met"
    sides = [(row[f"holds_{side}"], row[f"workshops_{side}"], row[f"group_{side}"]) for side in "ab"]
    return ", ".join(
        f"{holds} of {workshops} {group}" if workshops else f"{group}: too few voters in each"
        for holds, workshops, group in sides
    )


def _how_sure(row: pd.Series) -> str:
    if pd.notna(row["p_adjusted"]):
        p = row["p_adjusted"]
        tested = "adjusted p " + ("<0.001" if p < 0.001 else f"{p:.3f}")
        return tested if row["apart"] == "no" else f"{tested}, whole events compared"
    if np.isinf(row["needed_effect"]):
        return "no test possible; events alone would not undo it"
    return f"no test possible; events that differ by {row['needed_effect']:.1f} places would undo it"


def _agreement(table: Table) -> Table:
    frame = table.frame
    interval = zip(frame["w_lower"], frame["w_upper"], strict=True)
    shown = pd.DataFrame(
        {
            "Question": frame["question_title"],
            "Kendall’s W": frame["w"].map("{:.1f}".format),
            "95% interval": [f"{lower:.1f} to {upper:.1f}" for lower, upper in interval],
            "Base (voters)": frame["base"],
        }
    )
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)


def _counted(table: Table, name: str, counted: str, heading: str, title: str) -> list[Table]:
    """A table a question: what was answered or voted for by groups; a cell is a number of voters."""
    made = []
    for (_, question, asked), rows in table.frame.groupby(["poll", "question", "question_title"], sort=False):
        bases = rows.drop_duplicates("group").set_index("group")["base"]
        wide = rows.pivot(index=counted, columns="group", values="voters")
        wide = wide.reindex(index=rows[counted].unique(), columns=bases.index)
        wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
        shown = wide.rename_axis(index=heading).reset_index()
        made.append(Table(f"{name}_{question}", title.format(asked), shown, unit=table.unit, notes=table.notes))
    return made


def _sensitivity(tables: Mapping[str, Table]) -> list[Table]:
    """A row a question: in how many other analyses the first places would be others, and which options would move."""
    table, pooling, rows = tables["sensitivity"], tables["pooling"].frame, []
    for (poll, question, title), own in table.frame.groupby(["poll", "question", "question_title"], sort=False):
        flips = own[own["flips"].astype(bool)]
        moves = pooling[(pooling["poll"] == poll) & (pooling["question"] == question)]
        moved = moves.loc[moves["moves"].isin(["in", "out"]), "option"]
        rows.append(
            {
                "Question": title,
                "First places looked at": first_places(own["option"].nunique()),
                "Other analyses": own["method"].nunique() - 1,
                "Of them change the first places": flips["method"].nunique(),
                "Options that move in or out": "; ".join(sorted(flips["option"].unique())) or "none",
                "If each group counted alike": f"would change: {'; '.join(moved)}"
                if len(moved)
                else "would be the same",
            }
        )
    if not rows:
        return []
    lead = statements.other_analyses(table.frame, list(dict.fromkeys(table.frame["question"])))
    title = "How far the first places depend on the method and on single events"
    return [Table(table.name, title, pd.DataFrame(rows), unit="analyses", lead=lead, notes=(_WHICH,))]


def _flips(table: Table, plan: Plan) -> list[Table]:
    """A table a question: options by methods; an asterisk marks a place that would change conclusions."""
    made = []
    for poll in plan.polls:
        for question in poll.questions:
            rows = table.frame[(table.frame["poll"] == poll.id) & (table.frame["question"] == question.id)]
            if rows.empty:
                continue
            place = rows["rank"].map(str, na_action="ignore").fillna("none") + rows["flips"].map({True: "*", False: ""})
            wide = rows.assign(place=place).pivot(index="method", columns="option", values="place")
            wide = wide.loc[rows["method"].unique(), rows.drop_duplicates("option").sort_values("rank")["option"]]
            wide.insert(0, "Base (voters)", rows.drop_duplicates("method").set_index("method")["base"])
            shown = wide.rename_axis(index="Method", columns=None).reset_index()
            shown["Method"] = shown["Method"].replace(
                {f"Without {e.id}": f"Without {e.id}, {e.name}" for e in plan.events}
            )
            title = f"{question.title}: place of each option by method, an asterisk where conclusions would change"
            made.append(
                Table(f"sensitivity_{question.id}", title, shown, unit=table.unit, notes=(*table.notes, _WHICH))
            )
    return made
