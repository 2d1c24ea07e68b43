"""What every function asks of ballots, and of what is known of each voter."""

from __future__ import annotations

import numbers

import numpy as np
import pandas as pd

from lmep_consult.errors import RankingError


def checked(ranks: pd.DataFrame, none_ok: bool = False) -> pd.DataFrame:
    """The ballots of those who ranked anything, as floats.

    ranks: voters x options, 1 = first, equal = tied, NaN = not ranked. Ranks need only be in order: 1, 2, 2, 5 says
    the same as 1, 2, 2, 3. none_ok: whether there may be no ballot.

    Raises RankingError where there is no option or no ballot, an option has two columns, or a rank is not a finite
    number of 1 or more: a digit in quotation marks is text, and True is no rank. Nothing here goes by the voters'
    names; a function that looks something up by them uses `of_voters`.
    """
    if not isinstance(ranks, pd.DataFrame):
        raise RankingError(f"Ballots are a table of voters and options, not a {type(ranks).__name__}.")
    if ranks.shape[1] == 0:
        raise RankingError("There are no options to rank.")
    twice = ranks.columns[ranks.columns.duplicated()]
    if len(twice):
        raise RankingError(f"The option {str(twice[0])!r} is in two columns; join them.")
    for place, dtype in enumerate(ranks.dtypes):
        if not pd.api.types.is_any_real_numeric_dtype(dtype):
            _only_numbers(ranks.iloc[:, place])
    values = ranks.to_numpy(dtype=float, na_value=np.nan)
    wrong = np.argwhere((values < 1) | np.isinf(values))
    if len(wrong):
        voter, column = wrong[0]
        raise RankingError(
            f"Rank {values[voter, column]:g} of {_where(ranks.index[voter], ranks.columns[column])} is not possible; "
            "the first is 1."
        )
    voted = ~np.isnan(values).all(axis=1)
    if not voted.any() and not none_ok:
        raise RankingError("Nobody ranked anything.")
    return pd.DataFrame(values[voted], index=ranks.index[voted], columns=ranks.columns)


def _only_numbers(cells: pd.Series) -> None:
    given = cells[cells.notna()]
    for voter, cell in zip(given.index, given, strict=True):
        if isinstance(cell, bool | np.bool_) or not isinstance(cell, numbers.Real):
            shown = cell if isinstance(cell, str) else str(cell)
            raise RankingError(
                f"Rank {shown!r} of {_where(voter, cells.name)} is not a number; ranks are 1, 2, 3 and so on, or empty."
            )


def _where(voter: object, option: object) -> str:
    return f"voter {str(voter)!r}, option {str(option)!r}"


def of_voters(values: pd.Series, voters: pd.Index, what: str, all_known: bool = True) -> pd.Series:
    """The `what` (group, workshop) of each of these voters, found by the voter's name and in the order of `voters`.

    values: indexed by voter; it may hold others than `voters`. all_known: whether a voter whose value is not known
    (NaN, or no entry) is refused; NaN comes back where it is not.

    Raises RankingError where a voter has two ballots or two entries, or `values` knows none of the voters.
    """
    if not isinstance(values, pd.Series):
        found = type(values).__name__
        raise RankingError(f"The {what} of each voter comes as a Series indexed by voter, not as a {found}.")
    for names, fault in (
        (voters, f"has two ballots, so the {what} cannot be found by name; keep one"),
        (values.index, f"is twice among the {what}s; keep one {what} a voter"),
    ):
        if not names.is_unique:
            raise RankingError(f"Voter {names[names.duplicated()][0]} {fault}.")
    found_of = values.reindex(voters)
    unknown = voters[found_of.isna()]
    if len(unknown) and (all_known or not voters.isin(values.index).any()):
        raise RankingError(f"Voter {unknown[0]} ranked options and has no {what}; give one, indexed by voter.")
    return found_of
