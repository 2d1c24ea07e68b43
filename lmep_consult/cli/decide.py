"""Asking a coder about each suggestion in turn: prompts over coding.desk, which knows what answers come to."""

from __future__ import annotations

from collections.abc import Callable

import typer

from lmep_consult.coding import Decision
from lmep_consult.coding.desk import Desk, Difference, Line, Mine, NotYet, Suggested, code_and_words, code_called
from lmep_consult.errors import CodingError, ConsultError

HELP = """a [NOTE]      accept                           r [NOTE]      reject
c CODE        accept under another code        e WORDS       accept, but these words: other ends
b CODE        these words have CODE too        + CODE WORDS  code any words of this text
n NOTE        note on this passage             s             skip for now
t [TURN]      show a turn, and more around it  l             list what you decided in this text
v N CODE      another code for no. N of it     w N WORDS     other words for no. N of it
u [N]         undo the last decision, or no. N
d             this text is coded in full       o             it is not, after all
q             stop                             ?             this help     CODE: id, name or its beginning"""


def ask_about_suggestions(desk: Desk, source: str = "", sure: Callable[[str], bool] = typer.confirm) -> None:
    """Ask about each suggestion that the coder has not decided on; each answer is on the disk before the next question.

    Where `source` is given and nothing waits in it, it can still be coded, until the coder stops. sure: what asks
    whether something is meant. Others' decisions are not shown, so that coding stays blind.
    """
    _choose_parts(desk, source)
    _Session(desk, source, sure).go()


def _choose_parts(desk: Desk, source: str) -> None:
    """Ask which part of a code that was split each coding of theirs is; what is not answered is asked about again."""
    for row in desk.to_choose(source):
        codes = ", ".join(f"{id_} ({desk.codebook.code(id_).name})" for id_ in row["choices"])
        typer.echo("\n".join(_marked(desk, row["source"], row["turn"], row["start"], row["end"])))
        while True:
            try:
                said = typer.prompt(f"{row['code']} was split into {codes or 'nothing'}. CODE", default="later")
                if said != "later":
                    desk.revise(row["id"], said)
                break
            except typer.Abort:
                return
            except ConsultError as error:
                typer.echo(str(error))


