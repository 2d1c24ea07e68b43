"""What people and the machine can say a code of: the answers in respondents' own words, question by question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Answers:
    """The answers to one question that hold words of the respondent's own: neither empty nor a campaign's letter alone.

    machine: by response x codes, whether the codebook's terms found the code, or one that belongs to it. respondents:
    by response, in the same order, the attributes and closed questions of the frame of respondents.
    """

    question: str
    machine: pd.DataFrame
    respondents: pd.DataFrame


def answers_to(folder: Path, question: str, parents: Mapping[str, str], columns: Collection[str]) -> Answers:
    """Read the answers to one question from working/responses. parents: each code to count, and the code it belongs to
    ("" for none). columns: of the frame of respondents."""
    written = rows(folder, "texts", ["response"], question, own=True)["response"]
    index = pd.Index(written, name="response")
    found = rows(folder, "coded", ["response", "code"], question)
    there = index.get_indexer(found["response"])
    known = (there >= 0) & found["code"].isin(list(parents)).to_numpy()
    machine = with_families(there[known], found.loc[known, "code"], index, parents)
    respondents = rows(folder, "respondents", ["response", *columns]).set_index("response").reindex(index)
    return Answers(question, machine, respondents)


def with_families(where: np.ndarray, codes: pd.Series, index: pd.Index, parents: Mapping[str, str]) -> pd.DataFrame:
    """Response x code, whether it has the code or one that belongs to it. where: the row of each of `codes`."""
    values = np.zeros((len(index), len(parents)), dtype=bool)
    place = {code: at for at, code in enumerate(parents)}
    values[where, codes.map(place).to_numpy(dtype=int)] = True
    for code in reversed(list(parents)):  # each comes before those that belong to it
        if parents[code]:
            values[:, place[parents[code]]] |= values[:, place[code]]
    return pd.DataFrame(values, index=index, columns=list(parents))


def rows(
    folder: Path, name: str, columns: Collection[str], question: str = "", own: bool = False, of: Collection[str] = ()
) -> pd.DataFrame:
    """Columns of one of the frames in working/responses; of one question, of texts that hold words of their own, and of
    some responses alone, where that is asked."""
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    wanted = []
    if question:
        wanted.append(pc.field("question") == question)
    if own:
        wanted.append(pc.utf8_length(pc.utf8_trim_whitespace(pc.field("own"))) > 0)
    if of:
        wanted.append(pc.field("response").isin(list(of)))
    together = None
    for each in wanted:
        together = each if together is None else together & each
    table = ds.dataset(folder / name, format="parquet").to_table(columns=list(columns), filter=together)
    return pd.DataFrame(table.to_pandas())


def campaigns_of(folder: Path, question: str) -> pd.DataFrame:
    """campaign, letter and responses of each campaign among the answers to a question, the largest first."""
    path = folder / "campaigns.parquet"
    if not path.is_file():
        return pd.DataFrame(columns=["campaign", "letter", "responses"])
    every = pd.read_parquet(path)
    here = every[every["question"] == question].sort_values("responses", ascending=False, kind="stable")
    return here[["campaign", "letter", "responses"]].reset_index(drop=True)


def chosen(answers: pd.Series, option: str) -> pd.Series:
    """By response, whether the option is the answer to a closed question, or one of the answers."""
    return (answers.explode() == option).groupby(level=0, sort=False).any().reindex(answers.index)
