"""The tables of a scoping report laid out to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lmep_consult.disclosure import Released
from lmep_consult.plan import Plan
from lmep_consult.report.words import ranking_paragraph
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Table

_INTERVIEWS = {
    "name": "Stakeholder group",
    "intended": "Intended",
    "invited": "Invited",
    "achieved": "Achieved",
    "short_by": "Short by",
    "share": "Share of intended",
}
_SAMPLE = {
    "sample_stages": {
        "among": "Of",
        "counted": "Counted in",
        "name": "Stakeholder group",
        "intended": "Intended",
        "invited": "Invited",
        "agreed": "Agreed",
        "took_part": "Took part",
        "short_by": "Short by",
    },
    "fieldwork_status": {
        "assumption": "Rule of the study",
        "among": "Of",
        "name": "Stakeholder group",
        "status": "Status",
        "reason": "Why",
        "source": "Source",
    },
    "workshops": {
        "name": "Workshop",
        "date": "Date",
        "people": "People",
        "organisations": "Organisations",
        "target": "People aimed at",
        "reading": "Against the target",
    },
    "organisations_reached": {
        "among": "In",
        "name": "Stakeholder group",
        "organisations": "Organisations",
        "exist": "Organisations there are",
        "share": "Share",
    },
    "poll_response": {
        "event": "Workshop",
        "question": "Question",
        "attended": "Attended",
        "voted": "Voted",
        "not_seen": "Voted, not in the report",
        "share": "Share of those who attended",
    },
    "reweighted": {
        "question_title": "Question",
        "option": "Option",
        "borda": "Points as voted",
        "place": "Place as voted",
        "borda_intended": "Points as intended",
        "place_intended": "Place as intended",
        "moves": "Places gained",
        "base": "Base (voters)",
    },
}


def page_tables(tidy: Mapping[str, Released], plan: Plan) -> list[Table]:
    """The tidy tables laid out to be read, with headings in words; made from nothing but what was released."""
    tables = {name: released.table for name, released in tidy.items()}
    return [
        replace(_headed(tables["sample_interviews"], _INTERVIEWS), lead=_drafted(tables["limitations"])),
        _criteria(tables["criteria"]),
        *(_headed(tables[name], headings) for name, headings in _SAMPLE.items()),
        _recruitment(tables["recruitment"]),
        _by_group(tables["regions"], "region", "Region", "took_part"),
        _by_group(tables["questions_heard"], "question", "Question", "answered"),
        _worst_case(tables["worst_case"]),
        *(
            _ranks(tables, poll.id, question.id, question.title)
            for poll in plan.polls
            for question in poll.questions
            if _asked(tables["priorities"], poll.id, question.id)
        ),
        _headed(
            tables["pooling"],
            {
                "question_title": "Question",
                "option": "Option",
                "rank_by_person": "Rank by person",
                "rank_by_group": "Rank by group",
                "moves": "Moves in or out",
                "base": "Base (voters)",
            },
        ),
        _differences(tables["group_differences"]),
        _agreement(tables["agreement"]),
        *(_flips(tables["sensitivity"], plan)),
        _headed(
            tables["joint_display"],
            {
                "option": "Theme",
                "group": "Group",
                "rank": "Rank",
                "rank_lower": "Rank from",
                "rank_upper": "Rank to",
                "voters": "Base (voters)",
                "unprompted": "Interviewees who raised it",
                "interviewees": "Base (interviewees)",
                "reading": "Reading",
                "quote": "Quotation",
            },
        ),
        *_answers(tables["answers"]),
        _headed(
            tables["write_ins"],
            {
                "question_title": "Question",
                "group": "Group",
                "text": "Written in",
                "counted_as": "Counted as",
                "voters": "Voters",
                "base": "Base (voters)",
            },
        ),
        *_themes(tables["themes_by_group"]),
        _spoken_of(tables["out_of_scope"], ["name"], ["Matter"]),
        _headed(
            tables["assumptions"],
            {
                "assumption": "Number",
                "text": "Assumption",
                "pathway": "Pathway",
                "appraisal": "How it is appraised",
                "adaptation": "What is done if it does not hold",
                "status": "Status",
                "status_by": "Set by",
            },
        ),
        _spoken_of(tables["assumptions_by_group"], ["assumption", "direction"], ["Assumption", "Spoke"]),
        _headed(
            tables["assumption_quotes"],
            {
                "assumption": "Assumption",
                "direction": "Speaks",
                "code": "Code",
                "attribution": "Speaker",
                "quote": "Quotation",
                "sign_off": "State",
            },
        ),
        *_supporters(tables["formats_by_supporters"], plan),
        _headed(
            tables["quotes"],
            {
                "name": "Theme",
                "group": "Group",
                "attribution": "Speaker",
                "quote": "Quotation",
                "sign_off": "State",
                "base": "Base (interviewees)",
            },
        ),
    ]


def _headed(table: Table, headings: dict[str, str]) -> Table:
    frame = table.frame[list(headings)].rename(columns=headings)
    for column in frame.columns[frame.columns.str.startswith("Share")]:
        frame[column] = frame[column].map(lambda share: f"{share:.0%}", na_action="ignore")
    for column in frame.columns[frame.columns.str.startswith("Points")]:
        frame[column] = frame[column].map(lambda points: f"{points:.2f}", na_action="ignore")
    return Table(table.name, table.title, frame, unit=table.unit, notes=table.notes)


def _drafted(limitations: Table) -> str:
    return f"Draft for the author to edit. {limitations.frame['draft'].iloc[0]}"


def _criteria(table: Table) -> Table:
    needed = table.frame["rule"] + " " + table.frame["needed"].astype(str)
    headings = {
        "criterion": "Criterion",
        "among": "Among",
        "group": "Group",
        "needed": "Needed",
        "reached": "Reached",
        "counted": "Counted in",
        "met": "Met",
        "base": "Base (people)",
        "source": "Source",
    }
    return _headed(replace(table, frame=table.frame.assign(needed=needed)), headings)


def _recruitment(table: Table) -> Table:
    """How many had been invited, had agreed and were interviewed by each week's end."""
    frame = table.frame
    wide = frame.pivot(index="week", columns="stage", values="so_far").reindex(columns=frame["stage"].unique())
    wide.columns = pd.Index([f"{str(stage).capitalize()} so far" for stage in wide.columns])
    shown = wide.rename_axis(index="Week of").reset_index()
    return Table(table.name, table.title, shown.astype({"Week of": str}), unit=table.unit)


