"""The desk at which a person decides about a study's names."""

from __future__ import annotations

import pandas as pd

from lmep_consult.pseudonyms import NamesDesk
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData


def names_desk(
    study: Study, data: StudyData, decided_by: str, model: str = "", elsewhere: pd.DataFrame | None = None
) -> NamesDesk:
    """What may name somebody in the study's transcripts and chats, as they are read now. model: a spaCy
    model that is asked too. elsewhere: what was found in other texts, see `NamesDesk`."""
    team = study.plan.team
    spoken = (*data.transcripts.values(), *data.chats.values())
    texts = [said.turns["text"].tolist() for said in spoken]
    known = [*team.names, *team.emails]
    allow = study.plan.disclosure.allow
    return NamesDesk(decided_by, study.confirmed_names, data.register, known, allow, texts, model, elsewhere)
