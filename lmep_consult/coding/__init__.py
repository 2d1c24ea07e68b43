"""What people decide about transcripts, and what the codings say: logs, agreement between coders, themes, quotes."""

from lmep_consult.coding.decisions.adjudication import Comparison, Final, compare, final_codings
from lmep_consult.coding.decisions.anchoring import anchor, from_utf16, to_utf16
from lmep_consult.coding.decisions.apart import apart
from lmep_consult.coding.decisions.blind import visible
from lmep_consult.coding.decisions.coder import Coder
from lmep_consult.coding.decisions.decision import Decision, as_line, from_line
from lmep_consult.coding.decisions.finished import finished
from lmep_consult.coding.decisions.folding import Folded, fold
from lmep_consult.coding.decisions.log import append, log_files, log_path, read_log, read_logs
from lmep_consult.coding.decisions.lost import lost_code_problems, lost_codes, migrations_of
from lmep_consult.coding.decisions.passages import Passage, Spoken, passage, text_hash
from lmep_consult.coding.decisions.rounds import Together, coded_together
from lmep_consult.coding.decisions.waiting import waiting
from lmep_consult.coding.measures.by_question import code_by_question
from lmep_consult.coding.measures.co_occurrence import co_occurrence
from lmep_consult.coding.measures.framework import framework_matrix, framework_sheet
from lmep_consult.coding.measures.memos import memo_list
from lmep_consult.coding.measures.quotes import choose_quotes, quotes_with_attributes
from lmep_consult.coding.measures.themes import themes_by_group
from lmep_consult.coding.scope import out_of_scope

__all__ = [
    "Coder",
    "Comparison",
    "Decision",
    "Final",
    "Folded",
    "Passage",
    "Spoken",
    "Together",
    "anchor",
    "apart",
    "append",
    "as_line",
    "choose_quotes",
    "co_occurrence",
    "code_by_question",
    "coded_together",
    "compare",
    "final_codings",
    "finished",
    "fold",
    "framework_matrix",
    "framework_sheet",
    "from_line",
    "from_utf16",
    "log_files",
    "log_path",
    "lost_code_problems",
    "lost_codes",
    "memo_list",
    "migrations_of",
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
