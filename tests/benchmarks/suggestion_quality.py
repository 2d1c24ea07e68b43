"""Precision and recall of what is suggested for the demonstration's hand-coded interviews, as Markdown.

Run as `python tests/benchmarks/suggestion_quality.py [--truth final|union|intersection] [--unit turn|sentence]`;
with --publish the tables of both units go into docs/suggestions.md.

Interviews count that were coded in full, by hand; those in which suggestions were decided on would flatter the rules.
Truth: what their coders decided, by default the final codings (adjudicated, or the same from all who coded). Each
interview's sentences are scored by a suggester that has learnt from other interviews only, growing numbers of them,
drawn by chance; at 0 it knows the codebook alone. A turn has a code where a coding touches it, and is suggested one
where one of its sentences is. Beside it stand the codebook's rules alone, and a majority baseline that gives every turn
the code which most sentences of the other interviews have. Intervals are 95 % percentile bootstrap over interviews.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.codebook import Codebook, sentences
from lmep_consult.coding import anchor, compare, final_codings, fold, read_logs
from lmep_consult.coding.suggest import Suggester
from lmep_consult.importing import read_study_data
from lmep_consult.study import Study

LOGS = Path(__file__).parents[2] / "data" / "demo" / "codings"
DOCS = Path(__file__).parents[2] / "docs" / "suggestions.md"
MARK = "<!-- python tests/benchmarks/suggestion_quality.py --publish -->"
LEARNT = [0, 1, 3, 7]
THRESHOLDS = [0.5, 0.3]
FEWEST = 8  # codings of a code for a row of its own
DRAWS = 2000


def demonstration(truth: str) -> tuple[Codebook, pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """The codebook; the interviews' sentences (source, turn, start, end, text); what is true of them and what rules
    suggest (source, start, end, code); who coded them."""
    with tempfile.TemporaryDirectory() as folder:
        copy_demonstration(Path(folder) / "study")
        study = Study.open(Path(folder) / "study")
        codebook = Codebook.load(study.codebook)
        transcripts = read_study_data(study).transcripts
    folded = fold(read_logs(LOGS)[0])
    codings, _ = anchor(folded.codings, transcripts)
    adjudications, _ = anchor(folded.adjudications, transcripts)
    by_hand = codings.assign(by_hand=codings["origin"] == "person").groupby("source")["by_hand"].mean()
    sources = by_hand[by_hand > 0.9].index
    codings = codings[codings["source"].isin(sources)]
    adjudications = adjudications[adjudications["source"].isin(sources)]
    coders = list(codings["coder"].unique())
    true = {
        "final": lambda: final_codings(codings, adjudications, folded.done).codings,
        "union": lambda: codings,
        "intersection": lambda: compare(codings, folded.done).agreed,
    }[truth]()
    said, ruled = [], []
    for source in sources:
        turns = transcripts[source].turns
        for turn in turns[turns["role"] == "participant"].itertuples():
            for start, end in sentences(turn.text):
                said.append((source, turn.turn, turn.start_char + start, turn.start_char + end, turn.text[start:end]))
        ruled.append(codebook.apply(transcripts[source]).assign(source=source))
    columns = ["source", "turn", "start", "end", "text"]
    return codebook, pd.DataFrame(said, columns=columns), true, pd.concat(ruled, ignore_index=True), coders


def given(said: pd.DataFrame, codings: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Sentences x codes: 1 where a coding touches the sentence."""
    pairs = said.reset_index(names="row").merge(codings[["source", "start", "end", "code"]], on="source")
    touching = pairs[(pairs["start_x"] < pairs["end_y"]) & (pairs["start_y"] < pairs["end_x"])]
    table = pd.crosstab(touching["row"], touching["code"]).clip(upper=1)
    return table.reindex(index=said.index, columns=codes, fill_value=0)


def held_out(codebook: Codebook, said: pd.DataFrame, true: pd.DataFrame, learnt: int) -> pd.DataFrame:
    """Sentences x codes: how likely, by a suggester that learnt from so many other interviews."""
    suggester = Suggester(codebook)
    draw = np.random.default_rng(20)
    parts = []
    for source, own in said.groupby("source"):
        others = [other for other in said["source"].unique() if other != source]
        from_ = said["source"].isin(draw.permutation(others)[:learnt])
        suggester.learn(list(said["text"][from_]), true[from_])
        parts.append(suggester.score(own["text"]))
    return pd.concat(parts)


def majority(said: pd.DataFrame, true: pd.DataFrame) -> pd.DataFrame:
    made = true * 0
    for source in said["source"].unique():
        own = said["source"] == source
        made.loc[own, true[~own].sum().idxmax()] = 1
    return made


