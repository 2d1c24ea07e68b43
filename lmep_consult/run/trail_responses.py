"""Where a number about written responses comes from: the responses behind it, by their ids. For the team alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.errors import StudyError
from lmep_consult.places import RESPONSES
from lmep_consult.responses.results import person_found, read_by_people
from lmep_consult.responses.sample import answers_of, group_of, read_sample
from lmep_consult.responses.units import campaigns_of, chosen, rows
from lmep_consult.run.trail import TABLES, Trail
from lmep_consult.study import Study
from lmep_consult.table import ALL_GROUPS


def response_trail(
    table: str, row: Mapping[str, Any], column: str, study: Study, codebook: Codebook, read: Coded
) -> Trail:
    """Follow one cell back: of an estimate the answers that people coded, and what terms and people found in each; of a
    closed question what each respondent answered; of a campaign those who sent it; of other counts the responses
    counted. read: the sample as coded.

    Raises StudyError where the table has no such column.
    """
    if column not in row:
        raise StudyError(f"{table} has no column {column!r}; it has {', '.join(row)}.")
    question = row.get("question", "")
    if table == "closed_answers":
        found = _closed(row, study)
    elif table == "campaigns":
        campaign = campaigns_of(study.at(RESPONSES), question)["campaign"].iloc[int(row["campaign"]) - 1]
        texts = rows(study.at(RESPONSES), "texts", ["response", "campaign"], question)
        found = texts.loc[texts["campaign"] == campaign, ["response"]]
    elif table == "responses_received":
        found = rows(study.at(RESPONSES), "texts", ["response"], question)
    else:
        found = _answers(row, column, study, codebook, read)
    places = rows(study.at(RESPONSES), "respondents", ["response", "file", "row"], of=list(found["response"]))
    shown = found.merge(places, on="response", how="left")
    return Trail(table, row, column, row[column], TABLES[table][1], "responses", shown, ())


def _closed(row: Mapping[str, Any], study: Study) -> pd.DataFrame:
    """What each respondent of the row's group answered; the row's own answer first."""
    plan = study.plan.responses
    assert plan is not None  # noqa: S101  (the table was made of responses)
    columns = ["response", row["closed"], *([plan.group_by] if plan.group_by else [])]
    given = rows(study.at(RESPONSES), "respondents", columns).explode(row["closed"])
    given = given.rename(columns={row["closed"]: "answer"}).dropna(subset="answer")
    given = given[given["answer"] != ""]
    if row["group"] != ALL_GROUPS:
        given = given[given[plan.group_by] == row["group"]]
    own = given["answer"] == row["answer"]
    found: pd.DataFrame = pd.concat([given[own], given[~own]], ignore_index=True)[["response", "answer"]]
    return found


def _answers(row: Mapping[str, Any], column: str, study: Study, codebook: Codebook, read: Coded) -> pd.DataFrame:
    """The answers of the row's group: all of them behind a base, else those that people coded."""
    plan, question, code = study.plan.responses, row["question"], row["code"]
    assert plan is not None  # noqa: S101  (the table was made of responses)
    answers = answers_of(study, codebook, question)
    group = row.get("group", ALL_GROUPS)
    of = chosen(answers.respondents[row["closed"]], group) if "closed" in row else group_of(answers, plan) == group
    here = answers.machine.index[(of | (group == ALL_GROUPS)).to_numpy()]
    if column == "base":
        return pd.DataFrame({"response": here})
    sample = read_sample(study)
    done = read_by_people(sample[sample["question"] == question], read.finished)
    people = person_found(done, read.final, parents_in_scope(codebook), question)
    known = done[done["response"].isin(here)]
    return pd.DataFrame(
        {
            "response": known["response"],
            "number": known["number"],
            "batch": known["batch"],
            "chance": known["chance"].round(4),
            "found_by_terms": answers.machine.loc[known["response"], code].to_numpy(),
            "found_by_people": people.loc[known["response"], code].to_numpy(),
        }
    )
