"""Readers who subtract what the tables of responses show from each other, and do not learn of whom few spoke.

Consultations of few, whose answers people read all, with shares that hold no error: whatever is not known then is
hidden by disclosure control alone. The attacker has every published number, knows how shares are rounded and what adds
up, and tries all numbers of people with an integer programme of their own. Of these seeds, rounding alone would let
the attacker succeed with themes, and with two releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from responses_made import TWO_CLOSED
from scipy.optimize import Bounds, LinearConstraint, milp

from lmep_consult.codebook import Codebook
from lmep_consult.codebook.model import Code
from lmep_consult.disclosure import Earlier, People, Rules, release_after, require_accounted
from lmep_consult.plan import Plan
from lmep_consult.plan.reading import read_plan
from lmep_consult.plan.responses import batch_source
from lmep_consult.report.tables.response_tables import joined_answers, response_tables
from lmep_consult.responses.results import Question, answer_called, closed_answers, response_frames
from lmep_consult.responses.sample import SAMPLE, called
from lmep_consult.responses.units import Answers
from lmep_consult.table import ALL_GROUPS

REPOSITORY = Path(__file__).parents[2]
RULES, FEW = Rules(minimum_count=3), 2
PARENTS = {"buses": "", "fares": "buses", "air": ""}
CODEBOOK = Codebook("buses", "1", "", tuple(Code(code, code.title()) for code in PARENTS))
TYPES = ("individual", "business", "charity")
Cell = tuple[str, str]  # a group and a code or an answer


class Consultation:
    """One question, answered by people of three types and read whole. has: who speaks of which code."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        size = int(random.integers(40, 130))
        index = pd.Index([f"R{number}" for number in range(size)], name="response")
        pick = random.choice(3, size, p=(0.72, 0.2, 0.08))
        travel = random.random((size, 2)) < (0.6, 0.5)
        self.respondents = pd.DataFrame(
            {
                "type": np.array(TYPES)[pick],
                "support": np.array(["Yes", "No", ""])[random.choice(3, size, p=(0.8, 0.15, 0.05))],
                "travel": [[option for option, there in zip(("Bus", "Car"), row, strict=True) if there]
                           for row in travel],
            },
            index,
        )  # fmt: skip
        rare = random.random(size) < random.choice([0.05, 0.15, 0.6])
        often = random.random(size) < 0.5
        self.has = pd.DataFrame({"buses": rare | often, "fares": rare, "air": random.random(size) < 0.1}, index)

    def without(self, response: str) -> Consultation:
        """The same once somebody withdrew."""
        other = object.__new__(Consultation)
        other.respondents, other.has = self.respondents.drop(index=response), self.has.drop(index=response)
        return other

    def people(self) -> People:
        known = self.respondents
        return {
            ("views",): {
                who: (row["type"], *([answer_called("support", row["support"])] if row["support"] else []),
                      *(answer_called("travel", option) for option in row["travel"]))
                for who, row in known.iterrows()
            },
            ("support",): known.loc[known["support"] != "", "type"].to_dict(),
            ("travel",): known.loc[known["travel"].map(bool), "type"].to_dict(),
        }  # fmt: skip

    def members(self) -> dict[str, pd.Series]:
        """Who is in each group that a table may show."""
        known = self.respondents
        groups = {ALL_GROUPS: pd.Series(True, known.index)}
        groups |= {each: known["type"] == each for each in TYPES}
        groups |= {answer_called("support", each): known["support"] == each for each in ("Yes", "No")}
        return groups | {
            answer_called("travel", each): known["travel"].map(lambda options, each=each: each in options)
            for each in ("Bus", "Car")
        }

    def released(self, earlier: Earlier | None = None) -> tuple[dict[str, pd.DataFrame], Earlier]:
        numbers = range(1, len(self.has) + 1)
        sample = pd.DataFrame(
            {"question": "views", "response": self.has.index, "number": numbers, "batch": 1, "chance": 1.0,
             "drawn": 1, "of": len(self.has), "precision": 0.05},
            columns=SAMPLE,
        )  # fmt: skip
        who, code = np.nonzero(self.has.to_numpy())
        final = pd.DataFrame(
            {
                "source": batch_source("views", 1),
                "participant": [called(number) for number in who + 1],
                "code": self.has.columns[code],
            }
        )
        letters = pd.DataFrame(columns=["campaign", "letter", "responses"])
        machine = self.has & (np.arange(len(self.has)) % 3 > 0)[:, None]
        question = Question(len(self.has), Answers("views", machine, self.respondents), sample, letters)
        frames = response_frames([question], TWO_CLOSED, PARENTS, final, {batch_source("views", 1)})
        frames["closed_answers"] = closed_answers(self.respondents, TWO_CLOSED)
        made = map(require_accounted, response_tables(frames, PLAN, CODEBOOK))
        released, now = release_after(made, RULES, None, earlier or Earlier(), self.people())
        return {each.table.name: each.table.frame for each in joined_answers(released)}, now


