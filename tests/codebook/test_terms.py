"""What a term says, and what it finds under its conditions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.codebook import Code, Codebook
from lmep_consult.codebook.denial import is_denied
from lmep_consult.codebook.terms import Term, parsed
from lmep_consult.errors import CodebookError


class Said:
    def __init__(self, *texts: str, role: str = "participant") -> None:
        starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
        self.text = "\n".join(texts)
        self.turns = pd.DataFrame(
            {"turn": range(1, len(texts) + 1), "role": role, "text": texts, "start_char": starts}
        ).astype({"text": object})


def found(term: str, text: str, **handling: str) -> list[str]:
    code = Code("c", "C", definition="d", terms=(term,), **handling)  # type: ignore[arg-type]
    return Codebook("t", "1", "", (code,)).apply(Said(text))["quote"].tolist()


@pytest.mark.parametrize(
    ("term", "text", "finds"),
    [
        ("fund*", "Two funders came.", True),
        ("fund*", "It is profound.", False),
        ("*fund", "A refund came.", True),
        ("skill* course", "A skills course.", True),
        ("cost [near 3: programme]", "The cost of the programme rose.", True),
        ("cost [near 3: programme]", "The cost went up and up, not of any one programme.", False),
        ("cost [near 3: programme]", "The programmes' costs rose.", True),
        ("cost [near 2: scheme, fund*]", "Funding costs rose.", True),
        ("bus [turn: work]", "The bus is late. Then there is no work.", True),
        ("bus [turn: work]", "The bus is late.", False),
        ("evidence [not: evidence base]", "The evidence base is thin.", False),
        ("evidence [not: evidence base]", "The evidence is thin.", True),
        ("evidence [not: evidence base]", "The evidence base gives evidence.", True),
        ("cost [near 4: work] [not: cost of living]", "The cost of living and work.", False),
    ],
)
def test_conditions_decide_what_a_term_finds(term: str, text: str, finds: bool) -> None:
    assert bool(found(term, text)) is finds


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("", "no words"), ("[not: x]", "no words"), ("a [not x]", "is no condition"), ("a [not:]", "a colon and words"),
        ("a [near: b]", "no condition"), ("a [near 0: b]", "not from 1 to 50"), ("a [near 99: b]", "not from 1 to 50"),
        ("a [not: b] [not: c]", "is there twice"), ("a [not: b", "only once"), ("a [not: b] c", "outside"),
        ("a ] [not: b]", "only once"), ("a [not: b, ]", "a colon and words"), ("*", "no words"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(term: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(term)


def test_a_codebook_names_the_code_and_the_term(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("codes:\n- {id: time, name: T, definition: d, terms: ['hour [nigh: day]']}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"book\.yaml, code time: the term 'hour \[nigh: day\]' cannot be read"):
        Codebook.load(path)


plain = st.text("abc é*-'", min_size=1).filter(lambda text: any(c.isalpha() for c in text)).map(str.strip)


@given(
    words=plain, near=st.lists(plain, max_size=2), turn=st.lists(plain, max_size=2), inside=st.lists(plain, max_size=2)
)
def test_what_is_written_is_what_is_read(words: str, near: list[str], turn: list[str], inside: list[str]) -> None:
    conditions = [
        f"[{head}: {', '.join(phrases)}]"
        for head, phrases in (("near 7", near), ("turn", turn), ("not", inside))
        if phrases
    ]
    assert parsed(" ".join([words, *conditions])) == Term(
        words, tuple(near), 7 if near else 0, tuple(turn), tuple(inside)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Time is not our trouble.", "Time isn't our trouble.", "It's not time that stops us.", "We don't lack time.",
        "Nobody talks about time.", "Time was never the trouble.", "Time is no problem for us.",
        "We have no problem with time.", "Time doesn't matter to us.", "There's no shortage of time.",
        "We are not short of time.", "It's not about time.", "It isn't the time, it's the pay.",
        "Time isn't what stops them.", "Not time but confidence.", "We don't need time for that.",
        "It's not a question of time.", "Nobody mentioned time.", "I don't have any problem with time.",
    ],
)  # fmt: skip
def test_what_is_denied_is_passed_over_where_the_codebook_says_so(text: str) -> None:
    assert found("time", text, negation="skip") == []
    assert found("time", text, negation="count") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "There's not enough time.", "Not only time but money.", "No, time is short.", "Not sure, but time is short.",
        "Time is short, not money.", "We haven't staff; time is the trouble.", "Time is not the only trouble.",
    ],
)  # fmt: skip
def test_a_negator_of_something_else_denies_nothing(text: str) -> None:
    assert found("time", text, negation="skip") == [text]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("bus", "The buses do not run."), ("training", "Training doesn't reach people."),
        ("data", "Nobody has any data on this."), ("data", "We don't have the data."),
        ("training", "There is no training."), ("training", "There isn't any training here."),
        ("transport", "Without transport you can't get there."), ("time", "There is never any time in it."),
        ("evidence", "The evidence is not available."), ("evidence", "I couldn't get hold of the evidence."),
        ("transport", "We can't solve the problem of transport."), ("employer", "Employers won't take them on."),
        ("evidence", "Decisions are not evidence based."), ("training", "They don't know that they need training."),
        ("young people", "The service isn't for young people."), ("work", "Lots of people are not in work."),
        ("job centre", "The job centre doesn't help."), ("employer", "Not all employers are like that."),
    ],
)  # fmt: skip
def test_a_denied_verb_is_no_denied_topic(term: str, text: str) -> None:
    assert found(term, text, negation="skip") == [text]


def test_a_term_that_is_a_trouble_is_denied_where_there_is_none() -> None:
    assert found("barrier", "There are no barriers.", negation="skip") == []
    assert found("barrier", "No barriers were removed.", negation="skip") == []
    assert found("barrier", "We can't remove the barriers.", negation="skip") == ["We can't remove the barriers."]


def test_a_question_handed_back_is_no_word_of_the_participants() -> None:
    text = "You mentioned time, and I would rather talk of money."
    assert found("time", text) == []
    assert found("time", text, echo="count") == [text]
    assert found("time", "Time is what you mentioned.") == ["Time is what you mentioned."]


def test_the_rule_says_that_a_hit_is_denied() -> None:
    code = Code("c", "C", definition="d", terms=("time",), negation="count")
    (rule,) = Codebook("t", "1", "", (code,)).apply(Said("It is not time."))["rule"]
    assert rule == "term “time” in “time”, though denied"


def test_a_code_handles_denial_as_the_nearest_above_it_that_says_how() -> None:
    family = Code("f", "F", definition="d", negation="count")
    below = Code("b", "B", "f", "d", terms=("time",))
    deeper = Code("x", "X", "b", "d", terms=("time",), negation="skip")
    codes = Codebook("t", "1", "", (family, below, deeper)).apply(Said("It is not time."))["code"]
    assert codes.tolist() == ["b"]


@given(st.lists(st.sampled_from(["time", "is", "not", "our", ",", "but", "n't", "enough"]), min_size=1, max_size=9))
def test_without_a_negator_nothing_is_denied(words: list[str]) -> None:
    kept = [word for word in words if word not in ("not", "n't")] or ["time"]
    assert not any(is_denied(kept, at, at) for at in range(len(kept)))
