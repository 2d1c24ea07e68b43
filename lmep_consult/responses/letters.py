"""Letters and e-mails: a file each, whose whole text answers one question."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from lxml import etree, html

from lmep_consult.archive import read_bytes
from lmep_consult.errors import InputError
from lmep_consult.plan import Responses
from lmep_consult.responses.model import Row, RowProblem, of_file
from lmep_consult.transcripts.sources import source_of

ENDINGS = frozenset(".docx .odt .rtf .txt .eml".split())
_UNSEEN = ("script", "style", "head")


def read_letter(path: Path, file: str, plan: Responses) -> list[Row | RowProblem]:
    """The response that a file holds, under its name without the ending; and what of it could not be read.

    Of an e-mail, the text it begins with, without the lines it quotes (">"); its attachments are reported. Who sent it
    is replaced in the text. Raises InputError where the file cannot be read.
    """
    found: list[Row | RowProblem] = []
    received, text = "", ""
    names: tuple[str, ...] = ()
    if path.suffix.casefold() == ".eml":
        message = email.message_from_bytes(read_bytes(path), policy=email.policy.default)
        text, received, names = _said(message, path), _received(message), _sender(message)
        if attached := sum(1 for _ in message.iter_attachments()):
            found.append(RowProblem(file, 0, f"{attached} attachments that are not read; put them next to it as files"))
    else:
        source = source_of(path)
        text = source.text
        found += [of_file(problem, file) for problem in source.problems]
    texts = tuple(text if question.id == plan.letters else "" for question in plan.questions)
    blank = ("",) * len(plan.attributes), ("",) * len(plan.closed)
    return [*found, Row(file, 0, path.stem, received, "", *blank, texts, names)]


def _said(message: EmailMessage, path: Path) -> str:
    body = message.get_body(("plain", "html"))
    try:
        text = str(body.get_content()) if body is not None else ""
    except (LookupError, KeyError, ValueError):
        raise InputError(f"{path}: its text is in an encoding that is not known; save it as text.") from None
    if body is not None and body.get_content_subtype() == "html":
        text = _visible(text)
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    if not "".join(lines).strip():
        raise InputError(f"{path}: holds no text of its own; take it out, or save what it brings as a file.")
    return "\n".join(lines)


def _visible(markup: str) -> str:
    try:
        page = html.document_fromstring(markup)
    except (etree.ParserError, ValueError):
        return ""
    for unseen in page.iter(*_UNSEEN):
        unseen.clear(keep_tail=True)
    return "\n".join(line for part in page.itertext() if (line := " ".join(part.split())))


def _received(message: EmailMessage) -> str:
    date = getattr(message["date"], "datetime", None)
    return date.date().isoformat() if date else ""


def _sender(message: EmailMessage) -> tuple[str, ...]:
    return tuple(part for pair in getaddresses([str(message["from"] or "")]) for part in pair if part)
