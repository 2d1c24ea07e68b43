"""The tables of written responses as they go to CSV: closed questions, as counted, and shares of answers, estimated for
all from those that people coded.

Behind each share is a number of people: those who gave the answer, or those coded who carry the theme. Disclosure
control takes it to be known as exactly as the rounded share tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Released, Rules, alike, made_of, people_wanted, require_released, rounded_share
from lmep_consult.plan import Plan
from lmep_consult.plan.responses import Responses
from lmep_consult.responses.results import answer_called
from lmep_consult.table import NOT_APPLICABLE, SUPPRESSED, Table

_ESTIMATED = (
    "Shares of answers are estimates. People coded a random sample of the answers, larger for rare codes and small "
    "groups, and what the codebook's terms found in all answers is corrected by it (prediction-powered inference, "
    "Angelopoulos and others 2023). What the terms found is published nowhere by itself."
)
_INTERVAL = "The range is a 95% interval: it allows for the answers that nobody coded, not for who chose to respond."
_ROUNDED = "Shares and ranges are rounded, the more the fewer people they rest on, so that they show no few of them."
_OWN_WORDS = "Letters of campaigns are counted apart; the base is the answers in words of the respondents' own."
_RIGHT = (
    "Precision is the share of what the terms found that people found too; recall is the share of what people found "
    "that the terms found. Both are estimated for all answers, with 95% intervals."
)
_CLOSED = (
    "The base is the respondents of the group who answered the question, those of campaigns included; where several "
    "answers could be given, shares add up to more than 1."
)
_LETTERS = (
    "A campaign is the same letter sent by many, perhaps edited. Its themes are those that people gave the letter; "
    "what somebody wrote round it is among the answers in words of the respondents' own."
)
_NOT_READ = "not yet read"
_BY_ANSWER = "response_themes_by_answer_"
_ENDS = ("share", "lower", "upper")
_NUMBERS = (*_ENDS, "base", "sample", "carry")
_ABOUT_ANSWERS = ("question", "question_title", "closed", "closed_title", "code", "name", "family", "group")
_RIGHT_COLUMNS = ("precision", "precision_lower", "precision_upper", "recall", "recall_lower", "recall_upper")


def response_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook) -> list[Table]:
    """responses_received, closed_answers, campaigns, response_themes, machine_accuracy, where the study has responses;
    and, for `joined_answers` once they are released, a table of themes for each closed question. `frames` as
    `run.responses` makes them."""
    if "response_themes" not in frames or plan.responses is None:
        return []
    rules = Rules(plan.disclosure.minimum_base, plan.disclosure.minimum_count)
    names = {code.id: code.name for code in codebook.codes}

    def named(table: str) -> pd.DataFrame:
        frame = frames[table]
        return frame.assign(name=frame["code"].map(names))

    letters = frames["campaigns"]
    return [
        Table(
            "responses_received",
            "Written responses: answers, campaigns, and how many answers people coded",
            frames["responses_received"],
            unit="responses",
            notes=(
                "To code: the answers drawn for people to code. Coded: those of them in batches that are finished.",
            ),
            open=("responses", "own_words", "in_campaigns", "campaigns", "to_code", "coded"),
        ),
        Table(
            "closed_answers",
            "Answers to closed questions, by type of respondent",
            _closed(frames["closed_answers"], rules),
            unit="share of respondents, from 0 to 1",
            notes=(_CLOSED, _ROUNDED),
            key=("closed", "answer"),
            among=("closed",),
            people=("carry",),
            rounded=("carry",),
            base="base",
            measures=("share",),
            rows_each={(closed.id,): 1 for closed in plan.responses.closed if closed.kind == "single"},
        ),
        Table(
            "campaigns",
            "Campaigns: responses that sent the same letter",
            letters.assign(themes=[_themes(codes, names) for codes in letters["codes"]]).drop(columns="codes"),
            unit="responses",
            notes=(_LETTERS,),
            open=("campaign", "responses"),
        ),
        _of_themes(
            "response_themes",
            "Answers that carry each theme, by type of respondent",
            named("response_themes")[["question", "question_title", "code", "name", "family", "group", *_NUMBERS]],
            rules,
        ),
        *_by_answer(named("response_themes_by_answer"), plan.responses, rules),
        Table(
            "machine_accuracy",
            "How far the codebook's terms agree with people, by theme",
            _accuracy(named("machine_accuracy"), rules),
            unit="shares, from 0 to 1",
            notes=(_RIGHT,),
            key=("question", "code"),
            among=("question",),
            people=("found", "carry"),
            rounded=("found", "carry"),
            same={"carry": "response_themes.carry"},
            base="sample",
            measures=_RIGHT_COLUMNS,
        ),
    ]


def joined_answers(released: Sequence[Released]) -> list[Released]:
    """Released tables with response_themes_by_answer in place of a table for each closed question, and without the
    counts behind shares."""
    parts = [each for each in map(require_released, released) if each.table.name.startswith(_BY_ANSWER)]
    first = next((at for at, each in enumerate(released) if each.table.name == "response_themes"), None)
    if first is None:
        return list(released)
    themes = released[first]
    before = [_without_counts(each) if each.table.name == "closed_answers" else each for each in released[:first]]
    frames = [part.table.frame for part in parts if len(part.table.frame)]
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*_ABOUT_ANSWERS, *_NUMBERS])
    groups = frame[["closed", "group"]].to_numpy().tolist()
    frame["group"] = [group.removeprefix(answer_called(closed, "")) for closed, group in groups]
    table = Table(
        "response_themes_by_answer",
        "Answers that carry each theme, by the answer to each closed question",
        frame.drop(columns=["carry", "family"]),
        unit=themes.table.unit,
        notes=tuple(dict.fromkeys(note for each in (themes, *parts) for note in each.table.notes)),
    )
    rest = [each for each in released[first + 1 :] if each not in parts]
    return [*before, _without_counts(themes), made_of(parts, table), *rest]


def _without_counts(released: Released) -> Released:
    return made_of([released], replace(released.table, frame=released.table.frame.drop(columns="carry")))


def _of_themes(name: str, title: str, frame: pd.DataFrame, rules: Rules) -> Table:
    return Table(
        name,
        title,
        _rounded(frame, rules),
        unit="share of answers, from 0 to 1",
        notes=(_ESTIMATED, _INTERVAL, _ROUNDED, _OWN_WORDS),
        key=("question", "code"),
        among=("question",),
        people=("carry",),
        rounded=("carry",),
        parent="family",
        base="sample",
        measures=_ENDS,
        open=("base",),
    )


def _by_answer(frame: pd.DataFrame, plan: Responses, rules: Rules) -> Iterator[Table]:
    """A table for each closed question, whose answers make up all of those who answered it; and for each option of a
    question with several answers, which do not. Its groups are called so that no other table's are."""
    for closed in plan.closed:
        here = frame[frame["closed"] == closed.id]
        parts = [here] if closed.kind == "single" else [rows for _, rows in here.groupby("group", sort=False)]
        for number, rows in enumerate(parts):
            said = rows.assign(group=[answer_called(closed.id, answer) for answer in rows["group"]])
            title = f"Answers that carry each theme, by the answer to {closed.text or closed.column}"
            table = _of_themes(f"{_BY_ANSWER}{closed.id}_{number}", title, said[[*_ABOUT_ANSWERS, *_NUMBERS]], rules)
            yield replace(table, same={"carry": "response_themes.carry"})


