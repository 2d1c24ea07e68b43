"""The tables of written responses as they go to CSV: shares estimated for all answers from those that people coded."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Rules, share_step
from lmep_consult.plan import Plan
from lmep_consult.table import NOT_APPLICABLE, SUPPRESSED, Table

_ESTIMATED = (
    "Shares of answers are estimates. People coded a random sample of the answers, larger for rare codes and small "
    "groups, and what the codebook's terms found in all answers is corrected by it (prediction-powered inference, "
    "Angelopoulos and others 2023). What the terms found is published nowhere by itself."
)
_INTERVAL = "The range is a 95% interval: it allows for the answers that nobody coded, not for who chose to respond."
_ROUNDED = "Shares and ranges are rounded, more so in small groups, so that they show no few people."
_OWN_WORDS = "Letters of campaigns are counted apart; the base is the answers in words of the respondents' own."
_RIGHT = (
    "Precision is the share of what the terms found that people found too; recall is the share of what people found "
    "that the terms found. Both are estimated for all answers, with 95% intervals."
)
_LETTERS = (
    "A campaign is the same letter sent by many, perhaps edited. Its themes are those that people gave the letter; "
    "what somebody wrote round it is among the answers in words of the respondents' own."
)
_NOT_READ = "not yet read"
_ROUNDING = 1e-9
_ENDS = ("share", "lower", "upper")
_RIGHT_COLUMNS = ("precision", "precision_lower", "precision_upper", "recall", "recall_lower", "recall_upper")


def response_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook) -> list[Table]:
    """responses_received, campaigns, response_themes, response_themes_by_answer, machine_accuracy, where the study has
    responses. `frames` as `responses.results.response_frames` gives them."""
    if "response_themes" not in frames:
        return []
    rules = Rules(plan.disclosure.minimum_base, plan.disclosure.minimum_count)
    names = {code.id: code.name for code in codebook.codes}

    def named(table: str) -> pd.DataFrame:
        frame = frames[table]
        return frame.assign(name=frame["code"].map(names))

    themes, by_answer = (_rounded(named(table), rules) for table in ("response_themes", "response_themes_by_answer"))
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
            "campaigns",
            "Campaigns: responses that sent the same letter",
            letters.assign(themes=[_themes(codes, names) for codes in letters["codes"]]).drop(columns="codes"),
            unit="responses",
            notes=(_LETTERS,),
            open=("campaign", "responses"),
        ),
        Table(
            "response_themes",
            "Answers that carry each theme, by type of respondent",
            themes[["question", "question_title", "code", "name", "family", "group", *_ENDS, "base", "sample"]],
            unit="share of answers, from 0 to 1",
            notes=(_ESTIMATED, _INTERVAL, _ROUNDED, _OWN_WORDS),
            key=("question", "code"),
            among=("question",),
            base="base",
            measures=_ENDS,
            open=("sample",),
        ),
        Table(
            "response_themes_by_answer",
            "Answers that carry each theme, by the answer to each closed question",
            by_answer[
                [
                    "question",
                    "question_title",
                    "closed",
                    "closed_title",
                    "code",
                    "name",
                    "group",
                    *_ENDS,
                    "base",
                    "sample",
                ]
            ],
            unit="share of answers, from 0 to 1",
            notes=(_ESTIMATED, _INTERVAL, _ROUNDED, _OWN_WORDS),
            key=("question", "closed", "code"),
            among=("question",),
            base="base",
            measures=_ENDS,
            open=("sample",),
        ),
        Table(
            "machine_accuracy",
            "How far the codebook's terms agree with people, by theme",
            _accuracy(named("machine_accuracy"), rules),
            unit="shares, from 0 to 1",
            notes=(_RIGHT,),
            open=(*_RIGHT_COLUMNS, "found", "carry", "sample"),
        ),
    ]


def _rounded(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Shares rounded so that they show no few people; the ends of ranges outwards, and never to one number, which would
    say that nobody carries a theme, or everybody."""
    rows = []
    for share, low, high, base in frame[[*_ENDS, "base"]].itertuples(index=False, name=None):
        step = share_step(base, rules)
        lower = min(floor(low / step + _ROUNDING), floor(1 / step) - 1)
        upper = max(ceil(high / step - _ROUNDING), lower + 1)
        rows.append([round(min(number * step, 1.0), 3) for number in (round(share / step), lower, upper)])
    return frame.assign(**dict(zip(_ENDS, zip(*rows, strict=True), strict=True))) if rows else frame


def _themes(codes: object, names: Mapping[str, str]) -> str:
    if not isinstance(codes, str):
        return _NOT_READ
    return "; ".join(names[code] for code in codes.split()) or NOT_APPLICABLE


def _accuracy(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The accuracy of codes, rounded; withheld where few answers of the sample have the code, or all but few, or the
    terms found few: with these counts a share could be worked out more exactly than it is shown."""
    counts = pd.concat([frame["found"], frame["carry"], frame["sample"] - frame["carry"]], axis=1).astype(int)
    few = (counts < rules.minimum_count).any(axis=1)
    shown = frame.assign(**frame[list(_RIGHT_COLUMNS)].astype(float).round(2))
    numbers = [*_RIGHT_COLUMNS, "found", "carry"]
    shown = shown.assign(**shown[numbers].astype(object).mask(few, SUPPRESSED))
    first, last = _RIGHT_COLUMNS[:3], _RIGHT_COLUMNS[3:]
    return shown[["question", "question_title", "code", "name", *first, "found", *last, "carry", "sample"]]
