"""Quotations that wait for a person, as a run leaves them."""

from __future__ import annotations

import pandas as pd

TO_SIGN = pd.DataFrame(
    [
        ("P1", "time", "A", "A, policy", "we of [P2] lost it", "we of [a person] lost it"),
        ("P1", "money", "All groups", "Participant", "we of [P2] lost it", "we of [a person] lost it"),
        ("P3", "time", "A", "A", "=we had it", "=we had it"),
    ],
    columns=["participant", "code", "group", "attribution", "quote", "words"],
)
HELD = pd.DataFrame(
    [
        ("P1", "time", 4, "we met Darren", "we met Darren", "may name somebody: Darren", "So we met Darren.", "yes"),
        ("P1", "money", 4, "we met Marta", "we met Marta", "may name somebody: Marta", "So we met Marta.", "no"),
    ],
    columns=["participant", "code", "turn", "quote", "words", "why", "said", "would_show"],
)
