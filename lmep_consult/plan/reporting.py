"""What is written from it all, and what may leave the study."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from lmep_consult.plan.part import Part, Text


class Wording(Part):
    """A word for a share of interviewees: that of the highest `at_least` reached."""

    word: Text
    at_least: float = Field(ge=0, le=1)


_SCALE = [
    ("all", 1.0), ("almost all", 0.9), ("most", 0.6), ("about half", 0.4), ("some", 0.2), ("a few", 0.0),
]  # fmt: skip


class ReportPlan(Part):
    """What the published tables look like.

    theme_counts: "words" puts how many interviewees spoke of a theme into the words of `scale`, and leaves numbers to
    the team; "numbers" publishes them.
    include: which tables the documents show after the results: "summary" (none), "standard" (sample, ranks, how far
        results depend on the method, how the study was done), "full" (all), or a list of names as the workbook's
        worksheet Contents gives them.
    documents: authors' documents, in the study's folder, that hold released numbers in controls (`lmep-consult
        report --fill`); reports are final only when all of them are up to date.
    checks: what `lmep-consult report --final` asks for, in order.
    formats: the id of the poll question that ranks output formats, for scoping notes.
    follow_up_questions, follow_up_codes: questions of the topic guide, and codes, in whose passages participants offer
        or name evidence; they are listed for the team to follow up.
    """

    theme_counts: Literal["words", "numbers"] = "words"
    scale: list[Wording] = Field(default=[Wording(word=word, at_least=share) for word, share in _SCALE], min_length=2)
    include: Text | list[Text] = "standard"
    checks: list[Text] = ["first check", "second check"]
    documents: list[Text] = []
    formats: str = ""
    follow_up_questions: list[Text] = []
    follow_up_codes: list[Text] = []

    @field_validator("scale")
    @classmethod
    def _orders_shares(cls, scale: list[Wording]) -> list[Wording]:
        shares = [wording.at_least for wording in scale]
        if len(set(shares)) < len(shares):
            raise ValueError("two words mean the same share; give each its own at_least")
        if min(shares) > 0:
            raise ValueError("no word has at_least = 0, so that a few people would have none")
        return sorted(scale, key=lambda wording: -wording.at_least)


class TheoryAssumption(Part):
    """An assumption of the programme's theory of change. Codes of the codebook speak for or against it by its id.

    status: what a person concluded, and status_by who; both empty until somebody does.
    """

    id: Text
    text: Text
    pathway: str = ""
    appraisal: str = ""
    adaptation: str = ""
    status: str = ""
    status_by: str = ""

    @model_validator(mode="after")
    def _status_is_somebodys(self) -> TheoryAssumption:
        if self.status and not self.status_by:
            raise ValueError(f"assumption {self.id}: a status is set by a person; say who in status_by")
        return self


class Review(Part):
    """A proposed evidence review, for its scoping note. code: its theme in the codebook. What is left empty is marked
    in the note for a person to write."""

    id: Text
    title: Text
    code: Text
    questions: list[Text] = []
    method: str = ""
    parameters: str = ""
    users: str = ""
    dissemination: str = ""


class DisclosureRules(Part):
    """What may leave the study.

    minimum_base: a group of fewer people is not shown alone.
    minimum_count: numbers of people below it, zero included, are shown as one range, "fewer than 3"; nothing is shown
        of what a group of fewer than twice as many people said.
    unanimous_base: in a group of fewer people the highest numbers, as many as minimum_count, are shown as one range
        too: that all of them said a thing would disclose what each said. It has an effect from twice minimum_count.
    quotes_need_sign_off: only quotations that somebody signed off are shown; false shows the others too, as drafts.
    attribution_base: a quotation's attribution fits at least so many of those who took part.
    allow: capitalised words and phrases that identify nobody: they stay in transcripts unless they are part of a
        name of the register, and any other holds a quotation back.
    """

    minimum_base: int = Field(default=3, ge=1)
    minimum_count: int = Field(default=3, ge=1)
    unanimous_base: int = Field(default=10, ge=1)
    quotes_need_sign_off: bool = True
    attribution_base: int = Field(default=3, ge=1)
    allow: list[Text] = []

    @field_validator("minimum_count")
    @classmethod
    def _withholds_something(cls, minimum: int) -> int:
        if minimum == 2:
            raise ValueError(
                "with 2, a number of people known to be small could only be 0 or 1; give 3 or more, or 1 to show all"
            )
        return minimum
