"""The framework matrix, a participant at a time: what they said of each code, and a summary to write next to it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.coding.scope import parents_in_scope
from lmep_consult.review.pages import at, page
from lmep_consult.review.sitting import Sitting


def routes(sitting: Sitting) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "framework", "framework.html")
        people = _people(sitting)
        asked = request.query_params.get("participant", "")
        who = asked if asked in people else (people[0] if people else "")
        return page(sitting, "framework", "framework.html", people=people, who=who, cells=_cells(sitting, who))

    return [Route("/framework", at(sitting, show))]


def _people(sitting: Sitting) -> list[str]:
    spoke = {who for transcript in sitting.transcripts.values() for who in transcript.turns["participant"]} - {""}
    return [who for who in sitting.data.register["participant"] if who in spoke]


def _cells(sitting: Sitting, who: str) -> list[dict[str, Any]]:
    """A cell for each code in the study's scope: the person's own codings of the participant, and what they wrote."""
    desk = sitting.desk
    said: dict[str, list[dict[str, Any]]] = {}
    for source in sitting.transcripts:
        for row in desk.codings(source):
            if row["participant"] == who:
                said.setdefault(row["code"], []).append({"quote": row["quote"], "source": source, "turn": row["turn"]})
    names = {code.id: code.name for code in sitting.codebook.codes}
    cells = [
        {"code": code, "name": names[code], "passages": said.get(code, []), "summary": desk.summary(who, code)}
        for code in parents_in_scope(sitting.codebook)
    ]
    return sorted(cells, key=lambda cell: not (cell["passages"] or cell["summary"]))
