"""The visible text of a Rich Text Format document."""

from __future__ import annotations

from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.text import whole_characters
from lmep_consult.transcripts.sources.model import Source
from lmep_consult.transcripts.sources.page import Page, heading_styles
from lmep_consult.transcripts.sources.rtf_words import (
    CHARACTERS,
    CHARSETS,
    CODE_PAGES,
    PROPERTIES,
    SYMBOLS,
    State,
    code_page,
    tokens,
)

_MAX_MARKS = 1_000_000  # groups and control words

_UNSEEN = set(  # groups that hold no text of the page, or that hold it a second time
    "colortbl info pict object listtable listoverridetable revtbl rsidtbl filetbl themedata colorschememapping "
    "latentstyles datastore xmlnstbl fldinst listtext pntext pn sp shprslt nonesttables nonshppict private template xe "
    "tc tcn rxe txe ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid atnauthor atnref atndate atntime atnicn "
    "atnparent bkmkstart bkmkend pnseclvl background mmath".split()
)
# Groups to read although they are marked as ones that a reader may pass over.
_SEEN = {"ud", "shpinst", "do", "nesttableprops", "footnote", "annotation"}
_NOTES = {"footnote": "a footnote", "annotation": "a comment"}
_FURNITURE = {f"{what}{which}" for what in ("header", "footer") for which in ("", "l", "r", "f")}
_BOXES = {"shptxt", "dptxbxtext"}
_STRUCTURE = {"par", "sect", "cell", "nestcell", "row", "nestrow"}


def read_rtf(data: bytes, path: Path) -> Source:
    """Running text, tables and text boxes in reading order, tracked deletions left out.

    Headers and footers are furniture; footnotes, comments and hidden text are problems, as is a file that breaks off.

    Raises InputError where the file holds over 1,000,000 groups and control words.
    """
    if data.count(b"{") + data.count(b"\\") - data.count(b"\\'") > _MAX_MARKS:
        raise InputError(f"{path}: holds more markup than can be read; divide the file.")
    return _Reader(path).read(data)


