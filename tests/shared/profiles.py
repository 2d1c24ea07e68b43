"""Ballots as they come: with ties, gaps between ranks and options left out, for the package and for pref_voting."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from pref_voting.profiles_with_ties import ProfileWithTies


@st.composite
def profiles(draw: st.DrawFn, most: int = 6) -> pd.DataFrame:
    """Voters x options, `most` at the most; somebody ranks them all."""
    options = draw(st.integers(1, most))
    rank = st.one_of(st.none(), st.integers(1, options))
    ballots = draw(st.lists(st.lists(rank, min_size=options, max_size=options), max_size=8))
    ballots.append(draw(st.permutations(range(1, options + 1))))
    return pd.DataFrame(ballots, columns=[f"option {place}" for place in range(options)], dtype=float)


def random_profile(random: np.random.Generator) -> pd.DataFrame:
    """1 to 15 voters and 1 to 8 options, from few ties to many, from full ballots to nearly empty ones."""
    voters, options = random.integers(1, 16), random.integers(1, 9)
    ranks = random.integers(1, random.integers(1, 12) + 1, (voters, options)).astype(float)
    ranks[random.random(ranks.shape) < random.choice([0, 0.2, 0.7])] = math.nan
    ranks[0, 0] = 1
    return pd.DataFrame(ranks)


def peer_profile(ranks: pd.DataFrame) -> ProfileWithTies:
    ballots = [{o: int(r) for o, r in enumerate(ballot) if not math.isnan(r)} for ballot in ranks.to_numpy().tolist()]
    profile = ProfileWithTies(ballots, candidates=list(range(ranks.shape[1])))
    profile.use_extended_strict_preference()
    return profile
