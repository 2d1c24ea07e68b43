"""What a consultation with many written responses asked, and where its exports say it."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from lmep_consult.plan.ids import not_one_of
from lmep_consult.plan.part import Part, Text

# The columns that the frame of respondents has besides attributes and closed questions.
RESERVED = ("response", "file", "row", "received", "quotable")
LETTERS = "letters"
_BATCH = re.compile(r"responses:[^:]+:[^:]+")


def batch_source(question: str, batch: int | str) -> str:
    """What the texts of a batch are called: "responses:views:3", or "responses:views:letters" those of campaigns."""
    return f"responses:{question}:{batch}"


def is_batch(source: str) -> bool:
    """Whether a source is a batch of written responses; no interview, event or poll is called so."""
    return _BATCH.fullmatch(source) is not None


class TextQuestion(Part):
    """A question answered in the respondent's own words, which are coded. column: its heading in the exports; text: the
    question as it was asked, where the heading says it otherwise."""

    id: Text
    column: Text
    text: str = ""


class ClosedQuestion(Part):
    """A question answered by choosing. column: its heading in the exports; where each option has a column of its own,
    what the headings of these begin with.

    kind: "single" or "multiple" (several may be chosen). options: what was offered; other answers are reported. Where
    it is left out, whatever was answered is an option.
    """

    id: Text
    column: Text
    text: str = ""
    kind: Literal["single", "multiple"] = "single"
    options: list[Text] = []


class Quotable(Part):
    """Who may be quoted: the heading of the column that says so, and the answers that allow it."""

    column: Text
    answers: list[Text] = Field(min_length=1)


class Responses(Part):
    """Written responses, a row each in the exports in raw/responses/, or a file each for letters and e-mails.

    files: which files there, as patterns such as "portal/*.csv"; all of them where it is left out.
    id: the heading of the column of ids; letters and e-mails have the name of their file.
    received: the heading of the date a response came in.
    names: headings of columns that name the respondent; they are not kept, and what they hold is replaced in the
        respondent's texts.
    quotable: who may be quoted; nobody where it is left out.
    letters: the question that letters and e-mails answer, by id; needed where there are any.
    attributes: what is known of respondents, by the heading that says it: type = "Are you responding as".
    group_by: the attribute that tables are split by.
    precision: the half width of the 95% interval that is wanted for a code that half of the responses carry, as a
        share; the sample that people code is as large as that needs.
    """

    files: list[Text] = []
    id: Text
    received: str = ""
    names: list[Text] = []
    quotable: Quotable | None = None
    letters: str = ""
    attributes: dict[Text, Text] = {}
    group_by: str = ""
    questions: list[TextQuestion] = Field(min_length=1)
    closed: list[ClosedQuestion] = []
    precision: float = Field(default=0.05, gt=0, lt=0.5)

    def batches_like(self, source: str) -> list[str]:
        """A batch of each question, with the number that `source` has; none where no batch could have it."""
        batch = source.rpartition(":")[2]
        if not is_batch(source) or not re.fullmatch(rf"{LETTERS}|[1-9][0-9]*", batch):
            return []
        return [batch_source(question.id, batch) for question in self.questions]

    @model_validator(mode="after")
    def _names_agree(self) -> Responses:
        ids = [question.id for question in self.questions]
        closed = [question.id for question in self.closed]
        columns = [*RESERVED, *self.attributes, *closed]
        for names, what in (([*ids, *closed], "question"), (columns, "attribute or closed question")):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"the name {twice[0]!r} of a {what} is there twice, or means something else")
        if self.letters and self.letters not in ids:
            raise ValueError(f"letters: {not_one_of(self.letters, ids, 'the id of a question')}")
        if self.group_by and self.group_by not in self.attributes:
            raise ValueError(f"group_by: {not_one_of(self.group_by, self.attributes, 'an attribute')}")
        for question in self.closed:
            if len(set(question.options)) < len(question.options):
                raise ValueError(f"closed question {question.id}: an option is there twice; take one out")
        return self
