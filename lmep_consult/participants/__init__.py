"""The register: everyone invited, with group, attributes, consent and status."""

from lmep_consult.participants.consent import PURPOSES, Purpose, consent_gaps, consents, may, refusals, withdrawn
from lmep_consult.participants.headings import REQUIRED
from lmep_consult.participants.linking import Linked, linked
from lmep_consult.participants.register import STATUSES, read_register, register_frame, register_of
from lmep_consult.participants.sheet import cell_of, is_register

__all__ = [
    "PURPOSES",
    "REQUIRED",
    "STATUSES",
    "Linked",
    "Purpose",
    "cell_of",
    "consent_gaps",
    "consents",
    "is_register",
    "linked",
    "may",
    "read_register",
    "refusals",
    "register_frame",
    "register_of",
    "withdrawn",
]
