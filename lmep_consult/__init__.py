"""From the raw files of a policy consultation to the tables, charts and quotations of its scoping report.

Names are loaded when first used, so that the command line answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lmep_consult.codebook import Codebook
    from lmep_consult.coverage import check_coverage
    from lmep_consult.errors import ConsultError, Problem
    from lmep_consult.participants import read_register
    from lmep_consult.polls import Answers, Poll, describe_export, read_answers, read_attendance, read_poll
    from lmep_consult.study import Study
    from lmep_consult.transcripts import Transcript, read_transcript

__version__ = "1.0.0"

_HOME = {
    "Answers": "polls",
    "Codebook": "codebook",
    "ConsultError": "errors",
    "Poll": "polls",
    "Problem": "errors",
    "Study": "study",
    "Transcript": "transcripts",
    "check_coverage": "coverage",
    "describe_export": "polls",
    "read_answers": "polls",
    "read_attendance": "polls",
    "read_poll": "polls",
    "read_register": "participants",
    "read_transcript": "transcripts",
}

__all__ = [
    "Answers",
    "Codebook",
    "ConsultError",
    "Poll",
    "Problem",
    "Study",
    "Transcript",
    "check_coverage",
    "describe_export",
    "read_answers",
    "read_attendance",
    "read_poll",
    "read_register",
    "read_transcript",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"lmep_consult.{_HOME[name]}"), name)
    try:  # so that lc.ranking works without a second import statement
        return import_module(f"lmep_consult.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"lmep_consult.{name}":
            raise
        raise AttributeError(f"module 'lmep_consult' has no attribute {name!r}") from None


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
