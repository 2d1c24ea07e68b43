"""What people decide about transcripts, and what the codings say: logs, agreement between coders, themes, quotes."""

from lmep_consult.coding.adjudication import Comparison, Final, compare, final_codings
from lmep_consult.coding.anchoring import anchor, from_utf16, to_utf16
from lmep_consult.coding.blind import visible
from lmep_consult.coding.by_question import code_by_question
from lmep_consult.coding.co_occurrence import co_occurrence
from lmep_consult.coding.coder import Coder
from lmep_consult.coding.decisions import Decision, as_line, from_line
from lmep_consult.coding.folding import Folded, fold
from lmep_consult.coding.framework import framework_matrix
from lmep_consult.coding.log import append, log_files, log_path, read_log, read_logs
from lmep_consult.coding.memos import memo_list
from lmep_consult.coding.passages import Passage, Spoken, passage, text_hash
from lmep_consult.coding.quotes import choose_quotes, quotes_with_attributes
from lmep_consult.coding.scope import out_of_scope
from lmep_consult.coding.themes import themes_by_group
from lmep_consult.coding.waiting import waiting

__all__ = [
    "Coder",
    "Comparison",
    "Decision",
    "Final",
    "Folded",
    "Passage",
    "Spoken",
    "anchor",
    "append",
    "as_line",
    "choose_quotes",
    "co_occurrence",
    "code_by_question",
    "compare",
    "final_codings",
    "fold",
    "framework_matrix",
    "from_line",
    "from_utf16",
    "log_files",
    "log_path",
    "memo_list",
    "out_of_scope",
    "passage",
    "quotes_with_attributes",
    "read_log",
    "read_logs",
    "text_hash",
    "themes_by_group",
    "to_utf16",
    "visible",
    "waiting",
]
