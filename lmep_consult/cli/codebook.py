"""lmep-consult codebook: rename, merge, split and move codes, so that codings made before follow."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions
from lmep_consult.errors import CodebookError
from lmep_consult.places import PLAN

if TYPE_CHECKING:
    from lmep_consult.codebook import Change, Code, Codebook
    from lmep_consult.study import Study


class Action(Enum):
    rename = "rename"
    merge = "merge"
    split = "split"
    move = "move"


def codebook(
    action: Annotated[
        Action | None,
        typer.Argument(help="What to change; left out: show the codebook and the codes that need somebody."),
    ] = None,
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE]...", help="The codes, by id.")] = None,
    id_: Annotated[str, typer.Option("--id", help="rename: the new id.")] = "",
    name: Annotated[str, typer.Option("--name", help="rename: the new name.")] = "",
    into: Annotated[
        list[str] | None,
        typer.Option("--into", metavar="CODE", help='merge: the code that stays; split: each new one, as "id=Name".'),
    ] = None,
    under: Annotated[str, typer.Option("--under", help="move: the code it goes under; left out: a family.")] = "",
    version: Annotated[str, typer.Option(help="The codebook's next version; left out: one up.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="CODER", help="Who decides it; it is kept in their log.")] = "",
    study: StudyOption = None,
) -> None:
    """Rename, merge, split or move codes. Codings made before follow; where a code was split, people choose.
    Where somebody renamed or deleted a code in the file, rename or merge it here into the code that stands for it now,
    and the codings that lost it follow too."""
    from lmep_consult.codebook import Codebook
    from lmep_consult.coding import fold, log_path, lost_code_problems, read_logs
    from lmep_consult.coding.desk import CodebookDesk

    opened = find_study(study)
    book = Codebook.load(opened.codebook)
    decisions, _ = read_logs(opened.codings)
    if action is None:
        typer.echo(f"{opened.codebook}: {book.name}, version {book.version}, {len(book.codes)} codes")
        for problem in lost_code_problems(fold(decisions), book):
            typer.echo(f"  {problem}")
        return
    if not by:
        raise CodebookError("A change of the codebook is somebody's: say whose with --by.")
    log = log_path(opened.codings, by)
    hold_decisions(opened, log, by)
    desk = CodebookDesk(by, log, book, opened.folder / opened.plan.study.codebook, decisions)
    changes, found = _changes(book, action, codes or [], id_, name, into or [], under, desk.lost())
    new, gone = desk.change(changes, found, version)
    typer.echo(f"{desk.file} is version {new.version} now; {log.name} says what became of each code.")
    for line in _settings_that_name(opened, gone):
        typer.echo(line)


def _changes(
    book: Codebook,
    action: Action,
    codes: list[str],
    id_: str,
    name: str,
    into: list[str],
    under: str,
    lost: set[str],
) -> tuple[list[Change], dict[str, list[str]]]:
    """The changes, and what codes became that the codebook has lost already and codings have still."""
    from lmep_consult.codebook import Merge, Move, Rename, Split

    if not codes or (action is not Action.merge and len(codes) != 1):
        raise CodebookError(
            f"codebook {action.value}: name {'the codes' if action is Action.merge else 'one code'}, by id."
        )
    if action is Action.rename:
        if not id_ and not name:
            raise CodebookError("codebook rename: say what it is called now, with --id or --name.")
        if codes[0] in lost and id_:
            return [], {codes[0]: [book.code(id_).id]}
        return [Rename(codes[0], name, id_)], {}
    if action is Action.move:
        return [Move(codes[0], under)], {}
    if action is Action.split:
        return [Split(codes[0], tuple(_new_code(book.code(codes[0]), each) for each in into))], {}
    if len(into) != 1:
        raise CodebookError("codebook merge: say which code stays, with --into CODE.")
    there = tuple(code for code in codes if code not in lost)
    found = {code: [book.code(into[0]).id] for code in codes if code in lost}
    return [Merge(there, into[0])] if there else [], found


def _new_code(old: Code, said: str) -> Code:
    from lmep_consult.coding.desk import part_of

    code = part_of(old, said)
    if code is None:
        raise CodebookError(f"codebook split: {said!r} has no id; write --into id=Name.")
    return code


def _settings_that_name(study: Study, codes: list[str]) -> Iterator[str]:
    """Lines of study.toml that name a code by an id it no longer has."""
    for number, line in enumerate(study.at(PLAN).read_text(encoding="utf-8-sig").splitlines(), start=1):
        for code in codes:
            if f'"{code}"' in line or f"'{code}'" in line:
                yield f"study.toml, line {number} names {code}; give it the id it has now."
