"""How many of a participant's turns are placed in the right section and at the right question of the topic guide.

Run as `python tests/benchmarks/question_accuracy.py [--held-out]`. Truth: the demonstration interviews, whose source
says which question each turn was written to answer. Eight were looked at while the method was made; the other twelve
were held out: the method must not be changed in the light of their figures.

Beside the method stand two baselines: the guide's questions spread evenly over the turns, and each interviewer's turn
given to the question nearest by TF-IDF, whatever the order (answers follow it). Intervals are 95 % percentile
bootstrap over interviews.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from lmep_consult.plan import TopicQuestion
from lmep_consult.study import Study
from lmep_consult.transcripts.questions import _words, align_interviews, align_questions

DEMO = Path(__file__).parents[2] / "data" / "demo"
DEVELOPMENT = ["P01", "P02", "P05", "P07", "P11", "P14", "P16", "P19"]
Guide = list[TopicQuestion]
Method = Callable[[list[pd.DataFrame], Guide], list[pd.DataFrame]]


def interview(path: Path) -> pd.DataFrame:
    lines = path.read_text(encoding="utf-8").splitlines()
    interviewer = next(line.partition(":")[2].strip() for line in lines if line.startswith("# interviewer:"))
    rows = [[field.strip() for field in line.split("|", 2)] for line in lines if "|" in line and line[0] != "#"]
    turns = pd.DataFrame(rows, columns=["truth", "speaker", "text"])
    turns["truth"] = turns["truth"].replace("X", "")
    turns["role"] = ["interviewer" if speaker == interviewer else "participant" for speaker in turns["speaker"]]
    return turns


def spread(interviews: list[pd.DataFrame], guide: Guide) -> list[pd.DataFrame]:
    ids = np.array([question.id for question in guide])
    return [turns.assign(question=ids[np.arange(len(turns)) * len(ids) // len(turns)]) for turns in interviews]


def nearest(interviews: list[pd.DataFrame], guide: Guide) -> list[pd.DataFrame]:
    wanted = [set(_words(" ".join([question.text, *question.prompts]))) for question in guide]
    aligned = []
    for turns in interviews:
        said = [set(_words(text)) for text in turns["text"]]
        held = [*wanted, *said]
        rarity = {word: np.log(len(held) / sum(word in words for words in held)) for word in set().union(*held)}
        size = [np.sqrt(sum(rarity[word] ** 2 for word in words)) for words in wanted]
        question, questions = "", []
        for words, role in zip(said, turns["role"], strict=True):
            near = [sum(rarity[w] ** 2 for w in words & asked) / norm for asked, norm in zip(wanted, size, strict=True)]
            if role == "interviewer" and max(near) > 0:
                question = guide[int(np.argmax(near))].id
            questions.append(question)
        aligned.append(turns.assign(question=questions))
    return aligned


METHODS: dict[str, Method] = {
    "spread evenly": spread,
    "nearest by TF-IDF": nearest,
    "each interview alone": lambda interviews, guide: [align_questions(turns, guide) for turns in interviews],
    "all interviews together": align_interviews,
}


def hits(aligned: pd.DataFrame, section: dict[str, str]) -> pd.DataFrame:
    answers = aligned[aligned["role"] == "participant"]
    right = answers["question"] == answers["truth"]
    return pd.DataFrame(
        {"section": answers["question"].map(section) == answers["truth"].map(section), "question": right}
    )


def interval(accuracies: pd.Series) -> str:
    random = np.random.default_rng(1)
    means = random.choice(accuracies.to_numpy(), (10_000, len(accuracies))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{low:.3f}-{high:.3f}"


def table(names: list[str], found: dict[str, pd.DataFrame]) -> None:
    each = pd.DataFrame({name: found[name].mean() for name in names}).T
    pooled = pd.concat([found[name] for name in names]).mean()
    print("  " + "  ".join(f"{name} {row.section:.2f}/{row.question:.2f}" for name, row in each.iterrows()))
    for level in ("section", "question"):
        mean, shown = each[level].mean(), interval(each[level])
        print(f"  {level:8}  mean of interviews {mean:.3f} ({shown})  all turns pooled {pooled[level]:.3f}")


def reliability(aligned: list[pd.DataFrame]) -> None:
    answers = pd.concat(turns[turns["role"] == "participant"] for turns in aligned)
    band = pd.cut(answers["confidence"], [0, 0.5, 0.7, 0.9, 1], include_lowest=True)
    right = (answers["question"] == answers["truth"]).groupby(band, observed=True)
    print("  confidence, and the share of those turns at the right question:")
    for within, share in right.mean().items():
        print(f"    {within!s:14} {share:.3f} of {right.size()[within]}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held-out", action="store_true", help="also the interviews the method was not made with")
    guide = Study.open(DEMO).plan.topic_guide.questions
    section = {question.id: question.section for question in guide} | {"": ""}
    paths = sorted((DEMO / "source" / "transcripts").glob("P*.txt"))
    sets = {"development": DEVELOPMENT}
    if parser.parse_args().held_out:
        sets["held out"] = [path.stem for path in paths if path.stem not in DEVELOPMENT]
    names = [path.stem for path in paths if any(path.stem in members for members in sets.values())]
    interviews = [interview(path) for path in paths if path.stem in names]
    for method, align in METHODS.items():
        aligned = dict(zip(names, align(interviews, guide), strict=True))
        for which, members in sets.items():
            print(f"{method}, {which} ({len(members)} interviews)")
            table(members, {name: hits(aligned[name], section) for name in members})
            if "confidence" in aligned[members[0]]:
                reliability([aligned[name] for name in members])


if __name__ == "__main__":
    main()