class _Session:
    """row: the suggestion that is shown, None where nothing waits. turn: the turn that the coder went to, 0 where it is
    the suggestion's. listed: what numbers mean."""

    def __init__(self, desk: Desk, source: str, sure: Callable[[str], bool]) -> None:
        self.desk, self.only, self.sure = desk, source, sure
        self.row: Suggested | None = None
        self.turn = 0
        self.listed: list[Mine] = []
        self.skipped: set[str] = set()
        self.made = 0
        self.ended = False
        # By the first word of an answer: what it does with the rest, and whether it can do without.
        self.to_do: dict[str, tuple[Callable[[str], None], bool]] = {
            "+": (self._add, False), "t": (self._show, True), "l": (self._list, True), "u": (self._undo, True),
            "v": (self._recode, False), "w": (self._reword, False), "d": (self._finish, True),
            "o": (self._reopen, True), "q": (self._end, True),
        }  # fmt: skip
        self.to_do_with_passage: dict[str, tuple[Callable[[Suggested, str], object], bool]] = {
            "a": (self._accept, True), "c": (self._accept_as, False), "e": (self._accept_words, False),
            "r": (self._reject, True), "b": (self._also, False), "n": (self._note, False), "s": (self._skip, True),
        }  # fmt: skip

    @property
    def source(self) -> str:
        return self.row.source if self.row else self.only

    def go(self) -> None:
        typer.echo(f"{len(self.desk.waiting(self.only))} suggestions to decide on\n{HELP}")
        while not self.ended:
            before = self.row
            self.row = next((each for each in self.desk.waiting(self.only) if each.id not in self.skipped), None)
            if self.row is None and not self.only:
                break
            if self.row is None:
                typer.echo(f"\nNothing else waits in {self.only}: + CODE WORDS codes any words, d it is done, q stop")
            elif self.row != before:
                self.turn = 0
                typer.echo("\n".join(marked_lines(self.desk, self.row, f"{len(self.desk.waiting(self.only))} left")))
                typer.echo(f"Why: {self.row.why}")
            try:
                self._answer(typer.prompt("", default="?", show_default=False, prompt_suffix="> ").strip())
            except typer.Abort:
                break
            except ConsultError as error:
                typer.echo(str(error))
        typer.echo(f"{self.made} decisions, in {self.desk.log}; the next run uses them.")

    def _answer(self, said: str) -> None:
        word, _, rest = said.partition(" ")
        rest = rest.strip()
        if word in self.to_do and (rest or self.to_do[word][1]):
            self.to_do[word][0](rest)
        elif self.row and word in self.to_do_with_passage and (rest or self.to_do_with_passage[word][1]):
            self.to_do_with_passage[word][0](self.row, rest)
        else:
            typer.echo(HELP)

    def _accept(self, row: Suggested, memo: str) -> None:
        self._made(self.desk.accept(row.id, memo=memo))

    def _reject(self, row: Suggested, memo: str) -> None:
        self._made(self.desk.reject(row.id, memo))

    def _accept_as(self, row: Suggested, code: str) -> None:
        self._made(self.desk.accept(row.id, code), f"Accepted as {code_called(self.desk.codebook, code).id}")

    def _accept_words(self, row: Suggested, words: str) -> None:
        start, end = self.desk.find(row.source, words, row.turn)
        self._made(self.desk.accept(row.id, start=start, end=end))

    def _also(self, row: Suggested, code: str) -> None:
        made = self.desk.add(row.source, row.start, row.end, code, quote=row.quote)
        self._made(made, f"{made.code} too")

    def _note(self, row: Suggested, text: str) -> None:
        self._made(self.desk.note(row.source, row.start, row.end, text, row.code), "Noted")

    def _skip(self, row: Suggested, rest: str) -> None:
        self.skipped.add(row.id)

    def _add(self, rest: str) -> None:
        code, words = code_and_words(self.desk.codebook, rest)
        if not words:
            raise CodingError(f"Give the words that {code.id} is for, as they are said.")
        start, end = self.desk.find(self.source, words, self.turn or (self.row.turn if self.row else None))
        self._made(self.desk.add(self.source, start, end, code.id), f"{code.id} added")

    def _show(self, turn: str) -> None:
        self.turn = _number(turn) if turn else (self.turn or (self.row.turn if self.row else 1))
        seen = self.desk.view(self.source, self.turn, around=3)
        typer.echo(f"\n{self.source}  {seen.question}")
        for line in (*seen.before, seen.here, *seen.after):
            typer.echo(f"{line.turn:>4} {'>' if line == seen.here else ' '} {line.who}: {line.text}")

    def _list(self, rest: str) -> None:
        self.listed = self.desk.mine(self.source)
        for number, each in enumerate(self.listed, start=1):
            where = f"turn {each.turn}" if each.turn is not None else ""
            typer.echo(
                f"{number:>4}  {' '.join(filter(None, (each.action, each.code, where, each.memo)))}  {each.quote}"
            )
        if not self.listed:
            typer.echo(f"You have decided nothing in {self.source}.")

    def _undo(self, number: str) -> None:
        undone = self.desk.undo(self._numbered(number).id if number else "")
        self.skipped.clear()
        self._made(undone, f"Undone: {undone.action} {undone.code} {undone.source}")

    def _recode(self, rest: str) -> None:
        number, _, code = rest.partition(" ")
        made = self.desk.revise(self._numbered(number).id, code=code)
        self._made(made, f"Now {made.code}")

    def _reword(self, rest: str) -> None:
        number, _, words = rest.partition(" ")
        coding = self._numbered(number)
        start, end = self.desk.find(coding.source, words, coding.turn)
        made = self.desk.revise(coding.id, start=start, end=end)
        self._made(made, f"Now: {made.quote}")

    def _finish(self, rest: str) -> None:
        source = self.source
        if finish(self.desk, source, self.sure):
            self.made += 1
            self.ended = bool(self.only)
            typer.echo(f"{source} is coded in full.")

    def _reopen(self, rest: str) -> None:
        self._made(self.desk.reopen(self.source), f"{self.source} is not coded in full.")

    def _end(self, rest: str) -> None:
        self.ended = True

    def _numbered(self, text: str) -> Mine:
        number = _number(text)
        if not 1 <= number <= len(self.listed):
            raise CodingError("List your decisions with l, and give the number of one of them.")
        return self.listed[number - 1]

    def _made(self, decision: Decision, said: str = "") -> None:
        self.made += 1
        if said:
            typer.echo(said)


def marked_lines(desk: Desk, row: Suggested | Difference, heading: str) -> list[str]:
    """A passage, marked, in its turn and with the turns next to it, its question and the code in question."""
    code = desk.codebook.code(row.code)
    there = _marked(desk, row.source, row.turn, row.start, row.end, f"{heading}  ")
    return [*there, f"{code.id}: {code.name}. {code.definition}"]


def _marked(desk: Desk, source: str, turn: int, start: int, end: int, heading: str = "") -> list[str]:
    seen = desk.view(source, turn)
    said, begin, end = seen.here.text, start - seen.here.start, end - seen.here.start
    return [
        f"\n{heading}{source}, turn {turn}",
        *([f"Question {seen.question}"] if seen.question else []),
        *map(_quieter, seen.before),
        f"{seen.here.who}: {said[:begin]}>>> {said[begin:end]} <<<{said[end:]}",
        *map(_quieter, seen.after),
    ]


def finish(desk: Desk, source: str, sure: Callable[[str], bool]) -> bool:
    """Call the source done, once the coder means it."""
    try:
        desk.finish(source)
    except NotYet as question:
        if not sure(str(question)):
            return False
        desk.finish(source, sure=True)
    return True


def _quieter(line: Line) -> str:
    return f"  ({line.who}: {line.text if len(line.text) <= 200 else line.text[:197] + '...'})"


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise CodingError(f"{text!r} is no number.") from None