def counted(true: pd.DataFrame, made: pd.DataFrame, by: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Interview x (what, code): how many units were suggested rightly, were suggested, and have the code."""
    true, made = by(true), by(made)
    parts = {"right": true * made, "made": made, "true": true}
    return pd.concat({what: part.groupby("source").sum() for what, part in parts.items()}, axis=1)


def shares(counts: pd.DataFrame, codes: list[str]) -> str:
    """Precision and recall over these codes with their intervals, as two cells."""
    parts = [counts[what][codes].sum(axis=1).to_numpy() for what in ("right", "made", "true")]
    drawn = np.random.default_rng(1).integers(len(counts), size=(DRAWS, len(counts)))
    right, made, true = (part[drawn].sum(axis=1) for part in parts)
    cells = []
    for over, whole in ((made, parts[1]), (true, parts[2])):
        if not whole.sum():
            cells.append("-")
            continue
        low, high = np.percentile((right[over > 0] / over[over > 0]), [2.5, 97.5])
        cells.append(f"{parts[0].sum() / whole.sum():.2f} ({low:.2f}-{high:.2f})")
    return " | ".join(cells)


def within_interviews(true: pd.DataFrame, ranked: pd.DataFrame) -> Iterator[float]:
    """Average precision of each code in each interview that has it."""
    for _, own in true.groupby("source"):
        for code in own.columns[own.any()]:
            yield average_precision_score(own[code], ranked.loc[own.index, code])


def tables(truth: str, unit: str) -> None:
    codebook, said, codings, ruled, coders = demonstration(truth)
    codes = [code.id for code in codebook.codes if not codebook.children(code.id)]
    true, rules = given(said, codings, codes), given(said, ruled, codes)

    def by(table: pd.DataFrame) -> pd.DataFrame:
        keys = ["source", "turn"] if unit == "turn" else ["source", "turn", "start"]
        return table.set_axis(pd.MultiIndex.from_frame(said[keys])).groupby(keys).max()

    units = by(true)
    print(f"Truth: {truth} codings; codes stand on {unit}s {int(units.sum().sum())} times.")
    print(f"{len(units)} {unit}s, {len(codes)} codes,", end=" ")
    by_whom = f"{said['source'].nunique()} interviews, coded by {' and '.join(coders)}"
    print(f"{by_whom}. Suggester: {Suggester(codebook).origin}.\n")
    made = {"Majority": majority(said, true), "Rules alone": rules}
    scores = {learnt: held_out(codebook, said, true, learnt)[codes] for learnt in LEARNT}
    for learnt, likely in scores.items():
        for threshold in THRESHOLDS:
            made[f"Suggester, {learnt} interviews, {threshold:.0%} sure"] = (likely >= threshold).astype(int)
    both = f"Rules or suggester, {LEARNT[-1]} interviews, {THRESHOLDS[0]:.0%} sure"
    made[both] = rules.clip(lower=(scores[LEARNT[-1]] >= THRESHOLDS[0]).astype(int))
    counts = {name: counted(true, table, by) for name, table in made.items()}
    print("| method | suggested | precision | recall |\n|---|---|---|---|")
    for name, count in counts.items():
        print(f"| {name} | {int(count['made'].sum().sum())} | {shares(count, codes)} |")

    often = [code for code in codes if units[code].sum() >= FEWEST]
    heading = f"| average precision, mean of | rules alone | {' | '.join(f'{n} interviews learnt' for n in LEARNT)} |"
    print(f"\n{heading}\n|---|---|{'---|' * len(LEARNT)}")
    ranked = [by(table) for table in (rules, *scores.values())]
    whole = [np.mean([average_precision_score(units[code], table[code]) for code in often]) for table in ranked]
    print(f"| the {len(often)} codes on {FEWEST} {unit}s or more | {' | '.join(f'{mean:.2f}' for mean in whole)} |")
    within = [np.mean(list(within_interviews(units, table))) for table in ranked]
    print(f"| every interview and code in it | {' | '.join(f'{mean:.2f}' for mean in within)} |")
    likely = by(scores[LEARNT[-1]]).to_numpy().ravel()
    held = units.to_numpy().ravel()
    print(f"\n| said, {LEARNT[-1]} interviews learnt | {unit}s x codes | mean said | true |\n|---|---|---|---|")
    for low, high in ((0, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1)):
        at = (likely >= low) & (likely < high)
        if at.any():
            print(f"| {low:.2f} to {high:.2f} | {at.sum()} | {likely[at].mean():.2f} | {held[at].mean():.2f} |")

    suggester = f"Suggester, {LEARNT[-1]} interviews, {THRESHOLDS[1]:.0%} sure"
    print(f"\n| code | {unit}s | rules: precision | recall | suggester: precision | recall |")
    print("|---|---|---|---|---|---|")
    for code in often:
        cells = f"{shares(counts['Rules alone'], [code])} | {shares(counts[suggester], [code])}"
        print(f"| {code} | {int(units[code].sum())} | {cells} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--truth", choices=["final", "union", "intersection"], default="final")
    parser.add_argument("--unit", choices=["turn", "sentence"], default="turn")
    parser.add_argument("--publish", action="store_true", help="put the tables into docs/suggestions.md")
    chosen = parser.parse_args()
    if not chosen.publish:
        tables(chosen.truth, chosen.unit)
        return
    with io.StringIO() as made:
        with contextlib.redirect_stdout(made):
            for unit in ("turn", "sentence"):
                print(f"\n### By {unit}\n")
                tables(chosen.truth, unit)
        text = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(text.partition(MARK)[0] + MARK + "\n" + made.getvalue(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
