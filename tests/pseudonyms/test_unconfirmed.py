"""What may still name somebody once the register's names are out."""

from __future__ import annotations

import pytest

from lmep_consult.pseudonyms import ordinary_words, unconfirmed

ORDINARY = frozenset("we the will it in that and so".split())
ALLOW = ["Connect to Work", "Work", "What Works Centre", "King’s Fund", "NHS"]


def found(text: str) -> list[str]:
    return unconfirmed(text, ORDINARY, ALLOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Darren in Ouseby.", ["Darren", "Ouseby"]),
        ("Darren runs it.", ["Darren"]),
        ("We met Will.", ["Will"]),
        ("We asked. Will it do? So we hope! The end… “We did.” (That helped.)", []),
        ("“We did,” and then “The rest”.", ["The"]),
        ("First line\nWe end.", ["First"]),
        ("so we met — The Mayor", ["The"]),
        ("a Kurdish and a Norwegian one of the Executive Director's", []),
        ("the Director Jackson of Dr Wojcik", ["Jackson", "Wojcik"]),
        ("Darren's and Ouseby’s", ["Darren", "Ouseby"]),
        ("It's fine, we said. It’s fine.", []),
        ("I'm sure I’ve said, and I said on Monday in May.", []),
        ("O'Dare and Tarn-Moss", ["O'Dare", "Tarn", "Moss"]),
        ("with Éowyn", ["Éowyn"]),
        ("the DWP and the NHS", ["DWP"]),
    ],
)
def test_a_capital_is_found_unless_an_ordinary_word_starts_the_sentence(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Connect to Work team", []),
        ("the Connect to Workers", ["Connect", "Workers"]),
        ("the connect to Work team", []),
        ("the CONNECT TO WORK team", ["CONNECT", "TO", "WORK"]),
        ("the What Works Centre's", []),
        ("the What Works Team", ["What", "Works", "Team"]),
        ("the King's Fund and the King’s Fund", []),
        ("the King’s", ["King"]),
    ],
)
def test_a_phrase_passes_only_as_it_is_written_in_allow(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_phrase_of_allow_may_hold_marks_that_mean_something_in_a_pattern() -> None:
    assert unconfirmed("the A+E (North) unit", ORDINARY, ["A+E (North)"]) == []


@pytest.mark.parametrize(
    "text",
    ["so [P07] met [ICB 2] in [place]", "[P07]'s and [name]", "so [job title] rang [phone]", "[P07]. We said so."],
)
def test_replacements_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["so [Darren leaves] we said", "so [Darren]", "we [laughing at Darren] said"])
def test_a_name_in_a_transcribers_note_is_found(text: str) -> None:
    assert found(text) == ["Darren"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ring 7946 0958 now", ["7946 0958"]),
        ("ring 79-46-09 now", ["79-46-09"]),
        ("in 2025, and 10,000 of 12345", []),
        ("oh seven seven double oh nine", ["oh seven seven double oh nine"]),
        ("Zero, one, six-three two", ["Zero", "Zero, one, six-three two"]),
        ("we had one, two, three, four", []),
        ("we had one or two of three and four or five", []),
        ("we someone two three four five", []),
    ],
)
def test_long_numbers_are_found_in_digits_and_as_spoken(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_what_is_found_stands_in_the_order_of_the_text() -> None:
    assert found("so 123456 rang Darren on oh one six three two from Ouseby") == [
        "123456",
        "Darren",
        "oh one six three two",
        "Ouseby",
    ]


def test_empty_text_holds_nothing() -> None:
    assert found("") == []


def test_a_word_is_ordinary_when_seen_more_in_lower_case_than_with_a_capital_inside_sentences() -> None:
    words = ordinary_words(["It will do. Will it? We will see Will.", "Mark my words, Mark. I mark it, says Mark."])
    assert "will" in words
    assert "it" in words
    assert "mark" not in words
    assert "we" in words


def test_capitals_at_the_start_of_sentences_count_neither_way() -> None:
    assert ordinary_words(["Grace came. Grace went! Grace? a grace note"]) >= {"grace", "came"}


@pytest.mark.parametrize("word", ["Honestly", "Mandate", "Opinions", "Backfill", "Uncontrolled"])
def test_an_english_word_that_only_opens_sentences_is_no_name(word: str) -> None:
    text = f"{word} it may be. we met again."
    assert unconfirmed(text, ordinary_words([text]), ()) == []
    assert unconfirmed(f"we met {word} again", ordinary_words([text]), ()) == [word]


@pytest.mark.parametrize(
    "said",
    [
        "Darren would not have it.", "Ouseby had none.", "Rose never came.", "Bath would not pay.",
        "Hull do that well.", "Marsh would know.", "Encore told us no.", "Encore's lot came.",
        "Dr Mandate came.", "we asked Encore. Encore did.",
    ],
)  # fmt: skip
def test_a_sentence_opener_that_may_be_a_name_is_held_back(said: str) -> None:
    """A name, a word that people or places are called too, or what people do or have after it, or a title before."""
    assert unconfirmed(said, ordinary_words([said, "we met again"]), ())


def test_words_of_addresses_and_links_are_not_ordinary() -> None:
    words = ordinary_words(["mail darren@ouseby.example or see www.ouseby.example and ouseby.example/darren today"])
    assert words == {"mail", "or", "see", "and", "today"}


def test_a_possessive_counts_as_its_word() -> None:
    assert "council" in ordinary_words(["the council’s view and the council's plan"])
