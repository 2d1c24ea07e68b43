"""Two waves held next to each other: who was interviewed, themes, priorities, agreement."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.coding import Decision
from lmep_consult.errors import Problem
from lmep_consult.participants import Linked, linked
from lmep_consult.table import ALL_GROUPS
from lmep_consult.waves.comparing import IN_FULL, SHOWN, Published, in_full, shown
from lmep_consult.waves.mapping import became, bounds, mapped
from lmep_consult.waves.wave import Voted, Wave, published_of, said_of, voted

_ASKED = ["poll", "question", "question_title"]
SAMPLE = ["group", "interviewed_then", "interviewed_now", "voted_then", "voted_now"]
AGREEMENT = ["what", "measure", "then", "then_lower", "then_upper", "now", "now_lower", "now_upper"]
RANKS = [*_ASKED, "group", "option", "rank_then", "range_then", "rank_now", "range_now"]


@dataclass(frozen=True)
class Compared:
    """frames: by table name, as they may leave: sample, themes (with name and family), priorities, ranks, agreement.
    for_team: every theme and option in full (`in_full`, with what it is of). both: how many people interviewed in the
    later wave are known to be in the earlier one. comparable: whether codings are by the same means in both waves.
    of: of each theme the codes of the earlier codebook. problems: what could not be compared, and why."""

    frames: dict[str, pd.DataFrame]
    for_team: pd.DataFrame
    both: int
    comparable: bool
    of: dict[str, frozenset[str]]
    problems: tuple[Problem, ...]


def compare_waves(earlier: Wave, later: Wave) -> Compared:
    """Raises StudyError where the registers contradict each other (see `linked`)."""
    same = linked(earlier.data.register, later.data.register)
    decisions: tuple[Decision, ...] = (*earlier.decisions, *later.decisions)
    now = became(earlier.codebook, later.codebook, decisions, later.study.plan.waves.codes)
    codes = mapped(earlier.codebook, later.codebook, now)
    comparable = earlier.coded.by_people == later.coded.by_people
    full, themes = _themes(earlier, later, codes.of, same, comparable)
    votes, priorities, not_asked = _priorities(earlier, later, same)
    frames = {
        "sample": _sample(earlier, later),
        "themes": themes,
        "priorities": priorities,
        "ranks": _ranks(earlier, later),
        "agreement": _agreement(earlier, later),
    }
    both = sum(who in later.interviewed and then in earlier.interviewed for who, then in same.pairs.items())
    team = pd.concat([full.assign(of="interviews"), votes], ignore_index=True)
    problems = (*codes.problems, *not_asked, *same.problems, *_groups_apart(earlier, later))
    return Compared(frames, team, both, comparable, codes.of, problems)


def _themes(
    earlier: Wave, later: Wave, of: dict[str, frozenset[str]], same: Linked, comparable: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    book = later.codebook
    below = {code: frozenset(c.id for c in book.codes if code in (c.id, *book.ancestors(c.id))) for code in of}
    full = in_full(said_of(earlier, of), said_of(later, below), same.pairs)
    column = "themes_by_group.participants"
    now, then = published_of(later, column), published_of(earlier, column)
    of_group: dict[str, tuple[dict[str, tuple[int, int]], int]] = {}
    for (code, group), interval in then.counts.items():
        of_group.setdefault(group, ({}, then.bases[code, group]))[0][code] = interval
    moved = Published(
        {(c, g): bounds(old, earlier.codebook, said, n) for c, old in of.items() for g, (said, n) in of_group.items()},
        {(c, g): n for c in of for g, (_, n) in of_group.items()},
        then.rules,
    )
    table = shown(full, moved, now, comparable).rename(columns={"item": "code"})
    table.insert(1, "name", [book.code(code).name for code in table["code"]])
    table.insert(2, "family", [book.code(code).parent for code in table["code"]])
    return full, table


def _priorities(earlier: Wave, later: Wave, same: Linked) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Each question that both waves asked with the same options; each is a family of its own."""
    before: dict[object, Voted] = {each.key: each for each in voted(earlier)}
    asked = {(each.poll, each.question) for each in before.values()}
    full, tables, problems = [pd.DataFrame(columns=[*IN_FULL, "of"])], [], []
    for now in voted(later):
        then = before.get(now.key)
        if then is None:
            why = "its options differ" if (now.poll, now.question) in asked else "the earlier wave did not ask it"
            problems.append(Problem(f"poll {now.poll}, question {now.question}", f"not compared: {why}"))
            continue
        found = in_full(then.said, now.said, same.pairs)
        full.append(found.assign(of=f"{now.poll}, {now.question}"))
        key = (now.poll, now.question)
        published = [published_of(wave, "top_three.voters", key) for wave in (earlier, later)]
        table = shown(found, published[0], published[1]).rename(columns={"item": "option"})
        for at, (name, cell) in enumerate(zip(_ASKED, (*key, now.title), strict=True)):
            table.insert(at, name, cell)
        tables.append(table)
    empty = pd.DataFrame(columns=[*_ASKED, "option", *SHOWN[1:]])
    return pd.concat(full[1:] or full), pd.concat(tables, ignore_index=True) if tables else empty, problems


