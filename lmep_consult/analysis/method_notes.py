"""How the study was done, item by item of the COREQ checklist, as far as its files show it."""

from __future__ import annotations

import pandas as pd

from lmep_consult import __version__
from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData

FROM_DATA, FOR_AUTHOR = "from the study's files", "for the author"
COLUMNS = ["item", "domain", "topic", "text", "state"]
_TEAM, _DESIGN, _ANALYSIS = "Research team", "Study design", "Analysis and findings"
# The checklist's 32 items: what each asks about.
_ITEMS = {
    1: (_TEAM, "Who interviewed and facilitated"), 2: (_TEAM, "Their credentials"), 3: (_TEAM, "Their occupation"),
    4: (_TEAM, "Their gender"), 5: (_TEAM, "Their experience and training"),
    6: (_TEAM, "Whether participants knew them before"), 7: (_TEAM, "What participants knew of them"),
    8: (_TEAM, "What is reported of them, such as assumptions and interests"),
    9: (_DESIGN, "Methodological orientation"), 10: (_DESIGN, "Sampling"), 11: (_DESIGN, "How people were approached"),
    12: (_DESIGN, "Sample size"), 13: (_DESIGN, "Who did not take part, and why"), 14: (_DESIGN, "Setting"),
    15: (_DESIGN, "Who else was present"), 16: (_DESIGN, "What the sample was like"), 17: (_DESIGN, "Topic guide"),
    18: (_DESIGN, "Repeat interviews"), 19: (_DESIGN, "Recording"), 20: (_DESIGN, "Field notes"),
    21: (_DESIGN, "Length of interviews"), 22: (_DESIGN, "Saturation"), 23: (_DESIGN, "Transcripts sent for comment"),
    24: (_ANALYSIS, "Number of coders"), 25: (_ANALYSIS, "The coding tree"), 26: (_ANALYSIS, "Where themes came from"),
    27: (_ANALYSIS, "Software"), 28: (_ANALYSIS, "Checking with participants"), 29: (_ANALYSIS, "Quotations"),
    30: (_ANALYSIS, "Consistency of data and findings"), 31: (_ANALYSIS, "Major themes"),
    32: (_ANALYSIS, "Minor themes and those who differ"),
}  # fmt: skip


def method_notes(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> pd.DataFrame:
    """The items of COREQ (Tong, Sainsbury and Craig 2007, doi:10.1093/intqhc/mzm042), each filled from the data or
    marked for the author: item, domain, topic, text, state. What the report's tables say of the sample, of saturation
    and of quotations is filled in from them (report.tables.said)."""
    known = {
        1: f"{len(plan.team.names)} members of the research team." if plan.team.names else "",
        10: _sampling(plan),
        17: _guide(plan),
        18: "Each interviewee was interviewed once.",
        19: _recording(data),
        21: _length(data, 2 * plan.disclosure.minimum_count),
        24: _coders(coded),
        25: _tree(codebook),
        26: f"Codes were set out in the codebook “{codebook.name}”, version {codebook.version}.",
        27: f"lmep-consult {__version__}: rules suggested codes, and {_decided(coded)}.",
    }
    rows = [(item, *_ITEMS[item], known.get(item, ""), FROM_DATA if known.get(item) else FOR_AUTHOR) for item in _ITEMS]
    return pd.DataFrame(rows, columns=COLUMNS)


def _sampling(plan: Plan) -> str:
    quotas = [f"{group.interviews} of {group.name}" for group in plan.groups if group.interviews is not None]
    met = f"{len(plan.criteria)} sampling criteria" if plan.criteria else ""
    aimed = f"interviews with {', '.join(quotas)}" if quotas else ""
    return f"Purposive: {' and '.join(part for part in (aimed, met) if part)}." if aimed or met else ""


def _guide(plan: Plan) -> str:
    guide = plan.topic_guide
    if not guide.questions:
        return ""
    return f"A topic guide of {len(guide.questions)} questions in {len({q.section for q in guide.questions})} sections."


def _interviews(data: StudyData) -> list[pd.DataFrame]:
    people = set(data.register["participant"])
    return [transcript.turns for source, transcript in data.transcripts.items() if source in people]


def _recording(data: StudyData) -> str:
    turns = _interviews(data)
    timed = sum(bool(frame["start_s"].notna().any()) for frame in turns)
    if not timed or timed == len(turns):
        return f"{'All' if timed else 'No'} transcripts carry the times of a recording." if turns else ""
    return "Some transcripts carry the times of a recording; the others are typed."


def _length(data: StudyData, least: int) -> str:
    """The middle length in minutes and in words, of `least` interviews or more: of fewer it would tell about each."""
    turns = _interviews(data)
    minutes = pd.Series([frame[["start_s", "end_s"]].max().max() / 60 for frame in turns], dtype=float).dropna()
    words = pd.Series([sum(len(said.split()) for said in frame["text"]) for frame in turns], dtype=float)
    said = [
        *([f"{minutes.median():.0f} minutes (median of those with times)"] if len(minutes) >= least else []),
        *([f"{words.median():,.0f} words (median)"] if len(words) >= least else []),
    ]
    return f"{'; '.join(said)}." if said else ""


def _coders(coded: Coded) -> str:
    if not coded.finished:
        return ""
    coders = coded.folded.decided["coder"].nunique()
    twice = {source for part in coded.together if part.blind for source in part.sources}
    blind = f"{len(twice)} of {len(coded.finished)} transcripts coded in full were coded by two or more, blind"
    return f"{coders} coders; {blind}. {coded.rests_on}"


def _decided(coded: Coded) -> str:
    if coded.by_people:
        return "people decided on them"
    return "people have decided on some of them" if len(coded.folded.decided) else "nobody has decided on them yet"


def _tree(codebook: Codebook) -> str:
    families = sum(not code.parent for code in codebook.codes)
    return f"{len(codebook.codes) - families} codes in {families} families."
