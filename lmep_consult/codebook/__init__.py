"""YAML, Excel, QDC <-> Codebook; its versions; and the codes a passage of speech may deserve."""

from lmep_consult.codebook.migration import Add, Change, Edit, Merge, Move, Rename, Split, migrate
from lmep_consult.codebook.model import Code, Codebook
from lmep_consult.codebook.tokens import sentences

__all__ = ["Add", "Change", "Code", "Codebook", "Edit", "Merge", "Move", "Rename", "Split", "migrate", "sentences"]