def _sample(earlier: Wave, later: Wave) -> pd.DataFrame:
    """How many were interviewed and voted, by group: numbers of people who took part, which both waves show."""
    counts: list[dict[str, int]] = []
    for wave in (earlier, later):
        voters = wave.data.ballots.drop_duplicates("voter")["group"].astype(str)
        for groups in (wave.people["group"], voters):
            counts.append({ALL_GROUPS: len(groups), **{str(g): int(n) for g, n in groups.value_counts().items()}})
    names = [ALL_GROUPS, *(g.id for g in later.study.plan.groups)]
    names += [g.id for g in earlier.study.plan.groups if g.id not in names]
    rows = [(name, *(counts[at].get(name, 0) for at in (0, 2, 1, 3))) for name in names]
    return pd.DataFrame(rows, columns=SAMPLE)


def _ranks(earlier: Wave, later: Wave) -> pd.DataFrame:
    key = [*_ASKED, "group", "option"]
    made = []
    for wave, end in ((earlier, "then"), (later, "now")):
        table = wave.table("priorities").reindex(columns=[*key, "rank", "rank_lower", "rank_upper"]).astype(str)
        spans = [
            low if low == high else f"{low} to {high}"
            for low, high in zip(table["rank_lower"], table["rank_upper"], strict=True)
        ]
        table[f"rank_{end}"], table[f"range_{end}"] = table["rank"], spans
        made.append(table[[*key, f"rank_{end}", f"range_{end}"]])
    then = made[0].drop(columns="question_title")
    return made[1].merge(then, on=["poll", "question", "group", "option"])[RANKS]


def _agreement(earlier: Wave, later: Wave) -> pd.DataFrame:
    """How far coders, and voters on each question, agree in each wave."""
    found: list[dict[tuple[str, str], tuple[str, ...]]] = []
    for wave in (earlier, later):
        cells: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in wave.table("coder_agreement").astype(str).to_dict("records"):
            if row["blind"] == "yes":
                ends = (row[f"krippendorff_alpha{end}"] for end in ("", "_lower", "_upper"))
                cells.setdefault(("coders, not seeing each other's decisions", "Krippendorff's alpha"), tuple(ends))
        for row in wave.table("agreement").astype(str).to_dict("records"):
            cells[f"voters: {row['question_title']}", "Kendall's W"] = (row["w"], row["w_lower"], row["w_upper"])
        found.append(cells)
    none = ("",) * 3
    rows = [
        (*what, *found[0].get(what, none), *found[1].get(what, none)) for what in dict.fromkeys([*found[0], *found[1]])
    ]
    return pd.DataFrame(rows, columns=AGREEMENT)


def _groups_apart(earlier: Wave, later: Wave) -> list[Problem]:
    sets = [{group.id for group in wave.study.plan.groups} for wave in (earlier, later)]
    return [
        Problem(f"group {name}", f"is a group of the {which} wave alone, so its people are in no test of a change")
        for which, own, other in (("earlier", sets[0], sets[1]), ("later", sets[1], sets[0]))
        for name in sorted(own - other)
    ]
