"""Documents that authors write, brought up to date with what a study has released."""

from lmep_consult.documents.controls import nearest
from lmep_consult.documents.document import Filled, fill, read_controls
from lmep_consult.documents.listing import Line, State, listed

__all__ = ["Filled", "Line", "State", "fill", "listed", "nearest", "read_controls"]
