"""What people consented to, and who withdrew."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

Purpose = Literal["recording", "quoting", "contact", "identification", "linking"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_WITHOUT_A_COLUMN: tuple[Purpose, ...] = ("recording", "quoting")  # what a register that does not ask leaves open
_YES = frozenset("yes y true agreed consented given ✓ ✔ ☑".split())
_NO = frozenset("no n false refused declined ✗ ✘ ☐".split())


def said(cell: str) -> Literal["yes", "no", ""]:
    """What a cell says of consent, "" where that is neither yes nor no.

    >>> said("Y"), said("FALSE"), said("yes, but not by name")
    ('yes', 'no', '')
    """
    word = cell.strip().casefold().rstrip(".")
    return "yes" if word in _YES else "no" if word in _NO else ""


def withdrawn(register: pd.DataFrame) -> set[str]:
    """The ids of those who withdrew: nothing of theirs goes further than the reader."""
    return set(register.loc[register["status"] == "withdrew", "participant"])


def may(register: pd.DataFrame, purpose: Purpose) -> set[str]:
    """The ids of those whose data may serve the purpose: all but those `refusals` names."""
    return set(register["participant"]) - refusals(register, purpose).keys()


def refusals(register: pd.DataFrame, purpose: Purpose) -> dict[str, str]:
    """Those whose data must not serve the purpose, by id, and why.

    The register's column consent_PURPOSE says "yes" or "no", or the like; a blank cell, and any other word, is no
    consent. Without the column nobody was asked here: they may then be recorded and quoted, which the study has agreed
    with them elsewhere, but neither contacted again, identified nor found again in another wave of the study. Who
    withdrew consents to nothing.
    """
    recorded = _consent(register, purpose)
    why = {
        "no": f"did not consent to {purpose}",
        "": f"has no consent to {purpose} in the register",
        "withdrew": "withdrew",
    }
    return {participant: why[word] for participant, word in recorded.items() if word != "yes"}


def consents(register: pd.DataFrame) -> pd.DataFrame:
    """What was read of the consents of people who agreed or took part, one row per person and purpose that the register
    has a column for: participant, purpose, written (the cell as it is), read ("yes", "no" or "neither")."""
    there = register[register["status"].isin(["agreed", "took part"])]
    as_written: dict[tuple[str, str], str] = dict(register.attrs.get("as_written", ()))
    rows = [
        (participant, purpose, as_written.get((participant, purpose), cell), said(cell) or "neither")
        for purpose in PURPOSES
        if f"consent_{purpose}" in register
        for participant, cell in zip(there["participant"], there[f"consent_{purpose}"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["participant", "purpose", "written", "read"], dtype=object)


def consent_gaps(register: pd.DataFrame) -> pd.DataFrame:
    """Consents that are missing of people who agreed or took part, one row per person and purpose: participant,
    purpose, recorded (what the cell says instead of yes or no, "" where it is blank).

    A purpose whose column the register lacks is in no row: nobody was asked.
    """
    there = register[register["status"].isin(["agreed", "took part"])]
    rows = [
        (participant, purpose, cell)
        for purpose in PURPOSES
        if f"consent_{purpose}" in register
        for participant, cell in zip(there["participant"], there[f"consent_{purpose}"], strict=True)
        if not said(cell)
    ]
    return pd.DataFrame(rows, columns=["participant", "purpose", "recorded"], dtype=object)


def _consent(register: pd.DataFrame, purpose: Purpose) -> dict[str, str]:
    """By id: "yes", "no", "" where neither is recorded, or "withdrew"."""
    column = f"consent_{purpose}"
    if column in register:
        recorded = register[column].map(said)
    else:
        recorded = pd.Series("yes" if purpose in _WITHOUT_A_COLUMN else "", index=register.index)
    recorded = recorded.mask(register["status"] == "withdrew", "withdrew")
    return dict(zip(register["participant"], recorded, strict=True))
