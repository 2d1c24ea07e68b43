"""What interviewees said: needs and barriers, and what bears on the programme's assumptions."""

from __future__ import annotations

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import bounds_of_count, shares_of_words
from lmep_consult.report.chapter.quotations import chosen
from lmep_consult.report.chapter.section import Frames, Quotation, Section, joined, result_table
from lmep_consult.report.charts.said import ASSUMPTIONS, NEEDS
from lmep_consult.report.findings.headings import heading
from lmep_consult.report.findings.saying import count_of, listed, sentence
from lmep_consult.report.findings.themes import Spoken, mainly, needs, spoken_of
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, SUPPRESSED, Table

_COUNTED = "A person counts once for a theme, however often they spoke of it."


def needs_section(frames: Frames, plan: Plan) -> Section | None:
    """What was spoken of most in the families of codes about needs; None where there are none."""
    themes = frames["themes_by_group"]
    spoken = spoken_of(themes, plan) if len(themes) else []
    families = needs(spoken, plan, frames["assumptions"])
    if not families:
        return None
    base = themes.loc[themes["group"] == ALL_GROUPS, "base"].iloc[0]
    codes = [code for _, own in families for code in own]
    top = sorted(codes, key=lambda each: each.order)[:2]
    return Section(
        "Needs and barriers",
        heading(
            f"Needs and barriers: {listed(each.name for each in top)}",
            f"Needs and barriers: {top[0].name}",
            "Needs and barriers",
        ),
        (_families(families, base), _by_group(codes)),
        NEEDS,
        _table(families, themes),
        f"{base} people were interviewed and chosen for variety, so shares say what is common among them and no more.",
        _COUNTED,
        chosen(frames["quotes"], [code.code for code in sorted(codes, key=lambda each: each.order)]),
    )


def _families(families: list[tuple[str, list[Spoken]]], base: object) -> str:
    said = []
    for name, codes in families:
        amounts: dict[str, list[str]] = {}
        for code in codes:
            amounts.setdefault(_amount(code, base), []).append(code.name)
        parts = [f"{listed(names)} ({amount})" for amount, names in amounts.items()]
        said.append(f"{name} spoken of most: {listed(parts)}.")
    return joined(f"We interviewed {base} people. In brackets is how many of them spoke of a theme.", *said)


def _amount(code: Spoken, base: object) -> str:
    if code.cell == SUPPRESSED:
        return "withheld"
    return str(code.cell) if isinstance(code.cell, str) else f"{code.cell} of {base}"


def _by_group(codes: list[Spoken]) -> str:
    marked = [f"{code.name} was raised mainly by {group} interviewees" for code in codes if (group := mainly(code))]
    return sentence("; ".join(marked)) if marked else "As far as the numbers may be shown, no group stands out."


def _table(families: list[tuple[str, list[Spoken]]], themes: pd.DataFrame) -> Table:
    cells = themes.set_index(["code", "group"])["participants"].to_dict()
    bases = dict(zip(themes["group"], themes["base"], strict=True))
    rows = []
    for name, codes in families:
        for code in codes:
            counts = {f"{group} (n = {base})": cells.get((code.code, group)) for group, base in bases.items()}
            rows.append({"Subject": name, "Theme": code.name, **counts})
    return result_table(
        "needs",
        "themes_by_group",
        "What interviewees spoke of most",
        pd.DataFrame(rows),
        "interviewees",
        _COUNTED,
    )


def assumptions_section(frames: Frames, plan: Plan) -> Section | None:
    """What speaks for and against each assumption, one row each; None where the study has none."""
    texts = frames["assumptions"]
    counts = frames["assumptions_by_group"]
    counts = counts[counts["group"] == ALL_GROUPS]
    if texts.empty or counts.empty:
        return None
    base, words = counts["base"].iloc[0], shares_of_words(plan)
    cells = {(row["assumption"], row["direction"]): row["participants"] for row in counts.to_dict("records")}
    ids = [str(each) for each in texts["assumption"]]
    bounds = {key: bounds_of_count(cell, base, words) for key, cell in cells.items()}
    against = [each for each in ids if _more(bounds.get((each, "against")), bounds.get((each, "for")))]
    favour = [each for each in ids if _more(bounds.get((each, "for")), bounds.get((each, "against")))]
    open_ones = [each for each in ids if each not in against and each not in favour]
    frame = pd.DataFrame(
        {
            "Assumption": [f"{number}. {text}" for number, text in zip(ids, texts["text"], strict=True)],
            "Spoke for": [cells.get((each, "for")) for each in ids],
            "Spoke against": [cells.get((each, "against")) for each in ids],
            "Status": list(texts["status"]),
        }
    )
    said = [
        f"The programme rests on {len(ids)} assumptions, which interviewees spoke for and against.",
        f"More spoke against than for assumption {listed(against)}." if against else "",
        f"More spoke for than against assumption {listed(favour)}." if favour else "",
        f"For {listed(open_ones)} the numbers do not tell which way most spoke." if open_ones else "",
        "That somebody spoke for or against an assumption is no verdict on it: a person sets the status, having read "
        "what was said.",
    ]
    unset = int((texts["status_by"].astype(str).isin(["", NOT_APPLICABLE])).sum())
    state = f"No status has been set yet for {count_of(unset, 'assumption', 'assumptions')}." if unset else ""
    return Section(
        "Assumptions",
        heading(
            f"Assumptions: more spoke against than for {len(against)} of {len(ids)}"
            if against
            else f"Assumptions: none of {len(ids)} had clearly more against it",
        ),
        (joined(*said, state), _most(texts, ids, cells, against or open_ones)),
        ASSUMPTIONS,
        result_table(
            "assumptions",
            "assumptions_by_group",
            "Interviewees who spoke for and against each assumption",
            frame,
            f"people, of {base}",
            _COUNTED,
        ),
        f"{base} people were interviewed; somebody may have spoken both ways, and silence is not consent.",
        _COUNTED,
        _quotations(frames["assumption_quotes"], against or ids),
    )


def _most(texts: pd.DataFrame, ids: list[str], cells: dict[tuple[str, str], object], shown: list[str]) -> str:
    text_of = dict(zip(ids, texts["text"], strict=True))
    said = [
        f"“{text_of[each]}”: for {_told(cells.get((each, 'for')))}, against {_told(cells.get((each, 'against')))}."
        for each in shown[:3]
    ]
    return joined(*said)


def _told(cell: object) -> str:
    return "withheld" if cell == SUPPRESSED else str(cell)


def _more(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    return one is not None and other is not None and one[0] > other[1]


def _quotations(quotes: pd.DataFrame, ids: list[str]) -> tuple[Quotation, ...]:
    own = quotes.assign(code=quotes["assumption"] + quotes["direction"])
    codes = [f"{each}{way}" for each in ids for way in ("against", "for")]
    return chosen(own, codes)