class _Reader:
    """The groups that are open, and the page that is written."""

    def __init__(self, path: Path) -> None:
        self._page = Page(path)
        self._state = State()
        self._groups: list[tuple[State, str]] = []  # for each group: the state outside it, and what it is
        self._group = ""  # what the innermost group is, where its end matters
        self._starred = False  # a `\*` has just been read
        self._to_skip = 0
        self._bytes = bytearray()  # characters not yet decoded
        self._words: list[str] = []  # characters not yet written
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._style_name = ""
        self._style_names: dict[str, str] = {}
        self._style_parents: dict[str, str] = {}
        self._headings: frozenset[str] = frozenset()

    def read(self, data: bytes) -> Source:
        for token in tokens(data.rstrip(b"\0\x1a")):
            word, text = token["word"], token["text"]
            if text is not None:
                self._characters(text)
            elif word is not None:
                number = token["number"]
                self._control(word.decode("ascii"), None if number is None else int(number))
            elif token["hex"] is not None:
                self._characters(bytes([int(token["hex"], 16)]))
            elif token["brace"] is not None:
                self._flush()
                self._to_skip, self._starred = 0, False
                self._open() if token["brace"] == b"{" else self._close()
            else:
                self._symbol(token["symbol"])
        self._flush()
        if self._groups:
            self._page.flush()
            self._page.report("the file breaks off here; what comes after it is missing")
        while self._groups:
            self._close()
        return self._page.source("rtf")

    # --- groups ----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._groups.append((self._state, self._group))
        self._group = ""

    def _close(self) -> None:
        if not self._groups:
            return  # a brace too many, which Word passes over too
        page, group, role = self._page, self._group, self._state.role
        if group in _NOTES or group == "endnote":
            if paragraphs := page.close_aside():
                page.report(f"{_NOTES.get(group, 'an endnote')}; not read as speech", " ".join(paragraphs))
        elif group in _FURNITURE:
            page.furniture += page.close_aside()
        elif group in _BOXES:
            page.close_box()
        elif role == "stylesheet":
            self._style_names[self._state.style] = self._style_name.strip().rstrip(";")
            self._style_name = ""
        self._state, self._group = self._groups.pop()
        if role == "stylesheet" and self._state.role != role:
            self._headings = heading_styles(self._style_names, self._style_parents)

    def _destination(self, word: str) -> bool:
        """Whether the word says what its group is, and the group has been begun as that."""
        starred, self._starred = self._starred, False
        if self._state.role == "unseen":
            return False
        if word == "ud" and self._state.role == "upr":
            self._state = self._state._replace(role="text")
        elif word in ("fonttbl", "upr") or (word == "stylesheet" and not self._style_names):
            self._state = self._state._replace(role=word, style="")
        elif word == "stylesheet" or word in _UNSEEN or (starred and word not in _SEEN):
            self._state = self._state._replace(role="unseen")
        elif (word in _NOTES or word in _FURNITURE or word in _BOXES) and not self._group and self._groups:
            self._group = word
            self._page.open_aside()
            self._state = self._state._replace(nested=0, style="0", outline=9)
        elif word == "ftnalt" and self._group == "footnote":
            self._group = "endnote"
        else:
            return False
        return True

    # --- control words ---------------------------------------------------------------------------------------

    def _control(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._character(chr(number % 0x10000))
            self._to_skip = self._state.skip
            return
        if self._to_skip and CHARACTERS.get(word, "\v") not in "\t\v":
            self._to_skip -= 1
            return
        self._to_skip = 0
        if word == "uc":  # may stand between the two halves of a character
            self._state = PROPERTIES[word](self._state, number)
            return
        self._flush()
        if self._destination(word):
            return
        if word in CHARACTERS:
            self._character(CHARACTERS[word])
        elif word in PROPERTIES:
            self._state = PROPERTIES[word](self._state, number)
        elif word in _STRUCTURE:
            if self._state.role == "text":
                self._structure(word)
        elif word in CODE_PAGES:
            self._code_page = CODE_PAGES[word]
        elif number is not None:
            self._declaration(word, number)

    def _declaration(self, word: str, number: int) -> None:
        """What holds for the whole document: its fonts, styles and code page."""
        if word == "deff":
            self._default_font = number
        elif word == "ansicpg":
            self._code_page = code_page(number)
        elif word == "fcharset" and self._state.role == "fonttbl" and number in CHARSETS:
            self._fonts[self._state.font] = CHARSETS[number]
        elif word == "sbasedon" and self._state.role == "stylesheet":
            self._style_parents[self._state.style] = str(number)

    def _structure(self, word: str) -> None:
        page, state = self._page, self._state
        if word == "par":
            self._enter(state.nested)
            if not state.deleted:
                page.end_paragraph(state.outline < 9 or state.style in self._headings)
        elif word == "sect":
            page.flush()
        elif word in ("cell", "nestcell"):
            self._enter(1 if word == "cell" else max(2, state.nested))
            page.close_cell()
        elif word == "row":
            self._leave(0)
        elif word == "nestrow" and page.rows_open > 1:
            self._leave(page.rows_open - 1)

    def _enter(self, depth: int) -> None:
        """Open or close rows and cells until the text stands this many tables deep."""
        page = self._page
        self._leave(depth)
        while page.rows_open < depth or (depth and not page.cell_open):
            if page.cell_open:
                page.flush()  # what stands ahead of a table in a cell
            if page.cell_open or not page.rows_open:
                page.open_row()
            page.open_cell()

    def _leave(self, depth: int) -> None:
        """Close rows, and a cell left open in them, until the text stands no deeper than this."""
        page = self._page
        while page.rows_open > depth:
            if page.cell_open:
                page.close_cell()
            page.close_row()

    # --- characters ------------------------------------------------------------------------------------------

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\r\n":
            self._control("par", None)
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in SYMBOLS:
            self._character(SYMBOLS[symbol])

    def _characters(self, text: bytes) -> None:
        """Bytes in the code page of the font; a character of two bytes may be parted between two tokens."""
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        if self._state.role == "text" and not self._state.deleted:
            self._bytes += text[skipped:]
        elif self._state.role == "stylesheet":
            self._style_name += text[skipped:].decode("ascii", "replace")

    def _character(self, text: str) -> None:
        if self._state.role == "text" and not self._state.deleted:
            self._decode()
            self._words.append(text)

    def _decode(self) -> None:
        if self._bytes:
            font = self._default_font if self._state.font < 0 else self._state.font
            self._words.append(self._bytes.decode(self._fonts.get(font, self._code_page), "replace"))
            self._bytes.clear()

    def _flush(self) -> None:
        """Write what has been gathered; the two halves of a character beyond \\u65535 become one."""
        self._decode()
        if self._words:
            text = whole_characters("".join(self._words))
            self._words.clear()
            self._enter(self._state.nested)
            self._page.write(text.replace("\0", ""), self._state.hidden)