def _by_group(table: Table, rows: str, heading: str, counted: str) -> Table:
    """What is counted, by stakeholder group."""
    frame = table.frame
    wide = frame.pivot(index=rows, columns="group", values=counted)
    wide = wide.reindex(index=frame[rows].unique(), columns=frame["group"].unique())
    shown = wide.rename_axis(index=heading, columns=None).reset_index()
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)


def _worst_case(table: Table) -> Table:
    """The missing of all groups together: those of each group are in the CSV."""
    together = replace(table, frame=table.frame[table.frame["group"] == ALL_GROUPS])
    headings = {
        "question_title": "Question",
        "missing": "Missing",
        "option": "Option",
        "place": "Place as voted",
        "place_best": "Best place",
        "place_worst": "Worst place",
        "base": "Base (voters)",
    }
    return _headed(together, headings)


def _asked(priorities: Table, poll: str, question: str) -> bool:
    return bool(((priorities.frame["poll"] == poll) & (priorities.frame["question"] == question)).any())


def _ranks(tables: Mapping[str, Table], poll: str, question: str, title: str) -> Table:
    """Options by groups, best overall first; a cell is the rank with the places left open."""
    frame, notes = tables["priorities"].frame, tables["priorities"].notes
    frame = frame[(frame["poll"] == poll) & (frame["question"] == question)]
    order = frame.loc[frame["group"] == ALL_GROUPS, "option"]
    columns = {"Option": list(order)}
    for group, rows in frame.groupby("group", sort=False):
        by_option = rows.set_index("option").reindex(order)
        columns[f"{group} (n = {rows['base'].iloc[0]})"] = [_rank_cell(row) for _, row in by_option.iterrows()]
    return Table(
        f"priorities_{question}",
        f"{title}: rank and the places left open, overall and by stakeholder group",
        pd.DataFrame(columns),
        unit="rank, 1 is first; n is the number of voters",
        lead=ranking_paragraph({name: table.frame for name, table in tables.items()}, poll, question),
        notes=notes,
    )


def _differences(table: Table) -> Table:
    """Only the differences that hold after adjustment; the rest are in the CSV file."""
    frame = table.frame[pd.to_numeric(table.frame["p_adjusted"], errors="coerce") < 0.05]
    shown = pd.DataFrame(
        {
            "Question": frame["question_title"],
            "Option": frame["option"],
            "Groups": frame["group_a"].astype(str) + " less " + frame["group_b"].astype(str),
            "Difference in points": frame["difference"].map("{:+.1f}".format),
            "Adjusted p": frame["p_adjusted"].map("{:.3f}".format),
            "Base (voters)": frame["base"],
        }
    )
    title = f"{table.title}: those with adjusted p under 0.05"
    return Table(table.name, title, shown, unit=table.unit, notes=table.notes)


