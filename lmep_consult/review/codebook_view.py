"""The codebook at work: what codes mean, what their terms would find, and changes as new versions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lmep_consult.codebook import Add, Change, Code, Codebook, Edit, Merge, Move, Rename, Split
from lmep_consult.codebook.model import slug, validated
from lmep_consult.coding.desk import part_of
from lmep_consult.coding.desk.certainty import terms_of
from lmep_consult.errors import CodebookError
from lmep_consult.review.listening import Listeners
from lmep_consult.review.pages import at, called, page, posted
from lmep_consult.review.sitting import Later, Sitting

_SHOWN = 3  # passages that a term would find
_UNDEFINED = "Made while coding; its definition is still to be written."


def routes(sitting: Sitting, listeners: Listeners) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "codebook", "codebook.html")
        book = sitting.codebook
        wanted = request.query_params.get("code", "")
        chosen = next((code for code in book.codes if code.id == wanted), None)
        counted = pd.concat([part.folded.codings["code"] for part in sitting.parts]).value_counts()
        families = [code.id for code in book.codes if not code.parent]
        rows = [
            {"code": code, "depth": len(book.ancestors(code.id)), "count": int(counted.get(code.id, 0)),
             "look": families.index(book.family(code.id))}
            for code in book.codes
        ]  # fmt: skip
        history = [each for each in sitting.decisions if each.action == "migrate"]
        values: dict[str, Any] = {
            "book": book,
            "rows": rows,
            "chosen": chosen,
            "history": sorted(history, key=lambda each: each.time)[::-1],
        }
        values["split"] = Counter(row["source"] for row in sitting.desk.to_choose())
        return page(sitting, "codebook", "codebook.html", **values, touched=int(counted.get(wanted, 0)))

    def term(request: Request) -> Response:
        if sitting.trouble:
            raise Later(sitting.trouble)
        code, words = (request.query_params.get(name, "") for name in ("code", "term"))
        return JSONResponse(found_by(sitting, code, words.strip()[:200]))

    def change(asked: Any) -> dict[str, Any]:
        before = sitting.codebook
        made = sitting.change_codebook(asked["key"], lambda desk: desk.change(_changes(desk.book, asked))[0])
        there = {code.id for code in before.codes}
        now = [code.id for code in made.codes]
        new = next((code for code in now if code not in there), "")
        made_before = slug(str(asked.get("name", "")).strip())
        if not new and asked.get("action") == "add" and made_before in now:  # the same change is asked for again
            new = made_before
        code = str(asked.get("code", ""))
        still = new or (code if code in now else "")
        return {"said": f"The codebook is version {made.version} now.", "code": new, "go": f"/codebook?code={still}"}

    return [
        Route("/codebook", at(sitting, show)),
        Route("/api/term", at(sitting, term)),
        Route("/api/codebook", posted(sitting, listeners, change), methods=["POST"]),
    ]


def found_by(sitting: Sitting, code: str, term: str) -> dict[str, Any]:
    """What a term would find in all texts: how many passages, in how many texts, three of them, and how many the code's
    other terms find already, or other codes'. Raises CodebookError where it is no term."""
    if not term:
        return {"passages": 0}
    one = Code("term", "term", definition="term", terms=(term,))
    book = validated(Codebook("term", "", "", (one,)), lambda _: "The codebook")
    parts = [book.apply(transcript).assign(source=source) for source, transcript in sitting.transcripts.items()]
    speaks = {(source, turn) for source, transcript in sitting.transcripts.items()
              for turn in transcript.turns.loc[transcript.turns["participant"] != "", "turn"]}  # fmt: skip
    hits = pd.concat(parts, ignore_index=True)
    hits = hits[[key in speaks for key in zip(hits["source"], hits["turn"], strict=True)]]
    known = sitting.suggestions
    there: dict[tuple[str, int], set[str]] = {(row["source"], row["start"]): set() for row in hits.to_dict("records")}
    own = 0
    for row in known.to_dict("records"):
        key = (row["source"], row["start"])
        if key in there:
            if row["code"] == code:
                own += bool(terms_of(row["rule"]) - {term})
            else:
                there[key].add(row["code"])
    names = {each.id: each.name for each in sitting.codebook.codes}
    others = pd.Series([names.get(each, each) for codes in there.values() for each in codes], dtype=str).value_counts()
    return {
        "passages": len(hits), "texts": int(hits["source"].nunique()), "own": own,
        "others": [f"{name} ({count})" for name, count in others.head(4).items()],
        "examples": [
            {"source": called(row["source"]), "quote": row["quote"]} for row in hits.head(_SHOWN).to_dict("records")
        ],
    }  # fmt: skip


def _changes(book: Codebook, asked: dict[str, Any]) -> list[Change]:
    def said(name: str) -> str:
        return str(asked.get(name, "")).strip()

    def lines(name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in str(asked.get(name, "")).splitlines() if line.strip())

    code = said("code")
    match said("action"):
        case "edit":
            defined = replace(
                book.code(code), definition=said("definition"), include=said("include"), exclude=said("exclude")
            )
            return [Edit(replace(defined, terms=lines("terms"), examples=lines("examples")))]
        case "term":
            old = book.code(code)
            return [Edit(replace(old, terms=tuple(dict.fromkeys((*old.terms, said("term"))))))]
        case "add":
            name = said("name")
            if not name:
                raise CodebookError("Give the new code a name.")
            return [Add(Code(slug(name), name, said("parent"), said("definition") or _UNDEFINED))]
        case "rename":
            return [Rename(code, said("name"), said("id"))]
        case "merge":
            return [Merge((code,), said("into"))]
        case "move":
            return [Move(code, said("under"))]
        case "split":
            parts = [
                part_of(book.code(code), f"{slug(line)}={line}" if "=" not in line else line) for line in lines("parts")
            ]
            return [Split(code, tuple(part for part in parts if part))]
    raise CodebookError("There is no such change.")
