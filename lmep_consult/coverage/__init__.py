"""Register x quotas -> what was reached, what is missing, what follows, and who to recruit next."""

from lmep_consult.coverage.assumptions import fieldwork_status
from lmep_consult.coverage.criteria import check_criteria, criteria_met_by
from lmep_consult.coverage.events import against_targets, poll_response
from lmep_consult.coverage.funnel import recruitment_funnel
from lmep_consult.coverage.guide_coverage import questions_by_group, questions_by_person
from lmep_consult.coverage.limitations import limitations
from lmep_consult.coverage.nonresponse import group_weights, reweighted, worst_case
from lmep_consult.coverage.quotas import check_coverage
from lmep_consult.coverage.recruiting import Recruits, whom_to_recruit
from lmep_consult.coverage.recruitment_stages import EITHER, recruitment_stages
from lmep_consult.coverage.regions import ALL_REGIONS, region_by_group
from lmep_consult.coverage.stages import organisations_reached, quotas_of, stages_by_group
from lmep_consult.coverage.workshops import called, called_in, workshop_attendance

__all__ = [
    "ALL_REGIONS",
    "EITHER",
    "Recruits",
    "against_targets",
    "called",
    "called_in",
    "check_coverage",
    "check_criteria",
    "criteria_met_by",
    "fieldwork_status",
    "group_weights",
    "limitations",
    "organisations_reached",
    "poll_response",
    "questions_by_group",
    "questions_by_person",
    "quotas_of",
    "recruitment_funnel",
    "recruitment_stages",
    "region_by_group",
    "reweighted",
    "stages_by_group",
    "whom_to_recruit",
    "workshop_attendance",
    "worst_case",
]
