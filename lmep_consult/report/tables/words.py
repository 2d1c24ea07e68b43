"""What a ranking says, in a paragraph an author can use."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.table import ALL_GROUPS, SUPPRESSED, first_places

_NAMED = 3  # more options than these are counted, not named


def ranking_paragraph(frames: Mapping[str, pd.DataFrame], poll: str, question: str) -> str:
    """One question's result with the caveats its numbers call for, from released frames by table name."""
    own = {
        name: frame[(frame["poll"] == poll) & (frame["question"] == question)]
        for name, frame in frames.items()
        if "poll" in frame
    }
    ranked = own["priorities"]
    shown = ranked[(ranked["rank"] != SUPPRESSED) & ranked["rank"].notna()]
    overall = shown[shown["group"] == ALL_GROUPS]
    if overall.empty:
        return ""
    places = "first three" if first_places(overall["option"].nunique()) == 3 else "first place"
    sentences = [
        f"{_and(_first(overall))} came first among the {overall['base'].iloc[0]} voters; {_open_to(overall)}.",
        *(
            f"Among the {rows['base'].iloc[0]} {group} voters {_and(_first(rows))} came first; {_open_to(rows)}."
            for group, rows in shown[shown["group"] != ALL_GROUPS].groupby("group", sort=False)
        ),
        _weights(own["pooling"], places),
        _methods(own["sensitivity"], places),
        _agreement(own["agreement"]),
        _apart(own["group_differences"]),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _first(rows: pd.DataFrame) -> list[str]:
    return list(rows.loc[rows["rank"] == rows["rank"].min(), "option"])


def _open_to(rows: pd.DataFrame) -> str:
    """Which options the votes leave the first place open to."""
    could = list(rows.loc[rows["rank_lower"] == 1, "option"])
    if len(could) == 1:
        return "the votes leave the first place open to no other option"
    if len(could) == len(rows):
        return "but the votes leave the first place open to every option"
    named = f": {_and(could, 'or')}" if len(could) <= _NAMED else ""
    return f"but the votes leave the first place open to {len(could)} of the {len(rows)} options{named}"


def _weights(pooling: pd.DataFrame, places: str) -> str:
    if pooling.empty:
        return ""
    into, out = (list(pooling.loc[pooling["moves"] == way, "option"]) for way in ("in", "out"))
    if not into and not out:
        return f"The {places} would be the same if each stakeholder group counted alike."
    return f"If each stakeholder group counted alike, the {places} would take in {_and(into)} and lose {_and(out)}."


def _methods(sensitivity: pd.DataFrame, places: str) -> str:
    if sensitivity.empty:
        return ""
    tried = sensitivity["method"].nunique() - 1
    flips = sensitivity[sensitivity["flips"]]
    if flips.empty:
        return f"The {places} would be the same in all {tried} other analyses tried."
    options = _and(sorted(flips["option"].unique()))
    return f"The {places} would change in {flips['method'].nunique()} of {tried} other analyses tried: {options}."


def _agreement(agreement: pd.DataFrame) -> str:
    if agreement.empty:
        return ""
    row = agreement.iloc[0]
    return (
        f"Voters' agreement on one order is {row['w']:.1f} on a scale from 0 to 1 "
        f"(Kendall's W; 95% interval {row['w_lower']:.1f} to {row['w_upper']:.1f})."
    )


def _apart(differences: pd.DataFrame) -> str:
    apart = differences["apart"]
    if (apart == "no").all():
        return ""
    who = "No workshop had voters of two groups" if (apart == "yes").all() else "Some groups hardly met in a workshop"
    return f"{who}, so what sets groups apart may be the workshops."


def _and(options: list[str], word: str = "and") -> str:
    if len(options) < 2:
        return "".join(options) or "no other option"
    return f"{', '.join(options[:-1])} {word} {options[-1]}"
