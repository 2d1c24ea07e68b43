"""Where a number comes from: the ballots, codings or register rows behind a table's row, and what made it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.comparing import carrying
from lmep_consult.codebook import Codebook
from lmep_consult.errors import StudyError
from lmep_consult.participants import withdrawn
from lmep_consult.pseudonyms import outline
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, row_names

Rests = Literal["ballots", "answers", "attendance", "codings", "coders", "turns", "register", "monitoring", "responses"]
# What each table rests on, and the function that makes it.
TABLES: Mapping[str, tuple[Rests, str]] = {
    "sample_interviews": ("register", "lmep_consult.coverage.check_coverage"),
    "sample_stages": ("register", "lmep_consult.coverage.stages_by_group"),
    "criteria": ("register", "lmep_consult.coverage.check_criteria"),
    "fieldwork_status": ("register", "lmep_consult.coverage.fieldwork_status"),
    "organisations_reached": ("register", "lmep_consult.coverage.organisations_reached"),
    "regions": ("register", "lmep_consult.coverage.region_by_group"),
    "limitations": ("register", "lmep_consult.coverage.limitations"),
    "workshops": ("attendance", "lmep_consult.coverage.workshop_attendance"),
    "questions_heard": ("turns", "lmep_consult.coverage.questions_by_group"),
    "priorities": ("ballots", "lmep_consult.ranking.priorities.priorities"),
    "top_three": ("ballots", "lmep_consult.ranking.priorities.priorities"),
    "pooling": ("ballots", "lmep_consult.ranking.pooling.pooled"),
    "group_differences": ("ballots", "lmep_consult.ranking.compare_groups"),
    "agreement": ("ballots", "lmep_consult.ranking.kendalls_w"),
    "sensitivity": ("ballots", "lmep_consult.ranking.sensitivity.sensitivity"),
    "reweighted": ("ballots", "lmep_consult.coverage.reweighted"),
    "worst_case": ("ballots", "lmep_consult.coverage.worst_case"),
    "joint_display": ("codings", "lmep_consult.analysis.joint_display.joint_display"),
    "answers": ("answers", "lmep_consult.analysis.polls.answered"),
    "write_ins": ("answers", "lmep_consult.analysis.written.written_words"),
    "themes_by_group": ("codings", "lmep_consult.coding.themes_by_group"),
    "out_of_scope": ("codings", "lmep_consult.analysis.themes.set_aside"),
    "assumptions": ("codings", "lmep_consult.analysis.themes.assumptions"),
    "assumptions_by_group": ("codings", "lmep_consult.analysis.themes.assumptions_by_group"),
    "monitoring": ("monitoring", "lmep_consult.analysis.monitoring.monitoring"),
    "assumption_quotes": ("codings", "lmep_consult.analysis.quotations.quotations"),
    "formats_by_supporters": ("ballots", "lmep_consult.analysis.reviews.formats_by_supporters"),
    "coder_agreement": ("coders", "lmep_consult.coding.agreement.agreement_table"),
    "code_saturation": ("codings", "lmep_consult.coding.saturation.saturation_table"),
    "saturation_curve": ("codings", "lmep_consult.coding.saturation.saturation_curve"),
    "method_notes": ("register", "lmep_consult.analysis.method_notes.method_notes"),
    "machine_assistance": ("coders", "lmep_consult.analysis.themes.assistance"),
    "quotes": ("codings", "lmep_consult.analysis.quotations.quotations"),
    "ordered_codes": ("codings", "lmep_consult.coding.themes_by_group"),
    "case_studies": ("codings", "lmep_consult.analysis.cases.case_studies"),
    "case_quotes": ("codings", "lmep_consult.analysis.cases.case_quotes"),
    "comparisons": ("codings", "lmep_consult.analysis.comparing.compared"),
    "answers_and_interviews": ("answers", "lmep_consult.analysis.polls.answered"),
    "recommendation_evidence": ("codings", "lmep_consult.coding.themes_by_group"),
    "responses_received": ("responses", "lmep_consult.responses.results.response_frames"),
    "closed_answers": ("responses", "lmep_consult.responses.results.closed_answers"),
    "campaigns": ("responses", "lmep_consult.responses.results.response_frames"),
    "response_themes": ("responses", "lmep_consult.responses.estimating.estimated_counts"),
    "response_themes_by_answer": ("responses", "lmep_consult.responses.estimating.estimated_counts"),
    "response_quotes": ("responses", "lmep_consult.responses.quoting.response_quotes"),
    "machine_accuracy": ("responses", "lmep_consult.responses.estimating.accuracy"),
}


@dataclass(frozen=True)
class Trail:
    """Where a cell comes from. value: what the table shows. made_by: the function that made it. rests: what it rests
    on, and rows: those rows, one a ballot, coding, answer, attendance or person, each by its id. sources: the
    participants and events whose raw files they were read from."""

    table: str
    row: Mapping[str, Any]
    column: str
    value: Any
    made_by: str
    rests: Rests
    rows: pd.DataFrame
    sources: tuple[str, ...]


def table_called(record: Path, called: str) -> str:
    """The table in CSV behind a table of the report, by what it is called there: "Table 11", "Table_11", "11" or its
    name; what is called otherwise in CSV keeps its name.

    record: run.json, which says how tables are numbered. Raises StudyError for a number that no table has.
    """
    try:
        listed = json.loads(record.read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError):
        return called
    number = re.fullmatch(r"(?:table[ _]?)?(\d+)", called.strip(), re.IGNORECASE)
    found = [each for each in listed if (each["number"] == int(number[1]) if number else each["name"] == called)]
    if number and not found:
        raise StudyError(f"No table of the report is numbered {number[1]}; there are 1 to {len(listed)}.")
    return str(found[0]["csv"]) if found else called


def published_row(tables: Path, table: str, row: str) -> pd.DataFrame:
    """The one row of a table in reports/tables that is called so (row_names), indexed by its name; all rows where `row`
    is "" or none is called so.

    Raises StudyError where there is no such table, or the study has nothing for it.
    """
    path = tables / f"{table}.csv"
    if table not in TABLES or not path.is_file():
        there = ", ".join(sorted(each.stem for each in tables.glob("*.csv"))) or "none; `lmep-consult run` makes them"
        why = f"This study has nothing for the table {table!r}" if table in TABLES else f"No table is called {table!r}"
        raise StudyError(f"{why}; there are {there}.")
    frame = pd.read_csv(path, keep_default_na=False, encoding="utf-8-sig")
    frame.index = pd.Index(row_names(frame))
    found = frame[frame.index.str.casefold() == row.strip().casefold()]
    return found if len(found) else frame


def trail(table: str, row: Mapping[str, Any], column: str, data: StudyData, coded: Coded, codebook: Codebook) -> Trail:
    """Follow one cell back. row: the table's row, by column, as it was published.

    Raises StudyError where the table has no such column.
    """
    if column not in row:
        raise StudyError(f"{table} has no column {column!r}; it has {', '.join(row)}.")
    rests, made_by = TABLES[table]
    if table == "joint_display" and column.startswith(("rank", "voters")):
        rests, made_by = TABLES["priorities"]
    if table == "answers_and_interviews" and column in ("participants", "base"):
        rests, made_by = TABLES["themes_by_group"]
    if table == "monitoring" and column.startswith(("spoke", "interviewees")):
        rests, made_by = TABLES["assumptions_by_group"]
    rows = _FIND[rests](row, data, coded, codebook)
    where = [c for c in ("source", "event", "participant", "voter") if c in rows]
    known = {*data.transcripts, *data.register["participant"], *data.ballots["event"]}
    sources = tuple(sorted({str(each) for c in where for each in rows[c]} & known))
    return Trail(table, row, column, row[column], made_by, rests, rows.reset_index(drop=True), sources)


def _ballots(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """One row a voter: where they put the option, or where the row is of no option, all of theirs."""
    here = _matching(data.ballots, row, ["poll", "question", "option"])
    groups = [row["group_a"], row["group_b"]] if "group_a" in row else [row.get("group", ALL_GROUPS)]
    return _of_groups(here, groups)[["event", "poll", "question", "voter", "group", "option", "rank", "counted_as"]]


def _answers(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    columns = ["event", "poll", "question", "voter", "group", "answer"]
    in_ranking = data.ballots[data.ballots["written_in"]].rename(columns={"option": "answer"})
    next_to = data.write_ins.rename(columns={"text": "answer"})
    said = pd.concat([data.answers[columns], in_ranking[columns], next_to[columns]])
    if "text" in row:  # as readers see it
        said = said[said["answer"].map(outline) == outline(row["text"])]
    return _of_groups(_matching(said, row, ["poll", "question", "answer"]), [row.get("group", ALL_GROUPS)])


def _codings(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """The codings of the code and of those below it, by people of the group; a quotation's own alone."""
    named_in = row.get("chart") or "group"  # the column of the register that names the cases, of a table of cases
    group_of = dict(zip(data.register["participant"], data.register[named_in], strict=True))
    found = coded.counted.assign(group=coded.counted["participant"].map(group_of))
    if row.get("with_code"):
        third = [row["within"]] if row["within"] != NOT_APPLICABLE else []
        found = carrying(found.reset_index(drop=True), row["code"], row["with_code"], *third)
    elif row.get("code"):
        found = found[found["code"].isin(_with_those_below(row["code"], codebook))]
    if "quote" in row and "attribution" in row and "recommendation" not in row:
        found = found[found["quote"].map(outline) == outline(row["quote"])]
    else:  # who wrote an answer and is not in the register is counted nowhere
        found = found[found["group"].notna()]
    shown = ["id", "source", "participant", "group", "code", "turn", "start", "end", "quote", "coder", "origin"]
    more = ["memo", "time", "codebook", "rule"]
    return _of_groups(found, [row.get("group", ALL_GROUPS)]).reindex(columns=[*shown, *more])


