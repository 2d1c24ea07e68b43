"""What changed between two waves, in sentences: each rule makes one, or none where there is nothing to say."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from lmep_consult.report.findings import Findings
from lmep_consult.report.findings.saying import listed, out_of, sentence
from lmep_consult.table import ALL_GROUPS
from lmep_consult.waves.comparing import FELL, ROSE, UNSAID
from lmep_consult.waves.exact import ERROR_RATE

NOT_COMPARABLE = (
    "In one wave the tables count what people coded and in the other what rules suggest, so a change of a theme "
    "cannot be told from one of the coding."
)
BEGAN = 0.3  # the share from which the change that could be found is worked out
_NAMED = 5  # more changes than these are counted, not named


def findings_of(
    themes: pd.DataFrame, priorities: pd.DataFrame, sample: pd.DataFrame, both: int, comparable: bool, found_at: float,
    groups: str,
) -> Findings:  # fmt: skip
    """Frames as `results.Compared` has them. found_at: the share to which one of BEGAN must rise to be found 8 times in
    10, NaN where none would be (`exact.findable`)."""
    overall = themes[themes["group"] == ALL_GROUPS]
    options = priorities[priorities["group"] == ALL_GROUPS]
    said = (
        ("comparable", "" if comparable else NOT_COMPARABLE),
        *(("themes", each) for each in _moved(overall, "name", "spoke of", "interviewed")),
        ("themes unsaid", unsaid(overall, "theme")),
        *(("priorities", each) for each in _moved(options, "option", "put among their first three", "who voted")),
        ("priorities unsaid", unsaid(options, "option")),
        ("sample", who_was_interviewed(sample, both)),
        ("how sure", how_sure(overall, options, found_at)),
    )
    kept = [(about, each) for about, each in said if each]
    return Findings(
        headline(overall, options), tuple(each for _, each in kept), groups, tuple(about for about, _ in kept)
    )


def headline(themes: pd.DataFrame, options: pd.DataFrame) -> str:
    """How many rose and fell, of how many.

    >>> none = pd.DataFrame({"verdict": ["cannot be said"]})
    >>> headline(none, none)
    'No theme can be said to have risen or fallen; no option can be said to have risen or fallen'
    >>> headline(pd.DataFrame({"verdict": ["rose", "fell", "rose", "cannot be said"]}), none[:0])
    '2 of 4 themes rose and 1 fell'
    """
    said = [_counted(frame, what) for frame, what in ((themes, "theme"), (options, "option")) if len(frame)]
    return sentence("; ".join(said or ["nothing could be compared"])).rstrip(".")


def _counted(frame: pd.DataFrame, what: str) -> str:
    counts = {way: int((frame["verdict"] == way).sum()) for way in (ROSE, FELL)}
    (first, way), *rest = [(count, way) for way, count in counts.items() if count] or [(0, "")]
    if not first:
        return f"no {what} can be said to have risen or fallen"
    return listed([f"{first} of {len(frame)} {what}s {way}", *(f"{count} {way}" for count, way in rest)])


def _moved(frame: pd.DataFrame, name: str, did: str, who: str) -> Iterable[str]:
    """What more people say or want, and what fewer do, with how many then and now."""
    for way, words in ((ROSE, "More"), (FELL, "Fewer")):
        rows = frame[frame["verdict"] == way].to_dict("records")
        told = [f"{row[name]} ({then_and_now(row)})" for row in rows[:_NAMED]]
        if told:
            more = f"; and {len(rows) - _NAMED} more in the table" if len(rows) > _NAMED else ""
            yield f"{words} of those {who} {did} {listed(told)}{more}."


def then_and_now(row: Mapping[Hashable, Any]) -> str:
    """How many then and how many now.

    >>> then_and_now({"then": 4, "base_then": 40, "now": 26, "base_now": 43})
    '4 of 40, then 26 of 43'
    """
    counts = (out_of(row[end], row[f"base_{end}"]) or "withheld" for end in ("then", "now"))
    return ", then ".join(counts)


def unsaid(frame: pd.DataFrame, what: str) -> str:
    """Of how many it cannot be said.

    >>> unsaid(pd.DataFrame({"verdict": ["rose", "cannot be said"]}), "theme")
    'Of 1 other theme it cannot be said whether it rose or fell, which does not mean that it stayed the same.'
    """
    count = int((frame["verdict"] == UNSAID).sum())
    if not count:
        return ""
    other = "other " if count < len(frame) else ""
    many, they = ("", "it") if count == 1 else ("s", "they")
    said = f"Of {count} {other}{what}{many} it cannot be said whether {they} rose or fell"
    return f"{said}, which does not mean that {they} stayed the same."


def who_was_interviewed(sample: pd.DataFrame, both: int) -> str:
    """How many were interviewed in each wave, and how many of them in both."""
    row = sample[sample["group"] == ALL_GROUPS].iloc[0]
    then, now = row["interviewed_then"], row["interviewed_now"]
    sizes = f"{then} people were interviewed then and {now} now"
    if not both:
        return f"{sizes}; none are known to be the same, so the waves are compared as different people."
    return f"{sizes}; {both} agreed to be found in both and are compared with themselves, others as different people."


def how_sure(themes: pd.DataFrame, options: pd.DataFrame, found_at: float) -> str:
    """The error rate, of what, and how large a change had to be. found_at: see `findings_of`."""
    if themes.empty and options.empty:
        return ""
    of = "theme" if len(themes) else "option"
    large = "not even a rise to all of them" if pd.isna(found_at) else f"only a rise to about {found_at:.0%}"
    chance = (
        f"Among all {of}s together, chance alone makes a false claim in {ERROR_RATE:.0%} of such comparisons at most."
    )
    return f"{chance} With so few people, {large} would be found 8 times in 10 for a {of} that began at {BEGAN:.0%}."
