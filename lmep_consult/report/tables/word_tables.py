"""The tables that hold participants' own words, as they go to CSV."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.table import NOT_APPLICABLE, Table

BOTH_WAYS = (
    "Somebody may have spoken both for and against. What speaks which way is the codebook's link, not a verdict."
)
_BRACKETS = "Words in square brackets stand in the place of names."
_FROM_WHOM = (
    "A quotation is said to come from a group only where the counts of the theme show that enough of the group spoke "
    "of it; it comes from all groups where some group cannot be named so. Quotations on one theme are by different "
    "people. Themes of which the counts leave open whether anybody spoke have none."
)
_DRAWN = (
    "Drawn at random from what people coded, of respondents who may be quoted. A type of respondent is named only "
    "where enough who may be quoted share it."
)
_WRITTEN_IN = (
    "Verbatim, names replaced; only of voters who consented to be quoted. What an anonymous voter wrote is shown when "
    "a person has signed it off. Not offered to all, so not ranked with the options; counted as an option only where "
    "the study says so."
)


def word_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook, rests_on: str) -> list[Table]:
    """quotes, assumption_quotes and write_ins. `frames` holds, by these names, what analysis.quotations returned."""
    codes = {code.id: code.name for code in codebook.codes}
    shorthand = "; ".join(f"{group.id}: {group.name}" for group in plan.groups) + "."
    quotes, linked, written = (_for_readers(frames[name]) for name in ("quotes", "assumption_quotes", "write_ins"))
    return [
        Table(
            "write_ins",
            "What voters wrote in besides the options offered",
            written.rename(columns={"quote": "text"}).replace({"counted_as": {"": NOT_APPLICABLE}})[
                ["poll", "question", "question_title", "group", "text", "counted_as", "sign_off", "base"]
            ],
            unit="passages",
            notes=(_WRITTEN_IN, _BRACKETS, "The base is the voters of the group who answered the question.", shorthand),
            words=("text",),
        ),
        Table(
            "assumption_quotes",
            "Quotations for and against each assumption",
            linked.assign(code=linked["code"].map(codes))[
                ["assumption", "direction", "code", "group", "attribution", "quote", "sign_off"]
            ],
            unit="passages",
            notes=(BOTH_WAYS, rests_on, _FROM_WHOM, _BRACKETS, shorthand),
            words=("quote",),
        ),
        Table(
            "quotes",
            "Quotations by theme and stakeholder group",
            quotes.assign(name=quotes["code"].map(codes))[
                ["code", "name", "group", "attribution", "quote", "sign_off", "base"]
            ],
            unit="passages",
            notes=(rests_on, _FROM_WHOM, _BRACKETS, "The base is the number of interviewees in the group.", shorthand),
            words=("quote",),
        ),
        *_of_responses(frames, codes),
    ]


def _of_responses(frames: Mapping[str, pd.DataFrame], codes: Mapping[str, str]) -> list[Table]:
    """What respondents wrote, where a study has written responses."""
    if "response_quotes" not in frames:
        return []
    quotes = _for_readers(frames["response_quotes"])
    return [
        Table(
            "response_quotes",
            "Quotations from written responses, by theme",
            quotes.assign(name=quotes["code"].map(codes))[
                ["question", "code", "name", "group", "attribution", "quote", "sign_off"]
            ],
            unit="passages",
            notes=(_DRAWN, _BRACKETS),
            words=("quote",),
        )
    ]


def _for_readers(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=["quote", "text"], errors="ignore").rename(columns={"words": "quote"})
