"""Ballots -> ranked priorities with honest uncertainty; a module a method.

Everywhere `ranks` is a DataFrame of voters x options: 1 = first, equal = tied, NaN = not ranked.
"""

from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.compare_groups import compare_groups
from lmep_consult.ranking.concordance import friedman, kendalls_w
from lmep_consult.ranking.copeland import copeland
from lmep_consult.ranking.forms_score import forms_score
from lmep_consult.ranking.kemeny import kemeny
from lmep_consult.ranking.mean_rank import mean_rank
from lmep_consult.ranking.plackett_luce import plackett_luce
from lmep_consult.ranking.pooling import first_to_last, pooled
from lmep_consult.ranking.priorities import priorities
from lmep_consult.ranking.rank_sets import first_set, rank_sets, tiers, top_set
from lmep_consult.ranking.schulze import schulze
from lmep_consult.ranking.sensitivity import sensitivity
from lmep_consult.ranking.stability import stability
from lmep_consult.ranking.top_share import top_share

__all__ = [
    "borda",
    "compare_groups",
    "copeland",
    "first_set",
    "first_to_last",
    "forms_score",
    "friedman",
    "kemeny",
    "kendalls_w",
    "mean_rank",
    "plackett_luce",
    "pooled",
    "priorities",
    "rank_sets",
    "schulze",
    "sensitivity",
    "stability",
    "tiers",
    "top_set",
    "top_share",
]
