"""Searching every text for words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lmep_consult.plan.responses import is_batch
from lmep_consult.review.pages import at, called
from lmep_consult.review.sitting import Later, Sitting

_MOST = 300
_AROUND = 70  # characters either side


def routes(sitting: Sitting) -> list[Route]:
    def search(request: Request) -> Response:
        if sitting.trouble:
            raise Later(sitting.trouble)
        words = request.query_params.get("q", "")[:200]
        found = list(found_in(sitting, words)) if words.strip() else []
        return JSONResponse({"hits": found[:_MOST], "count": len(found)})

    return [Route("/api/search", at(sitting, search))]


def found_in(sitting: Sitting, words: str) -> Iterator[dict[str, Any]]:
    """Where the words are said, by whomever: case and accents make no difference. Each with what is around it and its
    offsets in code points."""
    pattern = re.compile(r"\s+".join(re.escape(_plain(word)[0]) for word in words.split()))
    for source, transcript in sitting.transcripts.items():
        for turn in transcript.turns.to_dict("records"):
            said = turn["text"]
            plain, places = _plain(said)
            for match in pattern.finditer(plain):
                start, end = places[match.start()], places[match.end() - 1] + 1
                while end < len(said) and unicodedata.combining(said[end]):
                    end += 1
                yield {
                    "source": source, "where": f"{called(source)}, {turn['participant'] or 'question'}"
                    if is_batch(source) else f"{source}, turn {turn['turn']}",
                    "start": int(turn["start_char"]) + start, "end": int(turn["start_char"]) + end,
                    "before": said[max(0, start - _AROUND) : start], "words": said[start:end],
                    "after": said[end : end + _AROUND],
                }  # fmt: skip


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and of each of its characters the place in `text` that it is from."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter.replace("’", "'")).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), places
