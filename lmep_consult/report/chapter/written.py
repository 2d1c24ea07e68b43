"""What written responses say: the themes of each question, and campaigns."""

from __future__ import annotations

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.chapter.section import Frames, Section, joined, result_table
from lmep_consult.report.charts.written import WRITTEN
from lmep_consult.report.findings.headings import heading
from lmep_consult.report.findings.responses import of_closed, of_questions, range_of
from lmep_consult.report.findings.saying import count_of, listed
from lmep_consult.table import Table

_NOTE = "Shares are estimates for all answers in people's own words, with 95% intervals; campaigns are counted apart."


def written_section(frames: Frames, plan: Plan) -> Section | None:
    """The themes of each question, as estimated from the answers that people coded; None where nothing is estimated."""
    found = list(of_questions(frames))
    if not found:
        return None
    first = found[0][0].head(2)["name"].tolist()
    received = frames["responses_received"].set_index("question")
    return Section(
        "Written responses",
        heading(f"Written responses: {listed(first)}", f"Written responses: {first[0]}", "Written responses"),
        (
            joined(*of_closed(frames)),
            *(joined(_received(received.loc[rows["question"].iloc[0]]), said) for rows, said in found),
        ),
        f"{WRITTEN}_{found[0][0]['question'].iloc[0]}",
        _table([rows for rows, _ in found]),
        "The interval allows for the answers that nobody coded. Who responds to a consultation is no sample of those "
        "it concerns, so shares say what is common among responses and no more.",
        _NOTE,
    )


def _received(row: pd.Series) -> str:
    """How many answered, and how many of them sent a campaign's letter."""
    said = f"{row['responses']:,} responses answer “{row['question_title']}”"
    if not row["campaigns"]:
        return f"{said}."
    return f"{said}; {row['in_campaigns']:,} of them came from {count_of(row['campaigns'], 'campaign', 'campaigns')}."


def _table(questions: list[pd.DataFrame]) -> Table:
    rows = pd.concat(questions)
    ends = rows[["share", "lower", "upper"]].itertuples(index=False, name=None)
    shown = pd.DataFrame(
        {
            "Question": rows["question_title"],
            "Theme": rows["name"],
            "Share of answers (95% interval)": [range_of(*each) for each in ends],
            "Base (answers)": [f"{base:,}" for base in rows["base"]],
            "Coded by people": rows["sample"],
        }
    )
    title = "What written responses speak of most"
    return result_table("written", "response_themes", title, shown, "share of answers", _NOTE)
