"""Codings whose code the codebook no longer has, because somebody renamed or deleted it in the file after coding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.decisions.coder import Coder
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.folding import Folded, in_force
from lmep_consult.coding.decisions.migrating import Migrations
from lmep_consult.errors import Problem

LOST = ["code", "coder", "codings"]


def lost_codes(folded: Folded, codebook: Codebook) -> pd.DataFrame:
    """How many codings lost their code, by code and coder: columns LOST.

    A code that a migration split is not lost: of each of its codings a person is asked which it is.
    """
    asked = set(folded.undecided["id"])
    codings = folded.codings
    gone = codings[~codings["code"].isin([code.id for code in codebook.codes]) & ~codings["id"].isin(asked)]
    return gone.groupby(["code", "coder"]).size().rename("codings").reset_index()[LOST]


def lost_code_problems(folded: Folded, codebook: Codebook) -> list[Problem]:
    """A problem for each code that was lost: how many codings have it, whose, and the commands that move them."""
    problems = []
    for code, rows in lost_codes(folded, codebook).groupby("code"):
        whose = " and ".join(f"{n} of {coder}" for coder, n in zip(rows["coder"], rows["codings"], strict=True))
        problems.append(
            Problem(
                f"code {code}",
                f"the codebook does not have it any more, so these codings count nowhere: {whose}; if it has another "
                f"id now, `lmep-consult codebook rename {code} --id NEW --by CODER`; if it is in another now, "
                f"`lmep-consult codebook merge {code} --into OTHER --by CODER`",
            )
        )
    return problems


def migrations_of(
    coder: Coder, decisions: Iterable[Decision], became: Mapping[str, Iterable[str]], from_version: str
) -> list[Decision]:
    """The coder's decisions that codes became others, from the codebook's version `from_version` to the coder's.

    Where codings were made under a version that nothing leads from to `from_version`, since the file was changed by
    hand, what those of their codes became that are no more is recorded from there too.
    """
    valid = in_force(decisions)
    migrations = Migrations(decision for decision in valid if decision.action == "migrate")
    earlier = {
        migrations.latest(decision.codebook)
        for decision in valid
        if decision.code and not {*became}.isdisjoint(migrations.now(decision.codebook, decision.code))
    } - {from_version, coder.codebook}
    return [
        coder.migrate(became, from_version, coder.codebook),
        *(coder.migrate(became, version, from_version or coder.codebook) for version in sorted(earlier)),
    ]
