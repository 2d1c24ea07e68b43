"""A one-page scoping note for each proposed evidence review, filled as far as the consultation goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import Plan, Review
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, first_places

FOR_AUTHOR = "For the author to write"
_QUOTES = 2
_UNFINISHED = (" of", " in", " on", " to", " for", " with")
_CUES = frozenset(
    "a an all any every first had has have he her his i it its last me my one other our out she some that the "
    "their them these they this those together two up us was we were what when which who with you your".split()
)


@dataclass(frozen=True)
class Part:
    """A heading and what is under it: lines, as a list where there are several. to_write: what a person must
    still write there, "" where the part is whole."""

    heading: str
    lines: tuple[str, ...] = ()
    to_write: str = ""


@dataclass(frozen=True)
class Note:
    """A scoping note. id: of the review, as study.toml has it."""

    id: str
    title: str
    parts: tuple[Part, ...]


def scoping_notes(plan: Plan, codebook: Codebook, tidy: Mapping[str, Released], rests_on: str) -> list[Note]:
    """A note for each review that study.toml proposes, from released tables by name and the codebook's terms.

    rests_on: whose codings the tables count, in a sentence.

    What study.toml says of a review is in its note; what it leaves out is marked for the author, next to what the
    consultation says to it.
    """
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    return [
        Note(review.id, review.title, tuple(_parts(review, plan, codebook, frames, rests_on)))
        for review in plan.reviews
    ]


def _parts(
    review: Review, plan: Plan, codebook: Codebook, frames: Mapping[str, pd.DataFrame], rests_on: str
) -> Iterator[Part]:
    asked = "the questions the review is to answer"
    yield Part("Research questions", tuple(review.questions), "" if review.questions else asked)
    why = (*_votes(review, plan, frames["priorities"]), *_said(review, frames, rests_on))
    yield Part("Why: what the consultation says", why)
    yield Part("Search terms, to start from", _terms(review, codebook), "synonyms and database syntax; test the search")
    yield _given("Method", review.method, "rapid evidence assessment or systematic review, and why")
    yield _given("Parameters", review.parameters, "dates, languages, countries, designs, outcomes")
    yield Part("Intended users", _users(review, plan, frames["priorities"]), "" if review.users else "who else")
    formats = tuple(_formats(review, frames["formats_by_supporters"]))
    yield Part("Output formats its supporters prefer", formats, "" if formats else "formats; nobody was asked both")
    yield _given("Planned dissemination", review.dissemination, "where, when and through whom")


def _given(heading: str, text: str, to_write: str) -> Part:
    return Part(heading, (text,) if text else (), "" if text else to_write)


def _votes(review: Review, plan: Plan, priorities: pd.DataFrame) -> Iterator[str]:
    """Where each group's votes place the theme, with the places left open."""
    for row in _rows(review, plan, priorities):
        if not str(row["rank"]).isdigit():  # withheld, or ranked by nobody
            continue
        places = f"{row['rank_lower']} to {row['rank_upper']}"
        yield f"{row['group']}: ranked {row['rank']} ({places} left open) by {row['base']} voters."


def _rows(review: Review, plan: Plan, priorities: pd.DataFrame) -> list[dict[str, object]]:
    options = [
        (question.id, option)
        for poll in plan.polls
        for question in poll.questions
        for option, code in question.codes.items()
        if code == review.code
    ]
    keys = pd.Series(list(zip(priorities["question"], priorities["option"], strict=True)), index=priorities.index)
    return [{str(k): v for k, v in row.items()} for row in priorities[keys.isin(options)].to_dict("records")]


def _said(review: Review, frames: Mapping[str, pd.DataFrame], rests_on: str) -> Iterator[str]:
    themes, quotes = frames["themes_by_group"], frames["quotes"]
    overall = themes[(themes["code"] == review.code) & (themes["group"] == ALL_GROUPS)]
    for row in overall.to_dict("records"):
        said = "withheld" if row["participants"] == SUPPRESSED else row["participants"]
        yield f"Interviewees who spoke of it, of {row['base']}: {said}. {rests_on}"
    for row in quotes[quotes["code"] == review.code].drop_duplicates("group").head(_QUOTES).to_dict("records"):
        yield f"“{row['quote']}” ({row['attribution']})"


def _terms(review: Review, codebook: Codebook) -> tuple[str, ...]:
    """The words that suggest the theme, without the conditions under which they do.

    A term that holds a word such as "their" or "first", or breaks off after "of", is a cue to what people say ("their
    boss", "first bus", "governance of") and no term that literature is found by.
    """
    terms = [code.terms for code in codebook.codes if review.code in (code.id, *codebook.ancestors(code.id))]
    words = dict.fromkeys(term.partition("[")[0].strip() for group in terms for term in group)
    kept = [word for word in words if _CUES.isdisjoint(word.casefold().split()) and not word.endswith(_UNFINISHED)]
    return ("; ".join(kept),) if kept else ()


def _users(review: Review, plan: Plan, priorities: pd.DataFrame) -> tuple[str, ...]:
    """Who study.toml says, and the groups whose votes leave the theme one of the first places."""
    names = {group.id: group.name for group in plan.groups}
    rows = _rows(review, plan, priorities)
    asked = priorities[priorities["question"].isin([row["question"] for row in rows])]
    first = first_places(asked["option"].nunique())
    sure = [
        names[str(row["group"])]
        for row in rows
        if row["group"] in names and str(row["rank"]).isdigit() and int(str(row["rank"])) <= first
    ]
    drawn = (f"Groups that ranked the theme among the first {first}: {_and(sure)}.",) if sure else ()
    return (*([review.users] if review.users else []), *drawn)


def _formats(review: Review, table: pd.DataFrame) -> Iterator[str]:
    first = pd.to_numeric(table["rank"], errors="coerce") <= first_places(table["format"].nunique())
    rows = table[(table["review"] == review.id) & first]
    for row in rows.to_dict("records"):
        places = f"{row['rank_lower']} to {row['rank_upper']}"
        yield f"{row['format']}: ranked {row['rank']} ({places} left open) by {row['voters']} of its supporters"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
