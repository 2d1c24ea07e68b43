"""Any poll export or attendance report -> ballots, answers, attendance."""

from lmep_consult.polls.answers import read_answers
from lmep_consult.polls.attendance import read_attendance
from lmep_consult.polls.describe import describe_export
from lmep_consult.polls.export import read_export
from lmep_consult.polls.model import Answers, Poll
from lmep_consult.polls.people import match_people
from lmep_consult.polls.ranking import read_poll
from lmep_consult.polls.repeats import participant_of, settle_repeats

__all__ = [
    "Answers",
    "Poll",
    "describe_export",
    "match_people",
    "participant_of",
    "read_answers",
    "read_attendance",
    "read_export",
    "read_poll",
    "settle_repeats",
]
