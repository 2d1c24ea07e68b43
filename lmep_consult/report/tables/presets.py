"""Which tables the documents show after the results; the workbook and the CSV files hold all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lmep_consult.errors import StudyError

_STANDARD = (
    "sample_interviews", "criteria", "fieldwork_status", "workshops", "organisations_reached", "poll_response",
    "priorities", "group_differences", "sensitivity", "code_saturation", "monitoring", "method_notes",
    "responses_received", "campaigns",
)  # fmt: skip
_SPLIT = ("priorities_", "closed_answers_", "response_themes_")  # a table a question


def included(wanted: str | Sequence[str], names: Sequence[str], known: Collection[str] = ()) -> list[str]:
    """The names, out of `names`, of the tables that documents show.

    wanted: "summary" (none), "standard" (sample, ranks, how far results depend on the method, how the study was done),
    "full" (all), or names of tables; "priorities" and other tables in CSV stand for all that are laid out from them.

    known: names of tables in CSV, of which some may have no rows and so no page.

    Raises StudyError for a name that no table has.

    >>> included("standard", ["criteria", "regions"]), included(["regions"], ["criteria", "regions"])
    (['criteria'], ['regions'])
    """
    if wanted == "full":
        return list(names)
    if wanted == "summary":
        return []
    if wanted == "standard":
        return [name for name in names if name in _STANDARD or name.startswith(_SPLIT)]
    asked = [wanted] if isinstance(wanted, str) else wanted
    for each in asked:
        if each not in known and not any(_is_of(name, each) for name in names):
            there = ", ".join(names)
            raise StudyError(
                f"[report] include: no table is called {each!r}; give summary, standard, full or of {there}."
            )
    return [name for name in names if any(_is_of(name, each) for each in asked)]


def _is_of(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith(f"{wanted}_")
