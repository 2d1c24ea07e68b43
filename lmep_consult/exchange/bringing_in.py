"""Codings made in another program as decisions of coders."""

from __future__ import annotations

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lmep_consult.codebook import Codebook
from lmep_consult.codebook.qdc_file import guid_of
from lmep_consult.coding import Coder, Decision, Spoken, passage
from lmep_consult.errors import Problem
from lmep_consult.exchange.placing import Place, by_turn, placer, transcript_named
from lmep_consult.exchange.qdpx_in import Project

_IDS = uuid.UUID("0d8a7a52-5b8f-4e57-9a6e-8f7d1b1e2c11")  # from which ids are made of what has none of its own
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?\d*Z")


@dataclass(frozen=True)
class BroughtIn:
    """decisions: to append, by coder. here_already: how many decisions the logs hold. strangers: codes of the project
    that the study's codebook does not have, by name. problems: what was not taken."""

    decisions: dict[str, list[Decision]]
    here_already: int
    strangers: tuple[str, ...]
    problems: tuple[Problem, ...]


def bring_in(
    project: Project,
    transcripts: Mapping[str, Spoken],
    codebook: Codebook,
    decided: Iterable[Decision],
    by: str = "",
) -> BroughtIn:
    """The codings and notes of a project as decisions on the study's transcripts.

    A code is the one of the study's codebook that has its GUID, else its id, else its name. A passage over several
    turns, or the whole source, is a coding of each that is not the interviewer's. decided: all that the logs hold; what
    a project brings a second time has the id that it had, and is not brought in again. by: whose everything is; "" as
    the project says.
    """
    return _BringingIn(project, transcripts, codebook, decided, by).all()


class _BringingIn:
    def __init__(
        self,
        project: Project,
        transcripts: Mapping[str, Spoken],
        codebook: Codebook,
        decided: Iterable[Decision],
        by: str,
    ) -> None:
        self._project, self._transcripts, self._by, self._version = project, transcripts, by, codebook.version
        self._code = _same_codes(project.codebook, codebook)
        self._known = {decision.id: decision for decision in decided}
        self._coders = {decision.coder.casefold(): decision.coder for decision in self._known.values()}
        self._noted = {(d.coder, d.source, d.memo) for d in self._known.values() if d.memo}
        self._problems = list(project.losses)
        self._here_already = 0
        self._placers: dict[str, tuple[str, Place]] = {}
        self._decisions: dict[str, list[Decision]] = defaultdict(list)

    def all(self) -> BroughtIn:
        for source, text in self._project.sources.items():
            name = transcript_named(source, self._transcripts)
            if name is not None:
                self._placers[source] = name, placer(text, self._transcripts[name])
        self._tell_of_strangers()
        for row in self._project.codings.to_dict("records"):
            if row["source"] in self._placers and row["code"] in self._code:
                self._coding(row)
        for row in self._project.memos.to_dict("records"):
            self._memo(row)
        used = set(self._project.codings["code"])
        strangers = tuple(
            code.name for code in self._project.codebook.codes if code.id in used and code.id not in self._code
        )
        return BroughtIn(dict(self._decisions), self._here_already, strangers, tuple(self._problems))

    def _tell_of_strangers(self) -> None:
        """Sources and codes that the study does not have, with how many codings each had."""
        codings = self._project.codings
        for source, n in Counter(codings["source"]).items():
            if source not in self._placers:
                lost = "its 1 coding was" if n == 1 else f"its {n} codings were"
                self._lose(source, f"no transcript of the study has this name, so {lost} not taken")
        for code, n in Counter(codings["code"]).items():
            if code not in self._code:
                name = self._project.codebook.code(code).name
                lost = "its 1 coding was" if n == 1 else f"its {n} codings were"
                self._lose(f"code {name}", f"not in the study's codebook, so {lost} not taken")

    def _coding(self, row: Mapping[Any, Any]) -> None:
        name, place = self._placers[row["source"]]
        transcript, code = self._transcripts[name], self._code[row["code"]]
        whole = (row["start"], row["end"]) == (0, len(self._project.sources[row["source"]]))
        where = (0, len(transcript.text)) if whole else place(row["start"], row["end"])
        if where is None:
            what = "its words are not in the transcript"
            return self._lose(name, f"a coding of {code} was not taken: {what}", row["quote"])
        parts = by_turn(transcript, *where)
        if not parts:
            self._lose(name, f"a coding of {code} was not taken: only the interviewer says it", row["quote"])
        for n, (start, end) in enumerate(parts):
            id_ = row["id"] if n == 0 and re.fullmatch("[0-9a-f]{32}", row["id"]) else _made_id(row["id"], n)
            known = self._known.get(id_)
            if known is None:
                coder = self._coder(row)
                decision = coder.add(passage(name, transcript, start, end), code, row["memo"])
                self._add(replace(decision, id=id_), row["time"])
            elif known.code == code and known.quote in (transcript.text[start:end], transcript.text[slice(*where)]):
                self._here_already += 1
            else:
                self._lose(
                    name,
                    f"a coding of {code} was not taken: the study has it with another code or other words",
                    row["quote"],
                )
        return None

    def _memo(self, row: Mapping[Any, Any]) -> None:
        coder = self._coder(row)
        if row["on"] == "project":
            return self._lose("project", "a note on the whole project was not taken", row["memo"])
        if row["source"] not in self._placers:
            return self._lose(
                row["source"], "a note was not taken: no transcript of the study has this name", row["memo"]
            )
        name, place = self._placers[row["source"]]
        if (coder.name, name, row["memo"]) in self._noted:
            self._here_already += 1
            return None
        where = None if row["on"] == "source" else place(int(row["start"]), int(row["end"]))
        parts = by_turn(self._transcripts[name], *where) if where else []
        here = passage(name, self._transcripts[name], *parts[0]) if parts else None
        decision = coder.memo(row["memo"], here, source="" if here else name)
        return self._add(replace(decision, id=_made_id(name, row["memo"], coder.name)), row["time"])

    def _coder(self, row: Mapping[Any, Any]) -> Coder:
        name = self._by or row["coder"]
        return Coder(self._coders.get(name.casefold(), name), self._version)  # "if" is IF, who coded before

    def _add(self, decision: Decision, time: str) -> None:
        said = _TIME.fullmatch(time)
        if said:
            decision = replace(decision, time=f"{said[1]}{(said[2] or '.').ljust(4, '0')}Z")
        self._decisions[decision.coder].append(decision)

    def _lose(self, where: str, what: str, text: str = "") -> None:
        self._problems.append(Problem(where, what, text))


def _same_codes(theirs: Codebook, ours: Codebook) -> dict[str, str]:
    """Which of our codes each of theirs is, by id, where it is one."""
    by_guid = {guid_of(code): code.id for code in ours.codes}
    by_name = {code.name.casefold(): code.id for code in ours.codes}
    ids = {code.id for code in ours.codes}
    found = {}
    for code in theirs.codes:
        own = by_guid.get(guid_of(code)) or (code.id if code.id in ids else by_name.get(code.name.casefold()))
        if own:
            found[code.id] = own
    return found


def _made_id(*parts: object) -> str:
    return uuid.uuid5(_IDS, "\x1f".join(map(str, parts))).hex
