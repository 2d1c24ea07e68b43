"""A text that is passed over as holding nothing to replace holds nothing to replace."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.pseudonyms import Confirmed, Identifier, Pseudonymiser, Screen
from lmep_consult.pseudonyms.forms import forms_in, may_hold_forms

KNOWN = [
    Identifier("Winifred Achterberg", "[P07]", "person"),
    Identifier("Achterberg", "[P07]", "person"),
    Identifier("Winnie", "[P07]", "person", "capital"),
    Identifier("W. Achterberg", "[P07]", "person", "capital"),
    Identifier("Rose", "[P08]", "person", "name"),
    Identifier("Hothersall", "[P08]", "person"),
    Identifier("Pellow Coast Buses", "[ORG 1]", "organisation"),
    Identifier("Steps to Work", "[ORG 2]", "organisation", "phrase"),
    Identifier("STW", "[ORG 2]", "organisation", "upper"),
    Identifier("winifred@place.example", "[P07]", "email"),
]
PLACES = [Confirmed("depot manager", "person", "[person 1]", "ME", "2026-01-01T00:00:00Z", "the old", "there")]
NAMES, SCREEN = Pseudonymiser(KNOWN, (), PLACES), Screen(KNOWN, PLACES)
SIGNS = (
    "ring 01632 960 001|+44 (0) 7700 900 123|oh seven seven hundred nine hundred one two three|double oh, seven|"
    "ext. 1234|QX7 3NB|Q X seven, three N B|AB12 CDE|A B 51 C D E|Q X fifty-one A B C|P 4 7 7 Y|reg K123 ABC|"
    "QQ 12 34 56 C|Q Q twelve thirty-four fifty-six C|born on the third of May 1962|DOB 12.4.61|my birthday is 4 June|"
    "NHS number is 943 476 5919|jane dot doe at somewhere dot example|jane.doe@place.example|look at gov dot uk|"
    "www.place.example|place.co.uk/page|on Instagram at jane draws|handle at janedoe|jane underscore doe|"
    "S-I-O-B-H-A-N|d double e for echo k|1,234 people|20 minutes|2nd of 3|£5.50 at 10am"
).split("|")
NAMED = (
    "Winifred Achterberg|winifred achterberg|WINIFRED|Achterbergs|Achterberg's|Akterberg|Achter Berg|Mr Rose|mr rose|"
    "Rose|rose|Rose Hothersall|Hothersal|Hother Sall|Pellow Coast Buses|Pellow Coast|Steps to Work|steps to work|STW|"
    "stw|W. Achterberg|W Achterberg|the old depot manager there|depot manager|Winnie"
).split("|")
PLAIN = (
    "The bus is late|I cannot get to work|people say|and that is that|in North Street|Nobody asked us|a|I|to|the|"
    "Will they come|Every Monday|one of us|two or three|at night|on Sundays|NHS|e.g.|it’s|well-known|Café"
).split("|")
GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", "\n", "-", " then ", " er, ", "/", "'", " (", ") "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*SIGNS, *NAMED, *PLAIN]) | st.text(max_size=6), GAPS), max_size=9))
def test_nothing_is_passed_over(parts: list[tuple[str, str]]) -> None:
    text = "".join(part + gap for part, gap in parts)
    if SCREEN.look(["Rose", text, "", text]).holds == [True, False, False, False]:
        assert NAMES.spans(text) == []
    if not may_hold_forms(text):
        assert forms_in(text) == []


@pytest.mark.parametrize("text", SIGNS[:28])
def test_each_form_by_itself_is_seen(text: str) -> None:
    assert SCREEN.look([f"Please {text} there."]).holds[0] or NAMES.spans(f"Please {text} there.") == []


def test_most_texts_are_passed_over() -> None:
    said = "The bus is late, and nobody at the office answers. I wait 20 minutes with three others in the rain."
    assert SCREEN.look([said]).holds == [False]
