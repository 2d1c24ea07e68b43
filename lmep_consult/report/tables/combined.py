"""Tables that set released numbers next to each other: levels of a scale by group, survey answers next to interviews,
recommendations with what is behind them, quotations of cases. None says anything that the tables it is made of do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, made_of, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.amounts import bounds_of_count, may_be_most, shares_of_words
from lmep_consult.report.findings.saying import listed
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table

_ORDERED = "Levels are in order, from the lowest; somebody who gave examples of several levels counts at each."
_TWO_SOURCES = (
    "Who answered the survey and who was interviewed are different people, asked in different ways: shares are for "
    "comparing orders, not sizes."
)
_EVIDENCE = (
    "How many interviewees spoke of each theme behind a recommendation. That a theme is behind it is the authors' "
    "judgement, written down in study.toml."
)
_OF_CASES = (
    "A quotation is shown under its case only where enough people of the case share its attribution and the counts "
    "show that somebody there spoke of the theme."
)


def combined_tables(
    tidy: Mapping[str, Released], plan: Plan, codebook: Codebook, of_cases: Mapping[tuple[str, str], str]
) -> list[Released]:
    """ordered_codes, answers_and_interviews, recommendation_evidence and case_quotes: those that have rows.

    of_cases: the quotation of each case on each heading.
    """
    names = {code.id: code.name for code in codebook.codes}
    made = [
        *_ordered(tidy, plan, codebook, names),
        *_answers(tidy, plan, names),
        *_evidence(tidy, plan, names),
        *_quotes_of_cases(tidy, names, of_cases),
    ]
    return [released for released in made if len(released.table.frame)]


def _ordered(
    tidy: Mapping[str, Released], plan: Plan, codebook: Codebook, names: Mapping[str, str]
) -> Iterator[Released]:
    source = require_released(tidy["themes_by_group"])
    themes, parts, said = source.table.frame, [], []
    for scale in (code for code in codebook.codes if code.ordered):
        levels = [code.id for code in codebook.children(scale.id)]
        own = themes[themes["code"].isin(levels)]
        level = own["code"].map({code: place for place, code in enumerate(levels, start=1)})
        parts.append(own.assign(scale=scale.id, scale_name=scale.name, level=level))
        said.append(f"{scale.name}. {_where_most_fall(own, plan)}")
    if not parts:
        return
    columns = ["scale", "scale_name", "level", "code", "name", "group", "participants", "base"]
    frame = pd.concat(parts, ignore_index=True)[columns].reset_index(drop=True)
    title = "Ordered themes: interviewees who gave examples of each level, by stakeholder group"
    notes = (_ORDERED, *source.table.notes)
    yield made_of([source], Table("ordered_codes", title, frame, source.table.unit, lead=" ".join(said), notes=notes))


def _where_most_fall(rows: pd.DataFrame, plan: Plan) -> str:
    """The levels that may be those of most people, group by group."""
    words, said = shares_of_words(plan), []
    for group, own in rows.groupby("group", sort=False):
        cells = zip(own["name"], own["participants"], own["base"], strict=True)
        ends = {name: bounds_of_count(cell, base, words) for name, cell, base in cells}
        known = {name: each for name, each in ends.items() if each is not None}
        if not known or len(known) < len(ends):
            continue
        least = max(low for low, _ in known.values())
        top = [name for name, each in known.items() if may_be_most(each, least)]
        if len(top) < len(known):
            said.append(f"{group}: {listed(top)}")
    return (
        f"The levels that most gave examples of: {'; '.join(said)}." if said else "No level stands out for any group."
    )


def _answers(tidy: Mapping[str, Released], plan: Plan, names: Mapping[str, str]) -> Iterator[Released]:
    sources = [require_released(tidy[name]) for name in ("answers", "themes_by_group")]
    answers, themes = (source.table.frame for source in sources)
    codes = {
        (poll.id, q.id, answer): code for poll in plan.polls for q in poll.questions for answer, code in q.codes.items()
    }
    keys = zip(answers["poll"], answers["question"], answers["answer"], strict=True)
    asked = answers.assign(code=pd.Series([codes.get(key, "") for key in keys], index=answers.index, dtype=object))
    asked = asked[asked["code"] != ""]
    if asked.empty:
        return
    groups = asked[asked["group"] != ALL_GROUPS].groupby(["poll", "question"])["group"].nunique().to_dict()
    of = zip(asked["poll"], asked["question"], asked["group"], strict=True)
    shown = [group != ALL_GROUPS or groups.get((poll, question), 0) != 1 for poll, question, group in of]
    asked = asked[pd.Series(shown, index=asked.index, dtype=bool)]  # of no rows, a list would choose no columns
    spoke = themes[["code", "name", "group", "participants", "base"]]
    both = asked.rename(columns={"base": "voters_base"}).merge(spoke, on=["code", "group"])
    columns = ["poll", "question", "question_title", "answer", "group", "voters", "voters_base", "code", "participants"]
    title = "Survey answers next to interviews: who chose each answer, and who spoke of the same in an interview"
    notes = (_TWO_SOURCES, *sources[1].table.notes)
    frame = both[[*columns, "base"]]
    yield made_of(sources, Table("answers_and_interviews", title, frame, "people", notes=notes))


def _evidence(tidy: Mapping[str, Released], plan: Plan, names: Mapping[str, str]) -> Iterator[Released]:
    sources = [require_released(tidy[name]) for name in ("themes_by_group", "quotes")]
    themes, quotes = (source.table.frame for source in sources)
    shown: set[str] = set()
    rows = []
    cells = {(row["code"], row["group"]): row for row in themes.to_dict("records")}
    for each in plan.recommendations:
        for code in each.evidence:
            if (code, ALL_GROUPS) not in cells:
                continue
            cell = cells[code, ALL_GROUPS]
            quote = _fresh(quotes[quotes["code"] == code], shown)
            shown.add(quote[0])
            about = (each.id, each.heading or NOT_APPLICABLE, each.text, code, names.get(code, code), ALL_GROUPS)
            rows.append((*about, cell["participants"], cell["base"], *quote))
    columns = ["recommendation", "heading", "text", "code", "name", "group", "participants", "base"]
    frame = pd.DataFrame(rows, columns=[*columns, "quote", "attribution"])
    title = "Recommendations with the evidence behind each"
    notes = (_EVIDENCE, *dict.fromkeys(note for source in sources for note in source.table.notes))
    table = Table("recommendation_evidence", title, frame, sources[0].table.unit, notes=notes)
    yield made_of(sources, table)


def _fresh(quotes: pd.DataFrame, shown: set[str]) -> tuple[str, str]:
    """A quotation that was not shown before, with whom it comes from; "[z]" where there is none."""
    found = quotes[~quotes["quote"].isin(shown)]
    if found.empty:
        return NOT_APPLICABLE, NOT_APPLICABLE
    return str(found["quote"].iloc[0]), str(found["attribution"].iloc[0])


def _quotes_of_cases(
    tidy: Mapping[str, Released], names: Mapping[str, str], of_cases: Mapping[tuple[str, str], str]
) -> Iterator[Released]:
    if "case_studies" not in tidy:
        return
    sources: Sequence[Released] = [tidy["case_studies"], tidy["quotes"]]
    chart = str(sources[0].table.frame["chart"].iloc[0]) if len(sources[0].table.frame) else ""
    rows = [(chart, code, names[code], case, quote) for (case, code), quote in of_cases.items()]
    frame = pd.DataFrame(rows, columns=["chart", "code", "name", "group", "quote"])
    yield made_of(sources, Table("case_quotes", "Case studies: quotations", frame, "passages", notes=(_OF_CASES,)))
