"""How far the codings can be relied on: agreement between coders, and whether new codes stopped coming."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding.agreement import agreement_table
from lmep_consult.coding.saturation import interview_codes, saturation_curve, saturation_table
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData

COEFFICIENTS = ("krippendorff_alpha", "cohen_kappa", "gwet_ac1")
AGREEMENT = [
    "code", "sources", "coders", "n_units", "agreement", "prevalence",
    *(f"{name}{end}" for name in COEFFICIENTS for end in ("", "_lower", "_upper")),
]  # fmt: skip

SATURATION = [
    "group", "interviews", "codes", "base_interviews", "run_interviews", "threshold", "saturation", "reached", "known",
    "share_reached", "median_reached",
]  # fmt: skip


def double_coded(coded: Coded) -> dict[tuple[str, ...], list[str]]:
    """The sources that several coders have finished, by who they are."""
    done = coded.folded.done.drop_duplicates(["source", "coder"])
    by_coders: dict[tuple[str, ...], list[str]] = {}
    for source, coders in done.groupby("source")["coder"]:
        by_coders.setdefault(tuple(sorted(coders)), []).append(str(source))
    return {coders: sources for coders, sources in by_coders.items() if len(coders) > 1}


def coder_agreement(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> pd.DataFrame:
    """Agreement on turns, of the coders who finished most sources together and before anything was adjudicated: the
    columns AGREEMENT, one row for all codes and one for each code that any of them gave. prevalence is the mean over
    the coders, who are not named. No rows where no source was coded twice."""
    together = double_coded(coded)
    if not together:
        return pd.DataFrame(columns=AGREEMENT)
    coders, sources = max(together.items(), key=lambda entry: (len(entry[1]), entry[0]))
    transcripts = {source: data.transcripts[source] for source in sources if source in data.transcripts}
    if coded.by_coder[coded.by_coder["source"].isin(list(transcripts))].empty:
        return pd.DataFrame(columns=AGREEMENT)
    table = agreement_table(
        coded.by_coder, transcripts, coders, codebook, seed=plan.study.seed, coefficients=COEFFICIENTS
    )
    prevalence = table[[f"prevalence {coder}" for coder in coders]]
    table = table.assign(sources=len(transcripts), coders=len(coders), prevalence=prevalence.mean(axis=1))
    return table.loc[(prevalence > 0).any(axis=1), AGREEMENT].reset_index(drop=True)


def saturation(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> dict[str, pd.DataFrame]:
    """code_saturation (columns SATURATION: as coding.saturation gives them) and saturation_curve of the interviews, not
    of group discussions, in the order of their ids, over all and by group. The curve does not tell whose they are."""
    group_of = dict(zip(data.register["participant"], data.register["group"], strict=True))
    interviews = [source for source in sorted(coded.sources) if source in group_of]
    if not interviews:
        return {
            "code_saturation": pd.DataFrame(columns=SATURATION),
            "saturation_curve": pd.DataFrame(columns=["group", "number", "new", "cumulative"]),
        }
    holds = interview_codes(coded.counted, interviews, codebook)
    groups: dict[Hashable, str] = {source: str(group_of[source]) for source in interviews}
    table = saturation_table(holds, groups, seed=plan.study.seed)
    return {
        "code_saturation": table.rename(columns={"base": "base_interviews", "run": "run_interviews"})[SATURATION],
        "saturation_curve": saturation_curve(holds, groups).drop(columns="interview"),
    }
