"""From what was counted to the tables that may leave the study."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from lmep_consult.analysis.analyse import Analysis, interviewees, rules_of
from lmep_consult.analysis.cases import case_quotes, cases_of
from lmep_consult.analysis.quotations import Quotations, quotations, speakers_called
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import (
    Earlier,
    People,
    Released,
    in_words,
    quoting,
    release_after,
    release_all,
    require_accounted,
)
from lmep_consult.plan import Plan
from lmep_consult.report import combined_tables, in_sentences, joined_answers, tidy_tables, word_tables
from lmep_consult.responses.quoting import response_quotes
from lmep_consult.run.responses import Sampled
from lmep_consult.study_data import StudyData


@dataclass(frozen=True)
class Tables:
    """tidy: the released tables by name. quotations: the words of participants in them, and those that wait for a
    person. release: what the next release has to know of this one."""

    tidy: dict[str, Released]
    quotations: Quotations
    release: Earlier


def released_tables(
    data: StudyData,
    plan: Plan,
    codebook: Codebook,
    analysis: Analysis,
    sign_offs: pd.DataFrame,
    cache: Cache | None,
    earlier: Earlier,
    responses: Sampled | None = None,
) -> Tables:
    """Release what was counted, all together; then the words of participants, by what the released counts show.

    sign_offs: the record of quotations that somebody signed off. cache: where what is published of counts is kept.
    earlier: what was released last. responses: what people coded of written responses.
    """
    coded, rules = analysis.coded, rules_of(plan, data)
    full = tidy_tables(analysis.frames, plan, codebook, coded.rests_on)
    people = interviewees(data, plan, coded.sources)
    who = {**who_could_be_counted(data, people, plan), **(responses.people if responses else {})}
    counts, release = release_after(map(require_accounted, full), rules, cache, earlier, who)
    counts = joined_answers(counts)
    shown = {released.table.name: released.table.frame for released in counts}
    words = quotations(data, plan, codebook, coded.counted, people, sign_offs, rules, shown)
    read = words.read
    frames = {}
    if responses:
        of_responses = response_quotes(
            responses.coded.final,
            responses.sample,
            responses.respondents,
            sign_offs,
            rules,
            plan.study.seed,
            plan.disclosure.quotes_need_sign_off,
            plan.disclosure.attribution_base,
        )
        read |= of_responses.read
        frames["response_quotes"] = of_responses.quotes
        waiting = {
            name: pd.concat([frame, more[list(frame)]], ignore_index=True)
            for name, frame, more in (
                ("to_sign", words.to_sign, of_responses.to_sign),
                ("held_back", words.held_back, of_responses.held_back),
            )
        }
        words = replace(words, **waiting)
    rules = replace(rules, read=read)
    frames |= {
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
    of_cases: dict[tuple[str, str], str] = {}
    if "case_studies" in shown:
        labels = speakers_called(data, people, plan)
        of_cases = case_quotes(words.quotes, labels, data.register, plan, shown["case_studies"])
    tidy |= {each.table.name: each for each in combined_tables(tidy, plan, codebook, of_cases)}
    return Tables(tidy, words, release)


def who_could_be_counted(data: StudyData, people: pd.DataFrame, plan: Plan) -> People:
    """Everybody with their group: those interviewed (`people`); by poll and question those who voted or answered; by
    the register's column of cases those of a case, with the case."""
    columns = ["poll", "question", "voter", "group"]
    said = pd.concat([data.ballots[columns], data.answers[columns]]).drop_duplicates()
    found: dict[tuple[str, ...], dict[str, str]] = {(): dict(zip(people["participant"], people["group"], strict=True))}
    if plan.cases:
        spoke = set(people["participant"])
        found[(plan.cases.column,)] = {who: case for who, case in cases_of(data.register, plan).items() if who in spoke}
    for (poll, question), rows in said.groupby(["poll", "question"]):
        found[str(poll), str(question)] = dict(zip(rows["voter"], rows["group"], strict=True))
    return found
