"""The whole of study.toml."""

from __future__ import annotations

from pydantic import Field, model_validator

from lmep_consult.plan.about import About, Dates, Team
from lmep_consult.plan.comparing import Cases, Comparison, Recommendation
from lmep_consult.plan.ids import faults_of_ids, in_files, not_one_of
from lmep_consult.plan.interviews import CodingPlan, Speakers, TopicGuide
from lmep_consult.plan.monitoring import Monitoring
from lmep_consult.plan.part import Part, Text
from lmep_consult.plan.polls import PollPlan, Question
from lmep_consult.plan.reporting import DisclosureRules, ReportPlan, Review, TheoryAssumption
from lmep_consult.plan.responses import Responses
from lmep_consult.plan.sampling import Criterion, Event, Fieldwork, Group
from lmep_consult.plan.waves import Waves
from lmep_consult.table import ALL_GROUPS


class Plan(Part):
    """The whole of study.toml."""

    study: About
    dates: Dates
    team: Team = Team()
    groups: list[Group] = Field(min_length=1)
    criteria: list[Criterion] = []
    fieldwork: Fieldwork = Fieldwork()
    events: list[Event] = []
    polls: list[PollPlan] = []
    topic_guide: TopicGuide = TopicGuide()
    speakers: dict[Text, Speakers] = {}
    coding: CodingPlan = CodingPlan()
    report: ReportPlan = ReportPlan()
    theory_of_change: list[TheoryAssumption] = []
    reviews: list[Review] = []
    cases: Cases | None = None
    comparisons: list[Comparison] = []
    recommendations: list[Recommendation] = []
    disclosure: DisclosureRules = DisclosureRules()
    waves: Waves = Waves()
    monitoring: Monitoring = Monitoring()
    responses: Responses | None = None

    @property
    def answers_coded(self) -> dict[str, tuple[PollPlan, Question]]:
        """The poll questions whose open answers are coded, by the name of their source, "feedback:more": no id holds a
        colon, so that no interview or group discussion is called so."""
        return {f"{poll.id}:{q.id}": (poll, q) for poll in self.polls for q in poll.questions if q.code_answers}

    @model_validator(mode="after")
    def _names_agree(self) -> Plan:
        for what, parts in (
            ("group", self.groups),
            ("event", self.events),
            ("poll", self.polls),
            ("poll question", [question for poll in self.polls for question in poll.questions]),
            ("topic_guide question", self.topic_guide.questions),
            ("theory_of_change", self.theory_of_change),
            ("review", self.reviews),
            ("monitoring measure", self.monitoring.measures),
            ("responses question", self.responses.questions if self.responses else []),
            ("comparison", self.comparisons),
            ("recommendation", self.recommendations),
        ):
            ids = [part.id for part in parts]
            for twice in sorted({i for i in ids if ids.count(i) > 1}):
                raise ValueError(f"the {what} id {twice!r} is there twice; give each its own")
            if what not in (
                "topic_guide question",
                "theory_of_change",
                "monitoring measure",
            ):  # files are named after the others
                for fault in faults_of_ids(ids):
                    raise ValueError(f"the {what} {fault}")
        for group in self.groups:
            if in_files(group.id) == in_files(ALL_GROUPS):
                raise ValueError(f"the group id {group.id!r} is what tables call all groups together; give it another")
        ids_of_groups = [group.id for group in self.groups]
        known = set(ids_of_groups)
        assumptions = [assumption.id for assumption in self.theory_of_change]
        for measure in self.monitoring.measures:
            if measure.assumption not in assumptions:
                why = not_one_of(measure.assumption, assumptions, "the id of an assumption in theory_of_change")
                raise ValueError(f"monitoring measure {measure.id}: {why}")
        for event in self.events:
            for name in sorted(set(event.groups) - known):
                raise ValueError(f"event {event.id}: {not_one_of(name, ids_of_groups, 'the id of a group')}")
        for criterion in self.criteria:
            if criterion.group is not None and criterion.group not in known:
                raise ValueError(
                    f"criterion {criterion.text!r}: {not_one_of(criterion.group, ids_of_groups, 'the id of a group')}"
                )
        quotas = [(group.id, "interviews", "people") for group in self.groups if group.interviews is not None]
        for quota in self.fieldwork.quotas:
            if quota.group not in known:
                raise ValueError(f"fieldwork quota: {not_one_of(quota.group, ids_of_groups, 'the id of a group')}")
            quotas.append((quota.group, quota.among, quota.count))
            if quotas.count(quotas[-1]) > 1:
                raise ValueError(f"group {quota.group}: two quotas of {quota.count} among {quota.among}; keep one")
        for poll in self.polls:
            for question in poll.questions:
                if len(set(question.options)) < len(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: an option is there twice")
                for option in (set(question.write_ins.values()) | set(question.codes)) - set(question.options):
                    raise ValueError(f"poll {poll.id}, question {question.id}: {option!r} is not one of its options")
        return self
