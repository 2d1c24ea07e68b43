"""Any poll export or attendance report -> ballots, attendance."""

from lmep_consult.polls.attendance import read_attendance
from lmep_consult.polls.export import read_export
from lmep_consult.polls.model import Poll
from lmep_consult.polls.people import match_people
from lmep_consult.polls.ranking import read_poll

__all__ = ["Poll", "match_people", "read_attendance", "read_export", "read_poll"]