def plan() -> Plan:
    return read_plan(REPOSITORY / "data" / "responses" / "study.toml").model_copy(update={"responses": TWO_CLOSED})


PLAN = plan()


def rounds_to(base: int, row: Mapping[str, object]) -> tuple[int, int]:
    """The least and the most of `base` people of whom the table would say this. How shares are rounded is worked out
    here anew."""
    step = next(each for each in (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if each >= 4 / base - 1e-9)
    there = []
    for number in range(base + 1):
        exact = round(number / base / step, 9)
        middle, most = round(exact), round(1 / step)
        said = {"share": middle, "lower": max(0, middle - 1), "upper": min(most, middle + 1)}
        if all(round(steps * step, 3) == row[end] for end, steps in said.items() if end in row):
            there.append(number)
    return there[0], there[-1]


class Attacker:
    """Numbers of people by group and theme (or answer), and all that a reader knows of them."""

    def __init__(self) -> None:
        self.number: dict[tuple[str, Cell], int] = {}
        self.ends: list[tuple[float, float]] = []
        self.sums: list[tuple[dict[int, int], float, float]] = []

    def cell(self, when: str, cell: Cell, low: float, high: float) -> int:
        at = self.number.setdefault((when, cell), len(self.ends))
        if at == len(self.ends):
            self.ends.append((low, high))
        least, most = self.ends[at]
        self.ends[at] = max(low, least), min(high, most)
        return at

    def can_be(self, at: int, number: float) -> bool:
        low, high = map(np.array, zip(*self.ends, strict=True))
        low[at] = high[at] = number
        rows = np.zeros((len(self.sums), len(self.ends)))
        for row, (parts, _, _) in enumerate(self.sums):
            rows[row, list(parts)] = list(parts.values())
        least, most = ([each[end] for each in self.sums] for end in (1, 2))
        if (low > high).any():
            return False
        found = milp(np.zeros(len(low)), integrality=np.ones(len(low)), bounds=Bounds(low, high),
                     constraints=LinearConstraint(rows, least, most), options={"presolve": False})  # fmt: skip
        return bool(found.success)

    def reads(self, when: str, asked: Consultation, frames: Mapping[str, pd.DataFrame]) -> None:
        sizes = {group: int(there.sum()) for group, there in asked.members().items()}
        for (group, code), at in self._cells(when, sizes, PARENTS).items():
            if PARENTS[code]:
                self.sums.append(({self.number[when, (group, PARENTS[code])]: 1, at: -1}, 0, np.inf))
        for frame in (frames["response_themes"], frames["response_themes_by_answer"]):
            for row in frame[frame["share"] != "[c]"].to_dict("records"):
                group = answer_called(row["closed"], row["group"]) if "closed" in row else row["group"]
                self.cell(when, (group, row["code"]), *rounds_to(row["sample"], row))

    def _cells(self, when: str, sizes: Mapping[str, int], codes: Iterable[str]) -> dict[Cell, int]:
        made = {}
        for code in codes:
            at = {group: self.cell(when, (group, code), 0, size) for group, size in sizes.items()}
            made |= {(group, code): cell for group, cell in at.items()}
            whole = at[ALL_GROUPS]
            for groups in ([g for g in at if g in TYPES], [g for g in at if g.startswith("support")],
                           *([g] for g in at if g.startswith("travel"))):  # fmt: skip
                others = sizes[ALL_GROUPS] - sum(sizes[group] for group in groups)
                self.sums.append(({whole: 1, **{at[group]: -1 for group in groups}}, 0, others))
        return made


@pytest.mark.parametrize("seed", [2])
def test_nobody_can_tell_how_many_where_it_is_few(seed: int) -> None:
    asked = Consultation(seed)
    frames, _ = asked.released()
    attacker = Attacker()
    attacker.reads("now", asked, frames)
    members, hidden = asked.members(), 0
    for (when, (group, code)), at in attacker.number.items():
        size, true = int(members[group].sum()), int((members[group] & asked.has[code]).sum())
        assert attacker.can_be(at, true), (when, group, code)
        if size >= 6 and true <= FEW:
            hidden += 1
            assert all(attacker.can_be(at, number) for number in range(FEW + 1)), (group, code, true)
    assert hidden


@pytest.mark.parametrize("seed", [1])
def test_two_releases_do_not_tell_what_somebody_said_who_withdrew_between(seed: int) -> None:
    before = Consultation(seed)
    who = before.has.index[before.has.any(axis=1)][0]
    after = before.without(who)
    first, known = before.released()
    second, _ = after.released(known)
    attacker = Attacker()
    attacker.reads("before", before, first)
    attacker.reads("after", after, second)
    said = {code: attacker.cell("who", (who, code), 0, 1) for code in PARENTS}
    attacker.sums.append(({said["buses"]: 1, said["fares"]: -1}, 0, 1))
    for group, there in before.members().items():
        for code, own in said.items():
            parts = {attacker.number["before", (group, code)]: 1, attacker.number["after", (group, code)]: -1}
            attacker.sums.append((parts | ({own: -1} if there[who] else {}), 0, 0))
    for code, own in said.items():
        assert all(attacker.can_be(own, number) for number in (0, 1)), code


@pytest.mark.parametrize("seed", [0])
def test_closed_questions_do_not_tell_of_few(seed: int) -> None:
    asked = Consultation(seed)
    frame = asked.released()[0]["closed_answers"]
    known = asked.respondents[asked.respondents["support"] != ""]
    sizes = {ALL_GROUPS: len(known), **known["type"].value_counts().to_dict()}
    attacker = Attacker()
    cells = attacker._cells("now", sizes, ("Yes", "No"))
    for group, size in sizes.items():
        attacker.sums.append(({cells[group, "Yes"]: 1, cells[group, "No"]: 1}, size, size))
    for row in frame[(frame["closed"] == "support") & (frame["share"] != "[c]")].to_dict("records"):
        attacker.cell("now", (row["group"], row["answer"]), *rounds_to(row["base"], row))
    for (group, answer), at in cells.items():
        here = known if group == ALL_GROUPS else known[known["type"] == group]
        true = int((here["support"] == answer).sum())
        assert attacker.can_be(at, true)
        if len(here) >= 6 and true <= FEW:
            assert all(attacker.can_be(at, number) for number in range(FEW + 1)), (group, answer, true)


def test_where_all_was_read_nothing_is_said_of_terms_and_no_count_leaves() -> None:
    frames, _ = Consultation(0).released()
    assert frames["machine_accuracy"].empty
    assert not [name for name, frame in frames.items() if {"carry", "found"} & set(frame) and len(frame)]
