"""The promise to participants: withdrawal, retention, consent to be contacted; acts on the whole study folder."""

from lmep_consult.governance.certificate import Purge
from lmep_consult.governance.changes import changed_by_withdrawals, is_open, write_changes
from lmep_consult.governance.checking import check_study
from lmep_consult.governance.other_waves import OtherWave, forget_comparison, other_waves
from lmep_consult.governance.panel import user_panel
from lmep_consult.governance.purge import planned_purge, purge
from lmep_consult.governance.withdrawal import Withdrawal, planned, withdraw

__all__ = [
    "OtherWave",
    "Purge",
    "Withdrawal",
    "changed_by_withdrawals",
    "check_study",
    "forget_comparison",
    "is_open",
    "other_waves",
    "planned",
    "planned_purge",
    "purge",
    "user_panel",
    "withdraw",
    "write_changes",
]
