"""What written responses say, laid out to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lmep_consult.report.findings.responses import percent, range_of
from lmep_consult.report.tables.pages.laid_out import headed
from lmep_consult.table import SUPPRESSED, Table

_RECEIVED = {
    "question_title": "Question",
    "responses": "Responses",
    "own_words": "In their own words",
    "in_campaigns": "In campaigns",
    "campaigns": "Campaigns",
    "to_code": "To code",
    "coded": "Coded",
}
_RIGHT = "percent, with 95% intervals"
_PERCENT = "percent of answers, with 95% intervals"
_QUOTES = {"name": "Theme", "attribution": "Respondent", "quote": "Quotation", "sign_off": "State"}
_CAMPAIGNS = {"question_title": "Question", "campaign": "Campaign", "responses": "Responses", "themes": "Themes"}


def response_pages(tables: Mapping[str, Table]) -> list[Table]:
    """A table a closed question, a table of themes a text question, and one for each closed question it is crossed
    with."""
    if "response_themes" not in tables:
        return []
    themes, by_answer = tables["response_themes"], tables["response_themes_by_answer"]
    return [
        headed(tables["responses_received"], _RECEIVED),
        *_closed(tables["closed_answers"]),
        headed(tables["campaigns"], _CAMPAIGNS),
        *(
            _side_by_side(
                themes, f"response_themes_{question}", f"{themes.title}: {rows['question_title'].iloc[0]}", rows
            )
            for question, rows in themes.frame.groupby("question", sort=False)
        ),
        *(
            _side_by_side(
                by_answer,
                f"response_themes_by_answer_{question}_{closed}",
                f"Answers to “{rows['question_title'].iloc[0]}” that carry each theme, by the answer to "
                f"“{rows['closed_title'].iloc[0]}”",
                rows,
            )
            for (question, closed), rows in by_answer.frame.groupby(["question", "closed"], sort=False)
        ),
        *([headed(tables["response_quotes"], _QUOTES)] if "response_quotes" in tables else []),
        *_accuracy(tables["machine_accuracy"]),
    ]


def _closed(table: Table) -> Iterator[Table]:
    """Answers down, groups across: "54%"."""
    for closed, rows in table.frame.groupby("closed", sort=False):
        bases = rows.drop_duplicates("group").set_index("group")["base"]
        heads = {group: f"{group} (n = {base:,})" for group, base in bases.items()}
        cells = [share if isinstance(share, str) else f"{percent(share)}%" for share in rows["share"]]
        wide = rows.assign(cell=cells).pivot(index="answer", columns="group", values="cell")
        wide = wide.reindex(index=rows["answer"].unique(), columns=list(heads)).rename(columns=heads)
        frame = wide.rename_axis(index="Answer", columns=None).reset_index()
        title = f"Answers to “{rows['closed_title'].iloc[0]}”, by type of respondent"
        yield Table(f"closed_answers_{closed}", title, frame, unit="percent of respondents", notes=table.notes)


def _side_by_side(table: Table, name: str, title: str, rows: pd.DataFrame) -> Table:
    """Themes down, groups across: "12% (9 to 15)"."""
    about = rows.drop_duplicates("group")
    heads = {
        row["group"]: f"{row['group']} (n = {row['base']:,}, coded {row['sample']:,})"
        for row in about.to_dict("records")
    }
    cells = [_estimate(*ends) for ends in rows[["share", "lower", "upper"]].itertuples(index=False, name=None)]
    wide = rows.assign(cell=cells).pivot(index="name", columns="group", values="cell")
    wide = wide.reindex(index=rows["name"].unique(), columns=list(heads)).rename(columns=heads)
    return Table(
        name, title, wide.rename_axis(index="Theme", columns=None).reset_index(), unit=_PERCENT, notes=table.notes
    )


def _estimate(share: object, lower: object, upper: object) -> str:
    if isinstance(share, str):
        return SUPPRESSED
    return range_of(float(str(share)), float(str(lower)), float(str(upper)))


def _accuracy(table: Table) -> list[Table]:
    made = []
    for question, rows in table.frame.groupby("question", sort=False):
        frame = pd.DataFrame(
            {
                "Theme": rows["name"],
                "Precision": _of(rows, "precision"),
                "Found by the terms": rows["found"],
                "Recall": _of(rows, "recall"),
                "Found by people": rows["carry"],
            }
        ).reset_index(drop=True)
        title = f"{table.title} (n = {rows['sample'].iloc[0]:,} answers coded): {rows['question_title'].iloc[0]}"
        made.append(Table(f"machine_accuracy_{question}", title, frame, unit=_RIGHT, notes=table.notes))
    return made


def _of(rows: pd.DataFrame, measure: str) -> list[str]:
    ends = rows[[measure, f"{measure}_lower", f"{measure}_upper"]].itertuples(index=False, name=None)
    return [value if isinstance(value, str) else _estimate(value, lower, upper) for value, lower, upper in ends]
