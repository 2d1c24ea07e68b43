"""One wave of a study, as far as it is compared: who said what, and what was published of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from lmep_consult.analysis.analyse import interviewees
from lmep_consult.analysis.coded import Coded, coded
from lmep_consult.cache import Cache
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Decision, read_logs
from lmep_consult.disclosure import Earlier, Rules
from lmep_consult.disclosure.bands import Interval
from lmep_consult.errors import StudyError
from lmep_consult.importing import read_study_data
from lmep_consult.places import CERTIFICATE, COUNTS, TABLES
from lmep_consult.run.freshness import last_run
from lmep_consult.run.kept import codebook_of
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, first_places
from lmep_consult.waves.comparing import Published, Said


@dataclass(frozen=True)
class Wave:
    """people: who was interviewed (participant, group). published: of each count that the reports show."""

    study: Study
    data: StudyData
    codebook: Codebook
    coded: Coded
    decisions: tuple[Decision, ...]
    people: pd.DataFrame
    published: Earlier

    @property
    def rules(self) -> Rules:
        settings = self.study.plan.disclosure
        return Rules(settings.minimum_base, settings.minimum_count, unanimous_base=settings.unanimous_base)

    @property
    def interviewed(self) -> dict[str, str]:
        """Everybody interviewed, each with their group."""
        return dict(zip(self.people["participant"], self.people["group"], strict=True))

    def counts(self, column: str) -> Iterator[tuple[tuple[str, ...], str, Interval, int]]:
        """What was published of the counts in a table's column: key, group, interval, base."""
        groups = {ALL_GROUPS, *(group.id for group in self.study.plan.groups)}
        kept = zip(self.published.names, self.published.published, self.published.bases, strict=True)
        for (of, key, group), interval, base in kept:
            if of == column and group in groups:
                yield key, group, interval, base

    def table(self, name: str) -> pd.DataFrame:
        """A table of the reports, as it was published; an empty frame where the study has nothing for it."""
        path = self.study.at(TABLES) / f"{name}.csv"
        return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False) if path.is_file() else pd.DataFrame()


def read_wave(study: Study, tell: Callable[[str], None] = lambda file: None) -> Wave:
    """Read a study whose reports are up to date.

    Raises StudyError where they are not, or where the study was purged; ConsultError as reading it does.
    """
    if study.at(CERTIFICATE).is_file():
        raise StudyError(f"{study.folder} was purged: who said what is deleted, so it cannot be compared any more.")
    if last_run(study) is None:
        raise StudyError(
            f"{study.folder} has no reports, or has changed since they were made; first: lmep-consult run "
            f"{study.folder}"
        )
    codebook = codebook_of(study, Cache(study.cache))
    decisions, unread = read_logs(study.codings)
    data = read_study_data(study, tell)
    found = coded(data, study.plan, codebook, decisions, unread)
    published = Earlier.from_json(json.loads(study.at(COUNTS).read_text(encoding="utf-8")))
    people = interviewees(data, study.plan, found.sources)
    return Wave(study, data, codebook, found, tuple(decisions), people, published)


def said_of(wave: Wave, of: dict[str, frozenset[str]]) -> Said:
    """Who spoke of each theme. of: the codes of this wave's codebook that count for it."""
    who = {code: set(rows["participant"]) for code, rows in wave.coded.counted.groupby("code")}
    return Said(
        wave.interviewed, {theme: set().union(*(who.get(code, set()) for code in codes)) for theme, codes in of.items()}
    )


@dataclass(frozen=True)
class Voted:
    """A question that ranks options, in one wave: who put each among their first three, by option."""

    poll: str
    question: str
    title: str
    options: tuple[str, ...]
    said: Said

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        """What two questions must share to be compared."""
        return self.poll, self.question, frozenset(self.options)


def voted(wave: Wave) -> list[Voted]:
    """The questions with more than three options that somebody answered."""
    ballots = wave.data.ballots[~wave.data.ballots["written_in"].astype(bool)]
    found = []
    for poll in wave.study.plan.polls:
        for question in poll.questions:
            rows = ballots[(ballots["poll"] == poll.id) & (ballots["question"] == question.id)]
            ranks = rows.pivot(index="voter", columns="option", values="rank").astype(float)
            ranks = ranks.reindex(columns=question.options).dropna(how="all")
            if ranks.empty or len(question.options) <= first_places(len(question.options)):
                continue
            first = ranks.rank(axis=1, method="min") <= first_places(len(question.options))
            groups = rows.drop_duplicates("voter").set_index("voter")["group"].loc[first.index].astype(str)
            by = {option: {str(who) for who in first.index[first[option]]} for option in question.options}
            said = Said({str(who): group for who, group in groups.items()}, by)
            found.append(Voted(poll.id, question.id, question.title, tuple(question.options), said))
    return found


def published_of(wave: Wave, column: str, key: tuple[str, ...] = ()) -> Published:
    """What was published in a column by the last part of its key, of the rows whose key begins with `key`."""
    rows = [each for each in wave.counts(column) if each[0][: len(key)] == key]
    counts = {(parts[-1], group): interval for parts, group, interval, _ in rows}
    return Published(counts, {(parts[-1], group): base for parts, group, _, base in rows}, wave.rules)
