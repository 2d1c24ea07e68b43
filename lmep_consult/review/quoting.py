"""Quotations chosen for the report, read in their place and signed off."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lmep_consult.analysis.quotations import readable_words
from lmep_consult.disclosure import SignOffDesk
from lmep_consult.errors import StudyError
from lmep_consult.places import HELD_BACK
from lmep_consult.plan.responses import is_batch
from lmep_consult.review.listening import Listeners
from lmep_consult.review.pages import at, called, page, posted
from lmep_consult.review.sitting import Later, Sitting
from lmep_consult.transcripts import Transcript

_AROUND = 400  # characters either side


def routes(sitting: Sitting, listeners: Listeners) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "quotations", "quotations.html")
        held = request.query_params.get("held") == "yes"
        try:
            refused = {(each.source, each.quote) for each in sitting.desk.mine() if each.verdict == "drop"}
            read = [_shown(sitting, each) for each in _desk(sitting).waiting(held)]
            waiting = [each for each in read if (each["source"], each["quote"]) not in refused]
            missing = ""
        except StudyError as error:  # no run has chosen any yet
            waiting, missing = [], str(error)
        return page(sitting, "quotations", "quotations.html", waiting=waiting, held=held, missing=missing)

    def shorter(request: Request) -> Response:
        """What readers would see of a passage without some words: a phrase a line."""
        if sitting.trouble:
            raise Later(sitting.trouble)
        passage, phrases = (request.query_params.get(name, "") for name in ("passage", "without"))
        return JSONResponse({"words": _without(sitting, _desk(sitting), passage, phrases)})

    def sign(asked: Any) -> dict[str, Any]:
        passage, phrases, seen = (str(asked.get(name, "")) for name in ("passage", "without", "seen"))
        back = asked.get("answer") == "back"

        def act() -> None:
            desk = _desk(sitting)
            if back:
                desk.take_back(passage)
            elif seen and seen.split() != _without(sitting, desk, passage, phrases).split():
                raise StudyError("What would be shown is not what you see here; look at it again.")
            else:
                desk.sign(passage, phrases.splitlines())

        sitting.keep(sitting.study.sign_offs, act)
        return {"said": "Taken back." if back else "Signed off; the next run shows it."}

    return [
        Route("/quotations", at(sitting, show)),
        Route("/api/shorter", at(sitting, shorter)),
        Route("/api/sign", posted(sitting, listeners, sign), methods=["POST"]),
    ]


def _without(sitting: Sitting, desk: SignOffDesk, passage: str, phrases: str) -> str:
    return desk.without(passage, phrases.splitlines(), readable_words(sitting.data, sitting.study.plan))


def _desk(sitting: Sitting) -> SignOffDesk:
    study = sitting.study
    return SignOffDesk(sitting.by, study.sign_offs, study.quotes_to_sign, study.at(HELD_BACK))


def _shown(sitting: Sitting, each: Any) -> dict[str, Any]:
    """A passage with what is said around it."""
    before = after = ""
    source, place, end = each.participant, -1, 0
    for name, transcript in sitting.transcripts.items():
        place, first, last = _place(transcript, each.participant, each.quote)
        if place >= 0:
            end, source = place + len(each.quote), name
            if not is_batch(name):  # in which others answer the same
                first, last = place - _AROUND, end + _AROUND
            before, after = transcript.text[max(0, first) : place], transcript.text[end:last]
            break
    names = {code.id: code.name for code in sitting.codebook.codes}
    return {
        "id": each.id, "source": source,
        "called": f"{called(source)}, {each.participant}" if is_batch(source) else source,
        "codes": [names.get(code, code) for code in each.codes], "words": each.words,
        "attribution": each.attribution, "why": each.why, "before": before, "after": after, "quote": each.quote,
        "start": place, "end": end, "ids": ",".join(each.codes),
    }  # fmt: skip


def _place(transcript: Transcript, participant: str, quote: str) -> tuple[int, int, int]:
    """Where the participant says the quote, and where the turn that it begins in starts and ends; -1 where they do
    not."""
    at = transcript.text.find(quote)
    while at >= 0:
        turns = transcript.turns
        here = turns[(turns["start_char"] <= at) & (at < turns["end_char"])].iloc[0]
        if here["participant"] == participant:
            return at, int(here["start_char"]), int(here["end_char"])
        at = transcript.text.find(quote, at + 1)
    return -1, 0, 0
