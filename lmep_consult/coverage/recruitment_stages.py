"""How far each person in the register came, in interviews and in workshops."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from lmep_consult.coverage.frames import alike, checked_register
from lmep_consult.errors import StudyError

EITHER = "either"
COLUMNS = {"interviews": "interview", "workshops": "workshop"}
NOT_INVITED, INVITED, AGREED, TOOK_PART = "not invited", "invited", "agreed", "took part"
_STAGE = {
    "": NOT_INVITED,
    NOT_INVITED: NOT_INVITED,
    INVITED: INVITED,
    "no reply": INVITED,
    "declined": INVITED,
    "withdrew": INVITED,
    AGREED: AGREED,
    TOOK_PART: AGREED,  # it is the files that say who took part
}
_FURTHEST = [NOT_INVITED, INVITED, AGREED, TOOK_PART]


def people_in(took_part: Mapping[str, Collection[str]], among: str) -> set[str]:
    """The ids of those who took part in interviews, in workshops, or (among="either") in one or the other."""
    kinds = COLUMNS if among == EITHER else [among]
    return {participant for kind in kinds for participant in took_part.get(kind, ())}


def recruitment_stages(register: pd.DataFrame, took_part: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """One row a person and kind of activity ("interviews", "workshops", "either"), for the team only.

    register: one row per person; the columns interview and workshop say how each invitation went, and status does where
    one of them is missing. took_part: the ids of those the files show there, by "interviews" and "workshops".

    Returns participant, among, group, organisation, said (the register's word), stage ("not invited", "invited",
    "agreed", "took part": the furthest the person came; who took part has agreed and was invited). Under "either"
    is the further of the two. Raises StudyError for a status that is not known, and as `frames.checked_register`
    does.
    """
    register = checked_register(register, "participant", "group", "organisation")
    parts = []
    for among, column in COLUMNS.items():
        said = register[column if column in register else "status"].astype(object).fillna("").astype(str)
        stage = alike(said).map(_STAGE)
        for participant, word in zip(register.loc[stage.isna(), "participant"], said[stage.isna()], strict=True):
            known = ", ".join(filter(None, _STAGE))
            raise StudyError(f"The register, participant {participant}: {column} {word!r} is not one of {known}.")
        stage = stage.mask(register["participant"].isin(people_in(took_part, among)), TOOK_PART)
        people = register[["participant", "group", "organisation"]]
        parts.append(people.assign(among=among, said=alike(said), stage=stage))
    each = pd.concat(parts, ignore_index=True)
    place = each["stage"].map({stage: place for place, stage in enumerate(_FURTHEST)})
    furthest = each.loc[place.groupby(each["participant"], sort=False).idxmax()].assign(among=EITHER)
    columns = ["participant", "among", "group", "organisation", "said", "stage"]
    return pd.concat([each, furthest], ignore_index=True)[columns]


def reaching(recruitment: pd.DataFrame, stage: str) -> pd.DataFrame:
    """The rows of those who came as far as `stage` or further."""
    return recruitment[recruitment["stage"].isin(_FURTHEST[_FURTHEST.index(stage) :])]
