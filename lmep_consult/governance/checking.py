"""Whether a study keeps its promises: what is missing, overdue, unfinished or does not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import read_sign_offs, signed
from lmep_consult.errors import ConsultError, Problem
from lmep_consult.governance.certificate import certificate
from lmep_consult.governance.checking_content import content_problems
from lmep_consult.governance.places import id_of, raw_files, read_files
from lmep_consult.governance.purge import planned_purge
from lmep_consult.governance.traces import traces
from lmep_consult.lock import unfinished
from lmep_consult.participants import consent_gaps, register_of, withdrawn
from lmep_consult.places import CERTIFICATE, QUOTES_TO_SIGN, SIGN_OFFS
from lmep_consult.plan import unmatched
from lmep_consult.responses.frames import files_read
from lmep_consult.spreadsheet import plain_cell
from lmep_consult.study import Study
from lmep_consult.study_data import StudyData

WARNING = dt.timedelta(days=60)
_SHOWN = 10  # ids in a line


def check_study(study: Study, today: dt.date, seen: Callable[[StudyData], None] | None = None) -> list[Problem]:
    """What somebody must see to, most pressing first; none where all is well. Reads much and changes nothing.

    seen: is given what was read, where all could be.
    """
    found = [*_unfinished(study), *_retention(study, today)]
    try:
        register = register_of(study)
    except ConsultError as error:
        return [*found, Problem(study.register.name, str(error))]
    found += [
        replace(problem, where=f"{study.register.name}, {problem.where}") for problem in register.attrs["problems"]
    ]
    for look in (_withdrawn, _names_of_files, _consents, _plan, _quotations):
        found += look(study, register)
    if not study.at(CERTIFICATE).is_file():  # after which there is nothing to read
        found += content_problems(study, seen)
    return list(dict.fromkeys(found))


def _unfinished(study: Study) -> Iterator[Problem]:
    try:
        begun = unfinished(study.folder)
    except ConsultError as error:
        yield Problem("working", str(error))
        return
    if begun:
        what = f"{begun['what']} was begun and not finished; finish it with `lmep-consult {begun['command']}`"
        yield Problem("working", what)


def _retention(study: Study, today: dt.date) -> Iterator[Problem]:
    """From 60 days before the day until a purge; after one, what has come back."""
    due = study.plan.dates.delete_by
    try:
        purged = certificate(study)
        back = purged is not None and not planned_purge(study).before
    except ConsultError as error:
        yield Problem("study", str(error))
        return
    if back:
        yield Problem(CERTIFICATE.name, "files have come back since the purge; delete them with `lmep-consult purge`")
    if purged is not None:
        return
    days = (due - today).days
    if days < 0:
        what = f"recordings and transcripts were to go by {due}, {_days(-days)} ago; `lmep-consult purge` deletes them"
        yield Problem("study.toml, dates.delete_by", what)
    elif due - today <= WARNING:
        when = f"in {_days(days)}" if days else "today"
        what = f"recordings and transcripts must go by {due}, {when}; `lmep-consult purge` deletes them"
        yield Problem("study.toml, dates.delete_by", what)


def _withdrawn(study: Study, register: pd.DataFrame) -> Iterator[Problem]:
    for participant in sorted(withdrawn(register)):
        if traces(study, register, participant).steps:
            what = f"withdrew, but not all of theirs is deleted; `lmep-consult withdraw {participant}` does it"
            yield Problem(participant, what)


def _names_of_files(study: Study, register: pd.DataFrame) -> Iterator[Problem]:
    ids = set(register["participant"])
    read = read_files(study)
    responses: list[Path] = []
    if study.plan.responses and study.responses:
        try:
            responses = files_read(study, study.plan.responses)[1]
        except ConsultError as error:
            yield Problem("study.toml, responses.files", str(error))
    for path in raw_files(study):
        if path in responses:  # where a withdrawal goes by the ids of responses
            continue
        place = path.relative_to(study.folder).as_posix()
        if not id_of(study, ids, path):
            yield Problem(
                place, "its name begins with the id of nobody and of no event, so a withdrawal cannot find it"
            )
        elif path in read and path.parent.name != "transcripts" and id_of(study, ids, path) in ids:
            yield Problem(place, "begins with a participant's id, and must begin with an event's")


def _consents(study: Study, register: pd.DataFrame) -> Iterator[Problem]:
    for purpose, gaps in consent_gaps(register).groupby("purpose", sort=False):
        what = f"consent to {purpose} is neither yes nor no, which counts as no, for {_listed(gaps['participant'])}"
        yield Problem(f"{study.register.name}, consent_{purpose}", what)


def _plan(study: Study, register: pd.DataFrame) -> Iterator[Problem]:
    """What study.toml says of people, columns and codes, compared with the register and the codebook."""
    try:
        codes = [code.id for code in Codebook.load(study.codebook).codes]
    except ConsultError as error:
        yield Problem(study.plan.study.codebook, str(error))
        codes = None
    yield from unmatched(study.plan, register, codes)
    shared = register[(register["email"] != "") & register["email"].str.casefold().duplicated(keep=False)]
    for email, people in shared.groupby(shared["email"].str.casefold()):
        what = f"{_listed(people['participant'])} share an address, so only names show whose vote it is"
        yield Problem(study.register.name, what, str(email))


def _quotations(study: Study, register: pd.DataFrame) -> Iterator[Problem]:
    """Quotations chosen for the reports that nobody signed off, where the study asks for it."""
    waiting = study.quotes_to_sign
    purged = study.at(CERTIFICATE).is_file()  # and with it the record of sign-offs
    if purged or not study.plan.disclosure.quotes_need_sign_off or not waiting.is_file():
        return
    try:
        record = read_sign_offs(study.sign_offs)
        quotes = pd.read_csv(waiting, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        quotes["quote"] = quotes["quote"].map(plain_cell)
        drafts = len(quotes) - len(signed(quotes, record, needed=True))
    except ConsultError as error:
        yield Problem(SIGN_OFFS.path, str(error))
        return
    except (ValueError, KeyError) as error:
        yield Problem(QUOTES_TO_SIGN.path, f"cannot be read ({error}); `lmep-consult run` makes it again")
        return
    if drafts:
        what = f"{drafts} quotations are signed off by nobody; `lmep-consult sign-off --by NAME` asks about each"
        yield Problem(QUOTES_TO_SIGN.path, what)


def _listed(ids: pd.Series) -> str:
    named = list(ids[:_SHOWN])
    more = len(ids) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _days(number: int) -> str:
    return f"{number} day" + ("" if number == 1 else "s")
