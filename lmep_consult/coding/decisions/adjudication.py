"""Several people's codings of one source: where they agree, where they differ, and what is final."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

FINAL = [
    "id", "source", "participant", "coder", "code", "start", "end", "quote", "turn", "said", "origin", "memo", "round",
    "time", "codebook", "rule",
]  # fmt: skip
DIFFERING = [
    "source", "participant", "code", "start", "end", "quote", "turn", "said", "coders", "without", "ids",
]  # fmt: skip

Row = dict[Any, Any]


@dataclass(frozen=True)
class Comparison:
    """agreed: stretches that every coder of the source gave the code; columns as of codings, with the union of their
    spans, coder, id, origin and codebook joined by " + ", memo and rule by "; ".
    differing: stretches that some did not: source, participant, code, start, end, quote, turn, said, coders and without
    (who gave it the code and who did not, joined by " + "), ids (tuple, of the codings)."""

    agreed: pd.DataFrame
    differing: pd.DataFrame


@dataclass(frozen=True)
class Final:
    """codings: those that are final; columns as of codings. open: where coders differ and nobody has adjudicated;
    columns as of Comparison.differing."""

    codings: pd.DataFrame
    open: pd.DataFrame


def compare(codings: pd.DataFrame, done: pd.DataFrame) -> Comparison:
    """Where the coders of each source that several have coded agree and differ.

    codings: as `anchor` places them. done: coder, source: who has finished what; somebody who finished a source and
    coded nothing in it is one of its coders. To compare one round, hand over that round's rows.

    Codings of one code agree where their spans overlap, however little: the stretch that overlapping spans cover
    together is looked at as one.
    """
    return _compare(codings, _coders(codings, done))


def final_codings(codings: pd.DataFrame, adjudications: pd.DataFrame, done: pd.DataFrame) -> Final:
    """One coding of each source: as adjudicated where somebody has; what its one coder, or all of its coders, say.

    codings, adjudications: as `anchor` places them. done: coder, source. A word on codings is final until it is undone;
    what their coders decide afterwards is compared again. Rounds are taken together. The reason is kept as the memo.
    """
    settled = {key for about in adjudications["about"] for key in about}
    coders = _coders(codings, done)
    rest = codings[~codings["id"].isin(settled)]
    comparison = _compare(rest, coders)
    alone = rest[~rest["source"].isin(_shared(coders))]
    kept = adjudications[adjudications["verdict"] == "keep"]
    parts = [part[FINAL] for part in (alone, comparison.agreed, kept) if len(part)]
    final = pd.concat(parts, ignore_index=True) if parts else codings[FINAL].head(0)
    in_order = final.sort_values(["source", "start", "end", "code", "coder", "id"], ignore_index=True)
    return Final(in_order, comparison.differing)


def _coders(codings: pd.DataFrame, done: pd.DataFrame) -> dict[str, list[str]]:
    pairs = pd.concat([codings[["source", "coder"]], done[["source", "coder"]]]).drop_duplicates()
    return {str(source): sorted(coders) for source, coders in pairs.groupby("source")["coder"]}


def _shared(coders: Mapping[str, list[str]]) -> list[str]:
    return [source for source, several in coders.items() if len(several) > 1]


def _compare(codings: pd.DataFrame, coders: Mapping[str, list[str]]) -> Comparison:
    agreed, differing = [], []
    for stretch in _stretches(codings[codings["source"].isin(_shared(coders))]):
        whole = _as_one(stretch)
        by = {row["coder"] for row in stretch}
        without = [coder for coder in coders[whole["source"]] if coder not in by]
        if without:
            ids = tuple(row["id"] for row in stretch)
            differing.append({**whole, "coders": whole["coder"], "without": " + ".join(without), "ids": ids})
        else:
            agreed.append(whole)
    return Comparison(_frame(agreed, FINAL, codings), _frame(differing, DIFFERING, codings))


def _stretches(codings: pd.DataFrame) -> Iterator[list[Row]]:
    """The codings of one source and code whose spans overlap, in order of place; by source, then place."""
    rows: list[Row] = codings.sort_values(["source", "code", "start", "end", "id"]).to_dict("records")
    found: list[list[Row]] = []
    reach = 0
    for row in rows:
        before = found[-1][-1] if found else {"source": None, "code": None}
        if (row["source"], row["code"]) == (before["source"], before["code"]) and row["start"] < reach:
            found[-1].append(row)
            reach = max(reach, row["end"])
        else:
            found.append([row])
            reach = row["end"]
    yield from sorted(found, key=lambda stretch: (stretch[0]["source"], stretch[0]["start"]))


def _as_one(stretch: list[Row]) -> Row:
    """One coding of the union of overlapping spans."""
    first = stretch[0]
    quote = first["quote"]
    for row in stretch[1:]:
        quote += row["quote"][first["start"] + len(quote) - row["start"] :]

    def joined(column: str, by: str) -> str:
        return by.join(dict.fromkeys(row[column] for row in sorted(stretch, key=_by_coder) if row[column]))

    return {
        **first,
        **{column: joined(column, " + ") for column in ("id", "coder", "origin", "codebook")},
        **{column: joined(column, "; ") for column in ("memo", "rule")},
        **{column: max(row[column] for row in stretch) for column in ("end", "round", "time")},
        "quote": quote,
        "said": max((row["said"] for row in stretch), key=len),
    }


def _by_coder(row: Row) -> tuple[str, int]:
    return row["coder"], row["start"]


def _frame(rows: list[Row], columns: list[str], like: pd.DataFrame) -> pd.DataFrame:
    types = {column: like[column].dtype for column in columns if column in like}
    return pd.DataFrame(rows, columns=columns).astype(types)
