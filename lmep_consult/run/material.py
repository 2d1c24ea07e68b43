"""Everything a study's raw files hold, imported file by file and put together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path

import pandas as pd

from lmep_consult.coverage import recruitment_funnel
from lmep_consult.errors import ConsultError, Problem, StudyError
from lmep_consult.participants import read_register, withdrawn
from lmep_consult.plan import Plan
from lmep_consult.pseudonyms import ordinary_words
from lmep_consult.run.freshness import code_fingerprint, sha256
from lmep_consult.run.reading import SPOKE, WROTE, FileReader
from lmep_consult.run.records import Imported, forget_others, load, save
from lmep_consult.study import KINDS, Study
from lmep_consult.transcripts import Transcript, align_interviews

Tell = Callable[[str], None]
_MOST_TURNS_ALIGNED = 2_000  # several times those of an interview; a longer one would take minutes
_ABOUT = ["event", "poll", "question", "voter", "group"]


@dataclass(frozen=True)
class Imports:
    """What an import did, by the files' names under raw/: those that could be read, which of them were read anew, and
    why others could not be."""

    files: dict[str, Imported]
    anew: frozenset[str]
    failures: dict[str, ConsultError]


@dataclass(frozen=True)
class Material:
    """What was read.

    register: as participants.read_register gives it.
    transcripts: interviews by the participant's id, group discussions by the event's (W1, W1 2 ...); names replaced,
        speakers identified, each turn with section, question and confidence.
    chats: what was written during events, likewise.
    ballots: one row a voter, question and option, over all rankings: event, poll, question, voter (the participant's
        id, or event and row for the anonymous), group, option, rank, written_in, counted_as (the option a write-in
        counts as by study.toml, else "").
    answers: one row an answer to another question: event, poll, question, voter, group, kind ("single", "multiple",
        "likert", "rating", "text"), answer, value, written_in; names replaced.
    write_ins: text written besides a ranking: event, poll, question, voter, group, text; names replaced.
    attended: one row a person and event: event, participant, group, organisation, minutes.
    ordinary: words the transcripts hold in lower case.
    replaced: what was replaced: source, turn, start, end (in the turn as spoken), text, replacement, kind, reason
        (confidential).
    files: one row a raw file: file, kind, layout, held (turns, ballots or people), problems.
    problems: one row a thing not placed: file, where, what, text (confidential).
    """

    register: pd.DataFrame
    transcripts: dict[str, Transcript]
    chats: dict[str, Transcript]
    ballots: pd.DataFrame
    answers: pd.DataFrame
    write_ins: pd.DataFrame
    attended: pd.DataFrame
    ordinary: frozenset[str]
    replaced: pd.DataFrame
    files: pd.DataFrame
    problems: pd.DataFrame


def import_files(study: Study, tell: Tell = lambda file: None) -> Imports:
    """Read those raw files that changed since they were imported, each whole or not at all; `tell` hears each name.

    Raises StudyError where the study holds no raw files, or two transcripts of one interview.
    """
    paths = [path for kind in KINDS for path in study.raw(kind)]
    if not paths:
        raise StudyError(
            f"{study.folder / 'raw'} holds no files; put transcripts into raw/transcripts, chat logs into raw/chats, "
            "poll exports into raw/polls and attendance reports into raw/attendance."
        )
    register = read_register(study.register, [group.id for group in study.plan.groups])
    reader = FileReader(study, register)
    settings = _settings(study)
    files: dict[str, Imported] = {}
    anew: set[str] = set()
    failures: dict[str, ConsultError] = {}
    seen: dict[str, str] = {}
    for path in paths:
        tell(path.name)
        name = f"{path.parent.name}/{path.name}"
        try:
            if path.parent.name == "transcripts":
                subject = reader.subject_of(path)
                if subject in set(register["participant"]) and seen.setdefault(subject, name) != name:
                    raise StudyError(f"{path}: {subject} has two transcripts; keep one, or join them.")
            raw_hash = sha256(path)
            imported = load(study, name, raw_hash, settings)
            if imported is None:
                imported = reader.read(path)
                save(study, name, imported, raw_hash, settings)
                anew.add(name)
            files[name] = imported
        except ConsultError as error:
            failures[name] = error
    forget_others(study, [f"{path.parent.name}/{path.name}" for path in paths])
    return Imports(files, frozenset(anew), failures)


def import_report(imports: Imports) -> pd.DataFrame:
    """One row a raw file: file, kind, layout, held (turns, voters or people), problems, state ("read", "unchanged" or
    "refused")."""
    rows = [
        (f.file, f.kind, f.layout, f.held, len(f.problems), "read" if name in imports.anew else "unchanged")
        for name, f in imports.files.items()
    ]
    rows += [(Path(name).name, "", "", 0, 1, "refused") for name in imports.failures]
    return pd.DataFrame(rows, columns=["file", "kind", "layout", "held", "problems", "state"])


def _settings(study: Study) -> str:
    """A hash of all that decides how a file is read, besides the file."""
    digest = hashlib.sha256(code_fingerprint().encode())
    for path in (study.folder / "study.toml", study.register, study.confirmed_names):
        digest.update(sha256(path).encode() if path.is_file() else b"none")
    return digest.hexdigest()


def read_material(study: Study, tell: Tell = lambda file: None) -> Material:
    """Import what changed, and put together what the files hold.

    Raises ConsultError for the first file that cannot be read as what it should be, and where there is none.
    """
    imports = import_files(study, tell)
    for error in imports.failures.values():
        raise error
    return material_of(study, imports)


def material_of(study: Study, imports: Imports) -> Material:
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
    return Material(
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
