"""Opening a study, finding it, and where its files lie."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lmep_consult.errors import StudyError
from lmep_consult.study import Study

PLAN = """\
[study]
title = "A small study"
source = "Invented, 2026"

[dates]
fieldwork_start = 2026-01-05
fieldwork_end = 2026-02-27
delete_by = 2027-02-28

[[groups]]
id = "MSA"
name = "Strategic Authorities"
interviews = 3

[[groups]]
id = "ICB"
name = "Care Boards"

[[criteria]]
text = "A rural board"
group = "ICB"
where = { geography = "rural" }

[[events]]
id = "W1"
name = "First workshop"
date = 2026-02-10
groups = ["MSA", "ICB"]

[[events]]
id = "W10"
name = "Tenth workshop"
date = 2026-02-11
groups = ["ICB"]

[[events]]
id = "W1-online"
name = "First workshop, online"
date = 2026-02-12
groups = ["ICB"]

[[polls]]
id = "themes"
title = "Themes"

[[polls.questions]]
id = "themes"
title = "Priority themes"
column = "Rank these"
options = ["Skills", "Employers"]

[[polls]]
id = "themes-again"
title = "Themes, again"

[[polls.questions]]
id = "again"
title = "Priority themes"
column = "Rank these"
options = ["Skills", "Employers"]

[[topic_guide.questions]]
id = "A1"
text = "What do you do?"
"""


def written(folder: Path, text: str | bytes = PLAN) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def fault(folder: Path) -> str:
    """The message of the error, held to be one sentence that names the file."""
    with pytest.raises(StudyError) as caught:
        Study.open(folder)
    message = str(caught.value)
    assert message.startswith(str(folder))
    assert message.endswith(".")
    assert "\n" not in message
    assert ". " not in message
    return message


def test_the_plan_holds_what_study_toml_says(tmp_path: Path) -> None:
    plan = Study.open(written(tmp_path)).plan
    assert [(group.id, group.interviews) for group in plan.groups] == [("MSA", 3), ("ICB", None)]
    assert plan.events[0].date == dt.date(2026, 2, 10)
    assert plan.polls[0].questions[0].options == ["Skills", "Employers"]
    assert (plan.disclosure.minimum_base, plan.disclosure.minimum_count) == (3, 3)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert Study.open(written(tmp_path, PLAN.encode("utf-8-sig"))).plan.study.title == "A small study"


def test_a_folder_without_study_toml_is_named(tmp_path: Path) -> None:
    assert "holds no study.toml" in fault(tmp_path)


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    message = fault(written(tmp_path, '[study]\ntitle = "A" "B"\n'))
    assert "study.toml: not valid TOML" in message
    assert "line 2" in message


def test_a_file_in_another_encoding_is_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    assert "not saved as UTF-8" in fault(written(tmp_path, PLAN.replace("small", "café").encode("cp1252")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("interviews = 3", "interview = 3", "groups[1].interview is not a setting lmep-consult knows"),
        ('[study]\ntitle = "A small study"', "[study]", "study.title is missing; add it"),
        ("delete_by = 2027-02-28\n", "", "dates.delete_by is missing; add it"),
        ("interviews = 3", "interviews = -1", "groups[1].interviews: "),
        ("interviews = 3", 'interviews = "three"', "groups[1].interviews: "),
        ("date = 2026-02-10", 'date = "soon"', "events[1].date: "),
        ('options = ["Skills", "Employers"]', 'options = ["Skills"]', "polls[1].questions[1].options: "),
        ('groups = ["MSA", "ICB"]', 'groups = ["MSA", "NHS"]', "event W1: 'NHS' is not the id of a group"),
        ('groups = ["MSA", "ICB"]', 'groups = ["NHS", "CJC"]', "event W1: 'CJC' is not the id of a group"),
        ('group = "ICB"', 'group = "NHS"', "criterion 'A rural board': 'NHS' is not the id of a group"),
        ('id = "ICB"', 'id = "MSA"', "the group id 'MSA' is there twice"),
        ('id = "W10"', 'id = "W1"', "the event id 'W1' is there twice"),
        ('id = "themes-again"', 'id = "themes"', "the poll id 'themes' is there twice"),
        ('id = "again"', 'id = "themes"', "the poll question id 'themes' is there twice"),
        (
            '\n[[polls]]\nid = "themes-again"\ntitle = "Themes, again"\n\n[[polls.questions]]\nid = "again"',
            '\n[[polls.questions]]\nid = "themes"',
            "the poll question id 'themes' is there twice",
        ),
        (
            'text = "What do you do?"',
            'text = "What?"\n[[topic_guide.questions]]\nid = "A1"\ntext = "Why?"',
            "'A1' is there twice",
        ),
        (
            'options = ["Skills", "Employers"]',
            'options = ["Skills", "Skills"]',
            "poll themes, question themes: an option is there twice",
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PLAN
    assert said in fault(written(tmp_path, PLAN.replace(old, new, 1)))


OTHER_KINDS = """
[[polls]]
id = "evaluation"
title = "Evaluation"
columns = { submitted = "Voted at", name = "Who" }

