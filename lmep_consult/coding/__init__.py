"""What the codings say: themes by group, quotes."""

from lmep_consult.coding.quotes import choose_quotes
from lmep_consult.coding.themes import themes_by_group

__all__ = ["choose_quotes", "themes_by_group"]
