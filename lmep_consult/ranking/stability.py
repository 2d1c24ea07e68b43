"""How far a ranking would move with other voters of the same kind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.ranking.arguments import require_count, require_level
from lmep_consult.ranking.borda import borda_points


def stability(ranks: pd.DataFrame, seed: int, level: float = 0.95, draws: int = 2000) -> pd.DataFrame:
    """Percentile bootstrap over voters of the Borda score and of the rank it gives.

    Returns one row per option with columns borda_lower, borda_upper (points), rank_lower, rank_upper (1 =
    first). It pictures stability under resampling (B. Efron, Annals of Statistics 7 (1979),
    doi:10.1214/aos/1176344552). The ranges of ranks are not confidence intervals: where options are close
    they hold the true ranks far less often than `level`.
    """
    require_level(level)
    require_count(draws, "draws")
    points = borda_points(ranks)
    voters = len(points)
    draw = np.random.default_rng(seed)
    weights = draw.multinomial(voters, np.full(voters, 1 / voters), size=draws)
    scores = weights @ points / voters
    better = (scores[:, :, None] < scores[:, None, :] - 1e-9).sum(axis=2)
    tails = [(1 - level) / 2, (1 + level) / 2]
    borda_lower, borda_upper = np.quantile(scores, tails, axis=0)
    rank_lower = np.quantile(better + 1, tails[0], axis=0, method="lower")
    rank_upper = np.quantile(better + 1, tails[1], axis=0, method="higher")
    return pd.DataFrame(
        {
            "borda_lower": borda_lower,
            "borda_upper": borda_upper,
            "rank_lower": rank_lower.astype(int),
            "rank_upper": rank_upper.astype(int),
        },
        index=ranks.columns,
    )