[[polls.questions]]
id = "useful"
title = "Usefulness"
column = "The day was useful"
kind = "likert"
scale = ["Disagree", "Neither", "Agree"]

[[polls.questions]]
id = "mark"
title = "Mark"
column = "Your mark"
kind = "rating"
highest = 5

[[polls.questions]]
id = "come"
title = "Channels"
column = "How did you hear of it?"
kind = "multiple"
options = ["Email", "A colleague"]

[[polls.questions]]
id = "why"
title = "Reasons"
column = "Why?"
kind = "text"
"""


def test_questions_are_rankings_unless_they_say_otherwise(tmp_path: Path) -> None:
    polls = Study.open(written(tmp_path, PLAN + OTHER_KINDS)).plan.polls
    kinds = [question.kind for poll in polls for question in poll.questions]
    assert kinds == ["ranking", "ranking", "likert", "rating", "multiple", "text"]
    likert, rating = polls[2].questions[:2]
    assert (likert.scale, likert.options, rating.highest) == (["Disagree", "Neither", "Agree"], [], 5)
    assert polls[2].columns == {"submitted": "Voted at", "name": "Who"}
    assert polls[0].columns == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "text"', 'kind = "essay"', "polls[3].questions[4].kind: "),
        (
            'scale = ["Disagree", "Neither", "Agree"]\n',
            "",
            "polls[3].questions[1].scale: a question of kind 'likert' needs",
        ),
        ('["Disagree", "Neither", "Agree"]', '["Yes", "Yes"]', "polls[3].questions[1].scale: a label is there twice"),
        (
            'options = ["Email", "A colleague"]\n',
            "",
            "questions[3].options: a question of kind 'multiple' needs at least two",
        ),
        (
            'kind = "multiple"\n',
            'kind = "multiple"\nscale = ["Yes", "No"]\n',
            "questions[3].scale: a question of kind 'multiple' has",
        ),
        (
            'kind = "text"',
            'kind = "text"\noptions = ["A", "B"]',
            "questions[4].options: a question of kind 'text' has none",
        ),
        ("highest = 5", "highest = 0", "polls[3].questions[2].highest: "),
        ('name = "Who"', 'shoe_size = "Who"', "polls[3].columns.shoe_size"),
    ],
)
def test_what_a_kind_of_question_cannot_be_is_said_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in OTHER_KINDS
    assert said in fault(written(tmp_path, PLAN + OTHER_KINDS.replace(old, new, 1)))


def test_a_study_is_found_from_a_sub_folder(tmp_path: Path) -> None:
    written(tmp_path / "study")
    deep = tmp_path / "study" / "raw" / "polls"
    deep.mkdir(parents=True)
    assert Study.find(deep).folder == (tmp_path / "study").resolve()
    assert Study.find(tmp_path / "study").folder == (tmp_path / "study").resolve()


def test_the_nearest_study_above_is_the_one_found(tmp_path: Path) -> None:
    written(tmp_path)
    inner = written(tmp_path / "raw" / "inner", PLAN.replace("A small study", "The inner one"))
    (inner / "raw").mkdir()
    assert Study.find(inner / "raw").plan.study.title == "The inner one"


def test_where_no_study_lies_above_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"holds no study\.toml"):
        Study.find(tmp_path)


def test_raw_files_come_by_name_without_lock_files_folders_and_leavings(tmp_path: Path) -> None:
    polls = written(tmp_path) / "raw" / "polls"
    polls.mkdir(parents=True)
    leavings = ["~$W1_themes.xlsx", ".~lock.W1_themes.xlsx#", ".DS_Store", "Thumbs.db", "desktop.ini", "~WRL0001.tmp"]
    for name in ["W2_themes.xlsx", "W1_themes.xlsx", *leavings]:
        (polls / name).write_bytes(b"")
    (polls / "old").mkdir()
    assert [path.name for path in Study.open(tmp_path).raw("polls")] == ["W1_themes.xlsx", "W2_themes.xlsx"]
    assert Study.open(tmp_path).raw("transcripts") == []


def test_the_inputs_are_the_plan_the_register_the_codebook_and_every_raw_file(tmp_path: Path) -> None:
    study = Study.open(written(tmp_path))
    (tmp_path / "codebook.yaml").write_text("codes: []")
    for kind in ("polls", "transcripts"):
        (tmp_path / "raw" / kind).mkdir(parents=True)
        (tmp_path / "raw" / kind / "a.txt").write_text("")
    names = [path.relative_to(tmp_path).as_posix() for path in study.inputs()]
    assert names == ["study.toml", "register.xlsx", "codebook.yaml", "raw/transcripts/a.txt", "raw/polls/a.txt"]


def test_the_studys_own_codebook_goes_before_one_that_ships(tmp_path: Path) -> None:
    named = PLAN.replace("[dates]", 'codebook = "codebooks/lmep.yaml"\n[dates]')
    study = Study.open(written(tmp_path, named))
    assert study.codebook.is_file()
    assert tmp_path not in study.codebook.parents
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "lmep.yaml").write_text("codes: []")
    assert study.codebook == tmp_path / "codebooks" / "lmep.yaml"


def test_a_codebook_that_lies_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"the codebook 'codebook\.yaml' is neither in"):
        _ = Study.open(written(tmp_path)).codebook


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("W1_themes.xlsx", "W1"),
        ("w1 attendance.csv", "W1"),
        ("W10_themes.xlsx", "W10"),
        ("W1.csv", "W1"),
        ("W1-online_themes.xlsx", "W1-online"),
    ],
)
def test_a_file_belongs_to_the_event_its_name_begins_with(tmp_path: Path, name: str, event: str) -> None:
    assert Study.open(written(tmp_path)).event_of(Path(name)).id == event


@pytest.mark.parametrize("name", ["W2_themes.xlsx", "themes_W1.xlsx", "W100.csv", "W1b.csv"])
def test_a_file_of_no_event_is_named_with_the_events_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyError, match=r"must begin with the id of an event \(W1, W10, W1-online\)\.$"):
        Study.open(written(tmp_path)).event_of(Path(name))


@pytest.mark.parametrize(
    ("name", "event", "poll"),
    [
        ("W1_themes.xlsx", "W1", "themes"),
        ("W10 - Themes (1).xlsx", "W10", "themes"),
        ("W1_themes-again.csv", "W1", "themes-again"),
    ],
)
def test_a_poll_is_found_by_what_follows_the_event(tmp_path: Path, name: str, event: str, poll: str) -> None:
    found_event, found_poll = Study.open(written(tmp_path)).poll_of(Path(name))
    assert (found_event.id, found_poll.id) == (event, poll)


def test_a_file_of_no_poll_is_named_with_the_polls_there_are(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"must give a poll's id \(themes, themes-again\)\.$"):
        Study.open(written(tmp_path)).poll_of(Path("W1_formats.xlsx"))
