"""What identifies by its form, written or said aloud, is replaced whole."""

from __future__ import annotations

import pytest

from lmep_consult.pseudonyms import ordinary_words, pseudonymise, unconfirmed


def clean(text: str) -> str:
    return pseudonymise(text, [])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was born on the 3rd of May 1962, in Leeds", "I was born on the [date of birth], in Leeds"),
        ("my date of birth is 12/04/1961.", "my date of birth is [date of birth]."),
        ("Date of birth? 1961-04-12", "Date of birth? [date of birth]"),
        ("DOB 12.4.61, D.O.B. 12-4-61", "DOB [date of birth], D.O.B. [date of birth]"),
        ("born May the third, 1962", "born [date of birth]"),
        ("born on the twelfth of march nineteen sixty-two", "born on the [date of birth]"),
        ("born the twelfth of the third sixty two", "born the [date of birth]"),
        ("born on twenty-first of November, nineteen oh four", "born on [date of birth]"),
        ("my birthday's the fourth of June", "my birthday's the [date of birth]"),
        ("date of birth five eleven sixty two", "date of birth [date of birth]"),
        (
            "born 9 May 1966, but they have it as the sixth of May sixty-nine",
            "born [date of birth], but they have it as the [date of birth]",
        ),
        (
            "he was born five years ago, in two thousand and four",
            "he was born five years ago, in two thousand and four",
        ),
        ("On 3 May 2021 we began.", "On 3 May 2021 we began."),
        ("It was born in 2021, and on 3 May 2022 it closed.", "It was born in 2021, and on 3 May 2022 it closed."),
        ("born of the second or third attempt", "born of the second or third attempt"),
    ],
)
def test_dates_of_birth(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ring oh seven seven hundred, nine hundred, one two three", "ring [phone]"),
        ("ring oh one six three two, er, nine six zero, then double oh one", "ring [phone]"),
        ("plus four four, seven seven double oh, nine double oh, five six one", "[phone]"),
        ("double oh four four, seven seven double oh, nine hundred, two one eight", "[phone]"),
        ("ten, twenty, thirty, forty, fifty, sixty", "ten, twenty, thirty, forty, fifty, sixty"),
        ("her NHS number's nine four three, four seven six, five nine one nine", "her NHS number's [NHS number]"),
        ("my NHS number is 943 476 5918", "my NHS number is [NHS number]"),  # misheard, or it would check
        ("it's QQ 12 34 56 C", "it's [national insurance number]"),
        ("Q Q twelve thirty-four fifty-six C", "[national insurance number]"),
        ("q q one two three four five six c", "[national insurance number]"),
        ("QQ one two three four five six C", "[national insurance number]"),
        ("at ten, eleven, twelve a day", "at ten, eleven, twelve a day"),
        ("it is 20, 30, 40 a head", "it is 20, 30, 40 a head"),
    ],
)
def test_numbers_of_people(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my car is QX51 ABC, qx51abc", "my car is [number plate], [number plate]"),
        ("Q X five one A B C", "[number plate]"),
        ("quebec x-ray fifty-one alpha bravo charlie", "[number plate]"),
        ("QX fifty-one A B C", "[number plate]"),
        ("the registration's A123 BCD", "the registration's [number plate]"),
        ("a van, y k six eight zed x b", "a van, [number plate]"),
        ("it was P123 ABC, abc123p, ABC123P", "it was [number plate], abc123p, [number plate]"),
        ("in a yellow car, P 4 7 7 Y", "in a yellow car, [number plate]"),
        ("in the car, the 5 or 6 of us, and an A 4 sheet", "in the car, the 5 or 6 of us, and an A 4 sheet"),
        ("on the M25 and the A66 NHS site, the EU 27 NHS plan", "on the M25 and the A66 NHS site, the EU 27 NHS plan"),
    ],
)
def test_number_plates(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see acme.io/jobs/12 or bit.ly/3xYz.", "see [link] or [link]."),
        ("some dash where dot gov dot uk forward slash apply dash now", "[link]"),
        ("mail me, jane at somewhere dot example", "mail me, [email]"),
        ("it's w w w dot somewhere dot example", "it's [link]"),
        ("at somewhere dot example, forward slash, last mile.", "at [link]."),
        ("go to somewhere dot example slash contact us if you can", "go to [link] if you can"),
        ("jo at care and repair dot example", "[email]"),
        ("look at gov dot uk, and find it at somewhere dot example", "look at [link], and find it at [link]"),
        ("i'm on instagram as at jane draws", "i'm on instagram as [handle]"),
        ("she's at jane draws on twitter", "she's [handle] on twitter"),
        ("at least on twitter, at home on facebook", "at least on twitter, at home on facebook"),
        ("I'm jane underscore doe there", "I'm [handle] there"),
        ("I looked at gov dot uk", "I looked at [link]"),
        ("I'm @jane.somewhere.example and @jane@server.example.", "I'm [handle] and [handle]."),
        ("I'm at jane underscore doe there", "I'm [handle] there"),
        ("my handle is at janedoe", "my handle is [handle]"),
        ("hours/week, p.m./a.m. and etc./so", "hours/week, p.m./a.m. and etc./so"),
    ],
)
def test_addresses_links_and_handles(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_long_texts_without_a_space_or_of_numbers_only_are_read_to_their_end() -> None:
    """Where each place were searched from anew, these would take hours."""
    assert ordinary_words(["a" * 1_000_000 + " of"]) == {"a" * 1_000_000, "of"}
    assert unconfirmed("[" * 200_000, (), ()) == []
    assert clean("oh seven " * 20_000).replace("[phone]", "").strip() == ""
    assert clean("7" * 200_000) == "7" * 200_000
