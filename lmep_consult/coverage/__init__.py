"""Register x quotas -> what was reached, what is missing."""

from lmep_consult.coverage.criteria import check_criteria
from lmep_consult.coverage.quotas import check_coverage
from lmep_consult.coverage.workshops import groups_reached, workshop_attendance

__all__ = ["check_coverage", "check_criteria", "groups_reached", "workshop_attendance"]
