"""Where those invited and those who took part came from."""

from __future__ import annotations

import pandas as pd

from lmep_consult.coverage.recruitment_stages import INVITED, TOOK_PART, reaching
from lmep_consult.table import ALL_GROUPS

ALL_REGIONS = "All regions"
NOT_KNOWN = "Not known"


def region_by_group(
    recruitment: pd.DataFrame, region: pd.Series, groups: list[str], regions: list[str], among: str = "interviews"
) -> pd.DataFrame:
    """People invited and people who took part, by region and group; a cell nobody is in holds 0.

    recruitment: as `recruitment_stages` gives it. region: each person's, "" where not known, indexed by participant.
    regions: those to show first, in order; any other in the register follows by name, then "Not known" if there is
    anybody there.

    Returns region ("All regions" last), group ("All groups" last), invited, took_part.
    """
    people = recruitment[(recruitment["among"] == among) & recruitment["group"].isin(groups)]
    place = people["participant"].map(region).astype(object).fillna("").astype(str).str.strip()
    spelt = {name.casefold(): name for name in [*sorted(set(place), reverse=True), *regions]}
    place = place.str.casefold().map(spelt).mask(place == "", NOT_KNOWN)
    others = sorted(set(place) - {*regions, NOT_KNOWN})
    rows = [*regions, *others, *([NOT_KNOWN] if (place == NOT_KNOWN).any() else []), ALL_REGIONS]
    cells = pd.MultiIndex.from_product([rows, [*groups, ALL_GROUPS]], names=["region", "group"])
    here = people.assign(region=place)
    here = pd.concat([here, here.assign(region=ALL_REGIONS)])
    here = pd.concat([here, here.assign(group=ALL_GROUPS)])
    counts = {
        column: reaching(here, stage).groupby(["region", "group"])["participant"].nunique().reindex(cells, fill_value=0)
        for column, stage in (("invited", INVITED), ("took_part", TOOK_PART))
    }
    return pd.DataFrame(counts).reset_index()