def _with_those_below(code: str, codebook: Codebook) -> set[str]:
    return {each.id for each in codebook.codes if code in (each.id, *codebook.ancestors(each.id))}


def _coders(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """What coders decided; of agreement in a round, as it was when they had finished it."""
    blind = row.get("blind") == "yes"
    parts = [part.codings for part in coded.together if (part.round, part.blind) == (row.get("round"), blind)]
    found = (parts or [coded.by_coder])[0].drop(columns="said")
    if row.get("code") in {each.id for each in codebook.codes}:  # and not where the row is of all codes
        found = found[found["code"].isin(_with_those_below(row["code"], codebook))]
    return _matching(found, row, ["coder"])


def _turns(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """The turns that belong to a question of the topic guide."""
    columns = ["source", "turn", "role", "participant", "question", "confidence", "text"]
    frames = [t.turns.assign(source=source)[columns] for source, t in data.transcripts.items()]
    turns = pd.concat(frames) if frames else pd.DataFrame(columns=columns)
    group_of = dict(zip(data.register["participant"], data.register["group"], strict=True))
    turns = turns.assign(group=turns["source"].map(group_of))
    return _of_groups(_matching(turns, row, ["question"]), [row.get("group", ALL_GROUPS)])


def _attendance(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    there = data.attended[["event", "participant", "group", "minutes"]]
    return there if row.get("event") == "All" else _matching(there, row, ["event"])


def _register(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """Everybody of the group, without name or address; the status and attributes show which of them count."""
    people = data.register[~data.register["participant"].isin(withdrawn(data.register))]
    return _of_groups(people.drop(columns=["name", "email"]), [row.get("group", ALL_GROUPS)])


def _monitored(row: Mapping[str, Any], data: StudyData, coded: Coded, codebook: Codebook) -> pd.DataFrame:
    """The line of a table in monitoring/."""
    given = {column: "" if row[column] == NOT_APPLICABLE else row[column] for column in ("measure", "what", "period")}
    return _matching(data.monitored, given, list(given))


def _matching(frame: pd.DataFrame, row: Mapping[str, Any], columns: list[str]) -> pd.DataFrame:
    for column in columns:
        if column in row and row[column] is not None:
            frame = frame[frame[column].astype(str) == str(row[column])]
    return frame


def _of_groups(frame: pd.DataFrame, groups: list[Any]) -> pd.DataFrame:
    return frame if ALL_GROUPS in groups else frame[frame["group"].isin(groups)]


_FIND = {
    "ballots": _ballots,
    "answers": _answers,
    "attendance": _attendance,
    "codings": _codings,
    "coders": _coders,
    "turns": _turns,
    "register": _register,
    "monitoring": _monitored,
}
