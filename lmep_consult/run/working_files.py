"""What a run leaves in working/, for the team only."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.quotations import Quotations
from lmep_consult.analysis.sample import Sample
from lmep_consult.disclosure import Earlier
from lmep_consult.files import write_whole
from lmep_consult.importing import Imports, consents_kept, import_report
from lmep_consult.importing.records import forget_records
from lmep_consult.places import (
    CACHE,
    CHANGES_SINCE_LAST_RUN,
    CODING_PROBLEMS,
    CONSENTS,
    COUNTS,
    CRITERIA_MET_BY,
    EXPLORE,
    EXPORTS,
    HELD_BACK,
    IMPORT_REPORT,
    KEY,
    PLACES,
    PROBLEMS,
    QUESTIONS,
    QUESTIONS_BY_PERSON,
    RECRUIT_NEXT,
    REIDENTIFICATION_RISKS,
    RUNS,
    SUGGESTIONS,
    TEAM_ONLY,
    TO_ADJUDICATE,
    USER_PANEL,
)
from lmep_consult.pseudonyms import write_key
from lmep_consult.report import explore_page, team_workbook
from lmep_consult.run.freshness import PASSPHRASE
from lmep_consult.spreadsheet import as_csv
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData


def write_account(study: Study, imports: Imports, data: StudyData) -> None:
    """Write to working/ the account of files, problems and consents, and the key. All of it is confidential; the key is
    the only link back to names.

    It is encrypted where the environment holds a passphrase; then nothing else in working/ keeps what was replaced,
    and every file is read again by the next import.
    """
    _write_frame(study.at(IMPORT_REPORT), import_report(imports))
    _write_frame(study.at(PROBLEMS), data.problems)
    _write_frame(study.at(CONSENTS), consents_kept(data))
    _write_frame(study.at(QUESTIONS), questions_of(data))
    names = dict(zip(data.register["participant"], data.register["name"], strict=True))
    key = {"people": names, "replaced": data.replaced.to_dict("records")}
    passphrase = os.environ.get(PASSPHRASE)
    write_key(study.at(KEY), key, passphrase)
    if passphrase is not None:
        forget_records(study)


def questions_of(data: StudyData) -> pd.DataFrame:
    """Which question of the topic guide each turn was taken to belong to, for a person to check: source, turn, role,
    participant, section, question, confidence, text."""
    columns = ["source", "turn", "role", "participant", "section", "question", "confidence", "text"]
    frames = [t.turns.assign(source=source)[columns] for source, t in data.transcripts.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def write_quotes(study: Study, words: Quotations, sample: Sample) -> None:
    """Write what people have to decide about quotations: held_back.csv, passages to check before they are quoted, and
    why; quotes_to_sign.csv, those chosen for the report that nobody has signed off; reidentification_risks.csv,
    combinations of attributes that outputs show and too few have."""
    _write_frame(study.at(HELD_BACK), words.held_back)
    _write_frame(study.quotes_to_sign, words.to_sign)
    _write_frame(study.at(REIDENTIFICATION_RISKS), sample.few)


def write_sample(study: Study, sample: Sample) -> None:
    """Write what only the team may see of the sample: who counts towards each criterion, who was asked and answered
    what, and who to recruit next."""
    _write_frame(study.at(CRITERIA_MET_BY), sample.met_by)
    _write_frame(study.at(QUESTIONS_BY_PERSON), sample.asked)
    _write_frame(study.at(RECRUIT_NEXT), sample.to_recruit.people)


def write_codings(study: Study, parts: Sequence[Coded], by_meaning: pd.DataFrame | None = None) -> None:
    """Write what the team has to look at and decide on: suggestions.csv, every passage that the codebook suggests, and
    what is suggested by meaning; to_adjudicate.csv, where coders differ; coding_problems.csv, decisions that contradict
    each other or whose words are gone. parts: the interviews as coded, and the sample of written responses."""
    found = [*(part.suggestions for part in parts), by_meaning, *(part.in_chats for part in parts)]
    suggested = pd.concat([frame for frame in found if frame is not None], ignore_index=True)
    _write_frame(study.at(SUGGESTIONS), suggested.drop(columns="said"))
    differing = pd.concat([part.open for part in parts], ignore_index=True)
    _write_frame(study.at(TO_ADJUDICATE), differing.drop(columns=["said", "ids"]))
    each = dict.fromkeys(problem for part in parts for problem in part.problems)
    problems = [(problem.where, problem.what, problem.text) for problem in each]
    _write_frame(study.at(CODING_PROBLEMS), pd.DataFrame(problems, columns=["where", "what", "text"]))


def write_counts(study: Study, release: Earlier) -> None:
    """Write published_counts.json, what the next release has to know of this one, should it become final."""
    write_whole(study.at(COUNTS), json.dumps(release.as_json(), ensure_ascii=False) + "\n", private=True)


def write_team(study: Study, frames: Mapping[str, pd.DataFrame], made: dt.datetime) -> None:
    """Write working/team_only.xlsx, a sheet a frame that has rows: what the team works with and nobody else sees."""
    filled = {name: frame for name, frame in frames.items() if len(frame)}
    write_whole(study.at(TEAM_ONLY), team_workbook(filled, made), private=True)


def write_passages(study: Study, passages: pd.DataFrame) -> None:
    """Write working/explore.html: every coded passage, to filter and search."""
    write_whole(study.at(EXPLORE), explore_page(passages, study.plan), private=True)


def write_changes(study: Study, changed: pd.DataFrame) -> None:
    """Write working/changes_since_last_run.csv: which numbers the reports show otherwise than before, and why."""
    _write_frame(study.at(CHANGES_SINCE_LAST_RUN), changed)


_MAY_GO = (CACHE, RUNS, USER_PANEL, EXPORTS)  # at any time, or not of a run's making


def left_in_working(study: Study) -> list[str]:
    """The files that a run makes for the team, by their place in the study: a run that misses one is made again."""
    tops = [study.at(place) for place in PLACES if place.fate == "derived" and place not in _MAY_GO]
    files = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()]
    return sorted(path.relative_to(study.folder).as_posix() for path in files)


def _write_frame(path: Path, frame: pd.DataFrame) -> None:
    write_whole(path, as_csv(frame))
