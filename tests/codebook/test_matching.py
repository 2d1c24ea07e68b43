"""What a codebook suggests for a transcript."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.codebook import Code, Codebook
from lmep_consult.transcripts import Transcript
from lmep_consult.transcripts.account import Reading, Utterance
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.turns import transcript_of


def book(**terms: list[str]) -> Codebook:
    """A codebook with a code for each keyword, of the terms given."""
    family = Code("family", "Family", definition="all")
    codes = (Code(name, name, "family", "what it is", terms=tuple(words)) for name, words in terms.items())
    return Codebook("test", "1", "", (family, *codes))


def spoken(*turns: tuple[str, str]) -> Transcript:
    reading = Reading("typed", Source("\n".join(text for _, text in turns), "txt"))
    at = 0
    for label, text in turns:
        reading.utterances.append(Utterance(label))
        reading.say(reading.utterances[-1], at, at + len(text))
        at += len(text) + 1
    return transcript_of(reading, Path("P01.txt"))


def suggested(codebook: Codebook, *texts: str) -> pd.DataFrame:
    return codebook.apply(spoken(*(("P01", text) for text in texts)))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("commission", "We commissioned a review."),
        ("commission", "They are commissioning it now."),
        ("commission", "Commissions come and go."),
        ("commissioned", "We commission a review."),
        ("child", "It is about the children."),
        ("employer", "The employers' view matters."),
        ("employer", "That is the employer’s view."),
        ("case study", "I like CASE STUDIES best."),
        ("labour market", "Our labour\tmarkets differ."),
        ("how-to", "We want a how to guide."),
        ("how to", "We want a how-to guide."),
        ("multi-agency", "It is multi‐agency work."),
        ("multi-agency", "It is multi‑agency work."),
        ("multi-agency", "It is multi–agency work."),
        ("multi‑agency", "It is multi agency work."),
        ("don't know", "I don't know."),
        ("don't know", "I don´t know."),
        ("gather dust", "It is gathering dust."),
        ("travel support", "Travelling support helps."),
        ("training", "They were trained."),
        ("commissioning services", "We commission services."),
        ("found", "The charity was founded."),
        ("leave", "Two people left."),
        ("person", "Disabled people say so."),
        ("datum", "The data show it."),
        ("bootcamp", "The bootcamps help."),
        ("SMEs", "One SME told us."),
        ("SMEs", "The smes told us."),
        ("NEET", "The NEETs need it."),
        ("SME", "Most SME's are small."),
        ("over-50s", "It is for over-50’s."),
        ("STEM", "We want STEM teachers."),
        ("café", "The cafe is open."),
        ("office", "The oﬃce is small."),
        ("employment", "On employment;and so on."),
        ("employment", "It is employ\u200bment."),
        ("employment", "It is em\u00adploy\u00adment."),
        ("employment support", "It is employ-\nment support."),
        ("labour market", "The labour\u200bmarket."),
        ("employer’s view", "The employers' view."),
        ("employer view", "The employer's view."),
        ("carers’", "The carer said so."),
        ("women's centre", "The womens centre."),
        ("16-24", "It is for 16–24 year olds."),
        ("CV", "Send your cvs."),
    ],
)
def test_a_term_matches_other_forms_of_its_words(term: str, text: str) -> None:
    assert suggested(book(found=[term]), text)["code"].tolist() == ["found"]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("commission", "The commissionaire opened the door."),
        ("case study", "In that case we study it."),
        ("case study", "That is the case. Study it."),
        ("case study", "In this case, study it."),
        ("time", "A sometimes overtime timeline."),
        ("labour market", "The market for labour."),
        ("training", "I came by train."),
        ("meeting", "I will meet her."),
        ("saw", "We see it."),
        ("housing", "The House of Lords."),
        ("evening class", "Even classes."),
        ("people", "As [person 3] said."),
        ("over-50s", "It is for the over 50."),
        ("US", "They told us."),
        ("WHO", "Who said so?"),
        ("WHO", "BUT WHO SAID SO?"),
        ("STEM", "The problems stem from this."),
        ("IPS", "Our IP address changed."),
        ("R&D", "We do R&amp;D here."),
        ("informal", "They come in formal dress."),
        ("bootcamp", "Buy a boot, camp there."),
    ],
)
def test_a_term_matches_no_other_words_and_not_across_marks(term: str, text: str) -> None:
    assert suggested(book(found=[term]), text).empty


@pytest.mark.parametrize(
    "ways",
    [
        ["co-ordinate", "coordinate", "co‑ordinate", "co ordinate"], ["child care", "childcare", "child-care"],
        ["e-mail", "email"], ["long-term condition", "longterm condition", "long term condition"],
        ["affordable childcare", "affordable child care"], ["up-skilling", "upskilling", "up skilling"],
        ["labour market", "labor market"], ["programme", "program"], ["behavioural", "behavioral"],
        ["reorganisation", "reorganization"], ["job centre", "job center", "jobcentre", "jobcenter"],
        ["counsellor", "counselor"], ["paediatric", "pediatric"], ["enrolment", "enrollment"],
    ],
)  # fmt: skip
def test_however_it_is_spelt_it_is_found(ways: list[str]) -> None:
    for term in ways:
        assert suggested(book(found=[term]), *(f"It is about {way} here." for way in ways))["turn"].tolist() == [
            at + 1 for at in range(len(ways))
        ]


@pytest.mark.parametrize(
    ("term", "text", "finds"),
    [
        ("co-ordinat*", "We coordinated it.", True),
        ("coordinat*", "Co-ordination fails.", True),
        ("organi*ation", "An organization.", True),
        ("organis*", "We organized it.", True),
        ("behaviour*", "Behavioral science.", True),
        ("centr*", "In the centre.", True),
        ("commission*", "It was decommissioned.", False),
        ("fund* gap", "A funding gap.", True),
    ],
)
def test_asterisks_go_by_every_spelling(term: str, text: str, finds: bool) -> None:
    assert bool(len(suggested(book(found=[term]), text))) is finds


def test_what_is_passed_over_in_words_stays_in_the_quote() -> None:
    transcript = spoken(("P01", "First \u200bthis. It is employ\u200bment,\u00ad and more. Last."))
    found = book(work=["employment"]).apply(transcript)
    assert found["quote"].tolist() == ["It is employ\u200bment,\u00ad and more."]
    assert transcript.text[found["start"].item() : found["end"].item()] == found["quote"].item()
    assert found["rule"].tolist() == ["term “employment” in “employ\u200bment”"]


def test_the_quote_is_the_sentence_and_its_offsets_cut_it_from_the_transcript() -> None:
    transcript = spoken(
        ("Interviewer", "What about skills?"),
        ("P01", "Naïve question 🙂. We lack skills, I’d say! Next."),
        ("P01", "Skills again."),
    )
    found = book(skills=["skill"]).apply(transcript)
    assert found["quote"].tolist() == ["We lack skills, I’d say!", "Skills again."]
    assert [transcript.text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == list(found["quote"])
    assert found["turn"].tolist() == [2, 3]


def test_white_space_round_a_sentence_is_no_part_of_its_quote() -> None:
    transcript = spoken(("P01", "Skills."))
    spaced = transcript.with_turns(transcript.turns.assign(text="  Time first.   Then skills.  "))
    found = book(skills=["skill"]).apply(spaced)
    assert found["quote"].tolist() == ["Then skills."]
    assert spaced.text[found["start"].item() : found["end"].item()] == "Then skills."


def test_interviewers_turns_are_passed_over_and_strangers_are_not() -> None:
    transcript = spoken(
        ("Interviewer", "Is it skills?"), ("INT", "Or skills?"), ("Someone", "Skills."), ("P01", "Skills.")
    )
    assert book(skills=["skill"]).apply(transcript)["turn"].tolist() == [3, 4]


def test_several_terms_in_a_sentence_give_one_row_a_code_that_names_them_all() -> None:
    codebook = book(skills=["skill", "training"], time=["time"])
    found = suggested(codebook, "Training takes time and skills, and skills take training.")
    assert sorted(found["code"]) == ["skills", "time"]
    rule = found.set_index("code").loc["skills", "rule"]
    assert rule == "; ".join(
        ["term “training” in “Training”", "term “skill” in “skills”", "term “training” in “training”"]
    )


def test_the_same_code_in_two_sentences_gives_two_rows() -> None:
    found = suggested(book(skills=["skill"]), "Skills first. Then skills.")
    assert found["quote"].tolist() == ["Skills first.", "Then skills."]


def test_the_rule_names_the_term_and_the_words_as_they_were_said() -> None:
    found = suggested(book(guides=["how to guide"]), "A How-To Guide would do.")
    assert found["rule"].tolist() == ["term “how to guide” in “How-To Guide”"]


def test_a_bracket_that_opens_a_sentence_belongs_to_it() -> None:
    found = suggested(book(skills=["skill"]), "We lack skills. [person 3] has skills, (and more). “Skills,” he said.")
    assert found["quote"].tolist() == ["We lack skills.", "[person 3] has skills, (and more).", "“Skills,” he said."]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert suggested(book(skills=["skill"]), "Courses, e.g. in skills, help.")["quote"].tolist() == [
        "Courses, e.g. in skills, help."
    ]


@pytest.mark.parametrize("turns", [[], [("Interviewer", "Skills?")], [("P01", "Nothing of the kind.")]])
def test_where_nothing_matches_the_columns_are_still_there(turns: list[tuple[str, str]]) -> None:
    found = book(skills=["skill"]).apply(spoken(*turns))
    assert found.empty
    assert list(found.columns) == ["code", "start", "end", "quote", "turn", "rule"]


words = st.sampled_from(
    "Skills skill training — time. It’s how-to; “yes”! what? 🙂 (aside) e.g. 4.5 Ouse‑side \u00ad\u200b -\n".split(" ")
)
speech = st.lists(words, min_size=1, max_size=12).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(turns=st.lists(st.tuples(st.sampled_from(["Interviewer", "P01", "Someone"]), speech), max_size=5))
def test_every_quote_lies_where_its_offsets_say_within_its_turn(turns: list[tuple[str, str]]) -> None:
    transcript = spoken(*turns)
    found = book(skills=["skill", "training"], time=["time", "how to"]).apply(transcript)
    by_number = transcript.turns.set_index("turn")
    for row in found.to_dict("records"):
        turn = by_number.loc[row["turn"]]
        assert transcript.text[row["start"] : row["end"]] == row["quote"] == row["quote"].strip()
        assert turn["start_char"] <= row["start"] < row["end"] <= turn["end_char"]
        assert turn["role"] != "interviewer"
    assert not found.duplicated(["code", "start"]).any()
    said = transcript.turns.loc[transcript.turns["role"] != "interviewer", "text"].str.casefold()
    assert found["code"].eq("skills").any() == said.str.contains("skill|training").any()
