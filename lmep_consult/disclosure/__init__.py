"""What may leave the study: the only door to a report."""

from lmep_consult.disclosure.release import Released, Rules, quotable, release, require_released
from lmep_consult.disclosure.small_counts import groups_to_hide

__all__ = ["Released", "Rules", "groups_to_hide", "quotable", "release", "require_released"]
