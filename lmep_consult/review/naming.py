"""What may name somebody: decided about one by one, before more people read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms import (
    in_force,
    of_places,
    read_confirmed,
    undone,
    what_was_replaced,
    write_confirmed,
)
from lmep_consult.review.listening import Listeners
from lmep_consult.review.pages import at, page, posted
from lmep_consult.review.sitting import Sitting

_MOST = 100  # shown at once
# The letters of `lmep-consult pseudonymise --review`, and what they are called here.
REPLIES = (("p", "a person"), ("o", "an organisation"), ("l", "a place"), ("g", "a programme"), ("x", "other"),
           ("k", "names nobody"))  # fmt: skip


def routes(sitting: Sitting, listeners: Listeners) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "names", "names.html")
        if request.query_params.get("replaced") == "yes":
            return page(sitting, "names", "replaced.html", rows=_replaced(sitting), stale=sitting.names_decided)
        waiting = sitting.names.waiting()
        values = {
            "waiting": waiting[:_MOST],
            "count": len(waiting),
            "replies": REPLIES,
            "marked": _marked,
            "first": sitting.names_first,
            "lacking": sitting.lacking,
            "left": sitting.names.left,
        }
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

    def back(asked: Any) -> dict[str, Any]:
        proposal = str(asked.get("proposal", ""))
        undone = sitting.keep(sitting.study.confirmed_names, lambda: sitting.names.undo(proposal))
        return {"said": f"Undone: {undone.text}"}

    def undo(asked: Any) -> dict[str, Any]:
        text, place = (str(asked.get(name, "")).strip() for name in ("text", "place"))
        file = sitting.study.confirmed_names
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

        def act() -> None:
            stays = undone(sitting.data.replaced, text, place, sitting.by, now)
            write_confirmed(file, [*read_confirmed(file), *stays])

        sitting.keep(file, act)
        sitting.forget_names()
        return {"said": f"It stays {f'at {place}' if place else 'everywhere'} once the texts are read again."}

    def again(asked: Any) -> dict[str, Any]:
        sitting.read_again()
        return {"said": "The texts now have the names decided so far."}

    def anyway(asked: Any) -> dict[str, Any]:
        sitting.open_names()
        return {"said": "The texts are shown as they are; they may name somebody."}

    return [
        Route("/names", at(sitting, show, of_names=True)),
        Route("/api/name", posted(sitting, listeners, answer, of_names=True), methods=["POST"]),
        Route("/api/name/back", posted(sitting, listeners, back, of_names=True), methods=["POST"]),
        Route("/api/name/undo", posted(sitting, listeners, undo, of_names=True), methods=["POST"]),
        Route("/api/names/anyway", posted(sitting, listeners, anyway, of_names=True), methods=["POST"]),
        Route("/api/names/again", posted(sitting, listeners, again, of_names=True), methods=["POST"]),
    ]


def _replaced(sitting: Sitting) -> list[dict[str, Any]]:
    """What was replaced, with the turns it was replaced in, and whether it was taken back since."""
    replaced = sitting.data.replaced
    turns = replaced["source"].astype(str) + ":" + replaced["turn"].astype(str)
    decided = read_confirmed(sitting.study.confirmed_names)
    stays = set(in_force(decided)[1])
    there = {(each.text, each.before, each.after) for each in of_places(decided) if not each.replacement}
    rows: list[dict[str, Any]] = []
    for row in what_was_replaced(replaced).to_dict("records"):
        same = (replaced["text"] == row["text"]) & (replaced["replacement"] == row["replacement"])
        here = replaced[same & (replaced["reason"] == row["reason"])].assign(place=turns)
        gone = [key in there for key in zip(here["text"], here["before"], here["after"], strict=True)]
        places = dict(zip(here["place"], gone, strict=True))
        rows.append(
            {
                **{str(name): cell for name, cell in row.items()},
                "turns": list(places.items())[:_MOST],
                "stays": row["text"] in stays,
            }
        )
    return rows


def _marked(proposal: dict[str, Any]) -> list[tuple[bool, str]]:
    """What is around a name, in pieces: whether each is the name."""
    words, around = str(proposal["text"]), str(proposal["context"])
    before, found, after = around.partition(words)
    return [(False, before), (True, found), (False, after)] if found else [(False, around)]
