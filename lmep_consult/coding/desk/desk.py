"""One person's desk: what waits for them, what their answers come to, and what they decided so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.decisions.coder import Coder
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.log import append
from lmep_consult.coding.decisions.passages import Passage, passage, text_hash
from lmep_consult.coding.decisions.waiting import are_waiting
from lmep_consult.coding.desk.certainty import certainty
from lmep_consult.coding.desk.mine import UNDONE_HERE, mine_of
from lmep_consult.coding.desk.parts import Parts
from lmep_consult.coding.desk.rows import Difference, Mine, Row, Suggested, View, code_called, id_of, view
from lmep_consult.errors import CodingError
from lmep_consult.plan import CodingPlan
from lmep_consult.transcripts import Transcript


class NotYet(CodingError):  # noqa: N818
    """Something that is done only when the person says that they mean it. Its words ask."""


class Desk:
    """What one person decides about transcripts. Each answer is in their log, on the disk, when its method returns; the
    object itself may be thrown away and made again at any time.

    Passages, suggestions and decisions are named by ids. Nothing of what other coders decided is shown, but for
    `differences` to whoever adjudicates.

    Methods raise CodingError, in a sentence, for what cannot be, and NotYet for what a person must first confirm.
    """

    def __init__(
        self,
        coder: Coder,
        log: Path,
        transcripts: Mapping[str, Transcript],
        codebook: Codebook,
        decisions: Iterable[Decision],
        suggestions: pd.DataFrame,
        differing: pd.DataFrame | None = None,
        plan: CodingPlan | None = None,
        questions: Mapping[str, str] | None = None,
    ) -> None:
        """log: where the coder's decisions go. decisions: all that are in the study's logs. suggestions: source,
        participant, code, start, end, quote, turn, rule, origin. differing: where coders differ, as `final_codings`
        has it. questions: the topic guide's words, by id, and a poll's question by its source."""
        self.coder, self.codebook, self.transcripts = coder, codebook, transcripts
        self._held: list[Decision] | None = None
        self.log, self._all, self._plan, self._questions = log, list(decisions), plan or CodingPlan(), questions or {}
        self._suggestions = {each.id: each for each in map(self._suggested, suggestions.to_dict("records"))}
        self._suggested_in: dict[str, list[Suggested]] = defaultdict(list)
        for each in self._suggestions.values():
            self._suggested_in[each.source].append(each)
        self._differing = _by_their_ids(differing)

    # What there is to decide

    def waiting(self, source: str = "") -> list[Suggested]:
        """The suggestions that the coder has not decided on, in reading order; of one source, or of all that the coder
        has not called done."""
        sources = [source] if source else [each for each in self._suggested_in if not self.is_done(each)]
        return [suggested for each in sources for suggested in self._waiting(each)]

    def rejected(self, source: str) -> list[Suggested]:
        """The suggestions of a source that the coder turned down, in reading order."""
        part = self._parts.of(source)
        gone = {(row["code"], row["start"], row["end"]) for row in part.placed(part.folded.rejections)}
        return [each for each in self._suggested_in.get(source, []) if (each.code, each.start, each.end) in gone]

    def codings(self, source: str) -> list[Row]:
        """Their codings of a source that count: id, code as it is called now, start, end, turn, memo, origin, rule and
        the other columns that `anchor` gives."""
        return self._parts.of(source).codings

    def to_choose(self, source: str = "") -> list[Row]:
        """Their codings of a code that was split since, which wait until one is chosen (`revise`), in reading order; of
        one source, or of all: the columns of `codings`, and choices (a tuple of codes)."""
        return [row for part in (self._parts if not source else [self._parts.of(source)]) for row in part.to_choose]

    def suggested_at(self, source: str, start: int, end: int, code: str) -> str:
        """The id of what is suggested for exactly this passage and code, "" where nothing is."""
        id_ = id_of(source, self._hashes[source], start, end, code)
        return id_ if id_ in self._suggestions else ""

    def sureness(self) -> Callable[[Suggested], float]:
        """How likely each suggestion is to be accepted, by what they made of earlier ones."""
        return certainty(self._in_force())

    def is_done(self, source: str) -> bool:
        """Whether the coder has called the source done in this round, with the words it has now."""
        return bool(self._marks(source))

    def view(self, source: str, turn: int, around: int = 1) -> View:
        """A turn with so many turns either side, and its question."""
        seen = view(self._transcript(source).turns, turn, around, self._questions)
        return seen if seen.question else replace(seen, question=self._questions.get(source, ""))

    def find(self, source: str, words: str, turn: int | None = None) -> tuple[int, int]:
        """Where a participant says the words: in the turn given, else at their one place in the transcript."""
        transcript = self._transcript(source)
        turns = transcript.turns[transcript.turns["participant"] != ""]
        words = words.strip()
        found = {
            row["turn"]: row["start_char"] + row["text"].find(words)
            for row in turns.to_dict("records")
            if words and words in row["text"]
        }
        if turn not in found and len(found) > 1:
            where = ", ".join(str(each) for each in list(found)[:8])
            raise CodingError(f"Those words are in turns {where} of {source}; choose one of them, or give more words.")
        if not found:
            raise CodingError(f"Those words are neither in this turn nor in what participants say in {source}.")
        start = found[turn] if turn in found else next(iter(found.values()))
        return int(start), int(start) + len(words)

    # Answers

    def accept(
        self, suggestion: str, code: str = "", start: int | None = None, end: int | None = None, memo: str = ""
    ) -> Decision:
        """A suggestion becomes a coding; under another code, or with its ends moved, where these are given."""
        row = self._open(suggestion)
        start, end = row.start if start is None else start, row.end if end is None else end
        if not (start < row.end and row.start < end):
            raise CodingError("Those words have none of the suggested ones; reject it, and code them by themselves.")
        where, code = self._passage(row.source, start, end), self._code(code or row.code)
        if (code, start, end) == (row.code, row.start, row.end):
            return self._keep(self.coder.accept(where, code, row.origin, row.why, memo))
        return self._keep(self.coder.accept_changed(where, code, row.code, row.origin, row.why, memo))

    def reject(self, suggestion: str, memo: str = "") -> Decision:
        row = self._open(suggestion)
        where = self._passage(row.source, row.start, row.end)
        return self._keep(self.coder.reject(where, row.code, row.origin, row.why, memo))

    def add(self, source: str, start: int, end: int, code: str, memo: str = "", quote: str | None = None) -> Decision:
        """A passage gets a code, whether or not a rule suggests one or it has others already. quote: what the person
        saw there, where it is to be checked."""
        where, code = self._passage(source, start, end, quote), self._code(code)
        if self._parts.of(source).may_have(where.quote) and any(
            (row["code"], row["start"], row["end"]) == (code, start, end) for row in self.codings(source)
        ):
            raise CodingError(f"You gave this passage {code} already.")
        return self._keep(self.coder.add(where, code, memo))

    def note(self, source: str, start: int, end: int, text: str, code: str = "") -> Decision:
        """A note on a passage."""
        return self._keep(self.coder.memo(text, self._passage(source, start, end), code=code))

    def star(self, decision: str) -> Decision:
        """The report should quote the passage of this coding of theirs."""
        row = self._coding(decision)
        where = self._passage(row["source"], int(row["start"]), int(row["end"]))
        if any(each.action == "star" and not each.verdict and (each.code, each.quote) == (row["code"], where.quote)
               for each in self._parts.of(row["source"]).in_force if each.start == where.start):  # fmt: skip
            raise CodingError("That is starred already; undo the star to take it away.")
        return self._keep(self.coder.star(where, row["code"]))

    def revise(self, decision: str, code: str = "", start: int | None = None, end: int | None = None) -> Decision:
        """Another code, or other words, in place of a coding of theirs, of whatever session."""
        row = self._coding(decision)
        start, end = int(row["start"]) if start is None else start, int(row["end"]) if end is None else end
        where = self._passage(row["source"], start, end)
        return self._keep(self.coder.change(self._by_id(decision), where, self._code(code or row["code"]), row["memo"]))

    def undo(self, decision: str = "") -> Decision:
        """Take back a decision of theirs, of whatever session: the last in force, or the one given. Returns it."""
        there = [each for each in self._in_force() if not decision or each.id == decision]
        if not there:
            raise CodingError(
                "There is nothing of yours to undo." if not decision else "That is no decision of yours that counts."
            )
        last = max(there, key=self._parts.place)
        self._keep(self.coder.undo(last))
        return last

    def finish(self, source: str, sure: bool = False) -> Decision:
        """The coder has coded the source in full in this round. Raises NotYet where suggestions wait, unless `sure`."""
        transcript = self._transcript(source)
        if self.is_done(source):
            raise CodingError(f"You have called {source} done in round {self.coder.round} already.")
        left, split = len(self.waiting(source)), len(self.to_choose(source))
        if (left or split) and not sure:
            wait = [f"{left} suggestion{'s' * (left != 1)}"] * bool(left)
            wait += [f"{split} coding{'s' * (split != 1)} of a code that was split"] * bool(split)
            verb = "waits" if left + split == 1 else "wait"
            raise NotYet(f"{' and '.join(wait)} of {source} {verb} for you. Is it coded in full all the same?")
        return self._keep(self.coder.done(source, text_hash(transcript.text)))

    def reopen(self, source: str) -> Decision:
        """The source is not done after all, in this round."""
        marks = self._marks(source)
        if not marks:
            raise CodingError(f"You have not called {source} done in round {self.coder.round}.")
        for id_ in marks:
            undone = self._keep(self.coder.undo(self._by_id(id_)))
        return undone

    def refuse(self, source: str, start: int, end: int, codes: Iterable[str], reason: str) -> list[Decision]:
        """The report must not quote the passage, whoever coded it, for these codes."""
        if not reason.strip():
            raise CodingError("Say why: a quotation is refused with a reason.")
        where = self._passage(source, start, end)
        return [self._keep(self.coder.refuse(where, self._code(code), reason.strip())) for code in codes]

    # Adjudication

    def differences(self) -> list[Difference]:
        """Where coders differ and nobody has adjudicated, in the sources of which this person is no coder."""
        mine = {decision.about for decision in self._in_force() if decision.action == "adjudicate"}
        rows = {key: row for key, row in self._differing.items() if row["ids"] not in mine}
        names = [name for name in Difference.__dataclass_fields__ if name != "id"]
        return [
            Difference(key, **{name: row[name] for name in names})
            for key, row in rows.items()
            if self.coder.name not in self.coders_of(str(row["source"]))
        ]

    def theirs_to_leave(self) -> list[str]:
        """The sources in which coders differ and of which this person is a coder."""
        sources = sorted({str(row["source"]) for row in self._differing.values()})
        return [source for source in sources if self.coder.name in self.coders_of(source)]

    def coders_of(self, source: str) -> set[str]:
        """Who codes a source: by study.toml's rounds, or because they decided in it."""
        assigned = {name for (named, _), names in self._plan.assigned.items() if named == source for name in names}
        coding = ("add", "accept", "reject", "change", "merge", "done")
        return assigned | {each.coder for each in self._all if each.source == source and each.action in coding}

    def settle(self, difference: str, verdict: Literal["keep", "drop"], reason: str) -> Decision:
        """Whether the passage keeps the code, and why."""
        row = next((each for each in self.differences() if each.id == difference), None)
        if row is None:
            raise CodingError("You cannot decide that: it is settled, or you are one of its coders.")
        if not reason.strip():
            raise CodingError("Say why: a difference is settled with a reason.")
        where = self._passage(row.source, row.start, row.end, row.quote)
        return self._keep(self.coder.adjudicate(row.ids, where, row.code, verdict, reason.strip()))

    # The framework matrix

    def summary(self, participant: str, code: str) -> str:
        """What they wrote in a participant's cell of the framework matrix, "" where they wrote nothing."""
        return next((each.memo for each in reversed(self._summaries(participant, code))), "")

    def summarise(self, participant: str, code: str, text: str) -> Decision:
        """A participant's cell of the framework matrix, in place of what they wrote there before."""
        if not any(participant in set(each.turns["participant"]) for each in self.transcripts.values()):
            raise CodingError(f"Nobody called {participant!r} speaks in the transcripts.")
        before = [each.id for each in self._summaries(participant, self._code(code))]
        return self._keep(self.coder.summarise(participant, self._code(code), text, before))

    def _summaries(self, participant: str, code: str) -> list[Decision]:
        there = [each for each in self._parts.of("").in_force if each.action == "summarise"]
        replaced = {old for each in there for old in each.supersedes}
        return [
            each for each in there if (each.participant, each.code) == (participant, code) and each.id not in replaced
        ]

    # What they decided

    def mine(self, source: str = "") -> list[Mine]:
        """Their decisions in force, the last first; of one source or of all. What was replaced is not among them."""
        parts = self._parts if not source else [self._parts.of(source)]
        found = [mine for part in parts for mine in mine_of(part)]
        return [mine for _, mine in sorted(found, key=lambda pair: -self._parts.place(pair[0]))]

    def counts(self) -> dict[str, int]:
        """How many codings of theirs count, by code, in all sources."""
        return dict(Counter(row["code"] for part in self._parts for row in part.codings))

    def has(self, decision: str) -> bool:
        """Whether a decision of that id is in a log already."""
        return decision in self._ids

    # What all of this rests on

    def renew(self, decisions: Iterable[Decision], differing: pd.DataFrame | None = None) -> None:
        """Take the logs as they are now, since another program may have added to them."""
        self._all = list(decisions)
        self._differing = self._differing if differing is None else _by_their_ids(differing)
        for name in ("_parts", "_ids"):
            self.__dict__.pop(name, None)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is decided inside goes into the log together when it ends, or, where something cannot be, none of it."""
        held = self._held = []
        try:
            yield
            if held:
                append(self.log, held)
        except BaseException:  # Ctrl-C too: what is not in the log counts nowhere
            self.renew(self._all[: len(self._all) - len(held)])
            raise
        finally:
            self._held = None

    def _keep(self, decision: Decision) -> Decision:
        if self._held is None:
            append(self.log, [decision])
        else:
            self._held.append(decision)
        self._all.append(decision)
        self._ids.add(decision.id)
        self._parts.add(decision)
        return decision

    @cached_property
    def _parts(self) -> Parts:
        """What this person decided, and what became of codes, whoever decided that."""
        own = (each for each in self._all if each.coder == self.coder.name or each.action == "migrate")
        return Parts(own, self.transcripts)

    @cached_property
    def _ids(self) -> set[str]:
        return {decision.id for decision in self._all}

    def _in_force(self) -> Iterator[Decision]:
        for part in self._parts:
            yield from (each for each in part.in_force if each.action in UNDONE_HERE)

    def _marks(self, source: str) -> list[str]:
        """The ids of their marks that the source is done in this round."""
        part = self._parts.of(source)
        if not part.decisions:
            return []
        marks = part.marks
        return list(marks.loc[(marks["source"] == source) & (marks["round"] == self.coder.round), "id"])

    def _waiting(self, source: str) -> list[Suggested]:
        suggested = self._suggested_in.get(source, [])
        decided = self._parts.of(source).decided if suggested else []
        wait = are_waiting(
            ((each.source, each.code, each.start, each.end) for each in suggested),
            ((row["source"], row["code"], row["start"], row["end"]) for row in decided),
        )
        return [each for each, waits in zip(suggested, wait, strict=True) if waits]

    def _coding(self, decision: str) -> Row:
        """The coding of theirs of that id, as it lies now."""
        if decision in self._ids:
            for row in self.codings(self._parts.source_of(decision)):
                if row["id"] == decision:
                    return row
        raise CodingError("That is no coding of yours that counts; undo it, and decide again.")

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {name: text_hash(transcript.text) for name, transcript in self.transcripts.items()}

    def _id(self, row: Row) -> str:
        return id_of(row["source"], self._hashes[row["source"]], row["start"], row["end"], row["code"])

    def _suggested(self, row: Row) -> Suggested:
        place = (row["source"], row["participant"], int(row["turn"]), int(row["start"]), int(row["end"]))
        return Suggested(self._id(row), *place, row["quote"], row["code"], row["rule"], row["origin"])

    def _open(self, suggestion: str) -> Suggested:
        """The suggestion of that id, which waits to be decided on."""
        if suggestion not in self._suggestions:
            raise CodingError("Nothing like that is suggested: the transcript or the codebook has changed; look again.")
        row = self._suggestions[suggestion]
        if row not in self._waiting(row.source):
            raise CodingError(f"You have decided on {row.code} in this passage already; revise or undo that.")
        return row

    def _transcript(self, source: str) -> Transcript:
        if source not in self.transcripts:
            raise CodingError(f"No transcript is of {source!r}; there are {', '.join(self.transcripts)}.")
        return self.transcripts[source]

    def _passage(self, source: str, start: int, end: int, quote: str | None = None) -> Passage:
        return passage(source, self._transcript(source), start, end, quote)

    def _code(self, said: str) -> str:
        return code_called(self.codebook, said).id

    def _by_id(self, id_: str) -> Decision:
        return next(each for each in self._all if each.id == id_)


def _by_their_ids(differing: pd.DataFrame | None) -> dict[str, Row]:
    rows = [] if differing is None else differing.to_dict("records")
    return {id_of(*row["ids"]): row for row in rows}
