"""The tables of a scoping report as they go to CSV: tidy, one row per observation."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.joint_display import reading_of
from lmep_consult.analysis.rankings import RANKS
from lmep_consult.analysis.reliability import AGREEMENT
from lmep_consult.codebook import Codebook
from lmep_consult.coding.agreement import ALL_CODES
from lmep_consult.disclosure import groups_to_hide
from lmep_consult.plan import Plan
from lmep_consult.report.findings.statements import DIFFERENCES
from lmep_consult.report.tables.response_tables import response_tables
from lmep_consult.report.tables.sample_tables import sample_tables
from lmep_consult.report.tables.word_tables import BOTH_WAYS
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table

_ASKED = ("poll", "question", "question_title")
_POOLED = [*_ASKED, "option", "rank_by_person", "rank_by_group", "moves", "base"]
_OF_AGREEMENT = [column for column in AGREEMENT if column not in ("code", "n_units", "prevalence")]
_OF_SATURATION = [
    "group", "interviews", "base_interviews", "run_interviews", "threshold", "saturation", "share_reached",
    "median_reached",
]  # fmt: skip
NOT_SET, TO_WRITE, NOT_REACHED = "for a person to set", "for the author to write", "not reached"

_COUNTED = "Counts are of people, not mentions."
_ASSISTED = (
    "Numbers are of passages. Rules and models suggest, and people decide. Changed: accepted under another code or "
    "with other words. Coders are numbered, not named."
)
_AGREEMENT = (
    "Blind yes: coders coded without seeing each other's decisions, and this is how far they agree. Blind no: a later "
    "round, when they had seen them; it does not show how far they agree by themselves. Codings are as they were "
    "when the round was finished. Units are participants' turns, which have a code or have it not. Krippendorff's "
    "alpha, Cohen's kappa (mean over pairs), Gwet's AC1; 95% bootstrap intervals over turns. The codes one by "
    "one are in the team's workbook."
)
_SATURATION = (
    "After Guest, Namey and Chen (2020): codes new in a run of interviews as a share of those in the base. 6+2 means "
    "reached at interview 6, as the run of two after it shows. Interviews are in the order they were held, where the "
    "register has every day, otherwise in the order of their ids. Random orders: 1,000, without replacement."
)
_SATURATION_LIMITS = (
    "Code saturation says that few new codes came, not that their meaning was exhausted (Hennink and others 2017); "
    "Braun and Clarke hold that saturation does not fit reflexive thematic analysis."
)
_COREQ = "Items of COREQ (Tong and others 2007), in our words. The author writes what the files do not show."
_MONITORED = (
    "Small numbers of people are given as ranges, each row by itself. What is monitored says what happened, and "
    "interviews what people make of it; neither settles an assumption, whose status a person sets."
)
_SUPPORTERS = (
    "Supporters are voters who put the review's theme among the first places; voters is how many of them ranked "
    "formats, out of all who voted on the theme. Another choice of theme changes who is asked, so compare reviews "
    "with care."
)
_POINTS = (
    "Points are Borda's: with n options, n for a first place down to 1 for a last; options a voter left out share "
    "the mean of the points left. All voters count alike."
)
_SETS = (
    "The range next to a rank holds every place the votes leave open to the option: simultaneous 95% confidence sets "
    "(Mogstad, Romano, Shaikh and Wilhelm 2024). The votes do not separate options of one tier. Of a small group only "
    "which options could be first is shown, and the range of the others is wider than the votes leave it."
)
_TOP_THREE = "An option tied for the third place is among the first three."
_TESTED = (
    "p compares voters within the events that both groups came to; where they met in none, whole events if each "
    "group has four or more; otherwise there is no p, as the difference may be that of the events. The adjusted p "
    "allows for all options and pairs of groups of the question."
)
_HOLDS = (
    "Of two groups that met in no event, the difference holds in an event whose voters differ in the same "
    "direction as their group. What would undo it: by how many places (standard deviation) events would have "
    "to differ for such a difference to arise by chance. Events with too few voters of a group "
    "to be shown are not counted."
)
_FLIPS = (
    "Conclusions rest on the first three by Borda points (of three options or fewer, on the first). A place is marked "
    "where the option is among them here and not by the ranking reported, or the reverse."
)
_AGREEING = "All voters together, in questions of more than three options; the interval is a 95% bootstrap over voters."
_READING = (
    "Agreement: the votes place the theme among the first three for sure (of three options or fewer, first) and half "
    "the interviewees or more raised it, or after them for sure and fewer than a quarter did; tension: only one of "
    "the two is so; not settled: the votes leave it open or the share lies between. Unprompted: the interviewer's "
    "turn before did not bring it up."
)


_ONE_ANSWER = ("single", "likert", "rating")  # kinds of questions


def tidy_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook, rests_on: str) -> list[Table]:
    """The tables as they go to CSV, one row per observation, but for those of participants' words (`word_tables`).

    `frames` holds, by table name, what the analysis rooms returned. rests_on: whose codings the tables count, in a
    sentence, for the notes of those that count them.
    """
    names = {group.id: group.name for group in plan.groups}
    codes = {code.id: code.name for code in codebook.codes}
    shorthand = "; ".join(f"{short}: {name}" for short, name in names.items()) + "."
    themes, agreement = frames["themes_by_group"], frames["coder_agreement"]
    return [
        *sample_tables(frames, plan, shorthand),
        Table(
            "priorities",
            "Ranked priorities from the polls, overall and by stakeholder group",
            frames["ranks_shown"],
            unit="rank, 1 is first",
            notes=(_POINTS, _SETS, shorthand),
            key=("poll", "question"),
            among=_ASKED[:2],
            base="base",
            measures=RANKS,
        ),
        Table(
            "top_three",
            "Voters who put each option among their first three, overall and by stakeholder group",
            frames["top_three"],
            unit="voters",
            notes=(_TOP_THREE, "Of questions with more than three options.", shorthand),
            key=("poll", "question", "option"),
            among=_ASKED[:2],
            people=("voters",),
            base="base",
            rows_each={(poll.id, question.id): 3 for poll in plan.polls for question in poll.questions},
        ),
        Table(
            "pooling",
            "Overall ranking by person and with the same weight for each stakeholder group",
            frames["pooling"].replace({"moves": {"": NOT_APPLICABLE}})[_POOLED],
            unit="rank, 1 is first",
            notes=(_POINTS, "Groups too small to be shown alone have no part in the ranking by group."),
            open=("rank_by_person", "rank_by_group", "base"),
        ),
        Table(
            "group_differences",
            f"{DIFFERENCES}: points they give each option",
            frames["group_differences"],
            unit="points per voter, the first group less the second",
            notes=(_TESTED, _HOLDS, shorthand),
            open=("difference", "p_adjusted", "workshops_a", "holds_a", "workshops_b", "holds_b", "needed_effect"),
        ),
        Table(
            "agreement",
            "How far voters agree on one order",
            frames["agreement"],
            unit="Kendall's W, from 0 (no agreement) to 1 (one order)",
            notes=(_AGREEING,),
            open=("w", "w_lower", "w_upper", "base"),
        ),
        Table(
            "sensitivity",
            "Place of each option under other methods, other treatment of options left out, and without each event",
            frames["sensitivity"],
            unit="place, 1 is first",
            notes=(_FLIPS,),
            open=("rank", "base"),
        ),
        Table(
            "joint_display",
            "Votes and interviews: rank of each theme and interviewees who raised it unprompted",
            frames["joint_display"],
            unit="place; people",
            notes=(_SETS, _READING, _COUNTED, rests_on, shorthand),
            key=("code",),
            people=("unprompted",),
            base="interviewees",
            spoken=("unprompted",),
            within={"unprompted": "themes_by_group.participants"},
            same={column: f"priorities.{column}" for column in ("rank", "rank_lower", "rank_upper")},
            derived={"reading": reading_of(plan)},
            open=("voters",),
        ),
        Table(
            "answers",
            "Answers to questions that were not rankings, by stakeholder group",
            frames["answers"],
            unit="voters",
            notes=(
                "The base is the voters who answered the question; where several answers could be given, they add "
                "up to more.",
                shorthand,
            ),
            key=("poll", "question", "answer"),
            among=_ASKED[:2],
            people=("voters",),
            base="base",
            rows_each={(poll.id, q.id): 1 for poll in plan.polls for q in poll.questions if q.kind in _ONE_ANSWER},
        ),
        Table(
            "themes_by_group",
            "Interviewees who spoke of each theme, by stakeholder group",
            themes.assign(name=themes["code"].map(codes))[["code", "name", "family", "group", "participants", "base"]],
            unit="people",
            notes=(_COUNTED, rests_on, shorthand),
            key=("code",),
            people=("participants",),
            base="base",
            spoken=("participants",),
            parent="family",
        ),
        *_comparing(frames, codes, rests_on),
        Table(
            "out_of_scope",
            "Matters outside the study's scope that interviewees raised, by stakeholder group",
            frames["out_of_scope"].assign(name=frames["out_of_scope"]["code"].map(codes)),
            unit="people",
            notes=(
                _COUNTED,
                rests_on,
                "They are counted in no other table, and are passed on for information; quotations may speak of them.",
                shorthand,
            ),
            key=("code",),
            people=("participants",),
            base="base",
            spoken=("participants",),
        ),
        Table(
            "assumptions",
            "Assumptions of the theory of change, how each is appraised, and what was concluded",
            frames["assumptions"].replace({"status": {"": NOT_SET}, "status_by": {"": NOT_APPLICABLE}}),
            notes=("A status is set by a person, in study.toml, who has read what speaks for and against.",),
        ),
        Table(
            "assumptions_by_group",
            "Interviewees who spoke for and against each assumption, by stakeholder group",
            frames["assumptions_by_group"],
            unit="people",
            notes=(_COUNTED, BOTH_WAYS, rests_on, shorthand),
            key=("assumption", "direction"),
            people=("participants",),
            base="base",
            spoken=("participants",),
        ),
        *_monitored(frames),
        *response_tables(frames, plan, codebook),
        Table(
            "formats_by_supporters",
            "Output formats as ranked by those who support the theme of each proposed review",
            frames["formats_by_supporters"],
            unit="rank, 1 is first",
            notes=(_SUPPORTERS, _SETS),
            key=("poll", "question", "option"),
            among=_ASKED[:2],
            people=("voters",),
            base="base",
            within={"voters": "top_three.voters"},
            open=("rank", "rank_lower", "rank_upper", "tier"),
        ),
        Table(
            "coder_agreement",
            "How far coders agree over all codes",
            agreement.loc[agreement["code"] == ALL_CODES, _OF_AGREEMENT],
            unit="coefficients, 1 is perfect agreement and 0 what chance gives",
            notes=(_AGREEMENT,),
            open=tuple(_OF_AGREEMENT),
        ),
        Table(
            "code_saturation",
            "When new codes stopped coming",
            _large_enough(frames["code_saturation"], plan)[_OF_SATURATION].replace({"saturation": {"": NOT_REACHED}}),
            unit="interviews; shares from 0 to 1",
            notes=(_SATURATION, _SATURATION_LIMITS, rests_on, shorthand),
            open=("interviews", "base_interviews", "run_interviews", "threshold", "share_reached", "median_reached"),
        ),
        Table(
            "saturation_curve",
            "New codes that each interview brought",
            _in_percent(frames["saturation_curve"]),
            unit="percent of all codes given, to the nearest 5",
            notes=(_SATURATION_LIMITS, rests_on),
            open=("number", "new", "cumulative"),
        ),
        Table(
            "method_notes",
            "How the study was done: the COREQ checklist, filled from the data",
            frames["method_notes"],
            notes=(_COREQ,),
            open=("item",),
        ),
        Table(
            "machine_assistance",
            "What people did with what machines suggested",
            frames["machine_assistance"],
            unit="passages",
            notes=(_ASSISTED,),
            open=("accepted", "changed", "rejected", "added"),
        ),
    ]


def _comparing(frames: Mapping[str, pd.DataFrame], codes: Mapping[str, str], rests_on: str) -> list[Table]:
    """Cases and comparisons, where the study has any."""
    cases, matrices = frames["case_studies"], frames["comparisons"]
    made = []
    if len(cases):
        made.append(
            Table(
                "case_studies",
                "Case studies: people of each case who spoke of each theme",
                cases.assign(
                    name=cases["code"].map(codes),
                    heading_name=cases["heading"].map(codes),
                    family=cases["heading"].mask(cases["heading"] == cases["code"], ""),
                ),
                unit="people",
                notes=(_COUNTED, rests_on),
                key=("chart", "code"),
                among=("chart",),
                people=("participants",),
                base="base",
                spoken=("participants",),
                parent="family",
                split={"participants": "themes_by_group.participants"},
            )
        )
    if len(matrices):
        made.append(
            Table(
                "comparisons",
                "Comparisons: interviewees who spoke of two themes in one passage",
                matrices.assign(name=matrices["code"].map(codes), with_name=matrices["with_code"].map(codes)),
                unit="people",
                notes=(_COUNTED, rests_on, "Somebody counts where words of one passage carry both themes."),
                key=("comparison", "code", "with_code"),
                people=("participants",),
                base="base",
                within={"participants": "themes_by_group.participants"},
                within_also=("with_code", "within"),
            )
        )
    return made


def _monitored(frames: Mapping[str, pd.DataFrame]) -> list[Table]:
    """What was monitored, where anything was."""
    if "monitoring" not in frames:
        return []
    return [
        Table(
            "monitoring",
            "What was monitored, next to how many interviewees spoke for and against each assumption",
            frames["monitoring"],
            unit="as the row says",
            notes=(_MONITORED,),
            open=("value", "of", "target"),
        )
    ]


def _large_enough(saturation: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Of all groups together, and of each of which enough people were interviewed to be shown alone."""
    interviews = dict(zip(saturation["group"], saturation["interviews"], strict=True))
    hidden = groups_to_hide(
        {group: number for group, number in interviews.items() if group != ALL_GROUPS},
        max(plan.disclosure.minimum_base, 2 * plan.disclosure.minimum_count),
    )
    return saturation[~saturation["group"].isin(hidden)].round({"share_reached": 2})


def _in_percent(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve of all groups together in percent of all codes, to the nearest 5. Numbers would tell whether every code
    was given, and so whether a number of people that is published as a range can be none."""
    overall = curve[curve["group"] == ALL_GROUPS]
    codes = overall["cumulative"].max()
    percent = {name: (overall[name] / codes * 20).round().astype(int) * 5 for name in ("new", "cumulative")}
    return overall.assign(**percent).reset_index(drop=True)
