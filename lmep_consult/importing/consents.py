"""What the register says of each person's consent, as it was read, and what stays out because of it."""

from __future__ import annotations

import pandas as pd

from lmep_consult.participants import Purpose, consents, refusals
from lmep_consult.study_data import StudyData

_OTHERWISE: dict[Purpose, str] = {
    "quoting": "nothing of theirs is quoted",
    "contact": "not in the user panel",
    "identification": "never named",
    "linking": "not found again in another wave",
}


def consents_kept(data: StudyData) -> pd.DataFrame:
    """The columns of participants.consents, and left_out: what is not read, not coded, not quoted and so on because the
    consent is missing, "" where it is given."""
    rows = []
    for participant, purpose, written, read in consents(data.register).itertuples(index=False):
        left_out = "" if read == "yes" else _OTHERWISE.get(purpose, "") or _not_read(participant, data)
        rows.append((participant, purpose, written, read, left_out))
    return pd.DataFrame(rows, columns=["participant", "purpose", "written", "read", "left_out"], dtype=object)


def _not_read(participant: str, data: StudyData) -> str:
    """What was left out when the files were read, which is among the problems, with the same reason."""
    why = refusals(data.register, "recording")[participant] + ", so "
    theirs = data.problems[data.problems["where"] == participant]
    found = [
        f"{file}: {what.removeprefix(why)}"
        for file, what in zip(theirs["file"], theirs["what"], strict=True)
        if what.startswith(why)
    ]
    return "; ".join(found) or "nothing that they said is in raw/"
