"""Tables, charts and an identity for all that writes a report; and what a hostile participant would say."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pandas as pd
import pytest
from PIL import Image

from lmep_consult.disclosure import Released, Rules, release
from lmep_consult.report import Chart, Contents, Findings, Identity, Section, contents
from lmep_consult.report.chapter import Quotation
from lmep_consult.table import Table

HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "{=1+1}",
    "<script>alert(1)</script>",
    "]]> & <b>bold</b> &amp; &lt;",
    "\u202eright to left",
    "\u2067isolated",
    "[a](javascript:x) and [b](http://evil.example)",
    "$$note1$$ $CTA",
    "https://evil.example mailto:a@evil.example",
    "x" * 5000,
    "long " * 1000 + "end",
    "\U0001f600 emoji \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "???",
    "—",
    "日本語",
    "a | b || c",
    "`code` **bold** _it_ ~~~ # h ^n^ {: .x} {::comment}",
    "{{ 7 * 7 }} {% raw %}",
    "_x0041_ \\| \\n",
    "two\nlines",
    "two  spaces ",
]
# What no form can hold, and what stands in its place.
BROKEN = {
    "nul\x00 bell\x07": "nul\ufffd bell\ufffd",
    "no \ufffe character": "no \ufffd character",
    "one\r\ntwo": "one\ntwo",
    "tab\tstop": "tab stop",
}


@pytest.fixture(scope="session")
def said() -> dict[str, str]:
    """What participants said -> how it must reach the reader."""
    return {**{text: text for text in HOSTILE}, **BROKEN}


ContentsOf = Callable[..., Contents]
FOUND = Findings(
    "MSA came first", ("MSA put Maps first.", "ICB did not."), "MSA: Authorities.", ("first-by-group", "sample")
)


@pytest.fixture(scope="session")
def contents_of() -> ContentsOf:
    """Contents of tables and charts: all tables in the annex, and sections where some are given."""

    def made(
        tables: Sequence[Released],
        charts: Sequence[Chart] = (),
        sections: Sequence[Section] = (),
        included: Sequence[str] | None = None,
        found: Findings = FOUND,
        first_page: Sequence[str] = (),
    ) -> Contents:
        names = [each.table.name for each in tables] if included is None else included
        results = [(section, release(section.table, Rules())) for section in sections]
        return contents(found, first_page, results, tables, charts, names)

    return made


@pytest.fixture(scope="session")
def section() -> Section:
    frame = pd.DataFrame({"Option": ["Maps", "Words"], "MSA (n = 9)": pd.Series([7, "[c]"], dtype=object)})
    return Section(
        "Priorities",
        "Maps are clearly first",
        ("Nine voted.", "Maps came first."),
        "lines",
        Table("results_priorities", "Voters by option", frame, "voters", "Results", "top_three", notes=("A note.",)),
        "MSA clear.",
        "Points decide.",
        (Quotation("We want maps.", "MSA", "signed off"),),
    )


@pytest.fixture(scope="session")
def hostile(said: dict[str, str]) -> Released:
    frame = pd.DataFrame({"who": [f"P{number}" for number in range(len(said))], "quote": list(said)})
    return release(Table("quotes", "What they said", frame, unit="passages", notes=("Verbatim.",)), Rules())


def _picture(kind: str = "png") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 150), "#12436D").save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="session")
def identity() -> Identity:
    return Identity(
        title="A study of work",
        source="A study, 2026",
        programme="A programme",
        fictional=True,
        logo=_picture(),
        logo_alt="The programme’s mark",
        state="First check",
        state_by="Ann",
        state_at="2026-03-02",
        made_at="2026-03-03T09:30:00+00:00",
    )


@pytest.fixture(scope="session")
def tables() -> list[Released]:
    """A table of figures with marks; a wide one; one of another section, without rows."""
    figures = pd.DataFrame(
        {
            "Group": ["MSA", "ICB", "All groups"],
            "People": pd.Series([10, "[c]", 12], dtype=object),
            "Share": ["83%", "[z]", "90%"],
            "Rank": ["1 (1 to 3)", "2 (1 to 3)", "3 (2 to 3)"],
            "Mean": [1.25, 2.5, float("nan")],
        }
    )
    wide = pd.DataFrame({f"A column number {at}": ["words enough to fill it"] * 40 for at in range(9)})
    empty = pd.DataFrame({"Asked": [], "Told": []}, dtype=object)
    made = [
        Table(
            "figures", "Figures by group", figures, unit="people", lead="MSA came first.", notes=("A note.", "More.")
        ),
        Table("wide one", "A wide table", wide, notes=("A note.",)),
        Table("empty", "Nothing was told", empty, section="The rest"),
    ]
    return [release(table, Rules()) for table in made]


@pytest.fixture(scope="session")
def charts() -> list[Chart]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><title>MSA leads</title></svg>'
    return [
        Chart("bars", "MSA leads", "Bars by group", "MSA leads with ten.", "figures", svg, _picture()),
        Chart("lines", "ICB follows", "Lines by group", "ICB follows.", "figures", svg, _picture()),
        Chart("rest", "All alike", "The wide one drawn", "All are alike.", "wide one", svg, _picture()),
    ]
