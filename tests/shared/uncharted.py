"""Runs that draw no charts, which take longer than all else, for fixtures that several tests share."""

from __future__ import annotations

import pytest

from lmep_consult.run import chain, reports
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study


def run_without_charts(study: Study) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "draw_charts", lambda *_: [])
        return chain.run(study)
