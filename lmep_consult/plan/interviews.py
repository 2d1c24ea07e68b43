"""What interviews were to ask, who speaks in them, and how they are coded."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from lmep_consult.plan.part import Part, Text


class TopicQuestion(Part):
    """A question of the topic guide.

    section: the id of its section; where it is left out, the first letter of the question's id.
    prompts: the guide's prompts and probes, other words in which an interviewer may ask it.
    """

    id: Text
    section: Text
    text: Text
    prompts: list[Text] = []

    @model_validator(mode="before")
    @classmethod
    def _section_from_id(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("id"), str):
            return {"section": given["id"][:1], **given}
        return given


class TopicGuide(Part):
    """What the interviews were to ask, in order: section titles by their ids, and questions."""

    sections: dict[str, Text] = {}
    questions: list[TopicQuestion] = []

    @model_validator(mode="after")
    def _sections_have_titles(self) -> TopicGuide:
        for question in self.questions:
            if self.sections and question.section not in self.sections:
                raise ValueError(f"question {question.id}: its section {question.section!r} is not one of the sections")
        return self


# Who is meant by each label of one transcript: a participant's id, or "team" for an interviewer or facilitator.
Speakers = dict[Text, Text]


class Round(Part):
    """A round of blind double coding: each of the coders codes each source, seeing nothing of the others until all
    are done. sources: participants' ids, events', poll and open question, as "feedback:more", or batches of written
    responses, as "responses:views:1"."""

    round: int = Field(default=1, ge=1)
    sources: list[Text] = Field(min_length=1)
    coders: list[Text] = Field(min_length=2)


class CodingPlan(Part):
    """How people code. count: what tables count while some interviews are not coded in full: "all" of them alike, by
    what the codebook's terms suggest, unchecked; or the codings of the "finished" alone. model: what suggests codes by
    meaning, besides the codebook's terms: "" for nothing, "default", or where a model lies. threshold: the least
    confidence of such a suggestion."""

    rounds: list[Round] = []
    count: Literal["all", "finished"] = "all"
    model: str = ""
    threshold: float = Field(default=0.2, gt=0, lt=1)

    @property
    def assigned(self) -> dict[tuple[str, int], list[str]]:
        """The coders of each source and round."""
        coders: dict[tuple[str, int], list[str]] = {}
        for part in self.rounds:
            for source in part.sources:
                coders[source, part.round] = list(dict.fromkeys([*coders.get((source, part.round), []), *part.coders]))
        return coders
