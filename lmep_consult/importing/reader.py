"""One raw file at a time: read, matched to the register, names replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.errors import Problem, StudyError
from lmep_consult.importing.records import Imported, Rows
from lmep_consult.participants import refusals, withdrawn
from lmep_consult.plan import Event, PollPlan, Question
from lmep_consult.polls import Answers, Poll, match_people, read_answers, read_attendance, read_export, read_poll
from lmep_consult.polls.export import Export
from lmep_consult.polls.people import TEAM
from lmep_consult.pseudonyms import (
    Pseudonymiser,
    identifiers,
    in_force,
    lower_turns,
    of_places,
    read_confirmed,
    rows_of,
    without_capitals,
)
from lmep_consult.study import Study, begins_with_id
from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript

WROTE, SPOKE = "chat", "transcript"


@dataclass(frozen=True)
class FileReader:
    """Reads a study's raw files; all it goes by is the file, study.toml, the register and the names confirmed."""

    study: Study
    register: pd.DataFrame

    def read(self, path: Path) -> Imported:
        """The file as it is imported.

        Raises ConsultError where its name does not say what it is of, or it cannot be read as what it should be.
        """
        return {
            "transcripts": self._transcript,
            "chats": self._chat,
            "polls": self._poll,
            "attendance": self._attendance,
        }[self.study.name_in_raw(path).partition("/")[0]](path)

    @cached_property
    def _group_of(self) -> dict[str, str]:
        return dict(zip(self.register["participant"], self.register["group"], strict=True))

    @cached_property
    def _names(self) -> Pseudonymiser:
        """What takes names out of the text."""
        team = self.study.plan.team
        decided = read_confirmed(self.study.confirmed_names)
        replaced, kept = in_force(decided)
        known = identifiers(self.register, [*team.names, *team.emails], replaced)
        return Pseudonymiser(known, (*self.study.plan.disclosure.allow, *kept), of_places(decided))

    @cached_property
    def _gone(self) -> set[str]:
        return withdrawn(self.register)

    @cached_property
    def _silent(self) -> dict[str, str]:
        """Those whose words are not read, and why."""
        return refusals(self.register, "recording")

    def is_of(self, path: Path) -> tuple[str, ...]:
        """What the raw file is of: the participant or event; of a poll's export, the event and the poll."""
        kind = self.study.name_in_raw(path).partition("/")[0]
        if kind == "polls":
            event, poll = self.study.poll_of(path)
            return event.id, poll.id
        return (self.subject_of(path) if kind == "transcripts" else self.study.event_of(path).id,)

    def subject_of(self, path: Path) -> str:
        """The participant, or else the event, whose id the file's name begins with, or a folder's that it lies in."""
        ids = [*self._group_of, *(event.id for event in self.study.plan.events)]
        folders = self.study.name_in_raw(path).split("/")[1:-1]
        for name in (path.stem, *reversed(folders)):
            for id_ in sorted(ids, key=len, reverse=True):  # P1-b before P1
                if begins_with_id(name, id_):
                    return id_
        raise StudyError(
            f"{path}: the file's name must begin with the id of a participant in the register or of an event in "
            "study.toml."
        )

    # --- what people said and wrote ------------------------------------------------------------------------

    def _transcript(self, path: Path) -> Imported:
        subject = self.subject_of(path)
        if subject in self._silent:
            why = Problem(subject, f"{self._silent[subject]}, so the file is not read")
            return Imported(path.name, SPOKE, subject, "not read", 0, (why,), [], {})
        return self._words(path, SPOKE, subject)

    def _chat(self, path: Path) -> Imported:
        return self._words(path, WROTE, self.study.event_of(path).id)

    def _words(self, path: Path, kind: str, subject: str) -> Imported:
        transcript = self._identified(read_transcript(path), path, subject)
        problems = list(transcript.problems)
        if subject in self._group_of and not (transcript.turns["participant"] == subject).any():
            problems.append(Problem("file", f"{subject} does not speak in it, so nothing of it is coded"))
        transcript, left_out = self._without_the_silent(transcript)
        problems += left_out
        clean, replaced = self._without_names(transcript)
        content = {"source": subject, "kind": kind, "layout": clean.layout, "text": clean.text, "turns": _turns(clean)}
        return Imported(path.name, kind, subject, clean.layout, len(clean.turns), tuple(problems), replaced, content)

    def _identified(self, transcript: Transcript, path: Path, subject: str) -> Transcript:
        names = dict(zip(self.register["participant"], self.register["name"], strict=True))
        interview = subject if subject in names else ""
        settled = self.study.speakers_of(path, names)
        invited = {group for event in self.study.plan.events if event.id == subject for group in event.groups}
        there = [participant for participant, group in self._group_of.items() if group in invited]
        team = self.study.plan.team.names
        return identify_speakers(transcript, interview, names, team, attended=there, mapping=settled)

    def _without_the_silent(self, transcript: Transcript) -> tuple[Transcript, list[Problem]]:
        """In a group, what those said who withdrew or did not consent is left out, and how much that is."""
        turns = transcript.turns
        silent = turns["participant"].isin(list(self._silent))
        problems = [
            Problem(who, f"{self._silent[who]}, so {count} turns of theirs are left out")
            for who, count in Counter(turns.loc[silent, "participant"]).items()
        ]
        return transcript.with_turns(turns[~silent]), problems

    def _without_names(self, transcript: Transcript) -> tuple[Transcript, Rows]:
        """Identifiers replaced turn by turn, speakers named by id; and what was replaced."""
        turns = transcript.turns.copy()
        texts = turns["text"].tolist()
        results = [self._names.replace(text, lower) for text, lower in zip(texts, lower_turns(texts), strict=True)]
        turns["text"] = [text for text, _ in results]
        turns["speaker"] = [
            participant or (self._clean(speaker) if role == "unknown" else role)
            for participant, role, speaker in zip(turns["participant"], turns["role"], turns["speaker"], strict=True)
        ]
        replaced = [
            {"turn": turn, **row}
            for turn, text, (_, spans) in zip(turns["turn"].tolist(), texts, results, strict=True)
            for row in rows_of(text, spans)
        ]
        return transcript.with_turns(turns), replaced

    # --- polls ---------------------------------------------------------------------------------------------

    def _poll(self, path: Path) -> Imported:
        event, plan = self.study.poll_of(path)
        export = read_export(path, {str(role): heading for role, heading in plan.columns.items()}, event.date)
        problems: list[Problem] = list(_columns_not_in_plan(export, plan))
        voters: set[str] = set()
        content: dict[str, Rows] = {"ballots": [], "answers": []}
        for question in plan.questions:
            poll = _ask(export, event, question)
            who, dropped = self._voters(poll.voters, event)
            problems += [*poll.problems, *dropped]
            voters |= set(who.values())
            about = {"event": event.id, "poll": plan.id, "question": question.id}
            if isinstance(poll, Poll):
                content["ballots"] += self._ballots(poll, who, event, about, question)
                content["answers"] += self._written_beside(export, who, event, about, question)
            else:
                content["answers"] += self._answers(poll, who, event, about)
        once = {(problem.where, problem.what): problem for problem in problems}  # one row, several questions
        return Imported(path.name, "poll", event.id, "forms", len(voters), tuple(once.values()), [], content)

    def _voters(self, people: pd.DataFrame, event: Event) -> tuple[dict[str, str], list[Problem]]:
        """Who each voter is, for those who count; the anonymous keep their row's number."""
        team = self.study.plan.team
        matched = match_people(people, self.register, team.names, team.emails)
        people = people.assign(found=matched).sort_values("submitted", ascending=False, kind="stable")  # latest first
        who: dict[str, str] = {}
        problems = []
        for voter, name, found in zip(people["voter"], people["name"], people["found"], strict=True):
            anonymous = "@" not in voter and not name
            if found == TEAM:
                problems.append(Problem(voter, "a test vote by the team does not count"))
            elif found in self._gone:
                problems.append(Problem(voter, f"{found} withdrew; the vote does not count"))
            elif found and found in who.values():
                problems.append(
                    Problem(voter, f"{found} voted again later under another address, and that vote counts")
                )
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
        self, poll: Poll, who: dict[str, str], event: Event, about: dict[str, str], question: Question
    ) -> Rows:
        rows = poll.ballots[poll.ballots["voter"].isin(list(who))]
        voter = rows["voter"].map(who)
        ballots = pd.DataFrame(
            {
                "voter": voter,
                "group": voter.map(self._group_of).fillna(event.groups[0]),
                "option": rows["option"],
                "rank": rows["rank"],
                "written_in": rows["written_in"],
            }
        )
        mapped = ballots["option"].map(question.write_ins).where(ballots["written_in"])
        ballots = ballots.assign(counted_as=mapped.astype(object).fillna("")).reset_index(drop=True)
        ballots = _count_write_ins(ballots)
        options = zip(ballots["option"], ballots["written_in"], strict=True)
        ballots["option"] = [self._clean(option) if written else option for option, written in options]
        return [about | row for row in _rows(ballots)]

    def _answers(self, answers: Answers, who: dict[str, str], event: Event, about: dict[str, str]) -> Rows:
        counted = answers.answers[answers.answers["voter"].isin(list(who))]
        voter = counted["voter"].map(who)
        table = pd.DataFrame(
            {
                "voter": voter,
                "group": voter.map(self._group_of).fillna(event.groups[0]),
                "kind": answers.kind,
                "answer": counted["answer"].where(~counted["written_in"], counted["answer"].map(self._clean)),
                "value": counted["value"],
                "written_in": counted["written_in"],
            }
        )
        return [about | row for row in _rows(table)]

    def _written_beside(
        self, export: Export, who: dict[str, str], event: Event, about: dict[str, str], question: Question
    ) -> Iterator[dict[str, Any]]:
        """What voters wrote in the column that asks what they meant by "Other"."""
        if question.write_in_column is None:
            return
        for answer in export.answers(question.write_in_column):
            if answer.text and answer.voter in who:
                voter = who[answer.voter]
                group = self._group_of.get(voter, event.groups[0])
                said = {"kind": "written in", "answer": self._clean(answer.text), "value": None, "written_in": True}
                yield about | {"voter": voter, "group": group} | said

    def _clean(self, words: str) -> str:
        return self._names.replace(words, bool(without_capitals(words)))[0]

    # --- attendance ----------------------------------------------------------------------------------------

    def _attendance(self, path: Path) -> Imported:
        team = self.study.plan.team
        event = self.study.event_of(path)
        people = read_attendance(path, event.date)
        matched = match_people(people, self.register, team.names, team.emails)
        problems = [
            *people.attrs.get("problems", ()),
            *(
                Problem(name, "attended but is not in the register, so is not counted")
                for name, found in zip(people["name"], matched, strict=True)
                if not found
            ),
        ]
        counted = people.assign(participant=matched)[matched.isin(set(self._group_of) - self._gone)]
        rows = [{"event": event.id, **row} for row in _rows(counted[["participant", "minutes"]])]
        content = {"attended": rows}
        return Imported(path.name, "attendance", event.id, "teams", len(rows), tuple(problems), [], content)


