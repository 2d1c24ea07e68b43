"""What a study intended, as study.toml says it: groups, quotas, events, polls, topic guide, coding, report, dates."""

from lmep_consult.plan.about import About, Dates, Team
from lmep_consult.plan.comparing import Cases, Comparison, Recommendation
from lmep_consult.plan.interviews import CodingPlan, Round, Speakers, TopicGuide, TopicQuestion
from lmep_consult.plan.monitoring import Measure, Monitoring
from lmep_consult.plan.polls import Kind, PollPlan, Question, RepeatAnswers
from lmep_consult.plan.reporting import DisclosureRules, ReportPlan, Review, TheoryAssumption, Wording
from lmep_consult.plan.responses import ClosedQuestion, Quotable, Responses, TextQuestion
from lmep_consult.plan.sampling import Assumption, Criterion, Event, Fieldwork, Group, Quota
from lmep_consult.plan.unmatched import unmatched, unmatched_batches, unmatched_codes
from lmep_consult.plan.waves import Waves
from lmep_consult.plan.whole import Plan

__all__ = [
    "About",
    "Assumption",
    "Cases",
    "ClosedQuestion",
    "CodingPlan",
    "Comparison",
    "Criterion",
    "Dates",
    "DisclosureRules",
    "Event",
    "Fieldwork",
    "Group",
    "Kind",
    "Measure",
    "Monitoring",
    "Plan",
    "PollPlan",
    "Question",
    "Quota",
    "Quotable",
    "Recommendation",
    "RepeatAnswers",
    "ReportPlan",
    "Responses",
    "Review",
    "Round",
    "Speakers",
    "Team",
    "TextQuestion",
    "TheoryAssumption",
    "TopicGuide",
    "TopicQuestion",
    "Waves",
    "Wording",
    "unmatched",
    "unmatched_batches",
    "unmatched_codes",
]
