"""What may leave the study: the only door to a report."""

from lmep_consult.disclosure.attributes import attributes_shown
from lmep_consult.disclosure.attribution import attribution
from lmep_consult.disclosure.quotes import DRAFT, quotable, quote_hash, read_sign_offs, sign_off, signed
from lmep_consult.disclosure.reidentification import reidentification_risks
from lmep_consult.disclosure.release import Released, release, release_all, require_released
from lmep_consult.disclosure.rules import Rules
from lmep_consult.disclosure.small_groups import groups_to_hide
from lmep_consult.disclosure.wording import in_words, word_for, words_for

__all__ = [
    "DRAFT",
    "Released",
    "Rules",
    "attributes_shown",
    "attribution",
    "groups_to_hide",
    "in_words",
    "quotable",
    "quote_hash",
    "read_sign_offs",
    "reidentification_risks",
    "release",
    "release_all",
    "require_released",
    "sign_off",
    "signed",
    "word_for",
    "words_for",
]
