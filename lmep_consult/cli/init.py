"""lmep-consult init: a new study, with what its raw files already say of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from lmep_consult.cli.options import is_new
from lmep_consult.errors import StudyError
from lmep_consult.places import PLAN, RAW, REGISTER
from lmep_consult.study import KINDS, Study

if TYPE_CHECKING:
    from lmep_consult.importing.first_look import Proposal

_COLUMNS = (
    "participant", "name", "email", "group", "organisation", "role", "region", "interview", "workshop",
    "consent_recording", "consent_quoting", "consent_contact", "consent_identification", "status",
)  # fmt: skip
_TITLE, _APART = "Title of the study", "separated by ;"
_KEPT = 500  # days from the end of the fieldwork until recordings and transcripts are deleted, unless changed
GAPS = "to_do.txt"
_Read = TypeVar("_Read")


def init(
    folder: Annotated[Path, typer.Argument(help="The study's folder: new, or with raw/ and register.xlsx in it.")],
    title: Annotated[str, typer.Option(help="What the study is called.")] = "",
    group: Annotated[list[str] | None, typer.Option(help='A stakeholder group, as "id=name:quota".')] = None,
    event: Annotated[list[str] | None, typer.Option(help='An event, as "id=name@2026-02-10".')] = None,
    start: Annotated[str, typer.Option("--from", help="The first day of fieldwork, as 2026-01-31.")] = "",
    end: Annotated[str, typer.Option("--to", help="Its last day.")] = "",
) -> None:
    """Make a new study from what lies in its folder and what you say: study.toml, codebook, register, and what is
    still to do. Asks only in a terminal, and only what no option says."""
    if not is_new(folder) and (PLAN.of(folder).exists() or not RAW.of(folder).is_dir()):
        raise StudyError(
            f"{folder} is not empty; name a new folder for the study, or one that holds raw/ and no study.toml."
        )
    from lmep_consult.codebook.excel_file import write_template
    from lmep_consult.importing.first_look import first_look

    found = first_look(folder)
    days = [day for both in found.dates.values() if both for day in both]
    title = _answer(title, "What is the study called?", _TITLE, str)
    proposed = found.groups or ["A=Group A:10"]
    groups = _answer(group, f"Stakeholder groups, each as id=name:interviews wanted, {_APART}", proposed, _groups)
    events = _answer(
        event, f"Events, each as id=name@2026-01-31, {_APART}", _known(found), lambda said: _events(said, found)
    )
    first = _answer(start, "First day of fieldwork", str(min(days, default=dt.date.today())), _day)
    last = _answer(end, "Last day of fieldwork", str(max([first + dt.timedelta(days=90), *days])), _day)
    filled = {
        "title": title,
        "source": f"{title}, {last.year}",
        "groups": groups,
        "events": events,
        "found": found,
        "codes": found.codes,
        "today": dt.date.today(),
        "start": first,
        "end": last,
        "delete_by": last + dt.timedelta(days=_KEPT),
    }
    for kind in KINDS:
        (RAW.of(folder) / kind).mkdir(parents=True, exist_ok=True)
    _write_templates(folder, filled)
    if not REGISTER.of(folder).is_file():
        _write_register(REGISTER.of(folder), found, groups[0]["id"])
    write_template(folder / "codebook_template.xlsx")
    gaps = [*found.gaps, *_still_to_do(found, groups, events, title)]
    (folder / GAPS).write_text("".join(f"- {gap}\n" for gap in gaps), encoding="utf-8")
    Study.open(folder)
    typer.echo(f"{folder} is ready. Still to do (also in {GAPS}):")
    for gap in gaps:
        typer.echo(f"- {gap}")
    typer.echo(f"Then: lmep-consult run --study {folder}")


def _answer(said: Any, text: str, usual: Any, read: Callable[[Any], _Read]) -> _Read:
    """What an option says; without one, what is typed in a terminal, asked again until it can be read; without a
    terminal, what is usual."""
    if said or not sys.stdin.isatty():
        return read(said or usual)
    several = isinstance(usual, list)
    while True:
        typed = typer.prompt(text, default="; ".join(usual) if several else usual)
        try:
            return read([each.strip() for each in typed.split(";") if each.strip()] if several else typed)
        except StudyError as error:
            typer.echo(error)


def _groups(said: list[str]) -> list[dict[str, Any]]:
    groups = []
    for each in said:
        id_, _, rest = each.partition("=")
        name, _, quota = rest.rpartition(":") if re.search(r":\s*\d+\s*$", rest) else (rest, "", "")
        groups.append(
            {"id": id_.strip(), "name": name.strip() or id_.strip(), "interviews": int(quota) if quota else None}
        )
    return groups


def _known(found: Proposal) -> list[str]:
    return [f"{id_}={id_}" + (f"@{days[0]}" if days else "") for id_, days in found.dates.items()]


def _events(said: list[str], found: Proposal) -> list[dict[str, Any]]:
    events = []
    for each in said:
        id_, _, rest = each.partition("=")
        name, _, day = rest.partition("@")
        days = found.dates.get(id_.strip())
        date = _day(day) if day else days[0] if days else None
        until = days[1] if days and date and days[1] > date else None
        events.append({"id": id_.strip(), "name": name.strip() or id_.strip(), "date": date, "until": until})
    return events


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise StudyError(f"{text!r} is no day; write it as 2026-01-31.") from None


def _write_templates(folder: Path, filled: dict[str, Any]) -> None:
    import jinja2

    templates = jinja2.Environment(  # noqa: S701 no page; each text is put in as a string of TOML or YAML
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "new_study", encoding="utf-8"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    templates.filters["toml"] = lambda value: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    for name in ("codebook.yaml", PLAN.name):  # last study.toml: what has one is whole
        text = templates.get_template(name).render(filled)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _write_register(path: Path, found: Proposal, group: str) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.append(_COLUMNS)
    for who, name in found.people:
        person = {"participant": who, "name": name, "group": group, "interview": "took part", "status": "took part"}
        workbook.active.append([person.get(column, "") for column in _COLUMNS])
    for row in workbook.active.iter_rows(min_row=2):
        for cell in row:
            cell.data_type = "s" if cell.value else cell.data_type  # a name is never a formula
    workbook.save(path)


def _still_to_do(found: Proposal, groups: list[dict[str, Any]], events: list[dict[str, Any]], title: str) -> list[str]:
    unsaid = [id_ for id_ in found.groups if id_ not in {group["id"] for group in groups}]
    return [
        *(["study.toml: say what the study is called."] if title == _TITLE else []),
        *([f"register.xlsx has groups that study.toml lacks: {', '.join(unsaid)}; add them."] if unsaid else []),
        *(
            f"study.toml, event {event['id']}: say on which day it was; today is put there."
            for event in events
            if event["date"] is None
        ),
        *(
            f"study.toml, group {group['id']}: no quota of interviews is given; add `interviews` if there is one."
            for group in groups
            if group["interviews"] is None
        ),
        *(
            [f"register.xlsx was made of the transcripts ({len(found.people)} people): check it."]
            if found.people
            else []
        ),
        "study.toml: add the topic guide's questions, so that answers are counted by question.",
        "study.toml: check the days under [dates]: of fieldwork, and by which recordings and transcripts are deleted.",
        "codebook.yaml: fill in what the study looks for; or fill in codebook_template.xlsx and name it in study.toml.",
    ]
