"""Names spelt out letter by letter."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.pseudonyms import identifiers, pseudonymise

REGISTER = pd.DataFrame(
    [
        ("P01", "Siobhán Ní Quill", "", "MSA", "Aldermere Combined Authority", ""),
        ("P02", "Danny Fettle", "", "MSA", "Aldermere Combined Authority", ""),
        ("P03", "Danny Marl", "", "MSA", "Aldermere Combined Authority", ""),
    ],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
KNOWN = identifiers(REGISTER, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's S-I-O-B-H-A-N.", "It's [P01]."),
        ("it is s i o b h a n okay", "it is [P01] okay"),
        ("S. I. O. B. H. A. N, that's me", "[P01], that's me"),
        ("s for sugar i for ink o b h a n okay", "[P01] okay"),
        ("N-I, new word, Q-U-I-double L.", "[P01]."),
        ("D-A-N-N-Y, both of them", "[name], both of them"),  # of two people
        ("a pupil, Z-O-F-I-A, drew it", "a pupil, [name], drew it"),
        ("the N-H-S and the D-E-F-R-A people", "the N-H-S and the D-E-F-R-A people"),
        ("options A, B, C and D; marks of B, B, C, A", "options A, B, C and D; marks of B, B, C, A"),
        ("a b c d e f g and i, i, i, i think", "a b c d e f g and i, i, i, i think"),
        ("R S P B", "R S P B"),
    ],
)
def test_a_name_spelt_out_is_replaced_whole(text: str, expected: str) -> None:
    assert pseudonymise(text, KNOWN, ["DEFRA"])[0] == expected
