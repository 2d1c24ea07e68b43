"""Names out of the text before anyone codes."""

from lmep_consult.pseudonyms.capitals import lacks_capitals, lower_turns, without_capitals
from lmep_consult.pseudonyms.confirmed import (
    Confirmed,
    confirmed_csv,
    decide,
    in_force,
    of_places,
    read_confirmed,
    write_confirmed,
)
from lmep_consult.pseudonyms.context import rows_of
from lmep_consult.pseudonyms.desk import NamesDesk
from lmep_consult.pseudonyms.identifiers import Identifier, identifiers
from lmep_consult.pseudonyms.key import read_key, write_key
from lmep_consult.pseudonyms.proposals import kind_of_name, proposals
from lmep_consult.pseudonyms.readable import Readable, outline
from lmep_consult.pseudonyms.replacing import Pseudonymiser, pseudonymise
from lmep_consult.pseudonyms.review import HELP, answered, question, still_open
from lmep_consult.pseudonyms.screening import Screen
from lmep_consult.pseudonyms.unconfirmed import ordinary_words, unconfirmed
from lmep_consult.pseudonyms.undoing import undone, what_was_replaced

__all__ = [
    "HELP",
    "Confirmed",
    "Identifier",
    "NamesDesk",
    "Pseudonymiser",
    "Readable",
    "Screen",
    "answered",
    "confirmed_csv",
    "decide",
    "identifiers",
    "in_force",
    "kind_of_name",
    "lacks_capitals",
    "lower_turns",
    "of_places",
    "ordinary_words",
    "outline",
    "proposals",
    "pseudonymise",
    "question",
    "read_confirmed",
    "read_key",
    "rows_of",
    "still_open",
    "unconfirmed",
    "undone",
    "what_was_replaced",
    "without_capitals",
    "write_confirmed",
    "write_key",
]
