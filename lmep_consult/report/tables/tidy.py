"""The tables of a scoping report as they go to CSV: tidy, one row per observation."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.joint_display import reading_of
from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.report.tables.sample_tables import sample_tables
from lmep_consult.table import NOT_APPLICABLE, Table

NOT_SET, TO_WRITE = "for a person to set", "for the author to write"

_COUNTED = "Counts are of people, not mentions."
_BOTH_WAYS = (
    "Somebody may have spoken both for and against. What speaks which way is the codebook's link, not a verdict."
)
_ASSISTED = (
    "Numbers are of passages. Rules and models suggest, and people decide. Changed: accepted under another code or "
    "with other words. Coders are numbered, not named."
)
_AGREEMENT = (
    "Blind yes: coders coded without seeing each other's decisions, and this is how far they agree. Blind no: a later "
    "round, when they had seen them; it does not show how far they agree by themselves. Codings are as they were "
    "when the round was finished. Units are participants' turns, which have a code or have it not. Krippendorff's "
    "alpha, Cohen's kappa (mean over pairs), Gwet's AC1; 95% bootstrap intervals over turns. Prevalence is the mean "
    "share of turns that a coder gave the code: of rare codes, coefficients say little."
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
_SUPPORTERS = (
    "Supporters are voters who put the review's theme among the first places. The base is those of them who ranked "
    "formats. Another choice of theme changes who is asked, so compare reviews with care."
)
_POINTS = (
    "Points are Borda's: with n options, n for a first place down to 1 for a last; options a voter left out share "
    "the mean of the points left. All voters count alike."
)
_SETS = (
    "The range next to a rank holds every place the votes leave open to the option: simultaneous 95% confidence sets "
    "(Mogstad, Romano, Shaikh and Wilhelm 2024). The votes do not separate options of one tier."
)
_STABILITY = "The range of the points is a percentile bootstrap over voters: a picture of stability, not a test."
_TESTED = (
    "p compares voters within the workshops that both groups came to; where they met in none, whole workshops if each "
    "group has four or more; otherwise there is no p, as the difference may be that of the workshops. The adjusted p "
    "(in the CSV file, p_adjusted) allows for all options and pairs of groups of the question."
)
_HOLDS = (
    "Of two groups that met in no workshop, the difference holds in a workshop whose voters differ in the same "
    "direction as their group. What would undo it: by how many places (standard deviation) workshops would have "
    "to differ for such a difference to arise by chance. Workshops with too few voters of a group "
    "to be shown are not counted."
)
_FLIPS = (
    "Conclusions rest on the first three by Borda points (of three options or fewer, on the first). An "
    "asterisk (in the CSV file, flips) marks an option that is among them here and not by the ranking reported, or the "
    "reverse."
)
_FRIEDMAN = (
    "The interval is a 95% bootstrap over voters; Friedman's test asks whether there is any common order at all."
)
_WRITTEN_IN = (
    "Verbatim, names replaced. Not offered to all, so not ranked with the options; counted as an option only where "
    "the study says so."
)
_READING = (
    "Agreement: the votes place the theme among the first three for sure (of three options or fewer, first) and half "
    "the interviewees or more raised it, or after them for sure and fewer than a quarter did; tension: only one of "
    "the two is so; not settled: the votes leave it open or the share lies between. Unprompted: the interviewer's "
    "turn before did not bring it up."
)


_ONE_ANSWER = ("single", "likert", "rating")  # kinds of questions


def tidy_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook, rests_on: str) -> list[Table]:
    """The tables as they go to CSV, one row per observation.

    `frames` holds, by table name, what the analysis rooms returned. rests_on: whose codings the tables count, in a
    sentence, for the notes of those that count them.
    """
    names = {group.id: group.name for group in plan.groups}
    codes = {code.id: code.name for code in codebook.codes}
    shorthand = "; ".join(f"{short}: {name}" for short, name in names.items()) + "."
    themes, quotes = frames["themes_by_group"], frames["quotes"]
    return [
        *sample_tables(frames, plan, shorthand),
        Table(
            "priorities",
            "Ranked priorities from the workshop polls, overall and by stakeholder group",
            frames["priorities"],
            unit="points per voter; shares from 0 to 1",
            notes=(_POINTS, _SETS, _STABILITY, shorthand),
            key=("poll", "question"),
            base="base",
            measures=(
                "rank",
                "rank_lower",
                "rank_upper",
                "tier",
                "borda",
                "borda_lower",
                "borda_upper",
                "mean_rank",
                "top3_share",
                "ranked_by",
            ),
        ),
        Table(
            "pooling",
            "Overall ranking by person and with the same weight for each stakeholder group",
            frames["pooling"].replace({"moves": {"": NOT_APPLICABLE}}),
            unit="points per voter",
            notes=(_POINTS, "Groups too small to be shown alone have no part in the ranking by group."),
        ),
        Table(
            "group_differences",
            "Differences between stakeholder groups in the points they give each option",
            frames["group_differences"],
            unit="points per voter, the first group less the second",
            notes=(_TESTED, _HOLDS, shorthand),
        ),
        Table(
            "agreement",
            "How far voters agree on one order, overall and by stakeholder group",
            frames["agreement"],
            unit="Kendall's W, from 0 (no agreement) to 1 (one order)",
            notes=(_FRIEDMAN, shorthand),
        ),
        Table(
            "sensitivity",
            "Place of each option under other methods, other treatment of options left out, and without each workshop",
            frames["sensitivity"],
            unit="place, 1 is first",
            notes=(_FLIPS,),
        ),
        Table(
            "places",
            "Share of voters who put each option in each place",
            frames["places"],
            unit="share of voters, from 0 to 1",
            notes=("An option tied over several places is shared among them.",),
        ),
        Table(
            "joint_display",
            "Votes beside interviews: rank of each theme and interviewees who raised it unprompted",
            frames["joint_display"].replace({"quote": {"": NOT_APPLICABLE}}),
            unit="place; people",
            notes=(_SETS, _READING, _COUNTED, rests_on, shorthand),
            key=("code",),
            people=("unprompted",),
            base="interviewees",
            spoken=("unprompted",),
            words=("quote",),
            within={"unprompted": "themes_by_group.participants"},
            same={column: f"priorities.{column}" for column in ("rank", "rank_lower", "rank_upper")},
            derived={"reading": reading_of(plan)},
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
            people=("voters",),
            base="base",
            exclusive=[(poll.id, q.id) for poll in plan.polls for q in poll.questions if q.kind in _ONE_ANSWER],
        ),
        Table(
            "write_ins",
            "What voters wrote in besides the options offered",
            frames["write_ins"].replace({"counted_as": {"": NOT_APPLICABLE}}),
            unit="voters",
            notes=(_WRITTEN_IN,),
            key=("poll", "question", "text", "counted_as"),
            people=("voters",),
            seen=("voters",),
            base="base",
            words=("text",),
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
        Table(
            "out_of_scope",
            "Matters outside the study's scope that interviewees raised, by stakeholder group",
            frames["out_of_scope"].assign(name=frames["out_of_scope"]["code"].map(codes)),
            unit="people",
            notes=(_COUNTED, rests_on, "They are in no other table, and are passed on for information.", shorthand),
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
            notes=(_COUNTED, _BOTH_WAYS, rests_on, shorthand),
            key=("assumption", "direction"),
            people=("participants",),
            base="base",
            spoken=("participants",),
        ),
        Table(
            "assumption_quotes",
            "Quotations for and against each assumption",
            frames["assumption_quotes"].assign(code=frames["assumption_quotes"]["code"].map(codes)),
            unit="passages",
            notes=(_BOTH_WAYS, rests_on, shorthand),
            words=("quote",),
        ),
        Table(
            "formats_by_supporters",
            "Output formats as ranked by those who support the theme of each proposed review",
            frames["formats_by_supporters"],
            unit="rank, 1 is first",
            notes=(_SUPPORTERS, _SETS),
            key=("review",),
            base="base",
            measures=("rank", "rank_lower", "rank_upper", "tier"),
        ),
        Table(
            "coder_agreement",
            "How far coders agree, code by code",
            _named(frames["coder_agreement"], {"All codes": "All codes", **codes}),
            unit="coefficients, 1 is perfect agreement and 0 what chance gives",
            notes=(_AGREEMENT,),
        ),
        Table(
            "code_saturation",
            "When new codes stopped coming",
            frames["code_saturation"].replace({"saturation": {"": "not reached"}}),
            unit="interviews; shares from 0 to 1",
            notes=(_SATURATION, _SATURATION_LIMITS, rests_on, shorthand),
        ),
        Table(
            "saturation_curve",
            "New codes that each interview brought",
            frames["saturation_curve"],
            unit="codes",
            notes=(_SATURATION_LIMITS, rests_on, shorthand),
        ),
        Table(
            "method_notes",
            "How the study was done: the COREQ checklist, filled from the data",
            frames["method_notes"].replace({"text": {"": TO_WRITE}}),
            notes=(_COREQ,),
        ),
        Table(
            "machine_assistance",
            "What people did with what machines suggested",
            frames["machine_assistance"],
            unit="passages",
            notes=(_ASSISTED,),
        ),
        Table(
            "quotes",
            "Quotations by theme and stakeholder group",
            quotes.assign(name=quotes["code"].map(codes))[
                ["code", "name", "group", "attribution", "quote", "sign_off", "base"]
            ],
            unit="passages",
            notes=(rests_on, "The base is the number of interviewees in the group.", shorthand),
            words=("quote",),
        ),
    ]


def _named(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """With the code's name next to it."""
    frame = frame.copy()
    frame.insert(list(frame.columns).index("code") + 1, "name", frame["code"].map(names))
    return frame
