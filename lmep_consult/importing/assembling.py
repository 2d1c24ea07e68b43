"""A study's imported files put together, and compared with the register."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from lmep_consult.cache import Cache
from lmep_consult.coverage import recruitment_funnel
from lmep_consult.errors import Problem
from lmep_consult.fingerprint import key_of, toolkit
from lmep_consult.importing.guide import MOST_TURNS, with_questions
from lmep_consult.importing.imports import PATIENCE, Imports, Tell, import_files
from lmep_consult.importing.monitoring import read_monitoring
from lmep_consult.importing.reader import SPOKE, WROTE
from lmep_consult.importing.records import Imported
from lmep_consult.importing.written import written_answers
from lmep_consult.lock import locked
from lmep_consult.participants import refusals, withdrawn
from lmep_consult.places import PLAN
from lmep_consult.plan import unmatched
from lmep_consult.polls import settle_repeats
from lmep_consult.pseudonyms import ordinary_words
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

_ABOUT = ["event", "poll", "question", "voter", "group"]


def read_study_data(study: Study, tell: Tell = lambda file: None, cache: Cache | None = None) -> StudyData:
    """Import what changed, and put together what the files hold. cache: where questions found before are kept.

    Raises ConsultError for the first file that cannot be read as what it should be, and where there is none.
    """
    with locked(study.folder, wait=PATIENCE):  # until the cache is written, so that no withdrawal comes between
        imports = import_files(study, tell)
        for error in imports.failures.values():
            raise error
        return study_data_of(study, imports, cache or Cache(study.cache))


def study_data_of(study: Study, imports: Imports, cache: Cache | None = None) -> StudyData:
    """What the imported files hold together."""
    register = imports.register
    people = set(register["participant"])
    files = tuple(imports.files.values())
    spoken, repeated = _without_repeats(files, people)
    transcripts = with_questions(_spoken(spoken, SPOKE, people), people, study.plan.topic_guide.questions, cache)
    ballots = _frame(files, "ballots", ["file", *_ABOUT, "option", "rank", "written_in", "counted_as"])
    answers = _frame(files, "answers", ["file", *_ABOUT, "kind", "answer", "value", "written_in"])
    rules = {poll.id: poll.repeat_answers for poll in study.plan.polls}
    events = [event.id for event in sorted(study.plan.events, key=lambda event: event.date)]
    (ballots, answers), again = settle_repeats([ballots, answers], rules, events, people)
    written = answers["kind"] == "written in"
    in_answers, left_out = written_answers(answers[answers["kind"] == "text"], register, study.plan, events)
    transcripts |= in_answers
    attended = _frame(files, "attended", ["event", "participant", "minutes"])
    minutes = attended.groupby(["event", "participant"], sort=False)["minutes"].max()
    attended = minutes.reset_index().merge(register[["participant", "group", "organisation"]], on="participant")
    problems = [(imported.file, p.where, p.what, p.text) for imported in files for p in imported.problems]
    problems += [(name.rpartition("/")[2], p.where, p.what, p.text) for name, p in imports.unread.items()]
    problems += [(name, p.where, p.what, p.text) for name, p in repeated]
    problems += [("raw/polls", p.where, p.what, p.text) for p in [*again, *left_out]]
    reported = Counter(imported.subject for imported in files if imported.kind == "attendance")
    what = "has several attendance reports; of each person's minutes the most in one of them count"
    problems += [("raw/attendance", event, what, "") for event, reports in reported.items() if reports > 1]
    what = f"has more than {MOST_TURNS:,} turns, so its turns are given no question of the topic guide"
    long = [name for name in transcripts if name in people and len(transcripts[name].turns) > MOST_TURNS]
    problems += [(name, "file", what, "") for name in long]
    problems += [
        (PLAN.name, p.where.removeprefix(f"{PLAN.name}, "), p.what, p.text)
        for p in unmatched(study.plan, register, None, transcripts)
    ]
    differences = _compare_with_register(register, transcripts, attended)
    dates = study.plan.dates
    _, slips = recruitment_funnel(register, dates.fieldwork_start, dates.fieldwork_end)
    problems += [
        (study.register.name, p.where, p.what, p.text)
        for p in [*register.attrs.get("problems", ()), *differences, *slips]
    ]
    monitored, unplaced = read_monitoring(study.monitoring, [each.id for each in study.plan.monitoring.measures])
    problems += [(file, p.where, p.what, p.text) for file, p in unplaced]
    return StudyData(
        register,
        transcripts,
        _spoken(files, WROTE, ()),
        ballots.astype({"rank": "Int64", "written_in": bool}),
        answers[~written].astype({"value": float, "written_in": bool}).reset_index(drop=True),
        answers[written].rename(columns={"answer": "text"})[[*_ABOUT, "text"]].reset_index(drop=True),
        attended,
        _ordinary([transcript.text for transcript in transcripts.values()], cache),
        pd.DataFrame(
            [{"source": imported.subject, **row} for imported in files for row in imported.replaced],
            columns=["source", "turn", "start", "end", "text", "replacement", "kind", "reason", "before", "after"],
        ),
        pd.DataFrame(
            [(f.file, f.kind, f.layout, f.held, len(f.problems)) for f in files],
            columns=["file", "kind", "layout", "held", "problems"],
        ),
        pd.DataFrame(problems, columns=["file", "where", "what", "text"]),
        monitored,
    )


def _ordinary(texts: list[str], cache: Cache | None) -> frozenset[str]:
    """What ordinary_words finds, found once for the same texts."""
    if cache is None:
        return ordinary_words(texts)
    key = key_of("ordinary words", toolkit(), texts)
    return frozenset(json.loads(cache.kept(key, lambda: json.dumps(sorted(ordinary_words(texts))).encode("ascii"))))


def _frame(files: tuple[Imported, ...], name: str, columns: list[str]) -> pd.DataFrame:
    rows = [{"file": imported.file, **row} for imported in files for row in imported.content.get(name, ())]
    return pd.DataFrame(rows, columns=columns)


def _without_repeats(
    files: tuple[Imported, ...], people: Collection[str]
) -> tuple[tuple[Imported, ...], list[tuple[str, Problem]]]:
    """The files without those that hold an interview a second time, as another program wrote it down; and which."""
    kept: list[Imported] = []
    repeated = []
    for imported in files:
        others = [other for other in kept if imported.kind == SPOKE and other.subject == imported.subject in people]
        same = [other for other in others if _says_the_same(imported, other)]
        if same:
            what = f"not counted: it holds the words of {same[0].file} again; keep one of them"
            repeated.append((imported.file, Problem("file", what)))
        else:
            kept.append(imported)
    return tuple(kept), repeated


def _says_the_same(one: Imported, other: Imported) -> bool:
    """Whether a third or more of the runs of four words in the shorter are in the longer: programs hear a word here
    and there differently, and two parts of an interview share next to nothing."""
    runs = []
    for imported in (one, other):
        words = re.findall(r"\w+", str(imported.content.get("text", "")).casefold())
        runs.append(set(zip(words, words[1:], words[2:], words[3:], strict=False)))
    shorter = min(map(len, runs))
    return shorter > 0 and len(runs[0] & runs[1]) >= shorter / 3


def _spoken(files: tuple[Imported, ...], kind: str, people: Collection[str]) -> dict[str, Transcript]:
    """By subject. The files of one interview are its parts, joined in the order of their names; those of an event are
    numbered."""
    parts: dict[str, list[Transcript]] = {}
    for imported in files:
        if imported.kind == kind and imported.content:
            turns = pd.DataFrame(imported.content["turns"])
            turns["start_s"], turns["end_s"] = turns["start_s"].astype(float), turns["end_s"].astype(float)
            read = Transcript(imported.content["text"], turns, (), imported.layout, pd.DataFrame(), imported.subject)
            parts.setdefault(imported.subject, []).append(read)
    found: dict[str, Transcript] = {}
    for subject, there in parts.items():
        if subject in people and len(there) > 1:
            there = [there[0].with_turns(pd.concat([part.turns for part in there]))]
        for number, part in enumerate(there, start=1):
            name = subject if number == 1 else f"{subject} {number}"
            found[name] = replace(part, source=name)
    return found


def _compare_with_register(
    register: pd.DataFrame, transcripts: dict[str, Transcript], attended: pd.DataFrame
) -> list[Problem]:
    """The register says who took part; so do the files. Where they differ, it is a problem."""
    problems = []
    for column, there, files in (
        ("interview", set(transcripts) & set(register["participant"]), "transcripts"),
        ("workshop", set(attended["participant"]), "attendance reports"),
    ):
        if column not in register:
            continue
        said = set(register.loc[register[column] == "took part", "participant"]) - withdrawn(register)
        unread = refusals(register, "recording").keys() if column == "interview" else set()
        for participant in sorted(said - there - unread):
            what = f"took part ({column}) by the register, but is not in the {files}"
            problems.append(Problem(participant, what))
        for participant in sorted(there - said):
            what = f"is in the {files}, but did not take part ({column}) by the register"
            problems.append(Problem(participant, what))
    return problems
