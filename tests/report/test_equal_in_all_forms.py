"""Every cell of every table is the same in the workbook, on the page, in Word, in Govspeak and in CSV."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pandas as pd
import pytest
from lxml import html as parsed
from openpyxl import load_workbook
from reports_read import word_tables

Cells = list[list[str]]


def as_read(cell: object, shown: str = "General") -> str:
    """A cell of the workbook as Excel shows it."""
    if shown == "0%":
        return f"{cell:.0%}"
    if shown.startswith("+0."):
        return f"{cell:+.{len(shown.partition(';')[0]) - 3}f}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def plain(cell: object) -> str:
    return " ".join(str(cell).split())


def of_workbook(reports: Path) -> dict[int, Cells]:
    found = {}
    for sheet in load_workbook(reports / "scoping_tables.xlsx").worksheets[3:]:
        (table,) = sheet.tables.values()
        number = int(re.fullmatch(r"Table (\d+): .*", str(sheet["A1"].value))[1])  # type: ignore[index]
        found[number] = [[plain(as_read(c.value, c.number_format)) for c in row] for row in sheet[table.ref]]
    return found


def of_page(reports: Path) -> dict[int, Cells]:
    root = parsed.parse(str(reports / "scoping_report.html")).getroot()
    found = {}
    for table in root.findall(".//table"):
        rows = [[plain(cell.text_content()) for cell in row] for row in table.iter("tr")]
        found[int(table.get("id").removeprefix("table_"))] = rows
    return found


def of_word(path: Path) -> dict[int, Cells]:
    document = docx.Document(str(path))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption" and p.text.startswith("Table ")]
    numbers = [int(caption.split()[1].rstrip(":")) for caption in captions]
    tables = [[[plain(cell.text) for cell in row.cells] for row in table.rows] for table in word_tables(document)]
    return dict(zip(numbers, tables, strict=True))


def of_govspeak(reports: Path) -> dict[int, Cells]:
    found, number = {}, 0
    for block in (reports / "scoping_report.govspeak.md").read_text(encoding="utf-8").split("\n\n"):
        if caption := re.match(r"Table (\d+)&?", block):
            number = int(caption[1])
        if block.startswith("|"):
            lines = [line for line in block.splitlines() if not line.startswith("|---")]
            rows = [[html.unescape(cell).strip() for cell in line.strip("|").split("|")] for line in lines]
            found[number] = [[plain(cell.removeprefix("# ")) for cell in row] for row in rows]
    return found


@pytest.fixture(scope="module")
def workbook(demo_reports: Path) -> dict[int, Cells]:
    return of_workbook(demo_reports)


def test_every_form_shows_the_same_cells(demo_reports: Path, workbook: dict[int, Cells]) -> None:
    assert sorted(workbook) == list(range(1, len(workbook) + 1))
    forms = {
        "page": of_page(demo_reports),
        "report": of_word(demo_reports / "scoping_report.docx"),
        "annex": of_word(demo_reports / "scoping_annex.docx"),
        "govspeak": of_govspeak(demo_reports),
    }
    compared = 0
    for form, tables in forms.items():
        assert tables, form
        for number, rows in tables.items():
            assert rows == workbook[number], (form, number)
            compared += sum(map(len, rows))
    assert compared > 2000
    assert forms["page"].keys() == forms["report"].keys() | forms["annex"].keys()
    assert forms["govspeak"].keys() == forms["report"].keys()


def test_every_cell_is_what_the_csv_files_hold(demo_reports: Path, workbook: dict[int, Cells]) -> None:
    """Every table is laid out again from the CSV files alone, by the rule of its name; no cell is left out."""
    csv = {path.stem: read_csv(path) for path in (demo_reports / "tables").glob("*.csv")}
    listed = json.loads((demo_reports / "run.json").read_text(encoding="utf-8"))["tables"]
    assert [each["number"] for each in listed] == sorted(workbook)
    compared = 0
    for each in listed:
        header, *shown = workbook[each["number"]]
        expected = laid_out(each["name"], each["csv"], csv, header)
        assert len(expected) >= len(shown), each["name"]
        whole = not each["name"].startswith("results_")  # the chapter's tables show a choice of rows
        assert not whole or len(expected) == len(shown), each["name"]
        for row in shown:
            assert row in expected, (each["name"], row, [other for other in expected if other[0] == row[0]])
            expected.remove(row)
            compared += len(row)
    assert compared == sum(len(row) for rows in workbook.values() for row in rows[1:]) > 4000
    without = {name for name, rows in csv.items() if rows} - {each["csv"] for each in listed}
    assert without == {"limitations", "saturation_curve"}  # a sentence over a table; a chart
    assert csv["limitations"][0]["draft"] in plain((demo_reports / "scoping_report.html").read_text(encoding="utf-8"))


class Cell(str):
    """A cell of a CSV file, which format() takes for a number where it is asked to; "[x]" where it is empty."""

    def __format__(self, how: str) -> str:
        return "[x]" if not self else format(float(self), how) if how else str(self)


Rows = list[dict[str, Cell]]
# Tables that have a row for each row of their CSV file: what is in each column.
LISTED = {
    "sample_interviews": "{name}|{intended}|{invited}|{achieved}|{short_by}|{share:.0%}",
    "criteria": "{criterion}|{among}|{group}|{rule} {needed}|{counted}|{met}|{base}|{source}",
    "fieldwork_status": "{assumption}|{among}|{name}|{status}|{reason}|{source}",
    "workshops": "{name}|{date}|{people}|{organisations}|{target}|{reading}",
    "organisations_reached": "{among}|{name}|{organisations}|{exist}|{share:.0%}",
    "method_notes": "{item}|{domain}|{topic}|{text}|{state}",
    "sample_stages": "{among}|{counted}|{name}|{intended}|{invited}|{took_part}|{short_by}",
    "regions": "{region}|{interviewed}",
    "reweighted": "{question_title}|{option}|{place}|{place_intended}|{moves}|{base}",
    "worst_case": "{question_title}|{missing}|{option}|{place}|{place_best}|{place_worst}|{base}",
    "pooling": "{question_title}|{option}|{rank_by_person}|{rank_by_group}|{moves}|{base}",
    "agreement": "{question_title}|{w:.1f}|{w_lower:.1f} to {w_upper:.1f}|{base}",
    "write_ins": "{question_title}|{group}|{text}|{counted_as}|{sign_off}|{base}",
    "joint_display": "{option}|{group}|{rank}|{rank_lower}|{rank_upper}|{voters}|{unprompted}|{interviewees}|{reading}"
    "|{quote}",
    "quotes": "{name}|{group}|{attribution}|{quote}|{sign_off}|{base}",
    "assumptions": "{assumption}|{text}|{pathway}|{appraisal}|{adaptation}|{status}|{status_by}",
    "assumption_quotes": "{assumption}|{direction}|{code}|{attribution}|{quote}|{sign_off}",
    "coder_agreement": "{round}, blind|{sources}|{coders}|{agreement:.0%}"
    + "|{krippendorff_alpha:.2f} ({krippendorff_alpha_lower:.2f} to {krippendorff_alpha_upper:.2f})"
    + "|{cohen_kappa:.2f} ({cohen_kappa_lower:.2f} to {cohen_kappa_upper:.2f})"
    + "|{gwet_ac1:.2f} ({gwet_ac1_lower:.2f} to {gwet_ac1_upper:.2f})",
    "machine_assistance": "{coder}|{origin}|{accepted}|{changed}|{rejected}|{added}",
}  # fmt: skip
# Tables with a column, or three, for each group: what a row is called, the number next to n, what is in a cell.
RANKS = "{rank}|{rank_lower}|{rank_upper}"
ACROSS = {
    "priorities": ("{option}", "group", "base", RANKS),
    "top_three": ("{option}", "group", "base", "{voters}"),
    "answers": ("{answer}", "group", "base", "{voters}"),
    "themes": ("{path}", "group", "base", "{participants}"),
    "out_of_scope": ("{name}", "group", "base", "{participants}"),
    "assumptions_by_group": ("{assumption}|{direction}", "group", "base", "{participants}"),
    "formats_by_supporters": ("{format}", "review", "voters", RANKS),
    "results_priorities": ("{option}", "group", "base", "{voters}"),
    "results_formats": ("{option}", "group", "base", "{voters}"),
    "results_needs": ("{subject}|{name}", "group", "base", "{participants}"),
}


def cells_of(row: Mapping[str, object], template: str) -> list[str]:
    return [plain(cell.format_map(row)) for cell in template.split("|")]


def laid_out(name: str, source: str, csv: dict[str, Rows], header: list[str]) -> Cells:
    rows = csv[source]
    if name == "joint_display" and "Reading" not in header:  # said once, where it is the same in all rows
        assert len({row["reading"] for row in rows}) == 1
        return [cells_of(row, LISTED[name].replace("|{reading}", "")) for row in rows]
    if name in LISTED:
        return [cells_of(row, LISTED[name]) for row in rows]
    if name in OTHERS:
        return OTHERS[name](csv)
    if name.startswith("sensitivity_"):
        return places(rows, name.removeprefix("sensitivity_"), header, csv["workshops"])
    kind = name if name in ACROSS else next(kind for kind in ACROSS if name.startswith(f"{kind}_"))
    called, across, base, shown = ACROSS[kind]
    if source == "themes_by_group":
        rows = with_paths(rows)
        rows = [row for row in rows if kind != "themes" or row["top"].replace("-", "_") == name.removeprefix("themes_")]
    elif "question" in rows[0] and kind != "formats_by_supporters":
        of_results = {"results_priorities": "themes", "results_formats": "formats"}
        question = of_results.get(name, name.removeprefix(f"{kind}_"))
        rows = [row for row in rows if row["question"] == question]
    return crossed(rows, called, across, base, shown, header)


def crossed(rows: Rows, called: str, across: str, base: str, shown: str, header: list[str]) -> Cells:
    names = dict.fromkeys(f"{row[across]} (n = {row[base]})" for row in rows)
    after = [f" {each}" for each in ("rank", "lowest", "highest")] if "|" in shown else [""]
    columns = [f"{name}{end}" for name in names for end in after]
    assert header[len(called.split("|")) :] == columns
    made: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for row in rows:
        made.setdefault(tuple(cells_of(row, called)), {})[f"{row[across]} (n = {row[base]})"] = cells_of(row, shown)
    nothing = ["[z]"] * len(after)
    return [[*label, *(cell for name in names for cell in cells.get(name, nothing))] for label, cells in made.items()]


def with_paths(rows: Rows) -> list[dict[str, object]]:
    """Rows of themes with the family on top, the names from under it down, and the name of what each is under."""
    name = {row["code"]: row["name"] for row in rows}
    above = {row["code"]: row["family"] for row in rows}
    single = {code for code in above if not above[code] and code not in above.values()}

    def path(code: str) -> list[str]:
        return [*(path(above[code]) if above[code] else []), code]

    made: list[dict[str, object]] = []
    for row in rows:
        top, *under = path(row["code"])
        if under or top in single:
            called = ": ".join(name[each] for each in under or [top])
            made.append({**row, "top": top, "path": called, "subject": name[top]})
    return made


def places(rows: Rows, question: str, header: list[str], workshops: Rows) -> Cells:
    """Methods by options; an asterisk where conclusions would change."""
    own = [row for row in rows if row["question"] == question]
    named = {f"Without {each['event']}": f"Without {each['event']}, {each['name']}" for each in workshops}
    found = {(row["method"], row["option"]): (row["rank"] or "none") + "*" * (row["flips"] == "True") for row in own}
    bases = {row["method"]: row["base"] for row in own}
    assert set(header[2:]) == {row["option"] for row in own}
    return [
        [plain(named.get(method, method)), base, *(found[method, option] for option in header[2:])]
        for method, base in bases.items()
    ]


def where_it_holds(row: dict[str, Cell]) -> str:
    if row["apart"] == "no":
        return f"{row['holds_a']} of the {row['workshops_a']} where they met"
    sides = [(row["group_" + s], row["holds_" + s], row["workshops_" + s]) for s in "ab"]
    return ", ".join(f"{h} of {w} {g}" if w != "0" else f"{g}: too few voters in each" for g, h, w in sides)


def how_sure(row: dict[str, Cell]) -> str:
    if p := row["p_adjusted"]:
        said = "adjusted p " + ("<0.001" if float(p) < 0.001 else f"{float(p):.3f}")
        return said if row["apart"] == "no" else f"{said}, whole events compared"
    if row["needed_effect"] == "inf":
        return "no test possible; events alone would not undo it"
    return f"no test possible; events that differ by {row['needed_effect']:.1f} places would undo it"


def differences(csv: dict[str, Rows]) -> Cells:
    return [
        [
            *cells_of(row, "{question_title}|{option}|{group_a} less {group_b}|{difference:+.1f}"),
            *(where_it_holds(row), how_sure(row), row["base"]),
        ]
        for row in csv["group_differences"]
        if (float(row["p_adjusted"]) < 0.05 if row["p_adjusted"] else float(row["needed_effect"] or 0) > 0)
    ]


def other_analyses(csv: dict[str, Rows]) -> Cells:
    made = []
    for question in dict.fromkeys(row["question_title"] for row in csv["sensitivity"]):
        own = [row for row in csv["sensitivity"] if row["question_title"] == question]
        flips = [row for row in own if row["flips"] == "True"]
        moved = [r["option"] for r in csv["pooling"] if r["question_title"] == question and r["moves"] in ("in", "out")]
        alike = f"would change: {'; '.join(moved)}" if moved else "would be the same"
        counts = (
            3 if len({row["option"] for row in own}) > 3 else 1,
            len({row["method"] for row in own}) - 1,
            len({row["method"] for row in flips}),
        )
        options = "; ".join(sorted({row["option"] for row in flips})) or "none"
        made.append([question, *map(str, counts), options, alike])
    return made


def taking_part(csv: dict[str, Rows]) -> Cells:
    took = {(r["among"], r["group"]): r for r in csv["sample_stages"] if r["counted"] == "people"}
    reached = {(r["among"], r["group"]): r["organisations"] for r in csv["organisations_reached"]}
    everybody = next(row["organisations"] for row in csv["workshops"] if row["event"] == "All")
    reached["workshops", "All groups"] = everybody
    return [
        [
            row["name"],
            *(row["intended"] or "[x]", row["took_part"], reached.get(("interviews", group), "[z]")),
            *(took["workshops", group]["took_part"], reached.get(("workshops", group), "[z]")),
        ]
        for (among, group), row in took.items()
        if among == "interviews"
    ]


def first_places(csv: dict[str, Rows]) -> Cells:
    """Of each outcome by groups: who has rank 1, and by the ranges how sure that is."""
    found: dict[str, dict[str, str]] = {}
    for row in csv["priorities"]:
        found.setdefault(row["question_title"], {}).setdefault(row["group"], "")
    for title, groups in found.items():
        for group in groups:
            own = [r for r in csv["priorities"] if (r["question_title"], r["group"]) == (title, group)]
            first = [row for row in own if row["rank"] == "1"]
            ahead = any(row["ahead"] == "True" for row in first)
            alone = sum(row["rank_lower"] == "1" for row in own) == 1
            sure = "clear" if alone else "likely" if ahead else "too close to call"
            groups[group] = f"{' and '.join(row['option'] for row in first)} ({sure})"
    return [[title, *groups.values()] for title, groups in found.items()]


def for_and_against(csv: dict[str, Rows]) -> Cells:
    said = {
        (row["assumption"], row["direction"]): row["participants"]
        for row in csv["assumptions_by_group"]
        if row["group"] == "All groups"
    }
    return [
        [
            *cells_of(row, "{assumption}. {text}"),
            *(said[row["assumption"], "for"], said[row["assumption"], "against"], row["status"]),
        ]
        for row in csv["assumptions"]
    ]


def questions_heard(csv: dict[str, Rows]) -> Cells:
    groups = list(dict.fromkeys(row["group"] for row in csv["questions_heard"]))
    found = {(row["question"], row["group"]): row["answered"] for row in csv["questions_heard"]}
    text = {row["question"]: plain(row["text"]) for row in csv["questions_heard"]}
    return [[f"{each}: {said}", *(found[each, group] for group in groups)] for each, said in text.items()]


def saturation(csv: dict[str, Rows]) -> Cells:
    shown = "{interviews}|{base_interviews}|{run_interviews}|{threshold:.0%}|{saturation}|{share_reached:.0%}"
    return [
        cells_of(row, shown + "|{median_reached}") for row in csv["code_saturation"] if row["group"] == "All groups"
    ]


OTHERS: dict[str, Callable[[dict[str, Rows]], Cells]] = {
    "group_differences": differences,
    "sensitivity": other_analyses,
    "questions_heard": questions_heard,
    "code_saturation": saturation,
    "results_taking_part": taking_part,
    "results_outcomes": first_places,
    "results_assumptions": for_and_against,
}


def read_csv(path: Path) -> Rows:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return [{name: Cell(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
