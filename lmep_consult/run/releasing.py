"""From what was counted to the tables that may leave the study."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from lmep_consult.analysis.analyse import Analysis, interviewees, rules_of
from lmep_consult.analysis.quotations import Quotations, quotations
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, in_words, quoting, release_all, require_accounted
from lmep_consult.plan import Plan
from lmep_consult.report import in_sentences, tidy_tables, word_tables
from lmep_consult.study_data import StudyData


@dataclass(frozen=True)
class Tables:
    """tidy: the released tables by name. quotations: the words of participants in them, and those that wait for a
    person."""

    tidy: dict[str, Released]
    quotations: Quotations


def released_tables(
    data: StudyData, plan: Plan, codebook: Codebook, analysis: Analysis, sign_offs: pd.DataFrame, cache: Cache | None
) -> Tables:
    """Release what was counted, all together; then the words of participants, by what the released counts show.

    sign_offs: the record of quotations that somebody signed off. cache: where what is withheld is kept.
    """
    coded, rules = analysis.coded, rules_of(plan, data)
    full = tidy_tables(analysis.frames, plan, codebook, coded.rests_on)
    counts = release_all(map(require_accounted, full), rules, cache)
    shown = {released.table.name: released.table.frame for released in counts}
    people = interviewees(data, plan, coded.sources)
    words = quotations(data, plan, codebook, coded.counted, people, sign_offs, rules, shown)
    rules = replace(rules, read=words.read)
    frames = {
        "quotes": words.quotes,
        "assumption_quotes": words.assumption_quotes,
        "write_ins": words.write_ins,
    }
    if plan.report.theme_counts == "words":
        scale = [(wording.word, wording.at_least) for wording in plan.report.scale]
        counts = [in_words(released, scale, rules) for released in counts]
    tidy = {released.table.name: released for released in counts}
    tidy |= {each.table.name: each for each in release_all(word_tables(frames, plan, codebook, coded.rests_on), rules)}
    tidy["joint_display"] = quoting(tidy["joint_display"], tidy["quotes"])
    tidy |= {each.table.name: each for each in in_sentences(tidy, plan)}
    return Tables(tidy, words)
