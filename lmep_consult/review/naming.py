"""What may name somebody: decided about one by one, before more people read it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.errors import StudyError
from lmep_consult.review.app import at, page, posted
from lmep_consult.review.listening import Listeners
from lmep_consult.review.sitting import Sitting

_MOST = 100  # shown at once
# The letters of `lmep-consult pseudonymise --review`, and what they are called here.
REPLIES = (("p", "a person"), ("o", "an organisation"), ("l", "a place"), ("g", "a programme"), ("x", "other"),
           ("k", "names nobody"))  # fmt: skip


def routes(sitting: Sitting, listeners: Listeners) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "names", "names.html")
        waiting = sitting.names.waiting()
        values = {"waiting": waiting[:_MOST], "count": len(waiting), "replies": REPLIES, "marked": _marked}
        return page(sitting, "names", "names.html", **values, stale=sitting.names_decided)

    def answer(asked: Any) -> dict[str, Any]:
        reply = str(asked.get("reply", "")).strip()
        same = str(asked.get("same_as", "")).strip()
        if reply not in {letter for letter, _ in REPLIES} and not same:
            raise StudyError("Say what it is, or which name it is the same as.")
        proposal = str(asked.get("proposal", ""))
        sitting.keep(
            sitting.study.confirmed_names, lambda: sitting.names.answer(proposal, f"= {same}" if same else reply)
        )
        return {}

    def again(asked: Any) -> dict[str, Any]:
        sitting.read_again()
        return {"said": "The transcripts now have the names decided so far."}

    return [
        Route("/names", at(sitting, show)),
        Route("/api/name", posted(sitting, listeners, answer), methods=["POST"]),
        Route("/api/names/again", posted(sitting, listeners, again), methods=["POST"]),
    ]


def _marked(proposal: dict[str, Any]) -> list[tuple[bool, str]]:
    """What is around a name, in pieces: whether each is the name."""
    words, around = str(proposal["text"]), str(proposal["context"])
    before, found, after = around.partition(words)
    return [(False, before), (True, found), (False, after)] if found else [(False, around)]
