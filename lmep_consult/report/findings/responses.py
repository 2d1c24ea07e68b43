"""What written responses say most often, as estimated for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lmep_consult.report.findings.saying import listed
from lmep_consult.table import ALL_GROUPS

_NAMED = 3


def written(frames: Mapping[str, pd.DataFrame]) -> str:
    """A sentence for each closed question and each text question with estimates; "" where there are none."""
    return " ".join([*of_closed(frames), *(said for _, said in of_questions(frames))])


def of_closed(frames: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """A sentence for each closed question: how many gave each answer, and for which answers that is not shown."""
    if "closed_answers" not in frames:
        return
    answers = frames["closed_answers"]
    for _, rows in answers[answers["group"] == ALL_GROUPS].groupby("closed", sort=False):
        hidden = rows["share"].map(lambda share: isinstance(share, str))
        if hidden.all():
            continue
        shown = rows[~hidden]
        said = [f"{answer} {percent(share)}%" for answer, share in zip(shown["answer"], shown["share"], strict=True)]
        rest = f" ({listed(list(rows['answer'][hidden]))}: not shown)" if hidden.any() else ""
        first = rows.iloc[0]
        yield f"Of {first['base']:,} who answered “{first['closed_title']}”: {listed(said)}{rest}."


def of_questions(frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[pd.DataFrame, str]]:
    """The themes of each question, the most frequent first, and the sentence about them."""
    if "response_themes" not in frames:
        return
    themes = frames["response_themes"]
    overall = themes[(themes["group"] == ALL_GROUPS) & ~themes["code"].isin(set(themes["family"]))]
    overall = overall[overall["share"].map(lambda share: not isinstance(share, str))]
    for _, rows in overall.groupby("question", sort=False):
        most = rows.sort_values("share", ascending=False, kind="stable")
        first = most.iloc[0]
        said = [
            f"{name} in {range_of(*ends)}"
            for name, *ends in most[["name", "share", "lower", "upper"]].head(_NAMED).itertuples(index=False, name=None)
        ]
        yield (
            most,
            f"Themes most often found in {first['base']:,} answers to “{first['question_title']}”: {listed(said)}, "
            f"as estimated from the {first['sample']:,} that people coded.",
        )


def range_of(share: float, lower: float, upper: float) -> str:
    """An estimate with its 95% interval, in percent: "12% (9 to 15)"."""
    return f"{percent(share)}% ({percent(lower)} to {percent(upper)})"


def percent(share: float) -> str:
    """A share in percent, without its sign."""
    return f"{round(100 * float(share), 1):g}"
