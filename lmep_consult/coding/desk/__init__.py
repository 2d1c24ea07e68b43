"""What one person has to decide about transcripts, and what their answers come to: for the terminal and for a page."""

from lmep_consult.coding.desk.codebook_desk import CodebookDesk, part_of
from lmep_consult.coding.desk.desk import Desk, NotYet
from lmep_consult.coding.desk.rows import (
    Difference,
    Line,
    Mine,
    Suggested,
    View,
    code_and_words,
    code_called,
    codes_like,
)
from lmep_consult.coding.desk.who import who_decides

__all__ = [
    "CodebookDesk", "Desk", "Difference", "Line", "Mine", "NotYet", "Suggested", "View", "code_and_words",
    "code_called", "codes_like", "part_of", "who_decides",
]  # fmt: skip
