"""The register: everyone invited, with group, attributes, consent and status."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from lmep_consult.archive import first_sheet
from lmep_consult.errors import InputError, StudyError

REQUIRED = ("participant", "name", "email", "group", "organisation", "status")
STATUSES = ("invited", "agreed", "took part", "declined", "no reply", "withdrew")
Purpose = Literal["recording", "quoting", "contact", "identification"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_WITHOUT_A_COLUMN: tuple[Purpose, ...] = ("recording", "quoting")  # what a register that does not ask leaves open


def read_register(path: str | Path, groups: Collection[str] = ()) -> pd.DataFrame:
    """Read the register, one row a person.

    Columns: participant (the id that stands for the person everywhere), name, email, group, organisation,
    status, and whatever attributes the study samples by; all str, stripped, "" where empty.
    `groups` are the ids study.toml knows; when given, any other is an error.

    Raises StudyError naming the row and the cell: a missing column, an id that stands twice or is empty, a
    group or status that is not known; a column that stands twice; or why the workbook cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise StudyError(f"{path} is missing; a study needs its register of everyone invited.")
    try:
        sheet = first_sheet(path)
    except InputError as error:
        raise StudyError(str(error)) from None
    with_rows = [
        (number, ["" if cell is None else str(cell).strip() for cell in row])
        for number, row in enumerate(sheet, start=1)
        if row
    ]
    if not with_rows:
        raise StudyError(f"{path}: the first sheet is empty; its first row must hold the column names.")
    (first, header), *rows = with_rows
    for column in REQUIRED:
        if column not in header:
            raise StudyError(f"{path}, row {first}: no column {column!r}; add it.")
    for column in filter(None, header):
        if header.count(column) > 1:
            raise StudyError(f"{path}, row {first}: two columns are headed {column!r}; rename one.")
    whole = [[*row, *[""] * len(header)][: len(header)] for _, row in rows]
    register = pd.DataFrame(whole, columns=header, dtype=object)
    register = register.loc[:, [name for name in header if name]].astype(str)
    row_of: dict[str, int] = {}
    for (number, _), person in zip(rows, register.to_dict("records"), strict=True):
        _check_row(f"{path}, row {number}", {str(k): str(v) for k, v in person.items()}, groups)
        participant = str(person["participant"])
        if row_of.setdefault(participant, number) != number:
            other = f"stands in row {row_of[participant]} too; give each person one id."
            raise StudyError(f"{path}, row {number}: participant {participant!r} {other}")
    return register


def _check_row(where: str, person: dict[str, str], groups: Collection[str]) -> None:
    if not person["participant"]:
        raise StudyError(f"{where}: no participant id; give the person one, such as P07.")
    for column, known in (("group", groups), ("status", STATUSES)):
        value = person[column]
        if known and value not in known:
            by_case = {name.casefold(): name for name in known}
            near = difflib.get_close_matches(value.casefold(), by_case, n=1)
            hint = f"; did you mean {by_case[near[0]]!r}?" if near else "."
            raise StudyError(f"{where}: {column} {value!r} is not one of {', '.join(known)}{hint}")


def withdrawn(register: pd.DataFrame) -> set[str]:
    """The ids of those who withdrew: nothing of theirs goes further than the reader."""
    return set(register.loc[register["status"] == "withdrew", "participant"])


def may(register: pd.DataFrame, purpose: Purpose) -> set[str]:
    """The ids of those whose data may serve the purpose: all but those `refusals` names."""
    return set(register["participant"]) - refusals(register, purpose).keys()


def refusals(register: pd.DataFrame, purpose: Purpose) -> dict[str, str]:
    """Those whose data must not serve the purpose, by id, and why.

    The register's column consent_PURPOSE says "yes" or "no"; a blank cell, and any other word, is no consent. Without
    the column nobody was asked here: they may then be recorded and quoted, which the study has agreed with them
    elsewhere, but neither contacted again nor identified. Who withdrew consents to nothing.
    """
    said = _consent(register, purpose)
    why = {
        "no": f"did not consent to {purpose}",
        "": f"has no consent to {purpose} in the register",
        "withdrew": "withdrew",
    }
    return {participant: why[word] for participant, word in said.items() if word != "yes"}


def consent_gaps(register: pd.DataFrame) -> pd.DataFrame:
    """Consents that are missing of people who agreed or took part, one row a person and purpose: participant, purpose,
    recorded (what the cell says instead of yes or no, "" where it is blank).

    A purpose whose column the register lacks is in no row: nobody was asked.
    """
    there = register[register["status"].isin(["agreed", "took part"])]
    rows = [
        (participant, purpose, cell)
        for purpose in PURPOSES
        if f"consent_{purpose}" in register
        for participant, cell in zip(there["participant"], there[f"consent_{purpose}"], strict=True)
        if cell.strip().casefold() not in ("yes", "no")
    ]
    return pd.DataFrame(rows, columns=["participant", "purpose", "recorded"], dtype=object)


def _consent(register: pd.DataFrame, purpose: Purpose) -> dict[str, str]:
    """By id: "yes", "no", "" where neither is recorded, or "withdrew"."""
    column = f"consent_{purpose}"
    if column in register:
        cells = register[column].str.strip().str.casefold()
        said = cells.where(cells.isin(["yes", "no"]), "")
    else:
        said = pd.Series("yes" if purpose in _WITHOUT_A_COLUMN else "", index=register.index)
    said = said.mask(register["status"] == "withdrew", "withdrew")
    return dict(zip(register["participant"], said, strict=True))
