"""The same person in the other waves of a study: who withdraws from one withdraws from all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from lmep_consult.errors import ConsultError
from lmep_consult.lock import locked
from lmep_consult.participants import linked, register_of
from lmep_consult.places import COMPARED_FOR_TEAM, COMPARISON
from lmep_consult.study import Study


@dataclass(frozen=True)
class OtherWave:
    """Another wave that study.toml names. study: None where it cannot be read, and why. participant: the person's id
    there, "" where nobody is known to be them. agreed: whether they agreed to be found again, so that what is done here
    is done there."""

    folder: Path
    study: Study | None
    participant: str = ""
    agreed: bool = False
    why: str = ""

    @property
    def to_do(self) -> str:
        """What a person must do there; "" where nothing is left to do."""
        if self.study is None:
            return (
                f"{self.folder} is another wave and cannot be read ({self.why}) If they are in it: lmep-consult "
                f"withdraw ID --study {self.folder}"
            )
        if self.participant and not self.agreed:
            return (
                f"{self.folder}: {self.participant} seems to be the same person, who did not agree to be found again; "
                f"ask them, and if so: lmep-consult withdraw {self.participant} --study {self.folder}"
            )
        return ""


def other_waves(study: Study, participant: str) -> list[OtherWave]:
    """Where else the person is. Whether they withdrew already makes no difference. A wave that cannot be read holds no
    withdrawal up: somebody is asked to see to it."""
    found = []
    for name in study.plan.waves.others:
        folder = study.folder / name
        try:
            found.append(_found(study, participant, Study.open(folder)))
        except ConsultError as error:
            found.append(OtherWave(folder, None, why=str(error)))
    return found


def _found(study: Study, participant: str, other: Study) -> OtherWave:
    here, there = (register_of(each).assign(status="took part") for each in (study, other))
    later = study.plan.dates.fieldwork_start >= other.plan.dates.fieldwork_start
    same = linked(there, here) if later else linked(here, there)
    agreed, not_agreed = (_of(pairs, participant, later) for pairs in (same.pairs, same.not_agreed))
    return OtherWave(other.folder, other, agreed or not_agreed, bool(agreed))


def _of(pairs: dict[str, str], participant: str, later: bool) -> str:
    """The person's id in the other wave; "" where none is known. pairs: the id then by the id now."""
    if later:
        return pairs.get(participant, "")
    return next((now for now, then in pairs.items() if then == participant), "")


def forget_comparison(study: Study) -> bool:
    """Delete a comparison with another wave, which somebody who withdrew there is counted in; whether there was one.

    Raises ConsultError where a file of it is open in another program.
    """
    folder, team = study.at(COMPARISON), study.at(COMPARED_FOR_TEAM)
    if not folder.exists() and not team.exists():
        return False
    with locked(study.folder):
        try:
            team.unlink(missing_ok=True)
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise ConsultError(
                f"{folder} cannot be deleted ({error.strerror}); close what uses it and delete it."
            ) from None
    return True