def _rounded(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Shares and their intervals, rounded by how many were read."""
    rows = [
        rounded_share(share, (low, high), read, rules)
        for share, low, high, read in frame[[*_ENDS, "sample"]].itertuples(index=False, name=None)
    ]
    return frame.assign(**dict(zip(_ENDS, zip(*rows, strict=True), strict=True))) if rows else frame


def _closed(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    shares = [
        rounded_share(share, (share, share), base, rules)[0] if base else 0.0
        for share, base in zip(frame["share"], frame["base"], strict=True)
    ]
    return frame.assign(share=shares)


def _themes(codes: object, names: Mapping[str, str]) -> str:
    if not isinstance(codes, str):
        return _NOT_READ
    return "; ".join(names[code] for code in codes.split()) or NOT_APPLICABLE


def _accuracy(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The accuracy of codes, rounded by how many answers it is a share of, as far as this is told; withheld where these
    are few."""
    enough = people_wanted(rules)
    rows: list[tuple[object, ...]] = []
    for row in frame.to_dict("records"):
        told = [alike(int(row[count]), int(row["sample"]), rules)[0] for count in ("found", "carry")]
        if min(told) < enough:
            rows.append((SUPPRESSED,) * len(_RIGHT_COLUMNS))
            continue
        precision, recall = (
            rounded_share(row[of], (row[f"{of}_lower"], row[f"{of}_upper"]), least, rules)
            for of, least in zip(("precision", "recall"), told, strict=True)
        )
        rows.append((*precision, *recall))
    shown = frame.assign(**dict(zip(_RIGHT_COLUMNS, zip(*rows, strict=True), strict=True))) if rows else frame
    first, last = _RIGHT_COLUMNS[:3], _RIGHT_COLUMNS[3:]
    return shown[["question", "question_title", "code", "name", *first, "found", *last, "carry", "sample"]]
