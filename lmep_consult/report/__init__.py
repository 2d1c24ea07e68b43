"""Released tables and charts -> workbook, Word, HTML, Govspeak, CSV, pictures."""

from lmep_consult.report.charts import Chart, draw_charts
from lmep_consult.report.files import safe_cell, write_charts, write_csv
from lmep_consult.report.govspeak import write_govspeak
from lmep_consult.report.identity import Identity, identity_of
from lmep_consult.report.notes_files import write_scoping_notes
from lmep_consult.report.opendocument import write_ods
from lmep_consult.report.page import write_page
from lmep_consult.report.pages import page_tables
from lmep_consult.report.schema import write_schema
from lmep_consult.report.scoping_notes import scoping_notes
from lmep_consult.report.team import framework_sheet, team_workbook
from lmep_consult.report.tidy import tidy_tables
from lmep_consult.report.word import write_word
from lmep_consult.report.workbook import write_workbook

__all__ = [
    "Chart",
    "Identity",
    "draw_charts",
    "framework_sheet",
    "identity_of",
    "page_tables",
    "safe_cell",
    "scoping_notes",
    "team_workbook",
    "tidy_tables",
    "write_charts",
    "write_csv",
    "write_govspeak",
    "write_ods",
    "write_page",
    "write_schema",
    "write_scoping_notes",
    "write_word",
    "write_workbook",
]
