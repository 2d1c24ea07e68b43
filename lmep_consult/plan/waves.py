"""Where the other waves of a study lie."""

from __future__ import annotations

from lmep_consult.plan.part import Part, Text


class Waves(Part):
    """Other waves of the same study. others: their folders, from this one's; a withdrawal here is one there too, of
    those who agreed to be found again. codes: what codes of the earlier wave's codebook became in this one's, where no
    coder's log says so."""

    others: list[Text] = []
    codes: dict[Text, list[Text]] = {}
