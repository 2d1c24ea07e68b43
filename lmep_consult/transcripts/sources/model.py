"""What a file shows a reader, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lmep_consult.errors import Problem


@dataclass(frozen=True)
class Source:
    """A file's visible text, before anyone asks who speaks in it.

    text: a line feed ends each paragraph (each line, where `kind` is "txt"), a vertical tab is a line break inside a
        paragraph, a tab parts the cells of a table's row. No carriage returns.
    kind: "txt", "docx", "odt", "rtf" or "json".
    furniture: what stands outside the running text and is not speech, such as headers and footers.
    problems: what stands outside it and may be more, such as footnotes and comments, and bytes that are damaged.
    headings: the paragraphs (from 0) that are headings.
    leads: for each paragraph that begins in bold and goes on in plain, how many characters are bold.
    """

    text: str
    kind: str
    furniture: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    headings: frozenset[int] = frozenset()
    leads: Mapping[int, int] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """What a place in the text is called."""
        return "line" if self.kind == "txt" else "paragraph"
