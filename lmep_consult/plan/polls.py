"""What was asked in polls."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from lmep_consult.plan.part import Part, Text

Kind = Literal["ranking", "single", "multiple", "likert", "rating", "text"]


RepeatAnswers = Literal["first", "last", "both"]


class Question(Part):
    """A question of a poll: `column` is its heading in the export.

    kind: "ranking", "single" or "multiple" (choices), "likert" (one statement), "rating" (a whole number) or "text".
    options: what was offered, of rankings and choices.
    scale: the labels of a Likert statement, from lowest to highest.
    highest: the best mark of a rating.
    write_in_column: the heading of the text that asks what a voter meant by "Other".
    write_ins: what was written into the ranking, and the option it is counted as; the report prints it.
    codes: options and the codes that stand for them in the codebook, to set votes next to interviews.
    code_answers: whether the answers to an open question are coded as what people say in interviews is.
    """

    id: Text
    title: Text
    column: Text
    kind: Kind = "ranking"
    write_in_column: str | None = None
    options: list[Text] = Field(default=[], validate_default=True)
    scale: list[Text] = Field(default=[], validate_default=True)
    highest: int = Field(default=10, ge=1)
    write_ins: dict[str, str] = {}
    codes: dict[str, str] = {}
    code_answers: bool = False

    @field_validator("options", "scale")
    @classmethod
    def _as_the_kind_needs(cls, texts: list[str], info: ValidationInfo) -> list[str]:
        kind = info.data.get("kind")
        needed = kind in ("ranking", "single", "multiple") if info.field_name == "options" else kind == "likert"
        if needed and len(texts) < 2:
            raise ValueError(f"a question of kind {kind!r} needs at least two; name them")
        if kind and texts and not needed:
            raise ValueError(f"a question of kind {kind!r} has none; take them out, or correct the kind")
        if info.field_name == "scale" and len(set(texts)) < len(texts):
            raise ValueError("a label is there twice; take one out")
        return texts

    @field_validator("code_answers")
    @classmethod
    def _of_texts(cls, wanted: bool, info: ValidationInfo) -> bool:
        kind = info.data.get("kind")
        if wanted and kind not in (None, "text"):
            raise ValueError(f"a question of kind {kind!r} has no open answers to code; take it out")
        return wanted


class PollPlan(Part):
    """A poll held in each workshop.

    columns: the headings of the columns that say who answered and when, where an export has others than Forms gives.
    repeat_answers: what counts of a participant who answers a question in several events: the last answer, as in one
        export, the first, or both, so that the person counts twice.
    """

    id: Text
    title: Text
    questions: list[Question] = Field(min_length=1)
    columns: dict[Literal["id", "start", "submitted", "email", "name"], Text] = {}
    repeat_answers: RepeatAnswers = "last"
