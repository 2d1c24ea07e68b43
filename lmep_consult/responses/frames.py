"""A study's responses: what they are made from, and the frames once they are made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult import places
from lmep_consult.codebook import Codebook
from lmep_consult.errors import StudyError
from lmep_consult.participants import read_register
from lmep_consult.plan import Responses
from lmep_consult.pseudonyms import identifiers, in_force, of_places, read_confirmed
from lmep_consult.responses import store
from lmep_consult.responses.making import CAMPAIGNS, NAMES, PROBLEMS_LISTED, SIZE, Responding, has_names, is_made
from lmep_consult.responses.names import Names
from lmep_consult.responses.parting import CODED, TEXTS
from lmep_consult.responses.placing import RESPONDENTS
from lmep_consult.responses.reading import files_of
from lmep_consult.study import RESPONSES, Study


def responding(study: Study, files: Collection[Path] = (), size: int = SIZE) -> Responding:
    """What the frames of a study's responses are made from. files: of those in raw/responses, the ones to read; all
    that study.toml names where there are none.

    Raises StudyError where study.toml has no [responses] or there is no file, ConsultError where pyarrow is missing.
    """
    store.need_libraries()
    plan = study.plan.responses
    if plan is None:
        raise StudyError(f"{study.at(places.PLAN)}: no [responses] in it; say there which columns hold what.")
    raw, named = files_read(study, plan)
    if strange := [path for path in files if not path.resolve().is_relative_to(raw.resolve())]:
        raise StudyError(f"{strange[0]} is not in {raw}; put it there, as a withdrawal must find it.")
    chosen = [raw.resolve() / path.resolve().relative_to(raw.resolve()) for path in files]
    read = [path for path in named if not chosen or path.resolve() in chosen]
    if missing := [path for path in chosen if not path.is_file()]:
        raise StudyError(f"{missing[0]}: there is no such file; name one in {raw}.")
    codebook, folder = Codebook.load(study.codebook), study.at(places.RESPONSES)
    return Responding(raw, tuple(read), plan, _names(study), codebook, folder, size)


def lacks_names(study: Study) -> str:
    """A sentence where responses were read before names were decided about, or the register was changed; else ""."""
    folder = study.at(places.RESPONSES)
    if study.plan.responses is None or not is_made(folder) or has_names(folder, _names(study)):
        return ""
    return (
        "Names were decided about, or the register or the team was changed, since the written responses were read; "
        "lmep-consult code-responses reads them again."
    )


def files_read(study: Study, plan: Responses) -> tuple[Path, list[Path]]:
    """The folder of the exports, and those that study.toml names.

    Raises StudyError where one is a link out of the study's folder, or there is none.
    """
    raw = study.at(places.RAW) / RESPONSES
    for path in study.responses:
        study.refuse_outside(path)
    return raw, files_of(raw, study.responses, plan)


def _names(study: Study) -> Names:
    team = study.plan.team
    decided = read_confirmed(study.confirmed_names)
    replaced, kept = in_force(decided)
    known = identifiers(read_register(study.register), [*team.names, *team.emails], replaced)
    return Names(tuple(known), (*study.plan.disclosure.allow, *kept), tuple(of_places(decided)))


def respondents(study: Study, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A row a response: see `lmep_consult.responses`. columns: those to read; all of them where None is given.

    Raises StudyError, here as below, where the responses were not coded yet.
    """
    return _frame(study, RESPONDENTS, columns)


def texts(study: Study, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A row a response and text question: see `lmep_consult.responses`."""
    return _frame(study, TEXTS, columns)


def coded(study: Study, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A row a response, question and code: see `lmep_consult.responses`."""
    return _frame(study, CODED, columns)


def campaigns(study: Study) -> pd.DataFrame:
    """A row a campaign: see `lmep_consult.responses`."""
    return _frame(study, CAMPAIGNS, None)


def summary(study: Study) -> dict[str, Any]:
    """What there is, counted: responses, texts, texts with a code ("coded"), campaigns, texts "of campaigns", problems,
    what was replaced by its form, by kind ("replaced": in how many texts), and words that may be names ("names")."""
    folder = study.at(places.RESPONSES)
    texts_coded = sum(
        len(store.read(path, ("response", "question")).group_by(["response", "question"]).aggregate([]))
        for path in store.parts(folder / CODED)[:-1]
    )
    listed = pd.read_csv(folder / NAMES, keep_default_na=False)
    by_form = listed[listed["text"] == ""]
    return {
        "responses": number_of(folder / RESPONDENTS),
        "texts": number_of(folder / TEXTS),
        "coded": texts_coded,
        "campaigns": len(campaigns(study)),
        "of campaigns": int(campaigns(study)["responses"].sum()),
        "problems": len(pd.read_csv(folder / PROBLEMS_LISTED)),
        "replaced": dict(zip(by_form["kind"], by_form["responses"], strict=True)),
        "names": int((listed["text"] != "").sum()),
    }


def number_of(folder: Path) -> int:
    """How many rows a frame has. folder: of its parts."""
    from pyarrow import parquet

    return sum(parquet.read_metadata(path).num_rows for path in store.parts(folder))


def _frame(study: Study, name: str, columns: Sequence[str] | None) -> pd.DataFrame:
    import pyarrow as pa

    store.need_libraries()
    folder = study.at(places.RESPONSES)
    if not is_made(folder):
        raise StudyError(f"{folder}: the responses are not coded yet: lmep-consult code-responses.")
    place = folder / name
    parts = store.parts(place) if place.is_dir() else [place]
    found: pd.DataFrame = pa.concat_tables([store.read(path, columns) for path in parts]).to_pandas()
    return found
