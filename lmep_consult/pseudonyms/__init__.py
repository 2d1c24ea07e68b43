"""Names out of the text before anyone codes."""

from lmep_consult.pseudonyms.identifiers import Identifier, identifiers
from lmep_consult.pseudonyms.replacing import pseudonymise
from lmep_consult.pseudonyms.unconfirmed import ordinary_words, unconfirmed

__all__ = ["Identifier", "identifiers", "ordinary_words", "pseudonymise", "unconfirmed"]