def _count_write_ins(ballots: pd.DataFrame) -> pd.DataFrame:
    """Give each option the rank of the write-in that counts as it, where the voter did not rank it better."""
    for row in ballots[ballots["counted_as"] != ""].to_dict("records"):
        same = (ballots["voter"] == row["voter"]) & (ballots["option"] == row["counted_as"]) & ~ballots["written_in"]
        better = same & (ballots["rank"].isna() | (ballots["rank"] > row["rank"]))
        ballots.loc[better, "rank"] = row["rank"]
    return ballots


def _ask(export: Export, event: Event, question: Question) -> Poll | Answers:
    if question.kind == "ranking":
        return read_poll(
            export, question.options, question.column, event.date, settled=question.write_ins, until=event.until
        )
    return read_answers(
        export,
        question.column,
        question.kind,
        question.options,
        question.scale,
        question.highest,
        event.date,
        until=event.until,
    )


def _columns_not_in_plan(export: Export, plan: PollPlan) -> Iterator[Problem]:
    planned = {at for q in plan.questions for c in (q.column, q.write_in_column) if c for at in export.columns_of(c)}
    spread = export.spread
    untouched = [question for question in set(spread.values()) if not export.columns_of(question) & planned]
    unread = [
        spread[at] if spread.get(at) in untouched else heading
        for heading, at in export.headings.questions.items()
        if at not in planned
    ]
    for heading in dict.fromkeys(unread):
        where = f"row {export.heading_row}"
        yield Problem(where, "a column that study.toml does not name was not read", heading)


def _turns(transcript: Transcript) -> Rows:
    columns = ["turn", "speaker", "role", "participant", "start_s", "end_s", "text", "start_char", "end_char"]
    return _rows(transcript.turns[columns])


def _rows(frame: pd.DataFrame) -> Rows:
    """The frame's rows as JSON can hold them."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(column): value for column, value in row.items()} for row in plain.to_dict("records")]
