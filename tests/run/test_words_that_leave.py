"""What participants said and wrote, wherever it stands in a report: whose it may be, and what it tells of anybody."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
import tiny
from docx import Document
from openpyxl import Workbook, load_workbook
from reports_read import texts_in

from lmep_consult.disclosure import SignOffDesk, read_sign_offs, sign_off
from lmep_consult.places import HELD_BACK
from lmep_consult.run.chain import Outcome, run
from lmep_consult.study import Study

WITH_WORDS = ("quotes", "assumption_quotes", "write_ins", "joint_display")
FEW = 3  # minimum_count and attribution_base, as the studies have them
ID = re.compile(r"\[(?:P|person|place|organisation|programme|other|MSA|ICB|CtW|CJC|A|B|C) ?\d")


def said_in(folder: Path) -> dict[str, str]:
    return {name: html.unescape(text) for name, text in texts_in(folder).items()}


def tables_of(reports: Path) -> dict[str, pd.DataFrame]:
    paths = {name: reports / "tables" / f"{name}.csv" for name in WITH_WORDS}  # a table without rows is not written
    return {name: pd.read_csv(path, keep_default_na=False) for name, path in paths.items() if path.is_file()}


def words_of(tables: dict[str, pd.DataFrame]) -> list[str]:
    return [
        cell for frame in tables.values() for column in ("quote", "text") if column in frame for cell in frame[column]
    ]


# The demonstration


def test_no_id_stands_in_any_file(demo_reports: Path) -> None:
    assert not {name: found for name, text in said_in(demo_reports).items() if (found := ID.findall(text))}


def test_brackets_hold_words_alone(demo_reports: Path) -> None:
    """A bracket with a figure or a capital is one that two quotations could share."""
    words = words_of(tables_of(demo_reports))
    brackets = {bracket for text in words for bracket in re.findall(r"\[[^\]]*\]", text)} - {"[z]"}
    assert brackets
    assert not [bracket for bracket in brackets if re.search(r"\d", bracket)]
    singulars = {f"[{article}{name}]" for name in ("Connect to Work cluster",) for article in ("a ", "")}
    assert {bracket for bracket in brackets if bracket != bracket.lower()} <= singulars


def test_each_attribution_is_shared_by_enough_of_those_who_could_have_said_it(demo_run: Outcome) -> None:
    """Counted over interviewees who consented to be quoted, any columns of the row taken together."""
    register = demo_run.data.register
    there = register[register["participant"].isin(demo_run.data.transcripts) & (register["consent_quoting"] == "yes")]
    tables = tables_of(demo_run.study.reports)
    for name in ("quotes", "assumption_quotes"):
        assert len(tables[name])
        for row in tables[name].to_dict("records"):
            group, _, role = row["attribution"].partition(", ")
            could = there
            if row["group"] != "All groups":
                could = could[could["group"] == row["group"]]
                assert group == row["group"]
            else:
                assert row["attribution"] == "Participant"
            if role:
                could = could[could["role"] == role]
            assert len(could) >= FEW, row
    for row in tables["write_ins"].to_dict("records"):
        ballots = demo_run.data.ballots
        voters = ballots[(ballots["question"] == row["question"])].drop_duplicates("voter")
        refused = set(register.loc[register["consent_quoting"] == "no", "participant"])
        voters = voters[~voters["voter"].isin(refused)]
        assert row["group"] == "All groups" or (voters["group"] == row["group"]).sum() >= FEW


def test_a_quotation_tells_no_count_that_the_tables_withhold(demo_run: Outcome) -> None:
    """By the counts as they are: of fewer than three, nothing shows that they are not zero; nor of a group of three."""
    frames = demo_run.analysis.frames
    counts = pd.concat([frames["themes_by_group"], frames["out_of_scope"]]).set_index(["code", "group"])
    number, base = counts["participants"].to_dict(), counts["base"].to_dict()
    quotes = tables_of(demo_run.study.reports)["quotes"]
    for (code, group), rows in quotes.groupby(["code", "group"]):
        assert len(rows) <= number[code, group]
        assert number[code, group] >= FEW, (code, group)
        assert base[code, group] >= 2 * FEW, (code, group)
    for code, rows in quotes.groupby("code"):
        assert len(rows) <= number[code, "All groups"]


def test_no_words_stand_with_a_group_in_one_place_and_without_in_another(demo_reports: Path) -> None:
    tables = tables_of(demo_reports)
    shown = pd.concat([tables[name][["group", "quote"]] for name in ("quotes", "assumption_quotes", "joint_display")])
    shown = shown[shown["quote"] != "[z]"]
    without = set(shown.loc[shown["group"] == "All groups", "quote"])
    named = set(shown.loc[shown["group"] != "All groups", "quote"])
    assert without
    assert not [(one, other) for one in without for other in named if one in other or other in one]


def test_what_voters_wrote_who_refused_or_cannot_be_asked_is_in_no_file(demo_run: Outcome) -> None:
    data = demo_run.data
    written = data.ballots[data.ballots["written_in"]].rename(columns={"option": "text"})
    written = pd.concat([written, data.write_ins])[["voter", "text"]]
    willing = set(data.register.loc[data.register["consent_quoting"] == "yes", "participant"])
    kept_back = set(written.loc[~written["voter"].isin(willing), "text"]) - set(
        written.loc[written["voter"].isin(willing), "text"]
    )
    assert kept_back
    assert not kept_back & set(tables_of(demo_run.study.reports)["write_ins"]["text"])
    codebook = demo_run.study.codebook.read_text(encoding="utf-8").casefold()  # whose terms are in scoping notes
    own = [text.casefold() for text in kept_back if text.casefold() not in codebook]
    said = said_in(demo_run.study.reports)
    assert not [(name, text) for name, all_ in said.items() for text in own if text in all_.casefold()]


def test_every_form_says_first_that_nobody_has_read_the_quotations(demo_reports: Path) -> None:
    notice = "Nobody has read the quotations"
    page = (demo_reports / "scoping_report.html").read_text(encoding="utf-8")
    assert notice in page.partition("<main")[0]
    for path in (demo_reports / "scoping_annex.docx", *(demo_reports / "scoping_notes").glob("*.docx")):
        assert any(notice in paragraph.text for paragraph in Document(str(path)).paragraphs[:4]), path
    cover = [
        row[0] for row in load_workbook(demo_reports / "scoping_tables.xlsx").worksheets[0].iter_rows(values_only=True)
    ]
    assert notice in str(cover[1])
    for path in (demo_reports / "scoping_report.govspeak.md", *(demo_reports / "scoping_notes").glob("*.md")):
        assert notice in path.read_text(encoding="utf-8")[:300], path
    assert notice in (demo_reports / "tables" / "datapackage.json").read_text(encoding="utf-8")[:400]


# Small studies

MORE = """
[[polls.questions]]
id = "more"
title = "Anything else"
column = "What else should we know?"
kind = "text"

