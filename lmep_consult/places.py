"""Where everything of a study lies in its folder, and what becomes of it: the one place that knows.

A withdrawal and a purge go by `fate`. What lies in working/ and is not named here was made by nobody the toolkit knows
of, and is shown to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

Fate = Literal["given", "derived", "decided", "kept", "released"]


@dataclass(frozen=True)
class Place:
    """A file or folder of a study. path: from the study's folder, with "/".

    fate: "given" (the study as its team set it up), "derived" (a command makes it again, so a withdrawal deletes it),
    "decided" (people made it, or many are in it: a withdrawal takes one person's part out), "kept" (records of what
    was done, which hold nothing that participants said) or "released" (outputs: a withdrawal deletes them, a purge
    keeps them).
    """

    path: str
    fate: Fate

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.path).name

    def of(self, folder: Path) -> Path:
        """Where it is in the study in `folder`."""
        return folder / self.path


PLAN = Place("study.toml", "given")
REGISTER = Place("register.xlsx", "given")
RAW = Place("raw", "given")
MONITORING = Place("monitoring", "given")  # tables of views, downloads, attendance and feedback
CERTIFICATE = Place("purge_certificate.json", "kept")
READABLE_CERTIFICATE = Place("purge_certificate.txt", "kept")

WORKING = Place("working", "given")
IMPORTED = Place("working/imported", "derived")  # a record for each raw file, and for the register
TRANSCRIPTS = Place("working/transcripts", "derived")  # names replaced
CACHE = Place("working/cache", "derived")
RUNS = Place("working/runs", "derived")  # the tables of earlier runs
KEY = Place("working/pseudonyms.key", "derived")
IMPORT_REPORT = Place("working/import_report.csv", "derived")
CONSENTS = Place("working/consents.csv", "derived")
PROBLEMS = Place("working/problems.csv", "derived")
QUESTIONS = Place("working/questions.csv", "derived")
SUGGESTIONS = Place("working/suggestions.csv", "derived")
TO_ADJUDICATE = Place("working/to_adjudicate.csv", "derived")
CODING_PROBLEMS = Place("working/coding_problems.csv", "derived")
HELD_BACK = Place("working/held_back.csv", "derived")
QUOTES_TO_SIGN = Place("working/quotes_to_sign.csv", "derived")
REIDENTIFICATION_RISKS = Place("working/reidentification_risks.csv", "derived")
CRITERIA_MET_BY = Place("working/criteria_met_by.csv", "derived")
QUESTIONS_BY_PERSON = Place("working/questions_by_person.csv", "derived")
RECRUIT_NEXT = Place("working/recruit_next.csv", "derived")
TEAM_ONLY = Place("working/team_only.xlsx", "derived")
EXPLORE = Place("working/explore.html", "derived")  # every coded passage, to search
USER_PANEL = Place("working/user_panel.csv", "derived")
CHANGES_SINCE_LAST_RUN = Place("working/changes_since_last_run.csv", "derived")

CODINGS = Place("working/codings", "decided")  # a log for each coder
NAMES = Place("working/names.csv", "decided")  # about names that the register does not hold
RESPONSES = Place("working/responses", "decided")  # many, and what is coded in them; made again from raw/responses
RESPONSES_SAMPLE = Place("working/responses_sample.parquet", "decided")  # which answers people code, as drawn
SIGN_OFFS = Place("working/quotes_signed_off.csv", "decided")

COUNTS = Place("working/published_counts.json", "derived")  # what the next release has to know of this one
LAST_RELEASE = Place("working/last_release.json", "kept")  # the same of the last reports that were final
CHECKS = Place("working/checks.csv", "kept")  # who has checked which results
WITHDRAWALS = Place("working/withdrawals.csv", "kept")
WITHDRAWAL_CHANGES = Place("working/withdrawals", "kept")  # which numbers each withdrawal changed
JOURNAL = Place("working/unfinished.json", "kept")  # a withdrawal or purge that was begun
LOCKS = Place("working/.locks", "kept")

REPORTS = Place("reports", "released")
TABLES = Place("reports/tables", "released")
CHARTS = Place("reports/charts", "released")
SCOPING_NOTES = Place("reports/scoping_notes", "released")
WORKBOOK = Place("reports/scoping_tables.xlsx", "released")
WORKBOOK_ODS = Place("reports/scoping_tables.ods", "released")
PAGE = Place("reports/scoping_report.html", "released")
REPORT = Place("reports/scoping_report.docx", "released")
ANNEX = Place("reports/scoping_annex.docx", "released")
GOVSPEAK = Place("reports/scoping_report.govspeak.md", "released")
VALUES = Place("reports/values.json", "released")  # what documents may be filled with, by tag
SLIDES = Place("reports/scoping_slides.pptx", "released")
NUMBERS = Place("reports/numbers.docx", "released")
RUN_RECORD = Place("reports/run.json", "released")
SET_ASIDE = Place("reports_set_aside", "released")  # what people put into reports/
COMPARISON = Place("comparison", "released")  # of an earlier wave with this one
COMPARED_FOR_TEAM = Place("working/compared.csv", "derived")
EXPORTS = Place("exports", "derived")  # whole transcripts and codings, for the team

ON_REQUEST: tuple[Place, ...] = (WORKBOOK_ODS, SLIDES, NUMBERS)  # those of reports/ that not every run makes
PLACES: tuple[Place, ...] = tuple(place for place in list(globals().values()) if isinstance(place, Place))
