"""What was voted for: priorities, outcomes and formats, a section each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from lmep_consult.coverage import called, called_in
from lmep_consult.plan import Plan
from lmep_consult.report.chapter.quotations import chosen
from lmep_consult.report.chapter.section import Frames, Section, joined, result_table
from lmep_consult.report.charts.voted import RANKS, VOTES, by_role
from lmep_consult.report.findings import statements
from lmep_consult.report.findings.certainty import Certainty, Difference, First, differences, firsts, shown_ranks
from lmep_consult.report.findings.headings import heading_of_votes
from lmep_consult.report.findings.questions import roles
from lmep_consult.report.findings.saying import count_of, listed, sentence, voters
from lmep_consult.report.findings.themes import same
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table

_TOPICS = {"priorities": "Priorities", "outcomes": "Outcomes", "formats": "Formats"}
_NOTE = (
    "Points decide the order: with n options, n for a first place down to 1 for the last. n next to a group is the "
    "number of its voters who ranked anything."
)


@dataclass(frozen=True)
class _Votes:
    """What the sections on votes share."""

    frames: Frames
    plan: Plan
    ranked: pd.DataFrame
    found: list[First]
    apart: list[Difference]


def voted(name: str, frames: Frames, plan: Plan) -> Section | None:
    """The section on priorities, outcomes or formats, by its name; None where nobody voted on them."""
    ranked = shown_ranks(frames["priorities"])
    questions = by_role(roles(plan, ranked)).get(name)
    if not questions:
        return None
    apart = differences(frames["group_differences"])
    return _section(_Votes(frames, plan, ranked, firsts(frames["priorities"]), apart), name, questions)


def _section(votes: _Votes, name: str, questions: Sequence[str]) -> Section:
    found = [each for each in votes.found if each.question in questions]
    apart = [each for each in votes.apart if each.question in questions]
    topic = _TOPICS[name]
    one = len(questions) == 1
    said = [_asked(votes, questions), *(_question(votes, question, one) for question in questions)]
    chart = f"{VOTES}_{name}" if name == "formats" else f"{RANKS}_{name}"
    return Section(
        topic,
        heading_of_votes(found, questions, topic),
        (
            joined(*said),
            joined(*_apart(votes, apart, one), statements.other_analyses(votes.frames["sensitivity"], questions)),
        ),
        chart,
        _table(votes, name, questions),
        _how_sure(found),
        _NOTE,
        chosen(votes.frames["quotes"], _codes(votes, found)),
    )


def _asked(votes: _Votes, questions: Sequence[str]) -> str:
    overall = [each for each in votes.found if each.question in questions and each.group == ALL_GROUPS]
    said = [f"{each.title} ({each.options} options, {each.base} voters)" for each in overall]
    events = set(votes.frames["poll_response"]["event"]) if "poll_response" in votes.frames else set()
    names = [event.name for event in votes.plan.events if event.id in events]
    where = f" at {count_of(len(names), *called(names))}" if names else ""
    return f"Voters{where} ranked {listed(said)}."


def _question(votes: _Votes, question: str, alone: bool) -> str:
    """First places of a question: overall, then by group; where it is one of several, in short."""
    own = [each for each in votes.found if each.question == question]
    main = next((each for each in own if each.group == ALL_GROUPS), None)
    groups = [each for each in own if each.group != ALL_GROUPS]
    if not alone:
        whole = _in_short(main) if main else ""
        settled = [each for each in groups if each.certainty is not Certainty.CLOSE]
        return joined(whole, sentence(listed(_settled(each) for each in settled)) if settled else "")
    by_group = statements.firsts_by_group(groups, votes.frames["top_three"])
    return joined(statements.overall(main), by_group, _leading(groups))


def _in_short(main: First) -> str:
    if main.certainty is not Certainty.CLOSE:
        return f"{main.title}: {main.leaders[0]} is {_sure(main)} first overall."
    return f"{main.title}: overall too close to call, though {listed(main.leaders)} has the most points."


def _settled(first: First) -> str:
    return f"{first.leaders[0]} is {_sure(first)} first for {voters([first.group])}"


def _sure(first: First) -> str:
    return "clearly" if first.certainty is Certainty.CLEAR else "likely"


def _leading(groups: list[First]) -> str:
    """The options with the most points of the groups whose first place is not settled."""
    said = [f"{each.group} {listed(each.leaders)}" for each in groups if each.certainty is Certainty.CLOSE]
    return f"Most points by group: {'; '.join(said)}." if said else ""


def _apart(votes: _Votes, apart: list[Difference], alone: bool) -> Iterator[str]:
    """The surest differences, and once what they rest on."""
    named = apart[: 2 if alone else 1]
    for each in named:
        yield f"{statements.higher(each, votes.frames['top_three'])}."
    one, several = called_in(votes.frames["workshops"])
    if all(each.certainty is Certainty.LIKELY for each in named) and named:
        yield f"These groups never met in the same {one}, so {several} may be the reason."
    elif named:
        yield f"Where groups met, this holds within their {several} by more than chance."
    if len(apart) > len(named):
        yield statements.more_differences(len(apart) - len(named))
    if not apart:
        yield "No difference between groups is reliable."


def _how_sure(found: list[First]) -> str:
    settled = [f"{each.group} {each.certainty}" for each in found if each.certainty is not Certainty.CLOSE]
    one = len({each.question for each in found}) == 1
    if not one:
        settled = [
            f"{each.group} {each.certainty} ({each.title})" for each in found if each.certainty is not Certainty.CLOSE
        ]
    rest = "all other first places" if settled else "all first places"
    return sentence("; ".join([*settled, f"{rest} too close to call"]))


def _table(votes: _Votes, name: str, questions: Sequence[str]) -> Table:
    """Of one question, how many voters of each group put each option among their first three; of several, or where
    these are not said, who is first in each."""
    top = votes.frames["top_three"]
    top = top[top["question"].isin(questions)]
    return _first_places(votes, name, questions) if len(questions) > 1 or top.empty else _top_three(votes, name, top)


def _top_three(votes: _Votes, name: str, top: pd.DataFrame) -> Table:
    cells = {(row["option"], row["group"]): row["voters"] for row in top.to_dict("records")}
    bases = dict(zip(top["group"], top["base"], strict=True))
    options = [option for option in dict.fromkeys(votes.ranked["option"]) if option in set(top["option"])]
    frame = pd.DataFrame({"Option": options})
    for group, base in bases.items():
        shown = [cells.get((option, group)) for option in options]
        frame[f"{group} (n = {base})"] = pd.Series(shown, index=frame.index, dtype=object)
    title = f"{_TOPICS[name]}: voters who put each option in their top three"
    return result_table(name, "top_three", title, frame, "voters", _NOTE)


def _first_places(votes: _Votes, name: str, questions: Sequence[str]) -> Table:
    found = [each for each in votes.found if each.question in questions]
    groups = dict.fromkeys(each.group for each in found)
    rows: dict[str, dict[str, str]] = {}
    for each in found:
        rows.setdefault(each.title, dict.fromkeys(groups, NOT_APPLICABLE))[each.group] = _first(each)
    frame = pd.DataFrame([{"Question": title, **cells} for title, cells in rows.items()])
    title = f"{_TOPICS[name]}: the option with the most points, and how sure first place is"
    return result_table(name, "priorities", title, frame, "options", _NOTE)


def _first(first: First) -> str:
    return f"{listed(first.leaders)} ({first.certainty})"


def _codes(votes: _Votes, found: list[First]) -> list[str]:
    """The codes that stand for options, those that lead first: tied to an option in study.toml, or of the same name as
    one, or as the question."""
    questions = [q for poll in votes.plan.polls for q in poll.questions]
    tied = {(q.id, option): code for q in questions for option, code in q.codes.items()}
    names = votes.frames["themes_by_group"].drop_duplicates("code")
    named = {same(name): code for code, name in zip(names["code"], names["name"], strict=True)}
    order = sorted(found, key=lambda each: (list(Certainty).index(each.certainty), each.group == ALL_GROUPS))
    wanted = [(each.question, option, each.title) for each in order for option in each.leaders]
    codes = [tied.get((q, option)) or named.get(same(option)) or named.get(same(title)) for q, option, title in wanted]
    return list(dict.fromkeys(code for code in codes if code))