[[polls.questions]]
id = "when"
title = "When"
column = "When do you travel?"
kind = "multiple"
options = ["Morning", "Evening"]

[topic_guide]"""
OTHERS = tuple((f"Q{n}", f"Quill{n} Onward{n}", f"q{n}@own.example", "AB"[n % 2]) for n in range(1, 9))
PEOPLE = (*tiny.PEOPLE, *OTHERS)


def poll_of(rows: dict[str, tuple[str, str, str]]) -> Workbook:
    """rows: by participant, or "anonymous", the ranking, the open answer and the choice."""
    who = {id_: (email, name) for id_, name, email, _ in PEOPLE} | {"anonymous": ("anonymous", "")}
    workbook = Workbook()
    headings = (
        "ID",
        "Completion time",
        "Email",
        "Name",
        "Rank these",
        "What else should we know?",
        "When do you travel?",
    )
    workbook.active.append(headings)
    for number, (person, answers) in enumerate(rows.items(), start=1):
        workbook.active.append((number, f"2026-02-10 10:{number:02}:00", *who[person], *answers))
    return workbook


def refuse(folder: Path, *people: str) -> None:
    workbook = load_workbook(folder / "register.xlsx")
    sheet = workbook.active
    at = next(cell.column for cell in sheet[1] if cell.value == "consent_quoting")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in people:
            sheet.cell(row=row[0].row, column=at).value = "no"
    workbook.save(folder / "register.xlsx")


def votes(folder: Path, rows: dict[str, tuple[str, str, str]]) -> None:
    poll_of(rows).save(folder / "raw" / "polls" / "W1_themes.xlsx")


ORDER = "Fares;Routes;Seats;Shelters;"
PLAIN = {id_: (ORDER, "n/a", "Morning") for id_, *_ in PEOPLE[:10]}


@pytest.fixture
def bigger(tiny_folder: Path) -> Path:
    """The tiny study with fourteen people in two groups, all interviewed, and a poll with an open question."""
    plan = tiny_folder / "study.toml"
    text = plan.read_text(encoding="utf-8").replace('groups = ["A", "B"]', 'groups = ["A"]')
    tiny.write(plan, text.replace("\n[topic_guide]", MORE, 1))
    tiny.register(tiny_folder / "register.xlsx", PEOPLE)
    for number, (person, *_) in enumerate(OTHERS):
        said = tuple(
            f"{answer} That is my say, number {number} of them." for answer in tiny.ANSWERS[f"P{number % 6 + 1}"]
        )
        tiny.interview(tiny_folder / "raw" / "transcripts" / f"{person}_interview.txt", person, said)  # type: ignore[arg-type]
    votes(tiny_folder, PLAIN)
    return tiny_folder


@pytest.mark.usefixtures("without_charts")
def test_no_word_of_somebody_who_would_not_be_quoted_is_in_any_file(bigger: Path) -> None:
    """Of an interview, of a ranking, of an open question and in place of an answer; and nothing that says nothing."""
    said = (
        "I think the fare of zebrawood should go down for all of us here in town, and soon if you ask me about it.",
        "I think the routes of teakwood should go up to the hill for all of us, and soon if you ask me about it.",
    )
    tiny.interview(bigger / "raw" / "transcripts" / "P2_interview.txt", "P2", said)
    votes(
        bigger,
        PLAIN
        | {"P2": ("Fares;rosewood lanes;Routes;Seats;Shelters;", "more of the ebonywood", "at sandalwood time")}
        | {"P3": ("Fares;cedarwood lanes;Routes;Seats;Shelters;", "more of the pinewood", "at beechwood time")}
        | {"P4": (ORDER, "n/a", "Morning"), "P5": (ORDER, "None.", "Morning"), "P6": (ORDER, "-", "Morning")}
        | {"Q3": (ORDER, "off the record, more of the bogwood", "Morning")}
        | {"anonymous": (ORDER, "more of the driftwood", "Morning")},
    )
    refuse(bigger, "P2")
    run(Study.open(bigger))
    files = said_in(bigger / "reports")
    for word in ("zebrawood", "teakwood", "rosewood", "ebonywood", "sandalwood", "bogwood", "driftwood"):
        assert not [name for name, text in files.items() if word in text], word
    written = tables_of(bigger / "reports")["write_ins"]
    assert set(written["text"]) == {"cedarwood lanes", "more of the pinewood", "at beechwood time"}
    assert set(written.loc[written["question"] == "when", "group"]) == {"All groups"}


@pytest.mark.usefixtures("without_charts")
def test_the_second_answer_of_somebody_who_would_not_be_quoted_is_theirs(bigger: Path) -> None:
    """Who answers in two workshops is two voters where both answers count; the register knows one of them."""
    plan = bigger / "study.toml"
    text = plan.read_text(encoding="utf-8").replace(
        'id = "themes"\ntitle = "Priorities"\n\n[[polls.q',
        'id = "themes"\ntitle = "Priorities"\nrepeat_answers = "both"\n\n[[polls.q',
        1,
    )
    event = '\n[[events]]\nid = "W2"\nname = "Second"\ndate = 2026-02-11\ngroups = ["A"]\n'
    tiny.write(plan, text.replace("\n[[polls]]", f"{event}\n[[polls]]", 1))
    votes(bigger, PLAIN)
    second = poll_of({"P2": (ORDER, "more of the ebonywood", "Morning")})
    second.active["B2"] = "2026-02-11 10:01:00"
    second.save(bigger / "raw" / "polls" / "W2_themes.xlsx")
    refuse(bigger, "P2")
    outcome = run(Study.open(bigger))
    assert "P2 (2)" in set(outcome.data.answers["voter"])
    assert "ebonywood" not in " ".join(outcome.quotations.to_sign["quote"])
    assert not [name for name, text in said_in(bigger / "reports").items() if "ebonywood" in text]


@pytest.mark.usefixtures("without_charts")
def test_a_group_of_one_is_named_by_no_column_next_to_its_words_nor_one_of_two_who_may_be_quoted(bigger: Path) -> None:
    plan = bigger / "study.toml"
    text = plan.read_text(encoding="utf-8")
    tiny.write(plan, text.replace("\n[[events]]", '\n[[groups]]\nid = "CC"\nname = "Walkers"\n\n[[events]]', 1))
    tiny.register(bigger / "register.xlsx", tuple((*p[:3], "CC") if p[0] == "P6" else p for p in PEOPLE))
    votes(bigger, PLAIN | {"P6": ("Fares;cedarwood lanes;Routes;Seats;Shelters;", "", "Morning")})
    refuse(bigger, "P5", "Q1", "Q3", "Q5")  # of group B, which leaves P4 and Q7
    outcome = run(Study.open(bigger))
    assert (outcome.analysis.coded.counted["participant"] == "P6").any()
    tables = tables_of(bigger / "reports")
    assert "cedarwood lanes" in set(tables["write_ins"]["text"])
    for name in ("quotes", "assumption_quotes", "write_ins"):
        assert len(tables[name])
        assert not tables[name].astype(str).isin(["CC", "B"]).any(axis=None), name


@pytest.mark.usefixtures("without_charts")
def test_colleagues_cannot_be_linked_by_an_id(bigger: Path) -> None:
    """Two quotations that name the same colleague, whose id would say that their speakers know each other."""
    names = "text,kind,replacement,decided_by,when\nDarren Ouseby,person,[person 1],Imogen,2026-02-20T09:00:00Z\n"
    tiny.write(bigger / "working" / "names.csv", names)
    for person, *_ in PEOPLE:
        said = (
            f"I asked Darren Ouseby about the fares for my part, and he of all people told me to wait for {word} news."
            for word in ("better", "later")
        )
        tiny.interview(bigger / "raw" / "transcripts" / f"{person}_interview.txt", person, tuple(said))  # type: ignore[arg-type]
    outcome = run(Study.open(bigger))
    linked = outcome.quotations.quotes
    assert linked.loc[linked["quote"].str.contains("[person 1]", regex=False), "participant"].nunique() > 1
    files = said_in(bigger / "reports")
    assert not {name: found for name, text in files.items() if (found := ID.findall(text))}


@pytest.mark.usefixtures("without_charts")
def test_what_is_held_back_is_released_by_a_person_who_reads_it(bigger: Path) -> None:
    """And then passes the door too, which would hold it back for the same word; and an anonymous answer is shown when
    it was signed off."""
    said = (
        "I think the fares of the Zanzibar kind would be the ones to have for all of us here in town, if you ask me.",
        "I think the routes of the old kind would be the ones to have for all of us here in town, if you ask me.",
    )
    tiny.interview(bigger / "raw" / "transcripts" / "P2_interview.txt", "P2", said)
    votes(bigger, PLAIN | {"anonymous": (ORDER, "more of the driftwood", "Morning")})
    study = Study.open(bigger)
    run(study)
    assert not [name for name, text in said_in(bigger / "reports").items() if "Zanzibar" in text or "driftw" in text]
    desk = SignOffDesk("Imogen", study.sign_offs, study.quotes_to_sign, study.at(HELD_BACK))
    (waits,) = [passage for passage in desk.waiting() if passage.words == "more of the driftwood"]
    assert waits.codes == ("more",)
    desk.sign(waits.id)
    (held,) = [passage for passage in desk.waiting(held_back=True) if "Zanzibar" in passage.quote]
    assert held.why == "may name somebody: Zanzibar"
    assert held.said == said[0]
    desk.sign(held.id)
    assert held not in desk.waiting(held_back=True)
    outcome = run(Study.open(bigger))
    written = tables_of(bigger / "reports")["write_ins"].set_index("text")
    assert written.loc["more of the driftwood", "sign_off"] == "signed off"
    assert "Zanzibar" not in " ".join(outcome.quotations.held_back["quote"])
    assert "Zanzibar" in " ".join(tables_of(bigger / "reports")["quotes"]["quote"])
    assert "Zanzibar" in (bigger / "reports" / "scoping_report.html").read_text(encoding="utf-8")
    assert "Nobody has read some of the quotations" in (bigger / "reports" / "scoping_report.html").read_text("utf-8")


@pytest.mark.usefixtures("without_charts")
def test_by_default_nothing_is_shown_that_nobody_signed_off(bigger: Path) -> None:
    plan = bigger / "study.toml"
    tiny.write(plan, plan.read_text(encoding="utf-8").replace("quotes_need_sign_off = false\n", ""))
    votes(bigger, PLAIN | {"P3": (ORDER, "more of the pinewood", "Morning")})
    study = Study.open(bigger)
    waiting = run(study).quotations.to_sign
    assert not [text for text in words_of(tables_of(bigger / "reports")) if text != "[z]"]
    assert "Nobody has read" not in (bigger / "reports" / "scoping_report.html").read_text(encoding="utf-8")
    record = sign_off(waiting, read_sign_offs(study.sign_offs), "Imogen", datetime(2026, 3, 2, tzinfo=UTC))
    study.sign_offs.write_text(record.to_csv(index=False), encoding="utf-8")
    run(Study.open(bigger))
    tables = tables_of(bigger / "reports")
    assert "more of the pinewood" in set(tables["write_ins"]["text"])
    assert set(tables["quotes"]["sign_off"]) == {"signed off"}
    assert "Nobody has read" not in (bigger / "reports" / "scoping_report.html").read_text(encoding="utf-8")
