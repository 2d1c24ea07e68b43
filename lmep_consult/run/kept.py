"""Steps of a run that take long and depend on little: made again only where that changed."""

from __future__ import annotations

import pandas as pd

from lmep_consult.analysis.polls import poll_frames
from lmep_consult.cache import Cache
from lmep_consult.fingerprint import key_of, toolkit
from lmep_consult.plan import Plan
from lmep_consult.run.kept_frames import kept_frames
from lmep_consult.study_data import StudyData

_OF_POLLS = {"groups", "polls", "reviews", "fieldwork", "disclosure"}  # parts of study.toml


def kept_poll_frames(data: StudyData, plan: Plan, cache: Cache | None) -> dict[str, pd.DataFrame]:
    """What analysis.polls.poll_frames gives, made again where votes, answers or their settings changed."""
    said = [frame.to_json(orient="split") for frame in (data.ballots, data.answers, data.write_ins)]
    settings = [plan.model_dump(mode="json", include=_OF_POLLS), plan.study.seed, plan.report.formats]
    key = key_of("polls", toolkit(), said, settings)
    return kept_frames(cache, key, lambda: poll_frames(data, plan))
