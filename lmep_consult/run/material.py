"""Everything a study's raw files hold, read, matched to the register and pseudonymised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.errors import Problem, StudyError
from lmep_consult.participants import read_register, withdrawn
from lmep_consult.polls import Poll, match_people, read_attendance, read_export, read_poll
from lmep_consult.polls.people import TEAM
from lmep_consult.pseudonyms import Identifier, identifiers, ordinary_words, pseudonymise
from lmep_consult.study import Event, PollPlan, Question, Study, begins_with_id
from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """What was read.

    register: as participants.read_register gives it.
    transcripts: by participant's id; names replaced, speakers identified.
    ballots: one row a voter, question and option, over all polls: event, poll, question, voter (the participant's
        id, or event and row for the anonymous), group, option, rank, written_in, counted_as (the option a write-in
        counts as by study.toml, else "").
    write_ins: text written besides the ranking: event, poll, question, voter, group, text; names replaced.
    attended: one row a person and event: event, participant, group, organisation, minutes.
    ordinary: words the transcripts hold in lower case.
    replaced: what was replaced: participant, turn, text, replacement, kind (confidential).
    files: one row a raw file: file, kind, layout, held (turns, ballots or people), problems.
    problems: one row a thing not placed: file, where, what, text (confidential).
    """

    register: pd.DataFrame
    transcripts: dict[str, Transcript]
    ballots: pd.DataFrame
    write_ins: pd.DataFrame
    attended: pd.DataFrame
    ordinary: frozenset[str]
    replaced: pd.DataFrame
    files: pd.DataFrame
    problems: pd.DataFrame


def read_material(study: Study, tell: Tell = lambda file: None) -> Material:
    """Read every raw file of the study; `tell` hears each file's name before it is read.

    Raises ConsultError for the first file that cannot be read as what it should be, and where there is none.
    """
    if not any(study.raw(kind) for kind in ("transcripts", "polls", "attendance")):
        raise StudyError(
            f"{study.folder / 'raw'} holds no files; put transcripts into raw/transcripts, poll exports "
            "into raw/polls and attendance reports into raw/attendance."
        )
    register = read_register(study.register, [group.id for group in study.plan.groups])
    gone = withdrawn(register)
    reader = _Reader(study, register, gone, tell)
    spoken = reader.transcripts()
    ordinary = ordinary_words(transcript.text for transcript in spoken.values())
    known = identifiers(register, study.plan.team.names, ordinary)
    transcripts, replaced = _without_names(spoken, known)
    ballots, write_ins = reader.polls()
    for frame, column in ((ballots, "option"), (write_ins, "text")):
        by_hand = frame["written_in"].astype(bool) if column == "option" else frame["text"] != ""
        frame.loc[by_hand, column] = frame.loc[by_hand, column].map(lambda words: pseudonymise(words, known)[0])
    attended = reader.attendance()
    reader.compare_with_register(transcripts, attended)
    return Material(
        register,
        transcripts,
        ballots,
        write_ins,
        attended,
        ordinary,
        replaced,
        pd.DataFrame(reader.files, columns=["file", "kind", "layout", "held", "problems"]),
        pd.DataFrame(reader.problems, columns=["file", "where", "what", "text"]),
    )


class _Reader:
    """Reads a study's raw files one kind at a time and keeps account of files and problems."""

    def __init__(self, study: Study, register: pd.DataFrame, gone: set[str], tell: Tell) -> None:
        self.study = study
        self.register = register
        self.gone = gone
        self.tell = tell
        self.group_of: dict[str, str] = dict(zip(register["participant"], register["group"], strict=True))
        self.files: list[tuple[str, str, str, int, int]] = []
        self.problems: list[tuple[str, str, str, str]] = []

    def transcripts(self) -> dict[str, Transcript]:
        names = dict(zip(self.register["participant"], self.register["name"], strict=True))
        refused = (
            set(self.register.query("consent_recording == 'no'")["participant"])
            if ("consent_recording" in self.register)
            else set()
        )
        found: dict[str, Transcript] = {}
        for path in self.study.raw("transcripts"):
            self.tell(path.name)
            participant = self._participant_of(path)
            if participant in self.gone | refused:
                why = "withdrew" if participant in self.gone else "did not consent to recording"
                self._account(path, "transcript", "not read", 0, [Problem("file", f"{participant} {why}")])
                continue
            if participant in found:
                raise StudyError(f"{path}: {participant} has two transcripts; keep one, or join them.")
            read = read_transcript(path)
            transcript = identify_speakers(read, participant, names[participant], self.study.plan.team.names)
            problems = list(transcript.problems)
            if not (transcript.turns["participant"] == participant).any():
                problems.append(Problem("file", f"{participant} does not speak in it, so nothing of it is coded"))
            self._account(path, "transcript", transcript.layout, len(transcript.turns), problems)
            found[participant] = transcript
        return found

    def _participant_of(self, path: Path) -> str:
        for participant in sorted(self.group_of, key=len, reverse=True):  # P1-b before P1
            if begins_with_id(path.stem, participant):
                return participant
        raise StudyError(f"{path}: the file's name must begin with the id of a participant in the register.")

    def polls(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        ballots: list[pd.DataFrame] = []
        write_ins: list[tuple[str, ...]] = []
        for path in self.study.raw("polls"):
            self.tell(path.name)
            event, plan = self.study.poll_of(path)
            problems: list[Problem] = []
            voters: set[str] = set()
            for question in plan.questions:
                poll = read_poll(path, question.options, question.column)
                who, dropped = self._voters(poll, event)
                problems += [*poll.problems, *dropped]
                voters |= set(who.values())
                ballots.append(self._ballots(poll, who, event, plan, question))
                write_ins += self._written_beside(path, who, event, plan, question)
            problems += self._columns_not_in_plan(path, plan)
            once = {(problem.where, problem.what): problem for problem in problems}  # one row, several questions
            self._account(path, "poll", "forms", len(voters), list(once.values()))
        columns = ["event", "poll", "question", "voter", "group"]
        return (
            pd.concat(ballots, ignore_index=True)
            if ballots
            else pd.DataFrame(columns=[*columns, "option", "rank", "written_in", "counted_as"]),
            pd.DataFrame(write_ins, columns=[*columns, "text"]),
        )

    def _voters(self, poll: Poll, event: Event) -> tuple[dict[str, str], list[Problem]]:
        """Who each voter is, for those who count; the anonymous keep their row's number."""
        team = self.study.plan.team
        matched = match_people(poll.voters, self.register, team.names, team.emails)
        who: dict[str, str] = {}
        problems = []
        for voter, name, found in zip(poll.voters["voter"], poll.voters["name"], matched, strict=True):
            anonymous = "@" not in voter and not name
            if found == TEAM:
                problems.append(Problem(voter, "a test vote by the team does not count"))
            elif found in self.gone:
                problems.append(Problem(voter, f"{found} withdrew; the vote does not count"))
            elif found and found in who.values():
                problems.append(Problem(voter, f"{found} has voted under another address; this vote does not count"))
            elif found:
                who[voter] = found
            elif anonymous and len(event.groups) == 1:
                who[voter] = f"{event.id} {voter}"
            elif anonymous:
                groups = ", ".join(event.groups)
                problems.append(Problem(voter, f"an anonymous vote, and {event.id} has several groups ({groups})"))
            else:
                problems.append(Problem(voter, "voted but is not in the register; the vote does not count", name))
        return who, problems

    def _ballots(
        self, poll: Poll, who: dict[str, str], event: Event, plan: PollPlan, question: Question
    ) -> pd.DataFrame:
        rows = poll.ballots[poll.ballots["voter"].isin(list(who))]
        voter = rows["voter"].map(who)
        ballots = pd.DataFrame(
            {
                "event": event.id,
                "poll": plan.id,
                "question": question.id,
                "voter": voter,
                "group": voter.map(self.group_of).fillna(event.groups[0]),
                "option": rows["option"],
                "rank": rows["rank"],
                "written_in": rows["written_in"],
            }
        )
        mapped = ballots["option"].map(question.write_ins).where(ballots["written_in"])
        return _count_write_ins(ballots.assign(counted_as=mapped.astype(object).fillna("")).reset_index(drop=True))

    def _written_beside(
        self, path: Path, who: dict[str, str], event: Event, plan: PollPlan, question: Question
    ) -> Iterator[tuple[str, ...]]:
        if question.write_in_column is None:
            return
        for answer in read_export(path).answers(question.write_in_column):
            if answer.text and answer.voter in who:
                voter = who[answer.voter]
                group = self.group_of.get(voter, event.groups[0])
                yield (event.id, plan.id, question.id, voter, group, answer.text)

    def _columns_not_in_plan(self, path: Path, plan: PollPlan) -> Iterator[Problem]:
        planned = {" ".join(c.split()).casefold() for q in plan.questions for c in (q.column, q.write_in_column or "")}
        for heading in read_export(path).questions:
            if heading.casefold() not in planned:
                yield Problem("row 1", "a column that study.toml does not name was not read", heading)

    def attendance(self) -> pd.DataFrame:
        team = self.study.plan.team
        rows = []
        for path in self.study.raw("attendance"):
            self.tell(path.name)
            event = self.study.event_of(path)
            people = read_attendance(path, event.date)
            matched = match_people(people, self.register, team.names, team.emails)
            problems = [
                Problem(name, "attended but is not in the register, so is not counted")
                for name, found in zip(people["name"], matched, strict=True)
                if not found
            ]
            counted = people.assign(participant=matched)[matched.isin(set(self.group_of) - self.gone)]
            self._account(path, "attendance", "teams", len(counted), problems)
            rows += [(event.id, row["participant"], row["minutes"]) for _, row in counted.iterrows()]
        attended = pd.DataFrame(rows, columns=["event", "participant", "minutes"])
        return attended.merge(self.register[["participant", "group", "organisation"]], on="participant")

    def compare_with_register(self, transcripts: dict[str, Transcript], attended: pd.DataFrame) -> None:
        """The register says who took part; so do the files. Where they differ, it is a problem."""
        for column, there, files in (
            ("interview", set(transcripts), "transcripts"),
            ("workshop", set(attended["participant"]), "attendance reports"),
        ):
            if column not in self.register:
                continue
            said = set(self.register.loc[self.register[column] == "took part", "participant"]) - self.gone
            for participant in sorted(said - there):
                what = f"took part ({column}) by the register, but is not in the {files}"
                self.problems.append((self.study.register.name, participant, what, ""))
            for participant in sorted(there - said):
                what = f"is in the {files}, but did not take part ({column}) by the register"
                self.problems.append((self.study.register.name, participant, what, ""))

    def _account(self, path: Path, kind: str, layout: str, held: int, problems: list[Problem]) -> None:
        self.files.append((path.name, kind, layout, held, len(problems)))
        self.problems += [(path.name, problem.where, problem.what, problem.text) for problem in problems]


def _count_write_ins(ballots: pd.DataFrame) -> pd.DataFrame:
    """Give each option the rank of the write-in that counts as it, where the voter did not rank it better."""
    for row in ballots[ballots["counted_as"] != ""].to_dict("records"):
        same = (ballots["voter"] == row["voter"]) & (ballots["option"] == row["counted_as"]) & ~ballots["written_in"]
        better = same & (ballots["rank"].isna() | (ballots["rank"] > row["rank"]))
        ballots.loc[better, "rank"] = row["rank"]
    return ballots


def _without_names(
    spoken: dict[str, Transcript], known: list[Identifier]
) -> tuple[dict[str, Transcript], pd.DataFrame]:
    """The transcripts with identifiers replaced turn by turn and speakers named by id, and what was replaced."""
    clean, replaced = {}, []
    for participant, transcript in spoken.items():
        turns = transcript.turns.copy()
        results = [pseudonymise(text, known) for text in turns["text"]]
        turns["text"] = [text for text, _ in results]
        strangers = turns["speaker"].map(lambda name: pseudonymise(name, known)[0])
        turns["speaker"] = strangers.mask(turns["role"] != "unknown", turns["role"])
        turns["speaker"] = turns["participant"].where(turns["participant"] != "", turns["speaker"])
        turns["label"] = turns["speaker"]
        clean[participant] = transcript.with_turns(turns)
        replaced += [
            spans.assign(participant=participant, turn=turn)
            for turn, (_, spans) in zip(turns["turn"], results, strict=True)
            if len(spans)
        ]
    columns = ["participant", "turn", "text", "replacement", "kind"]
    return clean, pd.concat(replaced, ignore_index=True)[columns] if replaced else pd.DataFrame(columns=columns)
