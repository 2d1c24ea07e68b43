"""What a study sets next to each other: cases, codes by codes, and recommendations with what speaks for them."""

from __future__ import annotations

from pydantic import Field

from lmep_consult.plan.part import Part, Text


class Cases(Part):
    """Cases studied in depth, such as places visited. column: the register's column that names each person's case, ""
    for those of none. headings: ids of codes, the rows of the chart of cases."""

    column: Text
    headings: list[Text] = Field(min_length=1)


class Comparison(Part):
    """A matrix: the codes below `rows` by the codes below `columns`; a cell counts people who said something that
    carries both. within: a third code that it must carry too, "" for none."""

    id: Text
    title: Text
    rows: Text
    columns: Text
    within: str = ""


class Recommendation(Part):
    """A recommendation and the codes whose passages are the evidence behind it, the most telling first. heading: the
    part of the report it belongs to."""

    id: Text
    text: Text
    heading: str = ""
    codes: list[Text] = Field(min_length=1)

    @property
    def evidence(self) -> list[str]:
        """The codes, each once."""
        return list(dict.fromkeys(self.codes))
