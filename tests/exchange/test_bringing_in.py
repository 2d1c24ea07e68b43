"""Codings of other programs as decisions on the study's transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from marked import BOOK, PEOPLE, Spoken, codings, transcripts
from pyrefiqda import RefiProject

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import Decision
from lmep_consult.exchange import Project, bring_in, write_qdpx
from lmep_consult.exchange.labelled import Labelled

HERE = Path(__file__).parent
SAID = {"P07": "Q What of time?\nThere is never enough time.\nQ And money?\nMoney we have, time not."}
THEIRS = Codebook("Theirs", "", "", (Code("time", "Time"), Code("cash", "Cash")))


def project(text: str, *marked: tuple[str, str], source: str = "P07_interview.docx", coder: str = "Ann") -> Project:
    """A project of another program: what is marked (the words, the code) in one source."""
    rows = []
    for n, (words, code) in enumerate(marked):
        start = text.index(words)
        row = [f"x{n}", source, coder, code, start, start + len(words), words, "", "2026-03-02T09:00:00Z"]
        rows.append(
            dict(zip(["id", "source", "coder", "code", "start", "end", "quote", "memo", "time"], row, strict=True))
        )
    memos = pd.DataFrame(columns=["on", "source", "start", "end", "coder", "memo", "time"])
    return Project(THEIRS, {source: text}, pd.DataFrame(rows), pd.DataFrame(), memos, [coder], ())


def brought(theirs: Project, **more: Any) -> list[Decision]:
    by_coder = bring_in(theirs, transcripts(SAID), BOOK, more.pop("decided", []), **more).decisions
    return [decision for decisions in by_coder.values() for decision in decisions]


def test_words_marked_in_the_raw_file_are_found_in_the_transcript() -> None:
    raw = (
        "00:00:05 Bob Smith:\r\nThere is  NEVER enough time.\n\n00:00:09 INT: And money?\nBob: Money we have, time not"
    )
    (one, two) = brought(project(raw, ("never enough time.".replace("never", "NEVER"), "time"), ("time not", "time")))
    assert (one.coder, one.code, one.quote, one.participant) == ("Ann", "time", "never enough time.", "P07")
    assert (one.time, one.origin, two.quote) == ("2026-03-02T09:00:00.000Z", "person", "time not")
    text = SAID["P07"]
    assert [text[d.start : d.end] for d in (one, two)] == [one.quote, two.quote]


def test_a_passage_over_several_turns_is_one_of_each_that_is_not_the_interviewers() -> None:
    text = Labelled(Spoken(SAID["P07"], "P07")).text
    found = brought(project(text, (text[5:], "time")))
    assert [decision.quote for decision in found] == ["There is never enough time.", "Money we have, time not."]
    assert len({decision.id for decision in found}) == 2


def test_a_code_on_a_whole_source_is_on_each_turn_whatever_the_words_there() -> None:
    text = "Bob Smith: There is never enough time, Ann.\nQ: And money?\nBob: Money we have, time not."
    found = brought(project(text, (text, "time")))
    assert [decision.quote for decision in found] == ["There is never enough time.", "Money we have, time not."]
    again = bring_in(project(text, (text, "time")), transcripts(SAID), BOOK, found)
    assert (again.decisions, again.here_already) == ({}, 2)


def test_a_second_time_nothing_is_brought_in() -> None:
    theirs = project(SAID["P07"], ("enough time", "time"))
    first = brought(theirs)
    again = bring_in(theirs, transcripts(SAID), BOOK, first)
    assert (again.decisions, again.here_already) == ({}, len(first))
    other = bring_in(project(SAID["P07"], ("never", "time")), transcripts(SAID), BOOK, first)
    assert other.decisions == {}
    assert "the study has it with another code or other words" in other.problems[0].what


def test_codings_are_whose_one_says_they_are() -> None:
    assert brought(project(SAID["P07"], ("never", "time"), coder="DESKTOP-1"), by="IF")[0].coder == "IF"


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (
            project(SAID["P07"], ("never", "time"), source="Bob.docx"),
            "no transcript of the study has this name, so its 1",
        ),
        (
            project(SAID["P07"], ("never", "time"), source="P077.docx"),
            "no transcript of the study has this name, so its 1",
        ),
        (project(SAID["P07"], ("Money", "cash")), "code Cash: not in the study's codebook, so its 1 coding was"),
        (project("Quite other words.", ("other words", "time")), "its words are not in the transcript"),
        (project(SAID["P07"], ("And money", "time")), "only the interviewer says it"),
    ],
)
def test_what_cannot_be_placed_is_said(theirs: Project, said: str) -> None:
    result = bring_in(theirs, transcripts(SAID), BOOK, [])
    assert result.decisions == {}
    assert any(said in str(problem) for problem in result.problems)
    assert result.strangers == (("Cash",) if "Cash" in said else ())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_where_words_lie_with_labels_and_without_is_undone(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.text("aQ 🙂é", min_size=1, max_size=6), min_size=1, max_size=5))
    transcript = Spoken("\n".join(lines), "P07")
    labelled = Labelled(transcript)
    turn = transcript.turns.iloc[data.draw(st.integers(0, len(lines) - 1))]
    start = data.draw(st.integers(turn["start_char"], turn["end_char"] - 1))
    end = data.draw(st.integers(start + 1, turn["end_char"]))
    there = labelled.place(start, end)
    assert labelled.text[slice(*there)] == transcript.text[start:end]
    assert labelled.spoken(*there) == (start, end)


def test_another_reader_finds_our_texts_and_what_is_marked_in_them(tmp_path: Path) -> None:
    texts = {"P07": SAID["P07"], "P08": "Never 🙂 enough time."}
    marked = codings(("P07", "IF", 16, 27), ("P08", "TLH", 8, 14), texts=texts)
    write_qdpx(tmp_path / "p.qdpx", BOOK, transcripts(texts), marked, PEOPLE)
    theirs = RefiProject.load(tmp_path / "p.qdpx", extract_dir=str(tmp_path / "out"))
    sources = theirs.sources.text_source
    assert len(sources) == 2
    for source, quote in zip(sources, marked["quote"], strict=True):
        path = tmp_path / "out" / "sources" / source.plain_text_path.removeprefix("internal://")
        (selection,) = source.plain_text_selection
        text = path.read_text(encoding="utf-8")
        assert text[selection.start_position : selection.end_position] == quote
        assert f"{source.name}: " in text


REAL = """<Project xmlns="urn:QDA-XML:project:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="Untitled"
  xsi:schemaLocation="urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
  origin="{program}" creatingUserGUID="{g}1{h}" creationDateTime="2026-02-21T15:09:07Z" modifyingUserGUID="{g}1{h}"
  modifiedDateTime="2026-06-18T02:18:21Z" basePath="">
  <Users><User guid="{g}1{h}" name="Ann" id="A"/></Users>
  <CodeBook>
    <Codes><Code guid="{g}2{h}" name="Time" isCodable="true" color="#F0A"><Description>d</Description></Code></Codes>
    <Sets><Set guid="{g}3{h}" name="s"><MemberCode targetGUID="{g}2{h}"/></Set></Sets></CodeBook>
  <Variables><Variable guid="{g}4{h}" name="age" typeOfVariable="Integer"/></Variables>
  <Cases><Case guid="{g}5{h}" name="P07"><Description/><CodeRef targetGUID="{g}2{h}"/>
    <VariableValue><VariableRef targetGUID="{g}4{h}"/><IntegerValue>5</IntegerValue></VariableValue>
    <SourceRef targetGUID="{g}6{h}"/></Case></Cases>
  <Sources><TextSource guid="{g}6{h}" name="P07" richTextPath="internal://a.docx" plainTextPath="internal://a.txt"
      creatingUser="{g}1{h}" creationDateTime="2026-02-21T15:09:07.123Z" modifyingUser="{g}1{h}"
      modifiedDateTime="2026-02-21T15:09:07Z">
      <PlainTextSelection guid="{g}7{h}" name="x" startPosition="0" endPosition="4" creatingUser="{g}1{h}"
        creationDateTime="2026-02-21T15:09:07Z" modifyingUser="{g}1{h}" modifiedDateTime="2026-02-21T15:09:07Z">
        <Coding guid="{g}8{h}" creatingUser="{g}1{h}" creationDateTime="2026-02-21T15:09:07Z">
          <CodeRef targetGUID="{g}2{h}"/></Coding></PlainTextSelection>
      <Coding guid="{g}9{h}"><CodeRef targetGUID="{g}2{h}"/></Coding></TextSource>
    <PDFSource guid="{g}a{h}" name="b" path="internal://b.pdf"/>
    <AudioSource guid="{g}b{h}" name="c" path="c.mp3"/></Sources>
  <Notes><Note guid="{g}c{h}" name="n" plainTextPath="internal://n.txt"/></Notes>
  <Links><Link guid="{g}d{h}" name="l" direction="OneWay" originGUID="{g}2{h}" targetGUID="{g}6{h}"/></Links>
  <Sets><Set guid="{g}e{h}" name="s"><MemberSource targetGUID="{g}6{h}"/></Set></Sets>
  <Graphs><Graph guid="{g}f{h}" name="g"/></Graphs><Description>d</Description>
</Project>"""


@pytest.mark.parametrize(
    ("program", "opens", "closes"), [("NVivo", "{", "}"), ("ATLAS.ti", "", ""), ("MAXQDA 24", "", "")]
)
def test_the_schema_takes_what_other_programs_write(program: str, opens: str, closes: str) -> None:
    schema = etree.XMLSchema(etree.parse(HERE / "project.xsd"))
    text = REAL.replace("{program}", program)
    text = text.replace("{g}", f"{opens}6aa1d7e5-0000-0000-0000-00000000000").replace("{h}", closes)
    schema.assertValid(etree.fromstring(text))
    with pytest.raises(etree.DocumentInvalid):
        schema.assertValid(etree.fromstring(text.replace("<Sources>", "<Notes/><Sources>")))
