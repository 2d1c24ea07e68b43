"""A study's imported files put together, and held against the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import nan

import pandas as pd

from lmep_consult.coverage import recruitment_funnel
from lmep_consult.errors import Problem
from lmep_consult.importing.imports import Imports, Tell, import_files
from lmep_consult.importing.reader import SPOKE, WROTE
from lmep_consult.importing.records import Imported
from lmep_consult.participants import read_register, withdrawn
from lmep_consult.plan import Plan
from lmep_consult.pseudonyms import ordinary_words
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript, align_interviews

_MOST_TURNS_ALIGNED = 2_000  # several times those of an interview; a longer one would take minutes
_ABOUT = ["event", "poll", "question", "voter", "group"]


def read_study_data(study: Study, tell: Tell = lambda file: None) -> StudyData:
    """Import what changed, and put together what the files hold.

    Raises ConsultError for the first file that cannot be read as what it should be, and where there is none.
    """
    imports = import_files(study, tell)
    for error in imports.failures.values():
        raise error
    return study_data_of(study, imports)


def study_data_of(study: Study, imports: Imports) -> StudyData:
    """What the imported files hold together."""
    register = read_register(study.register, [group.id for group in study.plan.groups])
    files = tuple(imports.files.values())
    transcripts = _with_questions(_spoken(files, SPOKE), study.plan)
    texts = (transcript.text for transcript in transcripts.values())
    ballots = _frame(files, "ballots", [*_ABOUT, "option", "rank", "written_in", "counted_as"])
    answers = _frame(files, "answers", [*_ABOUT, "kind", "answer", "value", "written_in"])
    beside = answers["kind"] == "beside"
    attended = _frame(files, "attended", ["event", "participant", "minutes"])
    minutes = attended.groupby(["event", "participant"], sort=False)["minutes"].max()
    attended = minutes.reset_index().merge(register[["participant", "group", "organisation"]], on="participant")
    problems = [(imported.file, p.where, p.what, p.text) for imported in files for p in imported.problems]
    reported = Counter(imported.subject for imported in files if imported.kind == "attendance")
    what = "has several attendance reports; of each person's minutes the most in one of them count"
    problems += [("raw/attendance", event, what, "") for event, reports in reported.items() if reports > 1]
    differences = _compare_with_register(register, transcripts, attended)
    dates = study.plan.dates
    _, slips = recruitment_funnel(register, dates.fieldwork_start, dates.fieldwork_end)
    problems += [(study.register.name, p.where, p.what, p.text) for p in [*differences, *slips]]
    return StudyData(
        register,
        transcripts,
        _spoken(files, WROTE),
        ballots.astype({"rank": "Int64", "written_in": bool}),
        answers[~beside].astype({"value": float, "written_in": bool}).reset_index(drop=True),
        answers[beside].rename(columns={"answer": "text"})[[*_ABOUT, "text"]].reset_index(drop=True),
        attended,
        ordinary_words(texts),
        pd.DataFrame(
            [{"source": imported.subject, **row} for imported in files for row in imported.replaced],
            columns=["source", "turn", "start", "end", "text", "replacement", "kind", "reason"],
        ),
        pd.DataFrame(
            [(f.file, f.kind, f.layout, f.held, len(f.problems)) for f in files],
            columns=["file", "kind", "layout", "held", "problems"],
        ),
        pd.DataFrame(problems, columns=["file", "where", "what", "text"]),
    )


def _frame(files: tuple[Imported, ...], name: str, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([row for imported in files for row in imported.content.get(name, ())], columns=columns)


def _spoken(files: tuple[Imported, ...], kind: str) -> dict[str, Transcript]:
    """By subject; where an event has several files, they are numbered."""
    found: dict[str, Transcript] = {}
    for imported in files:
        if imported.kind != kind or not imported.content:
            continue
        times = sum(name == imported.subject or name.startswith(f"{imported.subject} ") for name in found)
        name = imported.subject if times == 0 else f"{imported.subject} {times + 1}"
        turns = pd.DataFrame(imported.content["turns"]).astype({"start_s": float, "end_s": float})
        found[name] = Transcript(imported.content["text"], turns, (), imported.layout, pd.DataFrame(), name)
    return found


def _with_questions(transcripts: dict[str, Transcript], plan: Plan) -> dict[str, Transcript]:
    """Each turn with the section and question of the topic guide it belongs to, and how sure that is.

    The guide is for interviews: those of group discussions belong to none.
    """
    events = {event.id for event in plan.events}
    interviews = {
        name: transcript.turns
        for name, transcript in transcripts.items()
        if name.partition(" ")[0] not in events and len(transcript.turns) <= _MOST_TURNS_ALIGNED
    }
    aligned = align_interviews(list(interviews.values()), plan.topic_guide.questions)
    frames = dict(zip(interviews, aligned, strict=True))
    return {
        name: replace(t, turns=frames.get(name, t.turns.assign(section="", question="", confidence=nan)))
        for name, t in transcripts.items()
    }


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
        for participant in sorted(said - there):
            what = f"took part ({column}) by the register, but is not in the {files}"
            problems.append(Problem(participant, what))
        for participant in sorted(there - said):
            what = f"is in the {files}, but did not take part ({column}) by the register"
            problems.append(Problem(participant, what))
    return problems
