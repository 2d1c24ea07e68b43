"""What may leave the study: the only door to a report."""

from lmep_consult.disclosure.accounted import require_accounted
from lmep_consult.disclosure.attributes import attributes_shown
from lmep_consult.disclosure.attribution import ANYBODY, attribution
from lmep_consult.disclosure.earlier import Earlier, People
from lmep_consult.disclosure.parts import few_or_enough
from lmep_consult.disclosure.quotes import (
    DRAFT,
    SIGNED_OFF,
    as_signed,
    asks_for_privacy,
    may_name,
    quotable,
    quote_hash,
    read_sign_offs,
    sign_off,
    signed,
)
from lmep_consult.disclosure.reidentification import reidentification_risks
from lmep_consult.disclosure.release import (
    Released,
    as_cell,
    made_of,
    release,
    release_after,
    release_all,
    require_released,
)
from lmep_consult.disclosure.rounding import alike, people_wanted, rounded_share, share_step
from lmep_consult.disclosure.rules import Rules
from lmep_consult.disclosure.shortening import LEFT_OUT, cuts_of, shortened
from lmep_consult.disclosure.sign_off_desk import SignOffDesk, ToRead
from lmep_consult.disclosure.small_groups import groups_to_hide
from lmep_consult.disclosure.votes import further_voters_wanted, step, voters_wanted
from lmep_consult.disclosure.wording import FEW, NEARLY_ALL, in_words, quoting, word_for, words_for

__all__ = [
    "ANYBODY",
    "DRAFT",
    "FEW",
    "LEFT_OUT",
    "NEARLY_ALL",
    "SIGNED_OFF",
    "Earlier",
    "People",
    "Released",
    "Rules",
    "SignOffDesk",
    "ToRead",
    "alike",
    "as_cell",
    "as_signed",
    "asks_for_privacy",
    "attributes_shown",
    "attribution",
    "cuts_of",
    "few_or_enough",
    "further_voters_wanted",
    "groups_to_hide",
    "in_words",
    "made_of",
    "may_name",
    "people_wanted",
    "quotable",
    "quote_hash",
    "quoting",
    "read_sign_offs",
    "reidentification_risks",
    "release",
    "release_after",
    "release_all",
    "require_accounted",
    "require_released",
    "rounded_share",
    "share_step",
    "shortened",
    "sign_off",
    "signed",
    "step",
    "voters_wanted",
    "word_for",
    "words_for",
]
