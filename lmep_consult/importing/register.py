"""The register, kept as what a raw file holds is: read again where it, or what study.toml says of it, changed."""

from __future__ import annotations

import pandas as pd

from lmep_consult.fingerprint import key_of, sha256, toolkit
from lmep_consult.importing.records import Imported, load, save
from lmep_consult.participants import register_frame, register_of, withdrawn
from lmep_consult.places import REGISTER
from lmep_consult.study import Study

_DECIDING = {"groups", "criteria", "fieldwork", "events"}  # the parts of study.toml that a register is held against


def kept_register(study: Study, keep: bool) -> pd.DataFrame:
    """What `register_of` gives. keep: whether to write a record of what was read.

    Raises StudyError as `register_of` does.
    """
    try:
        raw_hash = sha256(study.register)
    except OSError:
        return register_of(study)  # which says what is wrong with it
    settings = key_of(toolkit(), study.plan.model_dump(mode="json", include=_DECIDING))
    kept = load(study, REGISTER.name, raw_hash, settings)
    if kept is not None:
        as_written = [((participant, purpose), cell) for participant, purpose, cell in kept.content["as_written"]]
        return register_frame(kept.content["rows"], kept.content["columns"], kept.problems, as_written)
    register = register_of(study)
    if keep and may_be_kept(register):
        save(study, REGISTER.name, _imported(study, register), raw_hash, settings)
    return register


def may_be_kept(register: pd.DataFrame) -> bool:
    """Whether there may be a record of it: what it says of people who withdrew is to be nowhere else."""
    return not withdrawn(register)


def _imported(study: Study, register: pd.DataFrame) -> Imported:
    content = {
        "columns": list(register.columns),
        "rows": register.to_numpy().tolist(),
        "as_written": [[*whose, cell] for whose, cell in register.attrs["as_written"]],
    }
    return Imported(
        study.register.name, "register", "", "", len(register), tuple(register.attrs["problems"]), [], content
    )