def _agreement(table: Table) -> Table:
    frame = table.frame
    interval = zip(frame["w_lower"], frame["w_upper"], strict=True)
    shown = pd.DataFrame(
        {
            "Question": frame["question_title"],
            "Group": frame["group"],
            "Kendall’s W": frame["w"].map("{:.2f}".format),
            "95% interval": [f"{lower:.2f} to {upper:.2f}" for lower, upper in interval],
            "Base (voters)": frame["base"],
        }
    )
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)


def _answers(table: Table) -> list[Table]:
    """A table a question: answers by groups; a cell is a number of voters."""
    made = []
    for (_, question, title), rows in table.frame.groupby(["poll", "question", "question_title"], sort=False):
        bases = rows.drop_duplicates("group").set_index("group")["base"]
        wide = rows.pivot(index="answer", columns="group", values="voters")
        wide = wide.reindex(index=rows["answer"].unique(), columns=bases.index)
        wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
        shown = wide.rename_axis(index="Answer").reset_index()
        made.append(Table(f"answers_{question}", str(title), shown, unit=table.unit, notes=table.notes))
    return made


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
            made.append(
                Table(
                    f"sensitivity_{question.id}",
                    f"{question.title}: place of each option by method, an asterisk where conclusions would change",
                    shown,
                    unit=table.unit,
                    notes=table.notes,
                )
            )
    return made


def _rank_cell(row: pd.Series) -> str:
    if row["rank"] == SUPPRESSED:
        return SUPPRESSED
    if pd.isna(row["rank"]):
        return "ranked by nobody"
    return f"{row['rank']} ({row['rank_lower']} to {row['rank_upper']})"


def _themes(table: Table) -> list[Table]:
    """A table a family of codes: codes by groups; a cell says how many interviewees spoke of it."""
    frame = table.frame
    name_of, parent_of = (dict(zip(frame["code"], frame[column], strict=True)) for column in ("name", "family"))
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    wide = frame.pivot(index="code", columns="group", values="participants").reindex(
        index=list(name_of), columns=list(bases)
    )
    wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
    made = []
    for family in (code for code in name_of if not parent_of[code]):
        paths = {code: _path(code, parent_of)[1:] for code in name_of if _path(code, parent_of)[0] == family}
        members = {code: path for code, path in paths.items() if path} or {family: [family]}
        shown = wide.loc[list(members)]
        shown.insert(0, "Code", [": ".join(name_of[code] for code in path) for path in members.values()])
        made.append(
            Table(
                f"themes_{family.replace('-', '_')}",
                f"{name_of[family]}: interviewees who spoke of each, by stakeholder group",
                shown.reset_index(drop=True),
                unit=table.unit,
                notes=table.notes,
            )
        )
    return made


def _spoken_of(table: Table, rows: list[str], headings: list[str]) -> Table:
    """What interviewees spoke of, by groups."""
    frame = table.frame
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    wide = frame.pivot(index=rows, columns="group", values="participants")
    wide = wide.reindex(index=pd.MultiIndex.from_frame(frame[rows].drop_duplicates()), columns=list(bases))
    wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
    shown = wide.reset_index().rename(columns=dict(zip(rows, headings, strict=True)))
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)


def _supporters(table: Table, plan: Plan) -> list[Table]:
    """Formats by reviews; a cell is the rank with the places left open."""
    frame, columns = table.frame, {}
    for review in plan.reviews:
        rows = frame[frame["review"] == review.id]
        if len(rows):
            cells = [_rank_cell(row) for _, row in rows.iterrows()]
            columns[f"{review.id} (n = {rows['base'].iloc[0]})"] = pd.Series(cells, index=rows["option"])
    if not columns:
        return []
    shown = pd.DataFrame(columns).rename_axis(index="Format").reset_index()
    named = "; ".join(f"{review.id}: {review.title}" for review in plan.reviews) + "."
    return [Table(table.name, table.title, shown, unit=table.unit, notes=(*table.notes, named))]


def _path(code: str, parent_of: Mapping[str, str]) -> list[str]:
    """From the family down to the code."""
    parent = parent_of.get(code, "")
    return [*(_path(parent, parent_of) if parent else []), code]
