"""Released tables and charts -> workbook, Word, HTML, Govspeak, CSV, pictures."""

from lmep_consult.report.chapter import Section, chapter
from lmep_consult.report.charts import FIRST_PAGE, Chart, draw_charts
from lmep_consult.report.contents import Contents, contents
from lmep_consult.report.findings import Findings, findings
from lmep_consult.report.slides import write_slides
from lmep_consult.report.tables.combined import combined_tables
from lmep_consult.report.tables.pages import page_tables
from lmep_consult.report.tables.presets import included
from lmep_consult.report.tables.response_tables import joined_answers
from lmep_consult.report.tables.said import in_sentences
from lmep_consult.report.tables.scoping_notes import scoping_notes
from lmep_consult.report.tables.tidy import tidy_tables
from lmep_consult.report.tables.word_tables import word_tables
from lmep_consult.report.values import Value, read_values, values, write_values
from lmep_consult.report.writers.explore import explore_page
from lmep_consult.report.writers.files import write_charts, write_csv
from lmep_consult.report.writers.govspeak import write_govspeak
from lmep_consult.report.writers.identity import Identity, identity_of
from lmep_consult.report.writers.notes_files import write_scoping_notes
from lmep_consult.report.writers.numbers import write_numbers
from lmep_consult.report.writers.opendocument import write_ods
from lmep_consult.report.writers.page import write_page
from lmep_consult.report.writers.schema import write_schema
from lmep_consult.report.writers.team import team_workbook
from lmep_consult.report.writers.word_annex import write_word_annex
from lmep_consult.report.writers.word_report import write_word_report
from lmep_consult.report.writers.workbook import write_workbook

__all__ = [
    "FIRST_PAGE",
    "Chart",
    "Contents",
    "Findings",
    "Identity",
    "Section",
    "Value",
    "chapter",
    "combined_tables",
    "contents",
    "draw_charts",
    "explore_page",
    "findings",
    "identity_of",
    "in_sentences",
    "included",
    "joined_answers",
    "page_tables",
    "read_values",
    "scoping_notes",
    "team_workbook",
    "tidy_tables",
    "values",
    "word_tables",
    "write_charts",
    "write_csv",
    "write_govspeak",
    "write_numbers",
    "write_ods",
    "write_page",
    "write_schema",
    "write_scoping_notes",
    "write_slides",
    "write_values",
    "write_word_annex",
    "write_word_report",
    "write_workbook",
]
