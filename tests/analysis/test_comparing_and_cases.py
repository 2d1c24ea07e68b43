"""Codes by codes, cases, and what a reader may not work out from them."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.analysis.cases import case_quotes, case_studies
from lmep_consult.analysis.comparing import carrying, compared
from lmep_consult.codebook import Code, Codebook
from lmep_consult.disclosure.counts import counts_of
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, Range, Table

PLAN = Plan.model_validate(
    {
        "study": {"title": "Buses", "source": "Buses"},
        "dates": {"fieldwork_start": "2026-01-01", "fieldwork_end": "2026-02-01", "delete_by": "2027-01-01"},
        "groups": [{"id": "A", "name": "Drivers"}, {"id": "B", "name": "Riders"}],
        "cases": {"column": "depot", "headings": ["parts"]},
        "comparisons": [{"id": "c", "title": "Parts by place", "rows": "parts", "columns": "places"}],
    }
)
CODEBOOK = Codebook(
    "buses",
    "1",
    "",
    tuple(
        Code(code, code.title(), parent, "Of it.")
        for code, parent in (
            ("parts", ""), ("doors", "parts"), ("seats", "parts"), ("places", ""),
            ("town", "places"), ("hill", "places"),
        )
    ),
)  # fmt: skip


def coding(participant: str, code: str, start: int, end: int, source: str = "") -> dict[str, object]:
    return {"source": source or participant, "participant": participant, "code": code, "start": start, "end": end}


def people(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["participant", "group"])


def test_both_codes_count_only_where_their_words_meet_in_what_one_person_said() -> None:
    codings = pd.DataFrame(
        [
            coding("P1", "doors", 0, 10),
            coding("P1", "town", 9, 20),
            coding("P2", "doors", 0, 10),
            coding("P2", "town", 10, 20),  # next to it, not in it
            coding("P3", "doors", 0, 10, "W1"),
            coding("P4", "town", 0, 10, "W1"),  # another person's
        ]
    )
    assert list(carrying(codings, "doors", "town")["participant"]) == ["P1"]
    cells = compared(codings, people(*((f"P{n}", "A") for n in range(1, 5))), PLAN, CODEBOOK)
    counts = dict(zip(zip(cells["code"], cells["with_code"], strict=True), cells["participants"], strict=True))
    assert counts == {("doors", "town"): 1, ("doors", "hill"): 0, ("seats", "town"): 0, ("seats", "hill"): 0}
    assert set(cells["base"]) == {4}


def test_a_case_counts_its_own_people_and_says_whose_group_they_are() -> None:
    register = pd.DataFrame(
        {"participant": ["P1", "P2", "P3", "P4"], "depot": ["North", "North", "South", ""], "group": list("AABB")}
    )
    codings = pd.DataFrame([coding("P1", "doors", 0, 5), coding("P3", "doors", 0, 5), coding("P4", "doors", 0, 5)])
    spoke = people(("P1", "A"), ("P2", "A"), ("P3", "B"), ("P4", "B"))
    found = case_studies(codings, spoke, register, PLAN, CODEBOOK)
    doors = found[found["code"] == "doors"].set_index("group")
    assert doors["participants"].to_dict() == {"North": 1, "South": 1}
    assert doors["base"].to_dict() == {"North": 2, "South": 1}
    assert doors["of"].to_dict() == {"North": "A", "South": "B"}


def test_a_reader_who_takes_cases_from_their_group_is_reckoned_with() -> None:
    """The group less its cases is the count of the rest: it is among the counts that are kept from being worked out."""
    themes = Table(
        "themes",
        "",
        pd.DataFrame({"code": "doors", "group": [ALL_GROUPS, "A"], "participants": [9, 8], "base": [30, 20]}),
        key=("code",),
        people=("participants",),
        base="base",
    )
    cases = Table(
        "cases",
        "",
        pd.DataFrame(
            {
                "chart": "depot", "code": "doors", "group": ["North", "South"], "of": "A", "participants": [4, 3],
                "base": [7, 7],
            }
        ),
        key=("chart", "code"),
        among=("chart",),
        people=("participants",),
        base="base",
        split={"participants": "themes.participants"},
    )  # fmt: skip
    counts = counts_of([themes, cases])
    rest = counts.number["themes.participants", ("doors",), "those not of North, South"]
    assert (counts.values[rest], counts.bases[rest]) == (1, 6)
    assert rest in counts.unpublished
    whole = counts.number["themes.participants", ("doors",), "A"]
    parts = {counts.number["cases.participants", ("depot", "doors"), case] for case in ("North", "South")} | {rest}
    assert any(each.whole == whole and set(each.parts) == parts for each in counts.relations)


@pytest.mark.parametrize(("alike", "shown"), [(3, True), (2, False)])
def test_a_quotation_is_shown_under_its_case_where_enough_there_share_its_attribution(alike: int, shown: bool) -> None:
    register = pd.DataFrame({"participant": ["P1", "P2", "P3"], "depot": "North"})
    labels = {f"P{number}": ("A", "A, driver" if number <= alike else "A, fitter") for number in (1, 2, 3)}
    quotes = pd.DataFrame(
        [{"participant": "P1", "code": "doors", "group": "A", "attribution": "A, driver", "words": "They jam."}]
    )
    counted = pd.DataFrame(
        [{"code": "doors", "heading": "parts", "group": "North", "of": "A", "participants": Range(1, 3, of=3)}]
    )
    found = case_quotes(quotes, labels, register, PLAN, counted)
    assert found == ({("North", "parts"): "They jam."} if shown else {})
    nobody = counted.assign(participants=[Range(0, 2, of=3)])
    assert case_quotes(quotes, labels, register, PLAN, nobody) == {}
